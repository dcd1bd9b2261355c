"""The command line ``uniad-inspect``: the window without a sub-command, headless work with one.

Nothing heavy is imported before it is known what is asked for: no Qt without a window, no torch ever.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli_checks import gauge, masters_cli
from app.cli_keys import keys_cli
from app.cli_proof import add_commands
from app.options import Language, ThemeName, WindowOptions
from engine.console import leave, run_command_line
from engine.provider import Provider

COMMAND = "uniad-inspect"

cli = typer.Typer(
    name=COMMAND,
    help="Inspects parts by camera: without a command the window opens, with one no window is needed.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
cli.add_typer(keys_cli)
cli.add_typer(masters_cli)
cli.command("gauge")(gauge)
add_commands(cli)


BundleArgument = Annotated[Path, typer.Argument(metavar="BUNDLE", help="A .uniad file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
ProviderOption = Annotated[
    Provider, typer.Option(case_sensitive=False, help="Where the graph runs; a GPU asked for by name is a must.")
]


@cli.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    demo: Annotated[bool, typer.Option("--demo", help="Open the demo product (trained at the first start).")] = False,
    station: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Station file with settings.")
    ] = None,
    bundle: Annotated[Path | None, typer.Option(metavar="FILE", help="Open this bundle.")] = None,
    product: Annotated[str | None, typer.Option(metavar="NAME", help="Product of the bundle.")] = None,
    source: Annotated[str | None, typer.Option(metavar="URI", help="Where frames come from: a folder.")] = None,
    kiosk: Annotated[bool, typer.Option("--kiosk", help="Full screen, starts inspecting by itself.")] = False,
    shots: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the pages as pictures there.")] = None,
    quit_after: Annotated[float | None, typer.Option(metavar="S", min=0, help="End after so many seconds.")] = None,
    theme: Annotated[ThemeName, typer.Option(help="Look of the window.")] = "system",
    language: Annotated[Language, typer.Option(help="Language of the window.")] = "system",
) -> int:
    """Open the window, unless a command follows."""
    if context.invoked_subcommand is not None:
        return 0
    from engine.pipeline.warm import WarmProcess, WarmStarter

    starter = WarmStarter(WarmProcess())  # it loads beside the window
    try:
        from app.start import open_window

        options = WindowOptions(
            demo=demo,
            station=station,
            bundle=bundle,
            product=product,
            source=source,
            kiosk=kiosk,
            shots=shots,
            quit_after=quit_after,
            theme=theme,
            language=language,
        )
        return open_window(options, starter)
    finally:
        starter.close()


@cli.command("run")
def run_parts(
    bundle: Annotated[Path | None, typer.Argument(metavar="BUNDLE", help="A .uniad file.")] = None,
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="A folder, image, video, camera, stream.")
    ] = None,
    product: Annotated[str | None, typer.Option(metavar="P", help="Product of the bundle.")] = None,
    overlays: Annotated[Path | None, typer.Option(metavar="DIR", help="Write pictures of the heat there.")] = None,
    most: Annotated[int | None, typer.Option("--max", metavar="N", min=1, help="Stop after N parts.")] = None,
    as_json: JsonOption = False,
    provider: ProviderOption = Provider.AUTO,
    guess: Annotated[bool, typer.Option("--guess-product", help="ERROR for parts that look like another one.")] = False,
    expected: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write pictures of the expected look there.")
    ] = None,
    station: Annotated[Path | None, typer.Option(metavar="FILE", help="Run the line of this station file.")] = None,
    record: Annotated[bool, typer.Option("--record", help="Record every part and drive the outputs.")] = False,
    confirm: Annotated[str, typer.Option("--confirm-limits", metavar="NAME", help="Proposed limits hold.")] = "",
    accept_unsigned: Annotated[
        bool, typer.Option("--accept-unsigned", help="With --confirm-limits: also of a bundle nobody trusted signed.")
    ] = False,
    check: Annotated[str, typer.Option("--check-masters", metavar="NAME", help="Ask for the master parts first.")] = "",
    accept_loss: Annotated[bool, typer.Option("--accept-loss", help="Begin anew where records are gone.")] = False,
    seconds: Annotated[float | None, typer.Option(metavar="S", min=0, help="Stop after so many seconds.")] = None,
) -> int:
    """Judge every part of SOURCE without a window, or run a whole station with --station FILE --record. Exit code 3 if
    a part could not be judged."""
    if station is not None or record:
        if station is None or not record or bundle is not None:
            raise typer.BadParameter("a station runs with --station FILE --record and without BUNDLE")
        from app.commands.record import RecordOptions
        from app.commands.record import record as record_station

        return record_station(RecordOptions(station, confirm, accept_unsigned, accept_loss, seconds, as_json, check))
    if bundle is None or source is None:
        raise typer.BadParameter("give BUNDLE and SOURCE, or --station FILE --record")
    from app.commands.run import RunOptions, run

    return run(RunOptions(bundle, source, product, overlays, most, as_json, provider, guess, expected))


@cli.command("sources")
def list_sources(
    producer: Annotated[str, typer.Option(metavar="CTI", help="GenTL producer to look through.")] = "",
    as_json: JsonOption = False,
) -> int:
    """List the cameras that are found."""
    from app.commands.sources import sources

    return sources(producer, as_json)


@cli.command("verify")
def verify_data(
    place: Annotated[Path, typer.Argument(metavar="DATA|ZIP", help="A data folder, a backup, or an export.")],
    head: Annotated[list[str] | None, typer.Option(metavar="SEQ:SHA256", help="A head noted elsewhere.")] = None,
    images: Annotated[bool, typer.Option(help="Check the image files too.")] = True,
    as_json: JsonOption = False,
) -> int:
    """Prove that records are whole: nothing removed, edited or cut off."""
    from app.commands.records import verify_records

    return verify_records(place, head or [], images, as_json)


@cli.command("backup")
def back_up_data(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A data folder, in use or not.")],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A new folder, or a new .zip.")],
    images: Annotated[bool, typer.Option(help="Copy the image files too.")] = True,
    as_json: JsonOption = False,
) -> int:
    """Copy records while the station runs, and check the copy."""
    from app.commands.records import back_up

    return back_up(data, target, images, as_json)


@cli.command("copy")
def copy_data(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A data folder, in use or not.")],
    address: Annotated[str, typer.Option("--to", metavar="URL", help="postgresql://user@host/database")],
    check: Annotated[bool, typer.Option("--verify", help="Then verify the whole copy.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Bring a copy of the records in the plant's PostgreSQL up to date; needs the extra [plant]."""
    from app.commands.records import copy_out

    return copy_out(data, address, check, as_json)


@cli.command("show")
def show_bundle(bundle: BundleArgument, as_json: JsonOption = False) -> int:
    """Check a bundle's hashes and print what it says of itself."""
    from app.commands.show import show

    return show(bundle, as_json)


@cli.command("sign")
def sign_bundle(
    bundle: BundleArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Sign a copy instead.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Sign a bundle with the station's key: whoever trusts that key may use it without being asked."""
    from app.commands.keys import sign

    return sign(bundle, out, as_json)


@cli.command("doctor")
def examine(
    bundle: Annotated[Path | None, typer.Option(metavar="FILE", help="Also judge with this bundle.")] = None,
    images: Annotated[Path | None, typer.Option(metavar="DIR", help="Real images, on GPU and CPU.")] = None,
    station: Annotated[Path | None, typer.Option(metavar="FILE", help="Also tell GB of images a day.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Say what is really usable on this machine, and what to do about the rest."""
    from app.commands.doctor import doctor

    return doctor(as_json, bundle, images, station)


@cli.command("support")
def collect_support(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The archive to write, a .zip.")],
    station: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Station file with settings.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Write logs, settings without secrets, the doctor's report, events and versions into one archive for support."""
    from app.commands.support import support

    return support(out, station, as_json)


@cli.command("errors")
def explain_errors(
    begin: Annotated[str, typer.Argument(metavar="[CODE]", help="A code, or how codes begin.")] = "",
    as_json: JsonOption = False,
) -> int:
    """List every error with its code, its cause and what to do."""
    from app.commands.error_codes import error_codes

    return error_codes(begin, as_json)


@cli.command("bench")
def measure(
    bundle: BundleArgument,
    provider: ProviderOption = Provider.AUTO,
    runs: Annotated[int, typer.Option(metavar="N", min=1, help="Measured parts.")] = 200,
    against: Annotated[
        str | None, typer.Option(metavar="torch|BUNDLE", help="Race the same weights in PyTorch, or another bundle.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Measure the time per part of the shipped graph on this machine."""
    from app.commands.bench import BenchOptions, bench

    return bench(BenchOptions(bundle, provider, runs, against, html, as_json))


def main() -> None:
    """Entry point of ``uniad-inspect``."""
    sys.modules["__main__"].__file__ = None  # processes of judge and cameras begin without importing this module
    leave(run_command_line(cli, COMMAND))
