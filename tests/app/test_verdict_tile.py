"""The tile: word, shape and colour of every verdict can be seen in every size it may have."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, Translators, locale_of
from app.inspect.verdict_tile import TileText, VerdictTile
from app.look import Look
from app.options import Language
from app.theme import load_theme
from engine.decision import Verdict

DETAIL = "Source video is lost: the server hung up by itself and does not come back before somebody looks at it"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(280, 150), (280, 170), (288, 220), (440, 330), (460, 150)])
def test_the_shape_of_an_error_is_never_squeezed_away(
    qapp: QApplication, language: Language, size: tuple[int, int]
) -> None:
    translators = Translators()
    translators.use(language)
    tile = VerdictTile(Look(load_theme("dark"), locale_of(language)))
    tile.resize(*size)
    tile.show_text(TileText(Verdict.ERROR, "", DETAIL, "part 10   video"))
    image = tile.grab().toImage()
    translators.use("en")
    shape: QColor = tile.colours()[2]
    inner = range(12, image.height() - 12, 2)  # without the stripes
    seen = [
        (x, y) for y in inner for x in range(2, image.width() - 2, 2) if image.pixelColor(x, y).rgb() == shape.rgb()
    ]
    assert max(x for x, _ in seen) - min(x for x, _ in seen) >= 24
    assert max(y for _, y in seen) - min(y for _, y in seen) >= 20
