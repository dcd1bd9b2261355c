"""A part as one ZIP for somebody far away: pictures, rows of the journal, model, and what they say, signed.

``manifest.json`` names every other member with its SHA-256; ``signature.json`` is the station's signature of it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2

from engine.files import check_writable, write_atomic
from engine.frames import Array
from engine.overlay import blend_heat
from engine.records.images import inside
from engine.records.reader import RecordReader
from engine.review.pictures import BundleOf, Detail, Examiner, Shelves
from engine.signing import Keys, Purpose
from engine.trace.dossier import Dossier
from engine.trace.form import (
    FACTS,
    HEAT,
    MANIFEST,
    MODEL,
    ROWS,
    SIGNATURE,
    ExportManifest,
    Member,
    WrittenSignature,
    picture_name,
)
from engine.trace.rows import JournalRow


def export_part(
    reader: RecordReader,
    dossier: Dossier,
    target: Path,
    keys: Keys,
    extra: Mapping[str, bytes] | None = None,
    bundles: BundleOf | None = None,
) -> ExportManifest:
    """Write the ZIP whole or not at all, and return what it says. ``extra``: further members, such as a printed page;
    ``bundles`` finds models besides those on the shelf. Raises InspectError: not writable, disk full, key unusable."""
    check_writable(target)
    folder = reader.folder
    examiner = Examiner(folder, bundles or Shelves(folder).of)
    detail = examiner.look(dossier.card, dossier.part.limits.to_limits())
    members = {ROWS: rows_text(dossier.rows), **_pictures(folder, dossier), **_heat(detail), **(extra or {})}
    if dossier.manifest is not None:
        members[MODEL] = dossier.manifest.model_dump_json(indent=1).encode()
    members[FACTS] = _json(facts_of(dossier, detail))
    manifest = ExportManifest(
        made_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        station=dossier.session.station if dossier.session else "",
        part=dossier.part.uuid,
        row=dossier.seq,
        head=str(dossier.head),
        files={name: Member(sha256=_sha256(data), size=len(data)) for name, data in sorted(members.items())},
    )
    written = manifest.model_dump_json(indent=1).encode()
    signature = keys.sign(Purpose.TRACE, _sha256(written))
    signed = WrittenSignature(public=signature.public, value=signature.value).model_dump_json(indent=1).encode()
    write_atomic(target, _zip({MANIFEST: written, SIGNATURE: signed, **members}))
    return manifest


def rows_text(rows: tuple[JournalRow, ...]) -> bytes:
    """Rows of the journal, one JSON object a line, with their hashes."""
    lines = [
        json.dumps(
            {
                "seq": row.seq,
                "kind": row.kind,
                "previous": row.previous.hex(),
                "hash": row.digest.hex(),
                "body": row.body.decode("utf-8", "surrogateescape"),
            },
            ensure_ascii=True,
        )
        for row in rows
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def facts_of(dossier: Dossier, detail: Detail) -> dict[str, Any]:
    """What is known, for people and other programs; the rows prove it."""
    part, manifest = dossier.part, dossier.manifest
    again = [one.score for one in detail.inspections]
    problem = detail.problem or detail.no_heat
    model: dict[str, Any] = {"sha256": part.bundle_sha256, "known": manifest is not None}
    if manifest is not None:
        model |= {"name": manifest.name, "created_utc": manifest.created_utc, "recipe": manifest.recipe}
        entry = manifest.products.get(part.product)
        if entry is not None:
            model |= {"trained_on": entry.n_train, "calibrated_on": entry.n_calibration}
            model |= {"calibration": entry.calibration.statement, "data_sha256": entry.data_sha256}
    return {
        "part": part.model_dump(mode="json"),
        "row": dossier.seq,
        "limits_put_in_force": None if dossier.limits is None else dossier.limits.model_dump(mode="json"),
        "findings": [
            {"row": one.seq, "finding": one.finding.value, "defect_type": one.defect_type, "note": one.note}
            | {"user": one.user, "taken_back": one.undone}
            for one in dossier.findings
        ],
        "session": None if dossier.session is None else dossier.session.model_dump(mode="json"),
        "late_result": None if dossier.late is None else dossier.late.model_dump(mode="json"),
        "model": model,
        "heat": {
            "made": "judged again with the same model when this file was made; the records keep no maps",
            "scores_then": [frame.score for frame in part.frames],
            "scores_now": again,
            "missing_because": None if problem is None else str(problem),
        },
        "records_head": str(dossier.head),
    }


def _pictures(folder: Path, dossier: Dossier) -> dict[str, bytes]:
    """The image files as they are; one that was changed goes along too, and is named by whoever checks the export."""
    found = {}
    for position, frame in enumerate(dossier.part.frames):
        if frame.image is None or frame.image.state != "stored":
            continue
        try:
            data = inside(folder, frame.image.path).read_bytes()
        except (OSError, ValueError):
            continue
        found[picture_name(position, frame.image.path)] = data
    return found


def _heat(detail: Detail) -> dict[str, bytes]:
    found = {}
    for frame, inspection in zip(detail.frames, detail.inspections, strict=False):
        if inspection.anomaly_map is None:
            continue
        drawn: Array = blend_heat(frame.pixels, inspection.anomaly_map, inspection.limits.pixel, inspection.roi)
        done, data = cv2.imencode(".png", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))
        if done:
            found[f"{HEAT}/frame{frame.frame_id}.png"] = data.tobytes()
    return found


def _zip(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
