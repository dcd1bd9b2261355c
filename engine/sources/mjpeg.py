"""MJPEG over HTTP: parts of a multipart answer, each one a whole JPEG.

Read here and not by FFmpeg, because a cut JPEG must be an error: FFmpeg fills the rest with grey and says nothing.
"""

import http.client
import urllib.parse
from dataclasses import replace

from engine.decode import decode_image
from engine.errors import ErrorCode, ImageError, SourceError
from engine.sources.devices import BadGrabError, CaptureDevice, Device, Grabbed
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec

LARGEST_PART = 64 * 2**20
BLOCK = 65536


class MjpegDevice:
    """One connection to a camera's or server's MJPEG stream."""

    def __init__(
        self, spec: DeviceSpec, answer: http.client.HTTPResponse, connection: http.client.HTTPConnection
    ) -> None:
        self._spec, self._answer, self._connection = spec, answer, connection
        kind = answer.headers.get("Content-Type", "")
        boundary = kind.partition("boundary=")[2].strip().strip('"').lstrip("-")
        self._mark = b"--" + boundary.encode("latin-1", "replace")
        self._buffer = b""
        self._number = 0

    def grab(self) -> Grabbed | None:
        """The next JPEG. One that is cut or damaged is a BadGrabError."""
        data = self._next_part()
        self._number += 1
        try:
            return Grabbed(decode_image(data, self._spec.address), self._number)
        except ImageError as error:
            raise BadGrabError(error) from error

    def configure(self, settings: CameraSettings) -> dict[str, float]:
        """Nothing can be set over this protocol."""
        return {}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _next_part(self) -> bytes:
        self._read_until(self._mark)
        header = self._read_until(b"\r\n\r\n")
        size = _content_length(header)
        if size is not None:
            while len(self._buffer) < size:
                self._more()
            data, self._buffer = self._buffer[:size], self._buffer[size:]
            return data
        return self._read_until(self._mark, keep=True).rstrip(b"\r\n")

    def _read_until(self, mark: bytes, keep: bool = False) -> bytes:
        start = 0
        while (at := self._buffer.find(mark, start)) < 0:
            start = max(0, len(self._buffer) - len(mark))
            self._more()
        found, self._buffer = self._buffer[:at], self._buffer[at if keep else at + len(mark) :]
        return found

    def _more(self) -> None:
        if len(self._buffer) > LARGEST_PART:
            raise _lost(self._spec, "a part of the stream is too large")
        try:
            block = self._answer.read1(BLOCK)
        except (OSError, http.client.HTTPException) as error:
            raise _lost(self._spec, str(error) or type(error).__name__) from error
        if not block:
            raise _lost(self._spec, "the server hung up")
        self._buffer += block


def _content_length(header: bytes) -> int | None:
    for line in header.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return min(int(value), LARGEST_PART + 1)
    return None


def _lost(spec: DeviceSpec, why: str) -> SourceError:
    return SourceError(ErrorCode.SOURCE_LOST, source=_shown(spec.address), why=" ".join(why.split())[:120])


def _shown(url: str) -> str:
    """A URL without its password, for messages."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def open_http(spec: DeviceSpec) -> Device:
    """An MJPEG stream if that is what the server sends; anything else is left to FFmpeg. Raises SourceError."""
    parts = urllib.parse.urlsplit(spec.address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    timeout_s = max(0.2, min(spec.timeout_s, spec.open_timeout_s))
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        connection.request("GET", path, headers=_authorisation(parts) | {"User-Agent": "uniad-inspect"})
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.close()
        raise _lost(spec, str(error) or type(error).__name__) from error
    if answer.status != 200:
        connection.close()
        raise _lost(spec, f"the server answered {answer.status} {answer.reason}")
    if answer.headers.get_content_type() == "multipart/x-mixed-replace":
        return MjpegDevice(spec, answer, connection)
    connection.close()
    return CaptureDevice(replace(spec, kind=DeviceKind.STREAM))


def _authorisation(parts: urllib.parse.SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    import base64

    pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
