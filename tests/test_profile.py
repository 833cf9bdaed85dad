"""What the statistics of a document decide."""

from __future__ import annotations

import textrepair
from textrepair.document import View
from textrepair.language import load_language

FRENCH = load_language("fr")
OLD = (
    "Les enfans étoient au collége, et l’on avoit mis devant eux le poëme de ce tems-là, que les habitans "
    "trouvoient foible ; ils connoissoient mieux les momens de la chasse. "
)


def test_an_old_text_keeps_its_spelling() -> None:
    assert View(OLD, FRENCH).suspects == []
    assert textrepair.fix(OLD * 5) == OLD * 5


def test_in_an_old_text_spaces_are_repaired_and_letters_left() -> None:
    assert textrepair.fix(OLD * 5 + "On avoit vu dans lamaison une pouvre femme aveque l ’enfant.") == (
        OLD * 5 + "On avoit vu dans la maison une pouvre femme aveque l’enfant."
    )


def test_one_old_word_does_not_make_a_text_old() -> None:
    text = "Le siége de la société est à Paris, et on l’étoit venu voir. " + "La loi de la République. " * 20
    assert {"siége", "étoit"} <= set(View(text, FRENCH).unknown_words)
