"""Pixels come out exactly as they went in, or not at all."""

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image, ImageOps

from engine.decode import MAX_MEGAPIXELS, decode_image, read_image
from engine.errors import ErrorCode, ImageError

Array = NDArray[Any]


def with_pillow(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def with_opencv(extension: str, pixels: Array, *options: int) -> bytes:
    bgr = pixels[..., ::-1] if pixels.ndim == 3 else pixels
    return bytes(cv2.imencode(extension, np.ascontiguousarray(bgr), list(options))[1].tobytes())


def photo() -> NDArray[np.uint8]:
    """Something with structure, (60, 80, 3)."""
    small = np.random.default_rng(7).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return cv2.resize(small, (80, 60)).astype(np.uint8)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int, body: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


PNG = with_pillow(Image.fromarray(photo()), "PNG")


def refusal(data: bytes) -> ErrorCode | None:
    """The code with which ``data`` is refused, None if it is accepted."""
    try:
        decode_image(data, "part")
    except ImageError as error:
        return error.code
    return None


REFUSALS = (ErrorCode.IMAGE_DAMAGED, ErrorCode.IMAGE_FORMAT)
PHOTO = photo()
PICTURE = Image.fromarray(PHOTO)
DEEP = PHOTO.astype(np.uint16) * 257
FILES: dict[str, bytes] = {
    "jpeg": with_pillow(PICTURE, "JPEG", quality=90),
    "jpeg-grey": with_pillow(PICTURE.convert("L"), "JPEG"),
    "jpeg-progressive": with_pillow(PICTURE, "JPEG", progressive=True),
    "jpeg-cmyk": with_pillow(PICTURE.convert("CMYK"), "JPEG"),
    "jpeg-restarts": with_opencv(".jpg", PHOTO, cv2.IMWRITE_JPEG_RST_INTERVAL, 4),
    "png": with_pillow(PICTURE, "PNG"),
    "png-16": with_opencv(".png", DEEP),
    "png-palette": with_pillow(PICTURE.convert("P"), "PNG"),
    "bmp": with_pillow(PICTURE, "BMP"),
    "bmp-palette": with_pillow(PICTURE.convert("P"), "BMP"),
    "tiff": with_pillow(PICTURE, "TIFF"),
    "tiff-lzw": with_pillow(PICTURE, "TIFF", compression="tiff_lzw"),
    "tiff-deflate": with_pillow(PICTURE, "TIFF", compression="tiff_adobe_deflate"),
    "tiff-jpeg": with_pillow(PICTURE, "TIFF", compression="jpeg"),
    "tiff-16": with_opencv(".tiff", DEEP, cv2.IMWRITE_TIFF_COMPRESSION, 1),
    "tiff-directory-last": with_opencv(".tiff", PHOTO),
}

sides = st.integers(1, 40)
colour = st.tuples(sides, sides).flatmap(lambda size: arrays(np.uint8, (*size, 3)))
grey = st.tuples(sides, sides).flatmap(lambda size: arrays(np.uint8, size))
deep = st.tuples(sides, sides).flatmap(lambda size: arrays(np.uint16, (*size, 3)))
deep_grey = st.tuples(sides, sides).flatmap(lambda size: arrays(np.uint16, size))


@given(pixels=colour, kind=st.sampled_from(["PNG", "BMP", "TIFF"]))
def test_lossless_colour_comes_back_exactly(pixels: Array, kind: str) -> None:
    found = decode_image(with_pillow(Image.fromarray(pixels), kind), "part")
    assert found.dtype == np.uint8
    assert np.array_equal(found, pixels)


@given(pixels=st.one_of(deep, deep_grey), extension=st.sampled_from([".png", ".tiff"]))
def test_16_bit_keeps_every_bit(pixels: Array, extension: str) -> None:
    found = decode_image(with_opencv(extension, pixels), "part")
    expected = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    assert found.dtype == np.uint16
    assert np.array_equal(found, expected)


@given(pixels=grey, kind=st.sampled_from(["PNG", "BMP", "TIFF"]))
def test_grey_becomes_three_equal_channels(pixels: Array, kind: str) -> None:
    found = decode_image(with_pillow(Image.fromarray(pixels), kind), "part")
    assert np.array_equal(found, np.repeat(pixels[..., None], 3, axis=2))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_alpha_is_dropped_and_colours_under_it_are_kept(kind: str) -> None:
    alpha = np.linspace(0, 255, PHOTO.shape[1]).astype(np.uint8)
    rgba = np.dstack([PHOTO, np.broadcast_to(alpha, PHOTO.shape[:2])])
    assert np.array_equal(decode_image(with_pillow(Image.fromarray(rgba), kind), "part"), PHOTO)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
@pytest.mark.parametrize("mode", ["P", "1"])
def test_palette_and_two_level_pictures(kind: str, mode: str) -> None:
    picture = PICTURE.convert(mode)
    found = decode_image(with_pillow(picture, kind), "part")
    assert np.array_equal(found, np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("name", ["jpeg", "jpeg-grey", "jpeg-progressive", "jpeg-restarts"])
def test_jpeg_is_what_another_decoder_sees(name: str) -> None:
    expected = np.asarray(Image.open(io.BytesIO(FILES[name])).convert("RGB")).astype(int)
    assert np.abs(decode_image(FILES[name], name) - expected).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"quality": 95}), ("PNG", {}), ("TIFF", {})])
def test_exif_turns_the_picture_once(kind: str, options: dict[str, Any], orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = with_pillow(PICTURE, kind, exif=exif, **options)
    seen = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data)))).astype(int)
    found = decode_image(data, "part")
    assert found.shape == seen.shape
    assert np.abs(found - seen).max() <= 1
    expected_shape = PHOTO.shape if orientation < 5 else (PHOTO.shape[1], PHOTO.shape[0], 3)
    assert found.shape == expected_shape


@pytest.mark.parametrize("orientation", range(2, 9))
def test_16_bit_tiff_is_turned_like_an_8_bit_one(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    shallow = decode_image(with_pillow(Image.fromarray(PHOTO[..., 0]), "TIFF", exif=exif), "part")
    twin = decode_image(with_pillow(Image.fromarray(DEEP[..., 0]), "TIFF", exif=exif), "part")
    assert twin.dtype == np.uint16
    assert np.array_equal(twin, shallow.astype(np.uint16) * 257)


@pytest.mark.parametrize("name", FILES)
def test_a_cut_file_is_never_judged(name: str) -> None:
    data = FILES[name]
    assert decode_image(data, name).shape == (60, 80, 3)
    cuts = {len(data) * percent // 100 for percent in range(100)} | {len(data) - 1, len(data) - 2}
    answers = {cut: refusal(data[:cut]) for cut in sorted(cuts)}
    assert {cut: code for cut, code in answers.items() if code not in REFUSALS} == {}


def test_a_cut_jpeg_with_a_forged_end_is_refused() -> None:
    data = FILES["jpeg"]
    for percent in range(1, 100):
        with pytest.raises(ImageError):
            decode_image(data[: len(data) * percent // 100] + b"\xff\xd9", "part")


def test_a_png_with_fewer_rows_than_it_says_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    rows = b"".join(b"\0" + row.tobytes() for row in PHOTO[:30])
    with pytest.raises(ImageError) as caught:
        decode_image(png_of_size(80, 60, zlib.compress(rows)), "part.png")
    assert caught.value.code is ErrorCode.IMAGE_DAMAGED
    capfd.readouterr()


@pytest.mark.parametrize("position", range(8, len(FILES["png"]) - 1, max(1, len(FILES["png"]) // 60)))
def test_a_flipped_byte_in_a_png_is_seen(position: int) -> None:
    data = bytearray(FILES["png"])
    data[position] ^= 0x40
    try:
        found = decode_image(bytes(data), "part.png")
    except ImageError:
        return
    assert np.array_equal(found, PHOTO)


@given(data=st.binary(max_size=400))
def test_random_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        decode_image(data, "part")
    assert "\n" not in str(caught.value)


@given(name=st.sampled_from(sorted(FILES)), where=st.floats(0, 1), value=st.integers(0, 255), cut=st.floats(0.5, 1))
def test_a_damaged_file_gives_an_image_or_an_image_error(name: str, where: float, value: int, cut: float) -> None:
    data = bytearray(FILES[name])
    data[int(where * (len(data) - 1))] = value
    try:
        found = decode_image(bytes(data[: int(cut * len(data))]), name)
    except ImageError:
        return
    assert found.ndim == 3
    assert found.shape[2] == 3
    assert found.dtype in (np.uint8, np.uint16)


def forged_size(name: str) -> bytes:
    """A small file that says it is 30,000 x 30,000 pixels."""
    data = bytearray(FILES[name])
    if name == "jpeg":
        start = data.index(b"\xff\xc0") + 5
        data[start : start + 4] = struct.pack(">HH", 30_000, 30_000)
    elif name == "bmp":
        data[18:26] = struct.pack("<ii", 30_000, 30_000)
    else:
        start = int.from_bytes(data[4:8], "little") + 2
        for entry in range(start, start + 24, 12):
            data[entry : entry + 12] = data[entry : entry + 2] + struct.pack("<HII", 4, 1, 30_000)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        png_of_size(30_000, 30_000, zlib.compress(bytes(1000))),
        png_of_size(2**31 - 1, 2**31 - 1, b""),
        png_of_size(2**31 - 1, 1, b""),
        forged_size("jpeg"),
        forged_size("bmp"),
        forged_size("tiff"),
    ],
    ids=["png", "png-largest", "png-line", "jpeg", "bmp", "tiff"],
)
def test_a_bomb_is_refused_before_a_pixel_is_made(data: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        decode_image(data, "bomb")
    assert caught.value.code is ErrorCode.IMAGE_TOO_LARGE
    assert str(MAX_MEGAPIXELS) in str(caught.value)


def test_a_text_bomb_in_a_png_is_refused() -> None:
    text = chunk(b"zTXt", b"comment\0\0" + zlib.compress(bytes(70 * 2**20), 1))
    data = FILES["png"]
    with pytest.raises(ImageError) as caught:
        decode_image(data[:33] + text + data[33:], "bomb.png")
    assert caught.value.code is ErrorCode.IMAGE_DAMAGED


def test_float_pixels_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "depth.tiff"
    Image.fromarray(PHOTO[..., 0].astype(np.float32)).save(path)
    with pytest.raises(ImageError) as caught:
        read_image(path)
    assert caught.value.code is ErrorCode.IMAGE_DEPTH
    assert "float32" in str(caught.value)


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_dangling(path: Path) -> None:
    path.symlink_to("nowhere.png")


@pytest.mark.skipif(os.name == "nt", reason="FIFOs and links are POSIX")
@pytest.mark.parametrize("make", [make_fifo, make_loop, make_folder, make_dangling])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "part.png"
    make(path)
    with pytest.raises(ImageError) as caught:
        read_image(path)
    assert caught.value.code is ErrorCode.IMAGE_UNREADABLE
    assert str(path) in str(caught.value)


def tiff_without_lengths() -> bytes:
    """A TIFF whose directory does not say how long its strip is."""
    data = bytearray(with_pillow(Image.fromarray(photo()), "TIFF"))
    at = data.index(struct.pack("<HH", 279, 4))
    data[at : at + 2] = struct.pack("<H", 60000)
    return bytes(data)


def changed(data: bytes, at: int, *values: int) -> bytes:
    """With other bytes from ``at`` on."""
    at %= len(data)
    return data[:at] + bytes(values) + data[at + len(values) :]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(changed(PNG, -1, 0) + PNG[-12:], id="a wrong last checksum with a right one behind it"),
        pytest.param(PNG[:-12] + chunk(b"tEXt", b"a")[:-1] + b"\0" + PNG[-12:], id="a wrong checksum of a remark"),
        pytest.param(PNG[:-12], id="no last chunk"),
        pytest.param(
            with_pillow(Image.fromarray(photo()), "TIFF").replace(b"\x03\x01\x03\0", b"\x01\x01\x03\0", 1),
            id="a TIFF that names its height twice and its packing never",
        ),
        pytest.param(tiff_without_lengths(), id="a TIFF without the lengths of its strips"),
        pytest.param(
            with_pillow(Image.fromarray(photo()), "TIFF", compression="tiff_lzw")[:-2], id="a TIFF less 2 bytes"
        ),
        pytest.param(changed(with_pillow(Image.fromarray(photo()), "TIFF"), 9, 32), id="a TIFF of too many entries"),
        pytest.param(changed(with_pillow(Image.fromarray(photo()), "BMP"), 26, 1, 0x80), id="a BMP of 32769 planes"),
    ],
)
def test_structure_that_a_viewer_would_pass_over_is_damage(data: bytes) -> None:
    """Found by mutating whole files, see tests/fuzz."""
    assert refusal(data) in (ErrorCode.IMAGE_DAMAGED, ErrorCode.IMAGE_FORMAT)


def test_text_named_png_is_no_image(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("good part, see drawing 7", encoding="utf-8")
    with pytest.raises(ImageError) as caught:
        read_image(path)
    assert caught.value.code is ErrorCode.IMAGE_FORMAT


def test_the_format_counts_and_not_the_extension(tmp_path: Path) -> None:
    path = tmp_path / "really-a-jpeg.png"
    path.write_bytes(FILES["jpeg"])
    assert read_image(path).shape == (60, 80, 3)


class GrowingFile(type(Path())):  # type: ignore[misc]
    """A file that another program appends to while it is read."""

    def read_bytes(self) -> bytes:
        data: bytes = super().read_bytes()
        with self.open("ab") as file:
            file.write(b"more")
        return data


def test_a_file_that_is_still_being_written_is_not_judged(tmp_path: Path) -> None:
    path = GrowingFile(tmp_path / "part.png")
    path.write_bytes(FILES["png"])
    with pytest.raises(ImageError) as caught:
        read_image(path)
    assert caught.value.code is ErrorCode.IMAGE_CHANGING
