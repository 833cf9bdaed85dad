"""The proposals of declared patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from textrepair._core import ProposalList
from textrepair.core.pack import Pack
from textrepair.core.prefilter import Prefilter
from textrepair.core.proposal import Proposal
from textrepair.core.specs import Pattern
from textrepair.core.view import View, like_case

__all__ = ["PatternReader"]


def _filled_in(pattern: str, pack: Pack) -> str:
    """Return a pattern with the signs of the language in place of the names between ⟨ and ⟩."""
    rules = pack.rules
    signs = {
        "apostrophe": rules.apostrophe,
        # A character class must not be empty. NUL is in no text here: the repairer characters has removed it.
        "spaced": re.escape("".join(rules.spaced)) or r"\0",
        "stops": re.escape("".join(sign for sign in rules.spaced if sign.isascii())),
        "opening": re.escape("".join(rules.opening)) or r"\0",
        "ligatures": "|".join(map(re.escape, rules.ligatures)) or "(?!)",
    }
    return re.sub("⟨([a-z]+)⟩", lambda match: signs[match[1]], pattern)


class PatternReader:
    """Proposes the replacement of each match of a declared pattern.

    Args:
        spec: the declaration.
        pack: the language.
    """

    def __init__(self, spec: Pattern, pack: Pack) -> None:
        self._spec = spec
        self._pack = pack
        self._find = re.compile(_filled_in(spec.find, pack))
        self._write = _filled_in(spec.write, pack)
        self._change = "change" if "change" in self._find.groupindex else 0
        token = _filled_in(spec.token, pack)
        self.prefilters = (Prefilter(token, blank=spec.blank),) if token else ()
        self._key = "key" if "key" in self._find.groupindex else 0

    def gather(self, view: View, proposals: ProposalList) -> None:
        """Add what it proposes for a text."""
        proposals.add(list(self._proposed(view)))

    def _proposed(self, view: View) -> Iterator[Proposal]:
        """Yield a proposal for each match for which the declaration and the pack have a replacement."""
        for match in self._find.finditer(view.text):
            found, key = match.group(), match[self._key]
            new = self._written(key)
            if new is not None:
                reason = self._spec.reason.format(found=found, key=key, new=new, code=f"U+{ord(found[0]):04X}")
                yield Proposal(*match.span(self._change), new, reason)

    def _written(self, key: str) -> str | None:
        """Return the replacement of what was found; None if the pack has none."""
        rules, by = self._pack.rules, self._spec.by
        if by == "table":
            return self._spec.table[key]
        if by == "spaced":
            return rules.spaced[key]
        if by == "opening":
            return rules.opening[key]
        if by == "composition":
            return unicodedata.normalize("NFC", key)
        if by == "standard spelling":
            standard = self._pack.standard_spelling(key.lower())
            return None if standard is None else like_case(key, standard)
        return self._write
