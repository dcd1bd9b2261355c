"""When the next part may begin: held or running, one step, or one part in so many seconds. No clock of its own."""


class Pace:
    """Used by the line's thread alone. ``serial`` is what the next part is called."""

    def __init__(self, held: bool) -> None:
        self.held = held
        self.interval_s = 0.0
        self.serial = ""
        self._steps = 0
        self._due_s = 0.0

    def run(self) -> None:
        """Parts begin as they come."""
        self.held, self._steps, self._due_s = False, 0, 0.0

    def hold(self) -> None:
        """No part begins, unless it is asked for."""
        self.held, self._steps = True, 0

    def step(self) -> None:
        """One part more, also while held."""
        self._steps += 1

    def set_interval(self, seconds: float) -> None:
        """Least time between two beginnings."""
        self.interval_s, self._due_s = max(0.0, seconds), 0.0

    def parts(self, now_s: float, in_hand: int) -> int | None:
        """How many parts may begin now; None for as many as come."""
        if self.held:
            return self._steps
        if self.interval_s == 0:
            return None
        return int(now_s >= self._due_s and in_hand == 0)

    def may_begin(self, now_s: float, live: bool) -> bool:
        """True if a frame that came now may begin a part. One of a file was asked for before, so it may."""
        if not live:
            return True
        return self._steps > 0 if self.held else now_s >= self._due_s

    def begun(self, now_s: float) -> None:
        """A part began."""
        self._steps = max(0, self._steps - 1)
        self._due_s = max(self._due_s + self.interval_s, now_s + 0.5 * self.interval_s)

    def wait_s(self, now_s: float) -> float | None:
        """Seconds until the next part may begin; None if that is not a matter of time."""
        return None if self.held or self.interval_s == 0 else max(0.0, self._due_s - now_s) or None

    def take_serial(self) -> str:
        """The name of a part that begins; it is used once."""
        taken, self.serial = self.serial, ""
        return taken
