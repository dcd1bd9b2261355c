"""From a decided part to a durable record: encode its frames, then hand it to the writer. A thread of its own."""

import functools
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import cv2

from engine.errors import ErrorCode, InspectError
from engine.frames import Frame, Pixels
from engine.records.batch import Receipt
from engine.records.entries import Entry, PartBody
from engine.records.images import EncodedImage
from engine.records.writer import RecordWriter
from engine.sources import BadFrame

log = logging.getLogger(__name__)
PNG_LEVEL = 1  # a little larger, three times faster than the default


@dataclass(frozen=True, slots=True)
class Encoding:
    """How images are stored. JPEG has 8 bits; a 16-bit frame is stored as PNG in any case."""

    jpeg: bool = False
    jpeg_quality: int = 95


PNG = Encoding()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a part's record."""

    number: int
    outcome: Receipt | InspectError


def encode(frame: int, pixels: Pixels, encoding: Encoding) -> EncodedImage | None:
    """One frame as a file; None if the encoder refuses it."""
    jpeg = encoding.jpeg and pixels.dtype == "uint8"
    suffix, options = (
        (".jpg", [cv2.IMWRITE_JPEG_QUALITY, encoding.jpeg_quality])
        if jpeg
        else (
            ".png",
            [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL],
        )
    )
    try:
        done, data = cv2.imencode(suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)
    except cv2.error:
        log.exception("an image could not be encoded")
        return None
    return EncodedImage(frame, data.tobytes(), suffix) if done else None


class Store:
    """Stores parts in the order in which they come. ``tell`` learns of each once it is durable, or why it is not."""

    def __init__(self, writer: RecordWriter, encoding: Encoding, tell: Callable[[Stored], None]) -> None:
        self._writer, self._encoding, self._tell = writer, encoding, tell
        self._queue: queue.Queue[tuple[int, PartBody, Sequence[Frame | BadFrame]] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def put(self, number: int, body: PartBody, frames: Sequence[Frame | BadFrame]) -> None:
        """Store a part with images of these frames (empty for none)."""
        self._queue.put((number, body, frames))

    def note(self, entry: Entry) -> None:
        """Store something nobody waits for; a failure is the writer's failure, which the line sees."""
        try:
            self._writer.submit(entry)
        except InspectError as error:
            log.error("not recorded: %s", error)

    def finish(self) -> None:
        """Nothing more will come: store what is queued, then end."""
        self._queue.put(None)

    def close(self, timeout_s: float) -> None:
        """Finish, and wait for it."""
        self.finish()
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            number, body, frames = item
            try:
                good = [(i, frame) for i, frame in enumerate(frames) if isinstance(frame, Frame) and frame.pixels.size]
                images = [image for index, frame in good if (image := encode(index, frame.pixels, self._encoding))]
                future = self._writer.submit(body, images)
            except InspectError as error:
                self._tell(Stored(number, error))
                continue
            except Exception as error:  # a bug here must not make parts wait for ever
                log.exception("a part could not be stored")
                why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
                self._tell(Stored(number, InspectError(ErrorCode.INTERNAL, where="store", why=why)))
                continue
            future.add_done_callback(functools.partial(self._done, number))

    def _done(self, number: int, future: "Future[Receipt]") -> None:
        error = future.exception()
        if error is None:
            self._tell(Stored(number, future.result()))
        else:
            self._tell(Stored(number, error if isinstance(error, InspectError) else _internal(error)))


def _internal(error: BaseException) -> InspectError:
    return InspectError(ErrorCode.INTERNAL, where="records", why=str(error)[:200])
