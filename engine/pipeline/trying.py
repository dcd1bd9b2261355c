"""A line is tried out while another is still in use."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import ErrorCode, InspectError
from engine.pipeline.snapshot import LineState

if TYPE_CHECKING:
    from engine.pipeline.line import Line

LOAD_S = 120.0


def try_out(line: "Line", closed: Callable[[], bool]) -> None:
    """Load the judge while the product in use still stands. Raises what prevents it; gives up when ``closed``."""
    line.start()
    deadline = time.monotonic() + LOAD_S
    while not closed() and time.monotonic() < deadline:
        now = line.snapshot()
        if now.state is LineState.FAILED:
            line.close(outputs_too=False)
            raise now.cause or InspectError(ErrorCode.INTERNAL, where="judge", why="it does not start")
        if now.state is not LineState.LOADING:
            return
        time.sleep(0.01)
    line.close(outputs_too=False)
    raise InspectError(ErrorCode.INTERNAL, where="judge", why=f"it was not ready within {LOAD_S:.0f} s")
