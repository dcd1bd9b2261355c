"""Figures of a bundle as it ships, on one process and on two."""

import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from engine.bundle.manifest import ProposedLimits
from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.images import plate, write_image
from training.metrics import PixelMetrics, ranking
from training.resampling import resampled_ranking, weights_of

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
    assert figures["intervals"]["image_auroc"] == [1.0, 1.0]
    assert figures["intervals"]["pixel_auroc"][0] <= figures["pixel_auroc"] <= 1.0
    patch = figures["per_defect"]["patch"]
    assert (patch["n_defect"], patch["misses"], patch["reviews"]) == (5, 1, 1)
    assert patch["pixel_auroc"] == figures["pixel_auroc"]  # there is no other kind


def test_each_kind_of_defect_stands_alone(bundle: Path, parts: Path, train: CommandLine) -> None:
    """Faint patches score below the good ones (0 to 6 / 16), so that only their kind has a bad figure."""
    for index in range(4):
        write_image(parts / "test" / "faint" / f"{index}.png", plate())
    figures = train("evaluate", bundle, parts, "--json").lines[0]["products"]["Plate"]
    assert figures["pixel_auroc"] is None  # one kind has no masks
    assert figures["per_defect"]["patch"]["image_auroc"] == 1.0
    assert figures["per_defect"]["faint"]["image_auroc"] < 0.1
    assert 0.5 < figures["image_auroc"] < 0.7
    low, high = figures["intervals"]["image_auroc"]
    assert low < figures["image_auroc"] < high < 0.9


class Page(HTMLParser):
    """Tags, text, and every address of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_else(bundle: Path, parts: Path, train: CommandLine, tmp_path: Path) -> None:
    (parts / "test" / "patch").rename(parts / "test" / "<b>&patch")
    (parts / "ground_truth" / "patch").rename(parts / "ground_truth" / "<b>&patch")
    done = train("evaluate", bundle, parts, "--html", tmp_path / "page.html", "--json")
    assert done.code == 0, done.err
    page = Page(tmp_path / "page.html")
    assert page.tags["img"] == 8  # the four worst of good and of the patches
    assert page.tags["polyline"] == 1
    assert page.tags["rect"] == 80
    assert page.tags["b"] == 0  # names are text, not tags
    assert all(address.startswith("data:image/jpeg;base64,/9j/") for address in page.addresses)
    for words in ("<b>&patch", "1 of 5 defects passed", "0 of 7 good parts rejected", "AUPRO", "1.0000"):
        assert words in page.text


def test_a_page_that_cannot_be_written_is_told_first(
    bundle: Path, parts: Path, train: CommandLine, tmp_path: Path
) -> None:
    done = train("evaluate", bundle, parts, "--html", tmp_path)
    assert (done.code, len(done.errors), done.out) == (2, 1, "")


def test_replicates_are_those_of_weighted_figures() -> None:
    rng = np.random.default_rng(0)
    defect = rng.random(80) < 0.3
    scores = np.round(rng.normal(size=80) + defect, 1)  # with ties
    weights = np.stack([weights_of(number) for number in range(80)])
    found = resampled_ranking(scores, defect, weights)
    assert np.array_equal(weights[:, 0], np.ones(80))
    for replicate in (0, 1, 17):
        weight = weights[:, replicate]
        auroc = roc_auc_score(defect, scores, sample_weight=weight)
        ap = average_precision_score(defect, scores, sample_weight=weight)
        assert found[replicate, :2] == pytest.approx([auroc, ap])
    assert found[0, 2] == pytest.approx(ranking(scores, defect).f1_max)
    assert np.isnan(resampled_ranking(scores, np.zeros(80, bool), weights)).all()


def test_memory_does_not_grow_with_the_number_of_maps() -> None:
    metrics, maps = PixelMetrics(1.0, 1 + 20), np.random.default_rng(0).gamma(2.0, size=(2, 224, 224))
    mask = np.zeros((224, 224), bool)
    mask[50:90, 60:100] = True
    peaks = []
    for _ in range(3):
        tracemalloc.start()
        for number in range(PixelMetrics.WAITING):
            metrics.add(maps[number % 2].astype(np.float32), mask, weights_of(number, 20))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(peaks) < 20 * 2**20
    assert peaks[2] < 1.2 * peaks[1]


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
    parts = [PixelMetrics(float(maps.mean())) for _ in range(3)]
    for number, (map_, mask) in enumerate(zip(maps, masks, strict=True)):
        for metrics in (parts[0], parts[1 + number % 2]):
            metrics.add(map_, mask)
    auroc, ap, aupro = parts[0].result()
    assert auroc == pytest.approx(roc_auc_score(masks.ravel(), maps.ravel()), abs=1e-4)
    assert ap == pytest.approx(average_precision_score(masks.ravel(), maps.ravel()), abs=2e-3)
    assert aupro is not None
    held: list[np.ndarray] = []

    def keep(values: np.ndarray) -> np.ndarray:
        held.append(values)
        return values

    parts[2].total(keep)
    parts[1].total(lambda values: values + held[0])
    assert parts[1].result() == pytest.approx(parts[0].result())


def test_one_kind_alone_has_no_ranking() -> None:
    assert ranking([0.1, 0.2], [False, False]).auroc is None
    assert ranking([0.1, 0.2], [True, True]).ap is None
    assert ranking([0.1, 0.2, 0.3], [False, True, True]).f1_max == 1.0
