"""The gallery: cells of one size, so that where a part stands is arithmetic, also among a million.

Qt's own icon view lays out every item; this one knows only those that are seen.
"""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from app.look import Look
from app.review.cell import CELL_H, CELL_W, draw_cell
from app.review.model import PartsModel
from app.review.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex
Flag = QItemSelectionModel.SelectionFlag
NO_INDEX = QModelIndex()


class Grid(QAbstractItemView):
    """Mouse, Shift, Ctrl, arrows, Ctrl+A. ``blind``: what was said of a part is not shown."""

    def __init__(self, look: Look, parts: PartsModel, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._parts, self._thumbnails = look, parts, thumbnails
        self._anchor = 0
        self.blind = False
        self.setModel(parts)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Recorded parts"))
        self.setMinimumWidth(2 * CELL_W + 24)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        thumbnails.made.connect(self.viewport().update)
        parts.loaded.connect(self.viewport().update)

    @property
    def columns(self) -> int:
        """Cells side by side."""
        return max(1, self.viewport().width() // CELL_W)

    @property
    def current_row(self) -> int:
        """The line with the keyboard's mark; -1 for none."""
        return self.currentIndex().row()

    def selected_ranges(self) -> list[range]:
        """Selected lines, in order; a million of them are one range."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(index) for index in range(chosen.count())]
        found = [range(one.top(), one.bottom() + 1) for one in parts if one.isValid()]
        return sorted(found, key=lambda one: one.start)

    def go(self, row: int, extend: bool = False) -> None:
        """Mark a line and select it, or everything from where the selection began."""
        count = self._parts.rowCount()
        if count == 0:
            return
        row = min(max(0, row), count - 1)
        if not extend:
            self._anchor = row
        self._select(self._anchor, row, Flag.ClearAndSelect)
        self.selectionModel().setCurrentIndex(self._parts.index(row), Flag.NoUpdate)
        self.scrollTo(self._parts.index(row))

    def selectAll(self) -> None:
        """Every part that passes the filter."""
        if count := self._parts.rowCount():
            self._select(0, count - 1, Flag.ClearAndSelect)

    # What a view must answer.

    def visualRect(self, index: Index) -> QRect:
        """Where a line is drawn, in the viewport."""
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self.columns)
        return QRect(column * CELL_W, line * CELL_H - self.verticalOffset(), CELL_W, CELL_H)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The line under a point of the viewport."""
        column = point.x() // CELL_W
        row = (point.y() + self.verticalOffset()) // CELL_H * self.columns + column
        inside = 0 <= column < self.columns and 0 <= row < self._parts.rowCount()
        return self._parts.index(row) if inside else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """As little as needed."""
        box, bar = self.visualRect(index), self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + box.bottom() - self.viewport().height())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Keys are handled by ``keyPressEvent``."""
        return self.currentIndex()

    def horizontalOffset(self) -> int:
        """Nothing is wider than the window."""
        return 0

    def verticalOffset(self) -> int:
        """Pixels above the window."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """None is."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """The line under the middle of ``rect``; ranges are selected by ``go``."""
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Everything: to paint a screen of cells costs less than to find out which."""
        return QRegion(self.viewport().rect())

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of findings."""

    # What people and the system do.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Click, Shift-click, Ctrl-click."""
        self.setFocus()
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._anchor = index.row()
            self._select(index.row(), index.row(), Flag.Toggle)
            self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
        else:
            self.go(index.row(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag over parts to select them."""
        index = self.indexAt(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and index.isValid() and index.row() != self.current_row:
            self.go(index.row(), extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is left to do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, pages, ends; with Shift they select."""
        page = max(1, self.viewport().height() // CELL_H) * self.columns
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -self._parts.rowCount(),
            Qt.Key.Key_End: self._parts.rowCount(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.go(max(0, self.current_row) + step, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.selectAll()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells that are seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        columns, offset = self.columns, self.verticalOffset()
        first = offset // CELL_H * columns
        last = min(self._parts.rowCount(), ((offset + self.viewport().height()) // CELL_H + 1) * columns)
        selection, current = self.selectionModel(), self.current_row
        for row in range(first, last):
            index = self._parts.index(row)
            card = self._parts.card(row)
            picture = None if card is None else self._thumbnails.of(card)
            marks = selection.isSelected(index), row == current and self.hasFocus(), self.blind
            draw_cell(painter, self.visualRect(index), card, picture, self._look, marks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns; the marked part stays in sight."""
        self.updateGeometries()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def updateGeometries(self) -> None:
        """How far there is to scroll."""
        lines = -(-self._parts.rowCount() // self.columns)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, lines * CELL_H - height))
        bar.setEnabled(bar.maximum() > 0)  # empty then; its place stays, or the columns would jump
        bar.setPageStep(height)
        bar.setSingleStep(CELL_H // 3)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """More parts are known."""
        super().rowsInserted(parent, start, end)
        self.updateGeometries()

    def reset(self) -> None:
        """Other parts, from the top."""
        super().reset()
        self._anchor = 0
        self.updateGeometries()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def _select(self, first: int, last: int, flags: QItemSelectionModel.SelectionFlag) -> None:
        top, bottom = self._parts.index(min(first, last)), self._parts.index(max(first, last))
        self.selectionModel().select(QItemSelection(top, bottom), flags)
        self.viewport().update()
