"""An undo verifies all that it is told before it writes, and writes nowhere else than it was told to."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run, run_to

from textrepair.commands.exit_codes import ExitCode

DAMAGED = "la mise en ceuvre des régles de I’ Organisation\n"
REPAIRED = "la mise en œuvre des règles de l’Organisation\n"
CLEAN = "la mise en œuvre\n"
JOURNAL = Path("out/.textrepair/journal.sqlite")
RECORDS = '{"id": 1, "text": "' + DAMAGED.strip() + '", "x": "\\u00e9"}\n{"text": "le mot"}\n'
TABLE = f"id,text\n1,{DAMAGED.strip()}\n2,le mot\n"
PAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page>'
    "<PrintSpace><TextBlock><TextLine>"
    + "".join(f'<String CONTENT="{word}"/><SP/>' for word in DAMAGED.split())
    + "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
)


@pytest.fixture(autouse=True)
def outside(folder: Path) -> Iterator[Path]:
    """Run in a folder within another one, in which nothing may change."""
    (folder / "secret.txt").write_text(REPAIRED, "utf-8")
    work = folder / "work"
    (work / "in" / "sub").mkdir(parents=True)
    os.chdir(work)
    Path("in/a.txt").write_text(DAMAGED, "utf-8")
    Path("in/sub/b.txt").write_text(DAMAGED * 2, "utf-8")
    Path("in/c.txt").write_text(CLEAN, "utf-8")
    yield folder
    assert sorted(path.name for path in folder.iterdir()) == ["secret.txt", "work"]
    assert (folder / "secret.txt").read_text("utf-8") == REPAIRED


def tree(root: str) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file() and ".textrepair" not in path.parts
    }


def edits(path: str = "edits.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def rewrite(change: Callable[[list[dict[str, Any]]], object], path: str = "edits.jsonl") -> None:
    told = edits(path)
    change(told)
    Path(path).write_text("".join(json.dumps(edit) + "\n" for edit in told), "utf-8")


def fixed(*more: str) -> None:
    run_to("fix", "in", "-o", "out", "--edits", "edits.jsonl", *more)


def change_journal(statement: str, *values: object) -> None:
    base = sqlite3.connect(JOURNAL)
    base.execute(statement, values)
    base.commit()
    base.close()


# What lists and journals say of both texts


def test_the_first_edit_of_each_file_has_the_digests_of_both_texts() -> None:
    import hashlib

    fixed()
    by_file: dict[str, list[dict[str, Any]]] = {}
    for edit in edits():
        by_file.setdefault(edit["file"], []).append(edit)
    assert set(by_file) == {"in/a.txt", "in/sub/b.txt"}
    for name, (first, *others) in by_file.items():
        result = Path("out", Path(name).relative_to("in"))
        assert first["source_sha256"] == hashlib.sha256(Path(name).read_bytes()).hexdigest()
        assert first["result_sha256"] == hashlib.sha256(result.read_bytes()).hexdigest()
        assert not any("sha256" in key for edit in others for key in edit)


@pytest.mark.parametrize("place", ["edits.jsonl", "edits.jsonl.gz", "edits.parquet", "edits/"])
def test_every_form_of_list_has_the_digests_and_leads_back(place: str) -> None:
    run_to("fix", "in", "-o", "out", "--edits", place)
    run_to("undo", "out", "-o", "back", "--edits", place)
    assert tree("back") == tree("in")
    Path("out/a.txt").write_text(REPAIRED + "Plus.\n", "utf-8")
    done = run("undo", "out", "-o", "again", "--edits", place)
    assert done.exit_code == ExitCode.INPUT
    assert "out/a.txt: it was changed since the run" in done.stderr
    assert sorted(tree("again")) == ["c.txt", "sub/b.txt"]


def test_an_older_list_without_digests_leads_back() -> None:
    fixed()
    rewrite(lambda told: [edit.pop(key, None) for edit in told for key in ("source_sha256", "result_sha256")])
    shutil.rmtree("out/.textrepair")
    shutil.move("out", "copy")
    run_to("undo", "copy", "-o", "back", "--edits", "edits.jsonl")
    assert tree("back") == tree("in")


def test_an_older_journal_without_digests_leads_back() -> None:
    fixed()
    for column in ("source_sha256", "result_sha256", "written_version"):
        change_journal(f"ALTER TABLE files DROP COLUMN {column}")
    run_to("undo", "out", "-o", "back")
    assert tree("back") == tree("in")
    fixed("--resume")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", RECORDS.encode()),
        ("a.csv", TABLE.encode()),
        ("a.txt.gz", gzip.compress(DAMAGED.encode(), mtime=0)),
        ("a.jsonl.gz", gzip.compress(RECORDS.encode(), mtime=0)),
        ("a.xml", PAGE.encode()),
        ("a.txt", b"\xef\xbb\xbf" + DAMAGED.replace("\n", "\r\n").encode()),
    ],
)
def test_a_result_that_was_changed_is_not_undone(name: str, data: bytes) -> None:
    Path("one").mkdir()
    Path("one", name).write_bytes(data)
    run_to("fix", f"one/{name}", "-o", "out/", "--edits", "edits.jsonl")
    run_to("undo", "out", "-o", "back")
    back = Path("back", name).read_bytes()
    assert (gzip.decompress(back), gzip.decompress(data)) if name.endswith("gz") else back == data
    result = Path("out", name)
    content = gzip.decompress(result.read_bytes()) if name.endswith("gz") else result.read_bytes()
    changed = content.replace(b"le mot", b"le pot") if b"le mot" in content else content + b" "
    result.write_bytes(gzip.compress(changed) if name.endswith("gz") else changed)
    for listed in ([], ["--edits", "edits.jsonl"]):
        done = run("undo", "out", "-o", "again", *listed)
        assert done.exit_code == ExitCode.INPUT
        assert "it was changed since the run" in done.stderr
        assert tree("again") == {}


# What a list may not say

WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "an offset beyond the text": lambda edit: edit.update(start=10_000, end=10_000 + len(edit["before"])),
    "a huge offset": lambda edit: edit.update(start=10**40, end=10**40 + len(edit["before"])),
    "a negative offset": lambda edit: edit.update(start=-5, end=-5 + len(edit["before"])),
    "an offset that is a float": lambda edit: edit.update(start=float(edit["start"])),
    "an offset that is true": lambda edit: edit.update(start=True),
    "an offset that is a string": lambda edit: edit.update(start=str(edit["start"])),
    "an offset that is nothing": lambda edit: edit.update(start=None),
    "an end before its start": lambda edit: edit.update(start=edit["end"] + 1),
    "a text before of another length": lambda edit: edit.update(before=edit["before"] + "x"),
    "a text before that is none": lambda edit: edit.update(before=7),
    "a text after that is none": lambda edit: edit.update(after=None),
    "another text after": lambda edit: edit.update(after="x"),
    "another text before": lambda edit: edit.update(before="x" * len(edit["before"])),
    "a lone surrogate before": lambda edit: edit.update(before="\udcff" * len(edit["before"])),
    "a field of another name": lambda edit: edit.update(field=7),
    "a record that is no number": lambda edit: edit.update(record="1"),
    "raw that is no string": lambda edit: edit.update(raw=[1]),
    "a digest that is no string": lambda edit: edit.update(source_sha256=1),
    "another digest": lambda edit: edit.update(source_sha256="0" * 64),
    "a file that is no string": lambda edit: edit.update(file=["in/a.txt"]),
    "a file that no name can be": lambda edit: edit.update(file="in/\ud800.txt"),
    "no offsets": lambda edit: edit.pop("start"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("digests", [True, False])
def test_a_list_that_cannot_be_true_writes_nothing(wrong: str, digests: bool) -> None:
    fixed()
    if not digests:
        rewrite(lambda told: [edit.pop(key, None) for edit in told for key in ("source_sha256", "result_sha256")])
    rewrite(lambda told: WRONG[wrong](told[0]))
    done = run("undo", "out/a.txt", "-o", "back/", "--edits", "edits.jsonl")
    if wrong == "another text before" and not digests:
        return  # which nothing can tell
    assert done.exit_code == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    assert tree("back") == {}
    assert tree("out")["a.txt"].decode() == REPAIRED


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.reverse(),
        lambda told: told.append(told[-1]),
        lambda told: told.insert(1, told[0]),
        lambda told: told.pop(0),
        lambda told: told.pop(),
        lambda told: told[1].update(start=told[0]["start"], end=told[0]["start"] + len(told[1]["before"])),
    ],
)
def test_edits_out_of_order_or_number_write_nothing(change: Callable[[list[dict[str, Any]]], object]) -> None:
    run_to("fix", "in/a.txt", "-o", "out/", "--edits", "edits.jsonl")
    digests = {key: edits()[0][key] for key in ("source_sha256", "result_sha256")}
    rewrite(change)
    rewrite(lambda told: told[0].update(digests))
    done = run("undo", "out/a.txt", "-o", "back/", "--edits", "edits.jsonl")
    assert done.exit_code == ExitCode.INPUT
    assert tree("back") == {}


@pytest.mark.parametrize("digests", [True, False])
@pytest.mark.parametrize(
    ("name", "data", "raw"),
    [
        ("a.jsonl", RECORDS, '{"text": "tout autre chose"}\n'),
        ("a.jsonl", RECORDS, "no JSON"),
        ("a.jsonl", RECORDS, "\u2028"),
        ("a.csv", TABLE, "9,tout autre chose\n"),
        ("a.csv", TABLE, '"never closed'),
        ("a.xml", PAGE, "[[0, 5, 7]]"),
        ("a.xml", PAGE, "[" * 3_000),
        ("a.xml", PAGE, '[[0, "", "tout autre chose"]]'),
        ("a.xml", PAGE, '[[9, "x", "y"], [2, "z", ""]]'),
        ("a.xml", PAGE, '[[-3, "", "x"]]'),
        ("a.xml", PAGE, '{"a": 1}'),
    ],
)
def test_raw_is_not_written_unchecked(name: str, data: str, raw: str, digests: bool) -> None:
    Path("one").mkdir()
    Path("one", name).write_text(data, "utf-8")
    run_to("fix", f"one/{name}", "-o", "out/", "--edits", "edits.jsonl")
    if not digests:
        rewrite(lambda told: [told[0].pop(key) for key in ("source_sha256", "result_sha256")])
    rewrite(lambda told: told[0].update(raw=raw))
    done = run("undo", f"out/{name}", "-o", "back/", "--edits", "edits.jsonl")
    assert done.exit_code == ExitCode.INPUT, done.stderr
    assert "Traceback" not in done.stderr
    assert tree("back") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 3_000,
        b'{"a":' * 3_000,
        b"\xff\xfe",
        b"\0",
        b"nothing of the kind",
        b"[]",
        b'{"file": "a", "start": NaN, "end": 1, "before": "", "after": ""}',
        b'{"file": "a", "start": ' + b"9" * 5_000 + b"}",
        b"PAR1" + bytes(40) + b"PAR1",
    ],
)
@pytest.mark.parametrize("name", ["bad.jsonl", "bad.jsonl.gz", "bad.parquet"])
def test_what_is_no_list_is_told_with_its_place(name: str, data: bytes) -> None:
    fixed()
    Path(name).write_bytes(data)
    done = run("undo", "out", "-o", "back", "--edits", name)
    if name.endswith("gz") and data == b"\0":
        return  # an empty file, as NUL fills the last block of one
    assert done.exit_code == ExitCode.INPUT
    (line,) = [line for line in done.stderr.splitlines() if "edits undone" not in line]
    assert line.startswith(f"textrepair: {name}")
    assert tree("back") == {}


def test_a_list_without_edits_does_not_make_inputs_of_results_that_were_changed() -> None:
    fixed()
    Path("empty.jsonl").touch()
    done = run("undo", "out", "-o", "back", "--edits", "empty.jsonl")
    assert done.exit_code == ExitCode.INPUT
    assert "out/a.txt: the run changed it, and the list has no edits of it: name the list of that run" in done.stderr
    assert sorted(tree("back")) == ["c.txt"]


@pytest.mark.parametrize("place", ["/dev/zero", "nowhere.jsonl", "a\x1bb.jsonl", "x" * 5_000])
def test_what_is_no_file_is_no_list(place: str) -> None:
    fixed()
    assert run("undo", "out", "-o", "back", "--edits", place).exit_code == ExitCode.INPUT
    assert tree("back") == {}


# What belongs to what


def test_one_list_of_one_file_belongs_to_the_one_file_whatever_its_name() -> None:
    Path("p.xml").write_text(PAGE, "utf-8")
    Path("out.xml").write_bytes(run_to("fix", "p.xml", "--edits", "edits.jsonl").stdout_bytes)
    Path("rep").mkdir()
    shutil.copy("out.xml", "rep/p.xml")
    for given, made in (("out.xml", "r/out.xml"), ("rep/p.xml", "r/p.xml"), ("./out.xml", "r/out.xml")):
        run_to("undo", given, "-o", "r/", "--edits", "edits.jsonl")
        assert Path(made).read_text("utf-8") == PAGE
    run_to("undo", "out.xml", "--in-place", "--edits", "edits.jsonl")
    assert Path("out.xml").read_text("utf-8") == PAGE


def test_a_result_under_any_name_is_told_by_its_digest() -> None:
    fixed()
    Path("found").mkdir()
    shutil.copy("out/sub/b.txt", "found/zzz.txt")
    run("undo", "found", "-o", "back", "--edits", "edits.jsonl")
    assert Path("back/zzz.txt").read_text("utf-8") == DAMAGED * 2


def test_results_below_another_folder_are_told_by_the_ends_of_their_paths() -> None:
    fixed()
    rewrite(lambda told: [edit.pop(key, None) for edit in told for key in ("source_sha256", "result_sha256")])
    shutil.rmtree("out/.textrepair")
    Path("x/y").mkdir(parents=True)
    shutil.move("out", "x/y/z")
    run_to("undo", "x", "-o", "back", "--edits", "edits.jsonl")
    assert {name.removeprefix("y/z/"): data for name, data in tree("back").items()} == tree("in")


def test_a_moved_folder_of_results_is_undone_by_its_own_journal() -> None:
    run_to("fix", "in", "-o", str(Path("out").absolute()), "--edits", "edits.jsonl")
    shutil.move("out", "moved")
    # Another folder stands where it stood.
    shutil.copytree("moved", "out")
    Path("out/a.txt").write_text("autre chose\n", "utf-8")
    run_to("undo", "moved", "-o", "back")
    assert tree("back") == tree("in")


# What a journal may not say


@pytest.mark.parametrize(
    "place", ["../secret.txt", "out/../../secret.txt", "/etc/hostname", "{folder}/secret.txt", "..", ".", "", "a\0b"]
)
@pytest.mark.parametrize("mode", [["-o", "back"], ["--in-place"]])
def test_a_place_that_leads_out_costs_that_result(place: str, mode: list[str], outside: Path) -> None:
    fixed()
    place = place.replace("{folder}", str(outside))
    change_journal("UPDATE files SET place = ? WHERE name = ?", os.fsencode(place), b"in/a.txt")
    done = run("undo", "out", *mode)
    assert done.exit_code == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    made = tree("back" if mode[0] == "-o" else "out")
    assert made["sub/b.txt"].decode() == DAMAGED * 2
    assert made.get("a.txt", REPAIRED.encode()).decode() == REPAIRED


def test_a_link_in_the_folder_of_results_is_not_followed(outside: Path) -> None:
    fixed()
    Path("out/a.txt").unlink()
    Path("out/a.txt").symlink_to(outside / "secret.txt")
    for mode in (["-o", "back"], ["--in-place"]):
        done = run("undo", "out", *mode)
        assert done.exit_code == ExitCode.INPUT
        assert "out/a.txt: a link leads out of out" in done.stderr
    assert Path("back/sub/b.txt").exists()


def test_a_link_in_the_folder_of_inputs_is_not_followed(outside: Path) -> None:
    fixed()
    Path("back").mkdir()
    Path("back/a.txt").symlink_to(outside / "secret.txt")
    done = run("undo", "out", "-o", "back")
    assert "back/a.txt: a link leads out of back" in done.stderr
    assert Path("back/sub/b.txt").read_text("utf-8") == DAMAGED * 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("place", None),
        ("place", 7),
        ("name", None),
        ("form", "{"),
        ("form", "[1, 2]"),
        ("form", '["exe", "", ["text"], false]'),
        ("form", '["text", "rar", ["text"], false]'),
        ("form", '["jsonl", "", [1], false]'),
        ("form", "[" * 3_000),
        ("encoding", "no-such"),
        ("encoding", 7),
        ("source_sha256", "0" * 64),
        ("result_sha256", "0" * 64),
    ],
)
def test_what_a_journal_says_wrongly_costs_that_result(column: str, value: object) -> None:
    fixed()
    change_journal(f"UPDATE files SET {column} = ? WHERE name = ?", value, b"in/a.txt")
    done = run("undo", "out", "-o", "back")
    assert done.exit_code == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    assert sorted(tree("back")) == ["c.txt", "sub/b.txt"]


@pytest.mark.parametrize("data", [b"{}\n", b"\xff", b"[" * 3_000, b'{"file": "a"}\n', None, 7])
def test_edits_that_a_journal_tells_wrongly_write_nothing(data: object) -> None:
    fixed()
    change_journal("UPDATE lines SET data = ? WHERE file = (SELECT id FROM files WHERE name = ?)", data, b"in/a.txt")
    done = run("undo", "out", "-o", "back")
    assert done.exit_code == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    assert sorted(tree("back")) == ["c.txt", "sub/b.txt"]


@pytest.mark.parametrize("made", ["text", "empty", "half", "zeros", "folder", "pipe"])
def test_a_journal_that_is_none_is_told_and_other_folders_are_undone(made: str) -> None:
    fixed()
    shutil.copytree("out", "other")
    data = JOURNAL.read_bytes()
    JOURNAL.unlink()
    if made == "folder":
        JOURNAL.mkdir()
    elif made == "pipe":
        os.mkfifo(JOURNAL)
    else:
        JOURNAL.write_bytes(
            {"text": b"no database", "empty": b"", "half": data[: len(data) // 2], "zeros": bytes(len(data))}[made]
        )
    done = run("undo", "out", "other", "-o", "back")
    assert done.exit_code == ExitCode.INPUT
    assert "Traceback" not in done.stderr
    assert tree("back") == tree("in")
    again = run("fix", "in", "-o", "out", "--edits", "edits.jsonl", "--resume")
    assert "Traceback" not in again.stderr
    if again.exit_code != ExitCode.OK:
        assert again.exit_code == ExitCode.OUTPUT
        assert "remove" in again.stderr


@pytest.mark.slow
def test_whatever_is_damaged_in_a_journal_nothing_wrong_is_written() -> None:
    fixed()
    whole = JOURNAL.read_bytes()
    wanted = tree("in")
    dice = random.Random(17)
    for number in range(120):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 4, 40))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        JOURNAL.write_bytes(data)
        for left in Path("out/.textrepair").glob("journal.sqlite-*"):
            left.unlink()
        back = f"back{number}"
        done = run("undo", "out", "-o", back)
        assert done.exit_code in (ExitCode.OK, ExitCode.INPUT, ExitCode.OUTPUT, ExitCode.CONFIGURATION), done.stderr
        made = tree(back)
        # A result may be told to be a clean one, and is copied then; nothing else is.
        results = tree("out")
        assert all(data in (wanted.get(name), results.get(name)) for name, data in made.items()), (number, made)


INFINITE = (
    "DROP TABLE files; CREATE VIEW files AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT "
    "i AS id, x'61' AS place, i AS number, x'61' AS name, 'done' AS state, 1 AS size, '1' AS version, 1 AS written, "
    "'utf-8' AS encoding, NULL AS form, NULL AS counts, NULL AS source_sha256, NULL AS result_sha256, "
    "NULL AS written_version FROM n"
)
STRANGE = {
    "endless": INFINITE,
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON files BEGIN DELETE FROM lines; END",
    "other tables": "DROP TABLE files; DROP TABLE run; DROP TABLE lines; CREATE TABLE files (a); CREATE TABLE run (b)",
    "no place": "UPDATE files SET place = NULL WHERE id = 1",
    "place of text": "UPDATE files SET place = 'out/a.txt' WHERE id = 1",
    "no number": "UPDATE files SET number = 'first' WHERE id = 1",
    "another state": "UPDATE files SET state = 'lost' WHERE id = 1",
    "lines of numbers": "UPDATE lines SET data = 7",
}


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("resume", [["--resume"], []])
def test_a_run_refuses_a_journal_with_other_tables_or_values_and_says_what_to_do(kind: str, resume: list[str]) -> None:
    fixed()
    before = tree("out")
    with contextlib.closing(sqlite3.connect(JOURNAL)) as base:
        base.executescript(STRANGE[kind])
    told = run_to("fix", "in", "-o", "out", "--edits", "edits.jsonl", *resume, code=ExitCode.OUTPUT).stderr
    assert told.startswith("textrepair: out/.textrepair: the journal is damaged (ValueError: ")
    assert told.endswith("): remove it to begin anew\n")
    assert tree("out") == before
    shutil.rmtree("out/.textrepair")
    run_to("fix", "in", "-o", "out", "--edits", "edits.jsonl", *resume)


@pytest.mark.parametrize("kind", ["endless", "other tables"])
def test_a_journal_with_other_tables_is_told_and_other_folders_are_undone(kind: str) -> None:
    fixed()
    shutil.copytree("out", "other")
    with contextlib.closing(sqlite3.connect(JOURNAL)) as base:
        base.executescript(STRANGE[kind])
    told = run_to("undo", "out", "other", "-o", "back", code=ExitCode.INPUT).stderr
    assert "it has not the tables of a run): undo with the list that --edits wrote" in told
    assert tree("back") == tree("in")


@pytest.mark.parametrize("name", ["c.txt", "d.txt.gz"])
def test_a_clean_result_that_was_changed_does_not_pass_for_its_input(name: str) -> None:
    Path("in/d.txt.gz").write_bytes(gzip.compress(CLEAN.encode()))
    fixed()
    changed = (CLEAN + "Autre chose.\n").encode()
    Path("out", name).write_bytes(gzip.compress(changed) if name.endswith("gz") else changed)
    wanted = tree("in")
    del wanted[name]
    for more in ([], ["--edits", "edits.jsonl"]):
        told = run_to("undo", "out", "-o", "back", *more, code=ExitCode.INPUT).stderr
        assert f"out/{name}: it was changed since the run" in told
        assert tree("back") == wanted
        shutil.rmtree("back")


def test_a_place_with_a_name_that_is_too_long_costs_that_result() -> None:
    fixed()
    change_journal("UPDATE files SET place = ? WHERE place = ?", b"out/" + b"x" * 5_000, b"out/a.txt")
    told = run_to("undo", "out", "-o", "back", code=ExitCode.INPUT).stderr
    assert "cannot be read: file name too long" in told
    assert sorted(tree("back")) == ["c.txt", "sub/b.txt"]


def test_a_result_that_is_gone_is_not_taken_for_another_one_of_its_name() -> None:
    Path("in/b.txt").write_text(CLEAN, "utf-8")
    Path("in/sub/c.txt").write_text(CLEAN * 2, "utf-8")
    fixed()
    Path("out").rename("moved")
    Path("moved/sub/b.txt").unlink()
    Path("moved/sub/c.txt").unlink()
    told = run_to("undo", "moved", "-o", "back", code=ExitCode.INPUT).stderr
    assert "moved/sub/b.txt: cannot be read: no such file or directory" in told
    assert "moved/sub/c.txt: cannot be read: no such file or directory" in told
    assert tree("back") == {name: data for name, data in tree("in").items() if not name.startswith("sub")}


def test_a_copy_of_results_is_undone_and_not_the_results_themselves() -> None:
    fixed()
    before = tree("out")
    shutil.copytree("out", "copy")
    run_to("undo", "copy", "--in-place")
    assert tree("copy") == tree("in")
    assert tree("out") == before


def test_the_same_result_of_different_inputs_is_not_guessed() -> None:
    Path("in/x.txt").write_text("la mise en ceuvre des règles\n", "utf-8")
    Path("in/y.txt").write_text("la mise en œuvre des régles\n", "utf-8")
    fixed()
    assert Path("out/x.txt").read_bytes() == Path("out/y.txt").read_bytes()
    shutil.copy("out/x.txt", "some.txt")
    told = run_to("undo", "some.txt", "-o", "back/", "--edits", "edits.jsonl", code=ExitCode.INPUT).stderr
    assert "some.txt: edits.jsonl has several files with this result, such as in/x.txt: name the result as" in told
    assert not tree("back")


GARBAGE = {
    "text": b"garbage\n",
    "lists": b"[" * 3_000 + b"]" * 3_000 + b"\n",
    "not a number": b'{"file": "in/a.txt", "start": NaN, "end": 1, "before": "a", "after": "b"}\n',
    "a huge number": b'{"file": "in/a.txt", "start": ' + b"9" * 10_000 + b', "end": 1, "before": "", "after": ""}\n',
    "missing keys": b'{"file": "in/a.txt"}\n',
    "bytes": b"\xff\xfe\x00\n",
    "a name of half a pair": b'{"file": "\\ud800", "start": 0, "end": 0, "before": "", "after": ""}\n',
    "cut": b'{"file": "in/a.txt", "sta',
}


@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize("is_first", [True, False])
def test_garbage_in_a_list_is_told_and_what_digests_verify_is_undone(kind: str, is_first: bool) -> None:
    fixed()
    shutil.rmtree("out/.textrepair")
    Path("in").rename("original")
    Path("out").rename("in")
    (Path("in") / "c.txt").unlink()  # a clean one has no edits, and so no digest
    (Path("original") / "c.txt").unlink()
    good = Path("edits.jsonl").read_bytes()
    line = GARBAGE[kind].rstrip(b"\n") + b"\n"
    Path("edits.jsonl").write_bytes(line + good if is_first else good + line)
    told = run_to("undo", "in", "-o", "back", "--edits", "edits.jsonl", code=ExitCode.INPUT).stderr.splitlines()
    number = 1 if is_first else good.count(b"\n") + 1
    assert told[0].startswith(f"textrepair: edits.jsonl#{number}: not a list of edits as --edits writes it: ")
    assert len(told) == 2
    assert tree("back") == tree("original")
    rewrite_bytes = b"".join(
        json.dumps({key: value for key, value in json.loads(one).items() if not key.endswith("sha256")}).encode()
        + b"\n"
        for one in good.splitlines()
    )
    Path("edits.jsonl").write_bytes(rewrite_bytes + line)
    told = run_to("undo", "in", "-o", "none", "--edits", "edits.jsonl", code=ExitCode.INPUT).stderr.splitlines()
    assert sum("its edits may be incomplete, and no digest verifies them" in one for one in told) == 2
    assert tree("none") == {}


def test_a_wrong_edit_costs_its_file_only() -> None:
    fixed()
    told = edits()
    told[1]["start"] = -1
    Path("edits.jsonl").write_text("".join(json.dumps(edit) + "\n" for edit in told), "utf-8")
    stderr = run_to("undo", "out", "-o", "back", "--edits", "edits.jsonl", code=ExitCode.INPUT).stderr
    assert "edits.jsonl#2: not a list of edits" in stderr
    assert sorted(tree("back")) == ["c.txt", "sub/b.txt"]


# What is done


@pytest.mark.parametrize("kind", ["changed", "padded", "touched", "copied"])
def test_a_result_that_is_not_the_one_written_is_made_again(kind: str) -> None:
    fixed()
    result = Path("out/a.txt")
    if kind == "changed":
        result.write_text(REPAIRED.replace("mise", "prise"[:4]), "utf-8")
    elif kind == "padded":
        result.write_bytes(bytes(result.stat().st_size))
    elif kind == "touched":
        os.utime(result, (1, 1))
    else:
        shutil.copytree("out", "copy")
        shutil.rmtree("out")
        shutil.copytree("copy", "out", copy_function=shutil.copyfile)
    told = run_to("fix", "in", "-o", "out", "--edits", "edits.jsonl", "--resume").stderr
    assert result.read_text("utf-8") == REPAIRED
    assert f"{2 if kind in ('changed', 'padded') else 3} done before" in told


def test_records_that_were_left_out_are_not_promised_back() -> None:
    Path("one").mkdir()
    Path("one/a.jsonl").write_text(RECORDS + "no JSON\n", "utf-8")
    run_to("fix", "one", "-o", "out", "--format", "jsonl", "--edits", "edits.jsonl", "--on-error", "skip", code=3)
    run_to("undo", "out", "-o", "back")
    assert Path("back/a.jsonl").read_text("utf-8") == RECORDS


def test_a_table_that_was_changed_needs_its_edits() -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    Path("one").mkdir()
    pq.write_table(pa.table({"text": [DAMAGED, "un mot"]}), "one/a.parquet")
    pq.write_table(pa.table({"text": ["un mot"]}), "one/b.parquet")
    run_to("fix", "one", "-o", "out", "--format", "parquet", "--edits", "edits.jsonl")
    run_to("undo", "out", "-o", "back")
    assert pq.read_table("back/a.parquet").equals(pq.read_table("one/a.parquet"))
    assert Path("back/b.parquet").read_bytes() == Path("one/b.parquet").read_bytes()
    Path("empty.jsonl").touch()
    done = run("undo", "out", "-o", "again", "--edits", "empty.jsonl")
    assert done.exit_code == ExitCode.INPUT
    assert "a.parquet: the run changed it" in done.stderr
    assert sorted(tree("again")) == ["b.parquet"]


def test_a_result_that_was_changed_and_given_its_date_back_is_made_again() -> None:
    fixed()
    result = Path("out/a.txt")
    before = result.stat()
    result.write_text(REPAIRED.replace("mise", "pris"), "utf-8")
    os.utime(result, ns=(before.st_atime_ns, before.st_mtime_ns))
    fixed("--resume")
    assert result.read_text("utf-8") == REPAIRED


@pytest.mark.parametrize("mode", [["-o", "out/"], ["--in-place"]])
def test_the_digests_of_a_table_are_those_of_the_two_files(mode: list[str]) -> None:
    import hashlib

    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    Path("one").mkdir()
    pq.write_table(pa.table({"text": [DAMAGED, "un mot"]}), "one/a.parquet")
    source = hashlib.sha256(Path("one/a.parquet").read_bytes()).hexdigest()
    run_to("fix", "one/a.parquet", *mode, "--edits", "edits.jsonl")
    result = Path("out/a.parquet" if mode[0] == "-o" else "one/a.parquet")
    first = edits()[0]
    assert first["source_sha256"] == source
    assert first["result_sha256"] == hashlib.sha256(result.read_bytes()).hexdigest() != source
