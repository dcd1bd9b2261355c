"""Checkpoints of the original code: they become runs that give the original's maps, or are refused clearly."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import timm
import torch
import torch.nn.functional as F

from engine.bundle import read_bundle
from engine.model.uniad import UniAD
from engine.preprocess import Preprocessor
from engine.recipe import UniADConfig
from engine.runtime import Provider, Runtime
from engine.view import PLAIN_VIEW
from tests.support.commands import CommandLine
from tests.support.golden import DATA, read_golden, uniad_config
from tests.support.official import ReferenceB4, random_b4_checkpoint, random_tensor, save
from tests.support.training import flat_folder, made_up_part
from training.building import build_network
from training.checkpoint import load as load_state
from training.checkpoint import restore_network
from training.commands.export import _with_own_backbone
from training.images import load
from training.rundata import read_run
from training.runfolder import stored_recipe

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


@pytest.fixture(scope="module")
def b4(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("official") / "ckpt.pth.tar", random_b4_checkpoint())


def images(size: tuple[int, int], count: int = 2) -> torch.Tensor:
    return torch.from_numpy(np.stack([made_up_part(index, size) for index in range(count)]))


def original_map(state: dict[str, torch.Tensor], levels: list[torch.Tensor], config: UniADConfig) -> torch.Tensor:
    """The rest of the original: resize to stride 16, concatenate, reconstruct, distance, upsample."""
    grid = levels[-1].shape[2:]
    features = torch.cat([F.interpolate(x, size=grid, mode="bilinear", align_corners=True) for x in levels], dim=1)
    model = UniAD(config, features.shape[1], (grid[0], grid[1])).eval()
    prefix = "module.reconstruction."
    model.load_state_dict({key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)})
    distances = (model(features) - features).square().sum(dim=1, keepdim=True).sqrt()
    return F.interpolate(distances, scale_factor=16, mode="bilinear", align_corners=True)[:, 0]


def open_run(run: Path) -> Any:
    record = read_run(run)
    built = build_network(_with_own_backbone(run, record, stored_recipe(run)))
    restore_network(built.network, load_state(run), run)
    return built.network.eval()


def test_a_full_b4_checkpoint_gives_the_originals_maps(b4: Path, train: CommandLine, tmp_path: Path) -> None:
    done = train("import-official", b4, "--backbone", "tf_efficientnet_b4", "--out", tmp_path / "run", "--json")
    assert done.code == 0, done.err
    assert "8 heads" in done.err
    found = done.lines[0]
    assert (found["trainable_parameters"], found["epoch"]) == (7_717_392, 7)
    assert (found["levels"], found["input_size"]) == ([0, 1, 2, 3], [224, 224])
    state = torch.load(b4, weights_only=True)["state_dict"]
    shown = images((224, 224))
    with torch.inference_mode():
        normal = (shown.permute(0, 3, 1, 2) / 255.0 - MEAN) / STD
        wanted = original_map(state, ReferenceB4(state).levels(normal), UniADConfig())
        ours, _ = open_run(tmp_path / "run")(shown)
    assert float(wanted.std()) > 0.02
    torch.testing.assert_close(ours, wanted, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("size", [(224, 224), (192, 256)])
def test_padding_for_the_native_size_matters_and_is_exact(size: tuple[int, int], b4: Path) -> None:
    from engine.model.backbone import Backbone
    from engine.recipe import BackboneConfig
    from training.official.checkpoint import read_checkpoint, timm_tensors

    found = read_checkpoint(b4)
    state = torch.load(b4, weights_only=True)["state_dict"]
    shown = images(size, 1)
    gaps = {}
    for padding in ("native", "dynamic"):
        config = BackboneConfig(name="tf_efficientnet_b4.aa_in1k", levels=(0, 1, 2, 3), padding=padding)
        backbone = Backbone(config)
        backbone.net.load_state_dict(timm_tensors(found, config))
        with torch.inference_mode():
            wanted = ReferenceB4(state).levels((shown.permute(0, 3, 1, 2) / 255.0 - MEAN) / STD)
            ours = backbone(shown)
        gaps[padding] = [float((a - b).abs().max()) for a, b in zip(ours, wanted, strict=True)]
    assert max(gaps["native"]) < 1e-4
    assert max(gaps["dynamic"]) > 1e-2


@pytest.fixture
def resnet(tmp_path: Path) -> Path:
    """A checkpoint with ResNet-18 inside, levels 1 to 3, in the small golden configuration."""
    net = timm.create_model("resnet18", features_only=True, out_indices=(1, 2, 3))
    config, _ = read_golden("uniad_learned_all_masks")
    model = UniAD(uniad_config(config), 64 + 128 + 256, (6, 8))
    generator = torch.Generator().manual_seed(3)
    state = {f"module.backbone.{key}": value for key, value in net.state_dict().items()}
    state |= {f"module.backbone.layer4.{key}": value for key, value in layer4().items()}
    state |= {
        f"module.reconstruction.{key}": random_tensor(key, list(value.shape), generator)
        for key, value in model.state_dict().items()
    }
    return save(tmp_path / "resnet.pth.tar", {"epoch": 2, "state_dict": state})


def layer4() -> dict[str, torch.Tensor]:
    whole = timm.create_model("resnet18").state_dict()
    return {key.removeprefix("layer4."): value for key, value in whole.items() if key.startswith("layer4.")}


YAML = """
version: v1.0.0
random_seed: 133
dataset:
  type: custom
  image_reader: {type: opencv, kwargs: {image_dir: data, color_mode: RGB}}
  train: {meta_file: train.json, rebalance: false, hflip: true, vflip: false, rotate: false}
  test: {meta_file: test.json}
  input_size: [96, 128]
  pixel_mean: [0.485, 0.456, 0.406]
  pixel_std: [0.229, 0.224, 0.225]
  batch_size: 4
  workers: 3
criterion:
  - {name: FeatureMSELoss, type: FeatureMSELoss, kwargs: {weight: 1.0}}
trainer:
  max_epoch: 12
  clip_max_norm: 0.2
  val_freq_epoch: 10
  lr_scheduler: {type: StepLR, kwargs: {step_size: 8, gamma: 0.5}}
  optimizer: {type: AdamW, kwargs: {lr: 0.0002, betas: [0.9, 0.999], weight_decay: 0.0003}}
saver: {auto_resume: false, load_path: a, save_dir: b, log_dir: c}
evaluator: {key_metric: mean_pixel_auc, metrics: {auc: [{name: std}, {name: pixel}]}}
frozen_layers: [backbone]
net:
  - {name: backbone, type: models.backbones.resnet18, frozen: true, kwargs: {pretrained: true, outlayers: [1, 2, 3]}}
  - {name: neck, prev: backbone, type: models.necks.MFCN, kwargs: {outstrides: [16]}}
  - name: reconstruction
    prev: neck
    type: models.reconstructions.UniAD
    kwargs:
      pos_embed_type: learned
      hidden_dim: 32
      nhead: 4
      num_encoder_layers: 2
      num_decoder_layers: 2
      dim_feedforward: 64
      dropout: 0.1
      activation: relu
      normalize_before: false
      feature_jitter: {scale: 10.0, prob: 0.5}
      neighbor_mask: {neighbor_size: [3, 5], mask: [true, true, true]}
      save_recon: {save_dir: result_recon}
      initializer: {method: xavier_uniform}
"""


def write_yaml(folder: Path, text: str = YAML) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_resnet_checkpoint_becomes_a_bundle_that_scores_like_it(
    resnet: Path, train: CommandLine, tmp_path: Path
) -> None:
    run, out = tmp_path / "run", tmp_path / "part.uniad"
    options = ("--backbone", "resnet18", "--config", write_yaml(tmp_path))
    done = train("import-official", resnet, *options, "--out", run, "--json")
    assert done.code == 0, done.err
    assert done.lines[0]["levels"] == [1, 2, 3]
    refused = train("export", run, "--out", out)
    assert refused.code == 2
    assert "--calibrate NAME=FOLDER" in refused.err
    assert not out.exists()
    parts = flat_folder(tmp_path / "parts", 6)
    assert train("export", run, "--out", out, "--calibrate", f"Part={parts}").code == 0
    bundle = read_bundle(out)
    product = bundle.manifest.products["Part"]
    assert (product.n_train, product.n_calibration) == (0, 6)
    assert bundle.model.weights == "checkpoint resnet.pth.tar"
    pixels = load(parts / "part000.png", Preprocessor(PLAIN_VIEW, (96, 128))).seen.inputs[0]
    shown = Runtime(bundle, Provider.CPU).run(pixels).anomaly_map
    state = torch.load(resnet, weights_only=True)["state_dict"]
    net = timm.create_model("resnet18", features_only=True, out_indices=(1, 2, 3)).eval()
    net.load_state_dict({key: state[f"module.backbone.{key}"] for key in net.state_dict()})
    config, _ = read_golden("uniad_learned_all_masks")
    with torch.inference_mode():
        normal = (torch.from_numpy(pixels[None]).permute(0, 3, 1, 2) / 255.0 - MEAN) / STD
        wanted = original_map(state, net(normal), uniad_config(config))[0].numpy()
    np.testing.assert_allclose(shown, wanted, atol=1e-4, rtol=1e-4)


def test_a_checkpoint_without_backbone_takes_its_weights_as_training_does(train: CommandLine, tmp_path: Path) -> None:
    small = DATA / "official_small_ckpt.pth.tar"
    options = ("--backbone", "tf_efficientnet_b4.aa_in1k", "--out", tmp_path / "run", "--set", "uniad.heads=4")
    done = train("import-official", small, *options, "--weights", "random", "--json")
    assert done.code == 0, done.err
    assert (done.lines[0]["levels"], done.lines[0]["input_size"]) == ([0], [96, 128])
    record = read_run(tmp_path / "run")
    assert (record.backbone, record.weights) == (None, "random")
    state = torch.load(small, weights_only=True)["state_dict"]
    for key, value in load_state(tmp_path / "run").network.items():
        if key.startswith("reconstruction."):
            assert torch.equal(value, state[f"module.{key}"])


def test_the_configuration_becomes_a_recipe(tmp_path: Path) -> None:
    from training.official.settings import read_settings

    settings = read_settings(write_yaml(tmp_path))
    assert settings.unknown == ()
    recipe = settings.recipe
    uniad, trained = recipe.uniad, recipe.train
    assert (recipe.backbone.name, recipe.backbone.levels) == ("resnet18.tv_in1k", (1, 2, 3))
    assert (recipe.backbone.padding, recipe.neck.out_stride) == ("dynamic", 16)
    assert recipe.data.input_size == (96, 128)
    assert (uniad.hidden, uniad.heads, uniad.ffn, uniad.norm, uniad.position) == (32, 4, 64, "post", "learned")
    assert (uniad.mask_size, uniad.jitter_scale, uniad.jitter_probability) == ((3, 5), 10.0, 0.5)
    assert (trained.lr, trained.weight_decay, trained.clip, trained.batch) == (2e-4, 3e-4, 0.2, 4)
    assert (trained.epochs, trained.step_epoch, trained.step_gamma, trained.seed) == (12, 8, 0.5, 133)
    assert (trained.flip_horizontal, trained.flip_vertical, trained.steps) == (True, False, None)
    assert (trained.optimizer, trained.schedule) == ("adamw", "step")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("nhead: 4", "nhead: 4\n      rotary: true", "net.reconstruction.kwargs.rotary"),
        ("activation: relu", "activation: gelu", "activation is gelu"),
        ("type: AdamW", "type: SGD", "optimizer.type is SGD"),
        ("weight: 1.0", "weight: 2.0", "weight is 2.0"),
        ("outstrides: [16]", "outstrides: [8, 16]", "outstrides"),
        ("hidden_dim: 32", "hidden_dim: wide", "uniad.hidden"),
        ("net:", "nets:", "no list net"),
        ("version: v1.0.0", "version: [", "line"),
        ("mask: [true, true, true]", "mask: [true]", "three values"),
    ],
)
def test_a_configuration_that_cannot_be_followed_names_the_key(
    old: str, new: str, word: str, resnet: Path, train: CommandLine, tmp_path: Path
) -> None:
    assert old in YAML
    path = write_yaml(tmp_path, YAML.replace(old, new))
    done = train("import-official", resnet, "--backbone", "resnet18", "--out", tmp_path / "run", "--config", path)
    assert done.code == 2
    assert len(done.errors) == 1
    assert word in done.errors[0]
    assert str(path) in done.errors[0]
    assert not (tmp_path / "run").exists()


def test_unknown_keys_outside_the_network_are_named(resnet: Path, train: CommandLine, tmp_path: Path) -> None:
    path = write_yaml(tmp_path, YAML.replace("version: v1.0.0", "version: v1.0.0\nwandb: {project: x}"))
    done = train(
        "import-official", resnet, "--backbone", "resnet18", "--out", tmp_path / "run", "--config", path, "--json"
    )
    assert done.code == 0
    assert "wandb.project" in done.err
    assert done.lines[0]["unknown_keys"] == ["wandb.project"]


def test_a_yaml_serves_fit_and_config_too(train: CommandLine, tmp_path: Path) -> None:
    done = train("config", "--config", write_yaml(tmp_path))
    assert done.code == 0
    assert 'name = "resnet18.tv_in1k"' in done.out
    assert "epochs = 12" in done.out


def broken(kind: str, path: Path, folder: Path) -> Path:
    checkpoint = torch.load(path, weights_only=True)
    state = checkpoint["state_dict"]
    if kind == "missing":
        del state["module.backbone.layer1.0.conv1.weight"]
    elif kind == "shape":
        state["module.reconstruction.input_proj.bias"] = torch.zeros(31)
    elif kind == "backbone shape":
        state["module.backbone.conv1.weight"] = torch.zeros(64, 3, 3, 3)
    elif kind == "unknown":
        state["module.head.weight"] = torch.zeros(1)
    elif kind == "unknown layer":
        state["module.reconstruction.transformer.gate.weight"] = torch.zeros(1)
    elif kind == "no reconstruction":
        checkpoint["state_dict"] = {key: value for key, value in state.items() if "backbone" in key}
    elif kind == "no tensors":
        checkpoint = {"epoch": 1}
    return save(folder / "broken.pth.tar", checkpoint)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("missing", "layer1.0.conv1.weight"),
        ("shape", "input_proj.bias is (31,)"),
        ("backbone shape", "module.backbone.conv1.weight is (64, 3, 3, 3)"),
        ("unknown", "unknown tensor head.weight"),
        ("unknown layer", "transformer.gate.weight"),
        ("no reconstruction", "not a checkpoint of UniAD"),
        ("no tensors", "no state_dict"),
    ],
)
def test_keys_and_shapes_that_differ_are_named(
    kind: str, word: str, resnet: Path, train: CommandLine, tmp_path: Path
) -> None:
    path = broken(kind, resnet, tmp_path)
    done = train("import-official", path, "--backbone", "resnet18", "--out", tmp_path / "run",
                 "--config", write_yaml(tmp_path))  # fmt: skip
    assert done.code == 2
    assert len(done.errors) == 1
    assert word in done.errors[0]
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("kind", ["cut", "code", "absent"])
def test_a_file_that_is_no_checkpoint(kind: str, train: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "x.pth.tar"
    if kind == "cut":
        path.write_bytes((DATA / "official_small_ckpt.pth.tar").read_bytes()[:50_000])
    elif kind == "code":
        torch.save({"state_dict": {"module.reconstruction.input_proj.weight": json.loads}}, path)
    done = train("import-official", path, "--backbone", "resnet18", "--out", tmp_path / "run")
    assert done.code == 2
    assert len(done.errors) == 1
    assert "x.pth.tar" in done.errors[0]


def test_a_backbone_that_does_not_fit(resnet: Path, train: CommandLine, tmp_path: Path) -> None:
    for name, word in (("resnet50", "448 channels"), ("resnet34", "no tensor for layer1.2"), ("resnet_18", "resnet18")):
        done = train("import-official", resnet, "--backbone", name, "--out", tmp_path / "run")
        assert done.code == 2
        assert word in done.errors[0]
