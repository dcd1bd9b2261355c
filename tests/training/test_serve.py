"""``uniad-train serve`` gives, from the bundle's weights in PyTorch, what the bundle's graph gives."""

from pathlib import Path

import numpy as np
import pytest

from engine.bench.rivals import Rival, graph_command, torch_command
from engine.bundle import read_bundle
from engine.errors import ProviderError
from engine.runtime import Provider
from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.training import flat_folder, tiny_options


def test_the_same_weights_give_the_same_map(train: CommandLine, tmp_path: Path) -> None:
    trained = tmp_path / "a.uniad"
    done = train("fit", flat_folder(tmp_path / "flat", 6), "--out", trained, *tiny_options())
    assert done.code == 0, done.err
    image = np.random.default_rng(0).integers(0, 256, (*read_bundle(trained).model.input_size, 3), dtype=np.uint8)
    maps = []
    for command in (torch_command(trained, 1), graph_command(trained, Provider.CPU, 1)):
        with Rival(command, "torch") as rival:
            assert rival.threads == 1
            times, map_ = rival.judge(image, 3)
            assert len(times) == 3
            maps.append(map_)
    np.testing.assert_allclose(maps[0], maps[1], atol=1e-3 * float(np.ptp(maps[0])))


def test_a_bundle_without_weights_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ProviderError) as caught:
        Rival(torch_command(make_bundle(tmp_path / "a.uniad"), 1), "torch")
    assert "weights" in str(caught.value)
    assert "\n" not in str(caught.value)
