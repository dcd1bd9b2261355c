"""What each action does in the main window."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.actions import Do
from app.shell.navigation import BESIDE_INSPECT
from engine.records.entries import FindingKind

if TYPE_CHECKING:
    from app.main_window import MainWindow


def slots(window: "MainWindow") -> dict[Do, Callable[[], object]]:
    """For ``build_actions``."""
    return {
        Do.TOGGLE: window.toggle,
        Do.STEP: window.line.step,
        Do.OPEN_BUNDLE: lambda: window.guarded(window.ask_bundle),
        Do.OPEN_FOLDER: lambda: window.guarded(window.ask_folder),
        Do.ACKNOWLEDGE: lambda: window.inspect.rejects.acknowledge(),
        Do.LIVE: lambda: window.inspect.live(),
        Do.FIT: lambda: window.inspect.picture.fit(),
        Do.ZOOM_IN: lambda: window.inspect.zoom(True),
        Do.ZOOM_OUT: lambda: window.inspect.zoom(False),
        Do.OUTLINE: lambda: window.inspect.tools.outline.toggle(),
        Do.PROPOSED: lambda: window.guarded(window.inspect.proposed_limits),
        Do.RESET: lambda: window.guarded(window.line.reset_counts),
        Do.INSPECT: lambda: window.go(Do.INSPECT),
        **{do: partial(window.go, do) for do in BESIDE_INSPECT},
        **{Do(kind.value): partial(_say, window, kind) for kind in FindingKind},
        Do.UNDO: lambda: window.engineer.undo(),
        Do.REDO: lambda: window.engineer.undo(redo=True),
        Do.SIGN_IN: window.sign_in_or_out,
        Do.DEMO: lambda: window.start_demo(),
        Do.THEME: lambda: window.restyle.emit("theme"),
        Do.LANGUAGE: lambda: window.restyle.emit("language"),
        Do.CONFIRM: window.confirm_limits,
        Do.LOT: lambda: window.top.labels.lot.setFocus(Qt.FocusReason.ShortcutFocusReason),
        Do.QUIT: window.close,
    }


def _say(window: "MainWindow", kind: FindingKind) -> None:
    """Pages are built anew with each look, so the page is asked for when the key is pressed."""
    window.engineer.say(kind)
