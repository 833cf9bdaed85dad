"""Name the machine and the revision that a benchmark ran on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

__all__ = ["describe", "revision", "version"]


def describe() -> str:
    """Return the machine in one line: processor, cores that may be used, system, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {cores} cores, {platform.system()} {platform.machine()}, {python}"


def revision() -> str:
    """Return the revision checked out, with “+” if code or language packs differ from it; empty if there is none."""
    try:
        commit, changes = (
            _git("rev-parse", "--short=10", "HEAD"),
            _git("status", "--porcelain", "textrepair", "lexicons"),
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{commit}+" if changes else commit


def _git(*arguments: str) -> str:
    root = Path(__file__).parents[2]
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def version(distribution: str) -> str:
    """Return the version of an installed package; empty if it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    named = re.search(r"model name\s*: (.+)", information)
    family, model = (re.search(rf"{name}\s*: (\d+)", information) for name in ("cpu family", "model"))
    numbers = f" (family {family[1]}, model {model[1]})" if family and model else ""
    return f"{named[1].strip() if named else platform.machine()}{numbers}"
