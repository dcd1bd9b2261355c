"""The expected look: a picture of what the model thinks a good part would look like in place of this one.

It is a second graph, which a bundle has only if it was trained with ``--expected-look``; its session is opened when the
first picture is asked for, so that who never looks pays nothing.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.bundle.archive import EXPECTED
from engine.errors import BundleError, ErrorCode, UsageError
from engine.frames import Frame
from engine.geometry import Roi
from engine.judge import preprocessor_of
from engine.provider import Provider
from engine.runtime.opening import one_line, open_graph
from engine.runtime.providers import ORT_NAMES


def has_expected_look(bundle: Bundle) -> bool:
    """True if the bundle can show it."""
    return EXPECTED in bundle.files


class ExpectedLook:
    """Shows what was expected of frames of one product. Not on the way to a verdict: always on the CPU."""

    def __init__(self, bundle: Bundle, product: str | None, threads: int = 1) -> None:
        """UsageError if the bundle has no such graph, or there is a choice of products."""
        if not has_expected_look(bundle):
            raise UsageError(ErrorCode.EXPECTED_MISSING, path=str(bundle.path))
        _, entry = bundle.product(product)
        self._preprocessor = preprocessor_of(bundle, entry)
        self._bundle, self._threads = bundle, threads
        self._session: Any = None

    def of_frame(self, frame: Frame) -> tuple[NDArray[np.uint8], Roi]:
        """The expected picture, uint8 (h, w, 3) RGB, and the region of the frame it lies over. Raises InspectError if
        the frame cannot be prepared or the graph is broken."""
        seen = self._preprocessor.prepare(frame.pixels, frame.source)
        pictures = np.stack([self.of_input(image) for image in seen.inputs])
        channels = [seen.merge(pictures[..., channel].astype(np.float32)) for channel in range(3)]
        shown = [seen.placement.shown(channel, None) for channel in channels]
        picture = np.stack([channel for channel, _ in shown], axis=-1)
        return np.clip(np.round(picture), 0, 255).astype(np.uint8), shown[0][1]

    def of_input(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """For one prepared image, uint8 (H, W, 3) at the input size; the same shape."""
        if self._session is None:
            self._session = _open(self._bundle, self._threads)
        picture: NDArray[np.uint8] = self._session.run(["expected"], {"image": image[None]})[0][0]
        if picture.shape != image.shape or picture.dtype != np.uint8:
            why = f"the expected look is {picture.dtype} {picture.shape}, not uint8 {image.shape}"
            raise BundleError(ErrorCode.BUNDLE_GRAPH, path=str(self._bundle.path), why=why)
        return picture


def _open(bundle: Bundle, threads: int) -> Any:
    try:
        return open_graph(bundle.files[EXPECTED], [ORT_NAMES[Provider.CPU]], threads)
    except Exception as error:  # ONNX Runtime has many kinds for a graph it does not take
        raise BundleError(ErrorCode.BUNDLE_GRAPH, path=str(bundle.path), why=one_line(error)) from error
