"""The line: capture, judge, record, output, and the rules between them.

One thread owns the parts (``PartBook``) and does everything in the order in which it learns of it: frames and triggers,
answers of the judge, receipts of the records, the clock. Sources, judge, records and outputs have threads or processes
of their own and only leave messages. A verdict leaves when its record is durable; what misses its deadline is ERROR.
"""

import threading
import time
from collections.abc import Callable

from engine.decision import Limits
from engine.errors import ErrorCode, UsageError
from engine.pipeline.answers import ask, wait_for
from engine.pipeline.intake import Intake
from engine.pipeline.parts import Trigger
from engine.pipeline.plan import LinePlan
from engine.pipeline.present import LineMasters
from engine.pipeline.snapshot import LineSnapshot
from engine.pipeline.working import CLOSE_S, LineParts, LineWork
from engine.records.entries import EventBody
from engine.sources.spec import CameraSettings

__all__ = ["Line", "LineParts"]


class Line:
    """One line of a station. Every method may be called from any thread and returns at once, except ``close``,
    ``confirm_limits`` and ``change_sources``."""

    def __init__(self, plan: LinePlan, parts: LineParts) -> None:
        self._parts = parts
        self._work = LineWork(plan, parts)
        self._tell = self._work.messages.put
        self.masters = LineMasters(self._work)
        self._thread = threading.Thread(target=self._work.work, name="line", daemon=True)

    @property
    def plan(self) -> LinePlan:
        """What this line does."""
        return self._work.plan

    def limits_confirmed(self, product: str) -> bool:
        """True if a person put limits in force for this product."""
        return self._work.limits.row(product) is not None

    def start(self) -> None:
        """Load the judge, open the sources, begin. Once."""
        self._thread.start()

    def trigger(self, trigger: Trigger) -> None:
        """A part is there. Whatever happens, it gets one record."""
        self._tell(trigger)

    def run(self) -> None:
        """Begin parts; sources that have ended begin again."""
        self._tell(self._work.run)

    def hold(self) -> None:
        """Begin no further part; those in hand are finished."""
        self._tell(self._work.pace.hold)

    def step(self) -> None:
        """One part, also while held."""
        self._tell(self._work.step)

    def set_interval(self, seconds: float) -> None:
        """Least time between the beginnings of two parts, so that people can watch a folder; 0 for as fast as it
        goes."""
        self._tell(lambda: self._work.pace.set_interval(seconds))

    def set_labels(self, user: str | None = None, lot: str | None = None, serial: str | None = None) -> None:
        """Who works here, and what the parts are, from the next part on; None leaves a label. ``serial`` is of the next
        part alone."""
        self._tell(lambda: self._work.label(user, lot, serial))

    def reset_counts(self, forget: bool = False) -> None:
        """What the operator sees is counted anew; ``forget`` the newest part, too (it is of another product)."""
        self._tell(lambda: self._parts.tally.reset(forget))

    def dismiss(self) -> None:
        """Trouble that did not stop the line was read."""
        self._tell(self._work.dismiss)

    def note(self, event: EventBody) -> None:
        """Store an event nobody waits for."""
        self._work.store.note(event)

    def snapshot(self) -> LineSnapshot:
        """The line now: the same object as before if nothing has changed."""
        return self._work.snapshot

    def confirm_limits(self, product: str, limits: Limits, user: str, why: str) -> None:
        """Put limits in force, durably, from the next part on. Raises UsageError or RecordsError."""
        self._work.limits.confirm(product, limits, user, why)
        self._tell(None)

    def choose_product(self, source: str, product: str, camera: CameraSettings | None = None) -> None:
        """From the next part on, ``source`` shows this product; its camera gets the settings kept for it. Raises
        UsageError if the bundle does not have the product."""
        if product not in self._parts.spec.products:
            known = ", ".join(self._parts.spec.products)
            raise UsageError(ErrorCode.PRODUCT_UNKNOWN, name=product, known=known)
        self._tell(lambda: self._work.change_product(source, product, camera))

    def change_sources(self, plan: LinePlan) -> None:
        """Other sources for the same model; parts are begun again with ``run``. Waits until the old ones are closed.
        Raises JudgeError if the line does not answer."""
        self.hold()
        self.wait(lambda now: now.parts.open == 0, CLOSE_S)
        self._ask(self._work.detach).close(CLOSE_S)
        self._ask(lambda: self._work.attach(plan))

    def wait(self, until: Callable[[LineSnapshot], bool], timeout_s: float) -> bool:
        """Wait until the snapshot is as wished; False if it never was."""
        end = time.monotonic() + timeout_s
        while not until(self._work.snapshot):
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def close(self, timeout_s: float = 3.0, outputs_too: bool = True) -> bool:
        """Take nothing more, let the parts in hand finish, then end everything but the writer (and the outputs, if
        another line goes on with them). False if something had to be left behind."""
        self._work.outputs_too = outputs_too
        self._tell(self._work.begin_closing)
        if not self._thread.is_alive():
            return True
        finished = self._work.closed.wait(timeout_s)
        self._thread.join(max(0.1, timeout_s - CLOSE_S))
        return finished

    def _ask(self, question: Callable[[], Intake]) -> Intake:
        return wait_for(ask(self._tell, question))
