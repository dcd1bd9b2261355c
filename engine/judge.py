"""One part from pixels to verdict: preprocess, runtime, scoring, decision. Never raises for a part: that is ERROR."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.decision import Limits, Verdict, decide
from engine.errors import ErrorCode, InspectError, JudgeError
from engine.frames import Frame, Map
from engine.geometry import FULL_FRAME, Roi, valid_mask
from engine.preprocess import prepare
from engine.quality import Quality, check, measure
from engine.regions import Region, find_regions
from engine.runtime import Output, Runtime
from engine.scoring import score


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of each stage. ``total`` runs from the start of reading to the verdict."""

    read: float = 0.0
    preprocess: float = 0.0
    infer: float = 0.0
    decide: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of one judged frame. ``score`` is None and ``error`` is set if it could not be judged.

    ``anomaly_map`` is (H, W) at the model's input size and covers ``roi`` of the frame; ``frame`` is kept for display.
    """

    source: str
    product: str
    verdict: Verdict
    limits: Limits
    score: float | None = None
    regions: tuple[Region, ...] = ()
    latency: Latency = Latency()
    provider: str = ""
    error: InspectError | None = None
    roi: Roi = FULL_FRAME
    frame: Frame | None = None
    anomaly_map: Map | None = None
    embedding: NDArray[np.float32] | None = None
    quality: Quality | None = None


class Judge:
    """Judges frames of one product of a bundle. ``limits`` may be replaced at any time; the next frame sees them."""

    def __init__(self, bundle: Bundle, product: str | None, runtime: Runtime) -> None:
        self.product, self._entry = bundle.product(product)
        self.limits = self._entry.limits.to_limits()
        self._runtime = runtime
        self._size = bundle.manifest.model.input_size
        self._mask = valid_mask(self._entry.ignore, self._entry.roi, self._size)

    def judge(self, frame: Frame) -> Inspection:
        """The verdict on one frame; ERROR with its cause instead of an exception."""
        started = time.perf_counter()
        limits = self.limits
        try:
            image = prepare(frame.pixels, self._entry.roi, self._size)
            quality = measure(image)
            if problem := check(quality, self._entry.quality, frame.source):
                raise problem
            prepared = time.perf_counter()
            output = self._runtime.run(image)
            inferred = time.perf_counter()
            decided = self._decide(frame, output, limits, (started, prepared, inferred))
            return replace(decided, quality=quality)
        except Exception as error:  # a part is never PASS, and the line never dies, because judging raised
            cause = error if isinstance(error, InspectError) else None
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            return self.error(
                frame.source, cause or JudgeError(ErrorCode.JUDGE_FAILED, source=frame.source, why=why), frame
            )

    def error(self, source: str, cause: InspectError, frame: Frame | None = None) -> Inspection:
        """The inspection of a part that could not be read or judged."""
        provider = self._runtime.provider
        return Inspection(source, self.product, Verdict.ERROR, self.limits, provider=provider, error=cause, frame=frame)

    def _decide(self, frame: Frame, output: Output, limits: Limits, times: tuple[float, float, float]) -> Inspection:
        started, prepared, inferred = times
        anomaly_map = output.anomaly_map
        value = score(anomaly_map, self._mask, self._entry.pooling)
        finite = bool(np.isfinite(anomaly_map).all())
        verdict = decide(value, finite, limits)
        if verdict is Verdict.ERROR:
            return self.error(frame.source, _cause(frame.source, value, finite, limits), frame)
        roi, size = self._entry.roi, (frame.pixels.shape[0], frame.pixels.shape[1])
        regions = find_regions(anomaly_map, limits, roi, size, self._mask)
        done = time.perf_counter()
        latency = Latency(
            read=frame.read_ms,
            preprocess=1e3 * (prepared - started),
            infer=1e3 * (inferred - prepared),
            decide=1e3 * (done - inferred),
            total=frame.read_ms + 1e3 * (done - started),
        )
        return Inspection(
            frame.source,
            self.product,
            verdict,
            limits,
            value,
            regions,
            latency,
            self._runtime.provider,
            None,
            roi,
            frame,
            anomaly_map,
            output.embedding,
        )


def _cause(source: str, value: float, finite: bool, limits: Limits) -> JudgeError:
    """Why a part without an exception is still ERROR."""
    if not finite:
        return JudgeError(ErrorCode.JUDGE_NOT_FINITE, source=source)
    why = f"score {value:g}, limits review {limits.review}, reject {limits.reject}, pixel {limits.pixel}"
    return JudgeError(ErrorCode.JUDGE_FAILED, source=source, why=why)
