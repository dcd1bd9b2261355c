"""Two runtimes side by side on real images, and what the doctor makes of it."""

from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.doctor import Status
from engine.doctor_judging import check_judging, compare, describe
from engine.errors import UsageError
from engine.runtime import Provider, Runtime
from engine.runtime.providers import probe_driver
from tests.support.bundles import make_bundle
from tests.support.images import make_folder


def test_equal_runtimes_are_the_same_and_another_graph_is_not(tmp_path: Path) -> None:
    images = make_folder(tmp_path / "images", good=3, bad=1)
    bundle = read_bundle(make_bundle(tmp_path / "a.uniad"))
    found = compare(bundle, Runtime(bundle, Provider.CPU), images)
    assert (found.images, found.score_difference, found.map_difference, found.flipped) == (4, 0.0, 0.0, ())
    assert describe(found).status is Status.OK
    shifted = read_bundle(make_bundle(tmp_path / "b.uniad", grey=150))
    found = compare(bundle, Runtime(shifted, Provider.CPU), images)
    assert found.score_difference > 0.1
    assert found.flipped
    check = describe(found)
    assert check.status is Status.PROBLEM
    assert found.flipped[0] in check.found
    assert check.advice


@pytest.mark.skipif(not probe_driver().problem, reason="this machine has a GPU")
def test_without_a_gpu_it_is_a_note_with_the_reason(tmp_path: Path) -> None:
    images = make_folder(tmp_path / "images", good=1, bad=0)
    check = check_judging(make_bundle(tmp_path / "a.uniad"), images)
    assert check.status is Status.NOTE
    assert probe_driver().problem in check.found


def test_a_bundle_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        check_judging(tmp_path / "none.uniad", tmp_path)
