"""Networks with weights: from a recipe, or out of a bundle."""

import dataclasses
import hashlib
from pathlib import Path

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors

from engine.bundle import Bundle, read_bundle
from engine.bundle.archive import WEIGHTS
from engine.errors import BundleError, ErrorCode, TrainingError
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
    """The network of a recipe with pretrained backbone. Raises TrainingError if there are no weights for it.

    What is random (the reconstruction, and a backbone with ``--weights random``) depends on the recipe's seed alone."""
    torch.manual_seed(recipe.train.seed)
    network = Network(recipe)
    weights = load_backbone_weights(network.backbone, recipe.backbone.name, recipe.backbone.weights, download)
    return Built(network, recipe, weights)


def backbone_sha256(network: Network) -> str:
    """Fingerprint of the backbone's weights: a run must go on, and be exported, with those it was trained on."""
    total = hashlib.sha256()
    for name, value in network.backbone.state_dict().items():
        total.update(name.encode() + b"\0" + value.cpu().contiguous().numpy().tobytes())
    return total.hexdigest()


def check_backbone(network: Network, wanted: str, run: Path) -> None:
    """TrainingError if the backbone has other weights than the run was trained with."""
    if backbone_sha256(network) != wanted:
        why = "the backbone's weights are others than it was trained with; give the same ones"
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why=why)


def network_from_bundle(path: Path) -> Built:
    """The trained network that a bundle was exported from. Raises BundleError if it has no weights or they do not
    fit its recipe."""
    bundle = read_bundle(path, with_weights=True)
    return grown_network(bundle, recipe_of(bundle))


def recipe_of(bundle: Bundle) -> Recipe:
    """The recipe that a bundle was trained with. Raises BundleError if this program does not understand it."""
    try:
        return Recipe.model_validate(bundle.manifest.recipe)
    except ValidationError as error:
        why = f"its recipe cannot be used: {' '.join(str(error).split())[:120]}"
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(bundle.path), why=why) from error


def grown_network(bundle: Bundle, recipe: Recipe) -> Built:
    """The network of ``recipe`` with the weights of a bundle (read with its weights). Raises BundleError if they do not
    fit."""
    try:
        network = Network(recipe)
        network.load_state_dict(load_tensors(bundle.files[WEIGHTS]))
    except (KeyError, RuntimeError, SafetensorError) as error:
        why = f"its training weights cannot be used: {' '.join(str(error).split())[:120]}"
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(bundle.path), why=why) from error
    return Built(network, recipe, bundle.model.weights)
