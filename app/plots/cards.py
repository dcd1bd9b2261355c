"""Plots side by side, each on a card with its title."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from app.look import Look
from app.pages.parts import Card


def plot_cards(look: Look, plots: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    """Two in a row, as (title, plot)."""
    grid = QGridLayout()
    grid.setSpacing(12)
    for index, (title, plot) in enumerate(plots):
        card = Card(look, title)
        card.grid.addWidget(plot, 1, 0, 1, 2)
        card.grid.setRowStretch(1, 1)
        grid.addWidget(card, index // 2, index % 2)
    return grid
