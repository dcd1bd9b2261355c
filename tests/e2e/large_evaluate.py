"""Memory of an evaluation of very many pictures: ``python -m tests.e2e.large_evaluate BUNDLE FOLDER [COUNT]``.

The test pictures and masks of FOLDER (MVTec layout), at 224 x 224, are repeated until there are COUNT (5,000) of them;
then ``uniad-train evaluate`` runs over them as users run it. Prints one JSON object; exit code 1 above 4 GB.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import count, cycle
from pathlib import Path

import cv2

from engine.decode import read_image
from training.products import TestImage, scan_product

SIDE = 224
MOST_GB = 4.0


def _shrunk(source: Path, target: Path) -> Path:
    """A copy of a picture with 224 x 224 pixels."""
    pixels = cv2.cvtColor(read_image(source), cv2.COLOR_RGB2BGR)
    target.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(target), cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST))
    return target


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(source, target)


def repeat(images: tuple[TestImage, ...], wanted: int, folder: Path) -> None:
    """``wanted`` test pictures in ``folder``, links to few files; each bears its mask."""
    few: dict[TestImage, tuple[Path, Path | None]] = {}
    for number, image in zip(count(), cycle(images), strict=False):
        if number == wanted:
            return
        if image not in few:
            mask = _shrunk(image.mask, folder / f"files/{number}_mask.png") if image.mask else None
            few[image] = _shrunk(image.path, folder / f"files/{number}.png"), mask
        pixels, mask = few[image]
        _link(pixels, folder / f"test/{image.defect or 'good'}/{number}.png")
        if mask:
            _link(mask, folder / f"ground_truth/{image.defect}/{number}_mask.png")


def main() -> None:
    """Print one JSON object."""
    bundle, source = Path(sys.argv[1]), Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 5000
    product = scan_product(source.resolve().name, source)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / product.name
        (folder / "train/good").mkdir(parents=True)
        repeat(product.test, wanted, folder)
        begin = time.monotonic()
        command = [sys.executable, "-m", "training.cli", "evaluate", str(bundle), str(folder), "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        seconds = time.monotonic() - begin
    peak_gb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    figures = json.loads(done.stdout)["products"][product.name]
    told = {name: figures[name] for name in ("n_good", "n_defect", "n_error", "image_auroc", "pixel_auroc")}
    print(json.dumps({"images": wanted, "peak_gb": round(peak_gb, 2), "seconds": round(seconds, 1), **told}))
    sys.exit(int(peak_gb > MOST_GB))


if __name__ == "__main__":
    main()
