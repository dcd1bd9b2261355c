"""The simulation of limits, on scores of known kind."""

import numpy as np
import pytest

from tests.e2e.limits import simulate


@pytest.mark.parametrize("shape", [0.5, 4.0])
def test_the_bound_holds_and_is_not_empty(shape: float) -> None:
    scores = np.random.default_rng(1).gamma(shape, size=240)
    found = simulate("made up", scores.tolist(), range(240), 0.05, repeats=500)
    assert found.n == 120
    assert found.demonstrable
    assert found.coverage >= 0.93
    assert found.realised >= found.bound / 3
    assert abs(found.fresh - found.exchangeable) < 0.05


def test_groups_are_drawn_whole() -> None:
    """Ten pictures of each part: as single pictures they would promise far too much."""
    rng = np.random.default_rng(2)
    parts = np.repeat(rng.gamma(2.0, size=80), 10)
    groups = [index // 10 for index in range(800)]
    found = simulate("made up", (parts + rng.normal(0, 1e-3, 800)).tolist(), groups, 0.10, repeats=500)
    assert found.n == 40
    assert found.coverage >= 0.93
