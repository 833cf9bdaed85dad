"""The command: ``python -m tests.vectors record | compare``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from textrepair.core import open_pack

from .compare import differences
from .files import read_records, write_records
from .kinds import KINDS, Subject
from .texts import language_texts

VECTORS = Path(__file__).parent
_LANGUAGES = ("fr", "en")
_SHOWN = 40


def main() -> int:
    """Run the command, and return its exit status: 1 if answers differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.vectors", description=__doc__)
    parser.add_argument("action", choices=("record", "compare"))
    parser.add_argument("--to", type=Path, default=VECTORS, help="the folder of the recorded answers")
    parser.add_argument("--texts", type=Path, help="record the text files of this folder in place of the samples")
    parser.add_argument("--language", choices=_LANGUAGES, action="append", help="default: all")
    given = parser.parse_args()
    languages = given.language or (_LANGUAGES if given.texts is None else ("fr",))
    if given.action == "record":
        for language in languages:
            _record(language, given.to / language, given.texts)
        return 0
    return 1 if sum(_compare(language, given.to / language) for language in languages) else 0


def _record(language: str, path: Path, folder: Path | None) -> None:
    if folder is None:
        texts = dict(language_texts(open_pack(language)))
    else:
        texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))}
    subject = Subject(language, texts)
    print(f"{language} texts: {write_records(path, 'texts', texts.items())}")
    for name, kind in KINDS.items():
        records = ((question, kind.answer(subject, question)) for question in kind.questions(subject))
        print(f"{language} {name}: {write_records(path, name, records)}", flush=True)


def _compare(language: str, path: Path) -> int:
    """Print the first differences of a language, and return how many there are."""
    subject = Subject(language, dict(read_records(path, "texts")))
    number = 0
    for number, one in enumerate(differences(path, subject), 1):
        if number <= _SHOWN:
            print(f"{one.kind} {one.question!r} {one.place}: recorded {one.recorded!r}, found {one.found!r}")
    print(f"{language}: {number} answers differ")
    return number


if __name__ == "__main__":
    sys.exit(main())
