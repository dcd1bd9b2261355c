"""Pages of a PDF, by Qt's own writer: blocks one below the other, none of them ever cut by the end of a page.

All sizes are device pixels, four to a point. Works in any thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from app.theme import load_theme
from engine.errors import ErrorCode, InspectError

POINT = 4.0
DPI = 288
WIDTH, HEIGHT = 595 * POINT, 842 * POINT  # A4
LEFT, TOP, BOTTOM = 48 * POINT, 62 * POINT, 50 * POINT
INNER = WIDTH - 2 * LEFT
ROOM = HEIGHT - TOP - BOTTOM
PAD = 3 * POINT
MOST_LINES = 12
FAMILIES = (
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
)
FAMILIES_ZH = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", *FAMILIES)
COLOURS = load_theme("light").colours  # paper is light
INK, SOFT, LINE, SHADE = COLOURS.text, COLOURS.text_soft, COLOURS.line, COLOURS.ground


@dataclass(frozen=True)
class Fonts:
    """Type faces of a paper; ``chinese`` decides whose shapes its characters have."""

    chinese: bool = False

    def of(self, points: float, bold: bool = False) -> QFont:
        """A font at a size, with figures of one width."""
        font = QFont()
        font.setFamilies(list(FAMILIES_ZH if self.chinese else FAMILIES))
        font.setPixelSize(round(points * POINT))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


class Block(Protocol):
    """Something that is drawn whole. ``keep``: never the last thing of a page."""

    @property
    def keep(self) -> bool:
        """See above."""
        ...

    def height(self) -> float:
        """What it takes of the page's inner width."""
        ...

    def paint(self, painter: QPainter, top: float) -> None:
        """Draw it at the left margin."""
        ...


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    font: QFont
    colour: str = INK
    keep: bool = False
    after: float = 4 * POINT

    def height(self) -> float:
        """Wrapped text and the space after it."""
        return text_height(self.text, self.font, INNER) + self.after

    def paint(self, painter: QPainter, top: float) -> None:
        """Left-aligned."""
        painter.setFont(self.font)
        painter.setPen(QColor(self.colour))
        lay(self.text, self.font, INNER).draw(painter, QPointF(LEFT, top))


@dataclass(frozen=True)
class Space:
    """Nothing."""

    points: float
    keep: bool = False

    def height(self) -> float:
        """In pixels."""
        return self.points * POINT

    def paint(self, painter: QPainter, top: float) -> None:
        """Leave it white."""


@dataclass(frozen=True)
class Column:
    """``share`` of the width; numbers stand right."""

    share: float
    right: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a table. ``header`` is repeated above it where it begins a page."""

    cells: tuple[str, ...]
    columns: tuple[Column, ...]
    font: QFont
    header: "Row | None" = None
    keep: bool = False
    shade: bool = False
    colours: tuple[str, ...] = ()

    def height(self) -> float:
        """Of the highest cell."""
        most = MOST_LINES * QFontMetricsF(self.font).lineSpacing()
        cells = zip(self.cells, self._places(), strict=True)
        return max(min(most, text_height(text, self.font, width)) for text, (_, width) in cells) + 2 * PAD

    def paint(self, painter: QPainter, top: float) -> None:
        """Cells and the line below."""
        height = self.height()
        if self.shade:
            painter.fillRect(QRectF(LEFT, top, INNER, height), QColor(SHADE))
        painter.setFont(self.font)
        for index, (text, (left, width)) in enumerate(zip(self.cells, self._places(), strict=True)):
            side = Qt.AlignmentFlag.AlignRight if self.columns[index].right else Qt.AlignmentFlag.AlignLeft
            painter.setPen(QColor(self.colours[index] if self.colours else INK))
            painter.save()
            painter.setClipRect(QRectF(left, top, width, height))
            lay(text, self.font, width, side).draw(painter, QPointF(left, top + PAD))
            painter.restore()
        painter.setPen(QPen(QColor(LINE), 1.0))
        painter.drawLine(QPointF(LEFT, top + height), QPointF(LEFT + INNER, top + height))

    def _places(self) -> list[tuple[float, float]]:
        total, left, found = sum(column.share for column in self.columns), LEFT, []
        for column in self.columns:
            width = INNER * column.share / total
            found.append((left + PAD, width - 2 * PAD))
            left += width
        return found


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[Column], fonts: Fonts, points: float = 8
) -> list[Block]:
    """A table with its head repeated on each page."""
    shape = tuple(columns)
    header = Row(tuple(head), shape, fonts.of(points, bold=True), keep=True, shade=True)
    font = fonts.of(points)
    return [header, *(Row(tuple(row), shape, font, header) for row in rows)]


@dataclass(frozen=True)
class Drawing:
    """A plot: ``draw`` gets the painter and its place."""

    points: float
    draw: Callable[[QPainter, QRectF], None]
    keep: bool = False

    def height(self) -> float:
        """In pixels."""
        return self.points * POINT

    def paint(self, painter: QPainter, top: float) -> None:
        """Draw it."""
        painter.save()
        self.draw(painter, QRectF(LEFT, top, INNER, self.height() - 6 * POINT))
        painter.restore()


@dataclass(frozen=True)
class Picture:
    """One picture with lines below it; ``image`` None shows ``missing`` in its place."""

    image: QImage | None
    lines: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True)
class Pictures:
    """A row of up to ``across`` pictures of the same height."""

    pictures: tuple[Picture, ...]
    font: QFont
    across: int = 3
    points: float = 118
    keep: bool = False

    def height(self) -> float:
        """Pictures, their lines, and space."""
        lines = max(len(picture.lines) for picture in self.pictures)
        return self.points * POINT + lines * QFontMetricsF(self.font).lineSpacing() + 12 * POINT

    def paint(self, painter: QPainter, top: float) -> None:
        """From the left."""
        gap = 8 * POINT
        width = (INNER - gap * (self.across - 1)) / self.across
        for index, picture in enumerate(self.pictures):
            box = QRectF(LEFT + index * (width + gap), top, width, self.points * POINT)
            self._paint_one(painter, picture, box)

    def _paint_one(self, painter: QPainter, picture: Picture, box: QRectF) -> None:
        painter.setFont(self.font)
        if picture.image is None:
            painter.fillRect(box, QColor(SHADE))
            painter.setPen(QColor(SOFT))
            inner = box.adjusted(4 * POINT, 4 * POINT, -4 * POINT, -4 * POINT)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, picture.missing)
        else:
            fitted = fit(box, picture.image.width(), picture.image.height())
            painter.drawImage(fitted, picture.image)
        metrics = QFontMetricsF(self.font)
        for number, line in enumerate(picture.lines):
            painter.setPen(QColor(INK if number == 0 else SOFT))
            text = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, box.width())
            y = box.bottom() + 3 * POINT + number * metrics.lineSpacing() + metrics.ascent()
            painter.drawText(QPointF(box.left(), y), text)


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, with what belongs below each."""

    labels: tuple[str, ...]
    font: QFont
    keep: bool = False

    def height(self) -> float:
        """Room for a hand."""
        return 62 * POINT

    def paint(self, painter: QPainter, top: float) -> None:
        """Side by side."""
        gap = 20 * POINT
        width = (INNER - gap * (len(self.labels) - 1)) / len(self.labels)
        painter.setFont(self.font)
        for index, label in enumerate(self.labels):
            left, line = LEFT + index * (width + gap), top + 42 * POINT
            painter.setPen(QPen(QColor(INK), 2.0))
            painter.drawLine(QPointF(left, line), QPointF(left + width, line))
            painter.setPen(QColor(SOFT))
            painter.drawText(QRectF(left, line + 3 * POINT, width, 16 * POINT), Qt.AlignmentFlag.AlignLeft, label)


@dataclass(frozen=True)
class Frame:
    """What stands on every page. ``page`` has the places {page} and {pages}."""

    title: str
    right: str
    foot: str
    page: str
    fonts: Fonts = field(default_factory=Fonts)


def lay(text: str, font: QFont, width: float, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextLayout:
    """Text broken between words, and within one only where it is longer than a line."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def text_height(text: str, font: QFont, width: float) -> float:
    """Of wrapped text; one line at least."""
    return max(float(lay(text, font, width).boundingRect().height()), QFontMetricsF(font).lineSpacing())


def fit(box: QRectF, width: float, height: float) -> QRectF:
    """The largest place of this shape in the middle of ``box``."""
    scale = min(box.width() / width, box.height() / height)
    made = QRectF(0, 0, width * scale, height * scale)
    made.moveCenter(box.center())
    return made


def paginate(blocks: Sequence[Block], room: float = ROOM) -> list[list[tuple[float, Block]]]:
    """Blocks by page with their place from the top of the text. What must not stand alone moves on together."""
    pages: list[list[tuple[float, Block]]] = [[]]
    used = 0.0
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) - 1 and blocks[end].keep:
            end += 1
        group = list(blocks[index : end + 1])
        if used and used + sum(block.height() for block in group) > room:
            pages.append([])
            used = 0.0
            header = getattr(group[0], "header", None)
            group = [header, *group] if header is not None else group
        for block in group:
            if not pages[-1] and isinstance(block, Space):
                continue
            pages[-1].append((used, block))
            used += block.height()
        index = end + 1
    return pages


def make_pdf(
    frame: Frame, blocks: Sequence[Block], progress: Callable[[int, int], bool] | None = None
) -> tuple[bytes, int]:
    """The file and its number of pages. ``progress`` hears (page, pages) and returns False to stop: InspectError."""
    pages = paginate(blocks)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(frame.title)
    writer.setCreator("UniAD Inspect")
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise InspectError(ErrorCode.INTERNAL, where="report", why="the PDF writer does not begin")
    try:
        for number, page in enumerate(pages, 1):
            if progress is not None and not progress(number, len(pages)):
                raise InspectError(ErrorCode.REPORT_CANCELLED)
            if number > 1:
                writer.newPage()
            _paint_frame(painter, frame, number, len(pages))
            for top, block in page:
                block.paint(painter, TOP + top)
    finally:
        painter.end()
    return bytes(buffer.data().data()), len(pages)


def _paint_frame(painter: QPainter, frame: Frame, number: int, pages: int) -> None:
    """Head and foot."""
    small = frame.fonts.of(7.5)
    painter.setFont(small)
    painter.setPen(QColor(SOFT))
    metrics = QFontMetricsF(small)
    head, foot = QRectF(LEFT, 30 * POINT, INNER, 14 * POINT), QRectF(LEFT, HEIGHT - 36 * POINT, INNER, 14 * POINT)
    right = metrics.elidedText(frame.right, Qt.TextElideMode.ElideMiddle, INNER / 2)
    painter.drawText(head, Qt.AlignmentFlag.AlignLeft, frame.title)
    painter.drawText(head, Qt.AlignmentFlag.AlignRight, right)
    page = frame.page.format(page=number, pages=pages)
    room = INNER - metrics.horizontalAdvance(page) - 16 * POINT
    painter.drawText(
        foot, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(frame.foot, Qt.TextElideMode.ElideMiddle, room)
    )
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, page)
    painter.setPen(QPen(QColor(LINE), 1.0))
    for y in (head.bottom() + 2 * POINT, foot.top() - 3 * POINT):
        painter.drawLine(QPointF(LEFT, y), QPointF(LEFT + INNER, y))
