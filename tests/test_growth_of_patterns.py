"""Every regular expression and every function of one word takes time in line with the length of what it is given.

`make growth` times whole texts. Here each part is timed alone, on strings made to be bad for it.
"""

import base64
import functools
import gc
import hashlib
import importlib
import inspect
import itertools
import pkgutil
import re
import time
import types
from collections.abc import Callable, Iterator
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import textrepair
from textrepair import alternatives
from textrepair.chain import Chain
from textrepair.core import Confusions, Neighbours, Pack, Plan, Segments, confusions_in, fold, like_case, open_pack
from textrepair.registry import available, make
from textrepair.repairer import AnyRepairer, DeclaredRepairer, Repairer, WordRepairer
from textrepair.tables import ngrams
from textrepair.visible import visible

TIMES = 8
MOST = 12.0
LENGTH = 4_000
# What takes less for LENGTH characters cannot be quadratic: 8,000,000 steps take longer.
QUICK = 0.004
ATTEMPTS = 4

# These search no more than so many characters before a place.
BOUNDED = {"textrepair.formats.pages.page_text._LEFT", "textrepair.repairers.hyphenation._LEFT"}


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector, which looks at all that other tests have made, out of what is timed."""
    gc.disable()
    yield
    gc.enable()


def modules() -> Iterator[types.ModuleType]:
    for found in pkgutil.walk_packages(textrepair.__path__, "textrepair."):
        # The core has no source that Python could read; its own tests time it.
        if not found.name.endswith(("__main__", "._core")):
            try:
                yield importlib.import_module(found.name)
            except ImportError:  # what needs a package that is not installed
                continue


def _within(thing: object, place: str, seen: set[int], depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns in a value, with where they stand: in containers, classes, instances and defaults."""
    if isinstance(thing, re.Pattern):
        yield place, thing
        return
    if depth > 6 or id(thing) in seen or isinstance(thing, str | bytes | int | float | types.ModuleType):
        return
    seen.add(id(thing))
    ours = (getattr(thing, "__module__", None) or type(thing).__module__ or "").startswith("textrepair")
    inner: dict[str, object] = {}
    if isinstance(thing, dict) and len(thing) < 2_000:
        inner = {f"{place}[{key!r:.20}]": value for key, value in list(thing.items())}
    elif isinstance(thing, list | tuple | set | frozenset) and len(thing) < 2_000:
        inner = {f"{place}[{k}]": value for k, value in enumerate(thing)}
    elif isinstance(thing, types.FunctionType) and ours:
        values = [*(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values()]
        inner = {f"{place}({k})": value for k, value in enumerate(values)}
    elif ours:
        inner = {f"{place}.{name}": value for name, value in {**getattr(thing, "__dict__", {})}.items()}
    for where, value in inner.items():
        yield from _within(value, where, seen, depth + 1)


def _compiled_by(pack: Pack) -> list[re.Pattern[Any]]:
    """Return what is compiled from the rules of a language, by repairers that have not seen it yet."""
    compiled: list[re.Pattern[Any]] = []
    original = re.compile

    def noted(*arguments: Any) -> re.Pattern[Any]:
        compiled.append(original(*arguments))
        return compiled[-1]

    text = "« l ’appui », I’homme ; “a” ao(t 1a la meme scene. Ahl\nDe ve'c a-\nb " * 9
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(re, "compile", noted)
        Chain(make([info.name for info in available().values() if not info.plugin]), pack).repair(text)
    compiled.append(ngrams.token_pattern(frozenset(pack.rules.elision_prefixes)))
    return [*compiled, *(re.compile(rule.pattern) for rule in pack.period_rules)]


@functools.cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern by its place: those of modules, those of a language, and those compiled on the way."""
    seen: set[int] = set()
    found: dict[re.Pattern[Any], str] = {}
    sources = []
    for module in modules():
        sources.append(inspect.getsource(module))
        for name, value in list(vars(module).items()):
            for place, pattern in _within(value, f"{module.__name__}.{name}", seen):
                found.setdefault(pattern, place)
    # What a function compiles from a constant.
    inline = re.compile(r"\bre\.(?:sub|search|match|fullmatch|finditer|findall|split)\(\s*(r?\"[^\"\n]*\"|r?'[^'\n]*')")
    for match in inline.finditer("\n".join(sources)):
        literal = match[1]
        text = literal[2:-1] if literal.startswith("r") else literal[1:-1].encode().decode("unicode_escape")
        found.setdefault(re.compile(text), f"inline {text!r}")
    # What is compiled from the rules of a language, by a language whose rules nobody has seen yet.
    for code in ("fr", "en"):
        compiled = _compiled_by(open_pack(code).adapted(words=["growthofpatterns"]))
        for k, pattern in enumerate(compiled):
            found.setdefault(pattern, f"{code}[{k}]")
    return {place: pattern for pattern, place in found.items()}


@functools.cache
def _uses() -> dict[str, set[str]]:
    """The methods by which each name is used in the sources."""
    found: dict[str, set[str]] = {}
    for module in modules():
        for name, method in re.findall(
            r"\b(\w+)\.(search|finditer|findall|subn?|split|match|fullmatch)\(", inspect.getsource(module)
        ):
            found.setdefault(f"{module.__name__}.{name}", set()).add(method)
    return found


def _use(place: str, pattern: re.Pattern[Any], text: Any) -> None:
    methods = _uses().get(place, {"finditer"})
    if methods & {"match", "fullmatch"}:
        pattern.match(text)
    if "fullmatch" in methods:
        pattern.fullmatch(text)
    if methods - {"match", "fullmatch"}:
        for _ in pattern.finditer(text):
            pass


CLASSICS = (
    " ",
    "'",
    "a",
    "7",
    "a-",
    "l’",
    ". ",
    "<",
    "&",
    '"',
    "\n",
    "e\u0301",
    "a1",
    "aB",
    "\\",
    " \n",
    "A",
    "I",
    "(",
)
CATEGORIES = {
    constants.CATEGORY_DIGIT: "7",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_WORD: "a",
    constants.CATEGORY_NOT_DIGIT: "a",
    constants.CATEGORY_NOT_SPACE: "a",
    constants.CATEGORY_NOT_WORD: "-",
}


def _sample(tree: Any, pieces: list[str]) -> str:
    """Return a string that mostly matches a parsed pattern; the samples of its parts go to ``pieces``."""
    sample = ""
    for kind, value in tree:
        if kind is constants.LITERAL:
            piece = chr(value)
        elif kind is constants.IN:
            letters = [
                chr(item) if op is constants.LITERAL else chr(item[0]) if op is constants.RANGE else CATEGORIES[item]
                for op, item in value
                if op is not constants.NEGATE
            ]
            negated = value[0][0] is constants.NEGATE
            pieces += letters[:4]
            piece = next((each for each in "a-7 \n" if each not in letters), "x") if negated else letters[0]
        elif kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            piece = _sample(value[2], pieces) * max(1, min(value[0], 3))
        elif kind is constants.SUBPATTERN:
            piece = _sample(value[3], pieces)
        elif kind is constants.ATOMIC_GROUP:
            piece = _sample(value, pieces)
        elif kind is constants.BRANCH:
            piece = max((_sample(branch, pieces) for branch in value[1]), key=len, default="")
        elif kind in (constants.ASSERT, constants.ASSERT_NOT):
            inner = _sample(value[1], pieces)
            piece = inner if kind is constants.ASSERT and value[0] > 0 else ""
        else:
            piece = "a" if kind in (constants.ANY, constants.NOT_LITERAL) else ""
        if piece:
            pieces.append(piece)
        sample += piece
    return sample


def _hostile(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a head, what is repeated after it, and a tail."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    pieces: list[str] = []
    whole = _sample(parser.parse(source, pattern.flags & ~re.UNICODE), pieces)
    distinct = list(dict.fromkeys(pieces))
    for unit in dict.fromkeys([whole, *distinct[:12], *CLASSICS]):
        if unit:
            yield "", unit, ""
            yield "", unit, "\x00"
    for k in range(1, min(len(whole), 8)):
        yield whole[:k], whole[k - 1], "\x00"
    for one, other in itertools.pairwise(distinct[:8]):
        yield "", one + other, "\x00"


def _grows(use: Callable[[int], float], attempts: int = ATTEMPTS) -> float:
    """Return how many times as long eight times the length takes; 0 where it takes next to nothing."""
    ratios = []
    for _ in range(attempts):
        if use(LENGTH) < QUICK:
            return 0.0
        ratios.append(use(TIMES * LENGTH) / max(use(LENGTH), use(LENGTH), 0.001))
        if ratios[-1] < MOST:
            return 0.0
    return min(ratios)


def test_patterns_take_time_in_line_with_the_text() -> None:
    assert len(patterns()) > 100
    slow = {}
    for place, pattern in patterns().items():
        if place in BOUNDED:
            continue
        for head, unit, tail in _hostile(pattern):

            def seconds(
                number: int, place: str = place, pattern: re.Pattern[Any] = pattern, parts: Any = (head, unit, tail)
            ) -> float:
                head, unit, tail = parts
                text: Any = head + unit * (number // len(unit) + 1) + tail
                text = text.encode() if isinstance(pattern.pattern, bytes) else text
                started = time.process_time()
                _use(place, pattern, text)
                return time.process_time() - started

            ratio = _grows(seconds)
            if ratio:
                slow[place] = (head, unit, tail, round(ratio, 1))
                break
    assert slow == {}


@pytest.mark.parametrize("pattern", [r"\s*x", r"(?:a|b)*c"])
def test_a_slow_pattern_is_found(pattern: str) -> None:
    compiled = re.compile(pattern)

    def seconds(number: int, parts: tuple[str, str, str]) -> float:
        head, unit, tail = parts
        text = head + unit * (number // len(unit) + 1) + tail
        started = time.process_time()
        for _ in compiled.finditer(text):
            pass
        return time.process_time() - started

    assert any(_grows(functools.partial(seconds, parts=parts), attempts=1) for parts in _hostile(compiled))


COUNTER = itertools.count()
NOISE = base64.b64encode(b"".join(hashlib.sha256(b"%d" % k).digest() for k in range(2_000))).decode()
TOKENS: dict[str, Callable[[int], str]] = {
    **{
        repr(unit): functools.partial(lambda unit, n: (unit * (n // len(unit) + 1))[:n], unit)
        for unit in ("a", "A", "1", "a1", "A1", "aB", "a-", "l’", "d'", "e\u0301", "I", "oe", "a.", "(", "'", "-", "|l")
    },
    "letters": lambda n: re.sub("[^a-z]", "", NOISE)[:n],
    "letters and digits": lambda n: re.sub(r"\W", "", NOISE)[:n],
    "base64": lambda n: NOISE[:n],
    "syllables": lambda n: ("administrationsfrancaises" * (n // 20 + 1))[:n],
}


def _functions(pack: Pack) -> dict[str, Callable[[str], object]]:
    """Every function that is asked about a word or a token."""
    lexicon, elisions = pack.lexicon, pack.rules.elision_prefixes
    declared = [
        Confusions(read="letters and digits", words="all", changes=2),
        Confusions(read="signs", words="all", changes=2),
        Neighbours(),
        Segments(),
    ]
    plan = Plan(pack, declared)
    found: dict[str, Callable[[str], object]] = {
        "tokenise": lambda word: ngrams.tokenise(word, elisions, pack.has_word),
        "surface_tokens": lambda word: ngrams.surface_tokens(word, elisions),
        "case_spellings": lambda word: list(ngrams.case_spellings(word)),
        "is_number": ngrams.is_number,
        "like_case": lambda word: like_case(word, word),
        "differences": lambda word: list(alternatives.differences(0, f"{word} {word}", f"{word}x {word}", 1.0)),
        "differences of words": lambda word: list(
            alternatives.differences(0, " ".join(word), " ".join(word[::-1]), 1.0)
        ),
        "of_letters": lambda word: list(alternatives.of_letters(0, word, [[(c, 0.9), ("é", 0.3)] for c in word])),
        "confusions_in": lambda word: confusions_in(word, f"x{word}"),
        "fold": fold,
        "cost": lambda word: pack.pair_cost(word, word),
        "model tokens": lambda word: [pack.pair_cost(token, token) for token in pack.tokenise(word)],
        "marks": plan.marks.mark,
        "visible": visible,
    }
    for spec in declared:
        found[f"candidates of {spec}"] = functools.partial(plan.candidates, spec)
    # Methods of the pack and the lexicon with one argument, a word: a new one is here as soon as it is written.
    for owner in (pack, lexicon):
        for name, method in inspect.getmembers(type(owner), inspect.isfunction):
            signature = inspect.signature(method)
            needed = [p for p in signature.parameters.values() if p.default is p.empty and p.name != "self"]
            if not name.startswith("_") and len(needed) == 1 and needed[0].annotation == "str":
                found[f"{type(owner).__name__}.{name}"] = getattr(owner, name)
    del found["Pack.table"]  # its argument is the name of a file
    for repairer in make([info.name for info in available().values() if not info.plugin]):
        if isinstance(repairer, WordRepairer):
            ask = repairer.candidates
            found[f"{repairer.name}, candidates"] = functools.partial(lambda ask, word: list(ask(word, pack)), ask)
        if isinstance(repairer, Repairer | DeclaredRepairer):
            found[f"{repairer.name}, proposals"] = functools.partial(_proposals, repairer, pack)
    return found


def _proposals(repairer: AnyRepairer, pack: Pack, word: str) -> object:
    """Return what a repairer proposes for a text of one word, as its chain would ask it."""
    chain = _chain_of(repairer, pack)
    view = chain.plan.scan(word)
    if isinstance(repairer, DeclaredRepairer):
        specs = repairer.spec()
        list(chain.plan.propose(specs if isinstance(specs, tuple) else (specs,), view))
    return list(repairer.propose(view)) if isinstance(repairer, Repairer) else None


@functools.cache
def _chain_of(repairer: AnyRepairer, pack: Pack) -> Chain:
    return Chain([repairer], pack)


def test_functions_of_a_word_take_time_in_line_with_its_length() -> None:
    functions = _functions(open_pack("fr"))
    assert {"Pack.knows", "Pack.unknown_parts", "Pack.mixed_parts", "Lexicon.near"} <= functions.keys()
    slow = {}
    for name, function in functions.items():
        for kind, make_token in TOKENS.items():

            def seconds(
                number: int, function: Callable[[str], object] = function, make_token: Any = make_token
            ) -> float:
                # What is remembered of one word must not answer for the next: it begins with another letter.
                word = make_token(number // 4)
                word = f"{word[: next(COUNTER) % 97]}{word}"
                started = time.process_time()
                function(word)
                return time.process_time() - started

            ratio = _grows(seconds)
            if ratio:
                slow[name, kind] = round(ratio, 1)
    assert slow == {}
