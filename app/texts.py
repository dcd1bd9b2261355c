"""Words that several places of the window use."""

from PySide6.QtCore import QCoreApplication

from engine.decision import Verdict
from engine.pipeline.snapshot import LineState

translate = QCoreApplication.translate


def verdict_word(verdict: Verdict) -> str:
    """The verdict in the language of the window."""
    return {
        Verdict.PASS: translate("Verdict", "PASS"),
        Verdict.REVIEW: translate("Verdict", "REVIEW"),
        Verdict.FAIL: translate("Verdict", "FAIL"),
        Verdict.ERROR: translate("Verdict", "ERROR"),
    }[verdict]


def verdict_words() -> list[str]:
    """All four."""
    return [verdict_word(verdict) for verdict in Verdict]


def state_word(state: LineState) -> str:
    """What the line is doing."""
    return {
        LineState.IDLE: translate("LineState", "not ready"),
        LineState.LOADING: translate("LineState", "loading"),
        LineState.STOPPED: translate("LineState", "stopped"),
        LineState.RUNNING: translate("LineState", "running"),
        LineState.FAILED: translate("LineState", "stopped by an error"),
        LineState.READ_ONLY: translate("LineState", "read only"),
        LineState.CLOSED: translate("LineState", "closed"),
    }[state]
