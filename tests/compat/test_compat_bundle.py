"""A bundle of every format that was ever released opens and judges as it did then.

The samples were written once by the program of their time and are never made again: a new format gets a new file, and
the old ones stay. ``bundle-format-1.uniad``: two products, a mask over the corner, the graph of
``tests.support.bundles`` (distance from grey 128, divided by 16). ``bundle-format-1-signed.uniad``: the same, signed
with the key whose bytes are 0 to 31.
"""

from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.decision import Verdict
from engine.frames import Frame
from engine.judge import Judge
from engine.runtime import Provider, Runtime
from tests.support.images import plate

FORMAT_1 = Path(__file__).with_name("bundle-format-1.uniad")
SIGNED = Path(__file__).with_name("bundle-format-1-signed.uniad")
SIGNED_BY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
FORMAT_1_SHA256 = "3aa2a572cd62c0f12932f9434977440f7c2c0c66b3990cdc17dd711762ad48f7"


def test_every_sample_is_small() -> None:
    samples = sorted(Path(__file__).parent.glob("*.uniad"))
    assert {FORMAT_1, SIGNED} <= set(samples)
    assert all(sample.stat().st_size < 100_000 for sample in samples)


def test_format_1_says_what_it_said() -> None:
    bundle = read_bundle(FORMAT_1)
    assert bundle.sha256 == FORMAT_1_SHA256
    assert sorted(bundle.manifest.products) == ["Plate", "Washer"]
    assert bundle.model.input_size == (64, 64)
    name, product = bundle.product("Plate")
    assert name == "Plate"
    limits = product.limits
    assert (limits.reject, limits.review, limits.pixel, limits.least_area_px) == (1.0, 0.5, 1.0, 4)
    assert product.mm_per_px == 0.05
    assert product.calibration.statement == "0 of 20 good parts above it: at most 13.9 % with 95 % confidence"


def test_a_signature_of_format_1_is_still_right() -> None:
    bundle = read_bundle(SIGNED)
    assert bundle.sha256 == FORMAT_1_SHA256
    assert bundle.signature is not None
    assert bundle.signature.public == SIGNED_BY
    assert read_bundle(FORMAT_1).signature is None


@pytest.mark.parametrize(
    ("defect", "verdict", "score"), [(0, Verdict.PASS, 0.0), (12, Verdict.REVIEW, 0.75), (48, Verdict.FAIL, 3.0)]
)
def test_format_1_judges_as_it_did(defect: int, verdict: Verdict, score: float) -> None:
    bundle = read_bundle(FORMAT_1)
    judge = Judge(bundle, "Plate", Runtime(bundle, Provider.CPU))
    inspection = judge.judge(Frame(0, "part", plate(defect=defect), 0.0))
    assert inspection.verdict is verdict
    assert inspection.score == pytest.approx(score, abs=1e-6)
