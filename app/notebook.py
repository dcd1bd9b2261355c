"""Who did what at the window, as events in the records."""

from collections.abc import Mapping

from engine.pipeline.client import LineClient
from engine.records.entries import EventBody


class LineNotebook:
    """See ``Notebook``: written by the station, durably, without anybody waiting for it."""

    def __init__(self, line: LineClient) -> None:
        self._line = line

    def note(self, code: str, user: str, params: Mapping[str, str | int | float]) -> None:
        """Write it down; returns at once. If the station has no records, the log file has the reason."""
        self._line.record(EventBody(code=code, user=user, params=dict(params)))
