"""By how much a change is likelier than what else could stand in its place, in words."""

from __future__ import annotations

from textrepair.core.lattice import Weighed

__all__ = ["margins"]


def margins(weighed: Weighed, place: int) -> str:
    """Say how much better a change is than leaving what stands, and than the next best change, in nats.

    Args:
        weighed: a slot.
        place: which of its readings; one that changes something.

    >>> from textrepair.core.lattice import Reading, Slot
    >>> readings = tuple(Reading(text, (), 0.0, "", "") for text in ("rdle,", "rôle,", "raie,"))
    >>> margins(Weighed(Slot(0, 5, readings), 1, [14.25, 0.04, 9.1]), 1)
    '14.2 nats better than leaving it, 9.1 better than ‘raie’'
    >>> margins(Weighed(Slot(0, 5, readings[:2]), 0, [0.1, 2.4]), 1)
    '2.3 nats worse than leaving it'
    """
    nats, readings = weighed.nats, weighed.slot.readings
    said = f"{_compared(nats[0] - nats[place], ' nats')} than leaving it"
    others = [other for other in range(1, len(nats)) if other != place]
    if others:
        rival = min(others, key=nats.__getitem__)
        differs = _differing(readings[place].text, readings[rival].text)
        said += f", {_compared(nats[rival] - nats[place])} than ‘{differs}’"
    return said


def _compared(nats: float, unit: str = "") -> str:
    rounded = round(nats, 1)
    return f"{abs(rounded):.1f}{unit} {'better' if rounded >= 0 else 'worse'}"


def _differing(best: str, rival: str) -> str:
    """Return the words of a reading that another does not have, on one line.

    >>> _differing("(de rôle,", "(de raie,"), _differing("de la vie", "de la"), _differing("dela vie", "de la vie")
    ('raie', 'de la', 'de la')
    """
    ours, theirs = best.split(), rival.split()
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    words = theirs[first : len(theirs) - last]
    if not words:  # it only lacks something: then it takes all of it to tell
        return " ".join(theirs)
    # The signs round a word that both have say nothing.
    said, other = " ".join(words), " ".join(ours[first : len(ours) - last])
    while len(said) > 1 and said[:1] == other[:1] and not said[0].isalnum():
        said, other = said[1:], other[1:]
    while len(said) > 1 and said[-1:] == other[-1:] and not said[-1].isalnum():
        said, other = said[:-1], other[:-1]
    return said
