"""Good parts of the training beside others: packed small, found by likeness, refused if they are not what they say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.bundle import Bundle, read_bundle
from engine.bundle.archive import JUDGE, describe_files, write_bundle
from engine.bundle.manifest import Likeness
from engine.errors import BundleError
from engine.likeness import MOST, SIDE, GoodParts, pack
from tests.support.bundles import make_graph, make_manifest, make_product


def bundle_with(path: Path, files: Sequence[tuple[str, bytes]]) -> Bundle:
    graph, product = make_graph((64, 64)), make_product()
    likeness = Likeness(embeddings="likeness/0.npy", sheet="likeness/0.jpg")
    products = {"Plate": product.model_copy(update={"likeness": likeness})}
    every = {JUDGE: graph, **dict(files)}
    manifest = make_manifest(graph, (64, 64), products)
    write_bundle(path, manifest.model_copy(update={"files": describe_files(every)}), every)
    return read_bundle(path)


def good_parts(path: Path, table: bytes, sheet: bytes) -> GoodParts:
    bundle = bundle_with(path, [("likeness/0.npy", table), ("likeness/0.jpg", sheet)])
    return GoodParts(bundle, bundle.manifest.products["Plate"])


def plain(value: int) -> NDArray[np.uint8]:
    return np.full((40, 60, 3), value, np.uint8)


def test_the_most_alike_come_first_with_their_pictures(tmp_path: Path) -> None:
    axes = np.eye(10, 12, dtype=np.float32) * 7
    table, sheet = pack(list(axes), [plain(20 * number) for number in range(10)])
    found = good_parts(tmp_path / "a.uniad", table, sheet).nearest(axes[9] + 0.5 * axes[4] + 0.1 * axes[2])
    assert [round(float(one.picture.mean()) / 20) for one in found] == [9, 4, 2]
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert all(one.picture.shape == (SIDE, SIDE, 3) and one.likeness <= 1.001 for one in found)


def test_it_stays_small() -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 255, (224, 224, 3), np.uint8) for _ in range(MOST)]
    table, sheet = pack([rng.normal(size=400).astype(np.float32) for _ in pictures], pictures)
    assert len(table) < 60_000
    assert len(sheet) < 600_000, "noise is the worst that can come"


def test_without_good_parts_or_with_another_embedding_there_are_none(tmp_path: Path) -> None:
    bundle = bundle_with(tmp_path / "a.uniad", [("likeness/0.npy", b""), ("likeness/0.jpg", b"")])
    old = bundle.manifest.products["Plate"].model_copy(update={"likeness": None})
    assert GoodParts(bundle, old).nearest(np.ones(3, np.float32)) == ()
    table, sheet = pack([np.ones(3, np.float32)], [plain(9)])
    parts = good_parts(tmp_path / "b.uniad", table, sheet)
    assert len(parts.nearest(np.ones(3, np.float32))) == 1
    for other in (np.ones(4), np.array([1.0, np.nan, 0.0])):
        assert parts.nearest(other.astype(np.float32)) == ()


def test_what_is_not_what_it_says_is_refused(tmp_path: Path) -> None:
    table, sheet = pack([np.ones(3, np.float32)] * 9, [plain(9)] * 9)
    _, small = pack([np.ones(3, np.float32)], [plain(9)])
    pickled = (
        b"\x93NUMPY" + b"\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(122) + b"\n."
    )
    for one, other in ((b"", sheet), (pickled, sheet), (table, b"no picture"), (table, small)):
        with pytest.raises(BundleError):
            good_parts(tmp_path / "bad.uniad", one, other)
