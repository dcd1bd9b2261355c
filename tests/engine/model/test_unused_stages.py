"""Stages of an EfficientNet after the last level are not computed, and levels are what they were."""

import timm
import torch

from engine.model.backbone import Backbone
from engine.recipe import BackboneConfig


def test_levels_are_the_same_and_the_rest_passes_on() -> None:
    backbone = Backbone(BackboneConfig(name="tf_efficientnet_lite0", levels=(1, 2)))
    whole = timm.create_model("tf_efficientnet_lite0", features_only=True, out_indices=(1, 2, 3, 4), pretrained=False)
    whole.load_state_dict(backbone.net.state_dict())
    images = torch.randint(0, 256, (1, 64, 64, 3), dtype=torch.uint8)
    pixels = (images.permute(0, 3, 1, 2) / 255.0 - backbone.mean) / backbone.std
    with torch.inference_mode():
        expected = whole.eval()(pixels)[:2]
        found = backbone(images)
    for one, two in zip(found, expected, strict=True):
        assert torch.allclose(one, two, atol=1e-5)
    stage = list(backbone.net.blocks)[-1]
    marker = torch.ones(1)
    assert stage(marker) is marker
