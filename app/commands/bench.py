"""``uniad-inspect bench``: the measurement of ``engine.bench`` for people or scripts."""

from pathlib import Path

from app.commands.text import print_table
from engine.bench import BenchReport, measure
from engine.bundle import read_bundle
from engine.console import DONE, note, print_json
from engine.runtime import Provider


def bench(path: Path, provider: Provider, runs: int, as_json: bool) -> int:
    """Measure and print. Raises InspectError for a bundle or provider that cannot be used."""
    bundle = read_bundle(path)
    note(f"judging {runs} parts of 512 x 512 pixels from JPEG files")
    report = measure(bundle, provider, runs)
    if as_json:
        print_json(report.to_json())
    else:
        _print(report)
    return DONE


def _print(report: BenchReport) -> None:
    rows: list[tuple[str, ...]] = [("stage", "median ms", "p95", "p99")]
    rows += [
        (name, f"{times.median_ms:.2f}", f"{times.p95_ms:.2f}", f"{times.p99_ms:.2f}")
        for name, times in report.stages.items()
    ]
    print_table(rows)
    print()
    print_table(
        [
            ("provider", f"{report.provider}, {report.threads} threads"),
            ("parts a second", f"{report.parts_per_s:.1f}"),
            ("memory", f"{report.rss_mb:.0f} MB"),
            ("start to first verdict", f"{report.startup_s:.2f} s"),
            ("machine's limit", _limit_text(report)),
        ]
    )


def _limit_text(report: BenchReport) -> str:
    limit = report.limit
    if limit is None:
        return "not measured here"
    return (
        f"inference takes {limit.ratio:.2f} times what {limit.gflop:.2f} GFLOP need at the measured "
        f"{limit.machine_gflops:.0f} GFLOP/s"
    )
