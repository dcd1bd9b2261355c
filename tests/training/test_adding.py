"""One model for several products: a product is added to a bundle, and what became of the old ones is told."""

from pathlib import Path

import numpy as np
import pytest

from engine.bundle import read_bundle
from engine.bundle.archive import EXPECTED, REHEARSAL
from engine.decision import Verdict
from engine.expected import ExpectedLook
from engine.frames import Frame
from engine.judge import Inspection, Judge
from engine.runtime import Provider, Runtime
from tests.support.commands import CommandLine
from tests.support.training import flat_folder, made_up_part, tiny_options
from training.adding import spoil
from training.rehearsal import kept_pictures


def inspect_parts(bundle: Path, product: str) -> Inspection:
    opened = read_bundle(bundle)
    return Judge(opened, product, Runtime(opened, Provider.CPU)).judge(Frame(0, "part", made_up_part(1), 0.0))


def small(*more: str) -> tuple[str, ...]:
    return tiny_options("--set", "train.rehearsal=3", *more)


@pytest.fixture
def first(train: CommandLine, tmp_path: Path) -> Path:
    """A bundle for one product, whose folder is gone; it looks at a part of the picture only."""
    folder = flat_folder(tmp_path / "nut", 10)
    more = ("--set", "data.roi=[0.0, 0.0, 1.0, 0.5]")
    done = train("fit", folder, "--out", tmp_path / "a.uniad", "--json", *small(*more))
    assert done.code == 0, done.err
    (tmp_path / "nut").rename(tmp_path / "elsewhere")
    return tmp_path / "a.uniad"


def test_a_product_is_added_though_the_old_folder_is_gone(first: Path, train: CommandLine, tmp_path: Path) -> None:
    kept = kept_pictures(read_bundle(first, with_weights=True), "nut")
    assert [one.role for one in kept].count("train") == 3
    assert REHEARSAL not in read_bundle(first).files  # the station does not carry it
    flat_folder(tmp_path / "bolt", 6, start=70)
    more = ("--run-dir", tmp_path / "run", "--json")
    done = train("fit", tmp_path / "bolt", "--add", first, "--out", tmp_path / "b.uniad", *more)
    assert done.code == 0, done.err
    assert next(line for line in done.lines if line["event"] == "estimate")["steps"] == 6
    refused = train("export", tmp_path / "run", "--out", tmp_path / "c.uniad")
    assert (refused.code, len(refused.errors)) == (2, 1)
    assert [line["event"] for line in done.lines if line["event"] in ("compared", "done")] == ["compared", "done"]
    compared = next(line for line in done.lines if line["event"] == "compared")
    assert compared["product"] == "nut"
    assert compared["before"]["reject"] == read_bundle(first).manifest.products["nut"].limits.reject
    old, new = read_bundle(first).manifest.products["nut"], read_bundle(tmp_path / "b.uniad").manifest.products["nut"]
    assert compared["after"]["reject"] == new.limits.reject != old.limits.reject  # found anew with the new weights
    assert set(read_bundle(tmp_path / "b.uniad").manifest.products) == {"nut", "bolt"}
    assert (new.roi, new.quality, new.data_sha256) == (old.roi, old.quality, old.data_sha256)
    assert new.n_calibration == 2
    judged = inspect_parts(tmp_path / "b.uniad", "nut")
    assert judged.verdict is not Verdict.ERROR


@pytest.mark.slow
def test_without_pictures_the_old_folder_is_asked_for(train: CommandLine, tmp_path: Path) -> None:
    nut, bolt = flat_folder(tmp_path / "nut", 5), flat_folder(tmp_path / "bolt", 5, start=70)
    assert train("fit", nut, "--out", tmp_path / "a.uniad", *tiny_options("--set", "train.rehearsal=0")).code == 0
    done = train("fit", bolt, "--add", tmp_path / "a.uniad", "--out", tmp_path / "b.uniad")
    assert (done.code, len(done.errors)) == (2, 1)
    assert "nut=FOLDER" in done.errors[0]
    done = train("fit", bolt, nut, "--add", tmp_path / "a.uniad", "--out", tmp_path / "b.uniad", "--json")
    assert done.code == 0, done.err
    assert {line["product"] for line in done.lines if line["event"] == "compared"} == {"nut"}
    assert set(read_bundle(tmp_path / "b.uniad").manifest.products) == {"nut", "bolt"}


@pytest.mark.slow
def test_the_expected_look_is_a_picture_of_the_region(train: CommandLine, tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "nut", 6)
    more = ("--set", "data.roi=[0.0, 0.0, 1.0, 0.5]", "--set", "train.expected_steps=3")
    done = train("fit", folder, "--out", tmp_path / "a.uniad", "--expected-look", "--json", *small(*more))
    assert done.code == 0, done.err
    assert "expected" in [line.get("stage") for line in done.lines]
    bundle = read_bundle(tmp_path / "a.uniad")
    assert EXPECTED in bundle.files
    assert bundle.manifest.expected is not None
    assert 0 < bundle.manifest.expected.difference < 128
    picture, roi = ExpectedLook(bundle, None).of_frame(Frame(0, "part", made_up_part(1), 0.0))
    assert (picture.dtype, picture.shape[2]) == (np.uint8, 3)
    assert (roi.h, roi.w) == (0.5, 1.0)


def test_a_made_up_defect_changes_a_patch_alone() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (50, 100, 3), np.uint8)
    spoiled = spoil(pixels, 3)
    changed = (spoiled != pixels).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert 0 < np.ptp(rows) < 6
    assert 0 < np.ptp(columns) < 12
    assert np.array_equal(spoil(pixels, 3), spoiled)
