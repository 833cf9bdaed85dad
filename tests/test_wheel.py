"""The wheel, installed where nothing else is, has all that it needs."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What pip and the build say when there is no way to the package index.
_OFFLINE = ("Temporary failure in name resolution", "NewConnectionError", "No matching distribution", "ConnectionError")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation: the build backend is among what the tests need, and need not be fetched again.
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_language_pack_and_the_licences_are_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pack = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lexicons" / "fr").iterdir() if path.is_file()}
    assert {f"textrepair/{path}" for path in pack} <= names
    assert "textrepair/py.typed" in names
    assert any(name.endswith(".data/data/share/man/man1/textrepair.1") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "lexicons/", "docs/")) for name in names)


@pytest.mark.slow
def test_it_repairs_a_file_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    installed = run(environment / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", wheel)
    if installed.returncode != 0 and any(sign in installed.stderr for sign in _OFFLINE):
        pytest.skip("the package index cannot be reached")
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "a.txt").write_text("la mise en ceuvre des régles de I’ Organisation\n", encoding="utf-8")
    assert run(environment / "bin" / "textrepair", "--version").stdout == "textrepair, version 0.1.0\n"
    done = run(environment / "bin" / "textrepair", "fix", tmp_path / "a.txt")
    assert (done.returncode, done.stdout) == (0, "la mise en œuvre des règles de l’Organisation\n"), done.stderr
    # Isolated (-I), so that nothing of this checkout can be taken for what was installed.
    place = run(environment / "bin" / "python", "-I", "-c", "import textrepair; print(textrepair.__file__)").stdout
    assert place.startswith(str(environment))
