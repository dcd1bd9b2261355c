"""Pages beside Inspect, built together: products, settings, diagnostics; and review and keys, which are for all."""

from PySide6.QtWidgets import QWidget

from app.actions import Do
from app.pages.diagnostics import DiagnosticsPage
from app.pages.parts import PageParts
from app.pages.products import ProductsPage
from app.pages.settings import SettingsPage
from app.pages.shortcuts import ShortcutsPage
from app.review.room import ReviewRoom
from app.wizard.page import WizardPage
from engine.pipeline.snapshot import Snapshot

ENGINEER_PAGES = (Do.PRODUCTS, Do.TRAIN, Do.SETTINGS, Do.DIAGNOSTICS, Do.SHORTCUTS, Do.REVIEW)


class EngineerPages:
    """Every page with the action that opens it. Built anew with each change of theme or language."""

    def __init__(self, parts: PageParts) -> None:
        self.products, self.settings = ProductsPage(parts), SettingsPage(parts)
        self.diagnostics, self.shortcuts = DiagnosticsPage(parts), ShortcutsPage(parts.look)
        self.review = ReviewRoom(parts)
        self.train = WizardPage(parts, parts.desk)
        pages = (self.products, self.train, self.settings, self.diagnostics, self.shortcuts, self.review)
        self.by_action: dict[Do, QWidget] = dict(zip(ENGINEER_PAGES, pages, strict=True))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Pass it on to those that follow the line."""
        self.products.show_snapshot(snapshot)
        self.review.show_snapshot(snapshot)
        self.train.show_snapshot(snapshot)
        self.settings.show_product(snapshot.product or "")
        self.diagnostics.show_bundle(snapshot.bundle.path if snapshot.bundle else None)

    def close_pages(self) -> bool:
        """End their threads; True if they ended in time."""
        ended = [
            page.close_page() for page in (self.products, self.train, self.settings, self.diagnostics, self.review)
        ]
        return all(ended)
