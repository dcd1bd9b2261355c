"""``uniad-inspect run --station FILE --record``: the whole line without a window, until it is stopped."""

import signal
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.commands.images_per_day import image_line, read_pace
from app.commands.masters import check_every_product
from engine.console import DONE, SOME_ERRORS, note, print_json
from engine.pipeline.snapshot import LineState
from engine.pipeline.station import Station, StationOptions, run_until
from engine.settings import load_settings


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """``confirm``: the name of the engineer who confirms proposed limits; ``accept_unsigned``: also of a bundle without
    a trusted signature; ``seconds``: stop by itself."""

    station: Path
    confirm: str = ""
    accept_unsigned: bool = False
    accept_loss: bool = False
    seconds: float | None = None
    as_json: bool = False
    check_masters: str = ""


def record(options: RecordOptions) -> int:
    """Run the station; ends cleanly on Ctrl-C, SIGTERM, after ``seconds``, or when its sources have ended."""
    settings, problem = load_settings(options.station)
    if problem is not None:
        note(f"warning: {problem}; using the last good settings")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # only the main thread may
            signal.signal(number, lambda *_: stop.set())
    choice = StationOptions(options.accept_loss, options.confirm, options.accept_unsigned, user=options.confirm)
    station = Station(settings, options.station.resolve().parent, choice)
    try:
        pace = read_pace(station.data, settings.records)
        note(image_line(pace, settings.records, free_bytes=station.writer.disk().free))
        if station.trust is not None and not station.trust.trusted:
            note(f"warning: the bundle is {station.trust.words()}")
        station.start()
        if options.check_masters:
            check_every_product(station, options.check_masters)
        run_until(station, stop, options.seconds, note)
        pace = read_pace(station.data, settings.records)
    finally:
        station.close()
    final = station.line.snapshot()
    if options.as_json:
        cause = None if final.cause is None else str(final.cause)
        told = {"parts": asdict(final.parts), "frames": asdict(final.frames), "head": final.head, "cause": cause}
        print_json(told | {"image_gb_per_day": None if pace is None else round(pace.bytes_per_day / 1e9, 3)})
    else:
        print(
            f"{final.parts.triggers} parts: {final.parts.passed} PASS, {final.parts.review} REVIEW, "
            f"{final.parts.failed} FAIL, {final.parts.error} ERROR"
            + (f" ({final.parts.presented} of them presented for a check)" if final.parts.presented else "")
            + f"; head {final.head}"
        )
    if final.state is LineState.FAILED and final.cause is not None:
        raise final.cause
    return SOME_ERRORS if final.parts.error > final.parts.presented else DONE
