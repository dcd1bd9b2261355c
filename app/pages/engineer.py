"""The pages beside Inspect, each made when it is first opened: a window must be seen first.

To add a page: derive it from ``Page``; name it in ``app.actions`` (``Do`` and its words and key) and in
``app.shell.navigation`` (``PAGES``, or ``WITHOUT_BUTTON``; ``ENGINEER`` if operators may not); give it a property here
that imports and makes it, and its line in ``page``. Signals the window listens to are relayed: connect them where the
page is made.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from app.actions import Do
from app.pages.page import Page
from app.pages.parts import PageParts
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import FindingKind

if TYPE_CHECKING:
    from app.checks.page import ChecksPage
    from app.dashboard.page import DashboardPage
    from app.pages.diagnostics import DiagnosticsPage
    from app.pages.products import ProductsPage
    from app.pages.settings import SettingsPage
    from app.pages.shortcuts import ShortcutsPage
    from app.reports.page import ReportsPage
    from app.review.page import ReviewPage
    from app.wizard.page import WizardPage

SomePage = TypeVar("SomePage", bound=Page)


class EngineerPages(QObject):
    """Built anew with each change of theme or language; pages go into ``stack``. ``activated``: a bundle's path and a
    product that shall be inspected; ``ready``: it is; ``limits_chosen``: limits and why; ``applied``: the station file
    has changed and shall be used."""

    activated = Signal(object, str)
    ready = Signal()
    limits_chosen = Signal(object, str)
    applied = Signal()

    def __init__(self, parts: PageParts, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._parts, self._stack = parts, stack
        self._snapshot: Snapshot | None = None
        self.made: dict[Do, Page] = {}

    def page(self, do: Do) -> Page | None:
        """The page of an action, made now if it never was; None if the action opens none of these."""
        if do in self.made:
            return self.made[do]
        makers: dict[Do, Callable[[], Page]] = {
            Do.PRODUCTS: lambda: self.products,
            Do.TRAIN: lambda: self.train,
            Do.SETTINGS: lambda: self.settings,
            Do.DIAGNOSTICS: lambda: self.diagnostics,
            Do.SHORTCUTS: lambda: self.shortcuts,
            Do.REVIEW: lambda: self.review,
            Do.CHECKS: lambda: self.checks,
            Do.REPORTS: lambda: self.reports,
            Do.DASHBOARD: lambda: self.dashboard,
        }
        return makers[do]() if do in makers else None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Pass it on to the pages there are; later ones get it when they are made."""
        self._snapshot = snapshot
        for page in self.made.values():
            page.show_snapshot(snapshot)

    def close_pages(self) -> bool:
        """End their threads; True if they ended in time."""
        ended = [page.close_page() for page in self.made.values()]
        return all(ended)

    def say(self, kind: FindingKind) -> None:
        """A key of a finding; nothing to say it of before the review was opened."""
        if Do.REVIEW in self.made:
            self.review.say(kind)

    def undo(self, redo: bool = False) -> None:
        """The last finding back, or again."""
        if Do.REVIEW in self.made:
            self.review.undo(redo)

    @cached_property
    def products(self) -> "ProductsPage":
        """Bundles, products, change-over."""
        from app.pages.products import ProductsPage

        page = ProductsPage(self._parts)
        page.activated.connect(self.activated)
        page.ready.connect(self.ready)
        page.limits_chosen.connect(self.limits_chosen)
        return self._take(Do.PRODUCTS, page)

    @cached_property
    def train(self) -> "WizardPage":
        """From a folder to a model in use."""
        from app.wizard.page import WizardPage

        page = WizardPage(self._parts, self._parts.desk)
        page.activated.connect(self.activated)
        page.limits_chosen.connect(self.limits_chosen)
        return self._take(Do.TRAIN, page)

    @cached_property
    def settings(self) -> "SettingsPage":
        """The station file."""
        from app.pages.settings import SettingsPage

        page = SettingsPage(self._parts)
        page.applied.connect(self.applied)
        return self._take(Do.SETTINGS, page)

    @cached_property
    def diagnostics(self) -> "DiagnosticsPage":
        """This computer, its speed, its log."""
        from app.pages.diagnostics import DiagnosticsPage

        return self._take(Do.DIAGNOSTICS, DiagnosticsPage(self._parts))

    @cached_property
    def shortcuts(self) -> "ShortcutsPage":
        """All keys."""
        from app.pages.shortcuts import ShortcutsPage

        return self._take(Do.SHORTCUTS, ShortcutsPage(self._parts.look))

    @cached_property
    def review(self) -> "ReviewPage":
        """Recorded parts, and what people say of them."""
        from app.review.page import ReviewPage

        return self._take(Do.REVIEW, ReviewPage(self._parts))

    @cached_property
    def reports(self) -> "ReportsPage":
        """What the records say of a period, and of one part."""
        from app.reports.page import ReportsPage

        return self._take(Do.REPORTS, ReportsPage(self._parts))

    @cached_property
    def dashboard(self) -> "DashboardPage":
        """How the shift goes, and how all stations are."""
        from app.dashboard.page import DashboardPage

        return self._take(Do.DASHBOARD, DashboardPage(self._parts))

    @cached_property
    def checks(self) -> "ChecksPage":
        """Master parts and gauge studies."""
        from app.checks.page import ChecksPage

        return self._take(Do.CHECKS, ChecksPage(self._parts))

    def _take(self, do: Do, page: SomePage) -> SomePage:
        """Into the window, with the line as it is now."""
        self.made[do] = page
        self._stack.addWidget(page)
        if self._snapshot is not None:
            page.show_snapshot(self._snapshot)
        return page
