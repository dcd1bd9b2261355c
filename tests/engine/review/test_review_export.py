"""Findings go out as a test set, good parts, tables and masks; lots stay together, altered images stay out."""

import csv
import json
import threading
from pathlib import Path

import cv2
import pytest

from engine.errors import InspectError
from engine.records.entries import EventBody, FindingKind, PartBody
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.records.writer import RecordWriter
from engine.review.desk import FindingDesk, Said, Target
from engine.review.export import APPROVED, Exported, export_findings, folder_name, share_of
from engine.review.listing import find_parts
from tests.support.images import make_folder
from tests.support.review import judged_records

SQUARE = ((0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.25, 0.5))


def target(part: PartBody) -> Target:
    return Target(part.uuid, part.verdict)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Six parts: two defects (one drawn), two false rejects (one approved), one good, one not spoken of."""
    _, parts = judged_records(tmp_path, make_folder(tmp_path / "parts", good=2, bad=4), lots=("L1", "L2", "L7"))
    writer = RecordWriter(tmp_path / "data")
    reader = RecordReader(tmp_path / "data")
    desk = FindingDesk(reader, writer.submit)
    bad = [part for part in parts if part.verdict != "PASS"]
    desk.say([target(bad[0])], Said(FindingKind.DEFECT, "deep/scratch", "", (SQUARE,)), "Ada")
    desk.say([target(bad[1])], Said(FindingKind.DEFECT), "Ada")
    desk.say([target(bad[2]), target(bad[3])], Said(FindingKind.FALSE_REJECT), "Ada")
    desk.say([target(parts[0])], Said(FindingKind.GOOD), "Ada")
    writer.store(EventBody(code=APPROVED, user="Ada", params={"part": bad[2].uuid}))
    reader.close()
    writer.close()
    return tmp_path / "data"


def export(data: Path, folder: Path, cancel: bool = False) -> Exported:
    reader = RecordReader(data)
    stop = threading.Event()
    if cancel:
        stop.set()
    try:
        return export_findings(reader, find_parts(reader, PartFilter()), folder, lambda *_: None, stop)
    finally:
        reader.close()


def test_everything_lands_where_it_belongs(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = export(data, out)
    assert (done.additional_good, done.unapproved, done.test_good, done.masks) == (1, 1, 1, 1)
    assert (done.tuning + done.locked, done.skipped) == (2, [])
    with (out / "findings.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 5
    for line in lines:
        if line["finding"] == "defect":
            assert line["file"].startswith(f"{share_of(line['lot'], line['part'])}/test/")
            assert (out / line["file"]).is_file()
    assert len(list((out / "additional/train/good").iterdir())) == 1
    masks = list(out.glob("*/ground_truth/deep_scratch/*_mask.png"))
    mask = cv2.imread(str(masks[0]), cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    height, width = mask.shape
    assert (mask > 0).mean() == pytest.approx(1 / 16, abs=2 / min(height, width))
    assert len(list(out.glob(f"*/test/deep_scratch/{masks[0].stem.removesuffix('_mask')}.png"))) == 1
    coco = json.loads((out / "coco.json").read_text(encoding="utf-8"))
    assert sorted(one["source"] for one in coco["annotations"]) == ["model", "person"]
    drawn = next(one for one in coco["annotations"] if one["source"] == "person")
    assert drawn["bbox"] == [0.25 * width, 0.25 * height, 0.25 * width, 0.25 * height]
    assert drawn["area"] == pytest.approx(width * height / 16)


def test_an_altered_image_stays_out_and_is_listed(data: Path, tmp_path: Path) -> None:
    for image in (data / "images").rglob("*.png"):
        image.write_bytes(b"altered")
    done = export(data, tmp_path / "out")
    assert (done.additional_good, done.tuning, done.locked) == (0, 0, 0)
    assert len(done.skipped) == 4
    assert "SHA-256" in done.skipped[0][1]
    assert not list((tmp_path / "out").rglob("*.png"))


def test_it_is_cancelled_and_refused(data: Path, tmp_path: Path) -> None:
    assert export(data, tmp_path / "out", cancel=True).cancelled
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(InspectError):
        export(data, tmp_path / "file")
    with pytest.raises(InspectError):
        export(data, Path("/proc/nowhere"))


def test_lots_stay_together_and_names_are_folders() -> None:
    assert {share_of("L1", f"{number:032x}") for number in range(50)} == {share_of("L1", "")}
    assert {share_of("", f"{number:032x}") for number in range(50)} == {"tuning", "locked"}
    assert [folder_name(name) for name in ("", "good", " bent lead ", "../x", "划痕")] == [
        "defect", "defect", "bent_lead", "___x", "划痕",
    ]  # fmt: skip
