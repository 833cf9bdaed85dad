"""Text that was decoded in the wrong encoding is read again; text that only looks so stays."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair import Chain

ONLY = Chain.for_language("fr", only=["mojibake"])
LINES = [
    "La société a été créée à Orléans après la guerre, et le maire l’a félicitée.",
    "Les élèves préparent une fête où chacun apportera des gâteaux et des crêpes.",
    "Le français était déjà enseigné dès la première année, même aux étrangers.",
]


def read_as(line: str, true: str, read: str) -> str:
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in line.encode(true, "ignore"))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("true", "read"),
    [
        *[
            ("utf-8", read)
            for read in ("cp1252", "latin-1", "mac_roman", "cp850", "cp437", "cp1250", "cp1251", "cp1253")
        ],
        *[("cp1252", read) for read in ("latin-1", "mac_roman", "cp850", "cp437", "cp1250", "cp1251", "cp1253")],
        *[("mac_roman", read) for read in ("cp1252", "latin-1")],
        *[(true, "cp1252") for true in ("cp850", "cp437")],
    ],
)
def test_a_line_that_was_read_in_another_encoding_is_whole_again(line: str, true: str, read: str) -> None:
    line = line.encode(true, "ignore").decode(true)
    damaged = read_as(line, true, read)
    assert ONLY.fix(damaged) == line
    assert ONLY.fix(f"{line}\n{damaged}\n{line}") == f"{line}\n{line}\n{line}"


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_was_read_wrongly_twice_is_whole_again(line: str) -> None:
    assert ONLY.fix(read_as(read_as(line, "utf-8", "cp1252"), "utf-8", "cp1252")) == line


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("names", [True, False])
def test_entities_in_words_become_letters(line: str, names: bool) -> None:
    known = html.entities.codepoint2name
    damaged = "".join(c if c.isascii() else f"&{known[ord(c)]};" if names else f"&#{ord(c)};" for c in line)
    assert ONLY.fix(damaged) == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Elle a vÃ©cu jusquâ€™Ã  cent ans prÃ¨s dâ€™ici.", "Elle a vécu jusqu’à cent ans près d’ici."),
        ("SeÃ±or GarcÃa a Ã©tÃ© reÃ§u hier.", "Señor García a été reçu hier."),
        ("Garc\u00c3\u00ada a \u00c3\u00a9t\u00c3\u00a9 re\u00c3\u00a7u.", "García a été reçu."),
        ("il se rend \u2021 la mairie", "il se rend à la mairie"),
        ("l'entr\x8ee du mus\x8ee", "l'entrée du musée"),
    ],
)
def test_lost_bytes_and_lone_signs_are_restored(before: str, after: str) -> None:
    assert ONLY.fix(before) == after


@pytest.mark.parametrize(
    "line",
    [
        "la lettre é s’écrit &eacute; en HTML",
        '<p class="x">soci&eacute;t&eacute;</p>',
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι",
        "Все люди рождаются свободными и равными",
        "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar",
        "Všichni lidé rodí se svobodní a sobě rovní",
        "Wszyscy ludzie rodzą się wolni i równi",
        "dit-il»état, CITÉ§2",
        "soit \u03b1 la racine de l’équation",
        "le mot \ufffdtrange reste",
        "les r´ egions d´ efinies par le d´ ecret",
        "Aprés la Pointe-au-Pére, àvingt pas",
    ],
)
def test_a_line_that_is_no_wrong_decoding_stays(line: str) -> None:
    assert ONLY.fix(line) == line


pieces = st.sampled_from(
    ["Ã", "©", "â€™", "Â", " ", "é", "\x82", "\xad", "\xa0", "Ñ", "&eacute;", "pr", "sident", "\n"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=25).map("".join))
def test_whatever_is_decoded_settles(text: str) -> None:
    once = ONLY.fix(text)
    assert ONLY.fix(once) == once


def test_a_control_character_that_may_be_a_letter_stays() -> None:
    chain = Chain.for_language("fr", only=["characters", "control-characters", "soft-hyphens"])
    assert chain.fix("l\x82 x\x81z 1990\u00ad1995 \u00ad 5") == "l\x82 x\x81z 1990\u00ad1995 \u00ad 5"
    assert chain.fix("l’informa\u00adtion\x07 est là") == "l’information est là"
