"""Optimisers, learning rates, devices, and the loop's own refusals."""

import copy
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from engine.errors import ErrorCode, TrainingError
from engine.model.uniad import UniAD
from engine.recipe import TrainConfig, UniADConfig, fast_recipe, reference_recipe
from tests.support.training import flat_folder, run_training, tiny_recipe
from training.devices import build_fabric, choose_precision
from training.memory import peak_mb
from training.muon import orthogonalise
from training.optim import MuonAdamW, build_optimizer, rate_factor, set_rates
from training.watch import read_losses, read_rows

SMALL = UniADConfig(hidden=16, heads=2, encoder_layers=1, decoder_layers=1, ffn=24, mask_size=(1, 1))


@pytest.mark.parametrize("shape", [(8, 24), (24, 8), (16, 16)])
def test_muon_makes_matrices_nearly_orthogonal(shape: tuple[int, int]) -> None:
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonalise(torch.randn(shape), 5, torch.float32))
    assert 0.6 < float(values.min()) <= float(values.max()) < 1.3


def test_muon_takes_the_matrices_of_layers_and_adamw_all_else() -> None:
    model = UniAD(SMALL, 5, (3, 4))
    optimizer = build_optimizer(model, TrainConfig(optimizer="muon"))
    assert isinstance(optimizer, MuonAdamW)
    muon = {id(parameter) for group in optimizer.muon.param_groups for parameter in group["params"]}
    adamw = {id(parameter) for group in optimizer.adamw.param_groups for parameter in group["params"]}
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    assert muon | adamw == set(names)
    assert not muon & adamw
    chosen = {names[key] for key in muon}
    assert "transformer.encoder.layers.0.linear1.weight" in chosen
    assert not [name for name in chosen if "embed" in name or "norm" in name or "_proj.weight" == name[-12:] == "input"]
    assert "input_proj.weight" not in chosen
    assert "output_proj.weight" not in chosen


def test_the_state_of_both_optimisers_survives() -> None:
    def step(model: UniAD, optimizer: Any) -> None:
        model(features).square().mean().backward()
        optimizer.step()
        optimizer.zero_grad()

    torch.manual_seed(0)
    features, config = torch.randn(2, 5, 3, 4), TrainConfig(optimizer="muon")
    one, other = UniAD(SMALL, 5, (3, 4)).eval(), UniAD(SMALL, 5, (3, 4)).eval()
    first = build_optimizer(one, config)
    step(one, first)
    second = build_optimizer(other, config)
    other.load_state_dict(one.state_dict())
    second.load_state_dict(copy.deepcopy(first.state_dict()))  # as through a file
    step(one, first)
    step(other, second)
    for key, value in one.state_dict().items():
        assert torch.equal(value, other.state_dict()[key]), key


def test_rates_of_the_reference_fall_after_epoch_800() -> None:
    config = reference_recipe().train
    factors = [rate_factor(config, step, 20_000, 20) for step in (0, 799 * 20 + 19, 800 * 20, 19_999)]
    assert factors == [1.0, 1.0, pytest.approx(0.1), pytest.approx(0.1)]


def test_rates_of_the_fast_recipe_rise_then_fall() -> None:
    config = fast_recipe().train
    factors = [rate_factor(config, step, 200, 20) for step in range(200)]
    top = factors.index(max(factors))
    assert 0 < factors[0] < 1
    assert factors[: top + 1] == sorted(factors[: top + 1])
    assert factors[top:] == sorted(factors[top:], reverse=True)
    assert factors[-1] < 0.01


def test_each_group_keeps_its_own_base_rate() -> None:
    config = TrainConfig(optimizer="muon", lr=1e-3, muon_lr=5e-3)
    optimizer = build_optimizer(UniAD(SMALL, 5, (3, 4)), config)
    set_rates(optimizer, config, 0.5)
    assert sorted(group["lr"] for group in optimizer.param_groups) == [5e-4, 2.5e-3]


def test_devices_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    if not torch.cuda.is_available():
        with pytest.raises(TrainingError, match="--device cpu"):
            build_fabric("cuda", "32")
    with pytest.raises(TrainingError, match="fp16"):
        build_fabric("cpu", "16")
    assert choose_precision("cpu", "bf16") == "bf16"


@pytest.mark.parametrize("precision", ["32", "bf16"])
def test_precisions_of_the_cpu_agree(precision: str, tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 8)
    run_training(parts, tmp_path / "exact", tiny_recipe())
    run_training(parts, tmp_path / "mixed", tiny_recipe({"train": {"precision": precision}}))
    assert read_losses(tmp_path / "mixed") == pytest.approx(read_losses(tmp_path / "exact"), rel=0.05)


def test_gradients_are_clipped_and_the_norm_is_that_before(tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 8)
    sizes = {}
    for clip in (1e-6, 1e3):
        recipe = tiny_recipe({"train": {"clip": clip, "steps": 1, "optimizer": "adamw", "warmup": 0.0}})
        run_training(parts, tmp_path / f"run{clip}", recipe)
        sizes[clip] = read_rows(tmp_path / f"run{clip}")[0].grad_norm
    assert sizes[1e-6] == sizes[1e3] > 1e-3


def test_a_training_that_diverges_says_so(tmp_path: Path) -> None:
    recipe = tiny_recipe({"train": {"lr": 1e30, "optimizer": "adamw", "warmup": 0.0, "steps": 20}})
    with pytest.raises(TrainingError) as caught:
        run_training(flat_folder(tmp_path / "parts", 8), tmp_path / "run", recipe)
    assert caught.value.code is ErrorCode.TRAIN_DIVERGED


def test_training_learns(tmp_path: Path) -> None:
    recipe = tiny_recipe({"train": {"steps": 120, "batch": 4}})
    run_training(flat_folder(tmp_path / "parts", 8), tmp_path / "run", recipe)
    losses = read_losses(tmp_path / "run")
    assert sum(losses[-10:]) < 0.8 * sum(losses[:10])


def test_a_time_budget_sets_the_steps(tmp_path: Path) -> None:
    recipe = tiny_recipe({"train": {"minutes": 0.1}})
    assert recipe.train.steps is None
    trained = run_training(flat_folder(tmp_path / "parts", 8), tmp_path / "run", recipe)
    assert trained.steps >= 20
    assert len(read_losses(tmp_path / "run")) == trained.steps


def test_peak_memory_is_plausible() -> None:
    assert 50 < peak_mb() < 100_000


def test_probability_of_jitter(tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 8)
    losses = {}
    for name, uniad in {"off": {"jitter_scale": 0.0}, "never": {"jitter_probability": 0.0}, "always": {}}.items():
        run_training(parts, tmp_path / name, tiny_recipe({"uniad": uniad}))
        losses[name] = read_losses(tmp_path / name)
    assert losses["off"] == losses["never"] != losses["always"]


def test_the_backbone_is_never_changed(tmp_path: Path) -> None:
    from training.building import backbone_sha256, build_network

    recipe = tiny_recipe()
    trained = run_training(flat_folder(tmp_path / "parts", 8), tmp_path / "run", recipe)
    assert backbone_sha256(trained.shipment.network) == backbone_sha256(build_network(recipe).network)
    assert not any(
        isinstance(module, nn.BatchNorm2d) and module.training for module in trained.shipment.network.modules()
    )
