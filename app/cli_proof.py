"""Commands that prove: ``report`` and ``trace``."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import Language

StationOption = Annotated[
    Path | None, typer.Option("--station", metavar="FILE", exists=True, dir_okay=False, help="Its records, its shifts.")
]
DataArgument = Annotated[Path | None, typer.Argument(metavar="[DATA]", help="A data folder; else the station's.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def report_parts(
    data: DataArgument = None,
    station: StationOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With .pdf or .csv only that; else both.")
    ] = None,
    since: Annotated[str, typer.Option(metavar="TIME", help="Local, for example 2026-10-15T06:00.")] = "",
    until: Annotated[
        str,
        typer.Option(
            metavar="TIME", help="Up to this time, not including it (a date: not that day); up to now, if not given."
        ),
    ] = "",
    day: Annotated[str, typer.Option(metavar="DATE", help="One day.")] = "",
    shift: Annotated[str, typer.Option(metavar="TIME", help="The shift that holds this time.")] = "",
    product: Annotated[str | None, typer.Option(metavar="NAME", help="Only this product.")] = None,
    lot: Annotated[str | None, typer.Option(metavar="LOT", help="Only this lot.")] = None,
    model: Annotated[str | None, typer.Option(metavar="SHA256", help="Only what this bundle judged.")] = None,
    language: Annotated[Language, typer.Option(help="Of the PDF.")] = "system",
    due: Annotated[bool, typer.Option("--due", help="Write what the schedule of the station file owes.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Write a report of a shift, a lot, a product, a model or a period as PDF and CSV; without any, of today."""
    from app.commands.report import ReportOptions, report

    return report(
        ReportOptions(data, station, out, since, until, day, shift, product, lot, model, language, due, as_json)
    )


def trace_part(
    data: DataArgument = None,
    station: StationOption = None,
    part: Annotated[str, typer.Option(metavar="ID", help="Its identity.")] = "",
    serial: Annotated[str, typer.Option(metavar="NUMBER", help="Its serial number.")] = "",
    lot: Annotated[str | None, typer.Option(metavar="LOT", help="Its lot.")] = None,
    at: Annotated[str, typer.Option(metavar="TIME", help="A minute to both sides; local.")] = "",
    image: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Its picture, whatever its name.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="ZIP", help="Write all that is known there.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Find a part, and export everything known of it as one signed ZIP (checked with verify)."""
    from app.commands.trace import TraceOptions, trace

    return trace(TraceOptions(data, station, part, serial, lot, at, image, out, as_json))


def add_commands(cli: typer.Typer) -> None:
    """To the command line."""
    cli.command("report")(report_parts)
    cli.command("trace")(trace_part)
