"""Icons: one family of outlines drawn for this program, recoloured to the theme."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource

SIZES = (16, 20, 24, 32, 48, 64)


def svg_text(name: str, colour: str) -> str:
    """The drawing with its lines in ``colour``."""
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)


def icon(name: str, colour: str) -> QIcon:
    """The icon at all sizes the window uses, sharp on screens of up to 200 %."""
    renderer = QSvgRenderer(QByteArray(svg_text(name, colour).encode()))
    made = QIcon()
    for size in SIZES:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made


def recoloured_files(folder: Path, colours: dict[str, str]) -> dict[str, str]:
    """Write icons as files, which style sheets can only take by path. Returns name to path."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, colour in colours.items():
        path = folder / f"{name}-{colour.lstrip('#')}.svg"
        text = svg_text(name, colour)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        paths[name] = path.as_posix()
    return paths
