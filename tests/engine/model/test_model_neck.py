"""The neck: resizing, PCA, standardisation, and that none of it trains."""

import pytest
import torch

from engine.model.neck import Moments, Neck, concatenate_levels


def correlated(count: int, channels: int) -> torch.Tensor:
    """Features (count, channels, 3, 4) with three strong directions and offsets."""
    generator = torch.Generator().manual_seed(0)
    base = torch.randn(count, 3, 3, 4, generator=generator)
    mix = torch.randn(channels, 3, generator=generator)
    noise = 0.01 * torch.randn(count, channels, 3, 4, generator=generator)
    offset = torch.arange(channels)[:, None, None] * 1.0
    return torch.einsum("dc,bchw->bdhw", mix, base) + noise + offset


@pytest.mark.parametrize("grid", [(8, 12), (4, 6), (2, 3)])
def test_any_level_may_be_the_target(grid: tuple[int, int]) -> None:
    levels = [torch.rand(2, 3, 8, 12), torch.rand(2, 4, 4, 6), torch.rand(2, 5, 2, 3)]
    out = concatenate_levels(levels, grid)
    assert out.shape == (2, 12, *grid)
    own = [level.shape[2:] for level in levels].index(torch.Size(grid))
    start = sum(level.shape[1] for level in levels[:own])
    assert torch.equal(out[:, start : start + levels[own].shape[1]], levels[own])
    corner = torch.cat([level[:, :, -1, -1] for level in levels], dim=1)
    torch.testing.assert_close(out[:, :, -1, -1], corner)  # corners are aligned


def test_nothing_of_it_is_trainable() -> None:
    neck = Neck(12, 5, standardise=True, grid=(3, 4))
    assert not list(neck.parameters())


def test_standardised_features_have_mean_0_and_deviation_1() -> None:
    features = correlated(40, 6)
    neck = Neck(6, None, standardise=True, grid=(3, 4))
    moments = Moments(6, covariance=False)
    for part in features.split(7):
        moments.add(part)
    neck.fit(moments)
    out = neck.finish(features)
    torch.testing.assert_close(out.mean(dim=(0, 2, 3)), torch.zeros(6), atol=1e-4, rtol=0)
    torch.testing.assert_close(out.var(dim=(0, 2, 3), correction=0), torch.ones(6), atol=1e-3, rtol=0)


def test_a_channel_that_never_moves_is_not_blown_up() -> None:
    features = correlated(20, 6)
    features[:, 2] = 5.0
    neck = Neck(6, None, standardise=True, grid=(3, 4))
    moments = Moments(6, covariance=False)
    moments.add(features)
    neck.fit(moments)
    disturbed = features.clone()
    disturbed[:, 2] += 1e-7
    assert neck.finish(disturbed)[:, 2].abs().max() < 1e-2


def test_pca_keeps_what_varies_and_stays_fixed() -> None:
    features = correlated(60, 10)
    neck = Neck(10, 3, standardise=False, grid=(3, 4))
    moments = Moments(10, covariance=True)
    for part in features.split(16):
        moments.add(part)
    neck.fit(moments)
    assert neck.projection is not None
    torch.testing.assert_close(neck.projection @ neck.projection.T, torch.eye(3), atol=1e-4, rtol=0)
    out = neck.finish(features)
    assert out.shape == (60, 3, 3, 4)
    centred = features - features.mean(dim=(0, 2, 3), keepdim=True)
    assert float(out.square().sum() / centred.square().sum()) > 0.99  # the three directions hold nearly everything
    before = neck.projection.clone()
    neck.train()
    assert not neck.finish(features).requires_grad
    assert torch.equal(neck.projection, before)


def test_pca_and_standardisation_together() -> None:
    features = correlated(60, 10)
    neck = Neck(10, 3, standardise=True, grid=(3, 4))
    moments = Moments(10, covariance=True)
    moments.add(features)
    neck.fit(moments)
    out = neck.finish(features)
    torch.testing.assert_close(out.var(dim=(0, 2, 3), correction=0), torch.ones(3), atol=1e-3, rtol=0)


def test_more_channels_out_than_in_is_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        Neck(10, 12, standardise=False, grid=(3, 4))


def test_by_area_a_place_is_the_mean_of_what_it_covers() -> None:
    """A ramp keeps its middles, whichever level is the target; nothing between the places read is overlooked."""
    fine = torch.arange(12.0).repeat(8, 1)[None, None]
    coarse = torch.arange(6.0).repeat(4, 1)[None, None]
    down = concatenate_levels([fine, coarse], (4, 6), "area")
    torch.testing.assert_close(down[0, 0, 0], torch.arange(6) * 2 + 0.5)
    torch.testing.assert_close(down[0, 1], coarse[0, 0])
    up = concatenate_levels([fine, coarse], (8, 12), "area")
    torch.testing.assert_close(up[0, 1, 0, 1:-1], torch.arange(0.25, 5, 0.5))  # each middle of the coarse at its place
    spot = torch.zeros(1, 1, 8, 12)
    spot[0, 0, 3, 5] = 4.0
    assert all(concatenate_levels([spot.roll(k, 3)], (4, 6), "area").sum() == 1.0 for k in range(6))


def test_a_local_average_takes_in_the_neighbours_and_cuts_at_the_border() -> None:
    level = torch.zeros(1, 1, 4, 5)
    level[0, 0, 0, 0] = 9.0
    neck = Neck(1, None, standardise=False, grid=(4, 5), local_average=3)
    out = neck([level])
    assert out[0, 0, 0, 0] == pytest.approx(9 / 4)
    assert out[0, 0, 1, 1] == pytest.approx(1.0)
    assert out[0, 0, 2, 2] == 0
    assert torch.equal(Neck(1, None, standardise=False, grid=(4, 5))([level]), level)
