"""Nothing that textrepair shows drives the terminal, whatever the names, texts, words and settings are."""

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.visible import visible, visible_json

# Colour, link and clipboard sequences, their one-byte forms, cursor motion, reordering, invisible signs, line ends of
# other kinds, markup of rich that colours, links, or closes what was never open, and what is not UTF-8.
SEQUENCES = "\x1b[31m\x1b]8;;x\x07l\x1b]8;;\x07\x1b]52;c;QQ==\x07\x9b2J\x90q\x9c\x08\x08\r\x7f\n"
REORDERING = "\u202egnp\u202c\u2066a\u2069\u200e\u200f\u061c\u2028\u2029\u200b\ufeff\u2060"
MARKUP = "[red]r[link=x]l[:smile:][/]:smile:"
TEXT = f"{SEQUENCES}{REORDERING}{MARKUP}".replace("\n", " ")
NAME = f"é{SEQUENCES}{REORDERING}{MARKUP}".replace("/", "") + "\udcff"
TAG = "[/red]"

# Runs the command lines that come as JSON, in one process, each as `textrepair` is run.
DRIVER = """
import json, sys
from textrepair.cli import main
for argv in json.loads(open("commands.json", encoding="utf-8").read()):
    sys.argv = ["textrepair", *argv]
    print("<<<", flush=True)
    try:
        main()
    except SystemExit:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
"""

SHAPED = re.compile(r"\x1b\[[0-9;]*m")


def _written(path: str, data: str | bytes) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return path


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=True).replace("\\udcff", "")


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Command lines with something hostile in each, and the files that they name."""
    monkeypatch.chdir(tmp_path)
    text = f"le 28 ao(t 2008 {TEXT} la séourité {TAG}\n"
    page = _written(f"in/{NAME}.txt", text)
    bad = _written(f"bad/{NAME}.txt", b"\xff\xfe\xfd" + text.encode())
    clean = text.replace("ao(t", "août").replace("séourité", "sécurité")
    truth = _written(f"truth/{NAME}.txt", clean)
    record = {"id": TEXT, "ocr": text, "truth": clean, "engine": f"{TEXT}{TAG}", "text": text, TEXT: "x"}
    pairs = _written(f"{NAME}.jsonl", (json.dumps(record) + "\n") * 4)
    raw = _written("raw.jsonl", json.dumps(record, ensure_ascii=False) + "\n{" + TEXT + "\n")
    table = _written(f"{NAME}.csv", f'"{TEXT}",text\n"{TEXT}","le 28 ao(t 2008 {TEXT}"\n')
    safe = "".join(c for c in TEXT if unicodedata.category(c) != "Cc" or c == "\x9b")
    hocr = _written(
        "page.hocr",
        "<html><body><div class='ocr_page' title='bbox 0 0 9 9'><span class='ocr_line' title='bbox 0 0 9 9'>"
        f"<span class='ocrx_word' id='{REORDERING}' title='bbox 0 0 9 9'>ao(t{safe}</span></span></div></body></html>",
    )
    mets = _written(
        "mets.xml",
        "<mets:mets xmlns:mets='http://www.loc.gov/METS/' xmlns:xlink='http://www.w3.org/1999/xlink'><mets:fileSec>"
        f"<mets:fileGrp USE='FULLTEXT'><mets:file ID='a'><mets:FLocat LOCTYPE='URL' xlink:href='{safe}.xml'/>"
        "</mets:file></mets:fileGrp></mets:fileSec></mets:mets>",
    )
    settings = [
        _written(f"{k}.toml", content)
        for k, content in enumerate(
            [
                f"{_toml(TEXT)} = 1\n",
                f"only = [{_toml(TEXT)}]\n",
                f"language = {_toml(TEXT)}\n",
                f"preset = [{_toml(TEXT)}]\n",
                f"[repairers.{_toml(TEXT)}]\nx = 1\n",
                f"[repairers.spacing]\n{_toml(TEXT)} = 1\n",
                f"min_confidence = {_toml(TEXT)}\n",
                f"words = [{_toml(NAME)}]\n",
                f"a = {TEXT}\n",
            ]
        )
    ]
    _written(f"{NAME}/pack.toml", f"{TEXT}\n")
    _written(f"{NAME}/language.toml", f"{TEXT}\n")
    _written(f"{NAME}/build.toml", f"{TEXT}\n")
    broken = _written("broken.tsv", f"{TEXT}\tx\n")
    words = _written("words.txt", f"{TEXT.replace(' ', '')}\n")
    foreign = f"--{NAME}"
    return [
        ["fix", page],
        ["fix", "--skip", "characters", page],
        ["fix", "--skip", "characters", raw],
        ["fix", "--skip", "characters", hocr],
        ["fix", "--skip", "characters", "in", "-o", "out3", "--edits", "-"],
        ["fix", "--check", page],
        ["fix", "--diff", page],
        ["fix", "in", "-o", f"out{NAME}", "--edits", "-"],
        ["fix", "in", "-o", "out2", "--suggest", "-"],
        ["fix", "in"],
        ["fix", bad],
        ["fix", "in", "bad", "-o", f"{NAME}.txt/x"],
        ["fix", f"missing{NAME}"],
        ["fix", page, page],
        ["fix", raw],
        ["fix", "--check", raw],
        ["fix", "--diff", raw],
        ["fix", pairs, "--field", TEXT],
        ["fix", pairs, "--field", f"{NAME}"],
        ["fix", table],
        ["fix", "--diff", table],
        ["fix", "--field", NAME, table],
        ["fix", hocr],
        ["fix", "--diff", hocr],
        ["fix", mets],
        ["fix", mets, "-o", "mets"],
        ["fix", page, "--edits", f"{NAME}/no/{NAME}/edits.jsonl"],
        ["fix", page, "--only", NAME],
        ["fix", page, "--skip", TEXT],
        ["fix", page, "--preset", TEXT],
        ["fix", page, "--language", TEXT],
        ["fix", page, "--encoding", TEXT],
        ["fix", page, "--format", TEXT],
        ["fix", page, "--on-error", TEXT],
        ["fix", page, "--min-confidence", NAME],
        ["fix", page, "--jobs", TEXT],
        ["fix", page, "--glob", NAME],
        ["fix", page, "--words", words],
        ["fix", page, "--words", f"no{NAME}"],
        ["fix", page, "--confusions", broken],
        *(["fix", page, "--config", path] for path in settings),
        ["fix", page, "--config", f"no{NAME}"],
        ["assess", page, truth, f"no{NAME}"],
        ["assess", "in", "bad"],
        ["assess", page, "--format", "csv"],
        ["assess", page, "--format", "jsonl"],
        ["assess", page, "--format", TEXT],
        ["assess", page, "--language", TEXT],
        ["evaluate", pairs, "--worst", "5"],
        ["evaluate", page, truth, "--worst", "5"],
        ["evaluate", "--ocr", "in", "--truth", "truth", "--worst", "5", "--json"],
        ["evaluate", "--ocr", "in", "--truth", f"no{NAME}"],
        ["evaluate", "--clean", page],
        ["evaluate", f"no{NAME}"],
        ["explain", text],
        ["explain", f"ao(t{TEXT}"],
        ["explain", "--json", text],
        ["explain", "--file", page],
        ["explain", "--file", f"no{NAME}"],
        ["explain", "--file", page, "--at", NAME],
        ["extract", hocr],
        ["extract", page],
        ["extract", f"no{NAME}"],
        ["learn", pairs, "-o", f"table{NAME}.toml", "--min-count", "1", "--min-pages", "1"],
        ["learn", pairs, "-o", f"table{NAME}.toml", "--min-count", "99"],
        ["learn", raw, "-o", "table.toml"],
        ["learn", f"no{NAME}", "-o", "table.toml"],
        ["lexicon", "lookup", TEXT, NAME, f"é{REORDERING}"],
        ["lexicon", "lookup", "mot", "--language", TEXT],
        ["lexicon", "check", NAME, f"no{NAME}"],
        ["lexicon", "seal", NAME],
        ["lexicon", "build", NAME],
        ["lexicon", "build", f"no{NAME}"],
        ["lexicon", NAME],
        ["repairers", "--config", settings[4]],
        ["repairers", "--config", f"no{NAME}"],
        ["repairers", NAME],
        ["undo", page, "--in-place"],
        ["undo", f"no{NAME}", "-o", NAME],
        ["undo", "in", "--edits", raw, "-o", "undone"],
        [NAME],
        [foreign],
        ["fix", foreign],
        ["--help", foreign],
        ["fix", "--help", NAME],
        ["lexicon", "lookup", foreign],
        ["fix", f"-{TEXT}"],
    ]


def _on_a_terminal(commands: list[list[str]], **environment: str) -> list[str]:
    """Run some command lines on a terminal and return what it is sent for each."""
    Path("commands.json").write_text(json.dumps(commands), encoding="utf-8")
    main, other = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}
    env |= {"COLUMNS": "200", "PYTHONIOENCODING": "utf-8"} | environment
    sent = b""
    with subprocess.Popen([sys.executable, "-c", DRIVER], stdin=other, stdout=other, stderr=other, env=env) as process:
        os.close(other)
        while True:
            try:
                chunk = os.read(main, 65_536)
            except OSError:  # how Linux says that the other end was closed
                break
            if not chunk:
                break
            sent += chunk
        process.wait(timeout=60)
    os.close(main)
    return sent.decode().split("<<<\r\n")[1:]


def _driving(shown: str) -> list[str]:
    """Return what is in a text, as a terminal is sent it, that may drive it, reorder text or hide."""
    return sorted(
        {
            f"{character!a}"
            for character in shown.replace("\r\n", "").replace("\t", "")
            if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")
        }
    )


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "xterm"}])
def test_no_command_sends_the_terminal_anything_foreign(commands: list[list[str]], environment: dict[str, str]) -> None:
    shown = _on_a_terminal(commands, **environment)
    assert len(shown) == len(commands)
    coloured = environment == {"TERM": "xterm"}
    for command, output in zip(commands, shown, strict=True):
        assert output.strip(), command
        assert "Traceback" not in output, (command, output)
        assert _driving(SHAPED.sub("", output) if coloured else output) == [], (command, output)
    # Markup is text, and what replaces a sequence tells which one it was.
    assert any("[red]" in output for command, output in zip(commands, shown, strict=True) if command[0] == "assess")
    assert "␛[31m" in shown[1]


def test_what_a_terminal_is_sent_has_colours_of_its_own(commands: list[list[str]]) -> None:
    shown = "".join(_on_a_terminal([command for command in commands if "--diff" in command], TERM="xterm"))
    assert set(SHAPED.findall(shown)) <= {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[36m"}
    assert "\x1b[31m" in shown


def test_a_terminal_that_knows_few_characters_is_sent_escapes(commands: list[list[str]]) -> None:
    shown = _on_a_terminal(
        [c for c in commands if c[0] in ("assess", "lexicon", "explain", "repairers")],
        TERM="dumb",
        PYTHONIOENCODING="ascii",
    )
    assert all(output.isascii() and "Traceback" not in output for output in shown)


def _piped(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, "-m", "textrepair", *arguments], stdout=subprocess.PIPE, timeout=60).stdout


def test_data_in_a_pipe_is_exact(commands: list[list[str]]) -> None:
    page = commands[0][1]
    name = os.fsencode(page)
    repaired = _piped("fix", "-q", "--skip", "characters", page)
    assert TEXT.encode() in repaired
    assert b"28 ao\xc3\xbbt" in repaired
    assert _piped("fix", "-q", "--check", page) == name + b"\n"
    told = [json.loads(line) for line in _piped("fix", "-q", "in", "-o", "out", "--edits", "-").splitlines()]
    assert {line["file"] for line in told} == {page}
    assert json.loads(_piped("assess", page, "--format", "jsonl"))["file"] == page
    assert name.replace(b'"', b'""') in _piped("assess", page, "--format", "csv")


@pytest.mark.parametrize(
    "text",
    [
        "l’été à 20\u202f°C\u00a0!",
        "e\u0301t\u00e9 œuvre ÀÉ",
        "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽",
        "شكراً لكم",
        "עברית",
        "می\u200cخواهم",
        "क्\u200dष",
        "日本語\u3000",
        "\t12 €",
    ],
)
def test_legitimate_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x9b2J\x85", "\\u009b2J\\u0085"),
        ("a\r\nb", "a␍␊b"),
        ("a\u200db", "a\\u200db"),
        ("a\u00adb", "a\\u00adb"),
        ("\u2028\u2029\u202e", "\\u2028\\u2029\\u202e"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("\u3164", "\\u3164"),
    ],
)
def test_what_drives_or_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(), max_size=50))
def test_nothing_visible_drives_a_terminal(text: str) -> None:
    assert [each for each in _driving(visible(text)) if each not in ("'\\u200c'", "'\\u200d'")] == [] or any(
        sign in text
        for sign in "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    )
    assert "\n" not in visible(text)
    assert visible(text, lines=True).count("\n") == text.count("\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_visible_json_says_the_same(text: str) -> None:
    assert json.loads(visible_json(json.dumps({"text": text}, ensure_ascii=False))) == {"text": text}


def test_a_binary_result_is_not_printed_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.chdir(tmp_path)
    parquet.write_table(pa.table({"text": ["le 28 ao(t"]}), "a.parquet")
    with pa.OSFile("a.arrow", "wb") as stream, pa.ipc.new_file(stream, pa.schema([("text", pa.string())])) as writer:
        writer.write_table(pa.table({"text": ["le 28 ao(t"]}))
    Path("a.txt.gz").write_bytes(gzip.compress(b"le 28 ao(t"))
    Path("b.txt").write_bytes("le 28 ao(t, déjà\n".encode("latin-1"))
    Path("a.txt").write_text("le 28 ao(t\n", "utf-8")
    shown = _on_a_terminal(
        [
            ["fix", "a.parquet"],
            ["fix", "a.txt.gz"],
            ["fix", "a.arrow"],
            ["fix", "--format", "jsonl.gz", "a.txt"],
            ["fix", "a.txt"],
            ["fix", "--diff", "a.parquet"],
            ["fix", "-n", "a.txt.gz"],
            ["fix", "a.txt.gz", "-o", "b.gz"],
            ["fix", "b.txt", "--encoding", "latin-1", "--output-encoding", "utf-16"],
        ]
    )
    assert "a.parquet: the result (parquet) is binary, and no terminal shows it: say -o FILE, or pipe it" in shown[0]
    assert "a.txt.gz: the result (text, compressed as .gz) is binary" in shown[1]
    assert "a.arrow: the result (arrow) is binary" in shown[2]
    assert "a.txt: the result (jsonl, compressed as .gz) is binary" in shown[3]
    assert "le 28 août" in shown[4]
    assert "le 28 août, déjà" in shown[-1]  # shown as text, whatever its encoding
    assert all("PAR1" not in output and "\x8b" not in output for output in shown)
    assert all("is binary" not in output for output in shown[4:])
    assert all("ARROW1" not in output for output in shown)
    assert _piped("fix", "-q", "a.parquet").startswith(b"PAR1")
