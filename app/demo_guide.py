"""The way through the demo: get it ready, open it, and begin once its limits are confirmed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.demo import INTERVAL_S, DemoPlan
from app.pages.demo import DemoPage
from engine.pipeline.client import LineClient

if TYPE_CHECKING:
    from app.demo_session import DemoSession


class DemoGuide:
    """Used by the window alone. ``opened`` is called when the demo is ready and its folder is the source."""

    def __init__(self, plan: DemoPlan, line: LineClient, opened: Callable[[], None]) -> None:
        self.plan, self._line, self._opened = plan, line, opened
        self._session: DemoSession | None = None

    @property
    def training(self) -> bool:
        """True while the demo is being made ready."""
        return self._session is not None and not self._session.status.ended

    def begin(self) -> None:
        """Get the demo ready, or go on with that."""
        if self._session is None:
            from app.demo_session import DemoSession

            self._session = DemoSession(self.plan)

    def again(self) -> None:
        """After it failed."""
        self._session = None
        self.begin()

    def cancel(self) -> None:
        """No demo; a training that runs is ended."""
        if self._session is not None:
            self._session.cancel()
            self._session = None

    def close(self) -> None:
        """The window closes; a training goes on."""
        if self._session is not None:
            self._session.close()

    def follow(self, page: DemoPage) -> None:
        """Show how far it is; open it once it is there."""
        if self._session is None:
            return
        status = self._session.status
        page.show_status(status)
        if status.bundle is not None:
            self._session.close()
            self._session = None
            self._line.open_bundle(status.bundle)
            self._line.set_interval(INTERVAL_S)
            self._line.open_source(str(self.plan.stream), loop=True)
            self._opened()
