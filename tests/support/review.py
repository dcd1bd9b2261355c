"""Recorded parts with images that can be judged again, for tests of the review."""

from pathlib import Path

from engine.bundle import Bundle, read_bundle
from engine.decode import read_image
from engine.frames import Frame
from engine.judge import Judge
from engine.pipeline.storing import PNG, encode
from engine.records.entries import FrameBody, LimitsBody, PartBody, RegionBody, new_uuid
from engine.records.writer import RecordWriter
from engine.runtime import Provider, Runtime
from engine.shelf import Shelf
from engine.sources.folder import FolderSource
from tests.support.bundles import make_bundle


def judged_records(folder: Path, pictures: Path, lots: tuple[str, ...] = ("L1", "L2")) -> tuple[Bundle, list[PartBody]]:
    """A data folder with every picture of a folder judged and stored, and its bundle on the shelf; closed."""
    data = folder / "data"
    shelved = Shelf(data).add(make_bundle(folder / "plate.uniad"), accept=True)
    bundle = read_bundle(shelved.path)
    judge = Judge(bundle, None, Runtime(bundle, Provider.CPU, 1))
    writer, stored = RecordWriter(data), []
    try:
        for index, path in enumerate(FolderSource(pictures).files):
            frame = Frame(index, str(path), read_image(path), 0.0)
            seen = judge.judge(frame)
            regions = tuple(
                RegionBody(x=one.x, y=one.y, w=one.w, h=one.h, peak=one.peak, area_px=one.area_px)
                for one in seen.regions
            )
            body = PartBody(
                uuid=new_uuid(),
                product="Plate",
                bundle_sha256=bundle.sha256,
                verdict=seen.verdict,
                score=seen.score,
                limits=LimitsBody.of(seen.limits),
                lot=lots[index % len(lots)],
                serial=f"S{index:04d}",
                audit=True,
                audit_share=0.5,
                frames=(
                    FrameBody(
                        frame_id=index, source=frame.source, verdict=seen.verdict, score=seen.score, regions=regions
                    ),
                ),
            )
            image = encode(0, frame.pixels, PNG)
            assert image is not None
            writer.store(body, [image])
            stored.append(body)
    finally:
        writer.close()
    return bundle, stored
