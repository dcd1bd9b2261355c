"""H.264 over RTP (RFC 6184), as network cameras send it: a key frame each second, what changed in between."""

import base64
import struct
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np

PAYLOAD = 96
CLOCK = 90_000
SIZE = (240, 320)
FRAGMENT = 1300
OPTIONS = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "repeat-headers=1:annexb=1:scenecut=0"}


class H264Pictures:
    """The pictures of one viewer: a grey that counts up under a fine pattern that moves, encoded by x264."""

    size = SIZE

    def __init__(self, rate: float = 25) -> None:
        encoder = av.CodecContext.create("libx264", "w")
        encoder.height, encoder.width = SIZE
        encoder.pix_fmt, encoder.time_base = "yuv420p", Fraction(1, CLOCK)
        encoder.framerate, encoder.gop_size, encoder.max_b_frames = Fraction(round(rate)), round(rate), 0
        encoder.options = OPTIONS
        self._encoder = encoder
        self._pattern = np.random.default_rng(1).integers(0, 60, (*SIZE, 3), np.uint8)

    @staticmethod
    def description() -> tuple[str, ...]:
        """Lines of the session description."""
        first = next(iter(H264Pictures()._encode(0, 0)))
        sets = [base64.b64encode(unit).decode() for unit in _units(first) if unit[0] & 31 in (7, 8)]
        return (
            f"m=video 0 RTP/AVP {PAYLOAD}",
            f"a=rtpmap:{PAYLOAD} H264/{CLOCK}",
            f"a=fmtp:{PAYLOAD} packetization-mode=1;sprop-parameter-sets={','.join(sets)}",
        )

    def packets(self, count: int, stamp: int, sequence: int) -> list[bytes]:
        """Picture ``count`` as RTP packets, the first numbered ``sequence``."""
        payloads = [part for data in self._encode(count, stamp) for unit in _units(data) for part in _parts(unit)]
        found = []
        for index, payload in enumerate(payloads):
            last = index == len(payloads) - 1
            number = (sequence + index) & 0xFFFF
            head = struct.pack(">BBHII", 0x80, PAYLOAD | 0x80 * last, number, stamp & 0xFFFFFFFF, 1)
            found.append(head + payload)
        return found

    def _encode(self, count: int, stamp: int) -> Iterator[bytes]:
        pixels = np.roll(self._pattern, 3 * count, axis=1) + np.uint8(count % 180)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts = stamp
        for packet in self._encoder.encode(frame):
            yield bytes(packet)


def _units(data: bytes) -> list[bytes]:
    """The units between the start codes."""
    return [unit.rstrip(b"\0") for unit in data.split(b"\0\0\1") if unit.rstrip(b"\0")]


def _parts(unit: bytes) -> list[bytes]:
    """A unit as payloads: whole if it fits, else in fragments (FU-A)."""
    if len(unit) <= FRAGMENT:
        return [unit]
    head, kind, body = unit[0] & 0xE0 | 28, unit[0] & 31, unit[1:]
    starts = range(0, len(body), FRAGMENT)
    flags = [0x80 * (at == 0) | 0x40 * (at + FRAGMENT >= len(body)) for at in starts]
    return [bytes((head, flag | kind)) + body[at : at + FRAGMENT] for at, flag in zip(starts, flags, strict=True)]
