"""Which time a report is about: a shift, a day, or from one moment to another. People think in local time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from engine.errors import ErrorCode, UsageError
from engine.shifts import shift_starts

US = 1_000_000


class Every(StrEnum):
    """How long a scheduled report covers."""

    SHIFT = "shift"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """UTC microseconds since 1970, ``until_us`` exclusive. ``shift`` counts from 1; 0: no shift."""

    since_us: int
    until_us: int
    shift: int = 0

    @property
    def hours(self) -> float:
        """Length."""
        return (self.until_us - self.since_us) / (3600 * US)


def local(utc_us: int) -> datetime:
    """The moment on this computer's clock on the wall, with its zone."""
    return datetime.fromtimestamp(utc_us / US).astimezone()


def to_us(moment: datetime) -> int:
    """A moment, local if it names no zone."""
    return round(moment.astimezone().timestamp() * US)


def parse_moment(text: str) -> datetime:
    """``2026-10-15`` or ``2026-10-15T06:00``. UsageError if it is neither."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        what = f"not a date or time: {text[:40]} (for example 2026-10-15T06:00)"
        raise UsageError(ErrorCode.USAGE, what=what, command="uniad-inspect report") from error


def between(since: datetime, until: datetime) -> Period:
    """From one moment to another. UsageError if the end is not after the beginning."""
    period = Period(to_us(since), to_us(until))
    if period.until_us <= period.since_us:
        what = f"the period ends ({until:%Y-%m-%d %H:%M}) before it begins ({since:%Y-%m-%d %H:%M})"
        raise UsageError(ErrorCode.USAGE, what=what, command="uniad-inspect report")
    return period


def day_of(moment: datetime) -> Period:
    """The local day that holds this moment."""
    begin = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return Period(to_us(begin), to_us(begin + timedelta(days=1)))


def shift_of(moment: datetime, shifts: tuple[str, ...]) -> Period:
    """The shift that holds this moment; ``shifts`` are local times at which one begins. Without any, the day."""
    if not shifts:
        return day_of(moment)
    at_us = to_us(moment)
    today = moment.date()
    found = list(_shifts(today - timedelta(days=2), today + timedelta(days=2), shifts))
    return next(one for one in reversed(found) if one.since_us <= at_us)


def ended(every: Every, shifts: tuple[str, ...], after_us: int, now_us: int) -> list[Period]:
    """Shifts or days that ended after one moment and not after ``now_us``, in order."""
    first, last = local(after_us).date() - timedelta(days=2), local(now_us).date() + timedelta(days=1)
    if every is Every.DAY or not shifts:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        found = [day_of(datetime(day.year, day.month, day.day)) for day in days]  # noqa: DTZ001 local days are meant
    else:
        found = list(_shifts(first, last, shifts))
    return [one for one in found if after_us < one.until_us <= now_us]


def _shifts(first: date, last: date, shifts: tuple[str, ...]) -> Iterator[Period]:
    """All shifts that begin on these days, in order; the last one may be cut short."""
    starts = [(to_us(moment), number) for moment, number in shift_starts(first, last, shifts)]
    for (since_us, number), (until_us, _) in pairwise(starts):
        if until_us > since_us:
            yield Period(since_us, until_us, number)
