from pathlib import Path

import pytest

from textrepair.config import Settings, find_settings, load_settings
from textrepair.errors import ConfigurationError


def written(folder: Path, text: str, name: str = "textrepair.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_setting_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        language = "fr"
        only = ["spacing", "accents"]
        skip = "accents"
        add = ["reflow"]
        preset = "fr-typography"
        min_confidence = 1
        jobs = 4
        [repairers.reflow]
        width = 72
        """,
    )
    assert load_settings(file) == Settings(
        language="fr",
        only=("spacing", "accents"),
        skip=("accents",),
        add=("reflow",),
        preset=("fr-typography",),
        min_confidence=1.0,
        jobs=4,
        options={"reflow": {"width": 72}},
        origin=file,
    )


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert find_settings(tmp_path) == Settings()


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    written(tmp_path, "min_confidence = 0.1")
    near = written(tmp_path / "a", "min_confidence = 0.2")
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert find_settings(deep).origin == near


def test_a_project_file_counts_only_with_its_table(tmp_path: Path) -> None:
    far = written(tmp_path, "[tool.textrepair]\nskip = ['accents']", "pyproject.toml")
    written(tmp_path / "a", "[tool.ruff]\nline-length = 120", "pyproject.toml")
    settings = find_settings(tmp_path / "a")
    assert (settings.origin, settings.skip) == (far, ("accents",))


def test_the_own_file_goes_before_the_project_file(tmp_path: Path) -> None:
    written(tmp_path, "[tool.textrepair]\nskip = ['accents']", "pyproject.toml")
    own = written(tmp_path, "")
    assert find_settings(tmp_path).origin == own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min_confidance = 0.5", "unknown setting ‘min_confidance’; did you mean ‘min_confidence’?"),
        ("options = {}", "unknown setting ‘options’"),
        ("origin = 'x'", "unknown setting ‘origin’"),
        ("language = 3", "‘language’ should be a string, not 3"),
        ("only = 3", "‘only’ should be a string or a list of strings, not 3"),
        ("skip = ['a', 3]", "‘skip’ should be a string or a list of strings"),
        ("min_confidence = '0.9'", "‘min_confidence’ should be a number from 0 to 1, not '0.9'"),
        ("min_confidence = true", "‘min_confidence’ should be a number from 0 to 1, not True"),
        ("min_confidence = 90", "‘min_confidence’ should be a number from 0 to 1, not 90"),
        ("min_confidence = nan", "‘min_confidence’ should be a number from 0 to 1, not nan"),
        ("jobs = 0", "‘jobs’ should be a whole number from 1, not 0"),
        ("jobs = true", "‘jobs’ should be a whole number from 1, not True"),
        ("repairers = ['accents']", "‘repairers’ should be a table with a table for each repairer"),
        ("repairers.accents = true", "‘repairers.accents’ should be a table of options, not True"),
        ("language = ", "not valid TOML"),
    ],
)
def test_what_no_setting_can_say_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert expected in message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        load_settings(tmp_path / "none.toml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "textrepair.toml").write_bytes(b"language = '\xe9'")
    with pytest.raises(ConfigurationError, match="byte 12"):
        find_settings(tmp_path)


def test_a_named_project_file_must_have_the_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no table \[tool\.textrepair\]"):
        load_settings(written(tmp_path, "[tool.ruff]", "pyproject.toml"))


def test_a_project_table_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="should be a table"):
        load_settings(written(tmp_path, "[tool]\ntextrepair = 3", "pyproject.toml"))


def test_the_command_line_overrides_what_it_names() -> None:
    settings = Settings(skip=("accents",), add=("reflow",), min_confidence=0.5)
    changed = settings.overridden(skip=("spacing",), min_confidence=0.0)
    assert (changed.skip, changed.add, changed.min_confidence) == (("spacing",), ("reflow",), 0.0)
    assert settings.overridden() == settings


def test_only_on_the_command_line_sets_aside_every_choice_in_the_file() -> None:
    settings = Settings(only=("a",), skip=("b",), add=("c",), preset=("search",), language="xx")
    assert settings.overridden(only=("spacing",)) == Settings(only=("spacing",), language="xx")
