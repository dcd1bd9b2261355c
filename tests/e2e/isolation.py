"""What breaks stays where it breaks: ``python -m tests.e2e.isolation [--only NAME] [--most 2]``.

The judge's process, a decoder (of a stream), a camera driver and the window itself crash (a wild pointer), hang and run
out of memory (a limit of the operating system), each in its real process beside real records; and each is made to do so
again and again. Prints one JSON object a case: how long it took until it was noticed, then until the next process was
there (``restart_s``), and until a part passed again after the blow (``down_s``), on the monotonic clock; the processor
time of the new process until then (``restart_cpu_s``: what a restart takes on a quiet machine); the verdicts given
meanwhile; whether the records verify and hold no part twice; what stopped it. Exit code 1 if a record is not whole, or
a restart took longer than ``--most`` (2 s on a quiet machine). Linux.

A process that is started anew reads the main module again: this one is as light as the program's own, so that a
restart takes here what it takes there.
"""

import argparse
import json
import sys


def main() -> int:
    """Every case, one after the other."""
    from tests.e2e.isolation_cases import CASES, run
    from tests.e2e.isolation_window import WINDOW

    parser = argparse.ArgumentParser(prog="python -m tests.e2e.isolation")
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--most", type=float, default=2.0, help="seconds that a restart may take")
    given = parser.parse_args()
    bad = 0
    runs = [(case.name, lambda case=case: run(case)) for case in CASES] + list(WINDOW)
    for name, go in runs:
        if given.only not in name:
            continue
        try:
            told = go()
        except (AssertionError, TimeoutError) as error:
            told = {"case": name, "whole": False, "problem": str(error)[:400]}
        wrong = not told["whole"] or float(str(told.get("restart_s", 0))) > given.most
        bad += wrong
        print(json.dumps(told), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
