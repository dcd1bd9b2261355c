"""A folder as a source: every picture once, in the order people expect, and nothing else."""

import os
from pathlib import Path

import pytest

from engine.errors import ErrorCode, ImageError, SourceError
from engine.frames import Frame
from engine.sources import BadFrame, FolderSource, open_source
from tests.support.images import plate, write_image


def names(source: FolderSource, root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in source.files]


def test_recursively_and_in_natural_order(tmp_path: Path) -> None:
    for name in ("b/10.png", "b/9.png", "a2.bmp", "a10.jpg", "A1.JPEG", "c/d/e.tif", "c/x.tiff"):
        write_image(tmp_path / name, plate((8, 8)))
    source = FolderSource(tmp_path)
    assert names(source, tmp_path) == ["A1.JPEG", "a2.bmp", "a10.jpg", "b/9.png", "b/10.png", "c/d/e.tif", "c/x.tiff"]
    assert source.length == 7
    assert source.skipped == ()


def test_every_frame_once_with_its_identity(tmp_path: Path) -> None:
    for index in range(3):
        write_image(tmp_path / f"{index}.png", plate((8, 12)))
    source = FolderSource(tmp_path)
    frames = [source.read() for _ in range(3)]
    assert source.read() is None
    assert source.read() is None
    source.close()
    for index, frame in enumerate(frames):
        assert isinstance(frame, Frame)
        assert frame.frame_id == index
        assert frame.source == str(tmp_path / f"{index}.png")
        assert frame.pixels.shape == (8, 12, 3)
        assert frame.read_ms > 0
    times = [frame.monotonic_s for frame in frames if isinstance(frame, Frame)]
    assert times == sorted(times)


def test_a_loop_starts_again_and_counts_on(tmp_path: Path) -> None:
    for index in range(2):
        write_image(tmp_path / f"{index}.png", plate((8, 8)))
    source = FolderSource(tmp_path, loop=True)
    assert source.length is None
    seen = [source.read() for _ in range(5)]
    assert [frame.frame_id for frame in seen if frame is not None] == [0, 1, 2, 3, 4]
    assert seen[4] is not None
    assert seen[4].source == str(tmp_path / "0.png")


def test_a_bad_picture_is_a_bad_frame_and_the_source_goes_on(tmp_path: Path) -> None:
    write_image(tmp_path / "1.png", plate((8, 8)))
    (tmp_path / "2.png").write_text("not a picture", encoding="utf-8")
    write_image(tmp_path / "3.png", plate((8, 8)))
    source = FolderSource(tmp_path)
    kinds = [type(source.read()) for _ in range(3)]
    assert kinds == [Frame, BadFrame, Frame]


def test_a_picture_that_vanishes_is_a_bad_frame(tmp_path: Path) -> None:
    path = write_image(tmp_path / "1.png", plate((8, 8)))
    source = FolderSource(tmp_path)
    path.unlink()
    frame = source.read()
    assert isinstance(frame, BadFrame)
    assert isinstance(frame.error, ImageError)
    assert frame.error.code is ErrorCode.IMAGE_UNREADABLE


@pytest.mark.skipif(os.name == "nt", reason="links and FIFOs are POSIX")
def test_what_is_no_picture_is_skipped_with_its_reason(tmp_path: Path) -> None:
    real = write_image(tmp_path / "good.png", plate((8, 8)))
    (tmp_path / "linked.png").symlink_to(real)
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden.png").write_bytes(real.read_bytes())
    (tmp_path / "self.png").symlink_to("self.png")
    (tmp_path / "gone.png").symlink_to("nowhere.png")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / ".git").mkdir()
    write_image(tmp_path / ".git" / "x.png", plate((8, 8)))
    os.mkfifo(tmp_path / "pipe.png")
    source = FolderSource(tmp_path)
    assert names(source, tmp_path) == ["good.png", "linked.png"]
    reasons = {path.name: why for path, why in source.skipped}
    assert reasons == {
        "notes.txt": "not an image file",
        ".hidden.png": "hidden file",
        "self.png": "not a regular file",
        "gone.png": "not a regular file",
        "pipe.png": "not a regular file",
    }


def test_a_file_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    data = write_image(tmp_path / "a.png", plate((8, 8))).read_bytes()
    odd = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.png")  # noqa: PTH118 (a Path cannot be made of bytes)
    try:
        with open(odd, "wb") as file:  # noqa: PTH123
            file.write(data)
    except OSError:
        pytest.skip("this file system wants text")
    source = FolderSource(tmp_path)
    assert source.length == 2
    assert [type(source.read()) for _ in range(2)] == [Frame, Frame]


def test_one_file_is_a_source_of_one(tmp_path: Path) -> None:
    path = write_image(tmp_path / "1.png", plate((8, 8)))
    source = open_source(str(path))
    assert source.length == 1
    assert isinstance(source.read(), Frame)
    assert source.read() is None


def test_an_empty_folder_and_one_without_pictures(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no images in .* \(0 other files skipped\)"):
        open_source(str(tmp_path))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"\(1 other files skipped\)"):
        open_source(str(tmp_path))


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(str(tmp_path / "none"))
    assert caught.value.code is ErrorCode.NOT_FOUND
