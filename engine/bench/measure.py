"""How long the shipped graph takes on this machine, stage by stage, and how far that is from the machine's limit."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import cv2
import numpy as np
import psutil

from engine.bundle import Bundle
from engine.decision import Verdict
from engine.decode import decode_image
from engine.judge import Judge, Latency
from engine.runtime import Provider, Runtime
from engine.runtime.providers import ORT_NAMES
from engine.sources import BadFrame, FolderSource

PICTURE_SIDE = 512
GRAIN = 5.0  # grey values; what a camera adds, so that the file is no easier to decode
WARM_UPS = 5
MATRIX_SIDE = 1536


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds of one stage over all measured parts."""

    median_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class MachineLimit:
    """``gflop`` of the graph for one part, ``machine_gflops`` of a float32 matrix product on the processor (measured),
    ``ratio`` the median time of inference over the time these two would allow; 1 cannot be beaten."""

    gflop: float
    machine_gflops: float
    ratio: float


@dataclass(frozen=True, slots=True)
class ThreadSetting:
    """Inference with so many threads: with the window open one core is left free for it."""

    threads: int
    infer_median_ms: float
    parts_per_s: float


@dataclass(frozen=True, slots=True)
class BenchReport:
    """``stages`` by name; ``startup_s`` from the start of the process to its first verdict; ``limit`` is None on a GPU
    or if the bundle does not state its work; ``settings`` with all cores and with one less (empty on a GPU);
    ``series`` are the milliseconds of each part by stage, for plots."""

    provider: str
    threads: int
    stages: dict[str, StageTimes]
    parts_per_s: float
    rss_mb: float
    startup_s: float
    limit: MachineLimit | None
    settings: tuple[ThreadSetting, ...]
    series: dict[str, tuple[float, ...]]

    def to_json(self, against: dict[str, object] | None = None) -> dict[str, object]:
        """For scripts; ``against`` is there for a comparison and null without one."""
        figures = asdict(self)
        del figures["series"]
        settings = figures.pop("settings")
        return {**figures, "against": against, "settings": settings}


def measure(bundle: Bundle, wish: Provider, runs: int) -> BenchReport:
    """Judge the same 512 x 512 JPEG file ``runs`` times, from the disk to the verdict, with all cores; then again with
    one less."""
    cores = psutil.cpu_count(logical=False) or 1
    first = _run(bundle, wish, runs, 0)
    startup_s, rss_mb = first.startup_s, psutil.Process().memory_info().rss / 2**20
    stages = {stage.name: _stage([getattr(one, stage.name) for one in first.latencies]) for stage in fields(Latency)}
    settings: tuple[ThreadSetting, ...] = ()
    if first.provider == ORT_NAMES[Provider.CPU]:
        spared = _run(bundle, wish, max(1, runs // 2), cores - 1) if cores > 1 else first
        counts = {cores: first, max(1, cores - 1): spared}
        settings = tuple(
            ThreadSetting(threads, _stage([one.infer for one in some.latencies]).median_ms, some.parts_per_s)
            for threads, some in counts.items()
        )
    return BenchReport(
        provider=first.provider,
        threads=cores,
        stages=stages,
        parts_per_s=first.parts_per_s,
        rss_mb=round(rss_mb, 1),
        startup_s=round(startup_s, 3),
        limit=_limit(bundle.manifest.model.gflop, stages["infer"].median_ms, first.provider),
        settings=settings,
        series={stage: tuple(getattr(one, stage) for one in first.latencies) for stage in stages},
    )


@dataclass(frozen=True, slots=True)
class _Run:
    provider: str
    latencies: list[Latency]
    parts_per_s: float
    startup_s: float


def _run(bundle: Bundle, wish: Provider, runs: int, threads: int) -> _Run:
    runtime = Runtime(bundle, wish, threads)
    runtime.warm_up()
    product = next(iter(bundle.manifest.products))
    judge = Judge(bundle, product, runtime)
    with tempfile.TemporaryDirectory(prefix="uniad-bench-") as folder:
        path = Path(folder) / "part.jpg"
        path.write_bytes(_picture(bundle, product))
        source = FolderSource(path, loop=True)
        _judge_once(source, judge)
        startup_s = time.time() - psutil.Process().create_time()
        for _ in range(WARM_UPS):
            _judge_once(source, judge)
        started = time.perf_counter()
        latencies = [_judge_once(source, judge) for _ in range(runs)]
        elapsed = time.perf_counter() - started
        source.close()
    return _Run(runtime.provider, latencies, round(runs / elapsed, 2), startup_s)


def machine_gflops(repeats: int = 6) -> float:
    """The best rate of a large float32 matrix product on all cores, in 1e9 multiplications and additions a second."""
    matrix = np.random.default_rng(0).random((MATRIX_SIDE, MATRIX_SIDE), dtype=np.float32)
    best_s = float("inf")
    for _ in range(repeats):
        started = time.perf_counter()
        matrix @ matrix
        best_s = min(best_s, time.perf_counter() - started)
    return 2 * MATRIX_SIDE**3 / best_s / 1e9


def _limit(gflop: float, infer_ms: float, provider: str) -> MachineLimit | None:
    if provider != ORT_NAMES[Provider.CPU] or gflop <= 0:
        return None
    rate = machine_gflops()
    return MachineLimit(gflop, round(rate, 1), round(infer_ms / 1e3 * rate / gflop, 2))


def _judge_once(source: FolderSource, judge: Judge) -> Latency:
    frame = source.read()
    if frame is None or isinstance(frame, BadFrame):
        raise RuntimeError(f"the picture of the benchmark cannot be read: {frame}")
    inspection = judge.judge(frame)
    if inspection.verdict is Verdict.ERROR and inspection.error is not None:
        raise inspection.error
    return inspection.latency


def _picture(bundle: Bundle, product: str) -> bytes:
    """A JPEG of a part of the product, with structure at several sizes, always the same: 512 x 512, or of the size that
    alone is judged. Without a thumbnail it is made up."""
    entry = bundle.manifest.products[product]
    height, width = entry.frame_size or (PICTURE_SIDE, PICTURE_SIDE)
    random = np.random.default_rng(0)
    if entry.thumbnail is not None and entry.thumbnail in bundle.files:
        part = decode_image(bundle.files[entry.thumbnail], entry.thumbnail)
        pixels = cv2.resize(part, (width, height)) + random.normal(0, GRAIN, (height, width, 1))
    else:
        layers = [
            cv2.resize(random.random((side, side, 3), dtype=np.float32), (width, height))
            for side in (8, 64, PICTURE_SIDE)
        ]
        pixels = np.mean(layers, axis=0) * 255
    _, data = cv2.imencode(".jpg", np.clip(pixels, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return data.tobytes()


def _stage(values_ms: Sequence[float]) -> StageTimes:
    median, p95, p99 = (round(float(value), 3) for value in np.percentile(values_ms, (50, 95, 99)))
    return StageTimes(median, p95, p99)
