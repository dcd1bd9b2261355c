"""From bytes of a file to pixels, refusing everything that is cut, damaged, too large or still being written.

Why not one call of a decoder: OpenCV returns a full-size picture for cut JPEGs and libjpeg only *warns* of damaged
data, so a half picture would be judged. JPEG goes through ``simplejpeg`` in strict mode (every libjpeg warning is an
error); the size of every format is read by Pillow before one pixel is decoded; PNG chunks are checked by their CRC,
the strips of a TIFF by where they lie; BMP and TIFF are decoded by Pillow.
"""

import io
import os
import stat
import warnings
import zlib
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin, TiffTags, UnidentifiedImageError

from engine.errors import ErrorCode, ImageError
from engine.frames import Array, Pixels

EXTENSIONS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"})
FORMATS = ("PNG", "JPEG", "BMP", "TIFF")  # Pillow opens MPO, a JPEG with further pictures, as JPEG
MAX_FILE_BYTES = 512 * 2**20
MAX_MEGAPIXELS = 80
MAX_TIFF_PAGES = 1000
NO_MEMORY = -4  # StsNoMem of OpenCV
OFFSET_TYPES = frozenset({TiffTags.SHORT, TiffTags.LONG, TiffTags.LONG8})

# OpenCV brings its own Qt plugins and points Qt at them; the window must use its own.
for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)
# What OpenCV would print on stderr about a damaged file is said once, by the error raised here.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of a sane size; ImageError for a FIFO, a folder, an unreadable or a growing file."""
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise ImageError(ErrorCode.IMAGE_UNREADABLE, path=str(path), why="not a regular file")
        if before.st_size > MAX_FILE_BYTES:
            raise ImageError(ErrorCode.IMAGE_UNREADABLE, path=str(path), why="file is larger than 512 MiB")
        data = path.read_bytes()
        after = path.stat()
    except OSError as error:
        raise ImageError(ErrorCode.IMAGE_UNREADABLE, path=str(path), why=error.strerror or "read error") from error
    except MemoryError as error:
        raise _no_memory(str(path)) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise ImageError(ErrorCode.IMAGE_CHANGING, path=str(path))
    return data


def read_image(path: Path) -> Pixels:
    """Read an image file as (H, W, 3) RGB, uint8 or uint16, turned as its EXIF tag says. Raises ImageError."""
    return decode_image(read_bytes(path), str(path))


def decode_image(data: bytes, where: str) -> Pixels:
    """Decode one image from memory as (H, W, 3) RGB, uint8 or uint16. ``where`` names it in errors."""
    try:
        kind, orientation = _check_header(data, where)
        pixels = _decode_jpeg(data, where) if kind in ("JPEG", "MPO") else _decode_other(data, kind, where)
        return _turn(pixels, orientation)
    except MemoryError as error:
        raise _no_memory(where) from error


def _no_memory(where: str) -> ImageError:
    return ImageError(ErrorCode.IMAGE_UNREADABLE, path=where, why="not enough memory")


def _check_header(data: bytes, where: str) -> tuple[str, int]:
    """Format and EXIF orientation, after checking the size; nothing is decoded yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as header:
                kind, (width, height) = str(header.format), header.size
                orientation = _orientation(header)
    except UnidentifiedImageError as error:
        raise ImageError(ErrorCode.IMAGE_FORMAT, path=where) from error
    except Image.DecompressionBombError as error:
        raise ImageError(
            ErrorCode.IMAGE_TOO_LARGE, path=where, megapixels=f"> {MAX_MEGAPIXELS}", limit=MAX_MEGAPIXELS
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # Pillow's plugins raise many kinds on hostile bytes; none may pass as an image
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=_reason(error)) from error
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        size = round(width * height / 1e6)
        raise ImageError(ErrorCode.IMAGE_TOO_LARGE, path=where, megapixels=size, limit=MAX_MEGAPIXELS)
    return kind, orientation if 1 <= orientation <= 8 else 1


def _orientation(header: Image.Image) -> int:
    """The EXIF orientation still to be applied; 1 for TIFF, which both decoders turn by themselves."""
    if header.format == "TIFF" or (header.format == "PNG" and "exif" not in header.info):
        return 1  # asking a PNG without it would decode the whole picture to look behind the pixels
    return int(header.getexif().get(0x0112, 1))


def _decode_jpeg(data: bytes, where: str) -> NDArray[np.uint8]:
    if b"\xff\xd9" not in data[-64:]:
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why="the end of the JPEG is missing")
    if not _jpeg_segments_are_whole(data):
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why="the header of the JPEG is damaged")
    try:
        pixels: NDArray[np.uint8] = simplejpeg.decode_jpeg(data, colorspace="RGB", fastdct=False, strict=True)
    except ValueError as error:
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=_reason(error)) from error
    return pixels


def _jpeg_segments_are_whole(data: bytes) -> bool:
    """True if each segment before the first scan says a length that can be; libjpeg skips comments without a look."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if size < 2:
            return False
        if marker == 0xDA:  # start of scan
            return True
        at += 2 + size
    return False


def _decode_other(data: bytes, kind: str, where: str) -> Pixels:
    """PNG with OpenCV after its checksums; BMP and TIFF with Pillow, which refuses what is short and leaves the colours
    under a TIFF's alpha alone. Deep TIFF is checked by Pillow too, but only OpenCV keeps its 16 bits."""
    if kind == "PNG" and (flaw := _png_flaw(data)):
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=flaw)
    if kind == "BMP" and (flaw := _bmp_flaw(data)):
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=flaw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if isinstance(image, TiffImagePlugin.TiffImageFile) and (flaw := _tiff_flaw(image, data)):
                    raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=flaw)
                if kind != "PNG" and not _is_deep(image):
                    return np.array(image.convert("RGB"))
                if kind != "PNG":
                    image.load()
    except (ImageError, MemoryError):
        raise
    except Exception as error:  # see _check_header
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why=_reason(error)) from error
    return _decode_with_opencv(data, where)


def _png_flaw(data: bytes) -> str:
    """What is wrong with the chunks of a PNG; empty if they are whole. Each is checked by its CRC, the last one too,
    and what a viewer would pass over counts as damage like the rest. (Pillow's ``verify`` stops before the last.)"""
    at = 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 8 + size
        if end + 4 > len(data):
            return "the end of the PNG is missing"
        if zlib.crc32(memoryview(data)[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return f"a checksum of the PNG is wrong at byte {at}"
        if kind == b"IEND":
            return ""
        at = end + 4
    return "the end of the PNG is missing"


def _bmp_flaw(data: bytes) -> str:
    """What is wrong with the header of a BMP beyond what Pillow looks at; empty if nothing is."""
    if int.from_bytes(data[2:6], "little") > len(data):
        return "the end of the BMP is missing"
    at = 22 if data[14:18] == b"\x0c\0\0\0" else 26
    return "" if int.from_bytes(data[at : at + 2], "little") <= 1 else "the header of the BMP is damaged"


def _tiff_flaw(image: TiffImagePlugin.TiffImageFile, data: bytes) -> str:
    """What is wrong with the directories of a TIFF, and with the strips or tiles of its first picture; empty if they
    lie in the file. Without their lengths (which TIFF 6.0 requires) nobody can tell that one is cut."""
    if not _tiff_directories_are_whole(data):
        return "a directory of the TIFF does not lie in it"
    tags = image.tag_v2
    for starts, lengths in (
        (TiffImagePlugin.STRIPOFFSETS, TiffImagePlugin.STRIPBYTECOUNTS),
        (TiffImagePlugin.TILEOFFSETS, TiffImagePlugin.TILEBYTECOUNTS),
    ):
        if starts in tags:
            places, sizes = tags[starts], tags.get(lengths, ())
            if len(places) != len(sizes) or not {tags.tagtype[starts], tags.tagtype[lengths]} <= OFFSET_TYPES:
                return "the strips of the TIFF are not described"
            if any(place + size > len(data) for place, size in zip(places, sizes, strict=True)):
                return "the strips of the TIFF do not lie in it"
            return "the strips of the TIFF are too short" if 8 * sum(sizes) < _least_bits(image) else ""
    return "the TIFF has no strips"


def _least_bits(image: TiffImagePlugin.TiffImageFile) -> int:
    """What an unpacked picture takes at least; 0 for a packed one."""
    if image.tag_v2.get(TiffImagePlugin.COMPRESSION, 1) != 1:
        return 0
    bits = image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, 1)
    return image.size[0] * image.size[1] * (sum(bits) if isinstance(bits, tuple) else bits)


def _tiff_directories_are_whole(data: bytes) -> bool:
    """Every directory, with the pointer to the next one at its end, lies in the file; in BigTIFF, too."""
    order: Literal["little", "big"] = "little" if data[:2] == b"II" else "big"
    big = data[2:4] in (b"+\0", b"\0+")
    entry, counter, pointer = (20, 8, 8) if big else (12, 2, 4)

    def number(start: int, size: int) -> int:
        return int.from_bytes(data[start : start + size], order)

    at = number(8 if big else 4, pointer)
    for _ in range(MAX_TIFF_PAGES):
        start = at + counter
        end = start + entry * number(at, counter)
        if at < 8 or end + pointer > len(data):
            return False
        places = range(start, end, entry)
        if any(number(place + 4, pointer) == 0 for place in places):  # a tag without a value
            return False
        if len({number(place, 2) for place in places}) < len(places):  # a tag that says two things
            return False
        at = number(end, pointer)
        if at == 0:
            return True
    return False


def _is_deep(image: Image.Image) -> bool:
    """True for a TIFF of more than 8 bits a channel or of numbers that are not whole."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    bits = image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, 1)
    return image.mode in ("F", "I") or max(bits if isinstance(bits, tuple) else (bits,)) > 8


def _decode_with_opencv(data: bytes, where: str) -> Pixels:
    try:
        raw = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        if error.code == NO_MEMORY:
            raise MemoryError from error
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why="decoder refused it") from error
    if raw is None:
        raise ImageError(ErrorCode.IMAGE_DAMAGED, path=where, why="decoder refused it")
    if raw.dtype not in (np.uint8, np.uint16):
        raise ImageError(ErrorCode.IMAGE_DEPTH, path=where, dtype=str(raw.dtype))
    return to_rgb(raw, where)


def to_rgb(raw: Array, where: str) -> Pixels:
    """OpenCV's layouts (H, W), (H, W, 1), BGR, BGRA to (H, W, 3) RGB; alpha is dropped."""
    if raw.ndim == 2 or raw.shape[2] == 1:
        return cv2.cvtColor(raw, cv2.COLOR_GRAY2RGB)  # type: ignore[return-value]
    if raw.shape[2] == 3:
        return cv2.cvtColor(raw, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]
    if raw.shape[2] == 4:
        return cv2.cvtColor(raw, cv2.COLOR_BGRA2RGB)  # type: ignore[return-value]
    raise ImageError(ErrorCode.IMAGE_DEPTH, path=where, dtype=f"with {raw.shape[2]} channels")


def _turn(image: Pixels, orientation: int) -> Pixels:
    """Apply the EXIF orientation (1-8), so that a picture is judged the way people see it."""
    pixels: Array = image
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def _reason(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:120]
