"""``uniad-train scan --json``: what the window shows of a folder."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.teach.findings import advisable, read_findings
from tests.support.commands import CommandLine
from tests.support.images import write_image
from tests.support.training import made_up_part, mvtec_folder, tiny_options
from training.cli import cli
from training.looking_over import find_moves


def test_a_folder_is_described_for_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mvtec_folder(tmp_path / "Part", good=14)
    good = folder / "train" / "good"
    shutil.copy(good / "part000.png", good / "same.png")
    write_image(good / "near.png", np.clip(made_up_part(1).astype(int) + 2, 0, 255).astype(np.uint8))
    (good / "cut.png").write_bytes((good / "part002.png").read_bytes()[:200])
    command = CommandLine(cli, "uniad-train", capsys, monkeypatch)
    tiny = ("--set", "backbone.name=test_resnet", "--set", "backbone.weights=random", *tiny_options()[4:])
    told = command("scan", folder, "--json", "--look", "--run-dir", tmp_path / "run", *tiny)
    assert told.code == 0, told.err
    found = read_findings(told.out).products["Part"]
    assert (found.images, found.skipped, found.defects, found.looked) == (16, 1, 3, True)
    assert found.formats == {"png": 16}
    assert [(size.height, size.width, size.count) for size in found.sizes] == [(40, 60, 16)]
    assert [Path(one.path).name for one in found.skipped_files] == ["cut.png"]
    assert [[Path(path).name for path in group] for group in found.exact] == [["part000.png", "same.png"]]
    assert {"part001.png", "near.png"} in [{Path(path).name for path in group} for group in found.near]
    assert all(Path(path).is_file() for path in found.sample)
    assert '"working"' in (tmp_path / "run" / "events.jsonl").read_text()


def test_more_parts_are_advised_until_the_rate_can_be_shown() -> None:
    assert advisable(0, 0.25, 0.05) == 236  # 59 held out
    assert advisable(200, 0.25, 0.05) == 36
    assert advisable(300, 0.25, 0.05) == 0


def test_parts_that_move_are_told_and_a_pattern_that_repeats_is_not() -> None:
    rng = np.random.default_rng(0)
    part = cv2.GaussianBlur(rng.uniform(0, 255, (64, 64)).astype(np.float32), (0, 0), 2)
    moved = [np.roll(part, (0, 6 * (index % 3)), (0, 1)) for index in range(12)]
    share = find_moves(moved)
    assert share is not None
    assert share > 0.08
    stripes = np.tile(np.sin(np.arange(64) * 2 * np.pi / 16)[:, None] * 60 + 128, (1, 64)).astype(np.float32)
    noisy = [stripes + rng.normal(0, 4, (64, 64)).astype(np.float32) for _ in range(12)]
    assert find_moves(noisy) in (None, 0.0)
