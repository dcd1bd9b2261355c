"""The master parts of a product: DATA/masters/PRODUCT/set.json, and beside it one picture of each part.

The file is replaced as a whole, so a full disk leaves the set as it was. Its hash stands in every check.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import cv2
import numpy as np
from pydantic import Base64Bytes, Field, ValidationError, model_validator

from engine.bundle.manifest import ProductName, Strict
from engine.decision import Verdict
from engine.errors import ErrorCode, UsageError
from engine.files import explain_os_error, write_atomic
from engine.frames import Frame
from engine.judge import Inspection
from engine.shown import shrink

FOLDER, FILE = "masters", "set.json"
THUMBNAIL_PX = 200
MOST_PARTS = 50
TOLERANCE_SHARE = 0.1  # of the reject limit, unless told otherwise
_RANK = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2}


class MasterKind(StrEnum):
    """What the part is known to be."""

    GOOD = "good"
    BAD = "bad"


class MasterPart(Strict):
    """One part. ``expected`` is the verdict it must get, a bad one may get a worse; ``score`` what it scored when it
    was taken, with the model of that day (``bundle_sha256``), and ``tolerance`` how far off it may be with that model.
    ``image_sha256`` is of the stored picture, ``pixels_sha256`` of what the camera gave."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: MasterKind
    expected: Verdict
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    tolerance: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    bundle_sha256: str
    image: Annotated[str, Field(pattern="^[0-9a-f]{16}\\.png$")]
    image_sha256: str
    pixels_sha256: str
    thumbnail: Base64Bytes = b""
    taken_utc: str = ""
    user: str = ""

    @model_validator(mode="after")
    def _sensible(self) -> "MasterPart":
        good = self.kind is MasterKind.GOOD
        if self.expected is Verdict.ERROR or (self.expected is Verdict.PASS) is not good:
            raise ValueError("a good part is expected to pass, a bad one not to")
        return self

    def right_verdict(self, verdict: Verdict) -> bool:
        """True if a part may get this: PASS for a good one, at least as bad as expected for a bad one."""
        if verdict is Verdict.ERROR:
            return False
        if self.kind is MasterKind.GOOD:
            return verdict is Verdict.PASS
        return _RANK[verdict] >= _RANK[self.expected]

    def right_score(self, score: float | None, bundle_sha256: str) -> bool:
        """True if the score is within the tolerance; scores of another model cannot be compared."""
        if bundle_sha256 != self.bundle_sha256:
            return True
        return score is not None and abs(score - self.score) <= self.tolerance


class MasterSet(Strict):
    """The named parts of one product, in the order in which they are asked for."""

    format: Literal[1] = 1
    product: ProductName
    parts: Annotated[tuple[MasterPart, ...], Field(max_length=MOST_PARTS)] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> "MasterSet":
        names = [part.name for part in self.parts]
        if len(names) != len(set(names)):
            raise ValueError("two master parts have the same name")
        return self

    @property
    def sha256(self) -> str:
        """The hash of everything that stands in the file."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def problem(self) -> str:
        """Why it cannot prove anything; empty if it can."""
        kinds = {part.kind for part in self.parts}
        if not kinds:
            return "the set has no part"
        missing = {MasterKind.GOOD, MasterKind.BAD} - kinds
        return f"the set has no {next(iter(missing)).value} part" if missing else ""


@dataclass(frozen=True, slots=True)
class NewMaster:
    """A part to take: what it is known to be, and how it was just judged."""

    name: str
    kind: MasterKind
    inspection: Inspection
    bundle_sha256: str
    user: str
    tolerance: float | None = None


class MasterShelf:
    """The master sets of one data folder. Not locked: one person edits, and a file is always whole."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def products(self) -> tuple[str, ...]:
        """Products that have a set, readable or not."""
        return tuple(sorted(path.parent.name for path in self.folder.glob(f"*/{FILE}")))

    def stamp(self, product: str) -> tuple[int, int] | None:
        """Changes when the file does; None if there is none."""
        try:
            found = self._file(product).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def load(self, product: str) -> MasterSet:
        """The set of a product; without a file, one without parts. Raises UsageError if the file is not a set."""
        path = self._file(product)
        try:
            found = MasterSet.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return MasterSet(product=product)
        except (OSError, ValidationError) as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise unusable(product, f"{path.name} cannot be read: {why}") from error
        if found.product != product:
            raise unusable(product, f"the set is of {found.product}; a renamed product needs a set of its own")
        return found

    def usable(self, product: str) -> MasterSet:
        """The set of a product, if it can prove something. Raises UsageError."""
        found = self.load(product)
        if why := found.problem():
            raise unusable(product, why)
        return found

    def take(self, product: str, new: NewMaster) -> MasterSet:
        """Add the part that was just judged. Raises UsageError if it does not show what it is said to be, InspectError
        if the disk is full; then the set is as it was."""
        before = self.load(product)
        part, png = _make_part(product, new)
        known = {one.pixels_sha256 for one in before.parts}
        if part.name in {one.name for one in before.parts}:
            raise unfit(new.name, "there is a master part of that name")
        if part.pixels_sha256 in known or len(before.parts) >= MOST_PARTS:
            raise unfit(new.name, "its picture is in the set" if part.pixels_sha256 in known else "the set is full")
        folder = self._file(product).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, folder) from error
        write_atomic(folder / part.image, png)
        return self.save(MasterSet(product=product, parts=(*before.parts, part)))

    def remove(self, product: str, name: str) -> MasterSet:
        """Without this part; its picture stays, for the checks that were made with it."""
        before = self.load(product)
        return self.save(MasterSet(product=product, parts=tuple(one for one in before.parts if one.name != name)))

    def save(self, made: MasterSet) -> MasterSet:
        """Write the set whole or not at all."""
        path = self._file(made.product)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, path) from error
        write_atomic(path, made.model_dump_json(indent=1).encode())
        return made

    def picture(self, product: str, part: MasterPart) -> bytes:
        """The stored picture, checked against its hash. Raises UsageError if it is gone or altered."""
        path = self._file(product).parent / part.image
        try:
            data = path.read_bytes()
        except OSError as error:
            raise unusable(product, f"the picture of {part.name} is gone ({path.name})") from error
        if hashlib.sha256(data).hexdigest() != part.image_sha256:
            raise unusable(product, f"the picture of {part.name} was altered ({path.name})")
        return data

    def _file(self, product: str) -> Path:
        return self.folder / product / FILE


def pixels_sha256(frame: Frame) -> str:
    """A hash of what the camera gave: two live pictures never have the same."""
    digest = hashlib.sha256(f"{frame.pixels.shape}{frame.pixels.dtype}".encode())
    digest.update(np.ascontiguousarray(frame.pixels).data)
    return digest.hexdigest()


def unusable(product: str, why: str) -> UsageError:
    """The set cannot be used."""
    return UsageError(ErrorCode.MASTERS_UNUSABLE, product=product, why=why)


def unfit(name: str, why: str) -> UsageError:
    """The part cannot become a master part."""
    return UsageError(ErrorCode.MASTER_UNFIT, name=name, why=why)


def _make_part(product: str, new: NewMaster) -> tuple[MasterPart, bytes]:
    seen, frame = new.inspection, new.inspection.frame
    if seen.product != product or seen.score is None or frame is None or not frame.pixels.size:
        raise unfit(new.name, "it was not judged")
    verdict = Verdict.PASS if seen.score < seen.limits.pass_below() else Verdict.REVIEW
    verdict = Verdict.FAIL if seen.score >= seen.limits.reject else verdict
    if (verdict is Verdict.PASS) is not (new.kind is MasterKind.GOOD):
        what = "passes" if verdict is Verdict.PASS else "does not pass"
        raise unfit(new.name, f"it is said to be {new.kind.value}, but it {what}")
    bgr = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR)
    png = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    digest = hashlib.sha256(png).hexdigest()
    try:
        part = MasterPart(
            name=new.name.strip(),
            kind=new.kind,
            expected=verdict,
            score=seen.score,
            tolerance=new.tolerance or TOLERANCE_SHARE * seen.limits.reject,
            bundle_sha256=new.bundle_sha256,
            image=f"{digest[:16]}.png",
            image_sha256=digest,
            pixels_sha256=pixels_sha256(frame),
            thumbnail=_thumbnail(frame),
            taken_utc=datetime.now(UTC).isoformat(timespec="seconds"),
            user=new.user,
        )
    except ValidationError as error:
        raise unfit(new.name, str(error.errors()[0]["msg"])) from error
    return part, png


def _thumbnail(frame: Frame) -> bytes:
    small = cv2.cvtColor(shrink(frame.pixels, THUMBNAIL_PX, THUMBNAIL_PX), cv2.COLOR_RGB2BGR)
    return base64.b64encode(cv2.imencode(".jpg", small)[1].tobytes())
