"""``python -m app.screenshots FOLDER``: pictures of the real program for the README, from the trained demo.

Works without a display. The solar cells shown are from ELPV, CC BY-NC-SA 4.0.
"""

import os
import sys
from pathlib import Path

from app.demo import DemoPlan
from app.options import Language, ThemeName, WindowOptions
from app.paths import home
from engine.decision import Verdict

SIZE = (1280, 800)
MOST_PARTS = 100
STEP_MS = 150
LOOKS: tuple[tuple[str, ThemeName, Language], ...] = (("dark_en", "dark", "en"), ("light_zh", "light", "zh_CN"))


def take(folder: Path, plan: DemoPlan, name: str, theme: ThemeName, language: Language) -> None:
    """One window in one look: PASS, FAIL, products and training."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.actions import Do
    from app.start import make_station

    app = QApplication.instance() or QApplication(["uniad-inspect"])
    assert isinstance(app, QApplication)
    station = make_station(app, WindowOptions(theme=theme, language=language))
    window, line = station.window, station.line
    window.resize(*SIZE)
    window.show()
    window.open_bundle(plan.bundle)
    window.open_source(str(plan.stream))
    line.set_interval(0)
    for wanted in (Verdict.PASS, Verdict.FAIL):
        for _ in range(MOST_PARTS):
            line.step()
            QTest.qWait(STEP_MS)
            newest = line.snapshot().newest
            enough = line.snapshot().part > MOST_PARTS // 3
            if enough and newest and newest.verdict is wanted and (newest.regions or wanted is Verdict.PASS):
                break
        QTest.qWait(3 * STEP_MS)
        window.grab().save(str(folder / f"inspect_{wanted.value.lower()}_{name}.png"))
    for page in (Do.PRODUCTS, Do.TRAIN):
        window.pages[page]()
        QTest.qWait(STEP_MS)
        window.grab().save(str(folder / f"{page.value}_{name}.png"))
    window.close()
    station.close()


def main() -> int:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("resources/screenshots")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    plan = DemoPlan(home() / "demo")
    if not plan.bundle.is_file():
        print("the demo is not trained yet; run uniad-inspect --demo first", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for name, theme, language in LOOKS:
        take(folder, plan, name, theme, language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
