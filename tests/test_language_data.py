"""The code knows no language: what is particular to one stands in its pack."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from textrepair.core import open_pack

ROOT = Path(__file__).parents[1]
FRENCH, ENGLISH = open_pack("fr"), open_pack("en")
LETTERS = frozenset(letter for letter in FRENCH.rules.letters if not letter.isascii())
WORD = re.compile(r"[^\W\d_]{2,}")
# A word as frequent as this (Zipf value) is one of the language, and no chance string of letters.
FREQUENT = 4.0
# Words of the trade that French has too: codes of languages, encodings, formats, characters, numerals.
TECHNICAL = frozenset("http CM Lu METS NUL en fr latin le licence mets www".split())
# Letters that stand in strings for another reason than French: by file, which, and why.
EXCEPTIONS: dict[str, tuple[str, str]] = {
    "assess.py": ("ÂÃâœŸ", "what bytes of UTF-8 become in Windows-1252, in any language"),
    "encodings/losses.py": ("ÿ", "the range of small letters of Latin-1"),
    "encodings/tables.py": ("Ââ", "what bytes of UTF-8 become in Windows-1252, in any language"),
    "encodings/ways.py": ("Ââ", "the same"),
    "repairers/spacing.py": ("ÀŒ", "the range of capitals of Latin scripts"),
    "evaluate/damage.py": ("ÆæŒœ", "the ligatures of Latin scripts, to class an error"),
    "evaluate/measures.py": ("äæöüœ", "how a public scorer of five languages compares letters"),
    "formats/pages/advance_widths.py": ("ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜàâäæçèéêëîïôöùûüÿŒœŸ", "how wide fonts print letters"),
    "formats/pages/markup.py": ("é", "an example in a message"),
}
ESCAPE = re.compile(r"\\[ux][0-9a-f]+")


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the string constants of a file with their lines: no docstring, and nothing of an example."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            left_out.add(id(node.body[0].value))  # type: ignore[attr-defined]
        is_example = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Example"
        # A text that stands before examples, or a constant that is explained by a string below it.
        is_padding = (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and (node.targets[0].id in ("_PADDING", "_LEFT_OUT"))
        )
        is_remark = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_example or is_padding or is_remark:
            left_out.update(id(inner) for inner in ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def is_french(word: str) -> bool:
    """Whether a word is a frequent one of French and none of English."""
    lowered = word.lower()
    return FRENCH.zipf(lowered) >= FREQUENT and not ENGLISH.knows(lowered)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "textrepair").rglob("*.py")),
    ids=lambda path: path.relative_to(ROOT / "textrepair").as_posix(),
)
def test_no_string_of_the_code_is_french(path: Path) -> None:
    allowed, _ = EXCEPTIONS.get(path.relative_to(ROOT / "textrepair").as_posix(), ("", ""))
    found = []
    for line, text in strings(path):
        letters = sorted(LETTERS.intersection(text).difference(allowed))
        words = sorted({word for word in WORD.findall(ESCAPE.sub(" ", text)) if is_french(word)} - TECHNICAL)
        if letters or words:
            found.append(f"line {line}: {''.join(letters)} {' '.join(words)} in {text[:60]!r}")
    assert found == []


def test_each_exception_is_needed() -> None:
    for name, (allowed, why) in EXCEPTIONS.items():
        text = "".join(value for _, value in strings(ROOT / "textrepair" / name))
        assert set(allowed) <= set(text), name
        assert why
