"""Every input from outside has a bound: texts, lists, zips, lines, links; what goes beyond is a plain error."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.support import write_support
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.outputs.lines import LONGEST_LINE, SLOWEST_LINE_S, LineReader
from engine.recipe import load_recipe, reference_recipe
from engine.records.backup import backup, check_backup
from engine.records.verify import verify
from engine.settings import MOST_BYTES, load_settings, parse_settings
from engine.signing import Keys
from tests.support.records import fill

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
HOSTILE = {
    "nested lists": "a = " + "[" * 100_000,
    "nested tables": "a = " + "{a=" * 3000,
    "a number of 5000 digits": "[line]\nwaiting_parts = " + "9" * 5000,
    "a key of 5000 parts": ".".join(["a"] * 5000) + " = 1",
    "an infinite limit": "[line]\ndeadline_ms = 1e999",
    "a NUL": '[station]\nname = "\0"',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_station_file_that_means_to_exhaust_the_parser_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "station.toml"
    path.write_text(text, encoding="utf-8")
    for read in (
        lambda: parse_settings(text, path),
        lambda: load_settings(path),
        lambda: load_recipe(path, reference_recipe()),
    ):
        with pytest.raises(InspectError) as caught:
            read()
        assert caught.value.code is ErrorCode.SETTINGS_INVALID
        assert len(str(caught.value)) < 1000


@posix
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()])
def test_a_station_file_that_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "station.toml")
    with pytest.raises(InspectError):
        load_settings(tmp_path / "station.toml")


def test_a_station_file_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text("#" * (MOST_BYTES + 1))
    with pytest.raises(InspectError, match="larger than 1 MiB"):
        load_settings(path)


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_backup_that_would_unpack_to_more_is_refused_unread(tmp_path: Path, kind: int) -> None:
    bomb = tmp_path / "backup.zip"
    with zipfile.ZipFile(bomb, "w", kind) as archive:
        archive.writestr("records.sqlite3", bytes(20 * 2**20))
    assert bomb.stat().st_size < 2**20
    with pytest.raises(RecordsError, match="packed") as caught:
        check_backup(bomb)
    assert caught.value.code is ErrorCode.RECORDS_DAMAGED


@posix
def test_a_link_among_the_images_is_neither_checked_nor_copied(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fill(data)
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    folder = next(path for path in (data / "images").iterdir())
    (folder / "0-0.png").symlink_to(secret)
    victim = next(path for path in folder.glob("*.png") if not path.is_symlink())
    copy = tmp_path / "backup.zip"
    backup(data, copy)
    with zipfile.ZipFile(copy) as archive:
        assert not any(archive.read(name) == b"secret" for name in archive.namelist())
    victim.unlink()
    victim.symlink_to(secret)
    assert not verify(data).ok


@posix
def test_support_has_neither_keys_nor_what_a_link_points_to(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fill(data)
    keys = Keys(tmp_path / "keys")
    keys.make()
    (data / "logs").mkdir(exist_ok=True)
    (data / "logs" / "station.log").write_text("a line\n")
    (data / "logs" / "other.log").symlink_to(keys.folder / "station.key")
    members = write_support(tmp_path / "support.zip", data, None, (keys.folder,))
    assert "logs/station.log" in members
    with zipfile.ZipFile(tmp_path / "support.zip") as archive:
        assert not any(b"uniad-inspect-key-1" in archive.read(name) for name in archive.namelist())


def test_a_line_without_an_end_is_hung_up_on() -> None:
    reader = LineReader()
    for _ in range(LONGEST_LINE // 100):
        assert reader.feed(b"x" * 100, 0.0) == []
    assert reader.feed(b"x", 0.0) is None
    assert LineReader().feed(b"x" * (LONGEST_LINE + 1) + b"\n", 0.0) is None


def test_a_line_that_drips_is_overdue_and_an_idle_client_is_not() -> None:
    reader = LineReader()
    assert not reader.overdue(1e6)
    assert reader.feed(b"trigger\n", 0.0) == ["trigger"]
    assert not reader.overdue(1e6)
    for second in range(int(SLOWEST_LINE_S)):
        assert reader.feed(b"t", 100.0 + second) == []
    assert not reader.overdue(100.0 + SLOWEST_LINE_S)
    assert reader.overdue(100.1 + SLOWEST_LINE_S)


@pytest.mark.parametrize(
    "name",
    ["../up.png", "a/../../up.png", "/etc/passwd", "C:\\x.png", "a\\..\\..\\b.png", ".", "", "a\0b.png", "x" * 300],
)
def test_a_data_list_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    lists = pytest.importorskip("training.official.lists")
    path = tmp_path / "set" / "train.json"
    path.parent.mkdir()
    (tmp_path / "up.png").write_bytes(b"x")
    for key in ("filename", "maskname"):
        path.write_text(json.dumps({"filename": "a.png", key: name}))
        with pytest.raises(InspectError) as caught:
            lists.read_list(path)
        assert "line 1" in str(caught.value)


@posix
def test_a_link_in_a_data_list_is_skipped_with_the_reason(tmp_path: Path) -> None:
    lists = pytest.importorskip("training.official.lists")
    (tmp_path / "up.png").write_bytes(b"x")
    folder = tmp_path / "set" / "nut"
    folder.mkdir(parents=True)
    (folder / "a.png").symlink_to(tmp_path / "up.png")
    (folder / "b.png").write_bytes(b"x")
    (folder / "c.png").symlink_to(folder / "b.png")
    path = tmp_path / "set" / "train.json"
    path.write_text("\n".join(json.dumps({"filename": f"nut/{name}.png", "clsname": "nut"}) for name in "abc"))
    (product,) = lists.products_of([lists.read_list(path)], None)
    assert [file.name for file in product.train] == ["b.png", "c.png"]
    assert [why for _, why in product.skipped] == ["listed in train.json, a link out of its folder"]


def test_aliases_of_a_configuration_are_not_unfolded(tmp_path: Path) -> None:
    official = pytest.importorskip("training.official.settings")
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    path = tmp_path / "config.yaml"
    for text in ("\n".join([*lines, "net: [{name: *a59}]"]), "net: &net [*net]"):
        path.write_text(text)
        with pytest.raises(InspectError, match="aliases"):
            official.read_settings(path)
