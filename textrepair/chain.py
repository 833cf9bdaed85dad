"""The chain: it asks the repairers, arbitrates between their proposals, checks and applies them.

Five stages run in a fixed order. A proposal is made unless an earlier one overlaps it; those of WORDS are decided
jointly (:mod:`textrepair.decision`). The first three stages are repeated until nothing changes any more. Then
TYPOGRAPHY runs, and where it changes something, all four run again, so that repairing twice changes nothing more. KEYS
runs last, and leads back to none of them. :mod:`textrepair.rounds` repeats the stages, :mod:`textrepair.proposals`
asks the repairers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from textrepair.alternatives import Alternative
from textrepair.confusion_table import Confusion, load_confusions
from textrepair.decision.decode import Sourced
from textrepair.document import Failure, Repair, View
from textrepair.edits import Patch
from textrepair.errors import ConfigurationError, PackError, described_exception, nearest_name
from textrepair.formats.plain import PlainText
from textrepair.language import Language, load_language
from textrepair.log import Log
from textrepair.proposals import Proposers
from textrepair.registry import available, built_in, make
from textrepair.repairer import AnyRepairer, Stage
from textrepair.rounds import REPAIRING, Rounds
from textrepair.tables.pack_files import refuse_damaged
from textrepair.word_list import all_words

__all__ = ["Chain", "Prepared", "default_chain"]

_LOG = Log("textrepair")


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
        self._proposers = Proposers(self.repairers)
        self._rounds = Rounds(self._proposers, language, min_confidence)

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
        """Return the repaired text; what went wrong is logged under the name ``textrepair``."""
        repair = self.repair(text)
        if repair.failures:
            for failure in repair.failures:
                place = f" at offset {failure.position}" if failure.position >= 0 else ""
                _LOG.warning("%s%s: %s", failure.repairer, place, failure.error)
        return repair.text

    def repair(self, text: str, alternatives: Iterable[Alternative] = ()) -> Repair:
        """Repair a text and keep the account of every change.

        No text makes it raise. A repairer that fails is left out, a line on which repairers undo each other's changes
        for ever stays as it is, and ``failures`` of the result says so. Line ends of any kind are one to the
        repairers, and stay as they are.

        Args:
            text: any string, lone surrogates included.
            alternatives: what else words of it may be, as the engine that read them says.

        Raises:
            PackError: the language pack is damaged, or the system does not let it be read.

        >>> from textrepair import Alternative
        >>> Chain.for_language("fr").repair("le Conseil dégide", [Alternative(11, 17, "décide", 0.5)]).text
        'le Conseil décide'
        """
        within = tuple(sorted(one for one in alternatives if 0 <= one.start < one.end <= len(text)))
        try:
            if "\r" not in text:
                return self._rounds.repair(text, within)
            return _with_its_line_ends(text, within, self._rounds.repair)
        except PackError:
            raise
        except Exception as error:
            # The repairers are contained: what is left is a damaged pack, or a mistake of ours.
            refuse_damaged(self.language.folder, error)
            reason = f"{described_exception(error)}; the text was left as it was"
            return Repair(text, text, failures=(Failure("chain", -1, reason),))

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
        for stage in REPAIRING:
            if stage is not Stage.WORDS:
                made = self._rounds.run(stage, view, failures)
                whole, view = whole.compose(made), View(made.apply(view.text), self.language) if made else view
        proposals = self._proposers.proposals(Stage.WORDS, view, failures)
        return Prepared(view, whole, proposals, tuple(dict.fromkeys(failures)))


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


def _names(names: str | Iterable[str] | None) -> list[str] | None:
    """Take one name or several."""
    if names is None:
        return None
    return [names] if isinstance(names, str) else list(names)
