"""Language and theme: at once, without a restart, and for everybody."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.actions import Do
from app.pages.parts import PageParts


class WindowSection(QWidget):
    """Two rows of buttons; the one in force is pressed."""

    def __init__(self, parts: PageParts) -> None:
        super().__init__()
        dark = parts.look.theme.name == "dark"
        chinese = parts.look.locale.name().startswith("zh")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 16, 16)
        column.setSpacing(12)
        theme, language = parts.actions[Do.THEME], parts.actions[Do.LANGUAGE]
        self.themes = self._row(
            column, self.tr("Theme"), theme, ((self.tr("Dark"), dark), (self.tr("Light"), not dark))
        )
        languages = (("English", not chinese), ("简体中文", chinese))
        self.languages = self._row(column, self.tr("Language"), language, languages)
        column.addStretch(1)

    def _row(
        self, column: QVBoxLayout, title: str, action: QAction, choices: tuple[tuple[str, bool], ...]
    ) -> tuple[QPushButton, ...]:
        row = QHBoxLayout()
        row.setSpacing(8)
        caption = QLabel(title)
        caption.setFixedWidth(190)
        row.addWidget(caption)
        group = QButtonGroup(self)
        made = []
        for text, on in choices:
            choice = QPushButton(text)
            choice.setCheckable(True)
            choice.setChecked(on)
            choice.setMinimumWidth(140)
            choice.setToolTip(action.toolTip())
            choice.setAccessibleName(f"{title}: {text}")
            if not on:
                choice.clicked.connect(action.trigger)
            group.addButton(choice)
            row.addWidget(choice)
            made.append(choice)
        row.addStretch(1)
        column.addLayout(row)
        return tuple(made)
