"""An independent look at the structure of image files: whether one is whole, without decoding a pixel.

Written from the formats' specifications and from nothing in the program, so that both can disagree. ``flaw`` names what
is wrong; None means that structure has nothing against the picture (its pixels may still be anything).
"""

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}


def flaw(data: bytes) -> str | None:
    """What is structurally wrong with an image file, or None."""
    if data.startswith(PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"BM"):
        return _bmp(data)
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _tiff(data)
    return "no image"


def _png(data: bytes) -> str | None:
    at, packed, header, kinds = 8, b"", b"", []
    while True:
        if at + 12 > len(data):
            return "cut between chunks"
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) != size or at + 12 + size > len(data):
            return "a chunk is cut"
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, at + 8 + size)[0]:
            return "a checksum is wrong"
        kinds.append(kind)
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
        if kind == b"IEND":
            break
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or len(header) != 13 or not packed:
        return "header or pixels are missing"
    return _png_pixels(header, packed)


def _png_pixels(header: bytes, packed: bytes) -> str | None:
    width, height, depth, colour, method, filters, interlace = struct.unpack(">IIBBBBB", header)
    if not width or not height or colour not in PNG_CHANNELS or depth not in PNG_DEPTHS[colour]:
        return "the header is nonsense"
    if method or filters or interlace > 1:
        return "the header is nonsense"
    bits = depth * PNG_CHANNELS[colour]
    shapes = (
        [(len(range(x, width, dx)), len(range(y, height, dy))) for x, y, dx, dy in PASSES]
        if interlace
        else [(width, height)]
    )
    wanted = sum(h * (1 + (w * bits + 7) // 8) for w, h in shapes if w and h)
    inflate, got = zlib.decompressobj(), 0
    try:
        for start in range(len(packed)):
            got += len(inflate.decompress(packed[start : start + 1]))
            if got > 2**28:
                break
    except zlib.error:
        # A wrong Adler-32 behind whole pixels, under right CRCs: whoever can make the one right can make the other.
        return None if got >= wanted or _without_check(packed) >= wanted else "the packed pixels are damaged"
    return "pixels are missing" if got < wanted else None


def _without_check(packed: bytes) -> int:
    """How many bytes come out if the checksum at the end is not looked at."""
    try:
        return len(zlib.decompressobj(-15).decompress(packed[2:], 2**28))
    except zlib.error:
        return 0


def _jpeg(data: bytes) -> str | None:
    at, frames, scans = 2, 0, 0
    while at < len(data):
        if data[at] != 0xFF:
            return "something else where a marker must be"
        while at < len(data) and data[at] == 0xFF:
            at += 1
        if at >= len(data):
            return "cut at a marker"
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return None if frames == 1 and scans else "an end without a picture"
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            return "a marker where none may be"
        if at + 2 > len(data):
            return "cut in a segment"
        size = struct.unpack_from(">H", data, at)[0]
        if size < 2 or at + size > len(data):
            return "a segment is cut"
        frames += marker in (0xC0, 0xC1, 0xC2)
        at += size
        if marker == 0xDA:
            if not frames:
                return "pixels before the frame"
            scans += 1
            at = _skip_scan(data, at)
    return "the end is missing"


def _skip_scan(data: bytes, at: int) -> int:
    while at + 1 < len(data):
        end = at
        while end < len(data) and data[end] == 0xFF:  # any number of them may stand before a marker
            end += 1
        if end > at and end < len(data) and data[end] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at = end + 1
    return len(data)


def _bmp(data: bytes) -> str | None:
    if len(data) < 26:
        return "the header is cut"
    start, size = struct.unpack_from("<II", data, 10)
    if size == 12:
        width, height, planes, bits = struct.unpack_from("<HHHH", data, 18)
        packing = 0
    elif size >= 40 and len(data) >= 54:
        width, height, planes, bits, packing = struct.unpack_from("<iiHHI", data, 18)
    else:
        return "the header is nonsense"
    if width <= 0 or height == 0 or bits not in (1, 4, 8, 16, 24, 32) or planes not in (0, 1):
        return "the header is nonsense"
    if packing in (0, 3) and start + ((width * bits + 31) // 32) * 4 * abs(height) > len(data):
        return "pixels are missing"
    return None


def _tiff(data: bytes) -> str | None:
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8:
        return "the header is cut"
    at = struct.unpack_from(order + "I", data, 4)[0]
    if at + 2 > len(data):
        return "its directory lies outside"
    count = struct.unpack_from(order + "H", data, at)[0]
    if at + 2 + 12 * count > len(data):
        return "its directory is cut"
    tags: dict[int, tuple[int, ...]] = {}
    for index in range(count):
        tag, kind, number, value = struct.unpack_from(order + "HHI4s", data, at + 2 + 12 * index)
        size = TIFF_SIZES.get(kind, 0) * number
        place = at + 2 + 12 * index + 8 if size <= 4 else struct.unpack(order + "I", value)[0]
        if tag in (273, 279, 324, 325) and place + size > len(data):
            return "a list of strips lies outside"
        if tag in (256, 257, 258, 259, 273, 279, 324, 325) and kind in (3, 4) and place + size <= len(data):
            letter = "H" if kind == 3 else "I"
            tags[tag] = struct.unpack_from(f"{order}{number}{letter}", data, place)
    starts, sizes = tags.get(273, tags.get(324, ())), tags.get(279, tags.get(325, ()))
    if not starts or not sizes:
        return "strips are missing"
    picture = tags.get(256, (0,))[0] * tags.get(257, (0,))[0] * sum(tags.get(258, (1,)))
    if tags.get(259, (1,))[0] == 1 and 8 * sum(sizes) < picture:
        return "a strip is too short"
    if any(start + size > len(data) for start, size in zip(starts, sizes, strict=False)):
        return "a strip lies outside"
    return None
