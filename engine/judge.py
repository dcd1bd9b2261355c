"""One part from pixels to verdict: preprocess, runtime, scoring, decision. Never raises for a part: that is ERROR."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle, ProductEntry
from engine.decision import Limits, Verdict, decide
from engine.decode import decode_image
from engine.errors import BundleError, ErrorCode, ImageError, InspectError, JudgeError
from engine.frames import Frame, Map
from engine.geometry import FULL_FRAME, Roi
from engine.preprocess import Preprocessor, Seen
from engine.quality import Quality, check, measure
from engine.regions import Region, find_regions
from engine.runtime import Output, Runtime
from engine.scoring import score

TILE_BATCH = 8


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

    ``anomaly_map`` (H, W) covers ``roi`` of the frame, 0 where it does not count; ``frame`` is kept for display.
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

    @property
    def presented(self) -> bool:
        """True for a master part or one of a study: it was asked for, and is no product."""
        return self.error is not None and self.error.code is ErrorCode.PART_PRESENTED


def preprocessor_of(bundle: Bundle, entry: ProductEntry) -> Preprocessor:
    """The way from pictures of a product to the model's inputs. BundleError if its reference picture is missing."""
    view = entry.view
    try:
        if view.align is None:
            return Preprocessor(view, bundle.model.input_size, version=bundle.manifest.preprocess_version)
        reference = decode_image(bundle.files[view.align.reference], view.align.reference)
        return Preprocessor(view, bundle.model.input_size, np.ascontiguousarray(reference[:, :, 0], np.uint8))
    except (KeyError, ImageError, ValueError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise BundleError(ErrorCode.BUNDLE_MANIFEST, path=str(bundle.path), why=why) from error


def run_inputs(runtime: Runtime, inputs: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Maps (N, H, W) of the inputs (N, H, W, 3) of one picture, and its embedding (D,), the mean of theirs.

    Everybody who needs a map gets it here, so that limits are found, measured and used on the same numbers."""
    if len(inputs) == 1:
        output = runtime.run(inputs[0])
        return output.anomaly_map[None], output.embedding
    parts = [runtime.run_batch(inputs[start : start + TILE_BATCH]) for start in range(0, len(inputs), TILE_BATCH)]
    maps, embeddings = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return maps, embeddings.mean(axis=0)


class Judge:
    """Judges frames of one product of a bundle. ``limits`` may be replaced at any time; the next frame sees them."""

    def __init__(self, bundle: Bundle, product: str | None, runtime: Runtime) -> None:
        self.product, self._entry = bundle.product(product)
        self.limits = self._entry.limits.to_limits()
        self._runtime = runtime
        self._preprocessor = preprocessor_of(bundle, self._entry)

    def judge(self, frame: Frame) -> Inspection:
        """The verdict on one frame; ERROR with its cause instead of an exception."""
        started = time.perf_counter()
        limits = self.limits
        try:
            seen = self._preprocessor.prepare(frame.pixels, frame.source)
            quality = measure(seen.drawn)
            if problem := check(quality, self._entry.quality, frame.source):
                raise problem
            prepared = time.perf_counter()
            maps, embedding = run_inputs(self._runtime, seen.inputs)
            inferred = time.perf_counter()
            output = Output(seen.merge(maps), embedding)
            decided = self._decide(frame, seen, output, limits, (started, prepared, inferred))
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

    def _decide(
        self, frame: Frame, seen: Seen, output: Output, limits: Limits, times: tuple[float, float, float]
    ) -> Inspection:
        started, prepared, inferred = times
        anomaly_map = output.anomaly_map
        value = score(anomaly_map, seen.valid, self._entry.pooling)
        finite = bool(np.isfinite(anomaly_map).all())
        verdict = decide(value, finite, limits)
        if verdict is Verdict.ERROR:
            return self.error(frame.source, _cause(frame.source, value, finite, limits), frame)
        regions = find_regions(anomaly_map, limits, seen.placement, seen.valid, self._entry.mm_per_px)
        shown, roi = seen.placement.shown(anomaly_map, seen.valid)
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
            shown,
            output.embedding,
        )


def _cause(source: str, value: float, finite: bool, limits: Limits) -> JudgeError:
    """Why a part without an exception is still ERROR."""
    if not finite:
        return JudgeError(ErrorCode.JUDGE_NOT_FINITE, source=source)
    why = f"score {value:g}, limits review {limits.review}, reject {limits.reject}, pixel {limits.pixel}"
    return JudgeError(ErrorCode.JUDGE_FAILED, source=source, why=why)
