"""The judge in a process of its own: a crash, a hang or a leak of the runtime or a decoder stays there.

Why a process and not a thread (``judge_thread``, kept to measure against). Per frame, from post to answer, one at a
time, least of 60 alternating runs on 2 cores, tiny graph: 224 x 224 2.9 ms in a thread and 4.4 in a process, 1920 x
1080 18 and 20, 2448 x 2048 30 and 32; most of the difference is one copy. In throughput nothing is lost, the copy of
one frame runs beside the judging of another: with a network of 100 ms a part and a window that keeps the interpreter
busy, 5.9 parts a second in a thread and 7.7 in a process. In return SIGSTOP, SIGKILL, abort and memory faults of the
runtime cost one part, not the records and the window. Sources that can hang have processes for the same reason;
records, outputs and the rules of the line are plain Python and SQLite, and stay threads of the station.

Frames go over, and maps come back, through shared memory that the station owns; messages are JSON. The process ends
with the station, and the station ends it when it hangs.
"""

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, JudgeError
from engine.frames import Frame, Pixels
from engine.geometry import Roi
from engine.judge import Inspection, Latency
from engine.pipeline.jobs import Answer, FrameJudge, Gone, Job, JudgeSpec, Ready, Reply
from engine.pipeline.models import load_judge
from engine.pipeline.warm import WarmProcess
from engine.quality import Quality
from engine.regions import Region
from engine.shared import free

SLOTS = 2
JOIN_S = 1.0
RESULT_BYTES = 64 * 2**20  # maps are small; the pages are only used if they are written
Maker = Callable[[JudgeSpec], FrameJudge]
Message = dict[str, Any]


def judge_main(spec: JudgeSpec, maker: Maker, pipe: "Connection[Any, Any]", result_name: str) -> None:
    """The work of the process, see ``warm``."""
    try:
        judge = maker(spec)
    except InspectError as error:
        _send(pipe, {"failed": {"code": error.code.value, "params": dict(error.params)}})
        return
    results = SharedMemory(result_name)
    _send(pipe, {"ready": judge.provider, "reason": judge.reason})
    inputs: SharedMemory | None = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            message: Message = json.loads(pipe.recv_bytes())
            if inputs is None or inputs.name != message["block"]:
                if inputs is not None:
                    with contextlib.suppress(BufferError):  # somebody still looks at a frame in it
                        inputs.close()
                inputs = SharedMemory(message["block"])
            _send(pipe, _judge(judge, message, inputs, results))


def _judge(judge: FrameJudge, message: Message, inputs: SharedMemory, results: SharedMemory) -> Message:
    shape, kind, start = message["shape"], message["dtype"], message["start"]
    pixels: Pixels = np.ndarray(shape, kind, inputs.buf, start)  # no copy: the slot is ours until we answer
    frame = Frame(message["frame_id"], message["source"], pixels, message["time"], message["read_ms"])
    inspection = judge.judge(message["product"], frame, Limits(**message["limits"]))
    answer = _describe(inspection)
    at = message["slot"] * (RESULT_BYTES // SLOTS)
    for name, array in (("map", inspection.anomaly_map), ("embedding", inspection.embedding)):
        if array is not None and at + array.nbytes <= (message["slot"] + 1) * (RESULT_BYTES // SLOTS):
            np.ndarray(array.shape, array.dtype, results.buf, at)[...] = array
            answer[name] = {"start": at, "shape": list(array.shape), "dtype": array.dtype.name}
            at += -(-array.nbytes // 64) * 64
    return {"number": message["number"], "slot": message["slot"], "answer": answer}


def _describe(inspection: Inspection) -> Message:
    error = inspection.error
    return {
        "verdict": inspection.verdict.value,
        "score": inspection.score,
        "regions": [asdict(region) for region in inspection.regions],
        "latency": asdict(inspection.latency),
        "provider": inspection.provider,
        "roi": inspection.roi.model_dump(),
        "quality": None if inspection.quality is None else asdict(inspection.quality),
        "error": None if error is None else {"code": error.code.value, "params": dict(error.params)},
    }


def _send(pipe: "Connection[Any, Any]", message: Message) -> None:
    pipe.send_bytes(json.dumps(message).encode())


@dataclass(slots=True)
class _Out:
    job: Job
    slot: int


class JudgeProcess:
    """See ``JudgeService``. ``warm``: a process to take over."""

    def __init__(
        self,
        spec: JudgeSpec,
        reply: Callable[[Reply], None],
        maker: Maker = load_judge,
        warm: WarmProcess | None = None,
    ) -> None:
        self._reply = reply
        self._lock = threading.Lock()
        self._slots = list(range(SLOTS))
        self._out: dict[int, _Out] = {}
        self._inputs: SharedMemory | None = None
        self._old: list[SharedMemory] = []
        self._closed = False
        self._results = SharedMemory(create=True, size=RESULT_BYTES)
        if warm is None:
            warm = WarmProcess()
        self._pipe, self._process = warm.pipe, warm.process
        with contextlib.suppress(OSError):  # it is gone; the thread finds out
            self._pipe.send((spec, maker, self._results.name))
        self._thread = threading.Thread(target=self._receive, name="judge-replies", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process."""
        return self._process.pid

    @property
    def free(self) -> int:
        """How many jobs may be posted now."""
        with self._lock:
            return len(self._slots)

    def post(self, job: Job) -> None:
        """Judge this frame. A process that is gone is told by the reply ``Gone``."""
        pixels = job.frame.pixels
        with self._lock:
            slot = self._slots.pop()
            self._out[job.number] = _Out(job, slot)
            block, size = self._block(pixels.nbytes)
        start = slot * size
        np.ndarray(pixels.shape, pixels.dtype, block.buf, start)[...] = pixels
        message = {
            "number": job.number,
            "slot": slot,
            "block": block.name,
            "start": start,
            "shape": list(pixels.shape),
            "dtype": pixels.dtype.name,
            "product": job.product,
            "limits": asdict(job.limits),
            "frame_id": job.frame.frame_id,
            "source": job.frame.source,
            "time": job.frame.monotonic_s,
            "read_ms": job.frame.read_ms,
        }
        with contextlib.suppress(OSError, ValueError):
            _send(self._pipe, message)

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._process.kill()
        self._process.join()
        self._thread.join(JOIN_S)
        self._pipe.close()  # the process object stays open: the interpreter's exit may be looking at it
        for block in [self._results, *self._old, *([self._inputs] if self._inputs else [])]:
            free(block)

    def _block(self, size: int) -> tuple[SharedMemory, int]:
        """A block whose slots hold ``size`` bytes; a larger one is made when frames grow."""
        if self._inputs is None or self._inputs.size // SLOTS // 64 * 64 < size:
            if self._inputs is not None:
                self._old.append(self._inputs)  # a frame in it may still be read
            self._inputs = SharedMemory(create=True, size=(size + 64) * SLOTS)
        return self._inputs, self._inputs.size // SLOTS // 64 * 64

    def _receive(self) -> None:
        failed: Gone | None = None
        with contextlib.suppress(EOFError, OSError):
            while not self._closed:
                message: Message = json.loads(self._pipe.recv_bytes())
                if "ready" in message:
                    self._reply(Ready(message["ready"], message["reason"]))
                elif "failed" in message:
                    error = InspectError(ErrorCode(message["failed"]["code"]), **message["failed"]["params"])
                    failed = Gone(error, loading=True)
                else:
                    self._reply(self._answer(message))
        if not self._closed:
            why = "its process ended by itself"
            self._reply(failed or Gone(JudgeError(ErrorCode.JUDGE_GONE, why=why), loading=False))

    def _answer(self, message: Message) -> Answer:
        with self._lock:
            job = self._out.pop(message["number"]).job
        answer = message["answer"]
        arrays = {
            name: np.array(np.ndarray(place["shape"], place["dtype"], self._results.buf, place["start"]))
            for name in ("map", "embedding")
            if (place := answer.get(name)) is not None
        }
        with self._lock:
            self._slots.append(message["slot"])
        error = answer["error"]
        inspection = Inspection(
            job.frame.source,
            job.product,
            Verdict(answer["verdict"]),
            job.limits,
            answer["score"],
            tuple(Region(**region) for region in answer["regions"]),
            Latency(**answer["latency"]),
            answer["provider"],
            None if error is None else InspectError(ErrorCode(error["code"]), **error["params"]),
            Roi(**answer["roi"]),
            job.frame,
            arrays.get("map"),
            arrays.get("embedding"),
            None if answer["quality"] is None else Quality(**answer["quality"]),
        )
        return Answer(message["number"], inspection)
