"""PASS is locked by the master parts, or soon will be: why, and the way to the check. Above the picture, never over
it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.checks.wording import lock_line
from app.look import Look
from app.shell.warning_bar import WarningBar
from engine.pipeline.snapshot import Snapshot


class MasterBar(WarningBar):
    """``wanted``: somebody wants to check now."""

    wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.button.setText(self.tr("Check master parts"))
        self.button.clicked.connect(self.wanted)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shown while something is locked or due soon."""
        state = snapshot.line.masters.states.get(snapshot.product or "")
        check = snapshot.line.masters.check
        under_way = check is not None and check.outcome is None
        wanted = state is not None and (state.lock is not None or state.due_in_min is not None or under_way)
        self.setVisible(wanted)
        if state is not None and wanted:
            self.words.setText(
                self.tr("The master parts are being checked. No part is counted as a product.")
                if under_way
                else lock_line(state)
            )
