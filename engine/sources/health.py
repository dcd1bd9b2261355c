"""Is a live picture alive? Judges frames by what they should not do: repeat, stand still in time, change size, skip."""

import numpy as np

from engine.errors import ErrorCode, SourceError
from engine.frames import Pixels
from engine.sources.process import Captured
from engine.sources.spec import DeviceSpec


class Watch:
    """Remembers the frame before. One for each opened source."""

    def __init__(self, spec: DeviceSpec) -> None:
        self._spec = spec
        self._pixels: Pixels | None = None
        self._number: int | None = None
        self._stamp_s: float | None = None
        self._changed_s = 0.0  # when the picture last changed
        self._moved_s = 0.0  # when the time stamp last moved
        self._shape: tuple[int, ...] | None = None

    def check(self, captured: Captured) -> SourceError | None:
        """What is wrong with this frame, or None."""
        problem = self._size(captured) or self._standstill(captured)
        self._number, self._stamp_s = captured.number, captured.stamp_s
        return problem

    def missing(self, captured: Captured) -> int:
        """Frames the device numbered that never came. Call before ``check``."""
        if captured.number is None or self._number is None or captured.number <= self._number:
            return 0
        return max(0, captured.number - self._number - 1 - captured.skipped)

    def reset(self) -> None:
        """The source was lost; what comes next may look different."""
        self.__init__(self._spec)  # type: ignore[misc]

    def _size(self, captured: Captured) -> SourceError | None:
        shape = captured.pixels.shape
        expected, self._shape = self._shape or shape, self._shape or shape
        if shape == expected:
            return None
        found, wanted = f"{shape[1]} x {shape[0]}", f"{expected[1]} x {expected[0]}"
        return SourceError(ErrorCode.SOURCE_SIZE, source=self._spec.address, found=found, expected=wanted)

    def _standstill(self, captured: Captured) -> SourceError | None:
        same = self._pixels is not None and np.array_equal(self._pixels, captured.pixels)
        if not same:
            self._changed_s = captured.time_s
        if captured.stamp_s is None or captured.stamp_s != self._stamp_s or self._moved_s == 0:
            self._moved_s = captured.time_s
        self._pixels = captured.pixels
        if captured.number is not None and captured.number == self._number:
            return self._frozen(f"frame number {captured.number} again")
        if not self._spec.compressed:
            return self._frozen("two equal frames") if same else None
        if captured.time_s - self._moved_s > self._spec.timeout_s:
            return self._frozen("its time stamp stands still")
        if captured.time_s - self._changed_s > self._spec.same_s:
            return self._frozen(f"for {self._spec.same_s:g} s")
        return None

    def _frozen(self, why: str) -> SourceError:
        return SourceError(ErrorCode.SOURCE_FROZEN, source=self._spec.address, why=why)
