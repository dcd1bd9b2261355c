"""Replay of recorded images against a fresh run of the same bundle over the same images: are all verdicts the same?

usage: python -m tests.e2e.replay_compare BUNDLE FOLDER [--parts 1000]

Judges every image of FOLDER afresh, records parts with them (in turn, until there are enough), and judges the records
again as the review does; also stops one replay in the middle. Prints one JSON object; exit code 1 if anything differs.
"""

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

from engine.bundle import Bundle, read_bundle
from engine.decode import read_image
from engine.frames import Frame
from engine.judge import Inspection, Judge
from engine.records.entries import FrameBody, LimitsBody, PartBody, new_uuid
from engine.records.images import EncodedImage
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.records.writer import RecordWriter
from engine.review.listing import Order, find_parts
from engine.review.replay import replay_images
from engine.runtime import Provider, Runtime
from engine.sources.folder import list_images


def body(seen: Inspection, bundle: Bundle) -> PartBody:
    """What the station would record."""
    frame = FrameBody(frame_id=0, source=seen.source, verdict=seen.verdict, score=seen.score)
    return PartBody(
        uuid=new_uuid(),
        product=seen.product,
        bundle_sha256=bundle.sha256,
        verdict=seen.verdict,
        score=seen.score,
        limits=LimitsBody.of(seen.limits),
        frames=(frame,),
    )


def record(folder: Path, bundle: Bundle, images: Path, parts: int) -> list[Inspection]:
    """The fresh run, recorded; one inspection for each part."""
    judge = Judge(bundle, None, Runtime(bundle, Provider.CPU, 1))
    files = list_images(images).files
    fresh = [judge.judge(Frame(index, str(path), read_image(path), 0.0)) for index, path in enumerate(files)]
    writer, run = RecordWriter(folder), []
    for number in range(parts):
        path, seen = files[number % len(files)], fresh[number % len(files)]
        writer.submit(body(seen, bundle), [EncodedImage(0, path.read_bytes(), path.suffix)], 60)
        run.append(seen)
    writer.close(120)
    return run


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = compare(Path(scratch), read_bundle(given.bundle), given.folder, given.parts)
    print(json.dumps(found))
    return 0 if found["ok"] else 1


def compare(data: Path, bundle: Bundle, images: Path, parts: int) -> dict[str, object]:
    """Record, replay, stop a second replay at half."""
    fresh = record(data, bundle, images, parts)
    reader = RecordReader(data)
    seqs = find_parts(reader, PartFilter(), Order.OLDEST)
    product, stop, half = fresh[0].product, threading.Event(), parts // 2
    told: list[tuple[int, int]] = []
    started = time.monotonic()
    found = replay_images(reader, seqs, bundle, product, None, lambda *n: told.append(n), threading.Event())
    seconds = round(time.monotonic() - started, 1)

    def at_half(done: int, _: int) -> None:
        if done == half:
            stop.set()

    cut = replay_images(reader, seqs, bundle, product, None, at_half, stop)
    reader.close()
    pairs = list(zip(found.outcomes, fresh, strict=True))
    differing = sum(one.after is not seen.verdict or one.score_after != seen.score for one, seen in pairs)
    ok = (
        differing == 0
        and not found.changed
        and told[-1] == (parts, parts)
        and (cut.cancelled, cut.judged) == (True, half)
    )
    return {"parts": len(pairs), "differing": differing, "seconds": seconds, "stopped_at": cut.judged, "ok": ok}


if __name__ == "__main__":
    raise SystemExit(main())
