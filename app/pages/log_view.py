"""The end of the log, with a filter. Read in the background."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.background import Background
from app.look import Look

TAIL_BYTES = 300_000
PERIOD_MS = 2000
MOST_LINES = 2000
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of one log file."""

    path: Path | None
    lines: tuple[str, ...] = ()


class LogView(QWidget):
    """Follows the newest log file of some folders while it is seen."""

    def __init__(self, look: Look, folders: tuple[Path, ...], background: Background) -> None:
        super().__init__()
        self._folders, self._background = folders, background
        self._tail = Tail(None)
        self.level, self.filter, self.text = QComboBox(), QLineEdit(), QPlainTextEdit()
        self.level.addItem(self.tr("All lines"), "DEBUG")
        self.level.addItem(self.tr("Warnings and errors"), "WARNING")
        self.level.addItem(self.tr("Errors"), "ERROR")
        self.level.setAccessibleName(self.tr("Importance"))
        self.filter.setPlaceholderText(self.tr("Only lines with…"))
        self.filter.setAccessibleName(self.tr("Words to look for"))
        self.text.setReadOnly(True)
        self.text.setObjectName("log")
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Log"))
        self.text.setMinimumHeight(240)
        self.level.currentIndexChanged.connect(self._show)
        self.filter.textChanged.connect(self._show)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.level)
        tools.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(tools)
        layout.addWidget(self.text, 1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)

    def follow(self, on: bool) -> None:
        """Read now and then, or no more."""
        if on:
            self.refresh()
            self._timer.start(PERIOD_MS)
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Read the end of the log."""
        self._background.start(lambda: read_tail(self._folders), self._take, lambda error: None)

    def _take(self, tail: Tail) -> None:
        if tail != self._tail:
            self._tail = tail
            self._show()

    def _show(self) -> None:
        if self._tail.path is None:
            self.text.setPlainText(self.tr("There is no log yet."))
            return
        lines = filter_lines(self._tail.lines, str(self.level.currentData()), self.filter.text())
        bar = self.text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        self.text.setPlainText("\n".join(lines[-MOST_LINES:]) or self.tr("No line like this."))
        if at_end:
            bar.setValue(bar.maximum())


def read_tail(folders: tuple[Path, ...]) -> Tail:
    """The end of the log that was written last."""
    paths = [path for folder in folders for path in folder.glob("*.log") if path.is_file()]
    if not paths:
        return Tail(None)
    newest = max(paths, key=lambda path: path.stat().st_mtime)
    with newest.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - TAIL_BYTES))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return Tail(newest, tuple(lines[1:] if size > TAIL_BYTES else lines))


def filter_lines(lines: tuple[str, ...], level: str, words: str) -> list[str]:
    """Lines of at least this importance with these words; lines of a traceback go with the line above them."""
    wanted = set(LEVELS[LEVELS.index(level) :])
    found, keep = [], True
    for line in lines:
        named = next((word for word in line.split()[:4] if word in LEVELS), None)
        keep = named in wanted if named is not None else keep
        if keep and words.casefold() in line.casefold():
            found.append(line)
    return found
