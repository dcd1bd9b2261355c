"""What the model sees: the region of interest, at the input size, on a fixed scale."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.frames import Array
from engine.geometry import FULL_FRAME, Roi
from engine.preprocess import KNOWN_VERSIONS, PREPROCESS_VERSION, Preprocessor, prepare
from engine.view import PLAIN_VIEW

sides = st.integers(1, 60)
frames = st.tuples(sides, sides).flatmap(
    lambda size: st.sampled_from([np.uint8, np.uint16]).flatmap(lambda dtype: arrays(dtype, (*size, 3)))
)


@given(pixels=frames, height=st.integers(1, 50), width=st.integers(1, 50))
def test_any_frame_becomes_the_input_size_and_keeps_its_range(pixels: Array, height: int, width: int) -> None:
    image = prepare(pixels, FULL_FRAME, (height, width))
    assert image.shape == (height, width, 3)
    assert image.dtype == np.uint8
    assert image.flags["C_CONTIGUOUS"]
    scale = 256 if pixels.dtype == np.uint16 else 1
    assert int(image.min()) >= int(pixels.min()) // scale
    assert int(image.max()) <= int(pixels.max()) // scale + (scale > 1)


def test_a_frame_of_the_right_size_is_untouched() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (32, 48, 3), dtype=np.uint8)
    assert np.array_equal(prepare(pixels, FULL_FRAME, (32, 48)), pixels)


def test_16_bit_is_scaled_by_a_constant_and_not_by_content() -> None:
    dark = np.full((32, 32, 3), 10 * 256, np.uint16)
    bright = np.full((32, 32, 3), 255 * 256 + 255, np.uint16)
    assert np.all(prepare(dark, FULL_FRAME, (32, 32)) == 10)
    assert np.all(prepare(bright, FULL_FRAME, (16, 16)) == 255)


def test_shrinking_averages() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.all(prepare(stripes, FULL_FRAME, (16, 16)) == 100)


@pytest.mark.parametrize(("column", "colour"), [(0.0, 10), (0.5, 240)])
def test_only_the_region_of_interest_is_seen(column: float, colour: int) -> None:
    pixels = np.full((40, 80, 3), 10, np.uint8)
    pixels[:, 40:] = 240
    image = prepare(pixels, Roi(x=column, y=0.25, w=0.5, h=0.5), (20, 20))
    assert np.all(image == colour)


def test_bundles_of_the_first_version_are_seen_as_they_were_and_the_next_differs_by_rounding() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 401, 3), dtype=np.uint8)
    pixels = cv2.GaussianBlur(noise, (0, 0), 2)
    first, now = (
        Preprocessor(PLAIN_VIEW, (32, 40), version=version).prepare(pixels, "x") for version in KNOWN_VERSIONS
    )
    assert KNOWN_VERSIONS[-1] == PREPROCESS_VERSION
    assert np.array_equal(first.inputs[0], cv2.resize(pixels, (40, 32), interpolation=cv2.INTER_AREA))
    difference = np.abs(first.inputs.astype(int) - now.inputs.astype(int))
    assert difference.max() <= 8
    assert difference.mean() < 1


def test_pictures_near_the_input_size_are_shrunk_in_one_step() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    first, now = (Preprocessor(PLAIN_VIEW, (224, 224), version=version).prepare(pixels, "x") for version in (1, 2))
    assert np.array_equal(first.inputs, now.inputs)
