"""The frozen backbone: levels as timm describes them, never trained, named errors."""

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from engine.errors import ErrorCode, TrainingError
from engine.model.backbone import Backbone, check_name, level_grid
from engine.model.network import Network
from engine.recipe import BackboneConfig, merge_recipe, reference_recipe


def small(levels: tuple[int, ...] = (0, 1)) -> Backbone:
    return Backbone(BackboneConfig(name="resnet18", levels=levels))


def test_levels_channels_and_strides() -> None:
    backbone = small((1, 3))
    assert [(level.index, level.channels, level.stride) for level in backbone.levels] == [(1, 64, 4), (3, 256, 16)]
    levels = backbone(torch.zeros(2, 64, 96, 3, dtype=torch.uint8))
    assert [tuple(level.shape) for level in levels] == [(2, 64, 16, 24), (2, 256, 4, 6)]


def test_it_is_frozen_whatever_train_is_told() -> None:
    backbone = small()
    holder = nn.ModuleList([backbone]).train()
    assert not any(module.training for module in backbone.modules())
    assert not any(parameter.requires_grad for parameter in backbone.parameters())
    before = {key: value.clone() for key, value in backbone.state_dict().items()}
    levels = holder[0](torch.randint(0, 256, (2, 64, 64, 3), dtype=torch.uint8))
    assert not any(level.requires_grad for level in levels)
    assert all(torch.equal(value, before[key]) for key, value in backbone.state_dict().items())


def test_pixels_are_normalised_as_the_weights_expect() -> None:
    seen: list[torch.Tensor] = []
    for name, mean, std in (("resnet18", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
                            ("tf_efficientnet_lite0", (0.5,) * 3, (0.5,) * 3)):  # fmt: skip
        backbone = Backbone(BackboneConfig(name=name, levels=(0,)))
        backbone.net.register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0]))
        backbone(torch.full((1, 32, 32, 3), 51, dtype=torch.uint8))
        wanted = (0.2 - torch.tensor(mean)) / torch.tensor(std)
        torch.testing.assert_close(seen.pop()[0, :, 0, 0], wanted)


def test_the_papers_b4_has_imagenet_normalisation_and_272_channels() -> None:
    backbone = Backbone(BackboneConfig(name="tf_efficientnet_b4.aa_in1k", levels=(0, 1, 2, 3)))
    assert [level.channels for level in backbone.levels] == [24, 32, 56, 160]
    assert [level.stride for level in backbone.levels] == [2, 4, 8, 16]
    torch.testing.assert_close(backbone.mean.flatten(), torch.tensor([0.485, 0.456, 0.406]))


def test_an_unknown_name_is_answered_with_close_ones() -> None:
    with pytest.raises(TrainingError, match="resnet18") as caught:
        check_name("resnet_18")
    assert caught.value.code is ErrorCode.BACKBONE_UNKNOWN


def test_levels_that_do_not_exist_are_an_error() -> None:
    with pytest.raises(TrainingError) as caught:
        small((0, 9))
    assert caught.value.code is ErrorCode.BACKBONE_LEVELS
    assert "\n" not in str(caught.value)


def test_an_input_that_is_no_multiple_of_the_stride_is_an_error_with_a_close_size() -> None:
    assert level_grid((224, 320), 16) == (14, 20)
    with pytest.raises(TrainingError, match="224 x 240") as caught:
        level_grid((230, 235), 16)
    assert caught.value.code is ErrorCode.INPUT_SIZE


def test_a_continued_border_is_seen_and_cut_off_again() -> None:
    """Levels keep their size, and are those of the mirrored picture without its frame."""
    plain = small((1, 3))
    wide = Backbone(BackboneConfig(name="resnet18", levels=(1, 3), border=16))
    wide.load_state_dict(plain.state_dict())
    pixels = torch.randint(0, 256, (2, 64, 96, 3), dtype=torch.uint8)
    mirrored = np.stack([cv2.copyMakeBorder(one, 16, 16, 16, 16, cv2.BORDER_REFLECT_101) for one in pixels.numpy()])
    around = plain(torch.from_numpy(mirrored))
    expected = [around[0][:, :, 4:-4, 4:-4], around[1][:, :, 1:-1, 1:-1]]
    for found, wanted, without in zip(wide(pixels), expected, plain(pixels), strict=True):
        assert found.shape == without.shape
        torch.testing.assert_close(found, wanted)
        assert not torch.allclose(found, without)


@pytest.mark.parametrize(("border", "words"), [(24, "multiple of the stride 16"), (64, "less than the input's sides")])
def test_a_border_that_cannot_be_is_refused_in_one_line(border: int, words: str) -> None:
    recipe = merge_recipe(
        reference_recipe(),
        {
            "backbone": {"name": "resnet18", "levels": (1, 3), "border": border},
            "data": {"input_size": (64, 96)},
        },
        "test",
    )
    with pytest.raises(TrainingError, match=r"backbone\.border") as found:
        Network(recipe)
    assert words in str(found.value)
    assert found.value.code is ErrorCode.SETTINGS_INVALID
