"""The good parts that a bundle keeps to show beside flagged ones."""

from engine.judge import run_inputs
from engine.likeness import MOST, pack
from engine.runtime import Runtime
from training.images import Prepared, load_all
from training.scan import ProductSet


def keep_good_parts(runtime: Runtime, one: ProductSet) -> tuple[bytes, bytes] | None:
    """Embeddings and sheet of some training parts, spread over all; None if none of them is there any more (an export
    needs no training image)."""
    stride = -(-len(one.train) // MOST) or 1
    embeddings, pictures = [], []
    for image in load_all(one.train[::stride], one.preprocessor(runtime.input_size), 2):
        if isinstance(image, Prepared) and image.sha256 == one.digests[image.path]:
            embeddings.append(run_inputs(runtime, image.seen.inputs)[1])
            pictures.append(image.seen.drawn)
    return pack(embeddings, pictures) if pictures else None
