"""Drift: what changed against training, and nothing said of too few parts."""

import pytest

from engine.bundle.manifest import QualityLevels
from engine.drift import LEAST_PARTS, MOST_PARTS, DriftWatch
from engine.quality import Quality
from tests.support.bundles import make_product

LEVELS = QualityLevels(brightness=(100.0, 120.0), contrast=(20.0, 30.0), sharpness=(400.0, 600.0))
USUAL = Quality(110.0, 25.0, 500.0)


def watch(hours: float = 1.0) -> DriftWatch:
    """Calibration scores 0.01 to 0.20, median 0.105."""
    return DriftWatch(make_product(quality=LEVELS), hours, 3.0)


def feed(
    one: DriftWatch, score: float = 0.105, quality: Quality | None = USUAL, count: int = 30, at_s: float = 0.0
) -> None:
    for index in range(count):
        one.add(score, quality, at_s + index)


def test_a_line_as_in_training_has_no_drift() -> None:
    one = watch()
    feed(one)
    report = one.report(60.0)
    assert (report.parts, report.warn) == (30, False)
    assert {shift.name for shift in report.shifts} == {"score", "brightness", "sharpness"}
    assert all(abs(shift.deviations) < 0.1 for shift in report.shifts)


@pytest.mark.parametrize(
    ("score", "quality", "name", "sign"),
    [
        (0.4, USUAL, "score", 1),
        (0.105, Quality(75.0, 25.0, 500.0), "brightness", -1),
        (0.105, Quality(110.0, 25.0, 200.0), "sharpness", -1),
    ],
)
def test_what_moved_most_is_named_with_its_direction(score: float, quality: Quality, name: str, sign: int) -> None:
    one = watch()
    feed(one, score, quality)
    report = one.report(60.0)
    assert report.warn
    assert report.worst is not None
    assert report.worst.name == name
    assert report.worst.deviations * sign > 3


def test_too_few_parts_say_nothing_and_old_ones_are_forgotten() -> None:
    one = watch(hours=1.0)
    feed(one, 0.4, count=LEAST_PARTS - 1)
    assert one.report(30.0).shifts == ()
    feed(one, 0.4, count=1, at_s=30.0)
    assert one.report(31.0).warn
    feed(one, at_s=3700.0)
    assert not one.report(3730.0).warn


def test_without_quality_levels_the_score_alone_is_watched() -> None:
    one = DriftWatch(make_product(), 1.0, 3.0)
    feed(one, quality=None)
    assert [shift.name for shift in one.report(60.0).shifts] == ["score"]


def test_only_the_newest_parts_are_kept_and_a_part_without_quality_counts_for_its_score() -> None:
    one = watch(hours=1000.0)
    feed(one, 0.4, count=MOST_PARTS)
    assert one.report(30_000.0).warn
    feed(one, quality=None, count=MOST_PARTS - 100, at_s=30_000.0)
    report = one.report(60_000.0)
    assert (report.parts, report.warn) == (MOST_PARTS, False)
    assert {shift.name for shift in report.shifts} == {"score", "brightness", "sharpness"}
    feed(one, quality=None, count=100, at_s=60_000.0)
    assert [shift.name for shift in one.report(60_000.0).shifts] == ["score"]
