"""Counts that add up: every frame has one fate, every trigger one verdict."""

from dataclasses import dataclass

from engine.decision import Verdict


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """Frames since the start. ``captured`` came from the sources; each was ``judged``, or is an ``error`` (bad, late,
    of an overrun part), or ``passed_over`` (nobody wanted it), or is still ``waiting``."""

    captured: int = 0
    judged: int = 0
    error: int = 0
    passed_over: int = 0
    waiting: int = 0

    @property
    def add_up(self) -> bool:
        """Always true; shown if it is not."""
        return self.captured == self.judged + self.error + self.passed_over + self.waiting


@dataclass(frozen=True, slots=True)
class PartCounts:
    """Parts since the start: ``triggers`` were taken, each has one verdict or is still ``open``. ``overrun`` and
    ``late`` are among the errors, and so are ``presented`` ones, which are no products; ``late_results`` came after the
    deadline and were recorded only; ``repeated`` triggers were known already and made no part."""

    triggers: int = 0
    passed: int = 0
    review: int = 0
    failed: int = 0
    error: int = 0
    open: int = 0
    overrun: int = 0
    late: int = 0
    late_results: int = 0
    repeated: int = 0
    presented: int = 0

    @property
    def add_up(self) -> bool:
        """Always true; shown if it is not."""
        return self.triggers == self.passed + self.review + self.failed + self.error + self.open


class Counter:
    """The counts while they change."""

    def __init__(self) -> None:
        self.captured = self.judged = self.frame_errors = self.passed_over = self.waiting_frames = 0
        self.triggers = self.open = self.overrun = self.late = self.late_results = self.repeated = 0
        self.presented = 0
        self.verdicts = dict.fromkeys(Verdict, 0)

    def frames(self, passed_over_at_source: int) -> FrameCounts:
        """A frozen copy; frames that sources passed over themselves were captured too."""
        return FrameCounts(
            self.captured + passed_over_at_source,
            self.judged,
            self.frame_errors,
            self.passed_over + passed_over_at_source,
            self.waiting_frames,
        )

    def parts(self) -> PartCounts:
        """A frozen copy."""
        found = self.verdicts
        return PartCounts(
            self.triggers,
            found[Verdict.PASS],
            found[Verdict.REVIEW],
            found[Verdict.FAIL],
            found[Verdict.ERROR],
            self.open,
            self.overrun,
            self.late,
            self.late_results,
            self.repeated,
            self.presented,
        )
