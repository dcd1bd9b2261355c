"""States of the Review page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions import Do
from app.review.page import ReviewPage
from app.scenes.stage import Scene, Stage

PARTS = 24
SAID = (Qt.Key.Key_D, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_D, Qt.Key.Key_U)


def review_empty(stage: Stage) -> None:
    """Nothing is recorded yet."""
    stage.go(Do.REVIEW)
    stage.shot("review_empty", 600)


def review(stage: Stage) -> None:
    """Gallery and part, findings, what they mean, the way back to training, an altered image."""
    if not stage.open_demo():
        return
    for _ in range(PARTS):
        stage.next_part(stage.station.line.step, 20)
    stage.name_engineer()
    stage.go(Do.REVIEW)
    page = stage.station.window.engineer.review
    page.filters.verdict.setCurrentIndex(1)  # flagged
    _settle(stage, page)
    for key in SAID[: page.model.rowCount()]:
        QTest.keyClick(page.grid, key)
        _settle(stage, page)
    page.filters.reset()
    page.filters.order.setCurrentIndex(2)  # highest score
    _settle(stage, page)
    page.grid.go(0)
    _settle(stage, page)
    stage.shot("review", 1200)
    page.show_tab(1)
    _settle(stage, page)
    page.meaning.by_defects.click()
    stage.shot("review_meaning", 500)
    page.show_tab(2)
    stage.shot("review_training")
    _train_again(stage, page)
    page.show_tab(0)
    _alter(stage, page)


def _train_again(stage: Stage, page: ReviewPage) -> None:
    """What people said opens the wizard; then everything as before."""
    page.grid.selectAll()
    page.training.approve.click()
    _settle(stage, page)
    page.training.again.click()
    window = stage.station.window
    if stage.until(lambda: window.stack.currentWidget() is window.engineer.train, "the wizard opens"):
        stage.shot("train_again", 600)
        window.engineer.train.folder.forget.click()
    stage.go(Do.REVIEW)
    _settle(stage, page)


def _alter(stage: Stage, page: ReviewPage) -> None:
    """A file of the records that was changed by somebody else."""
    card = page.model.card(1)
    if card is None or not card.images:
        return
    (stage.station.window.workplace.data / card.images[0].path).write_bytes(b"altered")
    page.grid.go(1)
    _settle(stage, page)
    stage.shot("review_altered", 500)


def _settle(stage: Stage, page: ReviewPage) -> None:
    stage.until(lambda: page.model.rowCount() > 0 and not page.busy, "the review is read")
    QTest.qWait(150)


BEFORE: tuple[Scene, ...] = (review_empty,)
AFTER: tuple[Scene, ...] = (review,)
