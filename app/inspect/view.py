"""Which part of a frame is visible, and how large. Arithmetic only; no Qt, so that it can be tested by itself."""

from dataclasses import dataclass, replace

from app.inspect.heat import Box

MOST_ZOOM = 40.0


@dataclass(frozen=True, slots=True)
class ViewState:
    """A frame (w, h) seen through a window (w, h). ``zoom`` is window pixels for one frame pixel; ``centre`` the frame
    point in the middle of the window. ``fitted`` follows the window's size."""

    frame: tuple[int, int]
    window: tuple[float, float]
    zoom: float
    centre: tuple[float, float]
    fitted: bool = True

    @staticmethod
    def fit(frame: tuple[int, int], window: tuple[float, float]) -> "ViewState":
        """The whole frame, as large as it goes."""
        zoom = min(window[0] / frame[0], window[1] / frame[1])
        return ViewState(frame, window, max(zoom, 1e-6), (frame[0] / 2, frame[1] / 2))

    def resized(self, window: tuple[float, float]) -> "ViewState":
        """The window has another size."""
        return ViewState.fit(self.frame, window) if self.fitted else replace(self, window=window)

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """Frame point under a window point."""
        return (
            self.centre[0] + (x - self.window[0] / 2) / self.zoom,
            self.centre[1] + (y - self.window[1] / 2) / self.zoom,
        )

    def to_window(self, x: float, y: float) -> tuple[float, float]:
        """Window point of a frame point."""
        return (
            (x - self.centre[0]) * self.zoom + self.window[0] / 2,
            (y - self.centre[1]) * self.zoom + self.window[1] / 2,
        )

    def zoomed(self, factor: float, x: float, y: float) -> "ViewState":
        """Zoom so that the frame point under the window point (x, y) stays there. Never smaller than fitted."""
        fit = ViewState.fit(self.frame, self.window)
        zoom = min(max(self.zoom * factor, fit.zoom), max(MOST_ZOOM, fit.zoom))
        if zoom <= fit.zoom * 1.0001:
            return fit
        fx, fy = self.to_frame(x, y)
        centre = (fx - (x - self.window[0] / 2) / zoom, fy - (y - self.window[1] / 2) / zoom)
        return replace(self, zoom=zoom, centre=self._held(centre), fitted=False)

    def moved(self, dx: float, dy: float) -> "ViewState":
        """Dragged by window pixels."""
        centre = (self.centre[0] - dx / self.zoom, self.centre[1] - dy / self.zoom)
        return replace(self, centre=self._held(centre), fitted=False)

    def visible(self) -> Box:
        """The part of the frame that is seen (x0, y0, x1, y1)."""
        x0, y0 = self.to_frame(0, 0)
        x1, y1 = self.to_frame(*self.window)
        return max(0.0, x0), max(0.0, y0), min(float(self.frame[0]), x1), min(float(self.frame[1]), y1)

    def _held(self, centre: tuple[float, float]) -> tuple[float, float]:
        """A frame can not be lost by dragging: its middle stays inside."""
        return (
            min(max(centre[0], 0.0), float(self.frame[0])),
            min(max(centre[1], 0.0), float(self.frame[1])),
        )
