"""The builder of packs: the dictionary's expansion, the counts, and Kneser–Ney against a slow oracle."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import math
import shutil
import tomllib
import zipfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from textrepair.core.lexicon import Flag, Lexicon  # noqa: E402
from textrepair.errors import PackError  # noqa: E402
from textrepair.pack_build import build as pack_builder  # noqa: E402
from textrepair.pack_build import choose_words  # noqa: E402
from textrepair.pack_build.hunspell import Role, expand_dictionary, read_affixes  # noqa: E402
from textrepair.pack_build.kneser_ney import discounts_of, estimate, quantise  # noqa: E402
from textrepair.pack_build.markup import fingerprint, paragraphs_of  # noqa: E402
from textrepair.tables.ngrams import LanguageModel  # noqa: E402
from textrepair.tables.pack_files import read_lines  # noqa: E402

PACK = Path(__file__).parents[1] / "lexicons" / "fr"

AFFIXES = """\
SET UTF-8
FLAG long
NEEDAFFIX ()
FORBIDDENWORD {}
KEEPCASE ||
PFX L' Y 1
PFX L' 0 l' [aàeéo]
PFX Um Y 3
PFX Um 0 0/S. .
PFX Um 0 l' [aeéo]
PFX Um 0 kilo/S.() .
SFX S. Y 2
SFX S. 0 0/L' [^sxz] is:sg
SFX S. 0 s [^sxz] is:pl
SFX zA Y 3
SFX zA r r/L' er po:infi
SFX zA r nt/S. er
SFX zA er é/S.L' [^g]er
"""

DICTIONARY = """\
9
mot/S.() po:nom
amer/zA() po:v
gramme/Um() po:nom
Paris/L' po:npr
kW/|| po:nom
jusqu/-- po:err
interdit/{} po:nom
pomme de terre/S.() po:nom
anti/L' po:pfx
état/S.() po:nom
"""


def write_dictionary(folder: Path) -> tuple[Path, Path]:
    affixes, dictionary = folder / "t.aff", folder / "t.dic"
    affixes.write_text(AFFIXES, "utf-8")
    dictionary.write_text(DICTIONARY, "utf-8")
    return affixes, dictionary


def test_expansion(tmp_path: Path) -> None:
    affixes, dictionary = write_dictionary(tmp_path)
    forms = expand_dictionary(dictionary, read_affixes(affixes))
    nouns = {"mot", "mots", "gramme", "grammes", "kilogramme", "kilogrammes", "état", "états"}
    verbs = {"amer", "ament", "aments", "amé", "amés"}
    assert set(forms) == nouns | verbs | {"Paris", "kW", "anti"}
    assert forms["Paris"] == {Role.NAME}
    assert forms["kW"] == {Role.SYMBOL}
    assert forms["anti"] == {Role.PREFIX}


def test_other_flag_types_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.aff"
    path.write_text("FLAG num\n", "utf-8")
    with pytest.raises(ValueError, match="FLAG num is not supported"):
        read_affixes(path)


def slow_kneser_ney(stream: list[int], size: int, least_count: int) -> dict[int, list[float]]:
    """Return p(right | left) for all pairs, from the definition, with dicts."""
    pairs = Counter(pairwise(stream))
    one, two, more = discounts_of(np.array(list(pairs.values())))
    contexts = {word: len({left for left, right in pairs if right == word}) or 0.5 for word in range(size)}
    unigrams = {word: contexts[word] / sum(contexts.values()) for word in range(size)}
    rows: dict[int, list[float]] = defaultdict(list)
    for left in range(size):
        total = sum(count for (before, _), count in pairs.items() if before == left)
        kept = {
            right: (count - (one if count == 1 else two if count == 2 else more)) / total
            for (before, right), count in pairs.items()
            if before == left and count >= least_count
        }
        backoff = 1 - sum(kept.values())
        rows[left] = [kept.get(right, 0.0) + backoff * unigrams[right] for right in range(size)]
    return rows


@pytest.mark.parametrize("least_count", [1, 2])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_kneser_ney_agrees_with_the_definition(seed: int, least_count: int) -> None:
    generator = np.random.default_rng(seed)
    stream = np.minimum(generator.geometric(0.25, 400) - 1, 11).astype(np.uint32)
    size = 13  # one word more than occurs
    model = estimate(stream, size, least_count)
    oracle = slow_kneser_ney(stream.tolist(), size, least_count)
    for left in range(size):
        row = model.backoffs[left] * model.members
        stored = slice(model.starts[left], model.starts[left + 1])
        assert sorted(model.rights[stored]) == list(model.rights[stored])
        row[model.rights[stored]] = model.probabilities[stored]
        assert row.sum() == pytest.approx(1)
        assert row.tolist() == pytest.approx(oracle[left])
    assert model.members.sum() == pytest.approx(1)


def test_discounts_fall_back_where_text_is_scarce() -> None:
    assert discounts_of(np.array([1, 1, 2])) == (0.75, 0.75, 0.75)


def test_quantised_costs_are_within_half_a_step() -> None:
    probabilities = np.array([0.9, 0.1, 1e-5])
    costs = quantise(probabilities, 12) / 12
    assert np.abs(costs + np.log(probabilities)).max() <= 0.5 / 12 + 1e-9


SETTINGS = """
elisions = ["l", "d"]
elided_initials = "aeéo"
particles = ["t"]
name_letters = "abcdefghijklmnopqrstuvwxyzé"
least_name_count = 2
short_words = []
joined_only = "è$"
forms_header = "forms"
aliases_header = "aliases"
names_header = "names"
ngrams_header = "words"
[dictionary]
package = "none"
version = "1"
sha256 = ""
affixes = "t.aff"
dictionary = "t.dic"
[capitals]
unaccented = { E = "é" }
[language_model]
least_count = 2
least_name_count = 3
least_pair_count = 2
classes = 2
[[aliases]]
pattern = "é"
replacement = "e"
[[text]]
file = "text.txt.xz"
"""

TEXT = """\
L’état amé par Kolia. Un mot, deux mots de l’Etat.
Kolia et Kolia : l’état, l'Etat ! A Paris, mot mot mot amé.
Zorglub dans l’état de Kolia, mot de zzz.
"""


@pytest.fixture
def toy_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dictionary = write_dictionary(tmp_path)
    monkeypatch.setattr(pack_builder, "fetch_dictionary", lambda pins, cache: dictionary)
    pack = tmp_path / "toy"
    pack.mkdir()
    text = lzma.compress(TEXT.encode())
    (tmp_path / "text.txt.xz").write_bytes(text)
    (pack / "build.toml").write_text(SETTINGS + f'sha256 = "{hashlib.sha256(text).hexdigest()}"\n', "utf-8")
    (pack / "acronyms.txt").write_text("", "utf-8")
    (pack / "pack.toml").write_text('[pack]\nname = "toy"\n', "utf-8")
    assert pack_builder.main([str(pack), "--text", str(tmp_path), "--cache", str(tmp_path)]) == 0
    return pack


def test_a_pack_built_from_a_toy_text(toy_pack: Path) -> None:
    lexicon = Lexicon.open(toy_pack)
    state = lexicon.form("état")
    assert state is not None
    assert state.zipf > 8
    assert lexicon.knows("l’Etat")
    assert lexicon.form("kilogrammes") == ("kilogrammes", 0.0, Flag.UNSEEN)
    assert lexicon.aliases == {"etat": "état", "etats": "états", "ame": "amé", "ames": "amés"}
    model = LanguageModel.open(toy_pack)
    assert list(model.vocabulary) == [",", "<n>", "<name>", "<s>", "<unk>", "amé", "kolia", "l'", "mot", "état"]
    assert model.cost("l'", "état") < model.cost("mot", "état")
    assert model.word_id("Zorglub") == model.word_id("<name>")


def test_the_rows_of_a_toy_pack_sum_to_one(toy_pack: Path) -> None:
    model = LanguageModel.open(toy_pack)
    for left in range(len(model.vocabulary)):
        row = [math.exp(-model._steps(left, right) * model._nats) for right in range(len(model.vocabulary))]
        assert sum(row) == pytest.approx(1, abs=0.06)


def test_the_same_inputs_give_the_same_bytes(toy_pack: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in toy_pack.iterdir()}
    pack_builder.build(toy_pack, tmp_path, tmp_path)
    assert {path.name: path.read_bytes() for path in toy_pack.iterdir()} == before
    assert "[inputs]" in before["pack.toml"].decode()


def test_an_input_that_is_not_the_pinned_one_is_refused(toy_pack: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt.xz").write_bytes(lzma.compress(b"autre"))
    with pytest.raises(PackError, match=r"text\.txt\.xz: SHA-256 is .* pins"):
        pack_builder.build(toy_pack, tmp_path, tmp_path)


GLOSSES = "xylopage\tQui vit dans le bois. | Pluriel de rien.\nlaçage\tAction de lacer.\nchat\tLe chat est un félin.\n"


@pytest.fixture
def glossed_pack(toy_pack: Path, tmp_path: Path) -> Path:
    """The toy pack, with glosses and a page of help in packages, as if they had been fetched."""
    page = '<page xmlns="urn:m"><p>Un xylopage xylopage de la forêt.</p><p>Of the wood.</p></page>'
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as package:
        package.writestr("glosses.txt.gz", gzip.compress(GLOSSES.encode()))
        package.writestr("forest.page", page)
    pin = f'package = "p"\nfile = "p.zip"\nsha256 = "{hashlib.sha256((tmp_path / "p.zip").read_bytes()).hexdigest()}"\n'
    with (toy_pack / "build.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[[text]]\n{pin}member = "*.gz"\nformat = "glosses"\nunwanted = "Pluriel"\n')
        settings.write(f'[[text]]\n{pin}member = "*.page"\nformat = "mallard"\n')
        settings.write(f'[paragraphs]\nown_words = ["le", "un"]\nforeign_words = ["of"]\nleft_out = ["{LACING}"]\n')
        settings.write('[words_by_rule]\nendings = ["s"]\n')
    return toy_pack


LACING = fingerprint("Action de lacer.")


def test_marked_up_text_is_counted(glossed_pack: Path, tmp_path: Path) -> None:
    settings = tomllib.loads((glossed_pack / "build.toml").read_text("utf-8"))
    _, glosses, page = pack_builder.read_text(settings, tmp_path, tmp_path)
    assert glosses.splitlines() == ["Qui vit dans le bois.", "Le chat est un félin."]
    assert page.splitlines() == ["Un xylopage xylopage de la forêt."]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(PackError, match="format 'odt' is none of"):
        list(paragraphs_of(b"", "odt"))


def test_words_are_chosen_by_rule(glossed_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = PACK.parent / "en"
    shutil.copy(PACK / "language.toml", glossed_pack)
    monkeypatch.setattr(
        "sys.argv", ["", str(glossed_pack), *f"--text {tmp_path} --cache {tmp_path} --foreign {english}".split()]
    )
    dictionary = write_dictionary(tmp_path)
    monkeypatch.setattr(choose_words, "fetch_dictionary", lambda pins, cache: dictionary)
    choose_words.main()
    assert read_lines(glossed_pack / "words-by-rule.txt") == ["xylopage"]
    pack_builder.build(glossed_pack, tmp_path, tmp_path)
    assert Lexicon.open(glossed_pack).knows("xylopage")


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_pack_s_misreadings_are_those_of_its_confusions(code: str, tmp_path: Path) -> None:
    from textrepair.pack_build.misreadings import write_misreadings

    folder = tmp_path / code
    shutil.copytree(PACK.parent / code, folder)
    (folder / "misreadings.tsv").unlink()
    write_misreadings(folder)
    made = (folder / "misreadings.tsv").read_text("utf-8")
    assert made == (PACK.parent / code / "misreadings.tsv").read_text("utf-8"), (
        f"python -m textrepair.pack_build.misreadings lexicons/{code}"
    )
