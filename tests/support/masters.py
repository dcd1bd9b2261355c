"""Master parts for tests of a line: plates with and without a defect, each live picture a little different."""

import cv2
import numpy as np

from engine.judge import Inspection
from engine.masters.sets import MasterKind, MasterSet, MasterShelf, NewMaster
from engine.pipeline.snapshot import LineSnapshot
from tests.support.images import plate
from tests.support.lines import Rig


def live(defect: int = 0, seed: int = 0) -> np.ndarray:
    """A plate as a camera sees it: no two pictures are the same."""
    pixels = plate(defect=defect).copy()
    pixels[0, 0] = seed % 256, seed // 256 % 256, 7
    return pixels


def pictures(defect: int, seed: int = 0) -> list[bytes]:
    """Plates as a stream gives them, each a little different."""
    chance = np.random.default_rng(seed + defect)
    found = []
    for _ in range(60):
        pixels = plate(defect=defect).astype(int) + chance.integers(-2, 3, (96, 128, 3))
        found.append(cv2.imencode(".jpg", pixels.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 98])[1].tobytes())
    return found


def newest(rig: Rig) -> Inspection:
    """What was judged last."""
    found = rig.line.snapshot().newest
    assert found is not None
    return found


def take(rig: Rig, seed: int = 1, tolerance: float | None = None) -> MasterSet:
    """A good and a bad master part, taken from the line as it runs."""
    shelf = MasterShelf(rig.data)
    made = MasterSet(product="Plate")
    for kind, defect in ((MasterKind.GOOD, 0), (MasterKind.BAD, 48)):
        count = len(rig.told.results)
        rig.tap.put(live(defect, seed + defect))
        rig.wait(count + 1)
        rig.until(lambda now: now.newest is not None and now.parts.open == 0)
        new = NewMaster(f"{kind} one", kind, newest(rig), rig.bundle.sha256, "Ada", tolerance)
        made = shelf.take("Plate", new)
    return made


def present(rig: Rig, defect: int, seed: int) -> LineSnapshot:
    """Present a plate to a check or to whoever asked."""
    count = len(rig.told.results)
    rig.line.step()
    rig.tap.put(live(defect, seed))
    rig.wait(count + 1)
    rig.until(lambda now: now.parts.open == 0)
    return rig.line.snapshot()


def check(rig: Rig, good: int = 0, bad: int = 48, seed: int = 1000, user: str = "Op") -> LineSnapshot:
    """Present both master parts to a check."""
    rig.line.masters.begin("Plate", user)
    present(rig, good, seed)
    present(rig, bad, seed + 1)
    rig.until(lambda now: now.masters.check is not None and now.masters.check.recorded)
    return rig.line.snapshot()
