"""The whole network, and the transformer's switches."""

from typing import Any

import pytest
import torch

from engine.errors import ErrorCode, TrainingError
from engine.model.network import Network
from engine.model.uniad import UniAD
from engine.recipe import BackboneConfig, DataConfig, NeckConfig, Recipe, UniADConfig

TINY: dict[str, Any] = {
    "hidden": 16,
    "heads": 2,
    "encoder_layers": 1,
    "decoder_layers": 2,
    "ffn": 16,
    "mask_size": (3, 3),
}


def recipe(size: tuple[int, int] = (64, 96), neck: NeckConfig | None = None, **uniad: Any) -> Recipe:
    return Recipe(
        backbone=BackboneConfig(name="resnet18", levels=(1, 2, 3), weights="random"),
        neck=neck or NeckConfig(),
        uniad=UniADConfig(**(TINY | uniad)),
        data=DataConfig(input_size=size),
    )


@pytest.mark.parametrize("stride", [None, 4, 8, 16])
def test_map_and_embedding_for_h_other_than_w(stride: int | None) -> None:
    network = Network(recipe(neck=NeckConfig(out_stride=stride))).eval()
    assert network.neck.grid == (64 // (stride or 16), 96 // (stride or 16))
    with torch.inference_mode():
        map_, embedding = network(torch.randint(0, 256, (2, 64, 96, 3), dtype=torch.uint8))
    assert map_.shape == (2, 64, 96)
    assert embedding.shape == (2, 64 + 128 + 256)
    assert torch.isfinite(map_).all()
    assert map_.dtype == torch.float32


def test_only_the_reconstruction_trains() -> None:
    network = Network(recipe(neck=NeckConfig(out_channels=20), standardise=True))
    network.train()
    names = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
    assert names == {f"reconstruction.{name}" for name, _ in network.reconstruction.named_parameters()}
    assert not network.backbone.training
    map_, _ = network(torch.randint(0, 256, (2, 64, 96, 3), dtype=torch.uint8))
    map_.mean().backward()
    assert all(parameter.grad is None for parameter in network.backbone.parameters())
    assert all(parameter.grad is not None for parameter in network.reconstruction.parameters())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mask_size": (7, 11)}, ErrorCode.MASK_TOO_LARGE),
        ({"hidden": 18}, ErrorCode.SETTINGS_INVALID),
    ],
)
def test_what_cannot_work_is_refused(changes: dict[str, Any], code: ErrorCode) -> None:
    with pytest.raises(TrainingError) as caught:
        Network(recipe(**changes))
    assert caught.value.code is code


def test_a_size_that_fits_no_stride_and_too_many_channels_are_refused() -> None:
    with pytest.raises(TrainingError) as caught:
        Network(recipe(size=(64, 100)))
    assert caught.value.code is ErrorCode.INPUT_SIZE
    with pytest.raises(TrainingError, match="500 is more than the 448"):
        Network(recipe(neck=NeckConfig(out_channels=500)))


def moved(model: UniAD, features: torch.Tensor, place: tuple[int, int]) -> torch.Tensor:
    """Where the encoder's output moves if the feature at ``place`` does: (h, w) bool."""
    outputs: list[torch.Tensor] = []
    hook = model.transformer.encoder.layers[0].self_attn.register_forward_hook(
        lambda _module, _inputs, output: outputs.append(output)
    )
    other = features.clone()
    other[:, :, place[0], place[1]] += 1.0
    with torch.no_grad():
        model(features)
        model(other)
    hook.remove()
    change = (outputs[0] - outputs[1]).abs().amax(dim=(0, 2))
    return (change > 1e-7).view(features.shape[2:])


@pytest.mark.parametrize("mode", ["outside", "inside", "none"])
def test_the_mask_decides_who_sees_whom(mode: str) -> None:
    torch.manual_seed(0)
    model = UniAD(UniADConfig(**(TINY | {"mask_mode": mode})), 5, (6, 7)).eval()
    near = torch.zeros(6, 7, dtype=torch.bool)
    near[1:4, 2:5] = True
    found = moved(model, torch.randn(1, 5, 6, 7), (2, 3))
    wanted = {"outside": ~near, "inside": near, "none": torch.ones_like(near)}[mode]
    # The disturbed token's own query moves too, and so does what it attends to.
    found[2, 3] = wanted[2, 3]
    assert torch.equal(found, wanted)


@pytest.mark.parametrize("on", ["mask_encoder", "mask_decoder_first", "mask_decoder_second"])
def test_each_attention_has_its_own_switch(on: str) -> None:
    off = {"mask_encoder": False, "mask_decoder_first": False, "mask_decoder_second": False}
    model = UniAD(UniADConfig(**(TINY | off | {on: True})), 5, (6, 7))
    buffers = dict(model.named_buffers())
    assert {name for name in buffers if name.endswith("_mask")} == {f"{on.removeprefix('mask_')}_mask"}


def test_jitter_works_in_training_only() -> None:
    torch.manual_seed(0)
    model = UniAD(UniADConfig(**(TINY | {"dropout": 0.0})), 5, (6, 7))
    features, noise = torch.randn(2, 5, 6, 7), torch.randn(2, 42, 5)
    with torch.no_grad():
        assert torch.equal(model.eval()(features, noise), model(features))
        assert not torch.equal(model.train()(features, noise), model(features))


def test_dropout_works_in_training_only() -> None:
    model = UniAD(UniADConfig(**(TINY | {"dropout": 0.5})), 5, (6, 7))
    features = torch.randn(2, 5, 6, 7)
    with torch.no_grad():
        assert torch.equal(model.eval()(features), model(features))
        assert not torch.equal(model.train()(features), model(features))
