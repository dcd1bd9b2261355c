"""Every fault in every state of the station, and what came of it: one page, made from a run of the tests.

usage: python -m tests.faults.matrix [--page .work/faults.md] [--only ROW ...]

``TABLE`` says which tests prove a cell; a cell that cannot occur carries the reason, one without a test is MISSING. The
tests inject real faults: signals, cut files, full file systems, limits on memory, cameras that hang, clocks that jump.
With ``--only`` what came of the other rows is taken from the run before, which lies beside the page.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.table import STATES, TABLE, Cell, Fault, Never, Noted
from tests.support.lines import SUMS

MISSING = "MISSING"
AS_IT_MUST, CANNOT, WRONG = "as it must", "cannot occur", "not as it must"
Counts = dict[str, dict[str, int]]


class Outcomes:
    """A plugin of pytest: what became of each test, parametrised ones together."""

    def __init__(self) -> None:
        self.by_test: Counts = {}
        self.seconds = 0.0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the call, and a set-up that failed or skipped."""
        self.seconds += report.duration
        if report.when == "call" or report.outcome != "passed":
            counts = self.by_test.setdefault(report.nodeid.partition("[")[0], {})
            counts[report.outcome] = counts.get(report.outcome, 0) + 1


def tests_of(cell: Cell) -> tuple[str, ...]:
    """The tests that prove a cell."""
    if isinstance(cell, Never):
        return ()
    return cell.tests if isinstance(cell, Noted) else cell


def all_tests(rows: Mapping[int, Fault]) -> list[str]:
    """Every test of the table once, in order."""
    cells = (cell for fault in rows.values() for cell in fault.cells.values())
    return list(dict.fromkeys(test for cell in cells for test in tests_of(cell)))


def outcome(cell: Cell, done: Counts) -> tuple[str, str]:
    """Which of the four a cell is, and its words."""
    if isinstance(cell, Never):
        return CANNOT, f"{CANNOT}: {cell.why}"
    if not tests_of(cell):
        return MISSING, f"**{MISSING}**"
    totals: dict[str, int] = {}
    for test in tests_of(cell):
        for word, count in (done.get(test) or {"not run": 1}).items():
            totals[word] = totals.get(word, 0) + count
    told = ", ".join(f"{count} {word}" for word, count in totals.items())
    note = f"; {cell.note}" if isinstance(cell, Noted) else ""
    if "failed" in totals or "not run" in totals or "passed" not in totals:
        return WRONG, f"**{WRONG}: {told}**"
    return AS_IT_MUST, f"{AS_IT_MUST} ({told}{note})"


def page(rows: Mapping[int, Fault], done: Counts, sums: Mapping[str, int], seconds: float) -> str:
    """The table in Markdown, its sums at the head."""
    found = {n: [outcome(fault.cells.get(state, ()), done) for state in STATES] for n, fault in rows.items()}
    kinds = [kind for cells in found.values() for kind, _ in cells]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in (AS_IT_MUST, CANNOT, MISSING, WRONG))
    runs = {word: sum(one.get(word, 0) for one in done.values()) for word in ("passed", "failed", "skipped")}
    head = [
        "# Faults, states, outcomes",
        "",
        f"{len(kinds)} cells: {counted}.",
        "",
        f"{len(done)} tests in {seconds:.0f} s: {', '.join(f'{count} {word}' for word, count in runs.items())}.",
        "",
        f"{sums.get('lines', 0)} lines gave {sums.get('results', 0)} results, {sums.get('passes', 0)} of them PASS: "
        f"{sums.get('passes_by_accident', 0)} PASS by accident (told, and not a PASS in the records), "
        f"{sums.get('lost_records', 0)} lost records (told with a number that the records do not have), "
        f"{sums.get('told_twice', 0)} parts told twice. After each line its records were verified.",
        "",
        f"| # | fault | must | {' | '.join(STATES)} |",
        "|---|---|---|" + "---|" * len(STATES),
    ]
    lines = [
        f"| {n} | {fault.title} | {fault.must} | {' | '.join(words for _, words in found[n])} |"
        for n, fault in rows.items()
    ]
    return "\n".join([*head, *lines]) + "\n"


def with_before(path: Path, done: Outcomes, rows: Mapping[int, Fault]) -> tuple[Counts, dict[str, int], float]:
    """The tests of this run over those of earlier ones, and the sums of all of them; kept for the next."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() and len(rows) < len(TABLE) else {}
    counts: Counts = before.get("tests", {}) | done.by_test
    sums = {name: before.get("sums", {}).get(name, 0) + count for name, count in asdict(SUMS).items()}
    seconds = before.get("seconds", 0.0) + done.seconds
    path.write_text(json.dumps({"tests": counts, "sums": sums, "seconds": seconds}), encoding="utf-8")
    return counts, sums, seconds


def main() -> int:
    """Run the tests of the table and write the page; exit code 0 only if every cell of the rows asked for is as it must
    be or cannot occur, and nothing passed by accident or was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.matrix")
    parser.add_argument("--page", type=Path, default=Path(".work/faults.md"))
    parser.add_argument("--only", type=int, nargs="*", default=[], choices=sorted(TABLE))
    given = parser.parse_args()
    rows = {number: TABLE[number] for number in given.only or TABLE}
    done, began = Outcomes(), time.monotonic()
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "slow or not slow", *all_tests(rows)], plugins=[done])
    given.page.parent.mkdir(parents=True, exist_ok=True)
    counts, sums, seconds = with_before(given.page.with_suffix(".json"), done, rows)
    given.page.write_text(page(TABLE, counts, sums, seconds), encoding="utf-8")
    print(f"{given.page}, {time.monotonic() - began:.0f} s")
    wrong = any(
        outcome(cell, counts)[0] in (WRONG, MISSING) for fault in rows.values() for cell in fault.cells.values()
    )
    never = sums["passes_by_accident"] + sums["lost_records"] + sums["told_twice"]
    return int(code) or int(wrong or never > 0)


if __name__ == "__main__":
    sys.exit(main())
