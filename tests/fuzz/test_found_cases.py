"""Every fuzz target takes its whole inputs, what attacks have found, and a handful of mutations, in each test run."""

import random

import pytest

from engine.decode import decode_image
from tests.fuzz import seeds
from tests.fuzz.mutated import attack_bundles, attack_images
from tests.fuzz.mutating import mutate
from tests.fuzz.shapes import flaw
from tests.fuzz.targets import TARGETS

FOUND = {
    "station_file": (
        b"a = " + b"[" * 20_000,
        b"a = " + b"{a=" * 3000,
        b"[line]\nwaiting_parts = " + b"9" * 5000,
        b"\xff\xfe",
        b"[station]\nshifts = [[[[]]]]",
    ),
    "data_list": (
        b'{"filename": "."}',
        b'{"filename": "' + b"a" * 5000 + b'"}',
        b'{"filename": "../../etc/passwd"}',
        b'{"label": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ),
    "tcp_lines": (b"x" * 5000, b"trigger label=" + b"9" * 900 + b"\n", b'trigger "\n', b"\n" * 500, b"trigger a=\\\n"),
    "manifest": (b'{"format": 1, "x": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"format": 1, "name": "\\ud800"}'),
    "image": (b"", b"\x89PNG\r\n\x1a\n", b"II*\0\xff\xff\xff\xff", b"BM", b"\xff\xd8\xff\xd9"),
    "bundle": (b"", b"PK\x05\x06" + bytes(18)),
}
QUICK = [name for name in TARGETS if name != "checkpoint"]


@pytest.mark.parametrize("name", QUICK)
def test_whole_found_and_mutated_inputs(name: str) -> None:
    chance, target = random.Random(7), TARGETS[name]
    for data in (*target.seeds(), *FOUND.get(name, ())):
        target.run(data)
        for _ in range(10):
            target.run(mutate(data, chance))


@pytest.mark.slow
def test_checkpoints_mutated() -> None:
    chance, (whole,) = random.Random(7), tuple(TARGETS["checkpoint"].seeds())
    TARGETS["checkpoint"].run(whole)
    for _ in range(40):
        TARGETS["checkpoint"].run(mutate(whole, chance))


def test_the_independent_look_agrees_with_whole_files() -> None:
    for data in seeds.images():
        assert flaw(data) is None
        assert flaw(data[: len(data) // 2]) is not None
        decode_image(data, "seed")


def test_a_short_attack_lets_nothing_through() -> None:
    for figures, slipped in (attack_images(800, 11), attack_bundles(100, 11)):
        assert slipped == [], figures
