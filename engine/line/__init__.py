"""The line: a source, a judge, and what came of it. The window sees it only through ``LineClient``."""

from engine.line.client import LineClient
from engine.line.snapshot import Counts, LineState, Mark, Reject, Snapshot, SourceStatus

__all__ = ["Counts", "LineClient", "LineState", "Mark", "Reject", "Snapshot", "SourceStatus"]
