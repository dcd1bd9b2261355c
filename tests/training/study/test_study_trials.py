"""A study over a made-up set: trials, peers, a journal that can be gone on with."""

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from engine.errors import SettingsError
from engine.scoring import Pooling
from tests.support.training import TINY, mvtec_folder, tiny_recipe
from training.products import scan_product
from training.study.__main__ import main
from training.study.journal import append, read_journal
from training.study.peers import greedy_coreset, nearest, run_peer
from training.study.plan import load_plan
from training.study.trial import train_trial

POOLINGS = (Pooling.MAX, Pooling.STD)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _plan(folder: Path, more: str = "", poolings: str = '["max"]') -> Path:
    path = folder / "plan.toml"
    tiny = {section: {**keys} for section, keys in TINY.items()}
    lines = [
        f"poolings = {poolings}",
        'baseline = "small"',
        "[sets]",
        'nut = "nut"',
        f"[variants]\nsmall = {_inline(tiny)}",
    ]
    path.write_text("\n".join(lines) + more)
    return path


def test_a_study_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    import typer

    mvtec_folder(tmp_path / "nut", 8)
    journal = tmp_path / "journal.jsonl"
    app = typer.Typer()
    app.command()(main)
    ask = [str(_plan(tmp_path)), "--journal", str(journal), "--data", str(tmp_path), "--threads", "1"]
    first = CliRunner().invoke(app, ask)
    assert first.exit_code == 0, first.output
    assert "1 of 1: nut, small, seed 0" in first.stderr
    assert "| small |" in first.stdout
    whole = journal.read_bytes()
    again = CliRunner().invoke(app, ask)
    assert again.stderr == ""
    assert again.stdout == first.stdout
    assert journal.read_bytes() == whole
    trial = read_journal(journal)[0]
    journal.write_bytes(whole + whole[: len(whole) // 2])  # the machine went down while a line was written
    assert read_journal(journal) == [trial]
    append(journal, trial.model_copy(update={"seed": 1}))
    assert [one.seed for one in read_journal(journal)] == [0, 1]


def test_damage_inside_a_journal_names_the_line(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text("{}\n")
    with pytest.raises(SettingsError, match="line 1"):
        read_journal(journal)


def test_a_wrong_key_of_a_variant_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="hiden"):
        load_plan(_plan(tmp_path, "\nwide = { uniad = { hiden = 3 } }\n"), tmp_path)


def test_trial_and_peers_judge_the_same_parts(tmp_path: Path) -> None:
    product = scan_product("nut", mvtec_folder(tmp_path / "nut", 8))
    recipe = tiny_recipe()
    trials = [train_trial(product, recipe, "small", POOLINGS)]
    trials += [run_peer(peer, product, recipe, POOLINGS) for peer in ("memory", "patchcore")]
    for trial in trials:
        assert trial.kinds == ("", "", "", "spot", "spot", "spot")
        assert set(trial.scores) == {"max", "std"}
        review, reject = trial.limits["max"]
        assert 0 < review <= reject
        assert trial.pixel_auroc is not None
        assert 0 <= trial.pixel_auroc <= 1
    memory = trials[1]
    assert min(memory.scores["max"][3:]) > max(memory.scores["max"][:3])  # a bright spot is far from every good token


@given(st.integers(0, 1000), st.integers(1, 6), st.integers(1, 20))
@settings(deadline=None, max_examples=25)
def test_a_coreset_takes_one_of_each_cluster(seed: int, clusters: int, size: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    cluster = torch.arange(clusters).repeat_interleave(size)
    tokens = 1000 * torch.eye(6)[cluster] + 0.01 * torch.randn(len(cluster), 6, generator=generator)
    chosen = greedy_coreset(tokens, clusters, generator)
    assert sorted(cluster[chosen].tolist()) == list(range(clusters))


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_nearest_is_the_least_distance(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    found, memory = torch.randn(2, 5, 3, 4, generator=generator), torch.randn(7, 5, generator=generator)
    plain = torch.cdist(found.permute(0, 2, 3, 1).flatten(0, 2), memory).amin(dim=1).reshape(2, 1, 3, 4)
    assert torch.allclose(nearest(found, memory), plain, atol=1e-4)
