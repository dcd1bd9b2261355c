"""Figures of a bundle as it ships, on one process and on two."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from engine.bundle.manifest import ProposedLimits
from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.images import plate, write_image
from training.metrics import PixelMetrics, ranking

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Seven good plates of rising grey and five with a patch, each with its mask."""
    folder = tmp_path / "Plate"
    write_image(folder / "train" / "good" / "0.png", plate())
    for index in range(7):
        write_image(folder / "test" / "good" / f"{index}.png", plate() + np.uint8(index))
    for index in range(5):
        defect = plate(defect=12 * (index + 1))
        write_image(folder / "test" / "patch" / f"{index}.png", defect)
        truth = np.where(defect > 128, 255, 0).astype(np.uint8)
        write_image(folder / "ground_truth" / "patch" / f"{index}_mask.png", truth)
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "plate.uniad", limits=ProposedLimits(reject=2.0, review=1.0, pixel=1.0))


def test_figures_and_what_the_limits_do(bundle: Path, parts: Path, train: CommandLine) -> None:
    (parts / "test" / "good" / "cut.png").write_bytes(b"x")
    done = train("evaluate", bundle, parts, "--json")
    assert done.code == 0, done.err
    assert "cut.png" in done.err
    figures = done.lines[0]["products"]["Plate"]
    assert (figures["n_good"], figures["n_defect"]) == (7, 5)
    # Scores are the greyest patch over 16: good 0, 1/16 … 6/16, defects 0.75, 1.5, 2.25, 3, 3.75.
    assert figures["image_auroc"] == figures["image_ap"] == figures["image_f1_max"] == 1.0
    assert 0.9 < figures["pixel_auroc"] <= 1.0
    limits = figures["at_limits"]
    assert (limits["false_rejects"], limits["reviews_good"]) == (0, 0)
    assert (limits["misses"], limits["reviews_defect"]) == (1, 1)
    assert limits["intervals"]["misses"][0] < 0.2 < limits["intervals"]["misses"][1]
    assert done.lines[0]["mean"]["image_auroc"] == 1.0


def test_without_masks_pixel_figures_are_null(bundle: Path, parts: Path, train: CommandLine) -> None:
    for mask in (parts / "ground_truth" / "patch").iterdir():
        mask.unlink()
    figures = train("evaluate", bundle, parts, "--json").lines[0]["products"]["Plate"]
    assert figures["pixel_auroc"] is figures["pixel_ap"] is figures["aupro"] is None


def test_without_test_images_it_is_refused(bundle: Path, tmp_path: Path, train: CommandLine) -> None:
    write_image(tmp_path / "flat" / "0.png", plate())
    done = train("evaluate", bundle, f"Plate={tmp_path / 'flat'}")
    assert (done.code, len(done.errors)) == (2, 1)


def test_two_processes_share_the_images_and_one_prints(bundle: Path, parts: Path, train: CommandLine) -> None:
    alone = train("evaluate", bundle, parts, "--json")
    command = [sys.executable, "-m", "training.cli", "evaluate", str(bundle), str(parts), "--json", "--devices", "2"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == alone.out


def test_binned_figures_are_those_of_the_values() -> None:
    rng = np.random.default_rng(0)
    maps = rng.gamma(2.0, size=(6, 40, 50)).astype(np.float32)
    masks = np.zeros((6, 40, 50), bool)
    masks[:3, 5:15, 10:30] = True
    maps[masks] += 1
    parts = [PixelMetrics(0.0, float(maps.max())) for _ in range(3)]
    for number, (map_, mask) in enumerate(zip(maps, masks, strict=True)):
        for metrics in (parts[0], parts[1 + number % 2]):
            metrics.add(map_, mask)
    auroc, ap, aupro = parts[0].result()
    assert auroc == pytest.approx(roc_auc_score(masks.ravel(), maps.ravel()), abs=1e-4)
    assert ap == pytest.approx(average_precision_score(masks.ravel(), maps.ravel()), abs=2e-3)
    assert aupro is not None
    held: list[np.ndarray] = []
    parts[2].total(lambda values: held.append(values) or values)
    parts[1].total(lambda values: values + held[0])
    assert parts[1].result() == pytest.approx(parts[0].result())


def test_one_kind_alone_has_no_ranking() -> None:
    assert ranking([0.1, 0.2], [False, False]).auroc is None
    assert ranking([0.1, 0.2], [True, True]).ap is None
    assert ranking([0.1, 0.2, 0.3], [False, True, True]).f1_max == 1.0
