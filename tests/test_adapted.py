"""A user's own words and confusion table, from the library, the command line and the settings."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

from textrepair import Chain
from textrepair.cli import application
from textrepair.config import load_settings
from textrepair.core import Confusion, dump_confusions, open_pack
from textrepair.errors import InputError
from textrepair.word_list import load_words

# Damaged as by an engine that reads ¤ for ç, which the pack’s own table does not know.
FRENCH = "Les Fran¤ais ont re¤u le projet de loi, et le conseil l’a approuvé sans réserve."
REPAIRED = FRENCH.replace("¤", "ç")
TABLE = (Confusion("ç", "¤", 0.5), Confusion("m", "rn", 2.0))
NAMED = "Le poète Hikmatov est né à Tachkent. On lit Hikrnatov dans toutes les écoles du pays, et le nom de Hikmatov."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "my-engine.toml"
    path.write_text(dump_confusions({"Mine": TABLE}), encoding="utf-8")
    return path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text("# of Uzbek authors\nHikmatov\n\nAbdulla  Qodiriy\noukaze\n", encoding="utf-8")
    return path


def test_a_table_of_ones_own_takes_the_place_of_the_packs(table: Path) -> None:
    assert Chain.for_language("fr").fix(FRENCH) == FRENCH
    assert Chain.for_language("fr", confusions=TABLE).fix(FRENCH) == REPAIRED
    assert Chain.for_language("fr", confusions=table).fix(FRENCH) == REPAIRED


def test_words_of_ones_own_are_known_and_corrected_to(words: Path) -> None:
    chain = Chain.for_language("fr", words=words)
    assert chain.pack.knows("Hikmatov")
    assert chain.pack.knows("Qodiriy")
    assert chain.pack.knows("l’oukaze")
    assert chain.fix(NAMED) == NAMED.replace("Hikrnatov", "Hikmatov")
    # Without them a name is left as it stands.
    assert Chain.for_language("fr").fix(NAMED) == NAMED
    assert Chain.for_language("fr", words=["Hikmatov"]).pack.knows("Hikmatov")


def test_the_languages_of_others_do_not_change(words: Path) -> None:
    Chain.for_language("fr", words=words, confusions=TABLE)
    assert not open_pack("fr").knows("oukaze")
    assert TABLE[0] not in open_pack("fr").confusions


def test_an_adapted_language_travels_to_another_process() -> None:
    language = open_pack("fr").adapted(confusions=TABLE, words=["oukaze"]).adapted(words=["Hikmatov"])
    copy = pickle.loads(pickle.dumps(language))
    assert copy.confusions == TABLE
    assert copy.knows("oukaze")
    assert copy.knows("Hikmatov")


def test_the_command_takes_both(tmp_path: Path, table: Path, words: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{FRENCH}\n{NAMED}\n", encoding="utf-8")
    result = CliRunner().invoke(
        application, ["fix", "-q", "--confusions", str(table), "--words", str(words), str(page)]
    )
    assert result.stdout == f"{REPAIRED}\n{NAMED.replace('Hikrnatov', 'Hikmatov')}\n"


def test_settings_name_them_as_seen_from_their_file(tmp_path: Path, table: Path, words: Path) -> None:
    file = tmp_path / "textrepair.toml"
    file.write_text('confusions = "my-engine.toml"\nwords = "names.txt"\n', encoding="utf-8")
    settings = load_settings(file)
    assert (settings.confusions, settings.words) == (table, (words,))
    page = tmp_path / "page.txt"
    page.write_text(FRENCH, encoding="utf-8")
    assert CliRunner().invoke(application, ["fix", "-q", "--config", str(file), str(page)]).stdout == REPAIRED
    assert settings.overridden(words=(page,)).words == (page,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Hikmatov\n12 rue\n", r"names\.txt, line 2: ‘12’ is no word"),
        (b"Hikmatov\nfoo;bar\n", r"line 2: ‘foo;bar’ is no word"),
        (b"\xe9t\xe9\n", r"not valid UTF-8 at byte 0"),
        (None, r"names\.txt: cannot be read: no such file"),
    ],
)
def test_a_list_that_is_none_is_refused_with_its_place(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "names.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_words(path)
    page = tmp_path / "page.txt"
    page.write_text(FRENCH, encoding="utf-8")
    result = CliRunner().invoke(application, ["fix", "--words", str(path), str(page)])
    assert result.exit_code not in (0, 1)
    assert "Traceback" not in result.output


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "my-engine.toml"
    path.write_text('confusions = [["a", "a", 1]]', encoding="utf-8")
    with pytest.raises(InputError, match=r"entry 1|line 1"):
        Chain.for_language("fr", confusions=path)
