"""Everything the window can do, as data: name, words, shortcut."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


class Do(StrEnum):
    """Names of actions."""

    TOGGLE = "toggle"
    STEP = "step"
    OPEN_BUNDLE = "open_bundle"
    OPEN_FOLDER = "open_folder"
    ACKNOWLEDGE = "acknowledge"
    LIVE = "live"
    FIT = "fit"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    OUTLINE = "outline"
    PROPOSED = "proposed"
    CONFIRM = "confirm"
    LOT = "lot"
    RESET = "reset"
    DEFECT = "defect"
    FALSE_REJECT = "false_reject"
    UNSURE = "unsure"
    ESCAPE = "escape"
    GOOD = "good"
    UNDO = "undo"
    REDO = "redo"
    INSPECT = "inspect"
    REVIEW = "review"
    PRODUCTS = "products"
    TRAIN = "train"
    SETTINGS = "settings"
    DIAGNOSTICS = "diagnostics"
    CHECKS = "checks"
    REPORTS = "reports"
    DASHBOARD = "dashboard"
    SHORTCUTS = "shortcuts"
    SIGN_IN = "sign_in"
    DEMO = "demo"
    THEME = "theme"
    LANGUAGE = "language"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``keys`` are portable key names."""

    name: Do
    text: str
    keys: str = ""


def action_specs() -> tuple[ActionSpec, ...]:
    """All actions in the language of the window."""
    return (
        ActionSpec(Do.TOGGLE, translate("Actions", "Start or stop"), "F5"),
        ActionSpec(Do.STEP, translate("Actions", "Step"), "Space"),
        ActionSpec(Do.OPEN_BUNDLE, translate("Actions", "Open a bundle…"), "Ctrl+O"),
        ActionSpec(Do.OPEN_FOLDER, translate("Actions", "Open a folder of images…"), "Ctrl+Shift+O"),
        ActionSpec(Do.ACKNOWLEDGE, translate("Actions", "Acknowledge"), "A"),
        ActionSpec(Do.LIVE, translate("Actions", "Back to live"), "Esc"),
        ActionSpec(Do.FIT, translate("Actions", "Fit"), "0"),
        ActionSpec(Do.ZOOM_IN, translate("Actions", "Zoom in"), "+"),
        ActionSpec(Do.ZOOM_OUT, translate("Actions", "Zoom out"), "-"),
        ActionSpec(Do.OUTLINE, translate("Actions", "Outline on or off"), "O"),
        ActionSpec(Do.PROPOSED, translate("Actions", "Proposed limits"), "Ctrl+L"),
        ActionSpec(Do.CONFIRM, translate("Actions", "Confirm proposed limits"), "Ctrl+Return"),
        ActionSpec(Do.LOT, translate("Actions", "Enter the lot"), "Ctrl+B"),
        ActionSpec(Do.RESET, translate("Actions", "Reset the counts"), "Ctrl+R"),
        ActionSpec(Do.DEFECT, translate("Actions", "Defect"), "D"),
        ActionSpec(Do.FALSE_REJECT, translate("Actions", "False reject"), "F"),
        ActionSpec(Do.UNSURE, translate("Actions", "Unsure"), "U"),
        ActionSpec(Do.ESCAPE, translate("Actions", "Escape"), "E"),
        ActionSpec(Do.GOOD, translate("Actions", "Good"), "G"),
        ActionSpec(Do.UNDO, translate("Actions", "Undo the finding"), "Ctrl+Z"),
        ActionSpec(Do.REDO, translate("Actions", "Redo the finding"), "Ctrl+Shift+Z"),
        ActionSpec(Do.INSPECT, translate("Actions", "Inspect"), "Ctrl+1"),
        ActionSpec(Do.PRODUCTS, translate("Actions", "Products"), "Ctrl+2"),
        ActionSpec(Do.TRAIN, translate("Actions", "Train"), "Ctrl+3"),
        ActionSpec(Do.SETTINGS, translate("Actions", "Settings"), "Ctrl+4"),
        ActionSpec(Do.DIAGNOSTICS, translate("Actions", "Diagnostics"), "Ctrl+5"),
        ActionSpec(Do.REVIEW, translate("Actions", "Review"), "Ctrl+6"),
        ActionSpec(Do.REPORTS, translate("Actions", "Reports"), "Ctrl+7"),
        ActionSpec(Do.DASHBOARD, translate("Actions", "Dashboard"), "Ctrl+8"),
        ActionSpec(Do.CHECKS, translate("Actions", "Checks"), "Ctrl+9"),
        ActionSpec(Do.SHORTCUTS, translate("Actions", "Keys"), "F1"),
        ActionSpec(Do.SIGN_IN, translate("Actions", "Sign in or out"), "Ctrl+U"),
        ActionSpec(Do.DEMO, translate("Actions", "Try the demo"), "Ctrl+D"),
        ActionSpec(Do.THEME, translate("Actions", "Dark or light"), "Ctrl+T"),
        ActionSpec(Do.LANGUAGE, translate("Actions", "English or 简体中文"), "Ctrl+G"),
        ActionSpec(Do.QUIT, translate("Actions", "Quit"), "Ctrl+Q"),
    )


def extra_keys() -> tuple[tuple[str, str], ...]:
    """Keys that are no actions, for the page of keys: what they do, and their names."""
    return (
        (translate("Actions", "Hold: the raw picture"), "H"),
        (translate("Actions", "Next control, control before"), "Tab, Shift+Tab"),
        (translate("Actions", "Press the control that is marked"), "Return"),
        (translate("Actions", "Next part, part before, in the review"), "Right, Left"),
        (translate("Actions", "All parts of the filter, in the review"), "Ctrl+A"),
        (translate("Actions", "Page before, next page of a training"), "Alt+Left, Alt+Right"),
        (translate("Actions", "Move the region of a training; with Shift size it"), "Left, Right, Up, Down"),
        (translate("Actions", "Move the reject limit, on the score plot"), "Up, Down"),
        (translate("Actions", "Move the review limit, on the score plot"), "Shift+Up, Shift+Down"),
    )


def drop_actions(owner: QWidget) -> None:
    """End the actions of a widget: their keys at once, themselves with the next turn of the event loop."""
    for action in owner.actions():
        owner.removeAction(action)
        action.deleteLater()


def build_actions(parent: QWidget, slots: dict[Do, Callable[[], object]]) -> dict[Do, QAction]:
    """Actions that work anywhere in the window; the shortcut stands in the tooltip. Every name needs a slot."""
    made = {}
    for spec in action_specs():
        action = QAction(spec.text, parent)
        action.setAutoRepeat(spec.name in (Do.ZOOM_IN, Do.ZOOM_OUT))
        if spec.keys:
            sequence = QKeySequence(spec.keys)
            action.setShortcut(sequence)
            action.setToolTip(f"{spec.text} ({sequence.toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda _=False, slot=slots[spec.name]: slot())
        parent.addAction(action)
        made[spec.name] = action
    return made
