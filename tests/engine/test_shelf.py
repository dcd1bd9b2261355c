"""Bundles of a station: copied whole, verified, exported, rolled back, never lost by accident."""

from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.errors import BundleError, ErrorCode, UsageError
from engine.shelf import Shelf
from tests.support.bundles import make_bundle


def test_a_bundle_is_copied_once_and_exported_unchanged(tmp_path: Path) -> None:
    source = make_bundle(tmp_path / "plate.uniad", names=("Plate", "Washer"))
    shelf = Shelf(tmp_path / "data")
    added = shelf.add(source)
    assert shelf.add(source) == added
    assert added.manifest is not None
    assert list(added.manifest.products) == ["Plate", "Washer"]
    assert [one.path for one in shelf.bundles()] == [added.path]
    shelf.export(added.sha256, tmp_path / "out.uniad")
    assert (tmp_path / "out.uniad").read_bytes() == source.read_bytes()
    assert read_bundle(added.path).sha256 == added.sha256


def test_a_damaged_bundle_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source = make_bundle(tmp_path / "plate.uniad")
    data = bytearray(source.read_bytes())
    data[200] ^= 1
    source.write_bytes(data)
    shelf = Shelf(tmp_path / "data")
    with pytest.raises(BundleError):
        shelf.add(source)
    assert shelf.bundles() == ()


def test_a_bundle_that_rots_on_the_shelf_is_listed_with_the_reason(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    added = shelf.add(make_bundle(tmp_path / "plate.uniad"))
    added.path.write_bytes(added.path.read_bytes()[:-10])
    (found,) = shelf.bundles()
    assert found.problem is not None
    assert found.manifest is None
    with pytest.raises(UsageError):
        shelf.export(added.sha256, tmp_path / "out.uniad")
    assert not (tmp_path / "out.uniad").exists()


def test_rolling_back_finds_what_was_in_use_before_and_is_still_here(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    one = shelf.add(make_bundle(tmp_path / "one.uniad", names=("Plate", "Washer")))
    two = shelf.add(make_bundle(tmp_path / "two.uniad", grey=100))
    assert shelf.before(one.sha256, "Plate", shelf.bundles()) is None
    for sha256, product in ((one.sha256, "Plate"), (one.sha256, "Washer"), (two.sha256, "Plate")):
        shelf.note_use(sha256, product, "Ada")
        shelf.note_use(sha256, product, "Ada")
    assert [use.product for use in shelf.uses()] == ["Plate", "Washer", "Plate"]
    assert shelf.before(two.sha256, "Plate", shelf.bundles()) == (one, "Washer")
    assert shelf.before(one.sha256, "Washer", shelf.bundles()) == (two, "Plate")
    shelf.remove(one)
    assert shelf.before(two.sha256, "Plate", shelf.bundles()) is None
    (shelf.folder / "history.json").write_text("{")
    assert shelf.uses() == ()


def test_the_bundle_in_use_is_not_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    one = shelf.add(make_bundle(tmp_path / "one.uniad"))
    with pytest.raises(BundleError) as error:
        shelf.remove(one, in_use=one.sha256)
    assert error.value.code is ErrorCode.BUNDLE_IN_USE
    shelf.remove(one)
    assert shelf.bundles() == ()
