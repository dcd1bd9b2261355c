"""When shifts begin, by the clock on the wall: HH:MM local time, also in the nights when it is changed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo


def shift_starts(
    first: date, last: date, shifts: Sequence[str], zone: tzinfo | None = None
) -> Iterator[tuple[datetime, int]]:
    """Each beginning on these days, in order, with the number of its shift, counted from 1. ``zone`` None: that of this
    computer, whose distance from UTC may change from one day to the next."""
    for offset in range((last - first).days + 1):
        for number, text in enumerate(sorted(shifts), 1):
            wall = datetime.combine(first + timedelta(days=offset), time.fromisoformat(text), zone)
            yield wall.astimezone(), number
