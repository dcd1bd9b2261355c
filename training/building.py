"""Networks with weights: from a recipe, or out of a bundle."""

import dataclasses
from pathlib import Path

from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors

from engine.bundle import read_bundle
from engine.bundle.archive import WEIGHTS
from engine.errors import BundleError, ErrorCode
from engine.model.network import Network
from engine.model.weights import load_backbone_weights
from engine.recipe import Recipe


@dataclasses.dataclass(frozen=True)
class Built:
    """A network, the recipe it was built from, and where its backbone's weights came from."""

    network: Network
    recipe: Recipe
    weights: str


def build_network(recipe: Recipe, download: bool = False) -> Built:
    """The network of a recipe with pretrained backbone. Raises TrainingError if there are no weights for it."""
    network = Network(recipe)
    weights = load_backbone_weights(network.backbone, recipe.backbone.name, recipe.backbone.weights, download)
    return Built(network, recipe, weights)


def network_from_bundle(path: Path) -> Built:
    """The trained network that a bundle was exported from. Raises BundleError if it has no weights or they do not
    fit its recipe."""
    bundle = read_bundle(path, with_weights=True)
    try:
        recipe = Recipe.model_validate(bundle.manifest.recipe)
        network = Network(recipe)
        network.load_state_dict(load_tensors(bundle.files[WEIGHTS]))
    except (ValidationError, KeyError, RuntimeError, SafetensorError) as error:
        why = f"its training weights cannot be used: {' '.join(str(error).split())[:120]}"
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=why) from error
    return Built(network, recipe, bundle.model.weights)
