"""Whole lines for tests: a real bundle, real records, a real judge in its thread or process, sources under control."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.bundle import read_bundle
from engine.decision import Limits, Verdict
from engine.frames import Frame
from engine.outputs.base import Result
from engine.pipeline.jobs import JudgeService, JudgeSpec, Qualification, Reply
from engine.pipeline.judge_process import JudgeProcess
from engine.pipeline.judge_thread import JudgeThread
from engine.pipeline.line import Line, LineParts
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.runtime import Provider
from engine.sources import BadFrame, NoFrame, Source
from tests.support.bundles import make_bundle
from tests.support.images import plate
from tests.support.judges import make_moody

LIMITS = Limits(1.0, 0.5, 1.0, 4)


class Tap:
    """A source that gives what a test puts in."""

    def __init__(self) -> None:
        self._items: queue.Queue[Any] = queue.Queue()
        self._next = 0
        self.name, self.length = "tap", None

    def good(self) -> None:
        """A plate that passes."""
        self.put(plate())

    def bad(self) -> None:
        """A plate that fails."""
        self.put(plate(defect=48))

    def put(self, pixels: np.ndarray) -> None:
        """A frame, captured now."""
        self._items.put(Frame(self._next, f"tap{self._next}", pixels, time.monotonic()))
        self._next += 1

    def put_item(self, item: BadFrame | NoFrame | Exception | None) -> None:
        """Anything else a source may give; None ends it, an exception is raised."""
        self._items.put(item)

    def read(self) -> Frame | BadFrame | NoFrame | None:
        """As every source."""
        try:
            item = self._items.get(timeout=0.05)
        except queue.Empty:
            return NoFrame()
        if isinstance(item, Exception):
            raise item
        return item  # type: ignore[no-any-return]

    def close(self) -> None:
        """Nothing to free."""


@dataclass
class Sums:
    """What all lines of this process gave, for a report over many tests: results told, PASS among them, and what must
    never be: a PASS whose record is not a PASS, a result with a record that is not there, a part told twice."""

    lines: int = 0
    results: int = 0
    passes: int = 0
    passes_by_accident: int = 0
    lost_records: int = 0
    told_twice: int = 0


SUMS = Sums()


@dataclass
class Told:
    """An output that keeps what it is told."""

    results: list[Result] = field(default_factory=list)
    readiness: list[bool] = field(default_factory=list)
    closed: bool = False
    name: str = "told"
    problem: str = ""

    def ready(self, ready: bool) -> None:
        """As every output."""
        self.readiness.append(ready)

    def send(self, result: Result) -> None:
        """As every output."""
        self.results.append(result)

    def close(self) -> None:
        """As every output."""
        self.closed = True

    @property
    def verdicts(self) -> list[Verdict]:
        """In the order in which they came."""
        return [result.verdict for result in self.results]


def in_thread(spec: JudgeSpec, reply: Callable[[Reply], None]) -> JudgeService:
    """A moody judge in a thread."""
    return JudgeThread(spec, reply, make_moody)


def in_process(spec: JudgeSpec, reply: Callable[[Reply], None]) -> JudgeService:
    """A moody judge in a process."""
    return JudgeProcess(spec, reply, make_moody)


class Rig:
    """A line with its records, its output and its taps."""

    def __init__(
        self,
        folder: Path,
        starter: Callable[[JudgeSpec, Callable[[Reply], None]], JudgeService] = in_thread,
        confirmed: bool = True,
        sources: tuple[Callable[[], Source], ...] | None = None,
        live: bool = True,
        frames_per_part: int = 1,
        fallback: Qualification | None = None,
        start: bool = True,
        names: tuple[str, ...] = ("Plate",),
        **plan: Any,
    ) -> None:
        self.bundle_path = folder / "bundle.uniad"
        if not self.bundle_path.exists():
            make_bundle(self.bundle_path, names=names)
        self.bundle = read_bundle(self.bundle_path)
        self.data = folder / "data"
        self.writer = RecordWriter(self.data)
        self.tap, self.told = Tap(), Told()
        openers = sources or ((lambda: self.tap),)
        plans = tuple(
            SourcePlan(f"s{index}", opener, "Plate", frames_per_part, live) for index, opener in enumerate(openers)
        )
        spec = JudgeSpec(self.bundle_path, self.bundle.sha256, names, Provider.CPU, 1)
        fields: dict[str, Any] = {"deadline_ms": 60_000.0, "audit_share": 0.0, "waiting_parts": 50} | plan
        parts = LineParts(self.bundle, spec, self.writer, (self.told,), fallback, starter)
        self.line = Line(LinePlan(plans, **fields), parts)
        if confirmed:
            self.line.confirm_limits("Plate", LIMITS, "Ada", "first limits")
        if start:
            self.line.start()

    def wait(self, count: int, timeout_s: float = 60.0) -> None:
        """Until so many results were told."""
        end = time.monotonic() + timeout_s
        while len(self.told.results) < count:
            assert time.monotonic() < end, (self.told.verdicts, self.line.snapshot())
            time.sleep(0.005)

    def until(self, check: Callable[[Any], bool], timeout_s: float = 60.0) -> None:
        """Until the snapshot is so."""
        assert self.line.wait(check, timeout_s), self.line.snapshot()

    def close(self) -> list[tuple[Verdict, str]]:
        """End everything, check that it all adds up, and give what the records hold: verdict and error, in order."""
        self.line.close(20)
        self.writer.close()
        final = self.line.snapshot()
        assert final.frames.add_up, final.frames
        assert final.parts.add_up, final.parts
        report = verify(self.data)
        assert report.ok, report.problems
        reader = RecordReader(self.data)
        rows = list(reversed(reader.newest(limit=100_000)))
        told = {result.part for result in self.told.results}
        add_up(self.told.results, {row.uuid: row.verdict for row in rows})
        assert {row.uuid for row in rows} >= {result.part for result in self.told.results if result.seq is not None}
        assert len(told) == len(self.told.results), "a part was told twice"
        reader.close()
        return [(row.verdict, row.error_code or "") for row in rows]


def add_up(results: list[Result], rows: dict[str, Verdict]) -> None:
    """Into ``SUMS``."""
    passes = [result for result in results if result.verdict is Verdict.PASS]
    SUMS.lines += 1
    SUMS.results += len(results)
    SUMS.passes += len(passes)
    SUMS.passes_by_accident += sum(rows.get(result.part) is not Verdict.PASS for result in passes)
    SUMS.lost_records += sum(result.seq is not None and result.part not in rows for result in results)
    SUMS.told_twice += len(results) - len({result.part for result in results})
