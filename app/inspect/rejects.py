"""The last parts that did not pass, as thumbnails. Not acknowledged ones are framed; a click looks at one again."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.inspect.render import to_image
from app.inspect.shapes import draw_shape
from app.look import Look
from app.texts import verdict_word
from engine.pipeline.tally import REJECTS, Reject

COLUMNS = 5


class Thumbnail(QPushButton):
    """One reject: its picture filling the cell, a frame in the colour of its verdict until acknowledged."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thumbnail")
        self._look = look
        self._pixmap = QPixmap()
        self.reject: Reject | None = None
        self.acknowledged = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(44, 44)
        self.setAccessibleName(self.tr("no reject yet"))

    def sizeHint(self) -> QSize:
        """As small as a finger."""
        return QSize(48, 44)

    def show_reject(self, reject: Reject | None, acknowledged: bool) -> None:
        """Change the part shown; None for an empty cell."""
        if reject is self.reject and acknowledged is self.acknowledged:
            return
        if reject is not self.reject:
            self.reject = reject
            thumbnail = reject.thumbnail if reject else None
            self._pixmap = QPixmap() if thumbnail is None else QPixmap.fromImage(to_image(thumbnail))
            self._describe()
        self.acknowledged = acknowledged
        self.setEnabled(reject is not None)
        self.update()

    def _describe(self) -> None:
        if self.reject is None:
            self.setToolTip("")
            return
        text = self.tr("Part {part}: {verdict}, score {score}\n{source}")
        words = {"verdict": verdict_word(self.reject.verdict), "score": self._look.score(self.reject.score)}
        text = text.format(part=self._look.number(self.reject.part), source=self.reject.source, **words)
        self.setToolTip(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture cut to the cell, frame, shape of the verdict in the corner."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colours = self._look.theme.colours
        area = self.rect().adjusted(1, 1, -1, -1)
        painter.fillRect(area, QColor(colours.well))
        if self.reject is None:
            return
        if not self._pixmap.isNull():
            scaled = self._pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            painter.setClipRect(area)
            painter.drawPixmap(
                area.center().x() - scaled.width() // 2,
                area.center().y() - scaled.height() // 2,
                scaled.width(),
                scaled.height(),
                self._pixmap,
            )
        colour = QColor(colours.verdict(self.reject.verdict))
        if not self.acknowledged or self.hasFocus():
            painter.setPen(colour if not self.acknowledged else QColor(colours.accent))
            for inset in range(3):
                painter.drawRect(area.adjusted(inset, inset, -inset - 1, -inset - 1))
        self._draw_badge(painter, colour)

    def _draw_badge(self, painter: QPainter, colour: QColor) -> None:
        if self.reject is None:
            return
        side = 15
        box = self.rect().adjusted(self.width() - side - 5, self.height() - side - 5, -5, -5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.theme.colours.panel))
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
        draw_shape(painter, self.reject.verdict, box.toRectF(), colour)


class RejectStrip(QFrame):
    """Ten cells, newest first."""

    chosen = Signal(object)
    acknowledged = Signal()

    def __init__(self, look: Look, acknowledge_hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._seen = 0
        self._rejects: tuple[Reject, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(4)
        head = QHBoxLayout()
        caption = QLabel(self.tr("Last rejects"))
        caption.setObjectName("soft")
        self.button = QPushButton(acknowledge_hint)
        self.button.setObjectName("flat")
        self.button.clicked.connect(self.acknowledge)
        head.addWidget(caption)
        head.addStretch(1)
        head.addWidget(self.button)
        layout.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(4)
        self.cells = [Thumbnail(look) for _ in range(REJECTS)]
        for index, cell in enumerate(self.cells):
            grid.addWidget(cell, index // COLUMNS, index % COLUMNS)
            cell.clicked.connect(lambda _=False, cell=cell: self.chosen.emit(cell.reject))
        layout.addLayout(grid, 1)
        self.show_rejects(())

    def show_rejects(self, rejects: tuple[Reject, ...]) -> None:
        """Fill the cells."""
        self._rejects = rejects
        for index, cell in enumerate(self.cells):
            reject = rejects[index] if index < len(rejects) else None
            cell.show_reject(reject, reject is None or reject.part <= self._seen)
        self.button.setEnabled(self.open_count() > 0)

    def open_count(self) -> int:
        """How many of them nobody has acknowledged."""
        return sum(reject.part > self._seen for reject in self._rejects)

    def acknowledge(self) -> None:
        """Somebody has seen them."""
        self._seen = max((reject.part for reject in self._rejects), default=self._seen)
        self.show_rejects(self._rejects)
        self.acknowledged.emit()
