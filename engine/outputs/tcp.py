"""Results as JSON lines over TCP, and triggers as text lines. Loopback unless told otherwise; one thread each.

Result line: ``{"type": "part", "part", "number", "label", "source", "product", "serial", "lot", "verdict", "score",
"utc", "seq", "head", "error"}``. Heartbeat: ``{"type": "beat", "ready", "head"}``; a client that misses beats must
reject. Trigger line: ``trigger [source=NAME] [serial=TEXT] [uuid=HEX] [label=NUMBER]``, answered with ``ok UUID`` or
``error WHY``.
"""

import contextlib
import json
import logging
import selectors
import shlex
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict

from engine.errors import ErrorCode, InspectError
from engine.outputs.base import Result
from engine.outputs.lines import LineReader
from engine.pipeline.parts import Trigger

log = logging.getLogger(__name__)
MOST_CLIENTS = 16
MOST_WAITING_BYTES = 2**20  # a client that does not read is dropped, not waited for
MOST_LABEL = 2**32 - 1  # what a PLC's two registers hold


class _Server:
    """A listening socket with its clients, served by one thread. ``HEARS``: clients are expected to say something."""

    HEARS = False

    def __init__(self, name: str, host: str, port: int) -> None:
        self.name, self.problem = name, ""
        try:
            self._listener = socket.create_server((host, port))
        except OSError as error:
            why = f"{host}:{port}: {error.strerror or error}"
            raise InspectError(ErrorCode.OUTPUT_FAILED, name=name, why=why) from error
        self._listener.setblocking(False)
        self.port = int(self._listener.getsockname()[1])
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._waker, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._lock = threading.Lock()
        self._clients: dict[socket.socket, bytearray] = {}  # what is to be sent
        self._read: dict[socket.socket, LineReader] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def clients(self) -> int:
        """How many are connected."""
        with self._lock:
            return len(self._clients)

    def close(self) -> None:
        """Send what is waiting, then hang up."""
        self._closed = True
        self._wake()
        self._thread.join(2.0)

    def every(self) -> float | None:
        """Seconds between calls of ``tick``; None for never."""
        return None

    def tick(self) -> None:
        """Called about every ``every`` seconds."""

    def take(self, line: str) -> str | None:
        """A line came from a client; what to answer."""
        return None

    def tell(self, line: str) -> None:
        """Send a line to every client."""
        data = line.encode() + b"\n"
        with self._lock:
            for waiting in self._clients.values():
                waiting.extend(data)
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._waker.send(b"x")

    def _work(self) -> None:
        next_s = time.monotonic()
        while not self._closed:
            every = self.every()
            if every is not None and time.monotonic() >= next_s:
                self.tick()
                next_s = time.monotonic() + every
            timeout = None if every is None else max(0.0, next_s - time.monotonic())
            if any(reader.unfinished for reader in self._read.values()):
                timeout = 1.0 if timeout is None else min(1.0, timeout)
            for key, _ in self._selector.select(timeout):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._woken:
                    with contextlib.suppress(OSError):
                        self._woken.recv(4096)
                elif isinstance(key.fileobj, socket.socket):
                    self._receive(key.fileobj)
            self._drop_slow()
            self._flush()
        self._flush()
        for client in list(self._clients):
            self._drop(client)
        self._selector.close()
        for one in (self._listener, self._waker, self._woken):
            one.close()

    def _accept(self) -> None:
        try:
            client, _ = self._listener.accept()
        except OSError:
            time.sleep(0.05)  # no handles left; asking again at once would only burn the processor
            return
        if not self._has_room():
            client.close()
            return
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._clients[client], self._read[client] = bytearray(), LineReader()
        self._selector.register(client, selectors.EVENT_READ)

    def _has_room(self) -> bool:
        """A client that has never said a whole line gives way to a new one: connections alone must not shut out the
        PLC."""
        if len(self._clients) < MOST_CLIENTS:
            return True
        silent = [client for client, reader in self._read.items() if self.HEARS and not reader.spoke]
        if silent:
            self._drop(silent[0])
        return bool(silent)

    def _drop_slow(self) -> None:
        now_s = time.monotonic()
        for client in [client for client, reader in self._read.items() if reader.overdue(now_s)]:
            log.warning("%s: a client did not end its line and was dropped", self.name)
            self._drop(client)

    def _receive(self, client: socket.socket) -> None:
        try:
            data = client.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(client)
            return
        lines = self._read[client].feed(data, time.monotonic())
        if lines is None:
            self._drop(client)
            return
        for line in lines:
            answer = self.take(line)
            if answer is not None:
                with self._lock:
                    self._clients[client].extend(answer.encode() + b"\n")

    def _flush(self) -> None:
        """Send what clients take; whoever has too much waiting is dropped."""
        with self._lock:
            waiting = [(client, bytes(data)) for client, data in self._clients.items() if data]
        for client, data in waiting:
            try:
                sent = client.send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._drop(client)
                continue
            with self._lock:
                if client in self._clients:
                    del self._clients[client][:sent]
            if len(data) - sent > MOST_WAITING_BYTES:
                log.warning("%s: a client does not read and was dropped", self.name)
                self._drop(client)

    def _drop(self, client: socket.socket) -> None:
        with self._lock:
            self._clients.pop(client, None)
        self._read.pop(client, None)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(client)
        client.close()


class TcpResults(_Server):
    """The output. Raises InspectError if the port cannot be had."""

    def __init__(self, host: str, port: int, heartbeat_s: float = 1.0) -> None:
        self._ready, self._head, self._heartbeat_s = False, "", heartbeat_s
        super().__init__("tcp", host, port)

    def ready(self, ready: bool) -> None:
        """Told at once, and with every beat."""
        self._ready = ready
        self.tick()

    def send(self, result: Result) -> None:
        """One line."""
        self._head = result.head or self._head
        self.tell(json.dumps({"type": "part", **asdict(result), "verdict": result.verdict.value}, ensure_ascii=False))

    def every(self) -> float | None:
        """The heartbeat."""
        return self._heartbeat_s

    def tick(self) -> None:
        """A beat."""
        self.tell(json.dumps({"type": "beat", "ready": self._ready, "head": self._head}))


class TcpTriggers(_Server):
    """Takes triggers. ``fire`` is the line's ``trigger``; ``sources`` are the names that may be given. ``check`` begins
    a check of the master parts of a product (empty: the line's): the next triggers present them."""

    HEARS = True

    def __init__(
        self,
        host: str,
        port: int,
        fire: Callable[[Trigger], None],
        sources: tuple[str, ...],
        check: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._fire, self._sources, self._check = fire, sources, check
        super().__init__("tcp triggers", host, port)

    def take(self, line: str) -> str | None:
        """A line of a client."""
        if not line:
            return None
        try:
            if line.split()[0] == "check":
                self._check(" ".join(line.split()[1:]))
                return "ok"
            trigger = parse_trigger(line, self._sources)
        except (ValueError, InspectError) as error:
            return f"error {error}"
        self._fire(trigger)
        return f"ok {trigger.uuid}"


def parse_trigger(line: str, sources: tuple[str, ...]) -> Trigger:
    """A trigger line. Raises ValueError with the reason."""
    word, *pairs = shlex.split(line)
    if word != "trigger":
        raise ValueError(f"unknown command {word[:20]}")
    given: dict[str, str] = {}
    for pair in pairs:
        key, mark, value = pair.partition("=")
        if not mark or key not in ("source", "serial", "uuid", "label") or key in given:
            raise ValueError(f"unknown key {key[:20]}")
        given[key] = value
    if "source" in given and given["source"] not in sources:
        raise ValueError(f"no source {given['source'][:40]}")
    uuid = given.get("uuid", "").replace("-", "").lower()
    if "uuid" in given and (len(uuid) != 32 or not set(uuid) <= set("0123456789abcdef")):
        raise ValueError("a uuid has 32 hexadecimal digits")
    label = _label(given["label"]) if "label" in given else None
    made = Trigger(source=given.get("source", ""), serial=given.get("serial", "")[:200], label=label)
    return made if not uuid else Trigger(uuid, made.source, made.serial, made.label, made.at_s)


def _label(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_LABEL):
        raise ValueError(f"a label is a number from 0 to {MOST_LABEL}")
    return int(text)
