"""Run public tools on the same texts as textrepair, and print quality and speed side by side.

    pip install -e '.[benchmarks]'; apt-get install aspell aspell-fr hunspell hunspell-fr-comprehensive
    python benchmarks/peers.py            # the seeds, and a sample of ../shared if that is there
    python benchmarks/peers.py --limit 0  # the seeds only

A tool that is not installed is left out, with a message. Each runs in a process of its own for each set of texts,
which times it, and `ftfy.fix_text` on the same texts right after. Spellers are used as someone would who has read
their manuals: they see only whole words of four lower-case letters and more, asked once for each, and their first
suggestion is taken.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Only the standard library up here: each tool's process shall hold nothing but the tool.

_ROOT = Path(__file__).parents[1]
_FIRST = "aupres de I’ Organisation"
_CLEAN_SIZE = 200_000
# Long words cost pyspellchecker seconds at distance 2; its manual advises distance 1 for them.
_LONG = 10
_REPEAT_UNDER = 15.0

Repairing = Callable[[str], str]


# The tools ------------------------------------------------------------------------------------------------------------


class NotInstalled(Exception):
    """A tool is not there; the message says how to get it."""


@dataclass(frozen=True)
class Tool:
    """A tool to compare with.

    Attributes:
        name: in tables.
        start: loads it and returns what repairs a text; raises ImportError or NotInstalled.
        distribution: of the Python package that its version is that of.
        command: the program, for those that are none.
        how: how it is used.
    """

    name: str
    start: Callable[[Machinery], Repairing]
    distribution: str = ""
    command: str = ""
    how: str = ""


@dataclass
class Machinery:
    """What a tool needs besides itself, and the programs that it has started."""

    dictionary: Path | None = None
    programs: list[subprocess.Popen[str]] = field(default_factory=list)


# A part of a compound, or of a word that is cut at a line end, is no whole word.
_WORD = re.compile(r"(?<![^\s(«“\"'’])(?<![-¬]\n)(?!\w+://)[^\W\d_]{4,}(?![^\s.,;:!?)»”\"'’…])")


def guarded(correct: Repairing) -> Repairing:
    """Show a speller only what a fair user would: words of four letters and more, all lower case, each once."""
    remembered: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        word = match.group()
        if not word.islower():
            return word
        if word not in remembered:
            remembered[word] = correct(word)
        return remembered[word]

    return lambda text: _WORD.sub(one, text)


def _nothing(_: Machinery) -> Repairing:
    return str


def _textrepair(_: Machinery) -> Repairing:
    import textrepair

    return textrepair.fix


def _ftfy(_: Machinery) -> Repairing:
    import ftfy

    return ftfy.fix_text


def _textacy(_: Machinery) -> Repairing:
    from functools import partial

    from textacy import preprocessing
    from textacy.preprocessing import normalize

    repairing: Repairing = preprocessing.make_pipeline(
        normalize.hyphenated_words, partial(normalize.unicode, form="NFC"), normalize.whitespace
    )
    return repairing


def _symspell(machinery: Machinery) -> Repairing:
    from symspellpy import SymSpell, Verbosity

    symspell = SymSpell(max_dictionary_edit_distance=2)
    if machinery.dictionary is None or not symspell.load_pickle(machinery.dictionary):
        raise NotInstalled("its dictionary was not made")

    def correct(word: str) -> str:
        if word in symspell.words:
            return word
        found = symspell.lookup(word, Verbosity.TOP, max_edit_distance=2)
        return found[0].term if found else word

    return guarded(correct)


def _pyspellchecker(distance: int) -> Callable[[Machinery], Repairing]:
    def start(_: Machinery) -> Repairing:
        from spellchecker import SpellChecker

        checker = SpellChecker(language="fr")

        def correct(word: str) -> str:
            if word in checker:
                return word
            checker.distance = 1 if len(word) > _LONG else distance
            return checker.correction(word) or word

        return guarded(correct)

    return start


def _wordninja(_: Machinery) -> Repairing:
    import wordninja

    if "fr" not in getattr(wordninja, "LANGUAGES", ()):
        raise NotInstalled("this wordninja has no French: pip install wordninja-pp")
    from textrepair.core.pack import load_language

    model = wordninja.LanguageModel("fr")
    lexicon = load_language("fr").lexicon

    def correct(word: str) -> str:
        # Its word list is short: without a dictionary it cuts every rare word in two.
        if lexicon.knows(word):
            return word
        parts = list(model.split(word))
        return " ".join(parts) if all(lexicon.knows(part) for part in parts) else word

    return guarded(correct)


def _program(command: Sequence[str]) -> Callable[[Machinery], Repairing]:
    """A speller that speaks the protocol of ispell over pipes."""

    def start(machinery: Machinery) -> Repairing:
        if not shutil.which(command[0]):
            raise NotInstalled(f"apt-get install {command[0]} and its French dictionary")
        program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        read, write, messages = program.stdout, program.stdin, program.stderr
        assert read is not None
        assert write is not None
        assert messages is not None
        if not read.readline().startswith("@"):
            raise NotInstalled(f"{command[0]}: {messages.readline().strip()}")
        machinery.programs.append(program)

        def correct(word: str) -> str:
            write.write(f"^{word}\n")
            write.flush()
            answer = word
            while (line := read.readline().rstrip("\n")) != "":
                if line.startswith("&"):
                    answer = line.partition(": ")[2].split(", ")[0]
            return answer

        return guarded(correct)

    return start


TOOLS = (
    Tool("nothing", _nothing, how="the text as it is"),
    Tool("textrepair", _textrepair, distribution="textrepair", how="default chain"),
    Tool("ftfy", _ftfy, distribution="ftfy", how="`fix_text`, default settings"),
    Tool(
        "textacy",
        _textacy,
        distribution="textacy",
        how="preprocessing: `hyphenated_words`, `unicode` to NFC, `whitespace`",
    ),
    Tool(
        "aspell",
        _program(["aspell", "-a", "--lang=fr", "--encoding=utf-8"]),
        command="aspell",
        how="French dictionary, guarded, over a pipe",
    ),
    Tool(
        "hunspell",
        _program(["hunspell", "-a", "-i", "utf-8", "-d", "fr_FR"]),
        command="hunspell",
        how="French dictionary (comprehensive), guarded, over a pipe",
    ),
    Tool(
        "pyspellchecker, distance 1",
        _pyspellchecker(1),
        distribution="pyspellchecker",
        how="its French words, guarded",
    ),
    Tool(
        "pyspellchecker, distance 2",
        _pyspellchecker(2),
        distribution="pyspellchecker",
        how=f"the same; words of more than {_LONG} letters at distance 1",
    ),
    Tool(
        "symspellpy",
        _symspell,
        distribution="symspellpy",
        how="`lookup` at distance 2, guarded; textrepair’s own forms and frequencies, from a pickle",
    ),
    Tool(
        "wordninja-pp",
        _wordninja,
        distribution="wordninja-pp",
        how="French, guarded; only words unknown to textrepair’s lexicon, into known ones",
    ),
)


def symspell_dictionary(path: Path) -> None:
    """Make SymSpell's index of textrepair's own lexicon: the same words and frequencies, for a fair comparison."""
    from symspellpy import SymSpell

    from textrepair.core.pack import load_language

    lexicon = load_language("fr").lexicon
    symspell = SymSpell(max_dictionary_edit_distance=2)
    for word in (*lexicon.forms, *lexicon.aliases):
        entry = lexicon.form(word)
        # Guarded, it is asked for such words only.
        if entry is not None and word.isalpha() and word.islower():
            symspell.create_dictionary_entry(word, max(1, round(10**entry.zipf)))
    symspell.save_pickle(path)


# One tool, in its own process -----------------------------------------------------------------------------------------


def _seconds(programs: Iterable[subprocess.Popen[str]]) -> float:
    """Processor time of this process and of the programs that it started, where the system tells; else the clock."""
    own = time.process_time()
    for program in programs:
        try:
            own += int(Path(f"/proc/{program.pid}/schedstat").read_text().split()[0]) / 1e9
        except (OSError, ValueError):
            return time.perf_counter()
    return own


def _megabytes(programs: Iterable[subprocess.Popen[str]]) -> float | None:
    """Memory held by this process and its programs, or None where the system does not tell."""
    total = 0
    for process in (os.getpid(), *(program.pid for program in programs)):
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            return None
        total += int(status.partition("VmRSS:")[2].split()[0])
    return total / 1000


def run_one(tool: Tool, documents: Sequence[str], dictionary: Path | None) -> dict[str, Any]:
    """Start a tool and take it through some texts, once each; then ftfy through the same.

    Returns:
        Seconds and megabytes of the start, the texts that came out, and the seconds that they and ftfy took; or why
        the tool is missing.
    """
    machinery = Machinery(dictionary)
    start = time.process_time()
    try:
        repairing = tool.start(machinery)
    except (ImportError, NotInstalled) as error:
        return {"missing": str(error)}
    repairing(_FIRST)
    # The programs' whole time counts, this process's only from here on.
    cold = _seconds(machinery.programs) - start
    held = _megabytes(machinery.programs)
    before = _seconds(machinery.programs)
    out = [repairing(document) for document in documents]
    seconds = _seconds(machinery.programs) - before
    after = _megabytes(machinery.programs)
    import ftfy

    passes = []
    for _ in range(4):
        before = time.process_time()
        for document in documents:
            ftfy.fix_text(document)
        passes.append(time.process_time() - before)
    for program in machinery.programs:
        program.terminate()
        program.wait()
    # The first time through warms ftfy up.
    return {
        "cold": cold,
        "megabytes": held,
        "megabytes_after": after,
        "out": out,
        "seconds": seconds,
        "ftfy_seconds": statistics.median(passes[1:]),
    }


# All of them ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Texts:
    """A set of pairs; in a clean one the text is its own truth.

    Attributes:
        name: in tables.
        what: what it is, for readers.
        texts: what the tools get.
        truths: what it ought to be.
        blind_hyphens: leave hyphens between letters out of the judgement: the truth keeps those of line ends.
    """

    name: str
    what: str
    texts: tuple[str, ...]
    truths: tuple[str, ...]
    blind_hyphens: bool = False

    @property
    def clean(self) -> bool:
        return self.texts == self.truths

    @property
    def megabytes(self) -> float:
        return sum(len(text.encode()) for text in self.texts) / 1e6


def gather(shared: Path, limit: int) -> Iterator[Texts]:
    """Yield the sets: the seeds, and if the data beside the repository is there a sample of it.

    Args:
        shared: folder of the data beside the repository.
        limit: how many documents of it to take; 0 for none.
    """
    golden = _ROOT / "tests" / "golden"
    seeds = {name: _pair(golden, name) for name in ("003", "000", "002", "004")}
    yield Texts("seed 003", "a document with 12 % of its words damaged", (seeds["003"][0],), (seeds["003"][1],))
    light = [seeds[name] for name in ("000", "002", "004")]
    yield Texts(
        "other seeds",
        "seeds 000, 002 and 004, hardly damaged",
        tuple(text for text, _ in light),
        tuple(truth for _, truth in light),
    )
    truths = tuple(truth for _, truth in seeds.values())
    yield Texts("clean seeds", "the truth of the four seeds: every change is a false one", truths, truths)
    pairs, genres = shared / "pairs" / "realocr-dev.jsonl", shared / "clean" / "fp" / "mixed-genres.txt"
    if not limit or not pairs.is_file():
        return
    with pairs.open(encoding="utf-8") as lines:
        # Two of the engines are stress tests, not what anyone repairs.
        records = [one for one in map(json.loads, lines) if one["engine"] not in {"gocr", "rapidocr"}]
    records = records[:: max(1, len(records) // limit)][:limit]
    yield Texts(
        "real OCR",
        f"{len(records)} pages of realocr-dev, evenly drawn, without gocr and rapidocr; judged without hyphens",
        tuple(record["ocr"] for record in records),
        tuple(record["truth"] for record in records),
        blind_hyphens=True,
    )
    if genres.is_file():
        text = genres.read_text(encoding="utf-8")
        tenth = len(text) // 10
        clean = tuple(text[k * tenth :][: _CLEAN_SIZE // 10].rpartition("\n")[0] for k in range(10))
        yield Texts("clean prose", "ten extracts from modern and older French of several genres", clean, clean)


def _pair(folder: Path, name: str) -> tuple[str, str]:
    return tuple((folder / f"{name}{suffix}").read_text(encoding="utf-8") for suffix in (".txt", ".truth.txt"))  # type: ignore[return-value]


def _spawn(tool: Tool, one: Texts, request: Path) -> dict[str, Any]:
    """Run a tool on a set in a process of its own, so that nothing is remembered of another set."""
    command = [sys.executable, __file__, "--one", tool.name, "--set", one.name, "--request", str(request)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
    finished = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment, check=False
    )
    if finished.returncode:
        return {"missing": f"it failed with exit code {finished.returncode}: see its message above"}
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


def measure(tool: Tool, sets: Sequence[Texts], request: Path, repeats: int) -> dict[str, Any]:
    """Run a tool on every set, several times if that does not take long, and hold what came out against the truth."""
    from textrepair.evaluate.measures import compare, flatten, total

    result: dict[str, Any] = {"tool": tool.name, "version": _version(tool), "how": tool.how, "sets": {}}
    starts: list[dict[str, Any]] = []
    for one in sets:
        begun = time.perf_counter()
        runs = [_spawn(tool, one, request)]
        if "missing" in runs[0]:
            return runs[0]
        if time.perf_counter() - begun < _REPEAT_UNDER:
            runs += [_spawn(tool, one, request) for _ in range(repeats - 1)]
        starts += runs
        triples = zip(one.truths, one.texts, runs[0]["out"], strict=True)
        tally = total(flatten(compare(*triple, blind_hyphens=one.blind_hyphens)) for triple in triples)
        result["sets"][one.name] = {
            "words": tally.before.words,
            "damaged": tally.damaged,
            "repaired": tally.repaired,
            "broken": tally.harmed,
            "cer": [tally.before.cer, tally.after.cer],
            "wer": [tally.before.wer, tally.after.wer],
            "cmer": [tally.before.cmer, tally.after.cmer],
            "preference": tally.preference,
            "mb_per_second": one.megabytes / statistics.median(run["seconds"] for run in runs),
            "times_ftfy": statistics.median(run["ftfy_seconds"] / run["seconds"] for run in runs),
            "runs": len(runs),
        }
    result["cold_start_seconds"] = statistics.median(run["cold"] for run in starts)
    for key in ("megabytes", "megabytes_after"):
        known = [run[key] for run in starts if run[key] is not None]
        result[key] = max(known) if known else None
    return result


def _version(tool: Tool) -> str:
    from speed.machine import revision, version

    if tool.command:
        said = subprocess.run([tool.command, "-v"], capture_output=True, text=True, check=False).stdout
        found = re.search(r"(?:Aspell|Hunspell) ([\d.]+)", said)
        return found[1] if found else ""
    if tool.name == "textrepair":
        return f"{version(tool.distribution)} ({revision()})"
    return version(tool.distribution) if tool.distribution else ""


def page(sets: Sequence[Texts], results: Sequence[Mapping[str, Any]], missing: Mapping[str, str], machine: str) -> str:
    """Return the results as a page of Markdown."""
    lines = [
        "# Public tools on the same texts",
        "",
        f"{machine}; {time.strftime('%Y-%m-%d')}.",
        "",
        "Made by `benchmarks/peers.py`; [how to read it](../speed/README.md#peers). Repaired: words damaged before and "
        "right after; broken: the reverse. Speed is of the first time through, in processor time; only “× ftfy”, the "
        "ratio to `ftfy.fix_text` in the same process, carries over to another machine.",
        "",
    ]
    for one in sets:
        counts = results[0]["sets"][one.name]
        lines += [f"## {one.name[0].upper()}{one.name[1:]}", ""]
        about = f"{one.what[0].upper()}{one.what[1:]}; {counts['words']:,} words, {one.megabytes * 1000:,.0f} kB"
        if one.clean:
            lines += [f"{about}.", "", "| tool | broken | MB/s | × ftfy |", "|---|--:|--:|--:|"]
        else:
            lines += [
                f"{about}; {counts['damaged']:,} words damaged.",
                "",
                "| tool | repaired | broken | CER | cMER | MB/s | × ftfy |",
                "|---|--:|--:|--:|--:|--:|--:|",
            ]
        for result in results:
            row = result["sets"][one.name]
            idle = result["tool"] == "nothing"
            speed = "– | –" if idle else f"{_figure(row['mb_per_second'])} | {_figure(row['times_ftfy'])}"
            quality = f"{row['broken']:,}"
            if not one.clean:
                quality = f"{row['repaired']:,} | {quality} | {row['cer'][1]:.4f} | {row['cmer'][1]:.4f}"
            lines.append(f"| {result['tool']} | {quality} | {speed} |")
        lines.append("")
    lines += [
        "## Start",
        "",
        "Processor time from before the import to the first text repaired; memory held then, and at most after a set, "
        "by the process and by the program that it talks to, Python’s own included.",
        "",
        "| tool | version | used as | cold start, s | MB | MB after |",
        "|---|---|---|--:|--:|--:|",
    ]
    for result in results:
        held, after = (f"{result[key]:.0f}" if result[key] else "–" for key in ("megabytes", "megabytes_after"))
        lines.append(
            f"| {result['tool']} | {result['version']} | {result['how']} | {result['cold_start_seconds']:.2f} "
            f"| {held} | {after} |"
        )
    lines += ["", *(f"Left out: {name} ({why})." for name, why in missing.items())]
    return "\n".join(lines).rstrip() + "\n"


def _last(path: Path, digest: str) -> dict[str, dict[str, Any]]:
    """The results of an earlier run by tool; none if it was on other texts."""
    if not path.is_file():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if record.get("texts") != digest:
        print(f"{path}: made of other texts, so nothing of it is kept", file=sys.stderr)
        return {}
    return {result["tool"]: result for result in record["results"]}


def _figure(value: float) -> str:
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def main() -> None:
    """Run the tools asked for, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [tool.name for tool in TOOLS]
    parser.add_argument("--tools", nargs="+", choices=names, default=names, metavar="TOOL", help=", ".join(names))
    parser.add_argument("--shared", type=Path, default=_ROOT.parent / "shared", help="data beside the repository")
    parser.add_argument("--limit", type=int, default=40, help="pages of real OCR to take from there; 0 for none")
    parser.add_argument("--keep", action="store_true", help="take the tools that do not run from the last peers.json")
    parser.add_argument("--repeats", type=int, default=3, help="runs of a tool that is quick; the median counts")
    parser.add_argument("--out", type=Path, default=_ROOT / "benchmarks" / "results", help="folder for peers.md, .json")
    parser.add_argument("--one", choices=names, help=argparse.SUPPRESS)
    parser.add_argument("--set", help=argparse.SUPPRESS)
    parser.add_argument("--request", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        request = json.loads(arguments.request.read_text(encoding="utf-8"))
        dictionary = Path(request["dictionary"]) if request["dictionary"] else None
        (tool,) = (tool for tool in TOOLS if tool.name == arguments.one)
        json.dump(run_one(tool, request["texts"][arguments.set], dictionary), sys.stdout)
        return
    sys.path.insert(0, str(_ROOT))
    from speed.machine import describe

    sets = list(gather(arguments.shared, arguments.limit))
    texts = {one.name: one.texts for one in sets}
    digest = hashlib.sha256(json.dumps([texts, [one.truths for one in sets]]).encode()).hexdigest()[:16]
    kept = _last(arguments.out / "peers.json", digest) if arguments.keep else {}
    results: list[dict[str, Any]] = []
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        request, dictionary = Path(folder, "request.json"), Path(folder, "symspell.pickle")
        if "symspellpy" in arguments.tools:
            try:
                symspell_dictionary(dictionary)
            except ImportError:
                dictionary.unlink(missing_ok=True)
        request.write_text(
            json.dumps({"texts": texts, "dictionary": str(dictionary) if dictionary.exists() else ""}), encoding="utf-8"
        )
        for tool in TOOLS:
            # Without the row of doing nothing the others have nothing to be held against.
            if tool.name not in {*arguments.tools, "nothing"}:
                if tool.name in kept:
                    results.append(kept[tool.name])
                continue
            print(f"{tool.name} …", file=sys.stderr, flush=True)
            result = measure(tool, sets, request, arguments.repeats)
            if "missing" in result:
                missing[tool.name] = result["missing"]
                print(f"{tool.name} is left out: {result['missing']}", file=sys.stderr)
            else:
                results.append(result)
    markdown = page(sets, results, missing, describe())
    print(markdown)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "peers.md").write_text(markdown, encoding="utf-8")
    record = {
        "machine": describe(),
        "date": time.strftime("%Y-%m-%d"),
        "texts": digest,
        "results": results,
        "missing": missing,
    }
    (arguments.out / "peers.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
