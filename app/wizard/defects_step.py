"""Third page, optional: known defects. They judge the model and never teach it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from app.pages.parts import button
from app.shell.paths_dialog import ask_for_path
from app.wizard.folder_step import DropFrame
from app.wizard.pictures import Strip
from app.wizard.step import Step, StepParts
from engine.teach.folders import defect_files

SHOWN = 24


class DefectsStep(Step):
    """Folders or pictures."""

    def __init__(self, parts: StepParts) -> None:
        super().__init__(
            parts,
            self.tr("Known defects (optional)"),
            self.tr(
                "Images of parts that must not pass. They show what would be missed; nothing is learned from them."
            ),
        )
        self.drop = DropFrame(self.tr("Drop a folder or an image here, or go on without any."))
        self.drop.dropped.connect(self.take)
        self.choose = button(self.tr("Choose a folder…"), self._choose)
        self.pick = button(self.tr("Choose images…"), self._pick)
        self.forget = button(self.tr("Take all out"), self._forget)
        self.count = QLabel()
        self.strip = Strip(self.tr("Known defects"), parts.background)
        for tool in (self.choose, self.pick):
            self.drop.row.addWidget(tool)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.forget)
        self.column.addWidget(self.drop)
        self.column.addLayout(line)
        self.column.addWidget(self.strip)
        self.column.addStretch(1)

    def enter(self) -> None:
        """Show those of the folders' own."""
        self._show()

    def take(self, path: Path) -> None:
        """One more folder or picture."""
        if str(path) not in self.draft.defects:
            self.draft.defects = (*self.draft.defects, str(path))
        self._show()

    def _show(self) -> None:
        self.forget.setEnabled(bool(self.draft.defects))
        places, products = self.draft.defects, self.draft.products

        def show(found: dict[str, tuple[Path, ...]]) -> None:
            every = [path for paths in found.values() for path in paths]
            words = self.tr("%n known defect(s)", "", len(every)) if every else self.tr("None so far")
            self.count.setText(words)
            self.strip.setVisible(bool(every))
            self.strip.show_files(every[:: max(1, len(every) // SHOWN)][:SHOWN])

        self.parts.background.start(lambda: defect_files(places, products), show, self.message.complain)

    def _choose(self) -> None:
        ask_for_path(self, self.choose.text(), True, None, self.take)

    def _pick(self) -> None:
        dialog = QFileDialog(self, self.pick.text())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._picked)
        dialog.show()

    def _picked(self, names: list[str]) -> None:
        for name in names:
            self.take(Path(name))

    def _forget(self) -> None:
        self.draft.defects = ()
        self._show()
