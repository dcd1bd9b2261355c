"""``uniad-inspect doctor``: the report of ``engine.doctor`` for people or scripts."""

from app.commands.text import print_table
from engine.console import DONE, print_json
from engine.doctor import Status, examine

_MARKS = {Status.OK: "ok", Status.NOTE: "note", Status.PROBLEM: "PROBLEM"}


def doctor(as_json: bool) -> int:
    """Print the report; a problem found is still work done (exit code 0), the report says it."""
    report = examine()
    if as_json:
        print_json(report.to_json())
        return DONE
    rows: list[tuple[str, ...]] = []
    for check in report.checks:
        rows.append((check.name, _MARKS[check.status], check.found))
        if check.advice:
            rows.append(("", "", f"-> {check.advice}"))
    print_table(rows)
    print()
    print_table([(name, version or "-") for name, version in report.versions.items()])
    print()
    print("ready" if report.ok else "not ready: see PROBLEM above")
    return DONE
