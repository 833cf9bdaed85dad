"""`textrepair lexicon`, and the checks of packs: each is tested by breaking a sound pack."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from textrepair.commands.lexicon import lexicon
from textrepair.errors import PackError
from textrepair.pack_build import packages
from textrepair.pack_build.check import TOLD, check_pack
from textrepair.pack_build.seal import seal
from textrepair.tables.ngrams import END, MARK, NAME, NUMBER, UNKNOWN_TOKEN
from textrepair.tables.writing import filter_of, fold_sections, write_sections, write_string_table

PACKS = Path(__file__).parents[1] / "lexicons"
# What a model with one class has.
CLASSES = {"transitions": array("B", [0])}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Make a pack of five words and the rules of English."""
    folder = tmp_path / "en"
    folder.mkdir()
    for name in (
        "acronyms.txt",
        "build.toml",
        "confusions.tsv",
        "language.toml",
        "prices.toml",
        "pack.toml",
        "SOURCES.md",
        "words.txt",
    ):
        shutil.copy(PACKS / "en" / name, folder)
    forms = ["Adams", "color", "home", "house", "naïve"]
    none = [0] * len(forms)
    meta = {"elisions": [], "elided_initials": "", "particles": []}
    sections = {**fold_sections(forms), "common": filter_of([])}
    write_string_table(folder / "forms.txt", forms, {"zipf": none, "flags": none}, sections=sections, meta=meta)
    names("Bab", "Bac")(folder)
    words = sorted([END, MARK, NAME, NUMBER, UNKNOWN_TOKEN])
    costs = [9] * len(words)
    meta = {"elisions": [], "penalties": {NAME: 9.0, UNKNOWN_TOKEN: 9.0}, "steps_per_nat": 12}
    columns = {"backoff": costs, "class": [0] * len(words), "member": costs}
    write_string_table(folder / "ngrams.txt", words, columns, meta=meta)
    pairs = {"costs": array("B", [1, 2]), "rights": array("I", [0, 3]), "starts": array("I", [0, 2, 2, 2, 2, 2])}
    pairs |= CLASSES
    write_sections(folder / "bigrams.idx", pairs)
    (folder / "aliases.txt").write_text("")
    seal(folder)
    return folder


def test_a_seal_keeps_what_was_written_by_hand_and_follows_an_edit(pack: Path) -> None:
    before = (pack / "pack.toml").read_text("utf-8")
    seal(pack)
    assert (pack / "pack.toml").read_text("utf-8") == before
    append("confusions.tsv", "x\ty\t2.0\n")(pack)
    (pack / "new.txt").write_text("x\n")
    assert len([problem for problem in check_pack(pack) if "SHA-256" in problem]) == 2
    result = CliRunner().invoke(lexicon, ["seal", str(pack)])
    assert result.exit_code == 0, result.output
    assert check_pack(pack) == []
    assert (pack / "pack.toml").read_text("utf-8").startswith(before.partition("# From here")[0])
    (pack / "build.toml").unlink()
    refused = CliRunner().invoke(lexicon, ["seal", str(pack)], catch_exceptions=False)
    assert "build.toml: cannot be read: no such file or directory" in refused.stderr


def unsorted_row(pack: Path) -> None:
    pairs = {"costs": array("B", [1, 2]), "rights": array("I", [3, 0]), "starts": array("I", [0, 2, 2, 2, 2, 2])}
    write_sections(pack / "bigrams.idx", pairs | CLASSES)


def no_square(pack: Path) -> None:
    pairs = {"costs": array("B"), "rights": array("I"), "starts": array("I", [0] * 6)}
    write_sections(pack / "bigrams.idx", pairs | {"transitions": array("B", [0, 0])})


def short_row(pack: Path) -> None:
    pairs = {"costs": array("B", [1]), "rights": array("I", [3]), "starts": array("I", [0, 1])}
    write_sections(pack / "bigrams.idx", pairs | CLASSES)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_packs_are_sound(language: str) -> None:
    assert check_pack(PACKS / language) == []


def append(name: str, text: str) -> Callable[[Path], None]:
    def broken(pack: Path) -> None:
        with (pack / name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return broken


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def broken(pack: Path) -> None:
        text = (pack / name).read_text("utf-8")
        assert old in text
        (pack / name).write_text(text.replace(old, new), "utf-8")

    return broken


def remove(name: str) -> Callable[[Path], None]:
    return lambda pack: (pack / name).unlink()


def names(*words: str) -> Callable[[Path], None]:
    return lambda pack: write_string_table(pack / "names.txt", words, {"zipf": [0] * len(words)})


def short_names(pack: Path) -> None:
    """Swap two lines of a table and keep its size and hash true: only the order is wrong."""
    before = (pack / "names.txt").read_bytes()
    after = b"Bac\nBab\n"
    (pack / "names.txt").write_bytes(after)
    index = (pack / "names.idx").read_bytes()
    old, new = (hashlib.sha256(text).hexdigest().encode() for text in (before, after))
    (pack / "names.idx").write_bytes(index.replace(old, new))


BREAKS = [
    (append("confusions.tsv", "x\tx\t2.0\n"), "'x' is read as itself"),
    (append("confusions.tsv", "m\trn\t4.0\n"), "'m' read as 'rn' stands twice"),
    (append("confusions.tsv", "x\ty\t0\n"), "costs 0; above 0, or confusions loop for nothing"),
    (append("confusions.tsv", "x\ty\tnan\n"), "costs nan"),
    (append("confusions.tsv", "x y 2\n"), "not “printed, read, cost”"),
    (append("confusions.tsv", "e\u0301\tx\t2\n"), "not in Unicode normal form C"),
    (append("acronyms.txt", "ISAF\n"), "'ISAF' stands after 'UNRWA'; sort"),
    (append("acronyms.txt", "UNRWA\n"), "'UNRWA' stands twice"),
    (append("acronyms.txt", "Z Z\n"), "holds white space"),
    (append("acronyms.txt", "ZE\u0301\n"), "acronyms.txt: 'ZE\u0301' is not in Unicode normal form C"),
    (append("words.txt", "abc\n"), "'abc' stands after"),
    (append("aliases.txt", "colour\tcolor\nlabour\tlabore\n"), "'labour' stands for 'labore', which is no form"),
    (append("aliases.txt", "house\thome\n"), "'house' is a form itself"),
    (append("forms.txt", "zz\n"), "does not belong to"),
    (append("forms.txt", "zz\n"), "its SHA-256 is not the one in pack.toml"),
    (replace("pack.toml", "[files]", "[files"), "pack.toml: it is damaged"),
    (replace("language.toml", "ï", ""), "holds a letter that is neither"),
    (remove("names.txt"), "is in pack.toml and not there"),
    (remove("SOURCES.md"), "tells which licence each file has"),
    (replace("pack.toml", "licence = ", "lizenz = "), "has no licence"),
    (replace("pack.toml", "version = ", "edition = "), "[pack] lacks version"),
    (replace("pack.toml", "[[sources]]", "[[origins]]"), "names no sources"),
    (names("House", "Xyzzy"), "'House' is a spelling of the form 'house'"),
    (names("xyzzy"), "'xyzzy' has no capital"),
    (short_names, "'Bab' stands after 'Bac'"),
    (no_square, "not those of the words' classes"),
    (short_row, "does not belong to a vocabulary"),
    (unsorted_row, "row 0 is not ascending"),
    (append("period.toml", '[[rules]]\npattern = "x"\nreplacement = "y"\nonly = ["abc"]\n'), "leaves 'abc' as it is"),
]


@pytest.mark.parametrize(("broken", "message"), BREAKS)
def test_each_fault_is_told(pack: Path, broken: Callable[[Path], None], message: str) -> None:
    if message.startswith("holds a letter"):
        replace("build.toml", "ï", "")(pack)
    broken(pack)
    assert any(message in problem for problem in check_pack(pack)), check_pack(pack)


def test_many_faults_of_a_kind_are_cut_short(pack: Path) -> None:
    append("confusions.tsv", "".join(f"{letter}\t{letter}\t1\n" for letter in "abcdefghij"))(pack)
    seal(pack)
    problems = check_pack(pack)
    assert len(problems) == TOLD + 1
    assert problems[-1] == "… and 5 more of that check"


def test_check_command(pack: Path) -> None:
    runner = CliRunner()
    result = runner.invoke(lexicon, ["check", str(pack)])
    assert (result.exit_code, result.output) == (0, f"{pack}: sound\n")
    append("confusions.tsv", "x\tx\t2.0\n")(pack)
    result = runner.invoke(lexicon, ["check", str(pack)])
    assert result.exit_code == 1
    assert "read as itself" in result.output


def test_lookup_command() -> None:
    result = CliRunner().invoke(lexicon, ["lookup", "siécle", "coeur", "étoit", "l’État", "Tampere"])
    assert result.exit_code == 0
    assert "siécle: no word\n  but for accents: siècle (zipf" in result.output
    assert "spelling of: cœur" in result.output
    assert "period spelling of: était" in result.output
    assert "made of: l', État" in result.output
    assert "form: Tampere (zipf 0.0, name, unseen)" in result.output
    result = CliRunner().invoke(lexicon, ["lookup", "--language", "en", "govemment"])
    assert "similar: government" in result.output
    assert CliRunner().invoke(lexicon, ["lookup", "--language", "xx", "a"]).exit_code not in (0, 1)


def test_build_command_says_what_is_missing(pack: Path, tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    (pack / "build.toml").unlink()
    result = CliRunner().invoke(lexicon, ["build", str(pack), "--cache", str(tmp_path)])
    assert result.exit_code not in (0, 1)


def test_packages_are_read_and_pinned(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("x/b.json", '[{"name": "Lyon"}]')
        zipped.writestr("x/a.json", '{"k": ["Ain"]}')
    pins = {"registry": "npm", "package": "a", "version": "1", "file": "a.zip", "sha256": packages.sha256_of(archive)}
    assert packages.fetch(pins, tmp_path) == archive
    assert [name for name, _ in packages.read_members(archive, "x/*.json")] == ["x/a.json", "x/b.json"]
    with pytest.raises(PackError, match="holds no y"):
        list(packages.read_members(archive, "y"))
    with pytest.raises(PackError, match="pins"):
        packages.fetch({**pins, "sha256": "0"}, tmp_path)
    with pytest.raises(PackError, match="none of debian, npm, pypi"):
        packages.fetch({**pins, "file": "b", "registry": "hub"}, tmp_path)
