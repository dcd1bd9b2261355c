"""``uniad-inspect bench``: the measurement of ``engine.bench`` for people or scripts."""

from dataclasses import dataclass
from pathlib import Path

from app.commands.text import print_table
from engine.bench import Against, BenchReport, measure, race, write_page
from engine.bundle import read_bundle
from engine.console import DONE, note, print_json
from engine.files import check_writable
from engine.runtime import Provider


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """Options of the command line. ``against`` is ``torch`` or a bundle file."""

    bundle: Path
    provider: Provider
    runs: int
    against: str | None
    html: Path | None
    as_json: bool


def bench(options: BenchOptions) -> int:
    """Measure and print. Raises InspectError for a bundle, provider or rival that cannot be used."""
    if options.html is not None:
        check_writable(options.html)
    bundle = read_bundle(options.bundle)
    note(f"judging {options.runs} parts of 512 x 512 pixels from JPEG files")
    report = measure(bundle, options.provider, options.runs)
    against = None
    if options.against is not None:
        note(f"the same picture by turns with {options.against}")
        against = race(bundle, options.against, options.provider, min(options.runs, 100))
    if options.as_json:
        print_json(report.to_json(None if against is None else against.to_json()))
    else:
        _print(report, against)
    if options.html is not None:
        write_page(options.html, f"{options.bundle.name} on this machine", report, against)
    return DONE


def _print(report: BenchReport, against: Against | None) -> None:
    rows: list[tuple[str, ...]] = [("stage", "median ms", "p95", "p99")]
    rows += [
        (name, f"{times.median_ms:.2f}", f"{times.p95_ms:.2f}", f"{times.p99_ms:.2f}")
        for name, times in report.stages.items()
    ]
    print_table(rows)
    print()
    figures = [
        ("provider", f"{report.provider}, {report.threads} threads"),
        ("parts a second", f"{report.parts_per_s:.1f}"),
        ("memory", f"{report.rss_mb:.0f} MB"),
        ("start to first verdict", f"{report.startup_s:.2f} s"),
        ("machine's limit", _limit_text(report)),
    ]
    figures += [
        (f"with {one.threads} threads", f"{one.infer_median_ms:.2f} ms inference, {one.parts_per_s:.1f} parts a second")
        for one in report.settings
    ]
    if against is not None:
        figures.append((f"against {against.name}", _against_text(against)))
    print_table(figures)


def _against_text(against: Against) -> str:
    text = f"{against.median_ms:.2f} ms by turns with our {against.ours_ms:.2f} ms: {against.ratio:.2f} times ours"
    if against.map_difference is None:
        return text
    return f"{text}; maps differ by {against.map_difference:.1e} of their range"


def _limit_text(report: BenchReport) -> str:
    limit = report.limit
    if limit is None:
        return "not measured here"
    return (
        f"inference takes {limit.ratio:.2f} times what {limit.gflop:.2f} GFLOP need at the measured "
        f"{limit.machine_gflops:.0f} GFLOP/s"
    )
