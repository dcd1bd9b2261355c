"""Which good parts of the training a part resembles most: small pictures and embeddings that the bundle keeps.

For people who look at a flagged part: beside it stand good parts that the model knows, so that it is seen what differs.
No verdict rests on it. A bundle without them shows none.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle, ProductEntry
from engine.decode import decode_image
from engine.errors import BundleError, ErrorCode, ImageError

SIDE = 96  # pixels of a small picture
COLUMNS = 8
MOST = 64  # parts of a product; about 200 kB in all
JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """A good part: its small picture uint8 (SIDE, SIDE, 3) RGB, and how alike it is, the cosine of both embeddings."""

    picture: NDArray[np.uint8]
    likeness: float


def pack(embeddings: Sequence[NDArray[np.float32]], pictures: Sequence[NDArray[np.uint8]]) -> tuple[bytes, bytes]:
    """Embeddings (D) as one array file, float16 (n, D) of length 1; pictures (H, W, 3) RGB as one sheet, JPEG."""
    table, store = _unit(np.stack(embeddings)), io.BytesIO()
    np.save(store, table.astype(np.float16), allow_pickle=False)
    rows = -(-len(pictures) // COLUMNS)
    sheet = np.zeros((rows * SIDE, COLUMNS * SIDE, 3), np.uint8)
    for number, picture in enumerate(pictures):
        top, left = (SIDE * place for place in divmod(number, COLUMNS))
        sheet[top : top + SIDE, left : left + SIDE] = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    return store.getvalue(), bytes(cv2.imencode(".jpg", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), options)[1])


class GoodParts:
    """The good parts that a bundle keeps of a product. BundleError if they cannot be read."""

    def __init__(self, bundle: Bundle, entry: ProductEntry) -> None:
        self._table, self._sheet = np.empty((0, 0), np.float32), np.empty((0, 0, 3), np.uint8)
        if entry.likeness is None:
            return
        try:
            table = np.load(io.BytesIO(bundle.files[entry.likeness.embeddings]), allow_pickle=False)
            sheet = decode_image(bundle.files[entry.likeness.sheet], entry.likeness.sheet)
        except (KeyError, ValueError, EOFError, ImageError) as error:
            why = f"its good parts cannot be read: {error}"[:160]
            raise BundleError(ErrorCode.BUNDLE_MANIFEST, path=str(bundle.path), why=why) from error
        rows = -(-len(table) // COLUMNS)
        if table.ndim != 2 or not np.isfinite(table).all() or sheet.shape != (rows * SIDE, COLUMNS * SIDE, 3):
            why = "its good parts and their pictures do not agree"
            raise BundleError(ErrorCode.BUNDLE_MANIFEST, path=str(bundle.path), why=why)
        self._table, self._sheet = table.astype(np.float32), np.asarray(sheet, np.uint8)

    def nearest(self, embedding: NDArray[np.float32], count: int = 3) -> tuple[Alike, ...]:
        """The most alike, best first; none for an embedding (D) of another length or that is not finite."""
        if not len(self._table) or self._table.shape[1] != len(embedding) or not np.isfinite(embedding).all():
            return ()
        cosines = self._table @ _unit(embedding[None])[0]
        best = np.argsort(-cosines)[:count]
        return tuple(Alike(self._picture(int(number)), float(cosines[number])) for number in best)

    def _picture(self, number: int) -> NDArray[np.uint8]:
        top, left = (SIDE * place for place in divmod(number, COLUMNS))
        return self._sheet[top : top + SIDE, left : left + SIDE]


def _unit(table: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(lengths, 1e-12), np.float32)
