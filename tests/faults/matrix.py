"""Every fault in every state of the station, and what came of it: one page, made from a run of the tests.

usage: python -m tests.faults.matrix [--page .work/faults.md] [--only ROW ...]

``TABLE`` says which tests prove a cell; a cell that cannot occur carries the reason, one without a test is MISSING. The
tests inject real faults: signals, cut files, full file systems, limits on memory, cameras that hang, clocks that jump.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.faults.table import STATES, TABLE, Cell, Fault, Never

MISSING = "MISSING"


class Outcomes:
    """A plugin of pytest: what became of each test, parametrised ones together."""

    def __init__(self) -> None:
        self.by_test: dict[str, dict[str, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the call, and a set-up that failed or skipped."""
        if report.when == "call" or report.outcome != "passed":
            counts = self.by_test.setdefault(report.nodeid.partition("[")[0], {})
            counts[report.outcome] = counts.get(report.outcome, 0) + 1


def all_tests(rows: Mapping[int, Fault]) -> list[str]:
    """Every test of the table once, in order."""
    cells = (cell for fault in rows.values() for cell in fault.cells.values())
    return list(dict.fromkeys(test for cell in cells if not isinstance(cell, Never) for test in cell))


def outcome(cell: Cell, done: Outcomes) -> str:
    """The words of a cell."""
    if isinstance(cell, Never):
        return f"cannot occur: {cell.why}"
    if not cell:
        return f"**{MISSING}**"
    totals: dict[str, int] = {}
    for test in cell:
        for word, count in (done.by_test.get(test) or {"not run": 1}).items():
            totals[word] = totals.get(word, 0) + count
    bad = any(word in totals for word in ("failed", "not run"))
    told = ", ".join(f"{count} {word}" for word, count in totals.items())
    return f"**{told}**" if bad else f"as it must ({told})"


def page(rows: Mapping[int, Fault], done: Outcomes) -> str:
    """The table in Markdown."""
    head = f"| # | fault | must | {' | '.join(STATES)} |"
    lines = ["# Faults, states, outcomes", "", head, "|---|---|---|" + "---|" * len(STATES)]
    for number, fault in rows.items():
        cells = " | ".join(outcome(fault.cells.get(state, ()), done) for state in STATES)
        lines.append(f"| {number} | {fault.title} | {fault.must} | {cells} |")
    all_cells = [fault.cells.get(state, ()) for fault in rows.values() for state in STATES]
    never = sum(isinstance(cell, Never) for cell in all_cells)
    missing = sum(not isinstance(cell, Never) and not cell for cell in all_cells)
    failed = sum(counts.get("failed", 0) for counts in done.by_test.values())
    proved = len(all_cells) - never - missing
    lines += ["", f"{len(all_cells)} cells: {proved} tested, {never} cannot occur, {missing} missing; {failed} failed."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the tests of the table and write the page; the exit code is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.matrix")
    parser.add_argument("--page", type=Path, default=Path(".work/faults.md"))
    parser.add_argument("--only", type=int, nargs="*", default=[], choices=sorted(TABLE))
    given = parser.parse_args()
    rows = {number: TABLE[number] for number in given.only or TABLE}
    done = Outcomes()
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "slow or not slow", *all_tests(rows)], plugins=[done])
    given.page.parent.mkdir(parents=True, exist_ok=True)
    given.page.write_text(page(rows, done), encoding="utf-8")
    print(given.page)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
