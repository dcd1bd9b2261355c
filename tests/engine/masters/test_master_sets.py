"""Sets of master parts: what may become one, what a set proves, and files that are damaged or cannot be written."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, UsageError
from engine.frames import Frame
from engine.judge import Inspection
from engine.masters.sets import MasterKind, MasterSet, MasterShelf, NewMaster
from tests.support.images import plate

SHA = "ab" * 32
LIMITS = Limits(1.0, 0.5, 1.0)


def judged(score: float, seed: int = 0, verdict: Verdict = Verdict.PASS) -> Inspection:
    pixels = plate().copy()
    pixels[0, 0, 0] = seed
    frame = Frame(seed, "camera", pixels, 0.0)
    return Inspection("camera", "Plate", verdict, LIMITS, score, frame=frame)


def take(shelf: MasterShelf, kind: MasterKind, score: float, seed: int = 0, name: str = "") -> MasterSet:
    return shelf.take("Plate", NewMaster(name or f"{kind} {seed}", kind, judged(score, seed), SHA, "Ada"))


def test_a_set_is_kept_with_its_pictures_and_its_hash(tmp_path: Path) -> None:
    shelf = MasterShelf(tmp_path)
    assert shelf.load("Plate").problem() == "the set has no part"
    take(shelf, MasterKind.GOOD, 0.2, 1)
    assert shelf.load("Plate").problem() == "the set has no bad part"
    made = take(shelf, MasterKind.BAD, 2.0, 2)
    again = MasterShelf(tmp_path).usable("Plate")
    assert again == made
    assert again.sha256 == made.sha256
    assert shelf.products() == ("Plate",)
    assert [part.expected for part in made.parts] == [Verdict.PASS, Verdict.FAIL]
    assert made.parts[0].tolerance == pytest.approx(0.1)
    for part in made.parts:
        assert shelf.picture("Plate", part).startswith(b"\x89PNG")
        assert part.thumbnail.startswith(b"\xff\xd8")
    fewer = shelf.remove("Plate", "good 1")
    assert fewer.sha256 != made.sha256
    assert [part.name for part in shelf.load("Plate").parts] == ["bad 2"]


def test_a_part_must_show_what_it_is_said_to_be(tmp_path: Path) -> None:
    shelf = MasterShelf(tmp_path)
    with pytest.raises(UsageError, match="said to be good, but it does not pass"):
        take(shelf, MasterKind.GOOD, 0.7)
    with pytest.raises(UsageError, match="said to be bad, but it passes"):
        take(shelf, MasterKind.BAD, 0.3)
    take(shelf, MasterKind.GOOD, 0.2, 1, "one")
    with pytest.raises(UsageError, match="of that name"):
        take(shelf, MasterKind.GOOD, 0.2, 2, "one")
    with pytest.raises(UsageError, match="its picture is in the set"):
        take(shelf, MasterKind.GOOD, 0.2, 1, "two")
    with pytest.raises(UsageError, match="was not judged"):
        shelf.take("Washer", NewMaster("x", MasterKind.GOOD, judged(0.2), SHA, "Ada"))
    locked = NewMaster("locked", MasterKind.GOOD, judged(0.2, 3, Verdict.ERROR), SHA, "Ada")
    assert shelf.take("Plate", locked).parts[-1].expected is Verdict.PASS, "PASS may be locked while parts are taken"


def test_right_and_wrong_verdicts_and_scores(tmp_path: Path) -> None:
    shelf = MasterShelf(tmp_path)
    take(shelf, MasterKind.GOOD, 0.2, 1)
    made = take(shelf, MasterKind.BAD, 0.7, 2)
    good, bad = made.parts
    assert [good.right_verdict(verdict) for verdict in Verdict] == [True, False, False, False]
    assert [bad.right_verdict(verdict) for verdict in Verdict] == [False, True, True, False], "REVIEW or worse"
    assert good.right_score(0.29, SHA)
    assert not good.right_score(0.31, SHA)
    assert not good.right_score(None, SHA)
    assert good.right_score(5.0, "cd" * 32), "another model has another scale"


def test_damaged_renamed_and_altered_sets_are_named(tmp_path: Path) -> None:
    shelf = MasterShelf(tmp_path)
    take(shelf, MasterKind.GOOD, 0.2, 1)
    made = take(shelf, MasterKind.BAD, 2.0, 2)
    (tmp_path / "masters" / "Plate").rename(tmp_path / "masters" / "Disc")
    with pytest.raises(UsageError, match="the set is of Plate; a renamed product needs a set of its own"):
        shelf.load("Disc")
    (tmp_path / "masters" / "Disc").rename(tmp_path / "masters" / "Plate")
    picture = tmp_path / "masters" / "Plate" / made.parts[0].image
    picture.write_bytes(picture.read_bytes()[:-1] + b"x")
    with pytest.raises(UsageError, match="was altered"):
        shelf.picture("Plate", made.parts[0])
    picture.unlink()
    with pytest.raises(UsageError, match="is gone"):
        shelf.picture("Plate", made.parts[0])
    file = tmp_path / "masters" / "Plate" / "set.json"
    file.write_text(file.read_text()[:-40])
    with pytest.raises(UsageError, match="cannot be read") as caught:
        shelf.usable("Plate")
    assert caught.value.code is ErrorCode.MASTERS_UNUSABLE


def test_a_full_disk_leaves_the_set_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = MasterShelf(tmp_path)
    made = take(shelf, MasterKind.GOOD, 0.2, 1)
    real: Callable[[int], None] = os.fsync
    calls: list[int] = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:  # the picture was written, the set is not
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InspectError) as caught:
        take(shelf, MasterKind.BAD, 2.0, 2)
    assert caught.value.code is ErrorCode.DISK_FULL
    monkeypatch.undo()
    assert shelf.load("Plate") == made
    assert take(shelf, MasterKind.BAD, 2.0, 2).problem() == ""


def test_a_set_with_a_wrong_expectation_is_refused() -> None:
    shelf_part = {"name": "x", "kind": "good", "expected": "FAIL", "score": 1, "tolerance": 1, "bundle_sha256": SHA}
    image = {"image": "0" * 16 + ".png", "image_sha256": SHA, "pixels_sha256": SHA}
    with pytest.raises(ValueError, match="a good part is expected to pass"):
        MasterSet.model_validate({"product": "Plate", "parts": [shelf_part | image]})
