"""Tests that every repairer must pass, for those who write one.

>>> from textrepair.repairers.spacing import Spacing
>>> check_repairer(Spacing)
"""

from __future__ import annotations

import re

from textrepair.alternatives import carried
from textrepair.chain import Chain
from textrepair.core import open_pack
from textrepair.edits import Edit, Patch
from textrepair.repairer import AnyRepairer, DeclaredRepairer, Example, Repairer, Stage, WordRepairer

__all__ = ["check_example", "check_repairer"]


def check_repairer(cls: type[AnyRepairer]) -> None:
    """Check that a repairer is well formed and does what its examples say.

    Args:
        cls: the class, which must be constructible without arguments.

    Raises:
        AssertionError: something is wrong; the message says what.
    """
    name = getattr(cls, "name", None)
    assert isinstance(name, str), f"{cls.__name__} has no name"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), f"{name}: a name is lower-case words joined by hyphens"
    assert isinstance(cls.stage, Stage), f"{name}: stage is no Stage"
    assert (cls.__doc__ or "").strip(), f"{name} has no docstring: it is its documentation"
    repairer = cls()
    assert isinstance(repairer, DeclaredRepairer | Repairer | WordRepairer), (
        f"{name} has neither spec nor propose nor candidates"
    )
    if isinstance(repairer, WordRepairer):
        assert cls.stage is Stage.WORDS, f"{name}: a repairer with candidates belongs to the stage WORDS"
    examples = cls.examples
    assert any(example.before != example.after for example in examples), f"{name}: no example that is repaired"
    assert any(example.before == example.after for example in examples), f"{name}: no example that is left alone"
    for example in examples:
        check_example(repairer, example)


def check_example(repairer: AnyRepairer, example: Example) -> None:
    """Check one example: the result, that the triggers let it through, and that it stays when repaired again.

    Raises:
        AssertionError: the result differs, or a promise of the chain is broken.
    """
    chain = Chain([repairer], open_pack(example.language))
    padding = f"{example.padding}\n\n" if example.padding else ""
    alternatives = carried(example.alternatives, Patch([Edit(0, 0, padding, "padding")]))
    repair = chain.repair(padding + example.before, alternatives)
    assert not repair.failures, f"{repairer.name} raised on {example.before!r}: {repair.failures}"
    got = repair.text[-len(example.after) :] if padding else repair.text
    assert got == example.after, f"{repairer.name}: {example.before!r} became {got!r}, expected {example.after!r}"
    assert repair.patch.apply(repair.source) == repair.text, f"{repairer.name}: the edits do not lead to the result"
    assert chain.fix(repair.text) == repair.text, f"{repairer.name}: {example.before!r} changes when repaired again"
