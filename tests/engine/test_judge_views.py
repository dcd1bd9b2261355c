"""Region, polygons, padding, tiles and alignment through the real judge: scores and places in picture pixels.

The graph of ``tests.support.bundles`` says |grey - 128| / 16 for every pixel: what to expect is computed by hand.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.alignment import shrink_reference
from engine.bundle import read_bundle
from engine.bundle.archive import JUDGE, describe_files, write_bundle
from engine.decision import Verdict
from engine.errors import BundleError, ErrorCode
from engine.frames import Frame
from engine.geometry import Roi
from engine.judge import Inspection, Judge
from engine.runtime import Provider, Runtime
from engine.view import Alignment, Aspect, Tiling, View
from tests.support.bundles import make_graph, make_manifest, make_product

SIZE = (200, 300)
INPUT = (64, 64)


def judge_of(folder: Path, view: View, reference: NDArray[np.uint8] | None = None) -> Judge:
    files = {JUDGE: make_graph(INPUT)}
    if reference is not None:
        files["references/0.png"] = bytes(cv2.imencode(".png", shrink_reference(reference))[1])
    keys = {name: getattr(view, name) for name in View.model_fields}
    product = make_product().model_copy(update=keys)
    manifest = make_manifest(files[JUDGE], INPUT, {"Plate": product}).model_copy(
        update={"files": describe_files(files)}
    )
    write_bundle(folder / "a.uniad", manifest, files)
    bundle = read_bundle(folder / "a.uniad")
    return Judge(bundle, None, Runtime(bundle, Provider.CPU))


def grey(spots: tuple[tuple[int, int, int, int], ...] = ()) -> NDArray[np.uint8]:
    """A part of grey 128 with brighter rectangles (x, y, w, h)."""
    pixels = np.full((*SIZE, 3), 128, np.uint8)
    for x, y, w, h in spots:
        pixels[y : y + h, x : x + w] += 48
    return pixels


def look(judge: Judge, pixels: NDArray[np.uint8]) -> Inspection:
    inspection = judge.judge(Frame(1, "part.png", pixels, 0.0))
    assert inspection.error is None, str(inspection.error)
    return inspection


VIEWS = {
    "roi": View(roi=Roi(x=0.2, y=0.1, w=0.6, h=0.8)),
    "pad": View(aspect=Aspect.PAD),
    "roi and pad": View(roi=Roi(x=0.2, y=0.1, w=0.6, h=0.8), aspect=Aspect.PAD),
    "tiles": View(tiling=Tiling(rows=2, columns=3)),
    "tiles and pad": View(tiling=Tiling(rows=3, columns=2, overlap=0.1), aspect=Aspect.PAD),
    "all": View(roi=Roi(x=0.2, y=0.1, w=0.6, h=0.8), tiling=Tiling(rows=2, columns=2), aspect=Aspect.PAD),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_a_defect_is_found_at_its_place_on_the_picture(tmp_path: Path, view: View) -> None:
    inspection = look(judge_of(tmp_path, view.model_copy(update={"mm_per_px": 0.5})), grey(((150, 90, 60, 60),)))
    assert inspection.verdict is Verdict.FAIL
    (region,) = inspection.regions
    assert np.abs(np.array([region.x, region.y, region.w, region.h]) - (150, 90, 60, 60)).max() <= 8
    assert region.area_px == pytest.approx(3600, rel=0.2)
    assert region.area_mm2 == region.area_px * 0.25
    assert (region.w_mm, region.h_mm) == (region.w * 0.5, region.h * 0.5)
    x0, y0, x1, y1 = inspection.roi.to_pixels(300, 200)
    assert inspection.anomaly_map is not None
    rows, columns = inspection.anomaly_map.shape
    middle = inspection.anomaly_map[int((120 - y0) / (y1 - y0) * rows), int((180 - x0) / (x1 - x0) * columns)]
    assert middle == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_a_part_without_defect_scores_nothing_and_padding_adds_nothing(tmp_path: Path, view: View) -> None:
    inspection = look(judge_of(tmp_path, view), grey())
    assert inspection.verdict is Verdict.PASS
    assert inspection.score == pytest.approx(0.0, abs=1e-6)


def test_what_is_outside_of_the_region_or_ignored_has_no_say(tmp_path: Path) -> None:
    square = ((0.5, 0.4), (0.75, 0.4), (0.75, 0.8), (0.5, 0.8))
    judge = judge_of(tmp_path, View(roi=Roi(x=0.2, y=0.1, w=0.6, h=0.8), ignore=(square,)))
    inspection = look(judge, grey(((0, 0, 50, 200), (160, 90, 50, 50))))
    assert inspection.verdict is Verdict.PASS
    assert inspection.regions == ()
    assert inspection.anomaly_map is not None
    assert inspection.anomaly_map.max() == 0, "the map that is shown is 0 where it does not count"
    assert look(judge, grey(((80, 40, 30, 30),))).verdict is Verdict.FAIL


def marked() -> NDArray[np.uint8]:
    """A part with structure, so that it can be found: mean grey is near 128 everywhere it is judged."""
    pixels = np.full((*SIZE, 3), 128, np.uint8)
    cv2.rectangle(pixels, (100, 60), (200, 140), (140, 140, 140), -1)
    cv2.circle(pixels, (125, 80), 12, (116, 116, 116), -1)
    cv2.rectangle(pixels, (170, 60), (200, 80), (116, 116, 116), -1)
    return pixels


@pytest.mark.parametrize("angle", [0.0, 12.0])
def test_an_aligned_defect_is_told_where_it_lies_on_the_picture(tmp_path: Path, angle: float) -> None:
    align = Alignment(reference="references/0.png", max_angle=20, max_shift=0.15)
    ignore = (((0.6, 0.3), (0.68, 0.3), (0.68, 0.42), (0.6, 0.42)),)
    view = View(roi=Roi(x=0.3, y=0.25, w=0.4, h=0.5), ignore=ignore, align=align, frame_size=SIZE, mm_per_px=0.1)
    judge = judge_of(tmp_path, view, marked())
    part = marked()
    part[106:122, 147:163] += 48
    part[66:76, 186:198] += 60  # inside of the polygon
    turn = cv2.getRotationMatrix2D((150, 100), angle, 1)
    turn[:, 2] += (14, -9)
    shown = cv2.warpAffine(part, turn, SIZE[::-1], borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)
    inspection = look(judge, shown)
    (region,) = inspection.regions
    middle = turn[:, :2] @ (155, 114) + turn[:, 2]
    assert abs(region.x + region.w / 2 - middle[0]) < 3
    assert abs(region.y + region.h / 2 - middle[1]) < 3
    assert region.area_px == pytest.approx(256, rel=0.4)
    assert inspection.anomaly_map is not None
    x0, y0, x1, y1 = inspection.roi.to_pixels(300, 200)
    rows, columns = inspection.anomaly_map.shape
    place = (int((middle[1] - y0) / (y1 - y0) * rows), int((middle[0] - x0) / (x1 - x0) * columns))
    assert inspection.anomaly_map[place] == pytest.approx(3.75, abs=0.5)


def test_an_empty_belt_and_another_size_are_error_with_the_reason(tmp_path: Path) -> None:
    align = Alignment(reference="references/0.png")
    judge = judge_of(tmp_path, View(roi=Roi(x=0.3, y=0.25, w=0.4, h=0.5), align=align, frame_size=SIZE), marked())
    for pixels, code in ((grey(), ErrorCode.PART_ABSENT), (grey()[:-1], ErrorCode.SOURCE_SIZE)):
        inspection = judge.judge(Frame(1, "part.png", pixels, 0.0))
        assert inspection.verdict is Verdict.ERROR
        assert inspection.error is not None
        assert inspection.error.code is code


def test_a_bundle_without_its_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"references/0\.png"):
        judge_of(tmp_path, View(align=Alignment(reference="references/0.png"), frame_size=SIZE))
