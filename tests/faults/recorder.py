"""A program that records, for tests that do terrible things to it.

usage: python -m tests.faults.recorder DATA PARTS [synchronous=NORMAL] [checkpoint=BYTES] [pause=SECONDS] [image=BYTES]

Prints ``ready``, then ``ack UUID SEQ MISSING`` for each receipt, ``refused UUID CODE`` for each part that was not
recorded, and at the end ``failure CODE`` or ``done``. With DATA/ACK there, receipts are written to that file too.
"""

import os
import sys
import time
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from engine.decision import Verdict
from engine.errors import InspectError
from engine.records import writer as writer_module
from engine.records.writer import RecordWriter
from tests.support.records import make_part, picture


def say(*words: object) -> None:
    """One line, at once."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def main(folder: Path, parts: int, options: dict[str, str]) -> None:
    """Record ``parts`` parts, every second a FAIL with an image."""
    if "synchronous" in options:
        weaken(options["synchronous"])
    writer_module.CHECKPOINT_BYTES = int(options.get("checkpoint", writer_module.CHECKPOINT_BYTES))
    try:
        writer = RecordWriter(folder)
    except InspectError as error:
        say("failure", error.code)
        os._exit(0)
    size = int(options.get("image", 20_000))
    acks = os.open(folder / "ACK", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    say("ready")
    for index in range(parts):
        part = make_part(Verdict.FAIL if index % 2 else Verdict.PASS)
        try:
            receipt = writer.store(part, [picture(0, os.urandom(size))] if index % 2 else [])
        except InspectError as error:
            say("refused", part.uuid, error.code)
        else:
            os.write(acks, f"{part.uuid}\n".encode())
            say("ack", part.uuid, receipt.seq, receipt.missing_images)
        time.sleep(float(options.get("pause", "0")))
    say("failure", writer.failure.code) if writer.failure else say("done")
    if "close" in options:
        writer.close()
    os._exit(0)  # a crash, as far as the records can tell


def weaken(synchronous: str) -> None:
    """What a careless change of the settings would do."""

    @event.listens_for(Engine, "connect")
    def _weaken(raw: object, _record: object) -> None:
        raw.execute(f"PRAGMA synchronous={synchronous}")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), dict(word.split("=", 1) for word in sys.argv[3:]))
