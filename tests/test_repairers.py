"""Every repairer passes the public checks; what each promises stands in its own examples."""

import pytest

from textrepair import testing
from textrepair.chain import Chain
from textrepair.registry import RepairerInfo, available
from textrepair.repairer import Example

REPAIRERS = list(available().values())


@pytest.mark.parametrize("info", REPAIRERS, ids=lambda info: info.name)
def test_repairer_is_well_formed_and_keeps_its_examples(info: RepairerInfo) -> None:
    testing.check_repairer(info.cls)


@pytest.mark.parametrize(
    ("info", "example"),
    [(info, example) for info in REPAIRERS if info.default for example in info.cls.examples],
    ids=lambda value: value.name if isinstance(value, RepairerInfo) else None,
)
def test_the_whole_chain_keeps_the_examples(info: RepairerInfo, example: Example) -> None:
    chain = Chain.for_language(example.language)
    padding = f"{example.padding}\n\n" if example.padding else ""
    fixed = chain.fix(padding + example.before)
    # Other repairers may mend more of a repaired example, but none may touch one that must stay.
    if example.before == example.after:
        assert fixed.endswith(example.after)
    else:
        assert chain.fix(fixed) == fixed


def test_a_file_holds_one_repairer_of_its_name() -> None:
    for info in REPAIRERS:
        assert info.cls.__module__.rpartition(".")[2] == info.name.replace("-", "_")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"name": "Two Words"}, "lower-case words"),
        ({"examples": (Example("a", "a"),)}, "no example that is repaired"),
        ({"examples": (Example("a  b", "a b"),)}, "no example that is left alone"),
        ({"examples": (Example("a  b", "c"), Example("a", "a"))}, "expected 'c'"),
        ({"__doc__": None}, "no docstring"),
    ],
)
def test_the_checks_find_what_is_wrong(broken: dict[str, object], message: str) -> None:
    spacing = available()["spacing"].cls
    with pytest.raises(AssertionError, match=message):
        testing.check_repairer(type("Broken", (spacing,), {"__doc__": "A class.", **broken}))
