"""Fault 18: black, overexposed, covered and defocused pictures are not judged; good ones and defects are."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.errors import ErrorCode
from engine.quality import check, learn_levels, measure

Image = NDArray[np.uint8]


def part(seed: int, size: int = 96) -> Image:
    """Something with structure, like a real part."""
    random = np.random.default_rng(seed)
    coarse = cv2.resize(random.integers(60, 190, (8, 8, 3)).astype(np.uint8), (size, size))
    return np.clip(coarse.astype(int) + random.integers(-12, 12, coarse.shape), 0, 255).astype(np.uint8)


GOOD = [part(seed) for seed in range(30)]
LEVELS = learn_levels(GOOD)


def code(image: Image, learned: bool = True) -> ErrorCode | None:
    """What the gate says."""
    error = check(measure(image), LEVELS if learned else None, "frame 1")
    return None if error is None else error.code


@pytest.mark.parametrize("seed", range(30, 60))
def test_other_good_parts_are_judged(seed: int) -> None:
    assert code(part(seed)) is None


@given(x=st.integers(0, 60), y=st.integers(0, 60), side=st.integers(2, 34), grey=st.integers(0, 255))
def test_a_defect_is_judged_and_never_hidden_behind_the_gate(x: int, y: int, side: int, grey: int) -> None:
    image = part(3).copy()
    image[y : y + side, x : x + side] = grey
    assert code(image) is None


def test_a_part_that_is_darker_by_a_third_is_judged() -> None:
    darkest = min(GOOD, key=lambda image: measure(image).brightness)
    assert code((darkest * 0.66).astype(np.uint8)) is None


def test_each_kind_of_unusable_picture_has_its_reason() -> None:
    image = part(4)
    assert code(np.zeros_like(image)) is ErrorCode.QUALITY_DARK
    assert code((image * 0.15).astype(np.uint8)) is ErrorCode.QUALITY_DARK
    assert code(np.full_like(image, 255)) is ErrorCode.QUALITY_BRIGHT
    assert code(np.clip(image.astype(int) * 3, 0, 255).astype(np.uint8)) is ErrorCode.QUALITY_BRIGHT
    assert code(np.full_like(image, 125)) is ErrorCode.QUALITY_FLAT
    assert code(cv2.GaussianBlur(image, (0, 0), 4)) is ErrorCode.QUALITY_BLURRED


def test_without_levels_only_black_and_white_are_refused() -> None:
    image = part(5)
    assert code(np.zeros_like(image), learned=False) is ErrorCode.QUALITY_DARK
    assert code(np.full_like(image, 255), learned=False) is ErrorCode.QUALITY_BRIGHT
    for usable in (np.full_like(image, 128), cv2.GaussianBlur(image, (0, 0), 4), image):
        assert code(usable, learned=False) is None


@pytest.mark.parametrize("grey", [0, 2, 10, 128, 245, 255])
def test_products_without_texture_or_of_extreme_grey_pass_their_own_gate(grey: int) -> None:
    image = np.full((64, 64, 3), grey, np.uint8)
    assert check(measure(image), learn_levels([image]), "x") is None


def test_levels_need_images() -> None:
    with pytest.raises(ValueError, match="at least one"):
        learn_levels([])


REAL = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the real sets")
@pytest.mark.parametrize("name", ["mvtec_metal_nut", "cookie_aws", "magnetic_tile", "hazelnut_toy"])
def test_real_parts_and_real_defects_are_judged(name: str) -> None:
    from engine.decode import read_image
    from engine.geometry import FULL_FRAME
    from engine.preprocess import prepare

    def read(pattern: str, most: int) -> list[Image]:
        paths = sorted(path for path in (REAL / name).glob(pattern) if path.suffix in (".png", ".jpg"))
        return [prepare(read_image(path), FULL_FRAME, (224, 224)) for path in paths[:: max(1, len(paths) // most)]]

    levels = learn_levels(read("train/good/*", 40))
    tested = read("test/*/*", 40)
    assert tested
    assert [error for image in tested if (error := check(measure(image), levels, "x"))] == []
