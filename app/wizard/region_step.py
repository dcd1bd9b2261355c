"""Second page: what of a picture is judged."""

import random
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout

from app.pages.parts import button
from app.wizard.pictures import Small, read_small
from app.wizard.region_canvas import RegionCanvas
from app.wizard.step import Step, StepParts, label
from engine.geometry import FULL_FRAME

SIDE = 900
TILES = ((1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (4, 4))


class RegionStep(Step):
    """Rectangle and polygons on one picture, checked on others."""

    def __init__(self, parts: StepParts) -> None:
        super().__init__(
            parts,
            self.tr("Region"),
            self.tr(
                "Draw a rectangle round what shall be judged, and polygons round what shall not. Or leave it as is."
            ),
        )
        self._pictures: list[Small] = []
        self._shown = 0
        self.product = QComboBox()
        self.product.setAccessibleName(self.tr("Product"))
        self.canvas = RegionCanvas(self.look, self.tr("Image with the region on it; arrow keys move it"))
        self.canvas.setMinimumHeight(380)
        self.rectangle = button(self.tr("Rectangle"), lambda: self._draw("roi"))
        self.polygon = button(self.tr("Leave out"), lambda: self._draw("ignore"))
        for tool in (self.rectangle, self.polygon):
            tool.setCheckable(True)
            tool.setMinimumWidth(120)  # bold when checked
        self.other = button(self.tr("Another image"), self._another, self.tr("Check the region on another image"))
        self.reset = button(self.tr("Whole image"), self._reset)
        self.hint, self.advice = label("", "softText"), label("", "softText")
        self.align = QCheckBox(self.tr("Parts move: find each one first, by comparison with the first image"))
        self.tiles = QComboBox()
        self.tiles.setAccessibleName(self.tr("Tiles"))
        for rows, columns in TILES:
            text = self.tr("one look at the whole") if (rows, columns) == (1, 1) else f"{rows} × {columns}"
            self.tiles.addItem(text, (rows, columns))
        self._lay_out()
        self.canvas.edited.connect(self._store)
        self.align.toggled.connect(self._store)
        self.tiles.activated.connect(self._store)
        self.product.activated.connect(self._show_product)
        self._draw("roi")

    def enter(self) -> None:
        """Show the first product."""
        names = [one.name for one in self.draft.products]
        self.product.clear()
        self.product.addItems(names)
        self.product.setVisible(len(names) > 1)
        self._show_product()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        for tool in (self.product, self.rectangle, self.polygon, self.reset, self.other):
            tools.addWidget(tool)
        tools.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.align)
        below.addStretch(1)
        below.addWidget(label(self.tr("Tiles, for small defects")))
        below.addWidget(self.tiles)
        inner = QVBoxLayout()
        inner.addLayout(tools)
        inner.addWidget(self.hint)
        inner.addWidget(self.canvas, 1)
        inner.addLayout(below)
        inner.addWidget(self.advice)
        self.column.addLayout(inner)

    @property
    def _name(self) -> str:
        return self.product.currentText()

    def _draw(self, what: str) -> None:
        self.canvas.drawing = what
        self.rectangle.setChecked(what == "roi")
        self.polygon.setChecked(what == "ignore")
        words = {
            "roi": self.tr("Drag a rectangle with the mouse."),
            "ignore": self.tr("Click the corners; click the first one again, or press Return, to close."),
        }
        self.hint.setText(words[what])

    def _show_product(self) -> None:
        if not self._name:
            return
        region = self.draft.region(self._name)
        self.canvas.show_region(region.roi, region.ignore)
        self.align.setChecked(region.align)
        self.tiles.setCurrentIndex(max(0, TILES.index(region.tiles) if region.tiles in TILES else 0))
        scanned = self.draft.findings.products.get(self._name) if self.draft.findings else None
        paths = [Path(path) for path in scanned.sample] if scanned else []
        self.advice.setText("\n".join(_advice(scanned.notes) if scanned else ()))
        self._shown = 0

        def show(made: list[Small]) -> None:
            self._pictures = [one for one in made if one.image is not None]
            self.canvas.show_image(self._pictures[0].image if self._pictures else None)

        self.parts.background.start(lambda: read_small(paths, SIDE), show)

    def _another(self) -> None:
        if len(self._pictures) > 1:
            others = [number for number in range(len(self._pictures)) if number != self._shown]
            self._shown = random.choice(others)  # noqa: S311 (any of them will do)
            self.canvas.show_image(self._pictures[self._shown].image)

    def _reset(self) -> None:
        self.canvas.show_region(FULL_FRAME, ())
        self._store()

    def _store(self) -> None:
        region = self.draft.region(self._name)
        region.roi, region.ignore = self.canvas.roi, self.canvas.ignore
        region.align, region.tiles = self.align.isChecked(), self.tiles.currentData()


def _advice(notes: tuple[str, ...]) -> list[str]:
    """Remarks of the scan on small defects."""
    return [note.partition(": ")[2] for note in notes if "--tiles" in note]
