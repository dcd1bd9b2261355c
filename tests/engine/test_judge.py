"""From pixels to verdict; whatever goes wrong is ERROR with its cause, never an exception and never PASS."""

import math
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import read_bundle
from engine.bundle.manifest import ProposedLimits
from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, ImageError, UsageError
from engine.frames import Frame
from engine.geometry import Roi
from engine.judge import Judge
from engine.runtime import Provider, Runtime
from tests.support.bundles import make_bundle
from tests.support.images import plate


def judge_of(path: Path) -> Judge:
    bundle = read_bundle(path)
    return Judge(bundle, None, Runtime(bundle, Provider.CPU))


def frame_of(pixels: np.ndarray, read_ms: float = 2.0) -> Frame:  # type: ignore[type-arg]
    return Frame(7, "part.png", pixels, 0.0, read_ms)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize(
    ("defect", "verdict"), [(0, Verdict.PASS), (6, Verdict.PASS), (12, Verdict.REVIEW), (48, Verdict.FAIL)]
)
def test_verdicts(tmp_path: Path, defect: int, verdict: Verdict, depth: int) -> None:
    judge = judge_of(make_bundle(tmp_path / "a.uniad"))
    inspection = judge.judge(frame_of(plate(defect=defect, depth=depth)))
    assert inspection.verdict is verdict
    assert inspection.error is None
    assert inspection.score == pytest.approx(defect / 16, abs=0.01)
    assert inspection.source == "part.png"
    assert inspection.product == "Plate"
    assert inspection.provider == "CPUExecutionProvider"


def test_the_defect_is_outlined_where_it_is(tmp_path: Path) -> None:
    judge = judge_of(make_bundle(tmp_path / "a.uniad"))
    (region,) = judge.judge(frame_of(plate((300, 600), defect=48))).regions
    assert abs(region.x - 200) <= 10
    assert abs(region.y - 100) <= 10
    assert abs(region.w - 200) <= 20
    assert abs(region.h - 100) <= 20
    assert region.peak == pytest.approx(3.0)


def test_latency_adds_up_and_contains_reading(tmp_path: Path) -> None:
    latency = judge_of(make_bundle(tmp_path / "a.uniad")).judge(frame_of(plate(), read_ms=5.0)).latency
    assert latency.read == 5.0
    parts = latency.read + latency.preprocess + latency.infer + latency.decide
    assert latency.total == pytest.approx(parts, rel=1e-6)
    assert min(latency.preprocess, latency.infer, latency.decide) > 0


def test_limits_may_change_while_judging(tmp_path: Path) -> None:
    judge = judge_of(make_bundle(tmp_path / "a.uniad"))
    part = frame_of(plate(defect=48))
    assert judge.judge(part).verdict is Verdict.FAIL
    judge.limits = Limits(reject=5.0, review=None, pixel=4.0)
    inspection = judge.judge(part)
    assert inspection.verdict is Verdict.PASS
    assert inspection.regions == ()
    assert inspection.limits.reject == 5.0


@pytest.mark.parametrize("reject", [math.nan, math.inf, 0.0, -1.0])
def test_limits_that_cannot_be_used_are_an_error_with_a_cause(tmp_path: Path, reject: float) -> None:
    judge = judge_of(make_bundle(tmp_path / "a.uniad"))
    judge.limits = Limits(reject, None, 1.0)
    inspection = judge.judge(frame_of(plate()))
    assert inspection.verdict is Verdict.ERROR
    assert inspection.score is None
    assert inspection.error is not None
    assert inspection.error.code is ErrorCode.JUDGE_FAILED


def test_a_map_with_nan_is_an_error(tmp_path: Path) -> None:
    inspection = judge_of(make_bundle(tmp_path / "a.uniad", finite=False)).judge(frame_of(plate()))
    assert inspection.verdict is Verdict.ERROR
    assert inspection.error is not None
    assert inspection.error.code is ErrorCode.JUDGE_NOT_FINITE
    assert "part.png" in str(inspection.error)


@pytest.mark.parametrize("shape", [(0, 0, 3), (10, 10, 2), (10, 10)])
def test_a_frame_that_cannot_be_prepared_is_an_error(tmp_path: Path, shape: tuple[int, ...]) -> None:
    inspection = judge_of(make_bundle(tmp_path / "a.uniad")).judge(frame_of(np.zeros(shape, np.uint8)))
    assert inspection.verdict is Verdict.ERROR
    assert inspection.error is not None
    assert inspection.error.code is ErrorCode.JUDGE_FAILED
    assert "\n" not in str(inspection.error)


def test_a_frame_that_could_not_be_read_is_an_error(tmp_path: Path) -> None:
    judge = judge_of(make_bundle(tmp_path / "a.uniad"))
    cause = ImageError(ErrorCode.IMAGE_FORMAT, path="x.png")
    inspection = judge.error("x.png", cause)
    assert (inspection.verdict, inspection.error, inspection.score) == (Verdict.ERROR, cause, None)


def test_a_defect_outside_the_region_or_under_the_mask_is_not_seen(tmp_path: Path) -> None:
    part = frame_of(plate(defect=48))
    corner = judge_of(make_bundle(tmp_path / "roi.uniad", roi=Roi(x=0, y=0, w=0.3, h=0.3)))
    assert corner.judge(part).verdict is Verdict.PASS
    centre = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
    masked = judge_of(make_bundle(tmp_path / "mask.uniad", ignore=(centre,)))
    inspection = masked.judge(part)
    assert inspection.verdict is Verdict.PASS
    assert inspection.regions == ()


def test_a_mask_over_everything_is_an_error_and_no_pass(tmp_path: Path) -> None:
    everything = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    inspection = judge_of(make_bundle(tmp_path / "a.uniad", ignore=(everything,))).judge(frame_of(plate()))
    assert inspection.verdict is Verdict.ERROR
    assert inspection.error is not None


def test_without_a_review_limit_there_is_no_review(tmp_path: Path) -> None:
    limits = ProposedLimits(reject=1.0, pixel=1.0)
    judge = judge_of(make_bundle(tmp_path / "a.uniad", limits=limits))
    assert judge.judge(frame_of(plate(defect=14))).verdict is Verdict.PASS
    assert judge.judge(frame_of(plate(defect=20))).verdict is Verdict.FAIL


def test_a_product_must_be_chosen(tmp_path: Path) -> None:
    bundle = read_bundle(make_bundle(tmp_path / "a.uniad", names=("Plate", "Nut")))
    with pytest.raises(UsageError):
        Judge(bundle, None, Runtime(bundle, Provider.CPU))
