"""The training report: everything needed to judge a bundle, and to make it again. One page, as HTML or PDF."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from app.look import Look
from app.pages.product_facts import local_time
from engine.bundle import Bundle
from engine.bundle.manifest import ProductEntry
from engine.calibration import Limit
from engine.decision import Limits
from engine.files import write_atomic
from engine.teach.gate import Check
from engine.teach.plan import TrainingPlan
from engine.teach.review import Tally, proposal_for

translate = QCoreApplication.translate
Rows = Sequence[tuple[str, str]]
PDF_DPI = 144
STYLE = """<style>body{font-family:sans-serif;font-size:10pt;color:#1b1f24}h1{font-size:18pt}h2{font-size:13pt}
td{padding:2px 12px 2px 0;vertical-align:top}td.n{color:#5b6570}pre{font-size:7pt}</style>"""


def make_html(
    bundle: Bundle,
    plan: TrainingPlan,
    limits: Mapping[str, tuple[Limits, float]],
    defects: Mapping[str, Tally],
    checks: Sequence[tuple[str, Check, str]],
    override: str,
    look: Look,
) -> str:
    """The whole page. ``checks`` are title, check and words."""
    manifest = bundle.manifest
    train = manifest.recipe.get("train")
    seed = train.get("seed", "") if isinstance(train, dict) else ""
    head: Rows = (
        (translate("Report", "Bundle"), manifest.name),
        ("SHA-256", bundle.sha256),
        (translate("Report", "Trained"), local_time(manifest.created_utc, look)),
        (translate("Report", "Seed"), str(seed)),
        (translate("Report", "Backbone"), f"{manifest.model.backbone} ({manifest.model.weights})"),
        (translate("Report", "Versions"), ", ".join(f"{name} {one}" for name, one in manifest.versions.items())),
        (translate("Report", "Command"), "uniad-train " + " ".join(plan.arguments(Path("RUN")))),
    )
    title, release = translate("Report", "Training report"), translate("Report", "Release")
    parts = [f"<h1>{escape(title)}</h1>", _table(head)]
    for name, (chosen, rate) in limits.items():
        entry = manifest.products[name]
        parts += [f"<h2>{escape(name)}</h2>", _table(_product(entry, chosen, rate, defects.get(name), look))]
    parts.append(f"<h2>{escape(release)}</h2>")
    parts.append(_table([(f"{name} ({check.light.value})", words) for name, check, words in checks]))
    if override:
        overridden = translate("Report", "Overridden: {why}").format(why=override)
        parts.append(f"<p><b>{escape(overridden)}</b></p>")
    recipe = translate("Report", "Recipe")
    parts.append(f"<h2>{escape(recipe)}</h2>")
    parts.append(f"<pre>{escape(json.dumps(manifest.recipe, indent=1, ensure_ascii=False))}</pre>")
    named = escape(f"{title}: {manifest.name}")
    head_html = f'<head><meta charset="utf-8"><title>{named}</title>{STYLE}</head>'
    return f"<!doctype html><html>{head_html}<body>{''.join(parts)}</body></html>"


def write_report(path: Path, html: str) -> None:
    """As PDF if the name ends so, else as HTML. In the window's thread: a page takes some milliseconds.

    Raises InspectError if it cannot be written."""
    if path.suffix.lower() != ".pdf":
        write_atomic(path, html.encode())
        return
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15))
    )
    document = QTextDocument()
    document.setDefaultFont(QFont(document.defaultFont().family(), 10))
    document.setHtml(html)
    document.print_(writer)
    buffer.close()
    write_atomic(path, bytes(store.data()))


def _product(entry: ProductEntry, chosen: Limits, rate: float, tally: Tally | None, look: Look) -> Rows:
    proposal = proposal_for(entry, rate)
    rows = [
        (translate("Report", "Good parts learned, held out"), f"{entry.n_train}, {entry.n_calibration}"),
        (translate("Report", "Fingerprint of the images"), entry.data_sha256),
        (translate("Report", "Reject limit"), look.score(chosen.reject)),
        (translate("Report", "Review limit"), look.score(chosen.review)),
        (translate("Report", "False rejects chosen"), _chosen(rate, proposal.chosen_before, look)),
        (translate("Report", "False rejects known"), _known(proposal.reject, look)),
    ]
    if tally is not None and tally.total:
        words = translate("Report", "{rejected} rejected, {review} reviewed, {passed} missed of {total}")
        values = {name: getattr(tally, name) for name in ("rejected", "review", "passed", "total")}
        rows.append((translate("Report", "Known defects"), words.format(**values)))
    return rows


def _chosen(rate: float, before: bool, look: Look) -> str:
    words = translate("Report", "{rate} %, before any score was known")
    after = translate("Report", "{rate} %, after the scores were seen: an estimate without guarantee")
    return (words if before else after).format(rate=look.decimal(100 * rate, 1))


def _known(limit: Limit, look: Look) -> str:
    words = translate("Report", "{above} of {n} held-out good parts: at most {bound} % with 95 % confidence")
    return words.format(above=limit.above, n=limit.n, bound=look.decimal(100 * limit.bound, 1))


def _table(rows: Rows) -> str:
    cells = (f'<tr><td class="n">{escape(name)}</td><td>{escape(value)}</td></tr>' for name, value in rows)
    return f"<table>{''.join(cells)}</table>"
