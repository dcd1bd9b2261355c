"""Choosing a file or folder without stopping anything: the dialogs are not modal."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

BUNDLES = "UniAD Inspect (*.uniad)"


def ask_for_path(
    parent: QWidget,
    title: str,
    folder: bool,
    start: Path | None,
    chosen: Callable[[Path], object],
    kinds: str = BUNDLES,
) -> None:
    """Open a dialog and return at once; ``chosen`` is called if the person chooses. ``kinds`` names the files that can
    be chosen."""
    dialog = QFileDialog(parent, title, str(start or Path.home()))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    if folder:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([kinds])
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.show()


def ask_where_to_save(parent: QWidget, title: str, name: str, chosen: Callable[[Path], None]) -> None:
    """Ask for a new file; ``chosen`` is called if the person agrees."""
    dialog = QFileDialog(parent, title, str(Path.home() / name))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda found: chosen(Path(found)))
    dialog.show()
