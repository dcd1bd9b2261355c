"""How pictures are looked at: refused in one line where it cannot be, the same in training, limits, and judging."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.bench.measure import measure
from engine.bundle import read_bundle
from engine.decode import read_image
from engine.events import Event, Note
from engine.frames import Frame
from engine.judge import Judge
from engine.recipe import Recipe, load_recipe
from engine.runtime import Provider, Runtime
from tests.support.commands import CommandLine
from tests.support.images import write_image
from tests.support.training import flat_folder, made_up_part, mvtec_folder, tiny_options, tiny_recipe
from training.building import build_network
from training.commands.config import documented_toml
from training.commands.views import with_views
from training.fit import Job, fit
from training.materials import collect
from training.products import scan_product
from training.reporting import Reporter
from training.rundata import read_run, restore_sets
from training.runfolder import begin_run
from training.scan import scan
from training.variants import PLAIN
from training.views import resolve


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Eight good pictures of 60 x 40."""
    return flat_folder(tmp_path / "Part")


CANNOT_BE = {
    "a region outside": ["--view", "roi=30,10,40,20"],
    "a share outside": ["--view", "roi=0.5,0.5,0.6,0.5"],
    "shares that are pixels": ["--view", "roi=0.5,0.5,1.2,0.5"],
    "no region at all": ["--view", "roi=10,10,0,20"],
    "a polygon over everything": ["--view", "ignore=-1,-1 70,-1 70,50 -1,50"],
    "polygons over the region": ["--view", "roi=0,0,30,40", "--view", "ignore=-1,-1 31,-1 31,41 -1,41"],
    "a polygon of two points": ["--view", "ignore=1,1 5,5"],
    "a polygon far away": ["--view", "ignore=1,1 90000,1 5,5"],
    "too many tiles": ["--tiles", "9x9"],
    "tiles that show nothing": ["--tiles", "4x4"],
    "half a number of tiles": ["--tiles", "2"],
    "another overlap": ["--view", "overlap=0.9"],
    "another way to fill": ["--view", "aspect=crop"],
    "no size of a pixel": ["--view", "mm_per_px=0"],
    "three numbers": ["--view", "roi=1,2,3"],
    "no number": ["--view", "roi=a,b,c,d"],
    "not a key": ["--view", "rio=1,2,3,4"],
    "another product": ["--view", "Other:roi=1,2,3,4"],
    "no reference": ["--view", "align=nowhere.png"],
    "the same in a file": ["--config", "views.toml"],
}


@pytest.mark.parametrize("options", CANNOT_BE.values(), ids=CANNOT_BE.keys())
def test_what_cannot_be_is_one_line_and_code_2(
    options: list[str], parts: Path, tmp_path: Path, train: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "views.toml").write_text("[products.Part]\nroi = [30, 10, 40, 20]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = train("fit", parts, "--out", tmp_path / "part.uniad", *tiny_options(*options))
    assert (done.code, len(done.errors)) == (2, 1), done.err
    assert not (tmp_path / "part.uniad").exists()


def test_pictures_of_another_size_than_the_reference(parts: Path, tmp_path: Path, train: CommandLine) -> None:
    write_image(parts / "part100.png", made_up_part(70, (50, 60)))
    for view in ("align=first", "mm_per_px=0.1", "roi=5,5,20,20"):
        done = train("fit", parts, "--out", tmp_path / "part.uniad", *tiny_options("--view", view))
        assert (done.code, len(done.errors)) == (2, 1), done.err
        assert "part100.png is 60 x 50, expected 60 x 40" in done.err
    done = train("scan", parts, *SCAN, "--view", "roi=0.1,0.1,0.5,0.5")
    assert done.code == 0, "shares hold at any size"


def test_parts_that_cannot_be_found_are_skipped_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "Part"
    for index in range(6):
        write_image(folder / f"{index}.png", placed(index, 0.0, (0, 0)))
    write_image(folder / "9.png", np.random.default_rng(0).integers(0, 255, (80, 100, 3)).astype(np.uint8))
    said: list[Event] = []
    recipe = with_views(tiny_recipe(), ["align=first", "roi=0.2,0.2,0.6,0.6"])
    found = scan(scan_product("Part", folder), recipe, Reporter(tmp_path, said.append))
    assert len(found.paths) == 6
    assert any("9.png" in event.text and "no part" in event.text for event in said if isinstance(event, Note))


def placed(seed: int, angle: float, shift: tuple[float, float]) -> NDArray[np.uint8]:
    """A plate with a hole on a belt, moved and turned, with a little noise."""
    pixels = np.full((80, 100, 3), 40, np.uint8)
    cv2.rectangle(pixels, (25, 20), (75, 60), (170, 170, 170), -1)
    cv2.circle(pixels, (38, 32), 6, (70, 70, 70), -1)
    turn = cv2.getRotationMatrix2D((50, 40), angle, 1)
    turn[:, 2] += shift
    turned = cv2.warpAffine(pixels, turn, (100, 80), borderMode=cv2.BORDER_REPLICATE)
    return np.clip(turned + np.random.default_rng(seed).normal(0, 6, turned.shape), 0, 255).astype(np.uint8)


VIEWS: dict[str, Any] = {
    "data": {"aspect": "pad"},
    "products": {
        "Plate": {
            "roi": [15, 10, 70, 60],
            "ignore": [[[60, 50], [85, 50], [85, 70], [60, 70]]],
            "mm_per_px": 0.5,
            "tiles": [1, 2],
            "align": {"max_angle": 10.0},
        }
    },
}


def test_training_limits_and_judge_see_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    for index in range(8):
        shift = tuple(float(value) for value in rng.uniform(-5, 5, 2))
        write_image(tmp_path / "Plate" / f"{index}.png", placed(index, float(rng.uniform(-6, 6)), shift))  # type: ignore[arg-type]
    flat_folder(tmp_path / "Part", 6)
    recipe = tiny_recipe(VIEWS)
    run, out = tmp_path / "run", tmp_path / "two.uniad"
    begin_run(run, recipe)
    products = tuple(scan_product(name, tmp_path / name) for name in ("Plate", "Part"))
    fit(Job(products, recipe, out, run, device="cpu"), lambda _event: None)
    bundle = read_bundle(out)
    plate, part = bundle.manifest.products["Plate"], bundle.manifest.products["Part"]
    assert (plate.tiling.rows, plate.tiling.columns, plate.aspect.value, plate.mm_per_px) == (1, 2, "pad", 0.5)
    assert plate.frame_size == (80, 100)
    assert plate.align is not None
    assert plate.align.reference in bundle.files
    assert (part.align, part.tiling.count, part.aspect.value) == (None, 1, "pad")
    runtime = Runtime(bundle, Provider.CPU)
    for one in restore_sets(read_run(run)):
        entry = bundle.manifest.products[one.product.name]
        assert one.look.view.model_copy(update={"align": entry.align}) == entry.view
        judge = Judge(bundle, one.product.name, runtime)
        for path, expected in zip(one.calibration, entry.calibration.scores, strict=True):
            inspection = judge.judge(Frame(1, str(path), read_image(path), 0.0))
            assert inspection.error is None
            assert inspection.score == expected
    assert measure(bundle, Provider.CPU, 2).parts_per_s > 0, "the benchmark judges a picture that can be aligned"


def test_tiles_in_a_table_are_those_of_the_pictures_and_calibration_is_not_among_them(tmp_path: Path) -> None:
    folder = flat_folder(tmp_path / "Part", 8)
    changes = {"data": {"tiles": [1, 2], "input_size": [32, 32]}}
    recipe = tiny_recipe(changes)
    reporter = Reporter(tmp_path, lambda _event: None)
    sets = (scan(scan_product("Part", folder), recipe, reporter),)
    network = build_network(recipe).network
    count = 2 * len(sets[0].train)
    assert len(sets[0].train) < 8
    table = collect(sets, network, recipe, tmp_path / "features.npy", reporter).features
    live = collect(
        sets, network, tiny_recipe(changes | {"train": {"cache": False}}), tmp_path / "x.npy", reporter
    ).features
    numbers = list(range(count))
    found = [source.batch(numbers, [PLAIN] * count) for source in (table, live)]
    assert len(found[0]) == count
    assert float((found[0] - found[1]).abs().max()) < 2e-2
    with pytest.raises(IndexError):
        live.batch([count], [PLAIN])


def test_a_file_with_views_gives_them_back(tmp_path: Path) -> None:
    recipe = tiny_recipe(VIEWS)
    path = tmp_path / "recipe.toml"
    path.write_text(documented_toml(recipe), encoding="utf-8")
    assert load_recipe(path, tiny_recipe()) == recipe


def test_options_lie_over_the_file_and_polygons_add_up(tmp_path: Path) -> None:
    wishes = ["tiles=2x3", "Plate:roi=0,0,0.5,0.5", "Plate:ignore=1,1 9,1 9,9", "Plate:ignore=20,20 29,20 29,29"]
    recipe = with_views(tiny_recipe(VIEWS), [*wishes, "Plate:align=good.png"])
    view = recipe.view_of("Plate")
    assert (view.tiles, view.mm_per_px, view.roi) == ((1, 2), 0.5, (0, 0, 0.5, 0.5))
    assert len(view.ignore or ()) == 2
    assert view.align is not None
    assert (view.align.reference, view.align.max_angle) == ("good.png", 10.0)
    assert recipe.view_of("Other").tiles == (2, 3)


def test_pixels_and_shares_are_the_same_region(parts: Path) -> None:
    product = scan_product("Part", parts)

    def roi_of(wish: str) -> object:
        recipe: Recipe = with_views(tiny_recipe(), [wish])
        return resolve(product, recipe).view.roi

    assert roi_of("roi=15,10,30,20") == roi_of("roi=0.25,0.25,0.5,0.5")


def test_scan_advises_from_the_sizes_of_pictures_and_of_defects(tmp_path: Path, train: CommandLine) -> None:
    folder = tmp_path / "Large"
    for index in range(3):
        write_image(folder / f"{index}.png", made_up_part(index, (400, 600)))
    (found,) = train("scan", folder, *SCAN, "--json").lines
    assert any("shrunk 12.5 times" in note and "--tiles" in note for note in found["products"]["Large"]["notes"])
    marked = mvtec_folder(tmp_path / "Part")
    (found,) = train("scan", marked, *SCAN, "--json").lines
    part = found["products"]["Part"]
    assert (part["train"], part["calibration"], part["smallest_defect_px"]) == (6, 2, 10.0)
    assert not any("--tiles" in note for note in part["notes"]), "10 pixels of 40 are seen as they are"
    for mask in (marked / "ground_truth" / "spot").iterdir():
        small = np.zeros((40, 60, 3), np.uint8)
        small[10:13, 10:13] = 255
        write_image(mask, small)
    (found,) = train("scan", marked, *SCAN, "--json").lines
    assert any("small defects are 3 pixels" in note for note in found["products"]["Part"]["notes"])


SCAN = ("--input-size", "32x48", "--set", "backbone.levels=[1,2]")
