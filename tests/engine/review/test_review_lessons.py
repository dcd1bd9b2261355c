"""From findings back to a training, and the old model beside the new one on what was recorded."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bundle import Bundle, read_bundle
from engine.bundle.manifest import ProposedLimits
from engine.errors import ErrorCode, InspectError
from engine.records.entries import EventBody, FindingKind, PartBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from engine.review.beside import Beside, Count, Kind, compare_models, count, limits_of
from engine.review.desk import FindingDesk, Said, Target
from engine.review.export import APPROVED, share_of
from engine.review.lessons import gather
from engine.teach.gate import Light
from engine.teach.recorded import check_recorded
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.review import judged_records

NEVER = threading.Event()


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Bundle, list[PartBody]]:
    """Two good parts and four defects, in lots; nobody has said anything."""
    lots = ("L1", "L2", "L7")
    assert {share_of(lot, "") for lot in lots} == {"tuning", "locked"}
    return judged_records(tmp_path, make_folder(tmp_path / "parts", good=2, bad=4), lots)


def say(data: Path, parts: list[PartBody]) -> None:
    """Two defects, one false reject that is approved and one that is not, one part that is known as good."""
    writer, reader = RecordWriter(data), RecordReader(data)
    desk = FindingDesk(reader, writer.submit)
    targets = [Target(part.uuid, part.verdict) for part in parts]
    desk.say(targets[2:4], Said(FindingKind.DEFECT, "dent"), "Ada")
    desk.say(targets[4:6], Said(FindingKind.FALSE_REJECT), "Ada")
    desk.say(targets[:1], Said(FindingKind.GOOD), "Ada")
    writer.store(EventBody(code=APPROVED, user="Ada", params={"part": parts[4].uuid}))
    reader.close()
    writer.close()


@pytest.fixture
def reader(recorded: tuple[Bundle, list[PartBody]], tmp_path: Path) -> Iterator[RecordReader]:
    made = RecordReader(tmp_path / "data")
    yield made
    made.close()


def compare(reader: RecordReader, old: Bundle, new: Bundle, stop: threading.Event = NEVER) -> tuple[Beside, ...]:
    return compare_models(reader, old, new, lambda *_: None, stop)


def test_findings_become_folders_for_a_training(
    recorded: tuple[Bundle, list[PartBody]], reader: RecordReader, tmp_path: Path
) -> None:
    with pytest.raises(InspectError) as caught:
        gather(reader, "Plate", lambda *_: None, NEVER)
    assert caught.value.code is ErrorCode.REVIEW_NO_DATA
    assert not list((tmp_path / "data" / "lessons").iterdir())
    say(tmp_path / "data", recorded[1])
    lessons = gather(reader, "Plate", lambda *_: None, NEVER)
    assert lessons.more is not None
    assert len(list(lessons.more.iterdir())) == 1
    shown = [file for folder in lessons.defects for file in folder.iterdir()]
    assert len(shown) == lessons.exported.tuning
    assert lessons.exported.tuning + lessons.exported.locked == 2
    assert not any("locked" in file.parts for file in shown)
    assert gather(reader, "Plate", lambda *_: None, NEVER).more != lessons.more, "each training has its own folder"


def test_both_models_judge_what_is_recorded(
    recorded: tuple[Bundle, list[PartBody]], reader: RecordReader, tmp_path: Path
) -> None:
    old, parts = recorded
    say(tmp_path / "data", parts)
    new = read_bundle(make_bundle(tmp_path / "new.uniad", size=(32, 32)))
    (one,) = compare(reader, old, new)
    kinds = sorted(pair.kind for pair in one.pairs)
    assert [kinds.count(kind) for kind in (Kind.GOOD, Kind.LEARNED, Kind.SILENT)] == [2, 1, 1]
    assert kinds.count(Kind.DEFECT) + kinds.count(Kind.LOCKED) == 2
    limits = limits_of(reader, old)["Plate"]
    assert count(one, (Kind.DEFECT, Kind.LOCKED), limits, limits) == Count(2, 2, 2, 0)
    same = check_recorded(one, limits, limits, 0.1)
    assert same.light is Light.GREEN
    assert (same.figures["total"], same.figures["good_old"], same.figures["learned_new"]) == (5, 1, 1)
    blind = check_recorded(one, limits, replace(limits, reject=9.0, review=None), 0.1)
    assert (blind.light, blind.figures["defects_new"]) == (Light.RED, 2)
    fierce = check_recorded(one, replace(limits, reject=9.0, review=None), replace(limits, review=1e-9), 0.0)
    assert fierce.light is Light.GREEN, "one part more is not told from chance"
    assert check_recorded(Beside("Plate"), limits, limits, 0.1).light is Light.AMBER


def test_what_cannot_be_compared_is_told(
    recorded: tuple[Bundle, list[PartBody]], reader: RecordReader, tmp_path: Path
) -> None:
    old, parts = recorded
    say(tmp_path / "data", parts)
    other = read_bundle(make_bundle(tmp_path / "other.uniad", names=("Washer",)))
    (gone,) = compare(reader, old, other)
    limits = ProposedLimits(reject=1.0, pixel=1.0).to_limits()
    assert check_recorded(gone, limits, limits, 0.1).light is Light.RED
    stopped = threading.Event()
    stopped.set()
    assert compare(reader, old, old, stopped)[0].pairs == ()
    for image in (tmp_path / "data" / "images").rglob("*.png"):
        image.write_bytes(b"altered")
    (one,) = compare(reader, old, old)
    assert (one.pairs, one.missing) == ((), 6)
    assert check_recorded(one, limits, limits, 0.1).light is Light.AMBER
