"""The history of limits, back to earlier ones, and two products side by side, on the Products page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.actions import Do
from app.pages.product_cards import Comparison, LimitHistory
from app.users.store import Role
from engine.decision import Limits
from engine.records.reader import RecordReader
from tests.support.windows import Window


@pytest.fixture
def engineer(window: Window, bundle: Path, parts: Path) -> Window:
    """Ada is signed in, and a product is open with its proposed limits."""
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.open(bundle, parts)
    return window


def texts(card: QLabel | LimitHistory | Comparison) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_limits_go_back_to_earlier_ones_with_who_when_and_why(engineer: Window) -> None:
    main = engineer.main
    engineer.line.set_limits(Limits(2.5, 1.25, 1.0, 4), "too many rejects")
    engineer.wait_line(lambda now: now.limits == Limits(2.5, 1.25, 1.0, 4))
    main.go(Do.PRODUCTS)
    page = main.engineer.products
    engineer.wait(lambda: page.findChild(LimitHistory) is not None)
    history = page.findChild(LimitHistory)
    assert "Reject limit 1.00 → 2.50" in texts(history)
    assert "too many rejects" in texts(history)
    assert "Ada" in texts(history)
    back = history.findChildren(QPushButton)
    assert len(back) == 1, "the limits in force need no way back"
    QTest.mouseClick(back[0], Qt.MouseButton.LeftButton)
    assert engineer.line.snapshot().limits == Limits(2.5, 1.25, 1.0, 4), "only asked yet"
    QTest.mouseClick(page.confirm.yes, Qt.MouseButton.LeftButton)
    engineer.wait_line(lambda now: now.limits == Limits(1.0, 0.5, 1.0, 4))
    reader = RecordReader(main.workplace.data)
    newest = reader.limit_history("Plate")[0][1]
    reader.close()
    assert (newest.user, newest.why.startswith("back to the limits of ")) == ("Ada", True)
    engineer.wait(
        lambda: len(page.findChildren(LimitHistory)) == 1 and "2.50 → 1.00" in texts(page.findChild(LimitHistory))
    )


def test_products_are_compared_and_differences_are_marked(engineer: Window) -> None:
    main = engineer.main
    main.go(Do.PRODUCTS)
    page = main.engineer.products
    engineer.wait(lambda: page.findChild(Comparison) is not None)
    card = page.findChild(Comparison)
    assert card.other.count() == 2, "the other product of the same bundle, after the invitation"
    card.other.setCurrentIndex(1)
    assert "Backbone" in texts(card)
    same = [label.text() for label in card.findChildren(QLabel) if label.text().strip().startswith("≠")]
    assert same == [], "both products of this bundle are alike"
