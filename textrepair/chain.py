"""The chain: it asks the repairers, arbitrates between their proposals, checks and applies them.

Five stages run in a fixed order; a proposal is made unless an earlier one overlaps it, but for those of WORDS, which
is decided jointly (:mod:`textrepair.decision`). The first three are repeated until nothing changes any more; then
TYPOGRAPHY runs, and where it changes something, all four again, so that repairing twice changes nothing more. KEYS runs
last, and leads back to none of them. A text on which the repairers never come to rest is returned as it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from textrepair.alternatives import Alternative, carried
from textrepair.confusion_table import Confusion, load_confusions
from textrepair.decision.decode import Sourced, decide
from textrepair.document import Failure, Repair, View
from textrepair.edits import Edit, Patch
from textrepair.errors import ConfigurationError, nearest_name
from textrepair.formats.plain import PlainText
from textrepair.gates import Gate
from textrepair.guard import objection
from textrepair.language import Language, load_language
from textrepair.registry import available, built_in, make
from textrepair.repairer import AnyRepairer, Candidate, Proposal, Repairer, Stage, WordRepairer
from textrepair.word_list import all_words

__all__ = ["Chain", "Prepared", "default_chain"]

# Repairs that build on other repairs settle in two or three rounds, and typography in as many; more is a loop.
_ROUNDS = 10
_REPAIRING = (Stage.CHARACTERS, Stage.LAYOUT, Stage.WORDS)
_REMEMBERED = 20_000


class Prepared(NamedTuple):
    """What the stage WORDS decides about in the first round.

    Attributes:
        view: the text as the stages before WORDS left it.
        patch: what they made, in offsets of the source.
        proposals: what the repairers of WORDS propose and the guard allows.
        failures: repairers that raised.
    """

    view: View
    patch: Patch
    proposals: list[Sourced]
    failures: tuple[Failure, ...]


class Chain:
    """Repairers in order, with a language.

    A chain may be used by several threads at once. It is pickled as what it was made from, and equal to another one
    that was made from the same.

    Args:
        repairers: what runs; the order within a stage decides which of two overlapping proposals is made.
        language: the language pack.
        min_confidence: 0–1; changes less sure than this are kept back. None: 0.7, or 0.5 in a text that is damaged
            throughout, where a wrong change mostly hits a word that was wrong already.

    >>> chain = Chain.for_language("fr", only=["spacing"])
    >>> chain.fix("de  l ’appui")
    'de l’appui'
    """

    def __init__(
        self, repairers: Iterable[AnyRepairer], language: Language, *, min_confidence: float | None = None
    ) -> None:
        if min_confidence is not None and not 0.0 <= min_confidence <= 1.0:
            raise ConfigurationError(f"min_confidence is {min_confidence}: it must lie between 0 and 1")
        self.repairers = tuple(sorted(repairers, key=lambda repairer: repairer.stage))
        self.language = language
        self.min_confidence = min_confidence
        # What a protocol has is looked up method by method each time it is asked; and repairers are compared field by
        # field.
        self._of_texts = {id(repairer): repairer for repairer in self.repairers if isinstance(repairer, Repairer)}
        self._of_words = {id(repairer): repairer for repairer in self.repairers if isinstance(repairer, WordRepairer)}
        self._candidates: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    @classmethod
    def for_language(
        cls,
        language: str = "fr",
        *,
        only: Iterable[str] | None = None,
        skip: Iterable[str] = (),
        add: Iterable[str] = (),
        preset: str | Iterable[str] | None = None,
        min_confidence: float | None = None,
        options: Mapping[str, Mapping[str, object]] | None = None,
        confusions: Path | Iterable[Confusion] | None = None,
        words: Path | Iterable[Path | str] = (),
    ) -> Chain:
        """Make the chain of a language: the repairers that run by default, and those that are asked for.

        Args:
            language: code of a language pack.
            only: names of the repairers to run instead of the default ones.
            skip: names of repairers to leave out.
            add: names of repairers to run besides.
            preset: one or more named sets of repairers of the pack, run besides.
            min_confidence: 0–1; changes less sure than this are kept back. None: as for the chain.
            options: by repairer, values for its fields.
            confusions: a confusion table in place of the pack's, or its file.
            words: words to know besides, or files of them, one a line.

        Raises:
            ConfigurationError: a name is unknown; the message suggests the nearest one.
            InputError: a table or a list of words cannot be read.
            PackError: the language pack is damaged.
        """
        pack = load_language(language)
        words = all_words(words)
        if confusions is not None or words:
            table = load_confusions(confusions) if isinstance(confusions, Path) else confusions
            pack = pack.adapted(confusions=table, words=words)
        only, skip, add = _names(only), set(_names(skip) or ()), _names(add) or []
        for name in sorted(skip - (known := available()).keys()) if skip else ():
            raise ConfigurationError(f"no repairer ‘{name}’ to skip: {nearest_name(name, known)}")
        names = [info.name for info in built_in().values() if info.default] if only is None else only
        names = [*names, *add]
        for chosen in _names(preset) or ():
            if chosen not in pack.rules.presets:
                hint = nearest_name(chosen, pack.rules.presets)
                raise ConfigurationError(f"no preset ‘{chosen}’ for {pack.rules.name}: {hint}")
            names += pack.rules.presets[chosen]
        repairers = make((name for name in names if name not in skip), options)
        return cls(repairers, pack, min_confidence=min_confidence)

    def __repr__(self) -> str:
        return f"<Chain {self.language.rules.code}: {', '.join(repairer.name for repairer in self.repairers)}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Chain):
            return NotImplemented
        mine, theirs = ((chain.repairers, chain.language.made_of, chain.min_confidence) for chain in (self, other))
        return mine == theirs

    def __hash__(self) -> int:
        # A repairer's options need not be hashable.
        names = tuple(repairer.name for repairer in self.repairers)
        return hash((names, self.language.made_of, self.min_confidence))

    def __reduce__(self) -> tuple[Callable[..., Chain], tuple[object, ...]]:
        from textrepair.travel import packed_chain

        return packed_chain(self)

    def fix(self, text: str) -> str:
        """Return the repaired text."""
        return self.repair(text).text

    def repair(self, text: str, alternatives: Iterable[Alternative] = ()) -> Repair:
        """Repair a text and keep the account of it. Never raises, whatever the text.

        Line ends of any kind are one to the repairers, and stay as they are.

        Args:
            text: any string, lone surrogates included.
            alternatives: what else words of it may be, as the engine that read them says.

        >>> from textrepair import Alternative
        >>> Chain.for_language("fr").repair("le Conseil dégide", [Alternative(11, 17, "décide", 0.5)]).text
        'le Conseil décide'
        """
        within = tuple(sorted(one for one in alternatives if 0 <= one.start < one.end <= len(text)))
        if "\r" not in text:
            return self._repair(text, within)
        return _with_its_line_ends(text, within, self._repair)

    def _repair(self, text: str, alternatives: tuple[Alternative, ...]) -> Repair:
        steps: list[Patch] = []
        failures: list[Failure] = []
        kept_back: dict[tuple[int, int], Edit] = {}
        whole = Patch()
        current = text
        view = View(text, self.language, alternatives)
        # What KEYS writes is no text any more, and nothing to be repaired.
        for stages in ((*_REPAIRING, Stage.TYPOGRAPHY), (Stage.KEYS,)):
            for _ in range(_ROUNDS):
                before = current
                for stage in stages:
                    if stage is Stage.TYPOGRAPHY and current != before:
                        continue  # it runs when the rest is done
                    made, kept = self._run(stage, view, failures)
                    for edit in kept:
                        start, end = whole.to_source(edit.start, edit.end)
                        known = kept_back.get((start, end))
                        # What was repaired since makes the text look sounder than it was.
                        if known is None or edit.confidence > known.confidence:
                            kept_back[start, end] = edit._replace(start=start, end=end)
                    if made:
                        steps.append(made)
                        whole = whole.compose(made)
                        current = made.apply(current)
                        view = View(current, self.language, carried(view.alternatives, made))
                if current == before:
                    break
            else:
                failures.append(Failure("chain", -1, f"no rest after {_ROUNDS} rounds: the text was left as it was"))
                return Repair(text, text, failures=tuple(dict.fromkeys(failures)))
        whole = whole.without_idle(text)
        # What was kept back in one round and made in a later one was made.
        waiting = tuple(edit for span, edit in sorted(kept_back.items()) if not _touches(whole, *span))
        return Repair(text, current if whole else text, whole, tuple(steps), waiting, tuple(dict.fromkeys(failures)))

    def prepare(self, text: str) -> Prepared:
        """Return what there is to decide about the words of a text, for :func:`textrepair.decision.explain.explain`.

        Args:
            text: any string, lone surrogates included.

        >>> prepared = Chain.for_language("fr").prepare("le  rdle")
        >>> prepared.view.text, {proposal.replacement for _, proposal in prepared.proposals} >= {"rôle"}
        ('le rdle', True)
        """
        failures: list[Failure] = []
        whole, view = Patch(), View(text, self.language)
        for stage in _REPAIRING:
            if stage is not Stage.WORDS:
                made, _ = self._run(stage, view, failures)
                whole, view = whole.compose(made), View(made.apply(view.text), self.language) if made else view
        proposals = self._allowed(Stage.WORDS, view, failures)
        return Prepared(view, whole, proposals, tuple(dict.fromkeys(failures)))

    def _allowed(self, stage: Stage, view: View, failures: list[Failure]) -> list[Sourced]:
        """Gather the proposals of one stage that the guard has nothing against."""
        proposals: list[Sourced] = []
        for repairer in self.repairers:
            if repairer.stage is stage and _may_concern(repairer, view):
                proposals += self._ask(repairer, view, failures)
        return [sourced for sourced in proposals if not objection(view, sourced.proposal, stage)]

    def _run(self, stage: Stage, view: View, failures: list[Failure]) -> tuple[Patch, list[Edit]]:
        """Run one stage: gather, check, arbitrate."""
        # Words of another language are all unknown: asking about each would take longest where nothing is to be done.
        if stage is Stage.WORDS and view.profile.foreign:
            return Patch(), []
        allowed = self._allowed(stage, view, failures)
        if not allowed:
            return Patch(), []
        if stage is Stage.WORDS:
            edits, kept_back = decide(view, allowed, self.min_confidence)
            return Patch(edits), kept_back
        return Patch(_without_overlaps(allowed)), []

    def _ask(self, repairer: AnyRepairer, view: View, failures: list[Failure]) -> list[Sourced]:
        """Gather what one repairer proposes; if it raises, what it had proposed is dropped."""
        found: list[Sourced] = []
        try:
            for proposal in self._proposals(repairer, view):
                if not 0 <= proposal.start <= proposal.end <= len(view.text):
                    raise ValueError(f"{proposal.start}:{proposal.end} lies outside the text")
                if view.text[proposal.start : proposal.end] != proposal.replacement:
                    found.append(Sourced(repairer.name, proposal))
        except Exception as error:
            position = found[-1].proposal.end if found else -1
            failures.append(Failure(repairer.name, position, f"{type(error).__name__}: {error}"))
            return []
        return found

    def _proposals(self, repairer: AnyRepairer, view: View) -> Iterator[Proposal]:
        """Yield what a repairer proposes, and each of its candidates wherever their word stands."""
        of_text, asked = self._of_texts.get(id(repairer)), self._of_words.get(id(repairer))
        if of_text is not None:
            yield from of_text.propose(view)
        if asked is None:
            return
        if view.profile.damage < getattr(repairer, "from_damage", 0.0):
            return
        for suspect in view.suspects:
            key = (repairer.name, suspect.text)
            candidates = self._candidates.get(key)
            if candidates is None:
                if len(self._candidates) >= _REMEMBERED:
                    self._candidates.clear()
                candidates = self._candidates[key] = tuple(asked.candidates(suspect.text, self.language))
            for word, cost, reason in candidates:
                yield Proposal(suspect.start, suspect.end, word, reason, cost)


@lru_cache(maxsize=8)
def default_chain(language: str = "fr", preset: tuple[str, ...] = ()) -> Chain:
    """Return the chain of a language with nothing chosen but presets; the same object each time."""
    return Chain.for_language(language, preset=preset)


def _with_its_line_ends(
    source: str,
    alternatives: Iterable[Alternative],
    repair: Callable[[str, tuple[Alternative, ...]], Repair],
) -> Repair:
    """Repair a text in which line ends are not line feeds, or not all of them."""
    plain = PlainText(source)
    within = (one._replace(start=plain.position(one.start), end=plain.position(one.end)) for one in alternatives)
    made = repair(plain.text, tuple(within))
    patch = plain.in_source(made.patch)
    text = patch.apply(source) if patch else source
    steps: list[Patch] = []
    current = source
    for step in made.steps:
        steps.append(PlainText(current).in_source(step))
        current = steps[-1].apply(current)
    if current != text:  # line ends of several kinds, of which some went
        steps = [patch]
    kept_back = tuple(map(plain.edit_in_source, made.kept_back))
    return Repair(source, text, patch, tuple(steps), kept_back, made.failures)


def _may_concern(repairer: AnyRepairer, view: View) -> bool:
    """Whether what a repairer is triggered by stands in a text."""
    triggers = repairer.triggers
    if triggers is None:
        return True
    return view.opens(triggers) if isinstance(triggers, Gate) else triggers.search(view.text) is not None


def _names(names: str | Iterable[str] | None) -> list[str] | None:
    """Take one name or several."""
    if names is None:
        return None
    return [names] if isinstance(names, str) else list(names)


def _touches(patch: Patch, start: int, end: int) -> bool:
    """Whether an edit of the patch lies within, or reaches into, a span of its source."""
    k = bisect_left(patch, start, key=lambda edit: edit.end)
    return k < len(patch) and patch[k].start < max(end, start + 1) and patch[k].end > start


def _without_overlaps(proposals: Iterable[Sourced]) -> list[Edit]:
    """Keep of overlapping proposals the one that starts first; of those, the one that was made first."""
    edits: list[Edit] = []
    for repairer, proposal in sorted(proposals, key=lambda sourced: sourced.proposal.start):
        edit = Edit(proposal.start, proposal.end, proposal.replacement, repairer, proposal.reason)
        if edits and (edit.start < edits[-1].end or edit[:2] == edits[-1][:2]):
            continue
        edits.append(edit)
    return edits
