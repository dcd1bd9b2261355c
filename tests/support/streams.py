"""Stand-ins for cameras on a network: an MJPEG server that can be cut off, and video files."""

import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np


def jpeg(grey: int, size: tuple[int, int] = (48, 64)) -> bytes:
    """A small picture with some structure."""
    pixels = np.full((*size, 3), grey, np.uint8)
    pixels[::4] = 255 - grey
    return bytes(cv2.imencode(".jpg", pixels)[1].tobytes())


class MjpegServer:
    """MJPEG over HTTP on loopback: ``pictures`` (JPEG files) in a circle, or greys that count up. ``stop`` closes every
    connection and the port; ``start`` takes the same port."""

    def __init__(self, rate: float = 50, with_length: bool = True, pictures: Sequence[bytes] = ()) -> None:
        self.rate, self.with_length, self._pictures = rate, with_length, pictures
        self.damage: bytes | None = None  # sent in place of the next picture
        self.silent = False
        self.sent = 0
        self.port = 0
        self._stop = threading.Event()
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/video"

    def show(self, pictures: Sequence[bytes]) -> None:
        """From now on these; returns once what was on its way has surely arrived at whoever looks."""
        self._pictures, until, end = pictures, self.sent + 25, time.monotonic() + 30
        while self.sent < until and time.monotonic() < end:
            time.sleep(0.01)

    def start(self) -> None:
        """Begin to serve."""
        outer = self
        self._stop = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._serve(self)

            def log_message(self, *_arguments: object) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_arguments: object) -> None:
                """Clients may leave."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Cut all connections."""
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "MjpegServer":
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.stop()

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        if request.path != "/video":
            request.send_error(404)
            return
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        request.end_headers()
        count = 0
        while not self._stop.is_set():
            time.sleep(1 / self.rate)
            if self.silent:
                continue
            count += 1
            data = self._pictures[count % len(self._pictures)] if self._pictures else jpeg(count % 200)
            if self.damage is not None:
                data, self.damage = self.damage, None
            length = f"Content-Length: {len(data)}\r\n" if self.with_length else ""
            request.wfile.write(f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() + data + b"\r\n")
            self.sent += 1
        request.close_connection = True


def write_video(path: Path, frames: int = 30, rate: float = 30.0) -> Path:
    """A video whose frame ``i`` has the grey ``5 * i``."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (64, 48))
    for index in range(frames):
        writer.write(np.full((48, 64, 3), 5 * index, np.uint8))
    writer.release()
    return path
