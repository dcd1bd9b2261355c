"""The last step of the doctor: the same real images through the GPU and through the CPU, verdict by verdict."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.bundle import Bundle, read_bundle
from engine.decision import Verdict
from engine.doctor import Check, Status
from engine.errors import ErrorCode, InspectError, SourceError
from engine.frames import Frame, Map
from engine.judge import Judge
from engine.runtime import Provider, Runtime
from engine.sources import FolderSource

MOST_IMAGES = 32
SCORE_TOLERANCE = 1e-3  # of the reject limit, as at export
NAME = "judging"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``score_difference`` relative to the reject limit, ``map_difference`` to the maps' range, both the largest;
    ``flipped`` are images whose verdict differs; medians of inference in ms."""

    provider: str
    images: int
    score_difference: float
    map_difference: float
    flipped: tuple[str, ...]
    cpu_ms: float
    other_ms: float

    @property
    def same(self) -> bool:
        """True if limits found on the CPU hold on the other provider."""
        return self.score_difference <= SCORE_TOLERANCE and not self.flipped


def check_judging(path: Path, images: Path) -> Check:
    """Run the whole chain on the GPU that ``auto`` would take. Raises InspectError for a bundle or folder that cannot
    be used at all."""
    bundle = read_bundle(path)
    try:
        runtime = Runtime(bundle, Provider.AUTO)
    except InspectError as error:
        return Check(NAME, Status.PROBLEM, str(error), "export the bundle again")
    if not runtime.on_gpu:
        advice = "with a GPU this compares it with the CPU; see cuda above for what is missing"
        return Check(NAME, Status.NOTE, f"on the CPU: {runtime.reason}", advice)
    try:
        found = compare(bundle, runtime, images)
    except InspectError as error:
        return Check(NAME, Status.PROBLEM, f"{runtime.provider}: {error}", "set line.provider = 'cpu' until it works")
    return describe(found)


def describe(found: Comparison) -> Check:
    """The comparison as one finding."""
    text = (
        f"{found.provider} on {found.images} images: scores differ by {found.score_difference:.1e} of the limit, "
        f"maps by {found.map_difference:.1e} of their range; {found.other_ms:.1f} ms, CPU {found.cpu_ms:.1f} ms"
    )
    if found.same:
        return Check(NAME, Status.OK, text)
    if found.flipped:
        text += f"; other verdicts: {', '.join(found.flipped[:5])}"
    return Check(NAME, Status.PROBLEM, text, "set line.provider = 'cpu', or find the limits anew on this GPU")


def compare(bundle: Bundle, other: Runtime, images: Path) -> Comparison:
    """Judge up to 32 images of a folder with ``other`` and with the CPU. InspectError if a part cannot be judged."""
    product = next(iter(bundle.manifest.products))
    cpu = Runtime(bundle, Provider.CPU, other.threads)
    judges = [Judge(bundle, product, runtime) for runtime in (cpu, other)]
    for runtime in (cpu, other):
        runtime.warm_up()
    reject = bundle.manifest.products[product].limits.reject
    frames = _frames(images)
    scores: list[float] = []
    maps: list[float] = []
    flipped: list[str] = []
    times: list[tuple[float, float]] = []
    for frame in frames:
        one, two = (_judged(judge, frame) for judge in judges)
        scores.append(abs(one.score - two.score) / reject)
        spread = max(float(np.ptp(one.anomaly_map)), 1e-12)
        maps.append(float(np.abs(one.anomaly_map - two.anomaly_map).max()) / spread)
        times.append((one.infer_ms, two.infer_ms))
        if one.verdict is not two.verdict:
            flipped.append(f"{Path(frame.source).name} {one.verdict.value}/{two.verdict.value}")
    cpu_ms, other_ms = (float(value) for value in np.median(times, axis=0))
    return Comparison(other.provider, len(frames), max(scores), max(maps), tuple(flipped), cpu_ms, other_ms)


@dataclass(frozen=True, slots=True)
class _Judged:
    verdict: Verdict
    score: float
    anomaly_map: Map
    infer_ms: float


def _judged(judge: Judge, frame: Frame) -> _Judged:
    found = judge.judge(frame)
    if found.error is not None:
        raise found.error
    if found.score is None or found.anomaly_map is None:
        raise RuntimeError("a part without an error has no score")
    return _Judged(found.verdict, found.score, found.anomaly_map, found.latency.infer)


def _frames(images: Path) -> list[Frame]:
    source = FolderSource(images)
    frames: list[Frame] = []
    while len(frames) < MOST_IMAGES and (frame := source.read()) is not None:
        if isinstance(frame, Frame):
            frames.append(frame)
    source.close()
    if not frames:
        raise SourceError(ErrorCode.SOURCE_EMPTY, path=str(images), skipped=0)
    return frames
