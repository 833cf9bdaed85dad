"""A damaged language pack, or a system without memory or open files, is named; it never gives a traceback."""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from textrepair import Chain
from textrepair.assess import assess
from textrepair.core import Neighbours, Pack, find_pack, open_pack, refuse_damaged
from textrepair.errors import ConfigurationError, PackError, TextRepairError
from textrepair.registry import built_in
from textrepair.tables.pack_files import pack_error

ENGLISH, FRENCH = find_pack("en"), find_pack("fr")
TEXT = "The comrnittee has adoptcd thc resolution ofthe General Assernbly; it wi11 be pub lished.\n"
# So many damaged copies of each file are tried; each is opened and used.
TRIES = 6


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ENGLISH, tmp_path / "en"))


def use(folder: Path) -> str | None:
    """Open a pack and use all parts of it; return what is said of it if it is damaged."""
    try:
        _use(Pack(folder))
    except PackError as error:
        return str(error)
    return None


def _use(pack: Pack) -> None:
    chain = Chain([info.cls() for info in built_in().values() if info.default], pack)
    repair = chain.repair(TEXT)
    assert repair.patch.apply(TEXT) == repair.text
    chain.plan.candidates(Neighbours(), "comittee")
    pack.modern_spelling("shew")
    assert pack.misreadings is not None


def test_a_sound_pack_is_used(pack: Path) -> None:
    assert use(pack) is None


@pytest.mark.parametrize("name", sorted(path.name for path in ENGLISH.iterdir() if path.is_file()))
def test_a_file_that_is_damaged_in_any_way_is_named(name: str, pack: Path) -> None:
    path = pack / name
    whole = path.read_bytes()
    dice = random.Random(name)

    def damaged() -> Iterator[bytes]:
        yield b""
        yield b"\xff\xfe\x00" * 9
        yield whole[: len(whole) // 2]
        yield whole[:20] + bytes(len(whole) - 20)
        for _ in range(TRIES):
            made = bytearray(whole)
            for _ in range(dice.choice((1, 20, 400))):
                # Most of what decides about the shape of a file stands at its beginning.
                made[dice.randrange(min(len(made), dice.choice((60, 2_000, len(made)))))] = dice.randrange(256)
            yield bytes(made)

    told = []
    for data in damaged():
        path.write_bytes(data)
        told.append(use(pack))
    path.unlink()
    told.append(use(pack))
    assert all(message is None or (str(pack) in message and "\n" not in message) for message in told)


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "language = 7",
        "[language]\ncode = 1\nname = 'x'\nletters = 'abc'",
        "[language]\ncode = 'x'\nname = 'x'\nletters = ['a']",
        "[language]\ncode = 'x'\nname = 'x'\nletters = 'abc'\nprefixes = [1]",
        "elision = 'no'\n[language]\ncode = 'x'\nname = 'x'\nletters = 'abc'",
        "a = " + "[" * 3_000 + "]" * 3_000,
        "a = " + "9" * 5_000,
    ],
)
def test_rules_of_the_wrong_shape_are_named(rules: str, pack: Path) -> None:
    (pack / "language.toml").write_text(rules, "utf-8")
    with pytest.raises(PackError, match=r"language\.toml: it is damaged .*; install the pack again"):
        Pack(pack)


def test_a_file_that_is_not_the_sealed_one_is_named_when_something_fails(pack: Path) -> None:
    refuse_damaged(pack, IndexError())
    data = bytearray((pack / "forms.txt").read_bytes())
    data[-20] ^= 1
    (pack / "forms.txt").write_bytes(data)
    with pytest.raises(PackError, match=r"forms\.txt: it is not the file that was sealed.*install the pack again"):
        refuse_damaged(pack, IndexError())


def test_a_pack_that_cannot_assess_says_so() -> None:
    with pytest.raises(PackError, match="cannot estimate error rates"):
        assess("The text.", language="en")


@pytest.mark.parametrize("code", ["x" * 100_000, "../en", "en/../fr", "", "a\0b", "fr/", ".", "\ud800"])
def test_the_code_of_a_language_is_no_path(code: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_pack(code)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (OSError(24, "Too many open files"), "ulimit -n"),
        (OSError(23, "Too many open files in system"), "limit of the system"),
        (OSError(12, "Cannot allocate memory"), "the memory is full"),
        (MemoryError(), "the memory is full"),
        (OSError(13, "Permission denied"), "let this user read it"),
        (OSError(5, "Input/output error"), "input/output error; install the pack again"),
    ],
)
def test_the_remedy_is_for_what_the_system_refused(error: Exception, remedy: str) -> None:
    told = str(pack_error(Path("fr/forms.txt"), error))
    assert told.startswith("fr/forms.txt: cannot be read: ")
    assert remedy in told
    assert ("install" in told) is (getattr(error, "errno", 0) == 5)


def test_a_process_without_open_files_names_the_limit() -> None:
    # The pack has been found; every file of it that is opened from now on is one too many.
    script = """
import resource, textrepair
from textrepair.errors import PackError
from textrepair.core import Pack, find_pack
folder = find_pack("fr")
kept = [open("/dev/null") for _ in range(20)]
resource.setrlimit(resource.RLIMIT_NOFILE, (kept[-1].fileno() + 1,) * 2)
try:
    Pack(folder)
except PackError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "raise the limit (ulimit -n)" in done.stdout


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_AS"), reason="the system does not limit memory")
def test_a_process_without_memory_says_so_and_loses_nothing(tmp_path: Path) -> None:
    text = "la mise en ceuvre des régles\n" * 40_000
    (tmp_path / "a.txt").write_text(text, "utf-8")
    script = f"""
import resource, sys
from textrepair.cli import main
import textrepair.chain, textrepair.runs.batch, textrepair.runs.journal
resource.setrlimit(resource.RLIMIT_AS, ({130_000_000},) * 2)
sys.argv = ["textrepair", "fix", "-j", "1", "a.txt", "-o", "out/"]
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert "install" not in done.stderr
    assert done.returncode in (3, 4, 5, 6), done.stderr
    assert "memory" in done.stderr.lower()
    assert (tmp_path / "a.txt").read_text("utf-8") == text


def test_every_error_of_a_pack_is_one_of_textrepair() -> None:
    assert issubclass(PackError, TextRepairError)
    assert FRENCH.is_dir()
