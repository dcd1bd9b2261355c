"""Commands in, snapshots out: all the window ever sees of judging.

Two plain threads: *capture* reads the source a little ahead, *judge* loads bundles, owns the ONNX session and judges.
One condition guards what they share. Commands return at once and are done in order, so ``open_bundle``,
``open_source``, ``start`` may be given in one breath. Nobody is called back: who wants to know asks ``snapshot``.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.bundle import Bundle, read_bundle
from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, SourceError
from engine.frames import Frame
from engine.judge import Inspection, Judge
from engine.line.capture import Capture
from engine.line.snapshot import LineState, Snapshot
from engine.line.tally import Tally, make_thumbnail
from engine.runtime import Provider, Runtime
from engine.sources import BadFrame, open_source
from engine.sources.opening import device_spec
from engine.sources.spec import DeviceKind

log = logging.getLogger(__name__)
Task = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A bundle in use: its judge and its session."""

    bundle: Bundle
    runtime: Runtime
    judge: Judge


class LineClient:
    """The line of one station. Every method may be called from any thread and returns at once, except ``close``."""

    def __init__(self, provider: Provider = Provider.AUTO, threads: int = 0) -> None:
        self._wish, self._threads = provider, threads
        self._wake = threading.Condition()
        self._commands: deque[Task] = deque()
        self._loaded: _Loaded | None = None
        self._capture: Capture | None = None
        self._retired: list[Capture] = []
        self._reopen: Task | None = None
        self._tally = Tally()
        self._newest: Inspection | None = None
        self._cause: InspectError | None = None
        self._failed = self._loading = self._running = self._closed = False
        self._steps = 0
        self._interval_s, self._due_s = 0.0, 0.0
        self._snapshot: Snapshot | None = None
        self._seen = True
        self._thread = threading.Thread(target=self._work, name="judge", daemon=True)
        self._thread.start()

    def open_bundle(self, path: Path, product: str | None = None) -> None:
        """Load a bundle and warm it up. If it is refused, the product in use stays, and ``cause`` says why."""
        self._command(lambda: self._load(path, product), loading=True)

    def choose_product(self, name: str) -> None:
        """Go over to another product of the bundle in use."""
        self._command(lambda: self._choose(name))

    def open_source(self, uri: str, loop: bool = False) -> None:
        """Change the source; inspecting stops."""
        self._command(lambda: self._open(uri, loop))

    def start(self) -> None:
        """Judge every frame. A source that has ended begins again."""
        self._command(self._start)

    def stop(self) -> None:
        """Judge no further part; frames already read wait for the next start."""
        with self._wake:
            self._running, self._steps = False, 0
            self._changed()

    def step(self) -> None:
        """Judge one part, also while stopped."""
        self._command(self._step)

    def set_limits(self, limits: Limits) -> None:
        """Limits for the next part on. ValueError if they are not usable; without a product nothing happens."""
        if not limits.usable():
            raise ValueError(f"limits are not usable: {limits}")
        with self._wake:
            if self._loaded is not None:
                self._loaded.judge.limits = limits
                self._changed()

    def set_interval(self, seconds: float) -> None:
        """Least time between two parts, so that people can watch a folder; 0 for as fast as it goes."""
        with self._wake:
            self._interval_s, self._due_s = max(0.0, seconds), 0.0
            self._changed()

    def reset_counts(self) -> None:
        """Counts, history and rejects begin anew; part numbers go on."""
        with self._wake:
            self._tally.reset()
            self._changed()

    def fail(self, cause: InspectError) -> None:
        """Stop with ``cause``: something outside the line broke, and nobody may think that parts are being judged."""
        with self._wake:
            self._fail(cause)

    def dismiss(self) -> None:
        """The cause was read; a line that works shows it no longer."""
        with self._wake:
            self._cause, self._failed = None, False
            self._changed()

    def snapshot(self) -> Snapshot:
        """The line now. The same object as before if nothing has changed."""
        with self._wake:
            self._seen = True
            if self._snapshot is None:
                self._snapshot = self._describe()
            return self._snapshot

    def close(self, timeout_s: float = 3.0) -> bool:
        """End both threads. True if they ended in time; a source that hangs is left behind, it holds nothing needed."""
        deadline = time.monotonic() + timeout_s
        with self._wake:
            self._closed, self._running = True, False
            captures = [*self._retired, *([self._capture] if self._capture else [])]
            for capture in captures:
                capture.close()
            self._wake.notify_all()
        self._thread.join(timeout_s)
        left = [capture.join(max(0.0, deadline - time.monotonic())) for capture in captures]
        return all(left) and not self._thread.is_alive()

    # Everything below runs with the lock held, or in the judge thread where it says so.

    def _command(self, task: Task, loading: bool = False) -> None:
        with self._wake:
            self._commands.append(task)
            self._loading = self._loading or loading
            self._changed()

    def _changed(self) -> None:
        self._snapshot = None
        self._wake.notify_all()

    def _fail(self, cause: InspectError) -> None:
        self._cause, self._failed = cause, True
        self._running, self._steps = False, 0
        self._changed()

    def _state(self) -> LineState:
        if self._loading:
            return LineState.LOADING
        if self._failed:
            return LineState.ERROR
        if self._loaded is None or self._capture is None:
            return LineState.IDLE
        return LineState.RUNNING if self._running else LineState.STOPPED

    def _describe(self) -> Snapshot:
        loaded, tally = self._loaded, self._tally
        return Snapshot(
            state=self._state(),
            cause=self._cause or (self._capture.status.trouble if self._capture else None),
            bundle=loaded.bundle if loaded else None,
            product=loaded.judge.product if loaded else None,
            limits=loaded.judge.limits if loaded else None,
            source=self._capture.status if self._capture else None,
            provider=loaded.runtime.provider if loaded else "",
            provider_reason=loaded.runtime.reason if loaded else "",
            interval_s=self._interval_s,
            part=tally.part,
            newest=self._newest,
            counts=tally.counts,
            history=tuple(tally.history),
            rejects=tuple(tally.rejects),
            per_minute=tally.per_minute(),
            cycle_ms=tally.cycle_ms(),
        )

    def _work(self) -> None:
        """The judge thread: one task after the other; whatever breaks becomes the ERROR state."""
        while True:
            with self._wake:
                task = self._next_task()
            if task is None:
                return
            try:
                task()
            except Exception as error:
                if not isinstance(error, InspectError):
                    log.exception("the line failed")
                    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
                    error = InspectError(ErrorCode.INTERNAL, where="line", why=why)
                self.fail(error)

    def _next_task(self) -> Task | None:
        """Wait for a command or a part that is due; None when closed."""
        while not self._closed:
            if self._commands:
                return self._commands.popleft()
            self._notice_source()
            wait_s = None
            if self._capture is not None and self._capture.waiting and (self._running or self._steps):
                wait_s = 0.0 if self._steps else self._due_s - time.monotonic()
                if wait_s <= 0:
                    return self._judge_one
            self._wake.wait(wait_s)
        return None

    def _notice_source(self) -> None:
        """A source that was lost stops the line with its cause; one that has ended just stops it."""
        if self._capture is None:
            return
        if self._capture.status.error is not None and self._cause is not self._capture.status.error:
            self._fail(self._capture.status.error)
        if self._capture.ended and (self._running or self._steps):
            self._running, self._steps = False, 0
        self._snapshot = None

    def _judge_one(self) -> None:
        """In the judge thread: one frame to its verdict."""
        with self._wake:
            if self._capture is None or self._loaded is None or not self._capture.waiting:
                return
            frame = self._capture.take()
            judge = self._loaded.judge
            self._steps = max(0, self._steps - 1)
            self._due_s = max(self._due_s + self._interval_s, time.monotonic() + 0.5 * self._interval_s)
        inspection = _judge(judge, frame)
        rejected = inspection.verdict is not Verdict.PASS and inspection.frame is not None
        thumbnail = make_thumbnail(inspection.frame.pixels) if rejected and inspection.frame else None
        with self._wake:
            if not self._seen:
                self._tally.add_unseen()
            self._tally.add(inspection, thumbnail, time.monotonic())
            self._newest, self._seen = inspection, False
            self._changed()

    def _load(self, path: Path, product: str | None) -> None:
        """In the judge thread: a verified bundle, its session, one warm-up run. The old one stays if this fails."""
        try:
            bundle = read_bundle(path)
            name, _ = bundle.product(product or next(iter(bundle.manifest.products)))
            runtime = Runtime(bundle, self._wish, self._threads)
            judge = Judge(bundle, name, runtime)
            runtime.warm_up()
        except InspectError as error:
            with self._wake:
                self._loading, self._cause = False, error
                self._failed = self._loaded is None
                self._changed()
            return
        finally:
            with self._wake:
                self._loading = False
        self._use(_Loaded(bundle, runtime, judge))

    def _choose(self, name: str) -> None:
        if self._loaded is not None:
            bundle, runtime = self._loaded.bundle, self._loaded.runtime
            self._use(_Loaded(bundle, runtime, Judge(bundle, name, runtime)))

    def _use(self, loaded: _Loaded) -> None:
        """A product goes into use: the line stands still, and counts begin anew, since they were of another."""
        with self._wake:
            self._loaded, self._newest = loaded, None
            self._running, self._steps = False, 0
            self._cause, self._failed = None, False
            self._tally.reset()
            self._changed()

    def _open(self, uri: str, loop: bool) -> None:
        """In the judge thread: a new capture in place of the old."""
        with self._wake:
            if self._capture is not None:
                self._capture.close()
                self._retired = [*(old for old in self._retired if not old.join(0)), self._capture]
            self._running, self._steps = False, 0
            self._cause, self._failed = None, False
            self._capture = Capture(uri, lambda: open_source(uri, loop, wait=False), self._wake, _is_live(uri))
            self._reopen = lambda: self._open(uri, loop)
            self._changed()

    def _ready(self) -> bool:
        """In the judge thread: product and source are there; a source that ended or was lost is opened again."""
        with self._wake:
            capture, reopen = self._capture, self._reopen
            if self._loaded is None or capture is None or reopen is None:
                return False
            spent = capture.ended or capture.status.error is not None
        if spent:
            reopen()
        return True

    def _start(self) -> None:
        if self._ready():
            with self._wake:
                self._refresh()
                self._running, self._due_s = True, 0.0
                self._cause, self._failed = None, False
                self._changed()

    def _refresh(self) -> None:
        if self._capture is not None and not self._running and not self._steps:
            self._capture.refresh()

    def _step(self) -> None:
        if self._ready():
            with self._wake:
                self._refresh()
                self._steps += 1
                self._cause, self._failed = None, False
                self._changed()


def _is_live(uri: str) -> bool:
    """True for cameras and streams: they do not wait for anybody."""
    try:
        spec = device_spec(uri)
    except SourceError:
        return False  # opening it says why
    return spec is not None and spec.kind is not DeviceKind.VIDEO


def _judge(judge: Judge, frame: Frame | BadFrame) -> Inspection:
    return judge.error(frame.source, frame.error) if isinstance(frame, BadFrame) else judge.judge(frame)
