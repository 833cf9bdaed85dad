"""What the journal calls done is on the disk: where the disk fails, it says so, and --resume mends it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from textrepair.commands.exit_codes import ExitCode
from textrepair.runs.disks import Disks

DAMAGED, REPAIRED = "la mise en ceuvre des régles {}\n", "la mise en œuvre des règles {}\n"
NUMBER = 6

# The calls that put something on the disk, or in its place. FAIL names one of them, which of its calls fails first,
# and how many do; WITHOUT=1 stands for a system that has no syncfs.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fails(const char *name)
{
    static int calls;
    const char *asked = getenv("FAIL");
    char wanted[32];
    int first, many;
    if (asked == NULL || sscanf(asked, "%31[a-z]:%d:%d", wanted, &first, &many) != 3 || strcmp(wanted, name) != 0)
        return 0;
    calls++;
    return calls >= first && calls < first + many;
}

#define WRAP(name, arguments, passed)                                                  \
    int name arguments                                                                 \
    {                                                                                  \
        static int (*real) arguments;                                                  \
        if (real == NULL)                                                              \
            real = (int (*) arguments) dlsym(RTLD_NEXT, #name);                        \
        if (strcmp(#name, "syncfs") == 0 && getenv("WITHOUT") != NULL) {               \
            errno = ENOSYS;                                                            \
            return -1;                                                                 \
        }                                                                              \
        if (fails(#name)) {                                                            \
            errno = EIO;                                                               \
            return -1;                                                                 \
        }                                                                              \
        return real passed;                                                            \
    }

WRAP(fsync, (int handle), (handle))
WRAP(fdatasync, (int handle), (handle))
WRAP(syncfs, (int handle), (handle))
WRAP(rename, (const char *from, const char *to), (from, to))
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM, "utf-8")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", str(folder / "shim.so"), str(folder / "shim.c"), "-ldl"], check=True
    )
    return folder / "shim.so"


@pytest.fixture(autouse=True)
def inputs(folder: Path) -> None:
    Path("in/sub").mkdir(parents=True)
    for k in range(NUMBER):
        Path("in", "sub" if k % 2 else ".", f"{k}.txt").write_text(DAMAGED.format(k), "utf-8")


def fix(*arguments: str, shim: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    preloaded: Mapping[str, str] = {} if shim is None else {"LD_PRELOAD": str(shim), **variables}
    return subprocess.run(
        [sys.executable, "-m", "textrepair", "fix", "in", "-o", "out", "-j", "1", "--edits", "edits.jsonl", *arguments],
        env={**os.environ, **preloaded},
        capture_output=True,
        text=True,
        check=False,
    )


def done() -> int:
    base = sqlite3.connect("out/.textrepair/journal.sqlite")
    try:
        return int(base.execute("SELECT count(*) FROM files WHERE state = 'done'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not even its tables
    finally:
        base.close()


def results() -> dict[str, str]:
    return {
        path.relative_to("out").as_posix(): path.read_text("utf-8")
        for path in sorted(Path("out").rglob("*.txt"))
        if ".textrepair" not in path.parts
    }


def expected() -> dict[str, str]:
    return {("sub/" if k % 2 else "") + f"{k}.txt": REPAIRED.format(k) for k in range(NUMBER)}


def test_a_sound_disk_is_the_measure(shim: Path) -> None:
    assert fix(shim=shim, FAIL="none:1:1").returncode == ExitCode.OK
    assert results() == dict(sorted(expected().items()))
    assert done() == NUMBER


# The first flush is that of the empty journal, the second that of all results.
@pytest.mark.parametrize("first", [1, 2])
@pytest.mark.parametrize("many", [1, 99])
def test_a_disk_that_loses_what_was_written_is_told(first: int, many: int, shim: Path) -> None:
    run = fix(shim=shim, FAIL=f"syncfs:{first}:{many}")
    assert run.returncode == ExitCode.OUTPUT
    assert "Traceback" not in run.stderr
    assert "cannot be written: input/output error" in run.stderr
    assert done() == 0, "the journal calls done what may be lost"
    # What was lost: the results are as a disk that failed may have left them.
    for path in Path("out").rglob("*.txt"):
        path.write_bytes(b"\0" * path.stat().st_size)
    again = fix("--resume")
    assert again.returncode == ExitCode.OK, again.stderr
    assert results() == dict(sorted(expected().items()))
    assert len(Path("edits.jsonl").read_text("utf-8").splitlines()) == 2 * NUMBER


@pytest.mark.parametrize("call", ["fsync", "fdatasync"])
@pytest.mark.parametrize("first", [1, 2, 3, 5])
def test_a_system_without_syncfs_waits_for_each_file(call: str, first: int, shim: Path) -> None:
    run = fix(shim=shim, FAIL=f"{call}:{first}:99", WITHOUT="1")
    assert "Traceback" not in run.stderr
    assert run.returncode in (ExitCode.OK, ExitCode.OUTPUT)
    if run.returncode == ExitCode.OK:
        assert call == "fdatasync"  # which the database may do without
        return
    assert done() == 0
    assert fix("--resume").returncode == ExitCode.OK
    assert results() == dict(sorted(expected().items()))


@pytest.mark.parametrize("first", range(1, 7))
def test_a_result_that_cannot_be_put_in_its_place_is_an_error_of_that_file(first: int, shim: Path) -> None:
    run = fix(shim=shim, FAIL=f"rename:{first}:1")
    assert run.returncode == ExitCode.OUTPUT
    assert "cannot be written: input/output error; it is as it was" in run.stderr
    assert done() == NUMBER - 1
    assert len(results()) == NUMBER - 1
    assert not list(Path("out").rglob("*.tmp"))
    assert fix("--resume").returncode == ExitCode.OK
    assert results() == dict(sorted(expected().items()))


def test_every_disk_with_results_is_waited_for(tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one disk only")
    disks = Disks()
    disks.watch(tmp_path)
    result = other / f"textrepair-{os.getpid()}.txt"
    try:
        result.write_text("le mot", "utf-8")
        disks.wrote(result)
        assert len(disks._handles) == 2
        disks.flush()
        disks.wrote(tmp_path / "not there.txt")
        disks.flush()
    finally:
        result.unlink()
        disks.close()
    assert not disks._handles
