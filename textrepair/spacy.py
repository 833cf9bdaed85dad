"""The component ``textrepair`` of spaCy pipelines, which spaCy finds by itself (entry point ``spacy_factories``).

    nlp.add_pipe("textrepair", first=True)

It stands first: it makes a Doc of the repaired text, and whatever stood in the one that it was given is lost. What it
was made from can be asked of it, and where a span stood there:

* ``doc._.source_text``: the text before the repair;
* ``doc._.patch``: the edits, as a :class:`textrepair.Patch`;
* ``span._.source_start``, ``span._.source_end``: the offsets of a span in the text before the repair, and
  ``span._.source_text`` what stands there.

They are kept when the Doc is written to bytes, and where the Doc was not repaired, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from textrepair.chain import Chain
from textrepair.edits import Edit, Patch

__all__ = ["Component", "make_component"]


class Component:
    """Makes Docs of repaired text.

    Args:
        nlp: the pipeline, whose tokenizer is used.
        chain: what repairs.
    """

    def __init__(self, nlp: Language, chain: Chain) -> None:
        self._nlp = nlp
        self._chain = chain

    def __call__(self, doc: Doc) -> Doc:
        """Return a Doc of the repaired text; the same one, if there is nothing to repair."""
        repair = self._chain.repair(doc.text)
        made = self._nlp.make_doc(repair.text) if repair.changed else doc
        if made is not doc:
            made.user_data.update(doc.user_data)
            made._context = doc._context  # what nlp.pipe was given beside the text
        made._.source_text = repair.source
        # Plain values: whatever stands here is written with the Doc.
        made._.source_edits = [list(edit) for edit in repair.patch]
        return made


def make_component(
    nlp: Language,
    name: str,
    language: str,
    only: list[str] | None,
    skip: list[str],
    add: list[str],
    preset: list[str],
    min_confidence: float | None,
    options: dict[str, dict[str, Any]],
) -> Component:
    """Make the component, with the settings of :meth:`textrepair.Chain.for_language`.

    Raises:
        ConfigurationError: a name is unknown.
    """
    chain = Chain.for_language(
        language, only=only, skip=skip, add=add, preset=preset, min_confidence=min_confidence, options=options
    )
    return Component(nlp, chain)


Language.factory(
    "textrepair",
    default_config={
        "language": "fr",
        "only": None,
        "skip": [],
        "add": [],
        "preset": [],
        "min_confidence": None,
        "options": {},
    },
    func=make_component,
)


def _patch(doc: Doc) -> Patch:
    edits: Iterable[tuple[Any, ...]] = doc._.source_edits or ()
    return Patch(Edit(*edit) for edit in edits)


def _source_span(span: Span) -> tuple[int, int]:
    return _patch(span.doc).to_source(span.start_char, span.end_char)


def _source_text(span: Span) -> str:
    start, end = _source_span(span)
    source: str | None = span.doc._.source_text
    return (span.doc.text if source is None else source)[start:end]


_ON_DOCS: Mapping[str, Mapping[str, Any]] = {
    "source_text": {"default": None},
    "source_edits": {"default": None},
    "patch": {"getter": _patch},
}
_ON_SPANS: Mapping[str, Mapping[str, Any]] = {
    "source_start": {"getter": lambda span: _source_span(span)[0]},
    "source_end": {"getter": lambda span: _source_span(span)[1]},
    "source_text": {"getter": _source_text},
}
for _name, _kind in _ON_DOCS.items():
    Doc.set_extension(_name, **_kind, force=True)
for _name, _kind in _ON_SPANS.items():
    Span.set_extension(_name, **_kind, force=True)
