"""Calm lines and tables for people; colour only for what is abnormal, and only on a terminal."""

import sys
from collections.abc import Sequence

from engine.decision import Verdict
from engine.judge import Inspection

_COLOURS = {Verdict.REVIEW: "33", Verdict.FAIL: "1;31", Verdict.ERROR: "1;35"}


def verdict_line(inspection: Inspection) -> str:
    """Verdict, score, limits, milliseconds and name of one part."""
    verdict = f"{inspection.verdict.value:<6}"
    if sys.stdout.isatty() and inspection.verdict in _COLOURS:
        verdict = f"\x1b[{_COLOURS[inspection.verdict]}m{verdict}\x1b[0m"
    score = "       -" if inspection.score is None else f"{inspection.score:8.3f}"
    limits = inspection.limits
    review = "" if limits.review is None else f"review {limits.review:.3f}, "
    took = "" if inspection.score is None else f"{inspection.latency.total:7.1f} ms"
    return f"{verdict} {score}  ({review}reject {limits.reject:.3f}) {took:>10}  {inspection.source}"


def print_table(rows: Sequence[tuple[str, ...]], title: str = "") -> None:
    """Rows of text in columns; the last column wraps on a terminal, and is never cut in a file."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", show_header=False, box=None, pad_edge=False)
    for index in range(len(rows[0])):
        table.add_column(no_wrap=index == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160)
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
