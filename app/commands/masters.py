"""``uniad-inspect masters list | test | check``: master parts without a window."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bundle import read_bundle
from engine.console import DONE, WRONG_INPUT, note, print_json
from engine.decision import Limits
from engine.errors import ErrorCode, InspectError, UsageError
from engine.masters.checks import CheckState, Reading, check_event
from engine.masters.rules import Standing
from engine.masters.sets import MasterShelf
from engine.settings import LineMode, Settings, load_settings

if TYPE_CHECKING:
    from engine.pipeline.line import Line
    from engine.pipeline.station import Station

COMMAND = "uniad-inspect masters"
LOAD_S = 120.0


def list_masters(station: Path, as_json: bool) -> int:
    """Print the sets of the station's data folder. Exit code 2 if one proves nothing."""
    shelf = MasterShelf(_open(station)[1])
    found: list[dict[str, object]] = []
    bad = False
    for product in shelf.products():
        try:
            made = shelf.load(product)
            why, sha256 = made.problem(), made.sha256
            parts = [part.model_dump(mode="json", exclude={"thumbnail"}) for part in made.parts]
        except UsageError as error:
            why, sha256, parts = str(error.params.get("why", error)), "", []
        bad = bad or bool(why)
        found.append({"product": product, "sha256": sha256, "problem": why, "parts": parts})
    if as_json:
        print_json({"sets": found})
    else:
        _print_sets(found)
    return WRONG_INPUT if bad else DONE


def try_masters(station: Path, product: str | None, as_json: bool) -> int:
    """Judge the stored pictures of the master parts. Tests the software alone, and is recorded as such if no station is
    running. Exit code 2 if one is judged wrong."""
    from engine.masters.stored import judge_stored, make_judge
    from engine.runtime import Runtime

    settings, data = _open(station)
    bundle = read_bundle(station.absolute().parent / settings.line.bundle)
    name, entry = bundle.product(product or settings.line.product)
    limits = _limits(data, name, bundle.sha256) or entry.limits.to_limits()
    runtime = Runtime(bundle, settings.line.provider)
    runtime.warm_up()
    judge = make_judge(bundle, name, runtime, limits)
    check = judge_stored(MasterShelf(data), name, judge, bundle.sha256, runtime.provider)
    _record(data, settings, check)
    _print_check(check, as_json)
    return DONE if check.outcome is Standing.PASSED else WRONG_INPUT


def check_masters(station: Path, product: str | None, user: str, as_json: bool) -> int:
    """Ask for the master parts at the terminal, one after the other, and read them live. Exit code 2 if one is judged
    wrong. Raises RecordsError while another program records in the data folder."""
    from engine.pipeline.station import Station, StationOptions
    from engine.pipeline.tally import Tally

    settings, _ = _open(station)
    folder = station.absolute().parent
    running = Station(settings, folder, StationOptions(user=user, window=True))
    try:
        held = settings.line.mode is not LineMode.TRIGGERED
        bundle = read_bundle(folder / settings.line.bundle)
        running.use(running.make_line(bundle, settings.sources, settings.line.product, Tally(), held=held), bundle)
        running.start()
        name = product or running.line.plan.product
        check = present_all(running, name, user, _ask_at_terminal)
    finally:
        running.close()
    _print_check(check, as_json)
    return DONE if check.outcome is Standing.PASSED else WRONG_INPUT


def check_every_product(station: "Station", user: str) -> None:
    """Master parts of all products of a station that runs; then it goes on. What is found is told on stderr: stdout
    belongs to the run."""
    for product in dict.fromkeys(source.product for source in station.line.plan.sources):
        for line in _check_lines(present_all(station, product, user, _ask_at_terminal)):
            note(line)
    station.line.run()


def present_all(station: "Station", product: str, user: str, ask: Callable[[CheckState], bool]) -> CheckState:
    """A whole check on the line of a station; ``ask`` tells which part to present and returns when it is there, or
    False to end. With triggers from outside the line takes the part itself."""
    line = station.line
    line.wait(lambda now: now.provider != "" or now.cause is not None, LOAD_S)
    if (cause := line.snapshot().cause) is not None:
        raise cause
    line.masters.begin(product, user)
    triggered = line.plan.mode is LineMode.TRIGGERED
    while (check := line.snapshot().masters.check) is not None and check.outcome is None:
        count = len(check.readings)
        if not ask(check):
            line.masters.cancel("ended at the terminal")
            break
        _take(line, count, triggered)
    line.wait(lambda now: _settled(now.masters.check), 30)
    check = line.snapshot().masters.check
    if check is None:
        raise UsageError(ErrorCode.MASTERS_BUSY, what="the check was dismissed")
    return check


def _take(line: "Line", count: int, triggered: bool) -> None:
    """Wait for the reading after ``count`` others."""
    if not triggered or not _moved(line.snapshot().masters.check, count):  # a trigger may have been faster
        line.step()
    line.wait(lambda now: _moved(now.masters.check, count), LOAD_S)


def _moved(check: CheckState | None, count: int) -> bool:
    return check is None or len(check.readings) > count or check.outcome is not None


def _settled(check: CheckState | None) -> bool:
    return check is None or check.recorded or check.outcome is Standing.CANCELLED


def _ask_at_terminal(check: CheckState) -> bool:
    asked = check.asked
    if check.readings:
        note(_reading_line(check.readings[-1]))
    if asked is None:
        return False
    again = " again" if check.readings and check.readings[-1].repeat else ""
    note(f"{check.position + 1} of {len(check.parts)}: present {asked.name} ({asked.kind.value}){again}, press Return")
    line = sys.stdin.readline()
    return bool(line) and line.strip().lower() not in ("q", "quit")


def _open(station: Path) -> tuple[Settings, Path]:
    settings, problem = load_settings(station)
    if problem is not None:
        note(f"warning: {problem}; using the last good settings")
    return settings, station.absolute().parent / settings.station.data


def _limits(data: Path, product: str, bundle_sha256: str) -> Limits | None:
    """The limits in force, if there are records."""
    from engine.records.reader import RecordReader

    try:
        reader = RecordReader(data)
    except InspectError:
        return None
    try:
        found = reader.limits_in_force(product, bundle_sha256)
        return None if found is None else found[1].limits.to_limits()
    finally:
        reader.close()


def _record(data: Path, settings: Settings, check: CheckState) -> None:
    """A row named as a test of stored pictures; none while a station runs, for only one program writes."""
    from engine.records.writer import RecordWriter, WriterOptions

    try:
        writer = RecordWriter(data, WriterOptions(station=settings.station.name))
    except InspectError as error:
        note(f"not recorded: {error}")
        return
    try:
        writer.store(check_event(check))
    finally:
        writer.close()


def _print_sets(found: list[dict[str, object]]) -> None:
    if not found:
        print("no master parts yet; take them on page Checks")
    for one in found:
        parts = one["parts"] if isinstance(one["parts"], list) else []
        print(f"{one['product']}: {len(parts)} parts, set {str(one['sha256'])[:16]}")
        if one["problem"]:
            print(f"  proves nothing: {one['problem']}")
        for part in parts:
            taken = f"taken {part['taken_utc']} by {part['user'] or '-'}"
            score = f"score {part['score']:.4g} ± {part['tolerance']:.3g}"
            print(f"  {part['name']}: {part['kind']}, expected {part['expected']}, {score}, {taken}")


def _print_check(check: CheckState, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "product": check.product,
                "outcome": None if check.outcome is None else check.outcome.value,
                "stored": check.stored,
                "why": check.why,
                "readings": [asdict(reading) for reading in check.readings],
                "conditions": asdict(check.conditions),
            }
        )
        return
    print("\n".join(_check_lines(check)))


def _check_lines(check: CheckState) -> list[str]:
    kind = "test of stored pictures (proves nothing about lens and light)" if check.stored else "check"
    outcome = check.outcome.value if check.outcome else "not finished"
    told = f"{kind} of {check.product}: {outcome} {check.why}".rstrip()
    return [*map(_reading_line, check.readings), told]


def _reading_line(reading: Reading) -> str:
    score = "-" if reading.score is None else f"{reading.score:.4g}"
    told = "right" if reading.right else f"WRONG: {reading.why}"
    return f"  {reading.name}: {reading.verdict.value} {score} (expected {reading.expected.value}), {told}"
