"""``uniad-train summary``: the table, the pictures, the gradients."""

import json
from pathlib import Path

import cv2
import pytest
import torch

from engine.model.transformer import Attention
from tests.support.commands import CommandLine
from tests.support.images import write_image
from tests.support.training import made_up_part, tiny_options
from training.summary import attention_weights


def test_the_papers_network_has_its_number_of_parameters(train: CommandLine) -> None:
    done = train("summary", "--backbone", "tf_efficientnet_b4.aa_in1k", "--recipe", "reference", "--weights", "random",
                 "--json")  # fmt: skip
    assert done.code == 0
    found = done.lines[0]
    assert found["parameters"]["trainable"] == 7_717_392
    parts = {part["part"]: part["trainable"] for part in found["parameters"]["parts"]}
    assert parts["backbone"] == parts["neck"] == 0
    assert parts["input projection"] == 272 * 256 + 256
    assert parts["positions"] == 2 * 14 * 128
    assert parts["output projection"] == 256 * 272 + 272
    assert sum(parts.values()) == 7_717_392
    assert [level["shape"] for level in found["levels"]] == [[24, 112, 112], [32, 56, 56], [56, 28, 28], [160, 14, 14]]
    assert found["features"] == [272, 14, 14]


def test_tables_for_people(train: CommandLine) -> None:
    done = train("summary", *tiny_options(), "--gradients")
    assert done.code == 0
    for word in ("input projection", "positions", "transformer", "output projection", "total", "gradient norm"):
        assert word in done.out


@pytest.mark.parametrize("projected", [False, True])
def test_pictures_of_features_and_attention(projected: bool, train: CommandLine, tmp_path: Path) -> None:
    image = write_image(tmp_path / "part.png", made_up_part(1))
    more = ["--set", "neck.out_channels=20"] if projected else []
    done = train("summary", *tiny_options(*more), "--image", image, "--features", tmp_path / "out", "--attention",
                 "--gradients", "--json")  # fmt: skip
    assert done.code == 0, done.err
    found = done.lines[0]
    names = {Path(path).stem for path in found["written"]}
    pairs = {"features_original_reconstructed"}
    if not projected:
        pairs |= {"level1_original_reconstructed", "level2_original_reconstructed"}
    attention = {"attention_encoder1", "attention_decoder1_memory", "attention_decoder1_previous"}
    assert names == {"image", "level1", "level2", "distance"} | pairs | attention
    assert cv2.imread(str(tmp_path / "out" / "features_original_reconstructed.png")).shape == (32, 2 * 48 + 8, 3)
    assert cv2.imread(str(tmp_path / "out" / "level1.png")).std() > 5
    assert set(found["gradients"]) == {"input projection", "positions", "transformer", "output projection"}
    assert all(norm > 0 for norm in found["gradients"].values())


def test_attention_is_what_the_layer_computes() -> None:
    torch.manual_seed(0)
    layer = Attention(16, 4, 0.0).eval()
    query, memory = torch.randn(1, 6, 16), torch.randn(1, 6, 16)
    mask = torch.zeros(6, 6).masked_fill(torch.eye(6, dtype=torch.bool), float("-inf"))
    weights = attention_weights(layer, query, memory, mask)
    assert torch.equal(weights.diagonal(), torch.zeros(6))
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(6))
    reference = torch.nn.MultiheadAttention(16, 4, batch_first=True)
    reference.load_state_dict(layer.state_dict())
    wanted = reference.eval()(query, memory, memory, attn_mask=mask)[1]
    torch.testing.assert_close(weights, wanted[0])


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--features", "out"), "--image"),
        (("--image", "missing.png"), "missing.png"),
        (("--attention",), "--features"),
        (("--backbone", "resnet_18"), "resnet18"),
        (("--input-size", "30"), "multiple of the stride"),
        (("--input-size", "big"), "neither N nor HxW"),
        (("--set", "train.speed=3"), "train.speed"),
        (("--set", "speed"), "section.key=value"),
        (("--bundle", "none.uniad"), "none.uniad"),
    ],
)
def test_wrong_input_is_one_line(options: tuple[str, ...], word: str, train: CommandLine) -> None:
    done = train("summary", "--weights", "random", *options)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert word in done.err
    assert not done.out


def test_json_is_one_object(train: CommandLine) -> None:
    done = train("summary", *tiny_options(), "--json")
    assert json.loads(done.out)["weights"] == "not loaded"
