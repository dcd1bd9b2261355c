"""Mutated images and bundles in great number: none that is cut or structurally invalid may be judged, no altered bundle
may be accepted.

usage: python -m tests.fuzz.mutated [--images 100000] [--bundles 20000] [--seed 1]

A damaged picture that is still a whole file is a picture; whether it is whole is told by ``tests.fuzz.shapes``, which
shares nothing with the program. Prints one JSON object; exit code 1 if anything slipped through.
"""

import argparse
import hashlib
import json
import random
import struct
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from engine.bundle import Bundle, read_bundle
from engine.decode import decode_image
from engine.errors import InspectError
from tests.fuzz import seeds
from tests.fuzz.mutating import cut, mutate, repack_png
from tests.fuzz.shapes import flaw
from tests.support.forging import SEAL, reseal


def attack_images(count: int, seed: int) -> tuple[dict[str, object], list[str]]:
    """Every way of damage in turn, over every seed in turn."""
    chance, found, slipped = random.Random(seed), Counter[str](), []
    whole = seeds.images()
    for data in whole:
        assert flaw(data) is None, flaw(data)
        decode_image(data, "seed")
    slowest_ms = 0.0
    for number in range(count):
        original = whole[number % len(whole)]
        way = (mutate, cut, repack_png)[number // len(whole) % 3]
        data = way(original, chance)
        wrong = "cut" if way is cut else _flaw(data)
        began = time.perf_counter()
        try:
            decode_image(data, "mutated")
        except InspectError:
            found["refused"] += 1
        except Exception as error:
            found["ANOTHER ERROR"] += 1
            slipped.append(f"{number} {original[:4]!r} {way.__name__}: {type(error).__name__}: {error} {_keep(data)}")
        else:
            found["still a picture" if wrong is None else "INVALID AND JUDGED"] += 1
            if wrong is not None:
                slipped.append(f"{number} {original[:4]!r} {way.__name__}: {wrong} {_keep(data)}")
        slowest_ms = max(slowest_ms, 1e3 * (time.perf_counter() - began))
    return {"images": count, **found, "slowest_ms": round(slowest_ms, 1)}, slipped


def _flaw(data: bytes) -> str | None:
    try:
        return flaw(data)
    except (struct.error, IndexError, MemoryError) as error:
        return f"its structure cannot be followed ({error})"


def attack_bundles(count: int, seed: int) -> tuple[dict[str, object], list[str]]:
    """Half of them sealed again by the attacker. Accepted means: opened, signed, and not what was signed."""
    chance, found, slipped = random.Random(seed), Counter[str](), []
    whole = seeds.bundle()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutated.uniad"
        path.write_bytes(whole)
        original = read_bundle(path)
        for number in range(count):
            data = mutate(whole, chance)
            if number % 2:
                data = reseal(mutate(whole[: -len(SEAL) - 64], chance))
            path.write_bytes(data)
            try:
                opened = read_bundle(path)
            except InspectError:
                found["refused"] += 1
                continue
            except Exception as error:
                found["ANOTHER ERROR"] += 1
                slipped.append(f"{number}: {type(error).__name__}: {error} {_keep(data)}")
                continue
            if _same(opened, original):
                found["the same bundle (padding of the zip changed)"] += 1
            elif opened.signature is None:
                found["opened, but no longer signed"] += 1
            else:
                found["ALTERED AND ACCEPTED"] += 1
                slipped.append(f"{number}: {_keep(data)}")
    return {"bundles": count, **found}, slipped


def _same(one: Bundle, other: Bundle) -> bool:
    return (one.sha256, dict(one.files), one.manifest) == (other.sha256, dict(other.files), other.manifest)


def _keep(data: bytes) -> str:
    """Keep a case that slipped through, and name the file."""
    folder = Path(".work/fuzz/slipped")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:16]
    path.write_bytes(data)
    return str(path)


def main() -> int:
    """Attack, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--bundles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    images, bad_images = attack_images(given.images, given.seed)
    print(json.dumps(images), flush=True)
    bundles, bad_bundles = attack_bundles(given.bundles, given.seed)
    print(json.dumps(bundles), flush=True)
    for line in [*bad_images, *bad_bundles][:20]:
        print(line)
    return 1 if bad_images or bad_bundles else 0


if __name__ == "__main__":
    sys.exit(main())
