"""Small changes that a contributor may want, each made as docs/explanation/architecture.md says, in no other file."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pytest
from command import run, run_to

from textrepair import assess as assessment
from textrepair import registry, repairers, testing
from textrepair.chain import Chain
from textrepair.core import Pack
from textrepair.errors import PackError
from textrepair.formats import registry as formats
from textrepair.formats.byte_units import ByteWriter, TextBlock
from textrepair.formats.format import Format, Options
from textrepair.formats.protocols import Mention
from textrepair.plain_text import PlainText
from textrepair.repairers.merged_words import MergedWords

ROOT = Path(__file__).parents[1]
FRENCH = ROOT / "lexicons" / "fr"
ENGLISH = ROOT / "lexicons" / "en"


def write_repairer(folder: Path, name: str, source: str) -> None:
    """Write a module for the package of repairers, with the imports that all of them have."""
    head = (
        "from __future__ import annotations\n\nfrom dataclasses import dataclass\nfrom typing import ClassVar\n\n"
        "from textrepair.core import Candidate, Confusions, Proposal, Stage\n"
        "from textrepair.repairer import Example\n\n\n"
    )
    (folder / f"{name}.py").write_text(head + source, "utf-8")


@pytest.fixture
def drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield an empty folder whose modules belong to the package of repairers as long as the test runs."""
    monkeypatch.setattr(repairers, "__path__", [*repairers.__path__, str(tmp_path)])
    before = set(sys.modules)
    registry.built_in.cache_clear()
    yield tmp_path
    registry.built_in.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith("textrepair.repairers."):
            delattr(repairers, name.rpartition(".")[2])
            del sys.modules[name]


@pytest.fixture
def generate() -> ModuleType:
    """Return docs/generate.py as a module."""
    specification = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


DECLARED = '''\
@dataclass(frozen=True)
class ReadAlike:
    """Corrects letters that look alike, one in a word.

    Args:
        changes: how many confusions one word may hold.
    """

    changes: int = 1

    name: ClassVar[str] = "read-alike"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = (
        Example("chaque pays et chague peuple", "chaque pays et chaque peuple"),
        Example("le poète Hikmatov", "le poète Hikmatov"),
    )

    def spec(self) -> Confusions:
        """Declare what it looks for."""
        return Confusions(read="letters", changes=self.changes)
'''


def test_a_declared_repairer_of_words_is_one_new_file(drawer: Path, generate: ModuleType) -> None:
    write_repairer(drawer, "read_alike", DECLARED)
    info = registry.built_in()["read-alike"]
    testing.check_repairer(info.cls)
    chain = Chain.for_language("fr", only=["read-alike"], options={"read-alike": {"changes": 1}})
    assert chain.fix("chague peuple") == "chaque peuple"
    assert [edit.repairer for edit in chain.repair("chague peuple").patch] == ["read-alike"]
    assert "## read-alike\n\n*Runs when named.*\n\nCorrects letters that look alike" in generate.page()
    assert "Options: `changes` = 1\n" in generate.page()
    assert "- `Confusions`: Characters of an unknown word were misread" in generate.page()


CODED = '''\
@dataclass(frozen=True)
class Doubled:
    """Undoubles the first letter of a word (llettre)."""

    name: ClassVar[str] = "doubled"
    stage: ClassVar[Stage] = Stage.WORDS
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("une llettre de sa mère", "une lettre de sa mère"),
        Example("le poète Lloyd", "le poète Lloyd"),
    )

    def candidates(self, word, language):
        """Yield the word without its first letter."""
        if word[:1].islower() and word[:1] == word[1:2] and language.knows(word[1:]):
            yield Candidate(word[1:], 3.0, f"the first letter of ‘{word}’ is doubled")
'''

LAID_OUT = '''\
@dataclass(frozen=True)
class Tildes:
    """Removes the tildes at the ends of lines."""

    name: ClassVar[str] = "tildes"
    stage: ClassVar[Stage] = Stage.LAYOUT
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("la fin~\\nici", "la fin\\nici"),
        Example("~5 % et a~b", "~5 % et a~b"),
    )

    def propose(self, view):
        """Propose to remove each of them."""
        for start, end in view.lines:
            if view.text[start:end].endswith("~"):
                yield Proposal(end - 1, end, "", "a tilde at the end of a line")
'''


@pytest.mark.parametrize(
    ("name", "source", "damaged", "repaired"),
    [
        ("doubled", CODED, "une llettre de sa mère", "une lettre de sa mère"),
        ("tildes", LAID_OUT, "la fin~\nici", "la fin\nici"),
    ],
)
def test_a_repairer_with_code_is_one_new_file_and_takes_part_in_the_default_chain(
    drawer: Path, name: str, source: str, damaged: str, repaired: str
) -> None:
    write_repairer(drawer, name, source)
    testing.check_repairer(registry.built_in()[name].cls)
    chain = Chain.for_language("fr")
    assert name in [repairer.name for repairer in chain.repairers]
    assert chain.fix(damaged) == repaired


def linked_pack(source: Path, folder: Path) -> Path:
    """Return a pack of links to the files of another one."""
    folder.mkdir()
    for path in source.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def replace_file(path: Path, content: str) -> None:
    """Put a file in the place of a link."""
    path.unlink()
    path.write_text(content, "utf-8")


def test_a_price_is_changed_in_the_pack_alone(tmp_path: Path) -> None:
    folder = linked_pack(FRENCH, tmp_path / "fr")
    prices = (FRENCH / "prices.toml").read_text("utf-8")
    dearer, number = re.subn(r"(?m)(^\[space-lost\]\n(?:.+\n)*?nats = ).*$", r"\g<1>40.0", prices)
    assert number == 1
    replace_file(folder / "prices.toml", dearer)
    damaged = "dans lalutte contre la drogue"
    assert Chain([MergedWords()], Pack(FRENCH)).fix(damaged) == "dans la lutte contre la drogue"
    assert Chain([MergedWords()], Pack(folder)).fix(damaged) == damaged


def test_a_confusion_is_added_in_the_pack_alone(tmp_path: Path) -> None:
    folder = linked_pack(ENGLISH, tmp_path / "en")
    table = (ENGLISH / "confusions.tsv").read_text("utf-8")
    assert "\nk\t" not in table
    replace_file(folder / "confusions.tsv", f"{table}k\tlc\t3.0\n")
    text = "The men and women worlced for the government of the people."
    [repairer] = registry.make(["misread-letters"])
    assert Chain([repairer], Pack(ENGLISH)).fix(text) == text
    assert Chain([repairer], Pack(folder)).fix(text) == "The men and women worked for the government of the people."


class Line(TextBlock):
    """A record: a line with one text, or a comment."""

    @property
    def texts(self) -> tuple[PlainText, ...]:
        return () if self.plain.text.startswith("#") else (self.plain,)

    def mentions(self) -> Iterator[Mention]:
        return (Mention(self.number, None, place) for place in range(len(self.texts)))


class Lines:
    """A toy format in which each line is a record."""

    def __init__(self, stream: BinaryIO, told: Options) -> None:
        self._stream = stream

    def units(self) -> Iterator[Line]:
        for number, line in enumerate(self._stream, 1):
            yield Line(PlainText(line.decode()), None, number)

    def writer(self, stream: BinaryIO) -> ByteWriter:
        return ByteWriter(stream)


def test_a_format_is_a_declaration_and_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, Format("lines", ("lines",), Lines)))
    file = tmp_path / "a.lines"
    file.write_text("# lalutte\nla mise en ceuvre\nle 28 ao(t 2008\n", "utf-8")
    repaired = "# lalutte\nla mise en œuvre\nle 28 août 2008\n"
    assert run_to("fix", str(file)).stdout == repaired
    assert run("fix", "--format", "lines", "-", given=file.read_bytes()).stdout == repaired
    edits = run_to("fix", "--dry-run", str(file)).stdout.splitlines()
    assert [json.loads(edit)["record"] for edit in edits] == [2, 3]
    assert "ceuvre" in run_to("explain", "--file", str(file)).stdout
    assert str(file) in run_to("assess", str(file)).stdout


LANGUAGE = """\
[language]
code = "eo"
name = "Esperanto"
letters = "abcĉdefgĝhĥijĵklmnoprsŝtuŭvz"
vowels = "aeiou"
"""

BUILD = """\
elisions = []
elided_initials = ""
particles = []
joined_only = "(?!)"
short_words = ["la", "en", "de"]
name_letters = "abcĉdefgĝhĥijĵklmnoprsŝtuŭvz"
least_name_count = 50
forms_header = "Forms of a toy language."
aliases_header = "None."
names_header = "None."
ngrams_header = "Words of a toy language."
[dictionary]
package = "none"
version = "1"
sha256 = ""
affixes = "eo.aff"
dictionary = "eo.dic"
[capitals]
[language_model]
least_count = 2
least_name_count = 50
least_pair_count = 2
classes = 2
[[text]]
file = "text.txt.xz"
"""

AFFIXES = """\
SET UTF-8
SFX N Y 2
SFX N 0 j .
SFX N 0 n .
"""

WORDS = "la/ estas/ en/ kaj/ de/ tre/ granda/ bela/ domo/N floro/N ĝardeno/N urbo/N homo/N libro/N".split()

TEXT = """\
La floro estas bela en la ĝardeno de la domo. La homo estas en la urbo kaj la libro estas tre granda.
La domo de la homo estas granda kaj bela. La floroj estas en la ĝardenoj kaj la libroj estas en la domoj.
"""


@pytest.fixture
def esperanto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a pack that is nothing but data, which an installed package registers."""
    pytest.importorskip("numpy")
    from textrepair.pack_build import build as pack_builder

    dictionary = "\n".join([str(len(WORDS)), *(word.removesuffix("/") for word in WORDS)])
    (tmp_path / "eo.aff").write_text(AFFIXES, "utf-8")
    (tmp_path / "eo.dic").write_text(dictionary + "\n", "utf-8")
    # The only input of a pack that comes from elsewhere.
    monkeypatch.setattr(
        pack_builder, "fetch_dictionary", lambda pins, cache: (tmp_path / "eo.aff", tmp_path / "eo.dic")
    )
    text = lzma.compress((TEXT * 200).encode())
    (tmp_path / "text.txt.xz").write_bytes(text)
    pack = tmp_path / "toy_esperanto"
    pack.mkdir()
    digest = hashlib.sha256(text).hexdigest()
    written = {
        "__init__.py": "from pathlib import Path\n\n\ndef folder():\n    return Path(__file__).parent\n",
        "language.toml": LANGUAGE,
        "build.toml": f'{BUILD}sha256 = "{digest}"\n',
        "acronyms.txt": "",
        "pack.toml": '[pack]\nname = "toy"\n',
        "prices.toml": (ENGLISH / "prices.toml").read_text("utf-8"),
        "confusions.tsv": "d\tcl\t3.0\nn\tri\t4.0\nr\tn\t4.0\n",
    }
    for name, content in written.items():
        (pack / name).write_text(content, "utf-8")
    pack_builder.build(pack, tmp_path, tmp_path)
    registered = tmp_path / "toy_esperanto-1.0.dist-info"
    registered.mkdir()
    (registered / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-esperanto\nVersion: 1.0\n", "utf-8")
    (registered / "entry_points.txt").write_text("[textrepair.languages]\neo = toy_esperanto:folder\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return pack


def test_a_language_is_data_that_a_package_registers(esperanto: Path) -> None:
    chain = Chain.for_language("eo")
    assert chain.pack.folder == esperanto
    assert chain.pack.knows("ĝardenoj")
    right = TEXT.replace("\n", " ").strip()
    assert chain.fix(right) == right
    # A pack without a confidence model changes words of damaged documents only.
    damaged = "La floro estas bela en laĝardeno de la clomo. La homo estas en la urbo kaj la libro estas tregranda."
    assert chain.fix(damaged) == (
        "La floro estas bela en la ĝardeno de la domo. La homo estas en la urbo kaj la libro estas tre granda."
    )


def test_a_price_that_a_pack_lacks_is_named(tmp_path: Path) -> None:
    folder = linked_pack(FRENCH, tmp_path / "fr")
    entry = '[space-inserted]\nevent = "a space is read within a word"\nnats = 3.0\nsource = "a test"\n'
    replace_file(folder / "prices.toml", entry)
    with pytest.raises(PackError, match=r"prices\.toml: no price for ‘[a-z-]+’: add a table"):
        Chain([MergedWords()], Pack(folder)).fix("dans lalutte")


def test_a_pattern_of_the_assessment_is_one_entry_and_counts_once_the_table_weighs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "la fin~\nici~\nla paix"
    before = assessment.assess(text)
    patterns = {**assessment.PATTERNS, "tildes": re.compile("~$", re.MULTILINE)}
    monkeypatch.setattr(assessment, "PATTERNS", patterns)
    after = assessment.assess(text)
    assert after.patterns == {**before.patterns, "tildes": 2}
    # `make train-assessment` gives it a weight; until then the estimate stays.
    assert after.word_error_rate == before.word_error_rate
