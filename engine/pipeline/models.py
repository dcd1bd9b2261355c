"""The judge as it is loaded from a bundle, for one or several products, and its trial on the CPU."""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.bundle import Bundle, read_bundle
from engine.decision import Limits, Verdict
from engine.errors import BundleError, ErrorCode, InspectError, JudgeError, ProviderError
from engine.frames import Frame
from engine.judge import Inspection, Judge
from engine.masters.rules import Standing
from engine.masters.sets import FOLDER, MasterShelf
from engine.masters.stored import judge_stored
from engine.pipeline.jobs import FrameJudge, JudgeSpec, Qualification
from engine.pipeline.warm import Guess
from engine.runtime import Provider, Runtime
from engine.runtime.gpu import station_options
from engine.runtime.providers import ORT_NAMES
from engine.sources import BadFrame, FolderSource

log = logging.getLogger(__name__)
TRIAL_RUNS = 40
_GPU_WORDS = ("cuda", "cudnn", "cublas", "tensorrt", "gpu")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A verified bundle and its warm session, loaded as ``guess`` says."""

    guess: Guess
    bundle: Bundle
    runtime: Runtime

    def is_for(self, spec: JudgeSpec) -> bool:
        """True if a judge for ``spec`` would load the very same."""
        return self.guess == _guess(spec) and self.bundle.sha256 == spec.sha256


def _guess(spec: JudgeSpec) -> Guess:
    return Guess(spec.bundle, spec.provider, spec.threads, spec.gpu_memory_mb)


def load(guess: Guess, sha256: str = "") -> Loaded:
    """Read, verify, open, warm up; ``sha256``: what the station verified. Raises InspectError."""
    bundle = read_bundle(guess.bundle)
    if sha256 and bundle.sha256 != sha256:
        raise BundleError(ErrorCode.BUNDLE_HASH, path=str(guess.bundle), part="the manifest")
    runtime = Runtime(bundle, guess.provider, guess.threads, station_options(guess.gpu_memory_mb))
    runtime.warm_up()
    return Loaded(guess, bundle, runtime)


def load_guess(guess: Guess) -> Loaded | None:
    """The same before it is asked for; None if it cannot be had, which whoever asks for it will be told."""
    try:
        return load(guess)
    except Exception as error:  # nobody has asked: it is no failure of the line
        log.info("not loaded beforehand: %s", error)
        return None


class BundleJudge:
    """One ONNX session, one judge for each product. ``loaded`` is taken if it is exactly what ``spec`` asks for."""

    def __init__(self, spec: JudgeSpec, loaded: Loaded | None = None) -> None:
        if loaded is None or not loaded.is_for(spec):
            loaded = load(_guess(spec), spec.sha256)
        bundle, self._runtime = loaded.bundle, loaded.runtime
        self._judges = {name: Judge(bundle, name, self._runtime) for name in spec.products}
        if spec.qualification is not None:
            _qualify(spec.qualification, self._judges, bundle.sha256)

    @property
    def provider(self) -> str:
        """The execution provider in use."""
        return self._runtime.provider

    @property
    def reason(self) -> str:
        """Why it is not the GPU."""
        return self._runtime.reason

    def judge(self, product: str, frame: Frame, limits: Limits) -> Inspection:
        """Judge one frame with these limits. A GPU that fails is told as such."""
        judge = self._judges[product]
        judge.limits = limits
        inspection = judge.judge(frame)
        error = inspection.error
        if (
            error is not None
            and error.code is ErrorCode.JUDGE_FAILED
            and self._lost_gpu(str(error.params.get("why", "")))
        ):
            cause = ProviderError(ErrorCode.GPU_LOST, provider=self.provider, why=str(error.params["why"])[:150])
            return judge.error(frame.source, cause, frame)
        return inspection

    def _lost_gpu(self, why: str) -> bool:
        on_gpu = self.provider != ORT_NAMES[Provider.CPU]
        return on_gpu and any(word in why.lower() for word in _GPU_WORDS)


def load_judge(spec: JudgeSpec, loaded: Loaded | None = None) -> FrameJudge:
    """Load, warm up and, if asked for, qualify. Raises InspectError."""
    return BundleJudge(spec, loaded)


def _qualify(wanted: Qualification, judges: dict[str, Judge], bundle_sha256: str) -> None:
    """Raises JudgeError if a master part is judged wrong or the CPU is too slow."""
    if not wanted.masters:
        raise _unfit("there are no master parts, and no folder of them is named (line.masters)")
    shelf = MasterShelf(Path(wanted.masters).parent)
    sets = [product for product in judges if Path(wanted.masters).name == FOLDER and product in shelf.products()]
    for product in sets:
        check = judge_stored(shelf, product, judges[product], bundle_sha256, ORT_NAMES[Provider.CPU])
        if check.outcome is not Standing.PASSED:
            raise _unfit(f"master parts of {product}: {check.why}")
    if sets:
        _be_quick(wanted, judges[sets[0]], Path(wanted.masters) / sets[0])
        return
    judge = next(iter(judges.values()))
    source = FolderSource(Path(wanted.masters))
    while (frame := source.read()) is not None:
        inspection = None if isinstance(frame, BadFrame) else judge.judge(frame)
        if inspection is None or inspection.verdict is not Verdict.PASS:
            raise _unfit(f"master part {Path(frame.source).name} does not pass")
    _be_quick(wanted, judge, Path(wanted.masters))


def _be_quick(wanted: Qualification, judge: Judge, pictures: Path) -> None:
    """Judge them again and again, reading from the disk included."""
    times_ms: list[float] = []
    source = FolderSource(pictures, loop=True)
    while len(times_ms) < TRIAL_RUNS:
        frame = source.read()
        if isinstance(frame, Frame):
            started = time.perf_counter()
            judge.judge(frame)
            times_ms.append(1e3 * (time.perf_counter() - started) + frame.read_ms)
    slowest = float(np.percentile(times_ms, 99))
    if slowest >= wanted.cycle_ms:
        raise _unfit(f"its p99 is {slowest:.0f} ms, the cycle {wanted.cycle_ms:.0f} ms")


def _unfit(why: str) -> InspectError:
    return JudgeError(ErrorCode.CPU_UNFIT, why=why)
