"""The Inspect page: what the operator looks at all day."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.actions import Do
from app.checks.master_bar import MasterBar
from app.inspect.confirm_bar import ConfirmBar
from app.inspect.controls import PictureTools, RunButtons
from app.inspect.figures import Figures
from app.inspect.picture import KEY_ZOOM, PictureView
from app.inspect.rejects import RejectStrip
from app.inspect.score_bar import ScoreBar
from app.inspect.score_panel import ScorePanel
from app.inspect.score_scale import ScoreScale, scale_of
from app.inspect.verdict_tile import TileText, VerdictTile
from app.inspect.wording import detail_line, hint_line, part_line, waiting_line
from app.look import Look
from engine.bundle import ProductEntry
from engine.judge import Inspection
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import Snapshot
from engine.pipeline.tally import Reject

LATE_S = 0.25  # a verdict does not wait longer than this for its picture; the view is empty then
SIDE_SHARE, SIDE_LEAST, SIDE_MOST = 0.225, 288, 460


class InspectPage(QWidget):
    """Shows snapshots of a line. Looks at the newest part, or at a reject that was chosen, until told to go back."""

    def __init__(self, line: LineClient, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._line, self._look = line, look
        self._snapshot: Snapshot | None = None
        self._held: Reject | None = None
        self._waiting: dict[int, Inspection] = {}
        self._waiting_since_s = 0.0
        self._shown: tuple[int, Inspection] | None = None
        self.picture = PictureView(look)
        self.tools = PictureTools(look, actions[Do.FIT])
        self.held_bar = self._make_held_bar(actions)
        self.confirm, self.masters = ConfirmBar(look), MasterBar(look)
        self.tile, self.bar, self.figures = VerdictTile(look), ScoreBar(look), Figures(look)
        self.rejects = RejectStrip(look, self.tr("A: acknowledge"))
        self.buttons = RunButtons(look, actions[Do.TOGGLE], actions[Do.STEP])
        self.scores = ScorePanel(look, actions[Do.PROPOSED])
        self._side = QWidget()
        self._lay_out()
        self.setFocusProxy(self.picture)
        self.tools.changed.connect(self._overlay_changed)
        self.picture.view_changed.connect(lambda: self.tools.size_text.setText(self.picture.description()))
        self.rejects.chosen.connect(self.hold)
        self.buttons.pace_chosen.connect(line.set_interval)
        self.scores.applied.connect(line.set_limits)
        self.tools.show_scheme(look.heat)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Bring the page up to date."""
        old, self._snapshot = self._snapshot, snapshot
        self.figures.show_snapshot(snapshot)
        self.buttons.show_snapshot(snapshot)
        self.rejects.show_rejects(snapshot.rejects)
        self.scores.show_snapshot(snapshot)
        self.confirm.show_snapshot(snapshot)
        self.masters.show_snapshot(snapshot)
        self.picture.hint = hint_line(snapshot)
        if old is None or old.newest is not snapshot.newest:
            self._take_newest(snapshot)
        self._show_verdict(snapshot)
        if snapshot.newest is None:
            self.picture.update()

    @property
    def shown_part(self) -> int | None:
        """Number of the part whose verdict stands on the tile."""
        return self._shown[0] if self._shown is not None else None

    def poll(self) -> bool:
        """Take what the worker has drawn; True if there was something. A verdict appears together with the picture of
        its part, never beside that of another; if drawing takes too long, it appears alone."""
        drawn = part = self.picture.poll()
        late = bool(self._waiting) and time.monotonic() - self._waiting_since_s > LATE_S
        if part is None and late:
            self.picture.blank(wait_for_next=False)
            part = max(self._waiting)
        if part in self._waiting and self._snapshot is not None:
            self._shown = (part, self._waiting[part])
            self._waiting = {later: waiting for later, waiting in self._waiting.items() if later > part}
            self._waiting_since_s = time.monotonic()
            self._show_verdict(self._snapshot)
        return drawn is not None

    def _take_newest(self, snapshot: Snapshot) -> None:
        """Draw the newest part; what has no picture, or is not looked at, gets its verdict at once."""
        newest = snapshot.newest
        if self._held is None:
            self.picture.show_inspection(snapshot.part, newest, self._entry(snapshot))
        if newest is not None and newest.frame is not None and self._held is None:
            if not self._waiting:
                self._waiting_since_s = time.monotonic()
            self._waiting[snapshot.part] = newest
        else:
            self._waiting = {}
            self._shown = None if newest is None else (snapshot.part, newest)

    def hold(self, reject: Reject | None) -> None:
        """Look at a reject again; the line goes on, and the tile still shows the newest verdict."""
        if reject is None or reject.inspection is None or self._snapshot is None:
            return
        self._held = reject
        text = self.tr("Looking at part {part} again. The line goes on.")
        self.held_text.setText(text.format(part=self._look.number(reject.part)))
        self.held_bar.show()
        self._settle()
        self.picture.blank(wait_for_next=True)
        self.picture.show_inspection(reject.part, reject.inspection, self._entry(self._snapshot))

    def live(self) -> None:
        """Back to the newest part."""
        if self._held is not None and self._snapshot is not None:
            self._held = None
            self.held_bar.hide()
            self.picture.blank(wait_for_next=True)
            self.picture.show_inspection(self._snapshot.part, self._snapshot.newest, self._entry(self._snapshot))

    def show_raw(self, raw: bool) -> None:
        """No heat and no outlines while H is held."""
        scheme = self.tools.scheme
        if scheme is not None:
            self.picture.set_scheme(scheme)
        opacity = 0.0 if scheme is None else self.tools.slider.value() / 100
        self.picture.set_overlay(opacity, self.tools.outline.isChecked(), raw)

    def zoom(self, closer: bool) -> None:
        """By key."""
        self.picture.zoom(KEY_ZOOM if closer else 1 / KEY_ZOOM)

    def proposed_limits(self) -> None:
        """Wish for the limits of the bundle again."""
        entry = self._entry(self._snapshot) if self._snapshot else None
        if entry is not None:
            self.scores.wish_for(entry.limits.to_limits())

    def confirm_proposed(self, why: str) -> None:
        """Put the limits of the bundle in force."""
        entry = self._entry(self._snapshot) if self._snapshot else None
        if entry is not None:
            self._line.set_limits(entry.limits.to_limits(), why)

    def close_page(self) -> bool:
        """End the worker of the picture."""
        return self.picture.close_renderer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The right column grows with the window, within bounds."""
        self._side.setFixedWidth(round(min(max(SIDE_SHARE * self.width(), SIDE_LEAST), SIDE_MOST)))
        self.scores.setFixedHeight(max(124, round(0.15 * self.height())))

    def _show_verdict(self, snapshot: Snapshot) -> None:
        limits = snapshot.limits
        if self._shown is None or limits is None:
            self.tile.show_text(TileText(None, waiting_line(snapshot)))
            self.bar.show_score(None, None, None, ScoreScale(0.0, 1.0))
            return
        part, newest = self._shown
        verdict = newest.verdict
        entry = self._entry(snapshot)
        words = self.tr("%n region(s)", "", len(newest.regions))
        detail = detail_line(newest, words, entry, self._look)
        self.tile.show_text(TileText(verdict, "", detail, part_line(part, newest, self._look)))
        self.bar.show_score(newest.score, limits, verdict, scale_of(entry, limits))

    def _settle(self) -> None:
        """Give the newest part its verdict without waiting for its picture, which will not come."""
        if self._waiting and self._snapshot is not None:
            newest = max(self._waiting)
            self._shown, self._waiting = (newest, self._waiting[newest]), {}
            self._show_verdict(self._snapshot)

    def _entry(self, snapshot: Snapshot) -> ProductEntry | None:
        if snapshot.bundle is None or snapshot.product is None:
            return None
        return snapshot.bundle.manifest.products[snapshot.product]

    def _overlay_changed(self) -> None:
        self.show_raw(False)

    def _make_held_bar(self, actions: dict[Do, QAction]) -> QFrame:
        bar = QFrame()
        bar.setObjectName("raised")
        self.held_text = QLabel()
        back = QPushButton(actions[Do.LIVE].text())
        back.setToolTip(actions[Do.LIVE].toolTip())
        back.clicked.connect(actions[Do.LIVE].trigger)
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(16, 4, 4, 4)
        layout.addWidget(self.held_text, 1)
        layout.addWidget(back)
        bar.hide()
        return bar

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("well")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for widget, stretch in (
            (self.confirm, 0),
            (self.masters, 0),
            (self.held_bar, 0),
            (self.picture, 1),
            (self.tools, 0),
        ):
            inner.addWidget(widget, stretch)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(card, 1)
        left.addWidget(self.scores)
        score_card = QFrame()
        score_card.setObjectName("card")
        score_layout = QVBoxLayout(score_card)
        score_layout.setContentsMargins(16, 8, 16, 8)
        score_layout.addWidget(self.bar)
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.tile, 5)
        right.addWidget(score_card)
        right.addWidget(self.figures)
        right.addWidget(self.rejects, 3)
        right.addWidget(self.buttons.pace)
        right.addWidget(self.buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(left, 1)
        layout.addWidget(self._side, 0, Qt.AlignmentFlag.AlignRight)
