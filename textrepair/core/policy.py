"""What may be changed in a document at all: the last check of every change, whoever proposed it."""

from __future__ import annotations

from textrepair.core.pack import Pack
from textrepair.core.proposal import Proposal, Stage
from textrepair.core.statistics import Statistics
from textrepair.core.text import token_end, token_start

__all__ = ["Policy"]

# Signs that a repair may bring in wherever it likes.
_ALLOWED = frozenset(" \n\u00a0\u202f’'-.,;:!?«»…0123456789")
# No word is longer than this, so no more of a long token is looked at.
_FARTHEST = 100


class Policy:
    """What repairers may do to a document.

    Args:
        text: the document.
        pack: the language.
        statistics: those of the document.
    """

    def __init__(self, text: str, pack: Pack, statistics: Statistics) -> None:
        self._text = text
        self._pack = pack
        self._statistics = statistics

    @property
    def words_stay(self) -> bool:
        """Whether all words are left alone: the document is not in the language of the pack."""
        return self._statistics.foreign

    @property
    def letters_stay(self) -> bool:
        """Whether no letter of a word is changed: the document is in old spelling, in which letters tell nothing."""
        return self._statistics.old

    @property
    def apostrophe(self) -> str:
        """The apostrophe that repairs write: that of the document, ``'`` or ``’``."""
        inventory = self._statistics.inventory
        return "'" if inventory["'"] > inventory["’"] else self._pack.rules.apostrophe

    def objection(self, proposal: Proposal, stage: Stage) -> str:
        """Say why a change must not be made; empty where it may.

        A change may not bring in a letter or a sign outside the language's alphabet, nor, in the first two stages and
        in WORDS, turn known words into something that holds an unknown one.

        Args:
            proposal: the change.
            stage: the stage that it was made in.
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
        # Asked first, since mostly it is an unknown word that is to be changed, and already known for one.
        if self._holds_unknown(text[start:end]):
            return ""
        after = text[start : proposal.start] + proposal.replacement + text[proposal.end : end]
        return f"‘{after}’ would hold an unknown word" if self._holds_unknown(after) else ""

    def _holds_unknown(self, text: str) -> bool:
        return any(map(self._pack.unknown_parts, text.split()))
