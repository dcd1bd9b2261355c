"""The station file (fault 11): typed, atomic, and never half."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ErrorCode, SettingsError
from engine.settings import (
    END,
    LAST_GOOD,
    LineMode,
    Settings,
    SourceSettings,
    find_line,
    load_settings,
    parse_settings,
    read_settings,
    save_settings,
)

FILE = Path(__file__).parents[2] / "resources" / "station.toml"
GOOD = f"""format = 1
[station]
name = "west"

[[sources]]
name = "top"
uri = "camera:0"

[[sources]]
name = "side"
uri = "camera:1"

[outputs.modbus]
products = {{ "Solar cell" = 3 }}

[products."Solar cell".camera]
exposure_us = 500.0
{END}
"""


def test_the_default_file_holds_exactly_the_defaults() -> None:
    assert read_settings(FILE) == Settings()


def test_a_file_is_read(tmp_path: Path) -> None:
    settings = parse_settings(GOOD, tmp_path / "station.toml")
    assert [source.uri for source in settings.sources] == ["camera:0", "camera:1"]
    assert settings.camera("Solar cell").exposure_us == 500.0
    assert settings.camera("Other").exposure_us is None
    assert settings.outputs.modbus.products == {"Solar cell": 3}


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[line]\nmode = 'every'\ndeadline = 5", 3, "line.deadline"),
        ("[line]\n\n  deadline_ms = -5", 3, "line.deadline_ms"),
        ("[lines]\nmode = 'every'", 1, "lines"),
        ("[[sources]]\nuri='a'\n[[sources]]\nname='b'\nuri='c'\nurl = 'x'", 6, "sources.1.url"),
        ("[[sources]]\nname='b'", 1, "sources.0.uri"),
        ("[products.'Solar cell'.camera]\nexposure = 3", 2, "products.Solar cell.camera.exposure"),
        ("[outputs]\ntcp = { enabled = true, prot = 3 }", 2, "outputs.tcp.prot"),
        ("format = 2", 1, "format"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_key(tmp_path: Path, text: str, line: int, key: str) -> None:
    path = tmp_path / "station.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert caught.value.code is ErrorCode.SETTINGS_INVALID
    assert f"{path}: line {line}, key {key}:" in str(caught.value)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="same name"):
        parse_settings("[[sources]]\nuri='a'\n[[sources]]\nuri='b'", tmp_path)


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 3"):
        parse_settings("format = 1\n[line]\nmode = every\n", tmp_path)


def test_settings_survive_being_saved(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    settings = parse_settings(GOOD, path)
    save_settings(path, settings)
    assert load_settings(path) == (settings, None)
    changed = settings.model_copy(update={"line": settings.line.model_copy(update={"mode": LineMode.FREE})})
    save_settings(path, changed)
    assert load_settings(path) == (changed, None)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["station.toml", f"station.toml{LAST_GOOD}"]


@given(uri=st.text(min_size=1, max_size=40), name=st.text(min_size=1, max_size=20), timeout_s=st.floats(0.1, 100))
@settings(deadline=None)
def test_any_text_survives_being_saved(
    tmp_path_factory: pytest.TempPathFactory, uri: str, name: str, timeout_s: float
) -> None:
    path = tmp_path_factory.mktemp("settings") / "station.toml"
    settings = Settings(sources=(SourceSettings(uri=uri, name=name, timeout_s=timeout_s),))
    save_settings(path, settings)
    assert read_settings(path) == settings


def test_a_file_cut_anywhere_gives_the_last_good_settings_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    settings = parse_settings(GOOD, path)
    save_settings(path, settings)
    whole = path.read_bytes()
    for length in range(len(whole) - 2):
        path.write_bytes(whole[:length])
        found, problem = load_settings(path)
        assert found == settings, length
        assert problem is not None, length
    path.unlink()
    found, problem = load_settings(path)
    assert found == settings
    assert problem is not None


def test_a_torn_file_without_a_good_copy_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes(b"\xff\xfe format = 1")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(path)
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "missing.toml")


def test_a_person_s_mistake_is_never_replaced_by_old_settings(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    save_settings(path, Settings())
    path.write_text(path.read_text().replace("deadline_ms", "deadline_sm"))
    with pytest.raises(SettingsError, match="deadline_sm: unknown key"):
        load_settings(path)


def test_a_key_that_is_not_written_has_the_line_of_its_table() -> None:
    assert find_line("a = 1\n[b]\nc = 2", ["b", "d"]) == 2
    assert find_line("a = 1", ["x", "y"]) is None
