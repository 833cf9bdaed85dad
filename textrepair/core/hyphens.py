"""Hyphens: whether one belongs to a compound or only cuts a word, and which tokens are pieces of a cut word.

The repairers of line ends and of hyphens within lines, and the policy of a document, all ask here.
"""

from __future__ import annotations

import enum
import re

from textrepair.core.pack import Pack
from textrepair.core.prefilter import token_start
from textrepair.core.statistics import Statistics

__all__ = [
    "CUT_SIGNS",
    "Hyphen",
    "belongs_to_address",
    "hyphen_between",
    "is_address",
    "is_prefix",
    "makes_compound",
]

CUT_SIGNS = "-‐‑⸗¬\u00ad\x02–—=·_~"
"""The signs that an engine writes for the hyphen of a line end."""

# A token of an address: a scheme, an e-mail, a path or a DOI, an identifier, a name of a server or a file.
_ADDRESS = re.compile(r"://|@|^www\.|[/\\][^/\\]*[/\\]|\\|\b10\.\d{4}|\.[a-z]{2,}[/:]|[^\W_]_[^\W_]")
# The same of a token that goes on with the second piece of a cut.
_GOES_ON = re.compile(r"[^\W\d_]+(?:[@/\\_#%&=~][\w/]|[.?]+[a-z])")
# An address goes on over so many lines, and a token is looked at for so many characters at the most.
_MOST_LINES, _FARTHEST = 6, 200
# A combining form has at least so many letters, and the word after it as well.
_COMBINING, _COMBINED = 4, 5
_BLANK = " \t"
# By so much is the Zipf value of a word less than that of the verb before a pronoun that spells it by chance.
_RARER = 2.5


class Hyphen(enum.Enum):
    """What the hyphen between two pieces is."""

    CUT = "cut"  # the pieces are one word
    COMPOUND = "compound"  # the hyphen belongs to the word
    UNKNOWN = "unknown"


def hyphen_between(left: str, right: str, pack: Pack, statistics: Statistics, *, is_joined: bool = False) -> Hyphen:
    """Return what the hyphen between two pieces at a line end is.

    Args:
        left, right: the runs of letters before and after the line end.
        pack: the language.
        statistics: the statistics of the document.
        is_joined: whether the text has the pieces as one word, so that the word tells nothing of the document.

    >>> from textrepair.core import Plan, open_pack
    >>> french = open_pack("fr")
    >>> said = Plan(french).scan("Où allez-vous ?").statistics
    >>> [hyphen_between(*cut, french, said).value for cut in (("gou", "vernement"), ("êtes", "vous"), ("xal", "fre"))]
    ['cut', 'compound', 'unknown']
    """
    joined, compound = left + right, f"{left}-{right}"
    if right[:1].isupper() and not left.isupper():
        return Hyphen.COMPOUND if makes_compound(left, right, pack) else Hyphen.UNKNOWN
    has_joined = pack.has_word(joined)
    occurs = joined in statistics.occurring and not is_joined
    if _is_entry(compound, pack):
        return Hyphen.CUT if has_joined and occurs and compound not in statistics.compounds else Hyphen.COMPOUND
    if compound in statistics.compounds:
        return Hyphen.CUT if has_joined and occurs else Hyphen.COMPOUND
    if has_joined:
        is_rare = pack.zipf(left) > pack.zipf(joined.lower()) + _RARER and pack.knows(left)
        if is_rare and right.lower() in pack.rules.after_hyphen:
            return Hyphen.COMPOUND  # Est-elle, which is no Estelle; dit-on, which is no diton
        # A form that no text was seen to have is likelier to be written with a hyphen (anti-européen).
        is_likely = pack.zipf(joined) > 0 or not (is_prefix(left, right, pack) and pack.knows(right))
        return Hyphen.CUT if is_likely or occurs else Hyphen.COMPOUND
    if len(joined) > 4 and occurs:
        return Hyphen.CUT
    return Hyphen.COMPOUND if makes_compound(left, right, pack) else Hyphen.UNKNOWN


def makes_compound(left: str, right: str, pack: Pack) -> bool:
    """Return whether two words make a compound: the lexicon has it, or it follows a pattern of the language.

    The patterns are a pronoun behind a verb, a prefix before a word, two number words, and two names.

    >>> from textrepair.core import open_pack
    >>> french = open_pack("fr")
    >>> pairs = ("peut", "être"), ("vois", "tu"), ("vingt", "trois"), ("Jean", "Marc"), ("ex", "roi"), ("gou", "ver")
    >>> [makes_compound(*pair, french) for pair in pairs]
    [True, True, True, True, True, False]
    """
    rules = pack.rules
    small, other = left.lower(), right.lower()
    if _is_entry(f"{left}-{right}", pack):
        return True
    if other in rules.after_hyphen:
        return pack.knows(left) or len(left) == 1  # a-t-il
    if small in rules.hyphenated_numbers:
        return other in rules.hyphenated_numbers
    if right[:1].isupper() and left[:1].isupper():
        return pack.knows(left) and (pack.knows(right) or small in rules.before_hyphen)
    return right[:1].islower() and pack.knows(right) and is_prefix(left, right, pack)


def is_prefix(left: str, right: str, pack: Pack) -> bool:
    """Return whether a piece is what may stand before a hyphen: a prefix, or a combining form before a long word.

    >>> from textrepair.core import open_pack
    >>> french = open_pack("fr")
    >>> [is_prefix(*cut, french) for cut in (("anti", "européen"), ("pleuro", "pneumonie"), ("écono", "mie"))]
    [True, True, False]
    """
    small, rules = left.lower(), pack.rules
    if small in rules.before_hyphen or small in rules.word_prefixes:
        return True
    linked = len(left) >= _COMBINING and small.endswith(rules.linking_letters) and not pack.knows(left)
    return linked and len(right) >= _COMBINED


def _is_entry(compound: str, pack: Pack) -> bool:
    return pack.entry(compound) is not None or pack.entry(compound.lower()) is not None


def is_address(token: str) -> bool:
    """Return whether a token is an address of the web or of mail, a path, a DOI, or a name with a low line.

    >>> list(map(is_address, ("https://exemple.fr/un", "un@exemple", "rapport_an-nuel", "et/ou", "M.Dupont")))
    [True, True, True, False, False]
    """
    return _ADDRESS.search(token) is not None


def belongs_to_address(text: str, sign: int, right: int) -> bool:
    r"""Return whether a token that is cut at a line end is an address, a path or an identifier.

    Args:
        text: the text.
        sign: the offset of the sign at the line end.
        right: the offset of the first letter of the next line.

    >>> text = "voir https://exemple.fr/rap-\nports et le rap-\nport"
    >>> belongs_to_address(text, 27, 29), belongs_to_address(text, 44, 46)
    (True, False)
    """
    if _GOES_ON.match(text, right, right + _FARTHEST):
        return True
    for _ in range(_MOST_LINES):
        start = token_start(text, sign, _FARTHEST)
        if is_address(text[start:sign]):
            return True
        # The token may be the end of an address that begins in a line before.
        sign = _line_before(text, start) - 1
        if sign < 1 or text[sign] not in CUT_SIGNS:
            return False
    return False


def _line_before(text: str, offset: int) -> int:
    """Return the offset behind what the line before ends with, if nothing precedes in this one; else 0."""
    while offset and text[offset - 1] in _BLANK:
        offset -= 1
    if not offset or text[offset - 1] != "\n":
        return 0
    offset -= 1
    while offset and text[offset - 1] in _BLANK:
        offset -= 1
    return offset
