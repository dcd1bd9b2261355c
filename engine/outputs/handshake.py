"""The handshake with a PLC as a state machine over sixteen-bit registers. No network here.

========= ======= =====================================================================================
Register  Writer  Meaning
========= ======= =====================================================================================
0         PLC     control: bit 0 TRIGGER, bit 1 ACKNOWLEDGE
1, 2      PLC     number of the part (high, low word), echoed with its result
10        station status: bit 0 READY, 1 BUSY, 2 RESULT READY, 3 PASS, 4 FAIL, 5 REVIEW, 6 ERROR, 7 REJECT
11        station heartbeat, counts up
12        station index of the product of the result
13, 14    station number of the part of the result (high, low word)
15        station score in thousandths of the reject limit's unit, at most 65535; 65535 without a score
========= ======= =====================================================================================

One part: the PLC sees READY, writes the number, sets TRIGGER. READY falls, BUSY rises. With the result BUSY falls,
RESULT READY and one verdict bit rise; REJECT falls for PASS alone. The PLC sets ACKNOWLEDGE; RESULT READY, the verdict
and REJECT go to rest. The PLC clears TRIGGER and ACKNOWLEDGE; READY rises. REJECT is 1 whenever nothing else is known.
"""

import threading
from collections.abc import Mapping

from engine.decision import Verdict
from engine.outputs.base import Result
from engine.pipeline.parts import Trigger
from engine.records.entries import new_uuid

CONTROL, LABEL, STATUS, BEAT, PRODUCT, RESULT_LABEL, SCORE, SIZE = 0, 1, 10, 11, 12, 13, 15, 16
TRIGGER, ACKNOWLEDGE = 1, 2
READY, BUSY, RESULT_READY, PASS, FAIL, REVIEW, ERROR, REJECT = (1 << bit for bit in range(8))
WRITABLE = range(3)
_BITS = {Verdict.PASS: PASS, Verdict.FAIL: FAIL, Verdict.REVIEW: REVIEW, Verdict.ERROR: ERROR}


class Handshake:
    """Thread-safe. ``products`` gives each product its index; one that has none is 0."""

    def __init__(self, products: Mapping[str, int]) -> None:
        self._products = dict(products)
        self._lock = threading.Lock()
        self._registers = [0] * SIZE
        self._line_ready = False
        self._waiting_for = ""  # the part of the trigger in hand
        self._acknowledged = True  # control must go back to rest before the next trigger
        self._set_status(REJECT)

    def registers(self) -> list[int]:
        """All registers now."""
        with self._lock:
            return list(self._registers)

    def write(self, address: int, values: list[int]) -> Trigger | None:
        """The PLC wrote; a trigger if that is what it meant. Registers of the station cannot be written."""
        with self._lock:
            before = self._registers[CONTROL]
            for offset, value in enumerate(values):
                if address + offset in WRITABLE:
                    self._registers[address + offset] = value & 0xFFFF
            control = self._registers[CONTROL]
            if control & ACKNOWLEDGE and self._registers[STATUS] & RESULT_READY:
                self._rest()
            if not control & (TRIGGER | ACKNOWLEDGE):
                self._acknowledged = True
            rising = control & TRIGGER and not before & TRIGGER
            made = self._begin() if rising and self._registers[STATUS] & READY else None
            self._refresh()
            return made

    def ready(self, ready: bool) -> None:
        """The line takes triggers, or not. While it does not, REJECT rests at 1."""
        with self._lock:
            self._line_ready = ready
            if not ready and not self._registers[STATUS] & RESULT_READY and self._waiting_for == "":
                self._set_status(REJECT)
            self._refresh()

    def result(self, result: Result) -> None:
        """A verdict. One of a part that this PLC did not trigger is none of its business."""
        with self._lock:
            if result.part != self._waiting_for:
                return
            self._waiting_for = ""
            score = 0xFFFF if result.score is None else max(0, min(0xFFFF, round(1000 * result.score)))
            label = (result.label or 0) & 0xFFFFFFFF
            self._registers[PRODUCT] = self._products.get(result.product, 0)
            self._registers[RESULT_LABEL : RESULT_LABEL + 2] = [label >> 16, label & 0xFFFF]
            self._registers[SCORE] = score
            reject = 0 if result.verdict is Verdict.PASS else REJECT
            self._set_status(RESULT_READY | _BITS[result.verdict] | reject)

    def beat(self) -> None:
        """The heartbeat counts up."""
        with self._lock:
            self._registers[BEAT] = (self._registers[BEAT] + 1) & 0xFFFF

    def close(self) -> None:
        """Everything rests: not ready, reject."""
        with self._lock:
            self._line_ready, self._waiting_for = False, ""
            self._set_status(REJECT)

    def _begin(self) -> Trigger:
        high, low = self._registers[LABEL], self._registers[LABEL + 1]
        made = Trigger(new_uuid(), label=(high << 16) | low)
        self._waiting_for, self._acknowledged = made.uuid, False
        self._set_status(BUSY | REJECT)
        return made

    def _rest(self) -> None:
        self._registers[SCORE] = 0
        self._set_status(REJECT)

    def _refresh(self) -> None:
        """READY: the line is, nothing is in hand, and the PLC has taken its bits back."""
        idle = not self._registers[STATUS] & (BUSY | RESULT_READY) and not self._waiting_for
        ready = READY if idle and self._line_ready and self._acknowledged else 0
        self._set_status(self._registers[STATUS] & ~READY | ready)

    def _set_status(self, status: int) -> None:
        self._registers[STATUS] = status
