"""Whole files to begin from: small pictures of every kind the program reads, bundles, station files, lists, lines."""

import io
import json
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.bundle import sign_bundle
from engine.signing import KEY_FILE, Keys
from tests.support.bundles import make_bundle

W, H = 33, 21


def _noise(channels: int, seed: int = 1) -> NDArray[np.uint8]:
    chance = np.random.default_rng(seed)
    smooth = np.linspace(0, 200, W * H * channels).reshape(H, W, channels)
    return (smooth + chance.integers(0, 50, (H, W, channels))).astype(np.uint8)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def images() -> tuple[bytes, ...]:
    """Pictures of 33 x 21 pixels."""
    rgb, grey = Image.fromarray(_noise(3)), Image.fromarray(_noise(1)[..., 0])
    rgba = Image.fromarray(_noise(4))
    deep = Image.fromarray(_noise(1)[..., 0].astype(np.uint16) * 200)
    exif = Image.Exif()
    exif[0x0112] = 6
    made = [_saved(image, "PNG") for image in (rgb, grey, rgba, deep, rgb.quantize(16), grey.convert("1"))]
    made += [_saved(rgb, "PNG", exif=exif), _saved(rgb, "PNG", compress_level=0)]
    made += [_saved(image, "JPEG", quality=80) for image in (rgb, grey)]
    made += [
        _saved(rgb, "JPEG", quality=90, progressive=True),
        _saved(rgb, "JPEG", quality=70, restart_marker_blocks=2),
        _saved(rgb, "JPEG", quality=75, exif=exif, subsampling=0),
        _saved(rgb, "JPEG", quality=75, optimize=True, comment=b"a comment"),
    ]
    made += [_saved(image, "BMP") for image in (rgb, grey, rgb.quantize(16), rgba)]
    made += [_saved(image, "TIFF") for image in (rgb, grey, rgba, deep)]
    made += [_saved(rgb, "TIFF", compression=kind) for kind in ("tiff_lzw", "tiff_deflate", "packbits")]
    made += [_saved(deep, "TIFF", compression="tiff_lzw")]
    return tuple(made)


@cache
def bundle() -> bytes:
    """A signed bundle of two products, the same in every process; the key's bytes are 0 to 31."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys"
        keys.mkdir()
        (keys / KEY_FILE).write_text(f"uniad-inspect-key-1:{bytes(range(32)).hex()}\n")
        (keys / KEY_FILE).chmod(0o600)
        path = make_bundle(Path(folder) / "plate.uniad", names=("Plate", "Washer"), size=(32, 32))
        sign_bundle(path, Keys(keys))
        return path.read_bytes()


def station_files() -> tuple[bytes, ...]:
    """The default one, and one that fills in much."""
    default = Path(__file__).parents[2].joinpath("resources", "station.toml").read_bytes()
    sample = Path(__file__).parents[1].joinpath("compat", "station-1.toml").read_bytes()
    small = b'[station]\nname = "a"\n[[sources]]\nuri = "camera:0"\n[line]\nbundle = "a.uniad"\n'
    return default, sample, small


def data_lists() -> tuple[bytes, ...]:
    """In the form of the original code."""
    rows = [
        {"filename": "nut/train/good/000.png", "label": 0, "label_name": "good", "clsname": "nut"},
        {"filename": "nut/test/bent/001.png", "label": 1, "maskname": "nut/ground_truth/bent/001.png"},
    ]
    return ("\n".join(json.dumps(row) for row in rows).encode(), b'{"filename": "a.png"}\n')


def lines() -> tuple[bytes, ...]:
    """What a trigger client says."""
    return (
        b"trigger\n",
        b'trigger source=top serial="S 1" label=7\n',
        b"trigger uuid=0123456789abcdef0123456789abcdef\n",
    )


def checkpoint() -> bytes:
    """A checkpoint of the original code, with few numbers."""
    return Path(__file__).parents[1].joinpath("golden", "data", "official_small_ckpt.pth.tar").read_bytes()
