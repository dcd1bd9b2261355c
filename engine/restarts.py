"""How often something was restarted lately: what dies again and again is given up, with its cause."""

import time
from collections import deque

MOST_RESTARTS = 5
WITHIN_S = 60.0


class Restarts:
    """Ends of a process within the last minute, on the monotonic clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()

    @property
    def quiet(self) -> bool:
        """True if the last end is more than a minute ago; False if there was none."""
        return bool(self._ends) and time.monotonic() - self._ends[-1] > WITHIN_S

    def forget(self) -> None:
        """Count anew."""
        self._ends.clear()

    def too_many(self) -> int | None:
        """It has ended once more. None if it may be started again, else how often it has ended within the minute."""
        now = time.monotonic()
        self._ends.append(now)
        while now - self._ends[0] > WITHIN_S:
            self._ends.popleft()
        return len(self._ends) if len(self._ends) > MOST_RESTARTS else None
