"""Recorded images judged again give the verdicts of a fresh run; what cannot be judged again is counted."""

import threading
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.geometry import Roi
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.review.listing import Order, Seqs, find_parts
from engine.review.replay import ImageReplay, region_of, replay_images, with_roi
from tests.support.images import make_folder
from tests.support.review import judged_records

NOTHING = threading.Event()


class Shop:
    """Recorded parts, three good and two bad."""

    def __init__(self, folder: Path) -> None:
        self.bundle, self.parts = judged_records(folder, make_folder(folder / "parts", good=3, bad=2))
        self.reader = RecordReader(folder / "data")
        self.seqs: Seqs = find_parts(self.reader, PartFilter(), Order.OLDEST)
        self.told: list[tuple[int, int]] = []

    def replay(
        self, bundle: Bundle | None = None, limits: Limits | None = None, cancel: threading.Event = NOTHING
    ) -> ImageReplay:
        chosen = bundle or self.bundle
        return replay_images(self.reader, self.seqs, chosen, "Plate", limits, lambda *n: self.told.append(n), cancel)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_the_same_bundle_decides_the_same(shop: Shop) -> None:
    found = shop.replay()
    assert [one.after for one in found.outcomes] == [part.verdict for part in shop.parts]
    assert [one.score_after for one in found.outcomes] == [part.score for part in shop.parts]
    assert (found.judged, found.total, found.broken, found.cancelled, found.changed) == (5, 5, 0, False, ())
    assert shop.told[-1] == (5, 5)


def test_other_limits_and_another_region_decide_otherwise(shop: Shop) -> None:
    lenient = shop.replay(limits=Limits(9.0, None, 1.0))
    assert {one.after for one in lenient.outcomes} == {Verdict.PASS}
    assert [one.seq for one in lenient.changed] == [int(seq) for seq in shop.seqs[3:]]
    region = region_of("0 0 25 % 25,0")
    assert region == Roi(x=0, y=0, w=0.25, h=0.25)
    assert [region_of(text) for text in ("", "1 2 3", "a b c d", "80 0 30 10")] == [None] * 4
    corner = with_roi(shop.bundle, "Plate", region)  # the patch lies in the middle
    assert {one.after for one in shop.replay(corner).outcomes} == {Verdict.PASS}


def test_lost_images_are_counted_and_the_rest_is_judged(shop: Shop) -> None:
    images = sorted((shop.reader.folder / "images").rglob("*.png"))
    images[0].unlink()
    images[1].write_bytes(b"altered")
    found = shop.replay()
    assert (found.judged, found.broken, found.total) == (3, 2, 5)


def test_it_stops_when_told(shop: Shop) -> None:
    stop = threading.Event()
    stop.set()
    found = shop.replay(cancel=stop)
    assert (found.cancelled, found.judged, found.total) == (True, 0, 5)
    assert np.array_equal(shop.seqs, np.sort(shop.seqs))
