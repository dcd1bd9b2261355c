"""The engineer's pages, built together: products, settings, diagnostics, shortcuts."""

from PySide6.QtWidgets import QWidget

from app.actions import Do
from app.pages.parts import PageParts
from app.pages.products import ProductsPage
from engine.pipeline.snapshot import Snapshot


class EngineerPages:
    """Every page with the action that opens it. Built anew with each change of theme or language."""

    def __init__(self, parts: PageParts) -> None:
        self.products = ProductsPage(parts)

    @property
    def by_action(self) -> dict[Do, QWidget]:
        """What the window puts into its stack."""
        return {Do.PRODUCTS: self.products}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Pass it on to those that follow the line."""
        self.products.show_snapshot(snapshot)

    def close_pages(self) -> bool:
        """End their threads; True if they ended in time."""
        return self.products.close_page()
