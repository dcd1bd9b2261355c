"""The original's numbers, to 1e-5: the model, its training step, its scores."""

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from engine.model.jitter import jitter
from engine.model.masks import neighbour_mask
from engine.model.neck import concatenate_levels
from engine.model.network import reconstruction_loss
from engine.model.positions import sine_position
from engine.model.uniad import UniAD, distance_map, upsample
from engine.recipe import TrainConfig
from engine.scoring import Pooling, score
from tests.support.golden import DATA, UNIAD_FILES, read_golden, tensors, uniad_config
from training.metrics import PixelMetrics, ranking
from training.optim import build_optimizer

CLOSE = {"rtol": 1e-5, "atol": 1e-5}


def build(name: str) -> tuple[UniAD, dict[str, np.ndarray]]:
    config, arrays = read_golden(name)
    model = UniAD(uniad_config(config), config["C"], tuple(config["size"]))
    model.load_state_dict(tensors(arrays))
    return model, arrays


@pytest.mark.parametrize("name", UNIAD_FILES)
def test_forward_pass(name: str) -> None:
    model, arrays = build(name)
    features = torch.from_numpy(arrays["input"])
    with torch.no_grad():
        rebuilt = model.eval()(features)
        shown = upsample(distance_map(features, rebuilt), arrays["pred"].shape[2:])
    torch.testing.assert_close(rebuilt, torch.from_numpy(arrays["feature_rec"]), **CLOSE)
    torch.testing.assert_close(shown, torch.from_numpy(arrays["pred"]), **CLOSE)


@pytest.mark.parametrize("name", ["neighbor_mask_14x14_7x7", "neighbor_mask_6x8_3x5"])
def test_neighbour_mask(name: str) -> None:
    config, arrays = read_golden(name)
    blocked = neighbour_mask(tuple(config["size"]), tuple(config["nb"]))
    assert np.array_equal(blocked.numpy(), arrays["blocked"])


def test_sine_position() -> None:
    config, arrays = read_golden("sine_position_14x14_256")
    position = sine_position(tuple(config["size"]), config["hidden"])
    torch.testing.assert_close(position, torch.from_numpy(arrays["pos"]), **CLOSE)


def test_neck() -> None:
    config, arrays = read_golden("mfcn_concat")
    levels = [torch.from_numpy(arrays[f"f{index}"]) for index in range(4)]
    stride, finest = config["outstride"], config["instrides"][0]
    grid = tuple(side * finest // stride for side in levels[0].shape[2:])
    torch.testing.assert_close(concatenate_levels(levels, grid), torch.from_numpy(arrays["out"]), **CLOSE)


def test_jitter() -> None:
    config, arrays = read_golden("feature_jitter")
    tokens, noise = torch.from_numpy(arrays["tokens"]), torch.from_numpy(arrays["noise"])
    disturbed = jitter(tokens, noise, config["scale"], "token_norm")
    torch.testing.assert_close(disturbed, torch.from_numpy(arrays["out"]), **CLOSE)


def test_five_optimiser_steps() -> None:
    config, arrays = read_golden("train_five_steps")
    model, _ = build("train_five_steps")
    train = TrainConfig(lr=config["lr"], weight_decay=config["weight_decay"], clip=config["clip"])
    fabric = Fabric(accelerator="cpu", devices=1)
    module, optimizer = fabric.setup(model.train(), build_optimizer(model, train))
    for step, batch in enumerate(torch.from_numpy(arrays["inputs"])):
        loss = reconstruction_loss(batch, module(batch))
        fabric.backward(loss)
        norm = nn.utils.clip_grad_norm_(model.parameters(), train.clip)
        optimizer.step()
        optimizer.zero_grad()
        assert float(loss.detach()) == pytest.approx(float(arrays["losses"][step]), rel=1e-5, abs=1e-5)
        assert float(norm) == pytest.approx(float(arrays["grad_norms"][step]), rel=1e-5, abs=1e-5)
    final = tensors(arrays, "final/")
    assert set(final) == set(model.state_dict())
    for name, value in final.items():
        torch.testing.assert_close(model.state_dict()[name], value, **CLOSE)


@pytest.mark.parametrize("pooling", [Pooling.MAX, Pooling.MEAN, Pooling.STD])
def test_scores_and_image_auroc(pooling: Pooling) -> None:
    _, arrays = read_golden("evaluation")
    scores = [score(map_, None, pooling) for map_ in arrays["maps"]]
    assert scores == pytest.approx(arrays[f"score_{pooling}"].tolist(), rel=1e-5, abs=1e-5)
    defect = arrays["masks"].any(axis=(1, 2))
    assert ranking(scores, defect).auroc == pytest.approx(float(arrays[f"auroc_{pooling}"]), abs=1e-5)


def test_pixel_auroc() -> None:
    _, arrays = read_golden("evaluation")
    exact = ranking(arrays["maps"].ravel(), arrays["masks"].ravel().astype(bool))
    assert exact.auroc == pytest.approx(float(arrays["auroc_pixel"]), abs=1e-5)
    binned = PixelMetrics(float(arrays["maps"].mean()))
    for map_, mask in zip(arrays["maps"], arrays["masks"], strict=True):
        binned.add(map_, mask.astype(bool))
    assert binned.result()[0] == pytest.approx(float(arrays["auroc_pixel"]), abs=1e-4)


def test_the_small_checkpoint_in_the_original_format() -> None:
    """It has weights of its own, so what counts is that every tensor finds its place."""
    raw = torch.load(DATA / "official_small_ckpt.pth.tar", map_location="cpu", weights_only=True)
    config, arrays = read_golden("uniad_learned_all_masks")
    model = UniAD(uniad_config(config), config["C"], tuple(config["size"]))
    state: dict[str, Tensor] = raw["state_dict"]
    model.load_state_dict({key.removeprefix("module.reconstruction."): value for key, value in state.items()})
    with torch.no_grad():
        assert torch.isfinite(model.eval()(torch.from_numpy(arrays["input"]))).all()
