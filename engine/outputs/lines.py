"""Text lines out of a client's bytes, with an end to everything: how long a line may be, and how slowly it may come."""

LONGEST_LINE = 1000
SLOWEST_LINE_S = 10.0


class LineReader:
    """One client's bytes. Keeps at most one unfinished line."""

    def __init__(self) -> None:
        self._rest, self._began_s = b"", 0.0
        self.spoke = False  # a whole line has come

    def feed(self, data: bytes, now_s: float = 0.0) -> list[str] | None:
        """Whole lines, without their ends; None if one is longer than ``LONGEST_LINE`` bytes (hang up, then)."""
        if not self._rest:
            self._began_s = now_s
        *lines, rest = (self._rest + data).split(b"\n")
        if max(map(len, (*lines, rest))) > LONGEST_LINE:
            return None
        if lines:
            self.spoke, self._began_s = True, now_s
        self._rest = rest
        return [line.decode("utf-8", "replace").strip() for line in lines]

    @property
    def unfinished(self) -> bool:
        """True while a line has begun and not ended."""
        return bool(self._rest)

    def overdue(self, now_s: float) -> bool:
        """True if a line began more than ``SLOWEST_LINE_S`` ago and has not ended."""
        return self.unfinished and now_s - self._began_s > SLOWEST_LINE_S
