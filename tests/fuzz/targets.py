"""What is fuzzed: each target takes any bytes, and only an ``InspectError`` may come out of the program.

A target also checks what must hold when the program accepts the bytes: a fuzzer then finds lies and not only crashes.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.bundle import Bundle, read_bundle
from engine.bundle.archive import parse_manifest
from engine.decode import decode_image
from engine.errors import InspectError
from engine.outputs.lines import LONGEST_LINE, LineReader
from engine.outputs.tcp import parse_trigger
from engine.settings import load_settings, parse_settings
from tests.fuzz import seeds
from tests.fuzz.shapes import flaw
from tests.support.forging import SEAL, members_of, reseal, seal


@dataclass(frozen=True)
class Target:
    """``run`` takes any bytes; ``seeds`` are whole inputs to begin from."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]


@cache
def _folder() -> Path:
    """One scratch folder for the life of the process."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def image(data: bytes) -> None:
    """A picture is (H, W, 3), and structure has nothing against its file."""
    try:
        pixels = decode_image(data, "fuzz")
    except InspectError:
        return
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert flaw(data) is None


def bundle(data: bytes) -> None:
    """As it is, and sealed again by the attacker: what still counts as signed is what was signed."""
    for forged in (data, seal(data[:-2] + b"\0\0") if len(data) > 2 else data, reseal(data[: -len(SEAL) - 64])):
        try:
            opened = read_bundle(_file("fuzz.uniad", forged))
        except InspectError:
            continue
        assert opened.judge_graph is not None
        assert opened.signature is None or opened.sha256 == _signed().sha256
        assert opened.signature is None or dict(opened.files) == dict(_signed().files)


@cache
def _signed() -> Bundle:
    return read_bundle(_file("signed.uniad", seeds.bundle()))


def manifest(data: bytes) -> None:
    """A manifest that is read has limits that can decide."""
    try:
        found = parse_manifest(data, Path("fuzz"))
    except InspectError:
        return
    for product in found.products.values():
        limits = product.limits
        assert limits.reject > 0
        assert limits.review is None or limits.review <= limits.reject


def station_file(data: bytes) -> None:
    """Read as a text and as a file with its last good copy."""
    for read in (
        lambda: parse_settings(data.decode("utf-8", "replace"), Path("fuzz")),
        lambda: load_settings(_file("fuzz.toml", data)),
    ):
        try:
            read()
        except InspectError:
            continue


def tcp_lines(data: bytes) -> None:
    """Lines of a trigger client in pieces: no line is longer than allowed, and a trigger has an identity."""
    reader = LineReader()
    for start in range(0, len(data), 97):
        lines = reader.feed(data[start : start + 97])
        if lines is None:
            return
        for line in lines:
            assert len(line) <= LONGEST_LINE
            try:
                trigger = parse_trigger(line, ("top", "side"))
            except ValueError:
                continue
            assert len(trigger.uuid) == 32
            assert trigger.label is None or 0 <= trigger.label < 2**32


def data_list(data: bytes) -> None:
    """Rows of a list never lead out of its folder."""
    from training.official.lists import products_of, read_list

    try:
        found = read_list(_file("fuzz_train.jsonl", data))
        products = products_of([found], _folder() / "images")
    except InspectError:
        return
    root = (_folder() / "images").resolve()
    for product in products:
        assert all(path.resolve().is_relative_to(root) for path in product.train)


def checkpoint(data: bytes) -> None:
    """Tensors or a refusal; nothing is executed."""
    from training.official.checkpoint import infer_recipe, read_checkpoint

    try:
        infer_recipe(read_checkpoint(_file("fuzz.pth", data)), "resnet18")
    except InspectError:
        return


def _manifests() -> Sequence[bytes]:
    return (members_of(seeds.bundle())["manifest.json"],)


TARGETS = {
    target.name: target
    for target in (
        Target("image", image, seeds.images),
        Target("bundle", bundle, lambda: (seeds.bundle(),)),
        Target("manifest", manifest, _manifests),
        Target("station_file", station_file, seeds.station_files),
        Target("tcp_lines", tcp_lines, seeds.lines),
        Target("data_list", data_list, seeds.data_lists),
        Target("checkpoint", checkpoint, lambda: (seeds.checkpoint(),)),
    )
}
