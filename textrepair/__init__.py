"""textrepair mends the damage that OCR and PDF extraction leave in text, and shows every change.

>>> import textrepair
>>> textrepair.fix("Les progrés de I’informatique, le 28 ao(t 2008")
'Les progrès de l’informatique, le 28 août 2008'
>>> for edit in textrepair.repair("le 28 ao(t 2008").patch:
...     print(edit.start, edit.end, edit.replacement, edit.repairer)
6 10 août stray-glyphs

A text that has nothing sure to repair comes back as the same object. To choose what runs, make a
:class:`Chain` with :meth:`Chain.for_language`; every error derives from :class:`TextRepairError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from textrepair.version import __version__

if TYPE_CHECKING:
    from textrepair.alternatives import Alternative
    from textrepair.chain import Chain
    from textrepair.core import View
    from textrepair.document import Document, Failure, Repair, Segment
    from textrepair.edits import Edit, Patch
    from textrepair.errors import TextRepairError
    from textrepair.many import repair_many
    from textrepair.repairer import Candidate, Example, Proposal, Repairer, Stage, WordRepairer

__all__ = [
    "Alternative",
    "Candidate",
    "Chain",
    "Document",
    "Edit",
    "Example",
    "Failure",
    "Patch",
    "Proposal",
    "Repair",
    "Repairer",
    "Segment",
    "Stage",
    "TextRepairError",
    "View",
    "WordRepairer",
    "__version__",
    "fix",
    "repair",
    "repair_many",
]

# Where each name is, so that `import textrepair` does not take a tenth of a second before the first text comes.
_PLACES = {
    "Alternative": "alternatives",
    "Chain": "chain",
    "View": "core",
    **dict.fromkeys(("Document", "Failure", "Repair", "Segment"), "document"),
    **dict.fromkeys(("Edit", "Patch"), "edits"),
    "TextRepairError": "errors",
    "repair_many": "many",
    **dict.fromkeys(("Candidate", "Example", "Proposal", "Repairer", "Stage", "WordRepairer"), "repairer"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})


def repair(text: str, *, language: str = "fr", preset: str | Iterable[str] | None = None) -> Repair:
    """Repair a text with the default chain and keep the account of every change.

    Args:
        text: any string.
        language: code of the language pack.
        preset: a named set of normalisations to make besides, such as ``"fr-typography"``; or several.

    Raises:
        ConfigurationError: the language or a preset is unknown.
        ArgumentTypeError: the text is not a ``str``, or another argument is of the wrong type.

    >>> repair("de l ’appui").patch.inverse("de l ’appui").apply("de l’appui")
    'de l ’appui'
    """
    return _chain(language, preset).repair(text)


def fix(text: str, *, language: str = "fr", preset: str | Iterable[str] | None = None) -> str:
    """Return a text with what is surely damaged repaired; what went wrong is logged, as :meth:`Chain.fix` does.

    Args and raises as :func:`repair`.

    >>> fix("aupres de I’ Organisation")
    'auprès de l’Organisation'
    """
    return _chain(language, preset).fix(text)


def _chain(language: str, preset: str | Iterable[str] | None) -> Chain:
    from textrepair.arguments import check_language, checked_names
    from textrepair.chain import default_chain

    check_language(language)
    return default_chain(language, tuple(checked_names(preset, "preset") or ()))
