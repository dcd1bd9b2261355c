"""The measurement as one page of HTML without anything from outside: tables, and plots drawn as SVG."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from engine.bench.measure import BenchReport
from engine.bench.rivals import Against
from engine.files import write_atomic

WIDTH, HEIGHT, BARS = 560, 140, 50
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
    "table{border-collapse:collapse}td,th{padding:.2em .9em;text-align:right;border-bottom:1px solid #ccc}"
    "td:first-child,th:first-child{text-align:left}svg{display:block;max-width:100%}h2{margin-top:1.6em}"
)


def write_page(path: Path, title: str, report: BenchReport, against: Against | None) -> None:
    """Write the page whole or not at all. Raises UsageError or InspectError."""
    stages = [("stage", "median ms", "p95", "p99")]
    stages += [
        (name, f"{times.median_ms:.2f}", f"{times.p95_ms:.2f}", f"{times.p99_ms:.2f}")
        for name, times in report.stages.items()
    ]
    settings = [("threads", "inference, median ms", "parts a second")]
    settings += [(str(one.threads), f"{one.infer_median_ms:.2f}", f"{one.parts_per_s:.1f}") for one in report.settings]
    parts = [
        f"<h1>{escape(title)}</h1>",
        _table(_summary(report, against), head=False),
        "<h2>Stages</h2>",
        _table(stages),
        "<h2>All cores, and one left free for the window</h2>" + _table(settings) if report.settings else "",
        "<h2>Parts one after the other, total ms</h2>",
        series_plot(report.series["total"]),
        *(f"<h2>{name}, ms</h2>{histogram(values)}" for name, values in report.series.items()),
    ]
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    write_atomic(path, (page + "\n".join(parts) + "</html>\n").encode())


def _summary(report: BenchReport, against: Against | None) -> list[tuple[str, ...]]:
    rows = [
        ("provider", f"{report.provider}, {report.threads} threads"),
        ("parts a second", f"{report.parts_per_s:.1f}"),
        ("memory", f"{report.rss_mb:.0f} MB"),
        ("start to first verdict", f"{report.startup_s:.2f} s"),
    ]
    if (limit := report.limit) is not None:
        what = f"{limit.gflop:.2f} GFLOP at {limit.machine_gflops:.0f} GFLOP/s"
        rows.append(("distance to the machine's limit", f"{limit.ratio:.2f} times {what}"))
    if against is not None:
        times = f"{against.median_ms:.2f} ms against our {against.ours_ms:.2f} ms"
        rows.append((f"against {against.name}", f"{times}: {against.ratio:.2f} times ours"))
    return list(rows)


def _table(rows: Sequence[Sequence[str]], head: bool = True) -> str:
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if head and number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{''.join(lines)}</table>"


def series_plot(values: Sequence[float]) -> str:
    """A line of ``values`` from left to right, from 0 at the bottom to the largest at the top."""
    top = max(values)
    step = WIDTH / max(len(values) - 1, 1)
    points = " ".join(f"{index * step:.1f},{HEIGHT * (1 - value / top):.1f}" for index, value in enumerate(values))
    return _svg(f'<polyline points="{points}" fill="none" stroke="#1769aa"/>', "0", f"{len(values)} parts", top)


def histogram(values: Sequence[float]) -> str:
    """How often each duration came; what is beyond the 99.5th percentile counts in the last bar."""
    low, high = min(values), float(np.percentile(values, 99.5))
    high = high if high > low else low + 1e-3
    counts, _ = np.histogram(np.clip(values, low, high), BARS, (low, high))
    bar = WIDTH / BARS
    drawn = "".join(
        f'<rect x="{index * bar:.1f}" y="{HEIGHT * (1 - count / counts.max()):.1f}" width="{bar - 1:.1f}" '
        f'height="{HEIGHT * count / counts.max():.1f}" fill="#1769aa"/>'
        for index, count in enumerate(counts)
    )
    return _svg(drawn, f"{low:.2f}", f"{high:.2f}", float(counts.max()))


def _svg(drawn: str, left: str, right: str, top: float) -> str:
    texts = (
        f'<text x="0" y="{HEIGHT + 16}">{escape(left)}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT + 16}" text-anchor="end">{escape(right)}</text>'
        f'<text x="{WIDTH}" y="12" text-anchor="end" fill="#777">{top:.4g}</text>'
    )
    frame = f'<line x1="0" y1="{HEIGHT}" x2="{WIDTH}" y2="{HEIGHT}" stroke="#999"/>'
    view = f'viewBox="0 0 {WIDTH} {HEIGHT + 20}" width="{WIDTH}" font-size="13"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{drawn}{frame}{texts}</svg>'
