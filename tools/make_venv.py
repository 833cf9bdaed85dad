"""Make a virtual environment with pip in it, also where Python came without the means to.

    python3 tools/make_venv.py .venv

Debian's python3 leaves out ensurepip, by which ``python3 -m venv`` gets pip. Then pip is taken from where this
Python has one, or from the package index, whose checksum is verified.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
# The final releases of pip among the links of an index page (PEP 503), each with its checksum.
LINK = re.compile(r'href="([^"#]*/pip-[\d.]+-py3-none-any\.whl)#sha256=([0-9a-f]{64})"')
VERSION = re.compile(r"/pip-([\d.]+)-py3")


def with_own_pip(folder: Path) -> bool:
    """Make it the ordinary way."""
    if importlib.util.find_spec("ensurepip") is None:
        return False
    try:
        venv.create(folder, clear=True, with_pip=True)
    except subprocess.CalledProcessError:  # Debian's says so only now
        return False
    return True


def with_this_pip(folder: Path) -> bool:
    """Let the pip of this Python install another into it."""
    if importlib.util.find_spec("pip") is None:
        return False
    venv.create(folder, clear=True)
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet", "pip"]
    return subprocess.run(command, check=False).returncode == 0


def with_fetched_pip(folder: Path) -> bool:
    """Fetch pip from the package index; a wheel of pip can install itself."""
    venv.create(folder, clear=True)
    page = f"{INDEX}/pip/"
    with urllib.request.urlopen(urllib.request.Request(page, headers={"Accept": "text/html"}), timeout=60) as answer:
        links = LINK.findall(answer.read().decode())
    address, checksum = max(links, key=lambda link: [int(number) for number in VERSION.search(link[0])[1].split(".")])
    with urllib.request.urlopen(urllib.parse.urljoin(page, address), timeout=120) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != checksum:
        raise OSError(f"{address} is not what the index says it is")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / address.rpartition("/")[2]
        path.write_bytes(data)
        command = [str(folder / "bin" / "python"), f"{path}/pip", "install", "--quiet", "--no-index", str(path)]
        return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Try one way after the other."""
    folder = Path(sys.argv[1])
    try:
        if with_own_pip(folder) or with_this_pip(folder) or with_fetched_pip(folder):
            return 0
        reason = "pip cannot be installed"
    except (OSError, ValueError) as error:
        reason = str(error)
    print(f"No virtual environment: {reason}.", file=sys.stderr)
    print("Check the network; or, on Debian and Ubuntu: sudo apt install python3-venv", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
