"""From folders to a bundle on the command line, and from the run to a bundle again."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import Bundle, read_bundle
from engine.likeness import GoodParts
from engine.runtime import Provider, Runtime
from engine.scoring import Pooling
from tests.support.commands import CommandLine
from tests.support.images import write_image
from tests.support.training import flat_folder, made_up_part, mvtec_folder, tiny_options
from training import checkpoint
from training.rundata import FILE as RUN_FILE
from training.runfolder import RECIPE


@pytest.fixture
def fitted(train: CommandLine, tmp_path: Path) -> Path:
    """A folder with two products, their bundle and their run."""
    mvtec_folder(tmp_path / "nut", 10)
    flat_folder(tmp_path / "flat", 6, start=40)
    done = train("fit", tmp_path / "nut", f"Bolt={tmp_path / 'flat'}", "--out", tmp_path / "a.uniad", "--run-dir",
                 tmp_path / "run", "--json", *tiny_options("--set", "calibration.pooling=std"))  # fmt: skip
    assert done.code == 0, done.err
    assert done.err == ""
    assert done.lines[-1]["event"] == "done"
    assert done.lines[-1]["bundle"] == str(tmp_path / "a.uniad")
    assert done.lines[-1]["steps"] == 6
    assert [line["stage"] for line in done.lines if line["event"] == "stage"] == [
        "scan", "scan", "features", "train", "export", "calibrate", "write",
    ]  # fmt: skip
    written = [json.loads(line) for line in (tmp_path / "run" / "events.jsonl").read_text().splitlines()]
    assert written == done.lines
    return tmp_path


def map_of(bundle: Bundle, seed: int) -> np.ndarray:
    return Runtime(bundle, Provider.CPU).run(made_up_part(seed, (32, 48))).anomaly_map


def test_one_bundle_for_two_products_and_again_from_the_run(fitted: Path, train: CommandLine) -> None:
    bundle = read_bundle(fitted / "a.uniad")
    products = bundle.manifest.products
    assert set(products) == {"nut", "Bolt"}
    assert (products["nut"].n_train, products["nut"].n_calibration) == (8, 2)
    assert {product.pooling for product in products.values()} == {
        Pooling.STD
    }  # the station scores as limits were found
    assert bundle.manifest.recipe["train"]["steps"] == 6
    assert bundle.manifest.parity.score_difference < 1e-3
    assert bundle.model.weights == "random"
    for product in products.values():  # so that a black or defocused picture is not judged
        assert product.quality is not None
        assert 10 < product.quality.brightness[0] < product.quality.brightness[1] < 245
        assert len(GoodParts(bundle, product).nearest(np.ones(bundle.model.embedding_dim, np.float32))) == 3
    assert not list((fitted / "run").glob("features-*"))
    done = train("export", fitted / "run", "--out", fitted / "b.uniad", "--json")
    assert done.code == 0, done.err
    again = read_bundle(fitted / "b.uniad")
    assert np.array_equal(map_of(bundle, 3), map_of(again, 3))
    assert again.manifest.products == products
    assert again.manifest.recipe == bundle.manifest.recipe
    looked = train("summary", "--bundle", fitted / "b.uniad", "--json")
    assert looked.lines[0]["weights"] == "random"
    measured = train("evaluate", fitted / "a.uniad", fitted / "nut", "--json")
    assert measured.lines[0]["products"]["nut"]["n_defect"] == 3


@pytest.fixture
def stopped(train: CommandLine, tmp_path: Path) -> Path:
    """A run that was trained but has no bundle: its calibration images changed just before."""
    from tests.support.training import run_training, tiny_recipe

    run_training(flat_folder(tmp_path / "parts", 8), tmp_path / "run", tiny_recipe())
    return tmp_path


def test_calibration_images_that_changed_stop_the_export(stopped: Path, train: CommandLine) -> None:
    for path in (stopped / "parts").iterdir():
        write_image(path, made_up_part(1000))
    done = train("export", stopped / "run", "--out", stopped / "b.uniad")
    assert done.code == 2
    assert "changed or vanished" in done.errors[0]
    assert not (stopped / "b.uniad").exists()


def test_images_that_were_trained_on_do_not_calibrate(stopped: Path, train: CommandLine) -> None:
    done = train("export", stopped / "run", "--out", stopped / "b.uniad", "--calibrate", f"Part={stopped / 'parts'}")
    assert done.code == 2
    assert "was trained on" in done.errors[0]


@pytest.mark.parametrize("name", [checkpoint.FILE, RUN_FILE, RECIPE])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_run_is_one_line(name: str, damage: str, stopped: Path, train: CommandLine) -> None:
    file = stopped / "run" / name
    file.write_bytes(file.read_bytes()[:60]) if damage == "cut" else file.unlink()
    done = train("export", stopped / "run", "--out", stopped / "b.uniad")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert str(stopped / "run") in done.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("fit", "none", "--out", "a.uniad"), "not found: none"),
        (("fit", "parts", "--out", "a.zip"), "*.uniad"),
        (("fit", "parts", "--out", "a?.uniad"), "must not contain"),
        (("fit", "parts", "--out", "a.uniad", "--backbone", "resnet_18"), "resnet18"),
        (("fit", "parts", "--out", "a.uniad", "--config", "none.toml"), "none.toml"),
        (("fit", "parts", "--out", "a.uniad", "--weights", "none.pth"), "none.pth"),
        (("fit", "a/b=parts", "--out", "a.uniad"), "a/b"),
        (("fit", "parts", "parts", "--out", "a.uniad"), "two folders have it"),
        (("export", "none", "--out", "a.uniad"), "run.json"),
        (("export", "parts", "--out", "a.uniad"), "run.json"),
        (("evaluate", "none.uniad", "parts"), "none.uniad"),
    ],
)
def test_wrong_input_is_one_line(
    arguments: tuple[str, ...], word: str, train: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flat_folder(tmp_path / "parts", 3)
    done = train(*arguments)
    assert done.code == 2
    assert len(done.errors) == 1
    assert word in done.errors[0]
    assert not list(tmp_path.rglob("*.uniad"))


def test_a_new_run_in_an_old_folder_leaves_nothing_of_the_old(stopped: Path, train: CommandLine) -> None:
    shutil.rmtree(stopped / "parts")
    flat_folder(stopped / "parts", 1)
    done = train("fit", stopped / "parts", "--out", stopped / "a.uniad", "--run-dir", stopped / "run", *tiny_options())
    assert done.code == 2
    assert {path.name for path in (stopped / "run").iterdir()} == {RECIPE, "events.jsonl"}
    assert json.loads((stopped / "run" / "events.jsonl").read_text().splitlines()[-1])["event"] == "error"


def test_never_random_weights_by_accident(train: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    parts = flat_folder(tmp_path / "parts", 3)
    done = train(
        "fit", parts, "--out", tmp_path / "a.uniad", "--backbone", "resnet18", "--set", "backbone.levels=[1, 2]"
    )
    assert done.code == 2
    assert "no weights for backbone resnet18" in done.errors[0]
