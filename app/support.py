"""The support archive: what somebody far away needs to help, and nothing secret. No Qt."""

import io
import json
import platform
import re
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from engine.doctor import Report, examine
from engine.errors import InspectError
from engine.files import write_atomic

LOG_BYTES = 2_000_000
MOST_EVENTS = 200
_LOGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^/@\s\"']+@", re.IGNORECASE)
_SECRET = re.compile(r"((?:password|passwd|secret|token|api[_-]?key|pin)\w*[\"']?\s*[=:]\s*)[^\s,}\]]+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Log-ins within addresses and values of keys that sound secret are taken out."""
    return _SECRET.sub(r"\1***", _LOGIN.sub(r"\g<scheme>***@", text))


def write_support(target: Path, data: Path, station: Path | None = None, logs: Iterable[Path] = ()) -> tuple[str, ...]:
    """Write the archive whole or not at all; returns its members. Folders of ``logs`` are looked through for ``*.log``
    besides that of the data folder. Users and images are never in it. Raises UsageError, InspectError."""
    report = examine()
    members = {
        "doctor.json": json.dumps(report.to_json(), ensure_ascii=False, indent=1, default=str),
        "versions.json": json.dumps(_versions(report), ensure_ascii=False, indent=1),
        "events.json": _events(data),
    }
    for path in _settings_files(station):
        members[f"settings/{path.name}"] = _text(path)
    for folder in dict.fromkeys((data / "logs", *logs)):
        for path in sorted(path for path in folder.glob("*.log*") if not path.is_symlink()):
            members.setdefault(f"logs/{path.name}", _text(path))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, without_secrets(text))
    write_atomic(target, buffer.getvalue())
    return tuple(members)


def _versions(report: Report) -> dict[str, object]:
    return {
        "written_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "packages": report.versions,
    }


def _settings_files(station: Path | None) -> list[Path]:
    if station is None:
        return []
    return [path for path in (station, station.with_name(station.name + ".last-good")) if path.is_file()]


def _text(path: Path) -> str:
    """The end of a file; a file that cannot be read says why."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LOG_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _events(data: Path) -> str:
    """The newest events: faults, changes of product, who signed in."""
    from engine.records.reader import RecordReader

    try:
        reader = RecordReader(data)
    except InspectError as error:
        return json.dumps({"unreadable": str(error)})
    try:
        found = [
            {"seq": event.seq, "utc_us": event.utc_us, "code": event.code, "level": event.level, "user": event.user}
            | {"params": dict(event.params)}
            for event in reader.events(limit=MOST_EVENTS)
        ]
        return json.dumps(found, ensure_ascii=False, indent=1)
    except InspectError as error:
        return json.dumps({"unreadable": str(error)})
    finally:
        reader.close()
