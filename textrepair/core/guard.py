"""The last check of every change, whoever proposed it: what no repairer may do."""

from __future__ import annotations

from textrepair.core.view import View, stretch_end, stretch_start
from textrepair.repairer import Proposal, Stage

__all__ = ["objection"]

# Signs that a repair may bring in wherever it likes.
_ALLOWED = frozenset(" \n\u00a0\u202f’'-.,;:!?«»…0123456789")

# No word is longer than this, so no more of a long stretch without spaces is looked at.
_FARTHEST = 100


def objection(view: View, proposal: Proposal, stage: Stage) -> str:
    """Say why a change must not be made; empty where it may.

    A change may not bring in a letter or a sign outside the language's alphabet, nor, in the first two
    stages and in WORDS, turn known words into something that holds an unknown one.

    Args:
        view: the text that the change is for.
        proposal: the change.
        stage: the stage that it was made in.
    """
    text, rules = view.text, view.language.rules
    replaced = text[proposal.start : proposal.end]
    if not rules.letters.issuperset(proposal.replacement):
        for character in set(proposal.replacement).difference(_ALLOWED, replaced):
            if character not in rules.letters:
                return f"‘{character}’ is outside the alphabet"
    if stage >= Stage.TYPOGRAPHY:
        return ""
    start = stretch_start(text, proposal.start, _FARTHEST)
    end = stretch_end(text, proposal.end, _FARTHEST)
    # Asked first, since mostly it is an unknown word that is to be changed, and already known for one.
    if _unknown(view, text[start:end]):
        return ""
    after = text[start : proposal.start] + proposal.replacement + text[proposal.end : end]
    return f"‘{after}’ would hold an unknown word" if _unknown(view, after) else ""


def _unknown(view: View, text: str) -> bool:
    return any(view.language.unknown_parts(chunk) for chunk in text.split())
