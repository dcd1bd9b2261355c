"""Bundles of a station: copied whole, verified, exported, rolled back, never lost by accident."""

from pathlib import Path

import pytest

from engine.bundle import read_bundle, sign_bundle
from engine.errors import BundleError, ErrorCode, UsageError
from engine.shelf import Shelf
from engine.signing import Keys, Standing
from tests.support.bundles import make_bundle


def test_a_bundle_is_copied_once_and_exported_unchanged(tmp_path: Path) -> None:
    source = make_bundle(tmp_path / "plate.uniad", names=("Plate", "Washer"))
    shelf = Shelf(tmp_path / "data")
    added = shelf.add(source, accept=True)
    assert shelf.add(source, accept=True) == added
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
        shelf.add(source, accept=True)
    assert shelf.bundles() == ()


def test_a_bundle_that_rots_on_the_shelf_is_listed_with_the_reason(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    added = shelf.add(make_bundle(tmp_path / "plate.uniad"), accept=True)
    added.path.write_bytes(added.path.read_bytes()[:-10])
    (found,) = shelf.bundles()
    assert found.problem is not None
    assert found.manifest is None
    with pytest.raises(UsageError):
        shelf.export(added.sha256, tmp_path / "out.uniad")
    assert not (tmp_path / "out.uniad").exists()


def test_rolling_back_finds_what_was_in_use_before_and_is_still_here(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    one = shelf.add(make_bundle(tmp_path / "one.uniad", names=("Plate", "Washer")), accept=True)
    two = shelf.add(make_bundle(tmp_path / "two.uniad", grey=100), accept=True)
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
    one = shelf.add(make_bundle(tmp_path / "one.uniad"), accept=True)
    with pytest.raises(BundleError) as error:
        shelf.remove(one, in_use=one.sha256)
    assert error.value.code is ErrorCode.BUNDLE_IN_USE
    shelf.remove(one)
    assert shelf.bundles() == ()


def test_a_bundle_nobody_vouches_for_needs_an_engineer_and_stays_marked(tmp_path: Path) -> None:
    source, keys, others = make_bundle(tmp_path / "plate.uniad"), Keys(tmp_path / "keys"), Keys(tmp_path / "others")
    shelf = Shelf(tmp_path / "data", keys)
    for words in ("unsigned", "unknown key"):
        with pytest.raises(BundleError, match=words) as error:
            shelf.add(source)
        assert error.value.code is ErrorCode.BUNDLE_UNTRUSTED
        assert shelf.bundles() == ()
        sign_bundle(source, others)
    assert shelf.add(source, accept=True).trust.standing is Standing.UNKNOWN
    assert shelf.bundles()[0].trust.standing is Standing.UNKNOWN
    keys.trust("Plant 2", others.make(), "Ada")
    assert shelf.bundles()[0].trust.standing is Standing.TRUSTED
    assert Shelf(tmp_path / "new", keys).add(source).trust.name == "Plant 2"


def test_what_was_trained_here_is_signed_with_the_stations_key(tmp_path: Path) -> None:
    source, shelf = make_bundle(tmp_path / "plate.uniad"), Shelf(tmp_path / "data", Keys(tmp_path / "keys"))
    before = source.read_bytes()
    added = shelf.add_own(source)
    assert added.trust.standing is Standing.OWN
    assert (added.sha256, source.read_bytes()) == (read_bundle(source).sha256, before)
    shelf.export(added.sha256, tmp_path / "out.uniad")
    assert read_bundle(tmp_path / "out.uniad").signature == read_bundle(added.path).signature
