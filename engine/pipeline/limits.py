"""The limits in force: the newest a person confirmed, or the proposed ones with PASS locked."""

from collections.abc import Iterable

from engine.bundle import Bundle
from engine.decision import Limits
from engine.errors import ErrorCode, JudgeError, UsageError
from engine.judge import Inspection
from engine.pipeline.parts import lock_pass
from engine.records.entries import LimitBody, LimitsBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter


class LimitsInForce:
    """Limits of each product of a bundle on this station. Read in one thread; ``confirm`` may be called from others."""

    def __init__(self, bundle: Bundle, writer: RecordWriter, products: Iterable[str]) -> None:
        self._bundle, self._writer = bundle, writer
        self._found: dict[str, tuple[Limits, int | None]] = {}
        reader = RecordReader(writer.folder)
        try:
            for product in set(products):
                row = reader.limits_in_force(product, bundle.sha256)
                proposed = bundle.product(product)[1].limits.to_limits()
                self._found[product] = (proposed, None) if row is None else (row[1].limits.to_limits(), row[0])
        finally:
            reader.close()

    def of(self, product: str) -> Limits:
        """What parts of this product are judged with."""
        return self._found[product][0]

    def row(self, product: str) -> int | None:
        """The row of the records that put them in force; None: proposed only."""
        return self._found[product][1]

    def all(self) -> dict[str, tuple[Limits, int | None]]:
        """Limits by product, with the row that put them in force."""
        return dict(self._found)

    def guard(self, inspection: Inspection) -> Inspection:
        """Nothing passes on limits that nobody confirmed."""
        if self.row(inspection.product) is not None:
            return inspection
        return lock_pass(inspection, JudgeError(ErrorCode.LIMITS_UNCONFIRMED, product=inspection.product))

    def confirm(self, product: str, limits: Limits, user: str, why: str) -> None:
        """Put limits in force, durably, from the next part on. Raises UsageError or RecordsError."""
        if not limits.usable() or product not in self._found:
            raise UsageError(ErrorCode.USAGE, what=f"limits {limits} of {product} cannot be used", command="limits")
        sha256, given = self._bundle.sha256, LimitsBody.of(limits)
        body = LimitBody(product=product, bundle_sha256=sha256, limits=given, user=user, why=why)
        self._found[product] = (limits, self._writer.store(body).seq)
