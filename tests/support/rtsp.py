"""A stand-in for a network camera: RTSP (RFC 2326), pictures interleaved in the one TCP connection.

They are JPEG, made by OpenCV, unless another maker of pictures is given (``tests.support.h264``).
"""

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Protocol

from tests.support.streams import jpeg

PAYLOAD = 26  # JPEG, by RFC 3551
CLOCK = 90_000
FRAGMENT = 1300
SIZE = (48, 64)


class Pictures(Protocol):
    """What a camera sends to one viewer, in one codec."""

    def __init__(self, rate: float) -> None: ...

    @staticmethod
    def description() -> tuple[str, ...]:
        """Lines of the session description: the medium and its attributes."""
        ...

    def packets(self, count: int, stamp: int, sequence: int) -> list[bytes]:
        """Picture ``count`` as RTP packets, the first numbered ``sequence``."""
        ...


class JpegPictures:
    """Every picture whole, in JPEG (RFC 2435)."""

    def __init__(self, rate: float) -> None:
        """The rate does not matter here."""

    @staticmethod
    def description() -> tuple[str, ...]:
        """Lines of the session description."""
        return (f"m=video 0 RTP/AVP {PAYLOAD}",)

    def packets(self, count: int, stamp: int, sequence: int) -> list[bytes]:
        """Picture ``count`` as RTP packets."""
        return _packets(jpeg(count % 200, SIZE), stamp, sequence)


class RtspServer:
    """One camera on loopback whose pictures count up in grey. ``stop`` cuts every connection and closes the port,
    ``start`` takes the same port; ``silent``: connections stay, no picture comes. ``lose`` says of each packet, by
    picture, position and number of packets, whether it gets lost on the way. ``asked`` are the transports that viewers
    asked for; ``unwilling``: none is granted."""

    def __init__(self, rate: float = 25, pictures: type[Pictures] = JpegPictures) -> None:
        self.rate, self.port, self._pictures = rate, 0, pictures
        self.silent = self.unwilling = False
        self.asked: list[str] = []
        self.lose: Callable[[int, int, int], bool] = lambda _picture, _position, _packets: False
        fixed = ("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=camera", "t=0 0", *pictures.description())
        self._description = "\r\n".join((*fixed, "c=IN IP4 0.0.0.0", "a=control:one", ""))
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"rtsp://127.0.0.1:{self.port}/camera"

    def start(self) -> None:
        """Begin to serve."""
        self._stop = threading.Event()
        self._clients: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = int(self._server.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def stop(self) -> None:
        """Cut all connections."""
        self._stop.set()
        for one in (self._server, *self._clients):
            with suppress(OSError):  # gone before
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "RtspServer":
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.stop()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self._clients.append(client)
            thread = threading.Thread(target=self._talk, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, client: socket.socket) -> None:
        """Answer requests; pictures begin with PLAY, from a thread of their own."""
        lock = threading.Lock()
        try:
            with client, client.makefile("rb") as lines:
                while request := _request(lines):
                    method, number, transport = request
                    self.asked += [transport] if transport else []
                    refused = self.unwilling and bool(transport)
                    with lock:
                        client.sendall(_answer(method, number, self.url, "" if refused else self._description))
                    if method == "PLAY":
                        player = threading.Thread(target=self._play, args=(client, lock), daemon=True)
                        self._threads.append(player)
                        player.start()
        except OSError:  # the client left, or we did
            return

    def _play(self, client: socket.socket, lock: threading.Lock) -> None:
        started, sequence, count = time.monotonic(), 0, 0
        pictures = self._pictures(self.rate)
        try:
            while not self._stop.wait(1 / self.rate):
                if self.silent:
                    continue
                count += 1
                stamp = int((time.monotonic() - started) * CLOCK)
                packets = pictures.packets(count, stamp, sequence)
                sequence += len(packets)
                for position, packet in enumerate(packets):
                    if not self.lose(count, position, len(packets)):
                        with lock:
                            client.sendall(b"$\0" + struct.pack(">H", len(packet)) + packet)
        except OSError:
            return


def _request(lines: BinaryIO) -> tuple[str, str, str] | None:
    """Method, number and transport of the next request, None at the end; what is reported in between is passed over."""
    words: list[str] = []
    number = transport = ""
    while True:
        first = lines.read(1)
        if not first:
            return None
        if first == b"$":
            _, size = struct.unpack(">BH", lines.read(3))
            lines.read(size)
            continue
        line = (first + lines.readline()).decode().strip()
        if not line and words:
            return words[0], number, transport
        if not words:
            words = line.split()
        elif line.lower().startswith("cseq:"):
            number = line.partition(":")[2].strip()
        elif line.lower().startswith("transport:"):
            transport = line.partition(":")[2].strip()


def _answer(method: str, number: str, url: str, description: str) -> bytes:
    """What a camera says to it; without a description the transport that was asked for is refused."""
    if not description:
        return f"RTSP/1.0 461 Unsupported Transport\r\nCSeq: {number}\r\n\r\n".encode()
    head = [f"RTSP/1.0 200 OK\r\nCSeq: {number}"]
    body = ""
    if method == "OPTIONS":
        head.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER")
    elif method == "DESCRIBE":
        body = description
        head += [f"Content-Base: {url}/", "Content-Type: application/sdp", f"Content-Length: {len(body)}"]
    elif method == "SETUP":
        head += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 1"]
    else:
        head.append("Session: 1")
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def _packets(data: bytes, stamp: int, sequence: int) -> list[bytes]:
    """A JPEG file as RTP packets: tables and scan travel, headers are made anew by the receiver."""
    tables, kind, scan = _take_apart(data)
    height, width = SIZE
    packets = []
    for start in range(0, len(scan), FRAGMENT):
        part = scan[start : start + FRAGMENT]
        last = start + FRAGMENT >= len(scan)
        count = (sequence + len(packets)) & 0xFFFF
        head = struct.pack(">BBHII", 0x80, PAYLOAD | 0x80 * last, count, stamp & 0xFFFFFFFF, 1)
        head += struct.pack(">IBBBB", start, kind, 255, width // 8, height // 8)
        if start == 0:
            head += struct.pack(">BBH", 0, 0, len(tables)) + tables
        packets.append(head + part)
    return packets


def _take_apart(data: bytes) -> tuple[bytes, int, bytes]:
    """Quantisation tables, RTP type (0: colours halved in width, 1: in both directions) and scan of a JPEG file."""
    tables, kind, at = b"", 1, 2
    while data[at + 1] != 0xDA:
        (size,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at + 4 : at + 2 + size]
        if data[at + 1] == 0xDB:
            tables += b"".join(segment[i + 1 : i + 65] for i in range(0, len(segment), 65))
        elif data[at + 1] == 0xC0:
            kind = 1 if segment[7] == 0x22 else 0
        at += 2 + size
    (size,) = struct.unpack(">H", data[at + 2 : at + 4])
    return tables, kind, data[at + 2 + size :].removesuffix(b"\xff\xd9")
