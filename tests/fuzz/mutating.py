"""Damaging whole files: flips, cuts, holes, doubled and swapped pieces; for PNG also damage under right checksums."""

import random
import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
EDGES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Something else than ``data``, damaged in one to three ways."""
    found = data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = chance.choice((_flip, _flip, _byte, _cut, _cut, _hole, _insert, _double, _swap, _number))(found, chance)
    return found if found != data else data[:-1]


def cut(data: bytes, chance: random.Random) -> bytes:
    """The beginning of a file."""
    return data[: chance.randrange(len(data))]


def repack_png(data: bytes, chance: random.Random) -> bytes:
    """A PNG whose one chunk is damaged inside, with its checksum made right again; others as they are."""
    if not data.startswith(PNG):
        return mutate(data, chance)
    chunks, at = [], 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        chunks.append((kind, data[at + 8 : at + 8 + size]))
        at += 12 + size
    which = chance.choice([index for index, (_, body) in enumerate(chunks) if body])
    kind, body = chunks[which]
    if kind == b"IDAT" and chance.random() < 0.5:
        raw = zlib.decompress(body)
        body = zlib.compress(raw[: chance.randrange(len(raw))] if chance.random() < 0.5 else mutate(raw, chance))
    else:
        body = mutate(body, chance)
    chunks[which] = (kind, body)
    return PNG + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return b"\0"
    damaged = bytearray(data)
    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _byte(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return b"\xff"
    damaged = bytearray(data)
    damaged[chance.randrange(len(damaged))] = chance.choice(EDGES)
    return bytes(damaged)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] if data else data


def _hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.randrange(1, 64))
    return data[:start] + (b"" if chance.random() < 0.5 else bytes(end - start)) + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.randrange(1, 16)) + data[at:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(1, 200)]
    return data[:start] + piece + data[start:]


def _swap(data: bytes, chance: random.Random) -> bytes:
    if len(data) < 4:
        return data
    a, b, c = sorted(chance.sample(range(len(data)), 3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """A two- or four-byte number somewhere becomes extreme: sizes, counts, offsets."""
    if len(data) < 4:
        return data
    damaged = bytearray(data)
    at = chance.randrange(len(damaged) - 3)
    kind = chance.choice(("<H", ">H", "<I", ">I"))
    most = 0xFFFF if kind[1] == "H" else 0xFFFFFFFF
    struct.pack_into(kind, damaged, at, chance.choice((0, 1, most, most >> 1, len(data), chance.randrange(most))))
    return bytes(damaged)
