"""Which images make a batch, which calibrate, and how they are shown."""

import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.recipe import TrainConfig
from training import split
from training.sampling import Sampler
from training.split import group_images, split_by_group
from training.variants import PLAIN, Variant, apply_variant, draw_variant, fixed_variants

PLAIN_ONLY = (PLAIN,)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 6), st.integers(0, 99))
def test_an_epoch_shows_every_image_once(counts: list[int], batch: int, seed: int) -> None:
    starts = np.cumsum([0, *counts])
    products = [range(start, start + count) for start, count in zip(starts, counts, strict=False)]
    sampler = Sampler(products, TrainConfig(batch=batch, seed=seed), PLAIN_ONLY)
    for epoch in range(2):
        steps = range(epoch * sampler.steps_per_epoch, (epoch + 1) * sampler.steps_per_epoch)
        shown = [index for step in steps for index in sampler.batch(step).indices]
        assert sorted(shown) == list(range(sum(counts)))


def test_a_stream_gives_every_product_an_equal_share_and_every_image_its_turn() -> None:
    sampler = Sampler([range(2), range(2, 12)], TrainConfig(batch=5, steps=40), PLAIN_ONLY)
    shown = Counter(index for step in range(40) for index in sampler.batch(step).indices)
    assert sum(shown[index] for index in range(2)) == sum(shown[index] for index in range(2, 12)) == 100
    assert {shown[index] for index in range(2, 12)} == {10}
    assert all(len(sampler.batch(step).indices) == 5 for step in range(40))


def test_a_product_ten_thousand_times_as_large_gets_no_more() -> None:
    sampler = Sampler([range(2), range(2, 20_002)], TrainConfig(batch=8, steps=200), PLAIN_ONLY)
    shown = [index for step in range(200) for index in sampler.batch(step).indices]
    assert sum(index < 2 for index in shown) == 800
    assert len({index for index in shown if index >= 2}) == 800, "every image of the large one is new"


@given(st.integers(0, 500), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_a_batch_depends_on_seed_and_step_alone(step: int, seed: int) -> None:
    config = TrainConfig(batch=4, steps=9, seed=seed, flip_horizontal=True, colour_jitter=0.2)
    variants = fixed_variants(config, square=True)
    one, other = (Sampler([range(7), range(7, 9)], config, variants) for _ in range(2))
    other.batch(step + 1)
    assert one.batch(step) == other.batch(step)


@given(st.integers(0, 99), st.integers(2, 60))
@settings(max_examples=25, deadline=None)
def test_groups_are_the_same_with_and_without_a_list_of_pairs(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    near = rng.normal(size=(count, 8)).astype(np.float32) * 2
    radius = float(np.sqrt(8))
    spread = np.arange(count)
    for first, other in split._spread(near, radius):
        spread[other] = first
    linked = np.arange(count)
    for _ in range(count):
        for a, b in split._near_duplicates(near):
            linked[a] = linked[b] = min(linked[a], linked[b])
    assert (spread[:, None] == spread).tolist() == (linked[:, None] == linked).tolist()


def test_thousands_of_pictures_of_one_part_are_one_group_without_millions_of_pairs() -> None:
    rng = np.random.default_rng(0)
    thumbnails = np.concatenate([np.full((3_000, 16, 16), 90.0), rng.uniform(0, 255, (3, 16, 16))]).astype(np.float32)
    thumbnails[:1500] += rng.normal(0, 0.2, (1500, 16, 16)).astype(np.float32)
    tracemalloc.start()
    groups = group_images([Path(f"{index}.png") for index in range(len(thumbnails))], thumbnails, None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(set(groups[:3_000])) == 1
    assert len(set(groups)) == 4
    assert peak < 100e6


def test_variants_of_a_recipe() -> None:
    assert fixed_variants(TrainConfig(), square=True) == PLAIN_ONLY
    everything = TrainConfig(flip_horizontal=True, flip_vertical=True, quarter_turns=True)
    assert len(fixed_variants(everything, square=True)) == 16
    assert {variant.turns for variant in fixed_variants(everything, square=False)} == {0, 2}


def test_what_a_variant_does() -> None:
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    assert apply_variant(pixels, PLAIN) is pixels
    assert np.array_equal(apply_variant(pixels, Variant(flip_x=True)), pixels[:, ::-1])
    assert np.array_equal(apply_variant(pixels, Variant(flip_y=True)), pixels[::-1])
    assert np.array_equal(apply_variant(pixels, Variant(turns=2)), pixels[::-1, ::-1])
    brighter = apply_variant(pixels, Variant(gain=2.0))
    assert np.array_equal(brighter, np.minimum(pixels.astype(int) * 2, 255))
    flat = apply_variant(pixels, Variant(contrast=0.0))
    assert np.ptp(flat) <= 1
    assert abs(float(flat.mean()) - float(pixels.mean())) <= 1


def test_colour_stays_within_its_bounds() -> None:
    config, rng = TrainConfig(colour_jitter=0.3), np.random.default_rng(0)
    drawn = [draw_variant(config, PLAIN_ONLY, rng) for _ in range(200)]
    for values in ([one.gain for one in drawn], [one.contrast for one in drawn]):
        assert 0.7 <= min(values) < 0.75
        assert 1.25 < max(values) <= 1.3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=2, max_size=40), st.floats(0.05, 0.9), st.integers(0, 9))
def test_no_part_is_on_both_sides(groups: list[int], share: float, seed: int) -> None:
    split = split_by_group(groups, share, seed)
    sides = [{groups[index] for index in side} for side in (split.train, split.calibration)]
    assert sorted({*split.train, *split.calibration}) == list(range(len(groups)))
    if len(set(groups)) == 1:
        assert split.train == split.calibration
        return
    assert not sides[0] & sides[1]
    assert all(sides)
    assert len(sides[1]) == min(len(set(groups)) - 1, max(1, round(share * len(set(groups)))))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=3, max_size=40), st.data())
def test_parts_that_only_teach_are_never_held_out(groups: list[int], data: st.DataObject) -> None:
    teach = data.draw(st.sets(st.integers(0, len(groups) - 1), min_size=1))
    split = split_by_group(groups, 0.3, 0, teach)
    taught = {groups[index] for index in teach}
    if taught == set(groups):
        assert split.train == split.calibration
        return
    assert not taught & {groups[index] for index in split.calibration}
    assert split.calibration
    assert sorted((*split.train, *split.calibration)) == list(range(len(groups)))


def test_parts_are_told_by_name_and_by_sight() -> None:
    rng = np.random.default_rng(0)
    thumbnails = rng.uniform(0, 255, (5, 16, 16)).astype(np.float32)
    thumbnails[4] = thumbnails[0] + 0.5
    paths = [Path(f"lot{index // 2}_view{index}.png") for index in range(5)]
    by_sight = group_images(paths, thumbnails, None)
    assert by_sight[0] == by_sight[4]
    assert len(set(by_sight)) == 4
    both = group_images(paths, thumbnails, r"lot(\d+)_")
    assert both[0] == both[1] == both[4]
    assert both[2] == both[3] != both[0]


@pytest.mark.parametrize("pattern", ["lot", r"other(\d)"])
def test_a_pattern_that_finds_nothing_groups_nothing(pattern: str) -> None:
    thumbnails = np.random.default_rng(0).uniform(0, 255, (3, 16, 16)).astype(np.float32)
    assert len(set(group_images([Path(f"lot{i}.png") for i in range(3)], thumbnails, pattern))) == 3
