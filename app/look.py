"""What every widget is given to draw itself with: theme, number format, fonts, icons."""

from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale, QTimeZone
from PySide6.QtGui import QColor, QFont, QIcon

from app.icons import icon
from app.theme import Theme
from engine.overlay import HeatScheme


@dataclass(frozen=True)
class Look:
    """Theme and language of the window; both are changed by building the pages anew."""

    theme: Theme
    locale: QLocale
    heat: HeatScheme = HeatScheme.AMBER

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """An icon in the colour of text, or another."""
        return icon(name, colour or self.theme.colours.text)

    def colour(self, value: str, alpha: float = 1.0) -> QColor:
        """A token as a colour."""
        made = QColor(value)
        made.setAlphaF(alpha)
        return made

    def font(self, pixels: int, bold: bool = False) -> QFont:
        """The interface's font at a size, with figures that all have the same width."""
        made = QFont()
        made.setPixelSize(max(1, pixels))
        made.setBold(bold)
        made.setFeature(QFont.Tag("tnum"), 1)
        return made

    def number(self, value: int) -> str:
        """A whole number with separators."""
        return self.locale.toString(value)

    def decimal(self, value: float, places: int = 2) -> str:
        """A number with a fixed count of places."""
        return self.locale.toString(value, "f", places)

    def score(self, value: float | None) -> str:
        """A score or limit: three significant places for small ones, so that it never reads 0.00."""
        if value is None:
            return "–"
        return self.decimal(value, 2 if value >= 0.1 or value == 0 else 4)

    def moment(self, seconds: float) -> str:
        """A time (UTC seconds since 1970) on this computer's clock, as reports and files write it in every language."""
        moment = QDateTime.fromSecsSinceEpoch(int(seconds), QTimeZone.systemTimeZone())
        return moment.toString("yyyy-MM-dd HH:mm")
