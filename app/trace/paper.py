"""Everything known of one part, on paper. The same facts fill the page of the window."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

from app.reports.paper import SOFT, Block, Column, Fonts, Frame, Picture, Pictures, Row, Space, Words, make_pdf, table
from app.reports.words import PaperWords, finding_word
from engine.bundle.manifest import ProductEntry
from engine.records.projection import utc_us
from engine.trace.dossier import Dossier

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PartPictures:
    """Small pictures of the deciding frame, None with the reason in words: as stored, and with heat over it."""

    stored: QImage | None
    heat: QImage | None
    no_picture: str = ""
    no_heat: str = ""
    score_now: float | None = None


def facts_of(dossier: Dossier, words: PaperWords) -> Facts:
    """Name and value, in the order in which people ask."""
    translate, part = words.translate, dossier.part
    verdict = words.verdict(part.verdict)
    limits = part.limits
    scored = translate("Trace", "{verdict}, score {score}")
    found = [
        (translate("Trace", "Verdict"), scored.format(verdict=verdict, score=words.decimal(part.score))),
        (translate("Trace", "Inspected"), f"{words.time(utc_us(part.utc))} ({part.utc})"),
        (translate("Trace", "Product"), part.product),
        (translate("Trace", "Serial number"), part.serial or "–"),
        (translate("Trace", "Lot"), part.lot or "–"),
        (translate("Trace", "Source"), part.source or "–"),
        (translate("Trace", "Worker"), part.user or "–"),
        (translate("Trace", "Identity"), part.uuid),
    ]
    if part.error is not None:
        why = ", ".join(f"{name}: {value}" for name, value in part.error.params.items())
        found.append((translate("Trace", "Not judged because"), f"{part.error.code} ({why})"))
    text = translate("Trace", "review {review}, reject {reject}, pixel {pixel}")
    values = {name: words.decimal(getattr(limits, name)) for name in ("review", "reject", "pixel")}
    found.append((translate("Trace", "Limits then"), text.format(**values)))
    if dossier.limits is not None:
        one = dossier.limits
        text = translate("Trace", "by {user}, {time}: {why}")
        found.append(
            (
                translate("Trace", "Put in force"),
                text.format(user=one.user or "–", time=words.time(utc_us(one.utc)), why=one.why or "–"),
            )
        )
    return (*found, *_model(dossier, words), *_said(dossier, words), *_proof(dossier, words))


def _model(dossier: Dossier, words: PaperWords) -> Facts:
    translate, manifest, part = words.translate, dossier.manifest, dossier.part
    name = translate("Trace", "Model")
    if manifest is None:
        gone = translate("Trace", "not on this station any more; SHA-256 {sha256}")
        return ((name, gone.format(sha256=part.bundle_sha256)),)
    found = [
        (name, f"{manifest.name}, {manifest.model.backbone}, {manifest.created_utc}"),
        ("SHA-256", part.bundle_sha256),
    ]
    entry = manifest.products.get(part.product)
    if entry is not None:
        text = translate("Trace", "{train} good images, calibrated on {held}: {statement}")
        values = {"train": words.number(entry.n_train), "held": words.number(entry.n_calibration)}
        found.append((translate("Trace", "Training"), text.format(**values, statement=_known(entry, words))))
    return tuple(found)


def _known(entry: ProductEntry, words: PaperWords) -> str:
    """What the calibration proves, as the page Products says it."""
    known = words.translate("Products", "at most {bound} % with 95 % confidence")
    known = known.format(bound=words.decimal(100 * entry.calibration.bound, 1))
    if entry.calibration.demonstrable:
        return known
    return known + words.translate("Products", "; the chosen rate is not demonstrable with so few parts")


def _said(dossier: Dossier, words: PaperWords) -> Facts:
    """Findings, also those taken back."""
    translate = words.translate
    rows = []
    for one in dossier.findings:
        text = translate("Trace", "{finding}, {type}, by {user}, {time} {note}")
        if one.undone:
            text = translate("Trace", "taken back: {finding}, {type}, by {user}, {time} {note}")
        kind = finding_word(translate, one.finding)
        values = {"finding": kind, "type": one.defect_type or "–", "user": one.user or "–", "note": one.note}
        rows.append((translate("Trace", "Finding"), text.format(**values, time=words.time(one.utc_us)).strip()))
    if dossier.late is not None:
        text = translate("Trace", "{verdict}, {ms} ms after the deadline; never output")
        late = text.format(verdict=words.verdict(dossier.late.verdict), ms=words.decimal(dossier.late.late_ms, 0))
        rows.append((translate("Trace", "Late result"), late))
    return tuple(rows) or ((translate("Trace", "Finding"), "–"),)


def _proof(dossier: Dossier, words: PaperWords) -> Facts:
    translate = words.translate
    row = next(one for one in dossier.rows if one.seq == dossier.seq)
    session = dossier.session
    station = "–" if session is None else f"{session.station or '–'}, UniAD Inspect {session.program or '–'}"
    return (
        (translate("Trace", "Station"), station),
        (translate("Trace", "Row of the journal"), f"{row.seq}, SHA-256 {row.digest.hex()}"),
        (translate("Trace", "Newest row"), str(dossier.head)),
    )


def write_part(dossier: Dossier, pictures: PartPictures, words: PaperWords) -> bytes:
    """One or two pages as PDF. Raises InspectError."""
    translate, fonts = words.translate, Fonts(words.chinese)
    title = translate("Trace", "Inspected part")
    head = dossier.part.serial or dossier.part.uuid
    frame = Frame(
        title,
        head,
        translate("Trace", "Records up to {head}").format(head=dossier.head),
        translate("Report", "Page {page} of {pages}"),
        fonts,
    )
    now = "" if pictures.score_now is None else words.decimal(pictures.score_now)
    lines = (translate("Trace", "judged again now by the same model, score {score}").format(score=now),) if now else ()
    shown: tuple[Picture, ...] = (
        Picture(pictures.stored, (translate("Trace", "Picture as stored"),), pictures.no_picture),
    )
    if pictures.stored is not None:
        title_of_heat = translate("Trace", "Heat over the pixel limit")
        shown = (*shown, Picture(pictures.heat, (title_of_heat, *lines), pictures.no_heat))
    blocks: list[Block] = [
        Words(title, fonts.of(20, bold=True), after=8),
        Words(head, fonts.of(12), SOFT),
        Space(6),
        Pictures(shown, fonts.of(8), across=2, points=190),
        Space(4),
    ]
    columns = (Column(2), Column(7))
    blocks += [Row(fact, columns, fonts.of(8.5)) for fact in facts_of(dossier, words)]
    blocks += _rows(dossier, words, fonts)
    return make_pdf(frame, blocks)[0]


def _rows(dossier: Dossier, words: PaperWords, fonts: Fonts) -> list[Block]:
    """The chain, row by row."""
    translate = words.translate
    head = (translate("Trace", "Row"), translate("Trace", "Kind"), "SHA-256", translate("Trace", "of the row before"))
    rows = [(str(row.seq), row.kind, row.digest.hex(), row.previous.hex()) for row in dossier.rows]
    columns = [Column(1.2, right=True), Column(1.3), Column(6), Column(6)]
    found: list[Block] = [
        Space(8, keep=True),
        Words(translate("Trace", "Rows of the journal"), fonts.of(12, bold=True), keep=True),
    ]
    return [*found, *table(head, rows, columns, fonts, 6.5)]
