"""A real judge of a real bundle that does what a file tells it, for tests of the line."""

import json
import os
import time
from pathlib import Path

import numpy as np

from engine.decision import Limits
from engine.errors import ErrorCode, JudgeError, ProviderError
from engine.frames import Frame
from engine.judge import Inspection
from engine.pipeline.jobs import FrameJudge, JudgeSpec
from engine.pipeline.models import BundleJudge
from tests.support.blows import crash, eat


def control(bundle: Path) -> Path:
    """The file that tells the judge of this bundle what to do."""
    return bundle.with_suffix(".judge.json")


def wish(bundle: Path, **wishes: object) -> None:
    """From now on: ``slow_s``, ``hang`` (for ever), ``abort``, ``crash``, ``eat`` (see ``blows``), ``memory`` (an array
    too large), ``gpu`` (lost), ``fail_load`` (do not start), ``gpu_lost_at_load``."""
    temporary = control(bundle).with_suffix(".new")
    temporary.write_text(json.dumps(wishes))
    temporary.replace(control(bundle))


class MoodyJudge:
    """See ``wish``."""

    def __init__(self, spec: JudgeSpec) -> None:
        self._control = control(spec.bundle)
        if self._wish().get("fail_load"):
            os._exit(3)
        self._judge = BundleJudge(spec)

    @property
    def provider(self) -> str:
        """Pretends to be a GPU as long as the wish says so."""
        return "CUDAExecutionProvider" if self._wish().get("pretend_gpu") else self._judge.provider

    @property
    def reason(self) -> str:
        """Never any."""
        return ""

    def judge(self, product: str, frame: Frame, limits: Limits) -> Inspection:
        """Judge, or misbehave."""
        wish = self._wish()
        if wish.get("abort"):
            os._exit(66)
        if wish.get("crash"):
            crash()
        if wish.get("eat"):
            eat()
        while self._wish().get("hang"):
            time.sleep(0.02)
        time.sleep(float(wish.get("slow_s", 0)))
        inspection = self._judge.judge(product, frame, limits)
        if wish.get("gpu"):
            error = ProviderError(ErrorCode.GPU_LOST, provider="CUDA", why="CUDA error 999")
            return Inspection(frame.source, product, inspection.verdict.ERROR, limits, error=error, frame=frame)
        if wish.get("memory"):
            try:
                np.ones((1 << 50,), np.uint8)
            except MemoryError as memory:
                error = JudgeError(ErrorCode.JUDGE_FAILED, source=frame.source, why=str(memory)[:100])
                return Inspection(frame.source, product, inspection.verdict.ERROR, limits, error=error, frame=frame)
        return inspection

    def _wish(self) -> dict[str, object]:
        try:
            found: dict[str, object] = json.loads(self._control.read_text())
        except FileNotFoundError:
            return {}
        return found


def make_moody(spec: JudgeSpec) -> FrameJudge:
    """The maker that travels to the judge's process."""
    return MoodyJudge(spec)
