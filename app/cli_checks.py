"""The commands ``uniad-inspect masters …`` and ``uniad-inspect gauge``: master parts and gauge studies."""

from pathlib import Path
from typing import Annotated

import typer

masters_cli = typer.Typer(
    name="masters",
    help="Known good and bad parts that a line must judge right before anything may pass.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object.")]
StationOption = Annotated[
    Path, typer.Option("--station", metavar="FILE", exists=True, dir_okay=False, help="Station file with settings.")
]
ProductOption = Annotated[str | None, typer.Option(metavar="P", help="Product; else the one of the line.")]


@masters_cli.command("list")
def list_sets(station: StationOption, as_json: JsonOption = False) -> int:
    """List the master parts of every product. Exit code 2 if a set proves nothing."""
    from app.commands.masters import list_masters

    return list_masters(station, as_json)


@masters_cli.command("test")
def try_software(station: StationOption, product: ProductOption = None, as_json: JsonOption = False) -> int:
    """Judge the stored pictures of the master parts: tests the software, and never counts as a check."""
    from app.commands.masters import try_masters

    return try_masters(station, product, as_json)


@masters_cli.command("check")
def check_live(
    station: StationOption,
    user: Annotated[str, typer.Option(metavar="NAME", help="Who presents them.")],
    product: ProductOption = None,
    as_json: JsonOption = False,
) -> int:
    """Ask for the master parts one after the other, read them live, record the check."""
    from app.commands.masters import check_masters

    return check_masters(station, product, user, as_json)


def gauge(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="A study: DATA/gauge/NAME.json.")],
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report there.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Print the figures of a gauge study: agreement, misses and false alarms with intervals, repeatability."""
    from app.commands.gauge import show_study

    return show_study(study, pdf, as_json)
