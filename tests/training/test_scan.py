"""What people put into training folders (fault 32): said clearly, skipped, or refused."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import ErrorCode, InspectError
from engine.events import Event, Note
from tests.support.images import write_image
from tests.support.training import flat_folder, made_up_part, run_training, tiny_recipe
from training.products import scan_product, with_more
from training.reporting import Reporter
from training.rundata import read_run
from training.scan import ProductSet, scan


def look(folder: Path, tmp_path: Path) -> tuple[ProductSet, list[str]]:
    """Scan a folder; gives the set and the remarks."""
    said: list[Event] = []
    found = scan(scan_product("Part", folder), tiny_recipe(), Reporter(tmp_path, said.append))
    return found, [event.text for event in said if isinstance(event, Note)]


def test_more_good_parts_teach_and_leave_the_limits_to_the_others(tmp_path: Path) -> None:
    flat_folder(tmp_path / "parts", 10)
    flat_folder(tmp_path / "more", 6, start=100)
    (product,) = with_more([scan_product("Part", tmp_path / "parts")], [f"Part={tmp_path / 'more'}"])
    plain = scan(scan_product("Part", tmp_path / "parts"), tiny_recipe(), Reporter(tmp_path, lambda _: None))
    found = scan(product, tiny_recipe(), Reporter(tmp_path, lambda _: None))
    assert found.calibration == plain.calibration
    assert set(found.train) == {*plain.train, *(tmp_path / "more").iterdir()}
    for wrong in (f"Other={tmp_path / 'more'}", f"Part={tmp_path / 'gone'}"):
        with pytest.raises(InspectError):
            with_more([product], [wrong])


def test_images_that_vanish_are_no_skipped_ones(tmp_path: Path) -> None:
    product = scan_product("Part", flat_folder(tmp_path / "parts", 6))
    for path in product.train[2:]:
        path.unlink()
    with pytest.raises(InspectError) as caught:
        scan(product, tiny_recipe(), Reporter(tmp_path, lambda _: None))
    assert (caught.value.code, caught.value.params["gone"]) == (ErrorCode.TRAIN_VANISHED, 4)


def refused(folder: Path, tmp_path: Path) -> InspectError:
    with pytest.raises(InspectError) as caught:
        look(folder, tmp_path)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)
    return caught.value


def huge_png(path: Path) -> None:
    """A few bytes that claim 50,000 x 50,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0" * 1000)) + chunk(b"IEND", b"")
    )


def test_no_image(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    error = refused(folder, tmp_path)
    assert error.code is ErrorCode.TRAIN_NO_IMAGES
    assert "1 skipped" in str(error)


def test_one_image(tmp_path: Path) -> None:
    assert refused(flat_folder(tmp_path / "parts", 1), tmp_path).code is ErrorCode.TRAIN_TOO_FEW


def test_many_files_of_which_one_can_be_read(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "parts", 1)
    for index in range(5):
        (folder / f"bad{index}.png").write_bytes(b"not a picture")
    error = refused(folder, tmp_path)
    assert error.code is ErrorCode.TRAIN_TOO_FEW
    assert error.params["n"] == 1


@pytest.mark.parametrize("count", [2, 5, 10])
def test_tiny_sets_train_with_a_part_held_out_and_a_warning(count: int, tmp_path: Path) -> None:
    said: list[Event] = []
    recipe = tiny_recipe({"train": {"steps": 2}})
    trained = run_training(flat_folder(tmp_path / "parts", count), tmp_path / "run", recipe, listener=said.append)
    (one,) = trained.shipment.sets
    assert trained.steps == 2
    assert len(one.train) >= 1
    assert len(one.calibration) == max(1, round(0.25 * count))
    assert not set(one.train) & set(one.calibration)
    assert any(f"only {count} different good parts" in event.text for event in said if isinstance(event, Note))


def test_few_images_are_a_warning(tmp_path: Path) -> None:
    _, notes = look(flat_folder(tmp_path / "parts", 6), tmp_path)
    assert any("only 6 different good parts" in note for note in notes)


def test_enough_fine_images_say_nothing(tmp_path: Path) -> None:
    found, notes = look(flat_folder(tmp_path / "parts", 24), tmp_path)
    assert notes == []
    assert not set(found.train) & set(found.calibration)
    assert len(found.train) + len(found.calibration) == 24
    assert len(found.calibration) == 6


def test_one_picture_many_times(tmp_path: Path) -> None:
    for index in range(5):
        write_image(tmp_path / "parts" / f"{index}.png", made_up_part(1))
    assert refused(tmp_path / "parts", tmp_path).code is ErrorCode.TRAIN_IDENTICAL


def test_duplicates_are_named_counted_once_and_never_on_both_sides(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "parts", 22)
    for index in range(3):
        write_image(folder / f"again{index}.bmp", made_up_part(index))
    found, notes = look(folder, tmp_path)
    assert "Part: 25 images show 22 different parts" in notes
    assert sum("counted once" in note and "again" in note for note in notes) == 3
    groups = dict(zip(found.paths, found.split.groups, strict=True))
    assert not {groups[path] for path in found.train} & {groups[path] for path in found.calibration}


def test_what_cannot_be_read_is_listed_with_the_reason(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "parts", 21)
    cut = write_image(folder / "cut.jpg", made_up_part(50))
    cut.write_bytes(cut.read_bytes()[:-300])
    (folder / "text.png").write_text("hello", encoding="utf-8")
    (folder / "empty.png").touch()
    huge_png(folder / "huge.png")
    os.mkfifo(folder / "pipe.png")
    (folder / "list.csv").write_text("a,b", encoding="utf-8")
    found, notes = look(folder, tmp_path)
    assert len(found.paths) == 21
    reasons = {path.name: why for path, why in found.skipped}
    assert set(reasons) == {"cut.jpg", "text.png", "empty.png", "huge.png", "pipe.png", "list.csv"}
    for name in reasons:
        assert any(name in note and "skipped" in note for note in notes), name
    assert "too large" in reasons["huge.png"]
    assert "not a regular file" in reasons["pipe.png"]


def test_a_long_list_is_cut_on_the_screen_and_whole_in_the_run(tmp_path: Path) -> None:
    folder, run = flat_folder(tmp_path / "parts", 6), tmp_path / "run"
    for index in range(30):
        (folder / f"bad{index}.png").write_bytes(b"x")
    said: list[Event] = []
    run_training(folder, run, tiny_recipe({"train": {"steps": 1}}), listener=said.append)
    notes = [event.text for event in said if isinstance(event, Note) and "skipped" in event.text]
    assert len(notes) == 11
    assert "20 more files" in notes[-1]
    assert len(read_run(run).products[0].skipped) == 30


def test_sizes_and_kinds_of_pixels_may_be_mixed_and_sizes_are_told(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "parts", 20)
    write_image(folder / "large.png", made_up_part(60, (300, 420)))
    write_image(folder / "deep.png", made_up_part(61).astype(np.uint16) << 8)
    Image.fromarray(made_up_part(62)[:, :, 0]).save(folder / "grey.png")
    Image.fromarray(np.dstack([made_up_part(63), np.full((40, 60), 9, np.uint8)])).save(folder / "alpha.png")
    Image.fromarray(made_up_part(64)).quantize(32).save(folder / "palette.png")
    found, notes = look(folder, tmp_path)
    assert len(found.paths) == 25
    assert notes == ["Part: 2 image sizes, 40 x 60 to 300 x 420; all are scaled to 32 x 48"]


def test_defects_among_the_good_are_pointed_out(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "parts", 30)
    for index in range(2):
        write_image(folder / f"spot{index}.png", made_up_part(70 + index, defect=True))
    said: list[Event] = []
    recipe = tiny_recipe({"train": {"steps": 1}, "calibration": {"share": 0.01}})
    run_training(folder, tmp_path / "run", recipe, listener=said.append)
    line = next(event.text for event in said if isinstance(event, Note) and "unlike" in event.text)
    assert "spot0.png" in line
    assert "spot1.png" in line
    assert "part0" not in line


def test_good_parts_alone_raise_no_such_warning(tmp_path: Path) -> None:
    said: list[Event] = []
    folder = flat_folder(tmp_path / "parts", 30)
    run_training(folder, tmp_path / "run", tiny_recipe({"train": {"steps": 1}}), listener=said.append)
    assert not [event for event in said if isinstance(event, Note)]


def test_a_folder_that_is_not_there_and_two_of_one_name(tmp_path: Path) -> None:
    from training.products import parse_folders

    one, other = flat_folder(tmp_path / "a" / "part", 2), flat_folder(tmp_path / "b" / "part", 2)
    for folders, code in (
        ([str(tmp_path / "none")], ErrorCode.NOT_FOUND),
        ([str(one), str(other)], ErrorCode.PRODUCT_NAME),
    ):
        with pytest.raises(InspectError) as caught:
            parse_folders(folders)
        assert caught.value.code is code
    assert [product.name for product in parse_folders([str(one), f"second={other}"])] == ["part", "second"]
