"""The sentences of the Inspect page."""

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from app.error_texts import cause_text, remedy_text
from app.look import Look
from engine.bundle import ProductEntry
from engine.decision import Verdict
from engine.errors import InspectError
from engine.judge import Inspection
from engine.pipeline.snapshot import LineState, Snapshot

translate = QCoreApplication.translate


def waiting_line(snapshot: Snapshot) -> str:
    """What the tile says while there is no verdict."""
    if snapshot.state is LineState.LOADING:
        return translate("Inspect", "Loading the product…")
    if snapshot.state is LineState.READ_ONLY:
        return translate("Inspect", "Read only")
    if snapshot.state is LineState.FAILED:
        return translate("Inspect", "Stopped")
    if snapshot.bundle is None:
        return translate("Inspect", "No product")
    if snapshot.source is None:
        return translate("Inspect", "No source")
    return translate("Inspect", "Ready")


def hint_line(snapshot: Snapshot) -> str:
    """What the empty picture says: what is going on, or what to do next."""
    if snapshot.state is LineState.LOADING:
        return translate("Inspect", "Checking the bundle and warming up. This takes a few seconds.")
    if snapshot.state is LineState.READ_ONLY:
        return translate("Inspect", "Another station records here. This window only looks at the records.")
    if snapshot.state is LineState.FAILED and snapshot.cause is not None:
        return f"{cause_text(snapshot.cause)}\n\n{remedy_text(snapshot.cause)}"
    if snapshot.newest is not None:
        error = snapshot.newest.error
        nothing = translate("Inspect", "This part has no picture.")
        if snapshot.newest.frame is not None:
            nothing = translate("Inspect", "The picture is being drawn…")
        return f"{cause_text(error)}\n\n{remedy_text(error)}" if error else nothing
    if snapshot.bundle is None:
        return translate("Inspect", "Open a bundle (Ctrl+O), or drop one here.")
    if snapshot.source is None:
        return translate("Inspect", "Open a folder of images (Ctrl+Shift+O), or drop one here.")
    return translate("Inspect", "Press Start, or Space for one part.")


def detail_line(inspection: Inspection, words: str, entry: ProductEntry | None, look: Look) -> str:
    """Below the verdict: what was found, or why there is no judgement. ``words`` are the number of regions."""
    if inspection.verdict is Verdict.ERROR:
        return cause_text(named_short(inspection.error)) if inspection.error else ""
    if not inspection.regions:
        alone = inspection.verdict is not Verdict.PASS
        return translate("Inspect", "no single place stands out") if alone else ""
    area = sum(region.area_px for region in inspection.regions)
    if entry is not None and entry.mm_per_px is not None:
        size = look.decimal(area * entry.mm_per_px**2, 1)
        return translate("Inspect", "{regions}, {size} mm²").format(regions=words, size=size)
    return translate("Inspect", "{regions}, {size} px").format(regions=words, size=look.number(area))


def note_line(inspection: Inspection | None) -> str:
    """Cause and remedy below the picture of a part that could not be judged."""
    if inspection is None or inspection.error is None or inspection.frame is None:
        return ""
    error = named_short(inspection.error)
    return f"{cause_text(error)}\n{remedy_text(error)}"


def named_short(error: InspectError) -> InspectError:
    """The same error with the names of files instead of their paths."""
    found = {key: str(value) for key, value in error.params.items() if key in ("path", "source")}
    places = {key: PurePath(value).name or value for key, value in found.items()}
    return InspectError(error.code, **(error.params | places))


def part_line(part: int, inspection: Inspection, look: Look) -> str:
    """Number of the part and where it came from."""
    name = PurePath(inspection.source).name
    return translate("Inspect", "part {n}   {name}").format(n=look.number(part), name=name)
