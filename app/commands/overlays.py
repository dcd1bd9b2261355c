"""Pictures of the heat over each part, for ``run --overlays``, and of its expected look, for ``run --expected``."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.errors import ErrorCode, UsageError
from engine.expected import ExpectedLook
from engine.files import check_writable, explain_os_error
from engine.judge import Inspection
from engine.overlay import blend_heat


class OverlayWriter:
    """Writes one PNG for each judged part, in the folder structure of the source: ``a/7.jpg`` -> ``a/7.jpg.png``."""

    def __init__(self, folder: Path, source: str) -> None:
        self._folder, self._root = folder.resolve(), Path(source).resolve()
        if self._root.is_dir() and self._folder.is_relative_to(self._root):
            why = "it lies inside the source, the pictures would be judged next time"
            raise UsageError(ErrorCode.NOT_WRITABLE, path=str(folder), why=why)
        check_writable(self._folder / "overlay.png")

    def write(self, inspection: Inspection) -> None:
        """Write the picture of one part; nothing for a part that could not be judged. Raises InspectError."""
        if inspection.frame is None or inspection.anomaly_map is None:
            return
        picture = blend_heat(inspection.frame.pixels, inspection.anomaly_map, inspection.limits.pixel, inspection.roi)
        self._store(picture, inspection)

    def _store(self, picture: NDArray[np.uint8], inspection: Inspection) -> None:
        path = self._folder / self._name(inspection)
        _, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.tobytes())
        except OSError as error:
            raise explain_os_error(error, path) from error

    def _name(self, inspection: Inspection) -> Path:
        part = Path(inspection.source).absolute()
        if self._root.is_dir() and part.is_relative_to(self._root):
            relative = part.relative_to(self._root)
            return relative.with_name(f"{relative.name}.png")
        return Path(f"{part.name}.png")


class ExpectedWriter(OverlayWriter):
    """Writes what the model expected to see in place of each part, for ``run --expected``."""

    def __init__(self, folder: Path, source: str, bundle: Bundle, product: str) -> None:
        super().__init__(folder, source)
        self._look = ExpectedLook(bundle, product)

    def write(self, inspection: Inspection) -> None:
        """Write the picture of one part; nothing for a part that could not be judged. Raises InspectError."""
        if inspection.frame is not None and inspection.error is None:
            self._store(self._look.of_frame(inspection.frame)[0], inspection)
