"""Repairing one text, round by round, until nothing changes.

Each round runs the stages in their order. Most texts settle in two or three rounds, since some repairs build on others.
Where two repairers undo each other's changes for ever, the lines in which they do so are set aside and the rest is
repaired again: a line that does not settle stays as it is, and does not affect the other lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from textrepair.alternatives import Said
from textrepair.core import Stage, View, Zone
from textrepair.document import Failure, Repair
from textrepair.edits import Edit, Patch
from textrepair.proposers import Proposers
from textrepair.set_aside import SetAside

__all__ = ["REPAIRING", "Rounds"]

REPAIRING = (Stage.ENCODING, Stage.CHARACTERS, Stage.LAYOUT, Stage.WORDS)
"""The stages that are repeated until nothing changes; TYPOGRAPHY runs once they are done."""

# Three rounds are usual, and as many with TYPOGRAPHY; more than this is a loop.
_ROUNDS = 10
# The lines that still change in the last rounds do not settle. A loop is mostly two rounds long.
_LAST_ROUNDS = 4
# Without these lines, others may not settle either. The rest of the text is repaired at most this many times.
_ATTEMPTS = 6


@dataclass
class _State:
    """The state of a text in the rounds.

    Attributes:
        source: the text given.
        view: the current text.
        whole: the patch that leads from the source to the current text.
        steps: the patches whose composition ``whole`` is.
        failures: the errors of repairers.
        held: changes that were kept back, by their span in the source.
        unsettled: the spans of the source that changed in each of the last rounds, with the repairer of each change.
    """

    source: str
    view: View
    whole: Patch = field(default_factory=Patch)
    steps: list[Patch] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    held: dict[tuple[int, int], Edit] = field(default_factory=dict)
    unsettled: deque[list[tuple[int, int, str]]] = field(default_factory=lambda: deque(maxlen=_LAST_ROUNDS))

    def hold(self, edits: Iterable[Edit]) -> None:
        """Record changes that were kept back."""
        for edit in edits:
            start, end = self.whole.to_source(edit.start, edit.end)
            known = self.held.get((start, end))
            # The first rounds give the higher confidence: repairs since then make the document look less damaged.
            if known is None or edit.confidence > known.confidence:
                self.held[start, end] = edit._replace(start=start, end=end)

    def make(self, patch: Patch, *, note: bool) -> None:
        """Apply a patch to the current text; ``note`` says whether to record the spans that change."""
        if note:
            self.unsettled[-1] += [(*self.whole.to_source(edit.start, edit.end), edit.repairer) for edit in patch]
        self.steps.append(patch)
        self.whole = self.whole.compose(patch)
        self.view = self.view.after(patch)

    def repair(self) -> Repair:
        """Return the result."""
        whole = self.whole.without_idle(self.source)
        # A change that was kept back in one round may have been made in a later one.
        waiting = tuple(edit for span, edit in sorted(self.held.items()) if not _touches(whole, *span))
        text = self.view.text if whole else self.source
        failures = tuple(dict.fromkeys(self.failures))
        return Repair(self.source, text, whole, tuple(self.steps), waiting, failures, self._zones())

    def _zones(self) -> tuple[Zone, ...]:
        """Return the zones of the current text that were asked about, in offsets of the source."""
        zones = self.view.judged_zones
        if not self.whole:
            return zones
        spans = [self.whole.to_source(zone.start, zone.end) for zone in zones]
        return tuple(
            zone._replace(start=start, end=end) for zone, (start, end) in zip(zones, spans, strict=True) if start < end
        )


class Rounds:
    """Repairs texts with the repairers of a chain.

    Args:
        proposers: the repairers.
        min_confidence: as for :class:`textrepair.chain.Chain`.
    """

    def __init__(self, proposers: Proposers, min_confidence: float | None) -> None:
        self._proposers = proposers
        self._min_confidence = min_confidence

    def repair(self, text: str, said: tuple[Said, ...] = ()) -> Repair:
        """Repair a text whose line ends are line feeds.

        Args:
            text: any string.
            said: what the OCR engine says of words of the text, sorted.

        Raises:
            PackError: the language pack is damaged, or cannot be read.
        """
        plan = self._proposers.plan
        state = _State(text, plan.scan(text, said))
        if self._settles(state, ()):
            return state.repair()
        aside = SetAside()
        for _ in range(_ATTEMPTS - 1):
            aside = aside.wider(text, (change for changes in state.unsettled for change in changes))
            rest = aside.rest(text)
            state = _State(rest, plan.scan(rest, aside.said(said)))
            if self._settles(state, aside.places):
                return aside.whole(text, state.repair(), f"does not settle in {_ROUNDS} rounds")
        failure = Failure("chain", -1, f"no rest after {_ROUNDS} rounds: the text was left as it was")
        return Repair(text, text, failures=(*dict.fromkeys(state.failures), failure))

    def _settles(self, state: _State, places: Sequence[int]) -> bool:
        """Run the stages on a text until nothing changes; return False if the last round still changes something."""
        # The result of KEYS is no text to repair, so KEYS runs alone.
        for stages in ((*REPAIRING, Stage.TYPOGRAPHY), (Stage.KEYS,)):
            for number in range(_ROUNDS):
                before = state.view.text
                state.unsettled.append([])
                for stage in stages:
                    if stage is Stage.TYPOGRAPHY and state.view.text != before:
                        continue  # it runs in the round in which the other stages change nothing
                    made, held = self._run(stage, state, places)
                    state.hold(held)
                    if made:
                        state.make(made, note=number >= _ROUNDS - _LAST_ROUNDS)
                if state.view.text == before:
                    break
            else:
                return False
        return True

    def run(self, stage: Stage, view: View, failures: list[Failure]) -> Patch:
        """Run one stage once on a text, and return its edits."""
        made = _State(view.text, view, failures=failures)
        return self._run(stage, made, ())[0]

    def _run(self, stage: Stage, state: _State, places: Sequence[int]) -> tuple[Patch, Sequence[Edit]]:
        """Run one stage: gather the proposals and decide; return the edits made and those kept back."""
        view = state.view
        # All words of another language are unknown. Asking about each would be slow and lead to nothing.
        if stage is Stage.WORDS and view.policy.words_stay:
            return Patch(), ()
        spans = [state.whole.to_target(place, place) for place in places]
        _, decision = self._proposers.decide(stage, view, state.failures, self._min_confidence, spans)
        return Patch(decision.edits), decision.kept_back


def _touches(patch: Patch, start: int, end: int) -> bool:
    """Return whether an edit of the patch lies in a span of its source, or reaches into it."""
    place = bisect_left(patch, start, key=lambda edit: edit.end)
    return place < len(patch) and patch[place].start < max(end, start + 1) and patch[place].end > start
