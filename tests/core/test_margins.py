"""What is said of a change: how much likelier it is than leaving what stands, and than its rival."""

from __future__ import annotations

import pytest

from textrepair.core import margins
from textrepair.core.lattice import Reading, Slot
from textrepair.core.weighing import Weighed


def weighed(*readings: tuple[str, float]) -> Weighed:
    texts = tuple(Reading(text, (), 0.0, "", "") for text, _ in readings)
    return Weighed(Slot(0, len(texts[0].text), texts), 0, [nats for _, nats in readings])


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ([("rdle", 14.2), ("rôle", 0.0), ("raie", 9.1)], "14.2 nats better than leaving it, 9.1 better than ‘raie’"),
        # The rival is the likeliest of the others, wherever it stands.
        ([("a", 9.0), ("b", 1.0), ("c", 8.0), ("d", 4.0)], "8.0 nats better than leaving it, 3.0 better than ‘d’"),
        ([("a", 0.0), ("b", 3.0), ("c", 2.5)], "3.0 nats worse than leaving it, 0.5 worse than ‘c’"),
        # A difference that rounds to nothing has no sign.
        ([("a", 0.0), ("b", 0.04)], "0.0 nats better than leaving it"),
        (
            [("le rdle,", 9.0), ("le rôle,", 0.0), ("le râle,", 2.0)],
            "9.0 nats better than leaving it, 2.0 better than ‘râle’",
        ),
        (
            [("dela vie", 9.0), ("de la vie", 0.0), ("delà vie", 2.0)],
            "9.0 nats better than leaving it, 2.0 better than ‘delà’",
        ),
        ([("x", 9.0), ("a b\nc", 0.0), ("a\nc", 2.0)], "9.0 nats better than leaving it, 2.0 better than ‘a c’"),
    ],
)
def test_margins(readings: list[tuple[str, float]], said: str) -> None:
    assert margins(weighed(*readings), 1) == said
