"""A line in the log for each part."""

import logging

from engine.outputs.base import Result

log = logging.getLogger("uniad.results")


class LogLine:
    """The simplest output; it never fails."""

    name = "log"
    problem = ""

    def ready(self, ready: bool) -> None:
        """Say so."""
        log.info("line %s", "ready" if ready else "not ready")

    def send(self, result: Result) -> None:
        """One line; with the head, so that a cut tail of the records shows."""
        score = "-" if result.score is None else f"{result.score:.4f}"
        serial = f" serial {result.serial}" if result.serial else ""
        head = f" head {result.head}" if result.head else ""
        log.info("part %s %s %s%s score %s%s", result.number, result.product, result.verdict.value, serial, score, head)

    def close(self) -> None:
        """Nothing is held."""
