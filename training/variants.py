"""Augmentation: flips, quarter turns and colour, chosen per image and step."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.recipe import TrainConfig


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to show an image. ``gain`` multiplies all values, ``contrast`` the distance to the mean."""

    flip_x: bool = False
    flip_y: bool = False
    turns: int = 0
    gain: float = 1.0
    contrast: float = 1.0


PLAIN = Variant()


def fixed_variants(config: TrainConfig, square: bool) -> tuple[Variant, ...]:
    """All combinations of flips and turns that the recipe allows (turns of 90 degrees need a square input)."""
    flips_x = (False, True) if config.flip_horizontal else (False,)
    flips_y = (False, True) if config.flip_vertical else (False,)
    turns = (0, 1, 2, 3) if config.quarter_turns and square else (0, 2) if config.quarter_turns else (0,)
    return tuple(Variant(x, y, turn) for x in flips_x for y in flips_y for turn in turns)


def draw_variant(config: TrainConfig, variants: tuple[Variant, ...], rng: np.random.Generator) -> Variant:
    """One of the fixed variants, with random colour if the recipe has it."""
    variant = variants[int(rng.integers(len(variants)))]
    if config.colour_jitter == 0:
        return variant
    low, high = 1 - config.colour_jitter, 1 + config.colour_jitter
    gain, contrast = (float(value) for value in rng.uniform(low, high, size=2))
    return Variant(variant.flip_x, variant.flip_y, variant.turns, gain, contrast)


def apply_variant(pixels: NDArray[np.uint8], variant: Variant) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) to the same."""
    if variant == PLAIN:
        return pixels
    turned = np.rot90(pixels, variant.turns)
    turned = turned[:, ::-1] if variant.flip_x else turned
    turned = np.ascontiguousarray(turned[::-1] if variant.flip_y else turned)
    if (variant.gain, variant.contrast) != (1.0, 1.0):
        mean = float(turned.mean())
        shift = variant.gain * mean * (1 - variant.contrast)
        turned = cv2.convertScaleAbs(turned, alpha=variant.gain * variant.contrast, beta=shift).astype(np.uint8)
    return turned
