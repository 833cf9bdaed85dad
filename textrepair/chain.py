"""The chain: it asks the repairers, lets the core decide between their proposals, and applies the decision.

Six stages run in a fixed order. WORDS decides jointly about all proposals; in the other stages, of proposals that
overlap, the first is made. The first four stages are repeated until nothing changes. Then TYPOGRAPHY runs. If it
changes something, all five run again, so that repairing the result changes nothing more. KEYS runs last and only once
the others are done. :mod:`textrepair.rounds` repeats the stages, :mod:`textrepair.proposers` asks the repairers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from textrepair.alternatives import Said
from textrepair.arguments import (
    check_language,
    check_min_confidence,
    check_options,
    check_pack,
    check_text,
    checked_names,
    checked_repairers,
)
from textrepair.core import Confusion, Pack, Plan, ProposalList, Stage, View, load_confusions, open_pack, refuse_damaged
from textrepair.counted import counted
from textrepair.document import Failure, Repair
from textrepair.edits import Patch
from textrepair.errors import ConfigurationError, PackError, described_exception, nearest_name
from textrepair.fork_lock import FORK_LOCK
from textrepair.log import Log
from textrepair.plain_text import PlainText
from textrepair.proposers import Proposers
from textrepair.registry import available, built_in, make
from textrepair.repairer import AnyRepairer
from textrepair.rounds import REPAIRING, Rounds
from textrepair.version import version
from textrepair.word_list import all_words

__all__ = ["Chain", "Prepared", "default_chain"]

_LOG = Log("textrepair")


class Prepared(NamedTuple):
    """What the stage WORDS decides about in the first round.

    Attributes:
        view: the text after the stages before WORDS.
        patch: the edits of these stages, in offsets of the source.
        proposals: the proposals of WORDS that the policy of the document allows.
        failures: the repairers that raised.
    """

    view: View
    patch: Patch
    proposals: ProposalList
    failures: tuple[Failure, ...]


class Chain:
    """Repairers in order, with a language.

    Several threads may use a chain at once. A chain is pickled as the arguments that it was made with, and two chains
    with the same arguments are equal.

    Args:
        repairers: the repairers to run; their order within a stage decides which of two overlapping proposals is made.
        pack: the language.
        min_confidence: 0–1; changes with a lower confidence are kept back. None: 0.7, or 0.5 in a heavily damaged
            document, where a wrong change mostly hits a word that was wrong already.

    Raises:
        ArgumentTypeError: a repairer is a class or has none of the methods of one, or an argument is of the wrong type.
        ConfigurationError: ``min_confidence`` is less than 0 or more than 1.

    >>> chain = Chain.for_language("fr", only=["spacing"])
    >>> chain.fix("de  l ’appui")
    'de l’appui'
    """

    def __init__(self, repairers: Iterable[AnyRepairer], pack: Pack, *, min_confidence: float | None = None) -> None:
        check_min_confidence(min_confidence)
        check_pack(pack)
        self._repairers = tuple(sorted(checked_repairers(repairers), key=lambda repairer: repairer.stage))
        self._pack = pack
        self._min_confidence = min_confidence
        self._proposers = Proposers(self._repairers, pack)
        self._rounds = Rounds(self._proposers, min_confidence)

    @property
    def repairers(self) -> tuple[AnyRepairer, ...]:
        """The repairers, in the order of the chain."""
        return self._repairers

    @property
    def pack(self) -> Pack:
        """The language."""
        return self._pack

    @property
    def plan(self) -> Plan:
        """The declarations of the repairers, compiled for the language; it owns the memories of the chain."""
        return self._proposers.plan

    @property
    def min_confidence(self) -> float | None:
        """The confidence that a change needs, 0–1; None: it depends on the damage of the document."""
        return self._min_confidence

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
        """Return the chain of a language: the default repairers, and those that the arguments name.

        Args:
            language: the code of a language pack.
            only: names of the repairers to run instead of the default ones.
            skip: names of repairers to leave out.
            add: names of further repairers to run.
            preset: one or more presets of the pack, named sets of further repairers.
            min_confidence: 0–1; changes with a lower confidence are kept back. None: as for the class.
            options: by the name of a repairer, values for its fields.
            confusions: a confusion table that replaces the pack's, or the file of one.
            words: further words to know, or files of them, one a line.

        Raises:
            ArgumentTypeError: an argument is of the wrong type.
            ConfigurationError: a name is unknown; the message suggests the nearest one.
            InputError: a table or a list of words cannot be read.
            PackError: the language pack is damaged.
        """
        check_language(language)
        check_options(options)
        pack = open_pack(language)
        words = all_words(words)
        if confusions is not None or words:
            table = load_confusions(confusions) if isinstance(confusions, Path) else confusions
            pack = pack.adapted(confusions=table, words=words)
        only, add = checked_names(only, "only"), checked_names(add, "add") or []
        skip = set(checked_names(skip, "skip") or ())
        for name in sorted(skip - (known := available()).keys()) if skip else ():
            raise ConfigurationError(f"no repairer ‘{name}’ to skip: {nearest_name(name, known)}")
        names = [info.name for info in built_in().values() if info.default] if only is None else only
        names = [*names, *add]
        for chosen in checked_names(preset, "preset") or ():
            if chosen not in pack.rules.presets:
                hint = nearest_name(chosen, pack.rules.presets)
                raise ConfigurationError(f"no preset ‘{chosen}’ for {pack.rules.name}: {hint}")
            names += pack.rules.presets[chosen]
        repairers = make((name for name in names if name not in skip), options)
        return cls(repairers, pack, min_confidence=min_confidence)

    def __repr__(self) -> str:
        return f"<Chain {self.pack.rules.code}: {counted(len(self.repairers), 'repairer')}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Chain):
            return NotImplemented
        mine, theirs = ((chain.repairers, chain.pack.made_of, chain.min_confidence) for chain in (self, other))
        return mine == theirs

    def __hash__(self) -> int:
        # A repairer's options need not be hashable.
        names = tuple(repairer.name for repairer in self.repairers)
        return hash((names, self.pack.made_of, self.min_confidence))

    def __reduce__(self) -> tuple[Callable[..., Chain], tuple[object, ...]]:
        return _arrived, (version(), self.repairers, self.pack, self.min_confidence)

    def fix(self, text: str) -> str:
        """Return the repaired text, and log failures under the name ``textrepair``."""
        repair = self.repair(text)
        if repair.failures:
            for failure in repair.failures:
                place = f" at offset {failure.position}" if failure.position >= 0 else ""
                _LOG.warning("%s%s: %s", failure.repairer, place, failure.error)
        return repair.text

    def repair(self, text: str, said: Iterable[Said] = ()) -> Repair:
        """Repair a text and record every change.

        No text makes it raise. The proposals of a repairer that fails are dropped. A line on which repairers undo each
        other's changes for ever stays as it is. ``failures`` of the result reports both. Repairers see all line ends as
        line feeds; the result keeps the line ends of the text.

        Args:
            text: any string, lone surrogates included.
            said: what the file says of words of the text: alternatives of the OCR engine, and languages.

        Raises:
            ArgumentTypeError: the text is not a ``str``.
            PackError: the language pack is damaged, or the system does not let it be read.

        >>> from textrepair import Alternative
        >>> Chain.for_language("fr").repair("le Conseil dégide", [Alternative(11, 17, "décide", 0.5)]).text
        'le Conseil décide'
        """
        if text.__class__ is not str:
            check_text(text, "text")
        within = tuple(sorted(one for one in said if 0 <= one.start < one.end <= len(text)))
        try:
            if "\r" not in text:
                return self._rounds.repair(text, within)
            return _with_its_line_ends(text, within, self._rounds.repair)
        except PackError:
            raise
        except Exception as error:
            # Proposers contains all errors of repairers, so this is a damaged pack or a bug of textrepair.
            refuse_damaged(self.pack.folder, error)
            reason = f"{described_exception(error)}; the text was left as it was"
            return Repair(text, text, failures=(Failure("chain", -1, reason),))

    def prepare(self, text: str, said: Iterable[Said] = ()) -> Prepared:
        """Return what the first round decides about the words of a text, for :func:`textrepair.explain.explain`.

        Args:
            text: any string, lone surrogates included; its line ends are line feeds.
            said: what the OCR engine says of words of the text, sorted.

        >>> prepared = Chain.for_language("fr").prepare("le  rdle")
        >>> proposed = {replacement for _, (_, _, replacement, *_) in prepared.proposals.proposals()}
        >>> prepared.view.text, "rôle" in proposed
        ('le rdle', True)
        """
        failures: list[Failure] = []
        whole, view = Patch(), self.plan.scan(text, tuple(said))
        for stage in REPAIRING:
            if stage is not Stage.WORDS:
                made = self._rounds.run(stage, view, failures)
                if made:
                    whole, view = whole.compose(made), view.after(made)
        proposals, _ = self._proposers.decide(Stage.WORDS, view, failures, self.min_confidence)
        return Prepared(view, whole, proposals, tuple(dict.fromkeys(failures)))


def default_chain(language: str = "fr", preset: tuple[str, ...] = ()) -> Chain:
    """Return the default chain of a language with presets; the same object each time.

    Args:
        language: the code of a language pack.
        preset: presets of the pack, named sets of further repairers.

    >>> default_chain() is default_chain("fr", ())
    True
    """
    return _default_chain(language, preset)


# The chains of textrepair.fix and textrepair.repair. The process keeps the eight that were used last.
@lru_cache(maxsize=8)
def _default_chain(language: str, preset: tuple[str, ...]) -> Chain:
    return Chain.for_language(language, preset=preset)


def _arrived(origin: str, repairers: tuple[AnyRepairer, ...], pack: Pack, min_confidence: float | None) -> Chain:
    """Return a chain that was pickled; equal chains become the same object, with its memories.

    Raises:
        ConfigurationError: the chain comes from another version of textrepair.
    """
    if origin != version():
        raise ConfigurationError(
            f"the chain comes from textrepair {origin or '(not installed)'}, and here is "
            f"{version() or 'one that is not installed'}: install the same version on both sides"
        )
    with FORK_LOCK:
        for chain in _ARRIVED:
            if (chain.repairers, chain.pack.made_of, chain.min_confidence) == (repairers, pack.made_of, min_confidence):
                return chain
        chain = Chain(repairers, pack, min_confidence=min_confidence)
        _ARRIVED.append(chain)
        return chain


# A worker process gets a chain with each task. It keeps the last ones, since a new chain has empty memories.
_ARRIVED: deque[Chain] = deque(maxlen=4)


def _with_its_line_ends(
    source: str,
    said: Iterable[Said],
    repair: Callable[[str, tuple[Said, ...]], Repair],
) -> Repair:
    """Repair a text whose line ends are not all line feeds."""
    plain = PlainText(source)
    within = (one._replace(start=plain.position(one.start), end=plain.position(one.end)) for one in said)
    made = repair(plain.text, tuple(within))
    patch = plain.in_source(made.patch)
    text = patch.apply(source) if patch else source
    steps: list[Patch] = []
    current = source
    for step in made.steps:
        steps.append(PlainText(current).in_source(step))
        current = steps[-1].apply(current)
    if current != text:  # the text has several kinds of line ends, and an edit removed some
        steps = [patch]
    kept_back = tuple(map(plain.edit_in_source, made.kept_back))
    zones = tuple(zone._replace(start=plain.offset(zone.start), end=plain.offset(zone.end)) for zone in made.zones)
    return Repair(source, text, patch, tuple(steps), kept_back, made.failures, zones)
