"""A recorded part is looked at again: same map, same verdict; a missing or altered image is told with its hash."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.review.listing import Card, find_parts, read_cards
from engine.review.pictures import Detail, Examiner, Shelves, worst
from engine.shelf import Shelf
from tests.support.images import make_folder
from tests.support.review import judged_records

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    judged_records(tmp_path, make_folder(tmp_path / "parts", good=1, bad=1))
    return tmp_path / "data"


def card_of(data: Path, verdict: Verdict) -> Card:
    reader = RecordReader(data)
    try:
        seqs = find_parts(reader, PartFilter(verdicts=(verdict,)))
        return read_cards(reader, [int(seqs[0])])[int(seqs[0])]
    finally:
        reader.close()


def look(data: Path, verdict: Verdict) -> Detail:
    card = card_of(data, verdict)
    examiner = Examiner(data, Shelves(data).of)
    bundle = Shelves(data).of(card.bundle_sha256)
    return examiner.look(card, bundle.product(None)[1].limits.to_limits())


def test_the_same_bundle_gives_the_same_verdict_and_a_map(data: Path) -> None:
    detail = look(data, Verdict.FAIL)
    seen = worst(detail.inspections)
    assert detail.problem is None
    assert (seen.verdict, seen.score) == (Verdict.FAIL, detail.card.row.score)
    assert seen.anomaly_map is not None
    assert seen.anomaly_map.max() == pytest.approx(3.0)
    assert len(seen.regions) == 1
    assert look(data, Verdict.PASS).inspections[0].regions == ()


def test_an_altered_image_is_named_with_both_hashes(data: Path) -> None:
    image = card_of(data, Verdict.FAIL).images[0]
    path = data / image.path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    problem = look(data, Verdict.FAIL).problem
    assert problem is not None
    assert problem.code is ErrorCode.RECORD_IMAGE_ALTERED
    assert image.sha256 in str(problem)
    assert str(problem.params["found"]) not in (image.sha256, "")


def test_a_lost_image_is_named(data: Path) -> None:
    image = card_of(data, Verdict.FAIL).images[0]
    (data / image.path).unlink()
    problem = look(data, Verdict.FAIL).problem
    assert problem is not None
    assert problem.code is ErrorCode.RECORD_IMAGE_GONE
    assert image.path in str(problem)


def test_without_its_bundle_a_part_is_shown_without_heat(data: Path) -> None:
    card = card_of(data, Verdict.FAIL)
    limits = Shelves(data).of(card.bundle_sha256).product(None)[1].limits.to_limits()
    for one in Shelf(data).bundles():
        one.path.unlink()
    detail = Examiner(data, Shelves(data).of).look(card, limits)
    assert detail.problem is None
    assert len(detail.frames) == 1
    assert detail.no_heat is not None
    assert detail.no_heat.code is ErrorCode.REVIEW_NO_BUNDLE


def test_a_record_of_a_product_that_the_bundle_does_not_know_is_shown_without_heat(data: Path) -> None:
    card = card_of(data, Verdict.FAIL)
    strange = replace(card, row=replace(card.row, product="Gizmo"))
    limits = Shelves(data).of(card.bundle_sha256).product(None)[1].limits.to_limits()
    detail = Examiner(data, Shelves(data).of).look(strange, limits)
    assert len(detail.frames) == 1
    assert detail.no_heat is not None
    assert detail.no_heat.code is ErrorCode.PRODUCT_UNKNOWN
