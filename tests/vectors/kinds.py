"""The kinds of questions that the core is asked, and how each is asked.

The question of a kind about texts is the name of a text; all other questions can be asked as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from textrepair import Chain
from textrepair.core import Plan, ProposalList, View
from textrepair.core.decide import Decider
from textrepair.core.judgement import Judged
from textrepair.core.prefilter import CoreTest, token_places
from textrepair.core.specs import Confusions, Neighbours, Segments, Variants, spec_to_dict
from textrepair.encodings import decoded_lines

__all__ = ["KINDS", "Kind", "Subject", "as_json"]

# Of the pairs of tokens that follow each other in the texts, one in so many is asked about.
_PAIRS = 4


class Subject:
    """What is asked: the chain of a language and the core beneath it.

    Args:
        language: the code of the language.
        texts: the texts by name.

    Attributes:
        chain: the chain.
        specs: the declarations about words, by the name of their repairer and their number.
    """

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.chain = Chain.for_language(language)
        self.pack = self.chain.pack
        self.texts = texts
        self.specs = {
            f"{repairer.name}/{number}": spec
            for repairer in self.chain.repairers
            if hasattr(repairer, "spec")
            for number, spec in enumerate(_tuple(repairer.spec()))
            if isinstance(spec, Variants | Confusions | Neighbours | Segments)
        }

    @property
    def plan(self) -> Plan:
        """The plan of the chain."""
        return self.chain.plan

    def view(self, name: str) -> View:
        """Return the view of a text."""
        return self.plan.scan(self.texts[name])

    def words(self) -> list[str]:
        """Return the distinct tokens of the texts, and the unknown words in them, sorted."""
        views = [self.view(name) for name in self.texts]
        tokens = {token for view in views for token in view.text.split()}
        return sorted(tokens.union(word.text for view in views for word in view.unknown_words))

    def unknown_words(self) -> list[str]:
        """Return the distinct unknown words of the texts, sorted."""
        return sorted({word.text for name in self.texts for word in self.view(name).unknown_words})


class Kind(NamedTuple):
    """A kind of questions.

    Attributes:
        questions: returns the questions about the texts of a subject.
        answer: returns the answer to one.
    """

    questions: Callable[[Subject], Iterable[Any]]
    answer: Callable[[Subject, Any], Any]


def as_json(answer: Any) -> Any:
    """Return an answer as it is read from a file: tuples are lists."""
    return json.loads(json.dumps(answer))


def _tuple(spec: Any) -> tuple[Any, ...]:
    return spec if isinstance(spec, tuple) else (spec,)


def _scan(subject: Subject, name: str) -> Any:
    """Return the number of tokens, and for each token that prefilters open for, its offsets and their numbers."""
    view = subject.view(name)
    prefilters = list(subject.plan.marks.prefilters)
    marked: dict[tuple[int, int], list[int]] = {}
    for number, prefilter in enumerate(prefilters):
        for span in view.tokens(prefilter):
            marked.setdefault(span, []).append(number)
    opens = [number for number, one in enumerate(prefilters) if not one.document and view.opens(one)]
    return {"number": len(view.text.split()), "marked": sorted(marked.items()), "opens": opens}


def _prefilters(subject: Subject, _: str) -> Any:
    """Return what each prefilter is made of, by its number in ``scan``."""
    return [
        {
            "pattern": one.pattern(subject.pack) if callable(one.pattern) else one.pattern,
            "test": one.test.name if isinstance(one.test, CoreTest) else getattr(one.test, "__name__", one.test),
            "unknown": one.unknown,
            "gap": one.gap,
            "blank": one.blank,
            "in_letters": one.in_letters,
            "document": one.document,
        }
        for one in subject.plan.marks.prefilters
    ]


def _specs(subject: Subject, _: str) -> Any:
    """Return the declarations about words, by the names that they have in ``candidates``."""
    return {name: spec_to_dict(spec) for name, spec in subject.specs.items()}


def _word(subject: Subject, word: str) -> Any:
    """Return what the lexicon says of a word."""
    pack = subject.pack
    entry = pack.entry(word)
    return {
        "knows": pack.knows(word),
        "has": pack.has_word(word),
        "unknown": pack.unknown_parts(word),
        "mixed": pack.mixed_parts(word),
        "zipf": pack.zipf(word),
        "entry": None if entry is None else list(entry),
        "variants": [list(variant) for variant in pack.variants(word)],
        "listed_name": pack.is_listed_name(word),
        "standard": pack.standard_spelling(word),
        "modern": [pack.modern_spelling(word, sure=sure) for sure in (False, True)],
        "spelling_cost": pack.spelling_cost(word),
        "foreign": pack.knows_foreign(word),
    }


def _candidates(subject: Subject, word: str) -> Any:
    """Return the candidates of each declaration that has some for a word."""
    found = {name: subject.plan.candidates(spec, word) for name, spec in subject.specs.items()}
    return {name: [list(one) for one in candidates] for name, candidates in found.items() if candidates}


def _pairs(subject: Subject) -> Iterator[tuple[str, str]]:
    tokenised = [subject.pack.tokenise(text) for text in subject.texts.values()]
    pairs = sorted({pair for tokens in tokenised for pair in pairwise(tokens)})
    yield from pairs[::_PAIRS]


def _model_tokens(subject: Subject, name: str) -> list[str]:
    return subject.pack.tokenise(subject.texts[name])


def _zones(subject: Subject, name: str) -> Any:
    """Return all zones of a text, and the language of the document if it is another one."""
    view = subject.view(name)
    tokens = token_places(view.text, set(view.text.split()))
    found = {zone for start, end in tokens for zone in view.zones.at(start, end)}
    return {"foreign": view.zones.foreign, "zones": [[*zone[:2], str(zone.kind), *zone[3:]] for zone in sorted(found)]}


def _statistics(subject: Subject, name: str) -> Any:
    one = subject.view(name).statistics
    counted = one.inventory
    return {
        "words": one.words,
        "inventory": [counted.total, counted.letters, counted.capitals, counted.digits, counted.alphanumeric],
        "unknown": sorted(one.unknown.items()),
        "damage": one.damage,
        "old": one.old,
        "misread_long_s": one.misread_long_s,
        "foreign": one.foreign,
        "loss_rates": sorted(one.loss_rates.items()),
        "drop_rates": sorted(one.drop_rates.items()),
        "left_out": sorted(one.left_out),
        "names": sorted(one.names.items()),
        "compounds": sorted(one.compounds),
        "prior": one.prior(),
    }


def _lines(subject: Subject, name: str) -> Any:
    """Return the lines that were decoded wrongly."""
    return [list(line) for line in decoded_lines(subject.view(name))]


class _Recorder:
    """Stands between a plan and its decider, and records what is decided."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self.calls: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decider, name)

    def decide(self, view: View, proposals: ProposalList, min_confidence: float | None = None) -> Any:
        """Decide as the decider does, and record the proposals and the judgements."""
        judged = list(self._decider.judge(view, proposals, min_confidence))
        self.calls.append(
            {
                "text": view.text,
                "proposals": [[repairer, *proposal] for repairer, proposal in proposals.proposals()],
                "judged": [_judged(one) for one in judged],
            }
        )
        return self._decider.decide(view, proposals, min_confidence)


def _judged(one: Judged) -> Any:
    slot = one.weighed.slot
    return {
        "slot": [slot.start, slot.end],
        "readings": [[reading.text, reading.cost, reading.first, reading.last] for reading in slot.readings],
        "nats": one.weighed.nats,
        "best": one.weighed.best,
        "place": one.place,
        "features": one.features,
        "confidence": one.confidence,
        "asked": one.asked,
        "verdict": one.verdict.name,
    }


def _rounds(subject: Subject, name: str) -> Any:
    """Return each decision about words while a text is repaired."""
    plan: Any = subject.plan
    decider = plan._decider
    recorder = plan._decider = _Recorder(decider)
    try:
        subject.chain.repair(subject.texts[name])
    finally:
        plan._decider = decider
    return recorder.calls


def _edits(subject: Subject, name: str) -> Any:
    repair = subject.chain.repair(subject.texts[name])
    return {
        "edits": [list(edit) for edit in repair.patch],
        "kept_back": [list(edit) for edit in repair.kept_back],
        "failures": [list(failure) for failure in repair.failures],
    }


def _names(subject: Subject) -> Iterable[str]:
    return subject.texts


def _once(_: Subject) -> Iterator[str]:
    yield ""


KINDS: dict[str, Kind] = {
    "prefilters": Kind(_once, _prefilters),
    "specs": Kind(_once, _specs),
    "scan": Kind(_names, _scan),
    "model-tokens": Kind(_names, _model_tokens),
    "words": Kind(Subject.words, _word),
    "pairs": Kind(_pairs, lambda subject, pair: subject.pack.pair_cost(*pair)),
    "candidates": Kind(Subject.unknown_words, _candidates),
    "zones": Kind(_names, _zones),
    "statistics": Kind(_names, _statistics),
    "lines": Kind(_names, _lines),
    "rounds": Kind(_names, _rounds),
    "edits": Kind(_names, _edits),
}
"""The kinds by name."""
