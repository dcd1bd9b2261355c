"""A part is found where it lies, or it is an error with the reason."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.alignment import Aligner, shrink_reference
from engine.errors import ErrorCode, ImageError
from engine.geometry import Roi
from engine.view import Alignment, Motion

SIZE = (240, 320)
ROI = Roi(x=0.25, y=0.25, w=0.5, h=0.5)
MIDDLE = (160.0, 120.0)


def part() -> NDArray[np.uint8]:
    """A bright plate with a hole and a notch on a dark belt."""
    pixels = np.full((*SIZE, 3), 40, np.uint8)
    cv2.rectangle(pixels, (95, 75), (225, 165), (180, 180, 180), -1)
    cv2.circle(pixels, (130, 105), 16, (60, 60, 60), -1)
    cv2.rectangle(pixels, (190, 75), (225, 95), (40, 40, 40), -1)
    return pixels


def moved(pixels: NDArray[np.uint8], angle: float, shift: tuple[float, float]) -> tuple[NDArray[np.uint8], np.ndarray]:  # type: ignore[type-arg]
    matrix = cv2.getRotationMatrix2D(MIDDLE, angle, 1)
    matrix[:, 2] += shift
    shown = cv2.warpAffine(pixels, matrix, SIZE[::-1], borderMode=cv2.BORDER_REPLICATE)
    return shown.astype(np.uint8), matrix


def aligner(motion: Motion = Motion.RIGID, max_angle: float = 15.0, max_shift: float = 0.1) -> Aligner:
    spec = Alignment(reference="reference.png", motion=motion, max_angle=max_angle, max_shift=max_shift)
    return Aligner(spec, shrink_reference(part()), SIZE, ROI)


@pytest.mark.parametrize(
    ("angle", "shift", "reach"),
    [(0, (0, 0), 15), (0, (13.5, -9), 15), (8, (-11, 6), 15), (-14, (5, 5), 15), (-150, (9, 4), 180)],
)
@pytest.mark.parametrize("depth", [8, 16])
def test_it_is_found_within_a_pixel(angle: float, shift: tuple[float, float], reach: float, depth: int) -> None:
    shown, true = moved(part(), angle, shift)
    pixels = shown if depth == 8 else shown.astype(np.uint16) << 8
    found = aligner(max_angle=reach).align(pixels, "x")
    for place in (MIDDLE, (95, 75), (225, 165)):
        there = found[:, :2] @ place + found[:, 2]
        wanted = true[:, :2] @ (np.array(place) - 0.5) + true[:, 2] + 0.5
        assert np.abs(there - wanted).max() < 1.0


def test_a_shift_alone_is_never_turned() -> None:
    shown, _ = moved(part(), 3, (6, 2))
    assert np.allclose(aligner(Motion.SHIFT).align(shown, "x")[:, :2], np.eye(2), atol=1e-6)


def test_brightness_does_not_matter() -> None:
    shown, true = moved(part(), 5, (4, -3))
    found = aligner().align((shown // 2 + 60).astype(np.uint8), "x")
    assert np.abs(found[:, :2] - true[:, :2]).max() < 0.02


@pytest.mark.parametrize("kind", ["empty", "black", "noise", "other"])
def test_an_absent_part_is_an_error(kind: str) -> None:
    rng = np.random.default_rng(0)
    pixels = {
        "empty": np.clip(rng.normal(40, 3, (*SIZE, 3)), 0, 255),
        "black": np.zeros((*SIZE, 3)),
        "noise": rng.integers(0, 256, (*SIZE, 3)),
        "other": np.broadcast_to(np.linspace(0, 255, SIZE[1])[None, :, None], (*SIZE, 3)),
    }[kind].astype(np.uint8)
    with pytest.raises(ImageError) as caught:
        aligner().align(pixels, "belt.png")
    assert caught.value.code is ErrorCode.PART_ABSENT
    assert "belt.png" in str(caught.value)


def test_a_part_farther_off_than_allowed_is_absent() -> None:
    shown, _ = moved(part(), 0, (60, 0))
    with pytest.raises(ImageError) as caught:
        aligner(max_shift=0.05).align(shown, "x")
    assert caught.value.code is ErrorCode.PART_ABSENT


def test_a_part_that_reaches_beyond_the_picture_is_told_as_such() -> None:
    shown, _ = moved(part(), 0, (130, 0))
    with pytest.raises(ImageError) as caught:
        aligner(max_shift=0.5).align(shown, "x")
    assert caught.value.code is ErrorCode.PART_OUTSIDE


def test_a_reference_without_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="shows nothing"):
        Aligner(Alignment(reference="x"), np.full(SIZE, 90, np.uint8), SIZE, ROI)
