"""The policy for changes: the check that every proposal must pass, whichever repairer made it."""

from __future__ import annotations

from textrepair.core.pack import Pack
from textrepair.core.proposal import Proposal, Stage
from textrepair.core.statistics import Statistics
from textrepair.core.text import token_end, token_start

__all__ = ["Policy"]

# Characters that a change may add to any text.
_ALLOWED = frozenset(" \n\u00a0\u202f’'-.,;:!?«»…0123456789")
# How much of a long token is looked at, in characters on each side; no word is longer.
_FARTHEST = 100


class Policy:
    """Which changes of a document are allowed.

    Args:
        text: the document.
        pack: the language.
        statistics: the statistics of the document.
    """

    def __init__(self, text: str, pack: Pack, statistics: Statistics) -> None:
        self._text = text
        self._pack = pack
        self._statistics = statistics

    @property
    def words_stay(self) -> bool:
        """Whether all words stay as they are: the document is not in the language of the pack."""
        return self._statistics.foreign

    @property
    def letters_stay(self) -> bool:
        """Whether the letters of words stay as they are: in old spelling, letters are no evidence of damage."""
        return self._statistics.old

    @property
    def apostrophe(self) -> str:
        """The apostrophe that repairs write: ``'`` if the document uses it more than ``’``, else the language's."""
        inventory = self._statistics.inventory
        return "'" if inventory["'"] > inventory["’"] else self._pack.rules.apostrophe

    def objection(self, proposal: Proposal, stage: Stage) -> str:
        """Return why a change is not allowed; empty if it is allowed.

        A change may not add a letter or a sign outside the alphabet of the language. In CHARACTERS, LAYOUT and WORDS
        it may not turn known words into text that holds an unknown word.

        Args:
            proposal: the change.
            stage: the stage of the repairer that proposes it.
        """
        text, letters = self._text, self._pack.rules.letters
        replaced = text[proposal.start : proposal.end]
        if not letters.issuperset(proposal.replacement):
            for character in set(proposal.replacement).difference(_ALLOWED, replaced):
                if character not in letters:
                    return f"‘{character}’ is outside the alphabet"
        if stage >= Stage.TYPOGRAPHY:
            return ""
        start = token_start(text, proposal.start, _FARTHEST)
        end = token_end(text, proposal.end, _FARTHEST)
        # Most proposals change an unknown word, and the pack remembers that it is unknown: this check comes first.
        if self._holds_unknown(text[start:end]):
            return ""
        after = text[start : proposal.start] + proposal.replacement + text[proposal.end : end]
        return f"‘{after}’ would hold an unknown word" if self._holds_unknown(after) else ""

    def _holds_unknown(self, text: str) -> bool:
        return any(map(self._pack.unknown_parts, text.split()))
