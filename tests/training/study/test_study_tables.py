"""What a journal says, checked against scikit-learn and against data made so that the answer is known."""

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from engine.scoring import Pooling
from training.study.journal import Trial
from training.study.markdown import write_tables
from training.study.plan import Plan
from training.study.tables import cells, difference, leave_one_out


def _trial(data: str, variant: str, seed: int, shift: float, parts: int = 60) -> Trial:
    """Good parts around 0 and defects around ``shift``; the parts' own spread is the same in every variant."""
    own = np.random.default_rng(len(data)).normal(size=2 * parts)
    noise = np.random.default_rng((seed, len(variant))).normal(scale=0.05, size=2 * parts)
    bad = np.arange(2 * parts) >= parts
    return Trial(
        data=data,
        variant=variant,
        seed=seed,
        kinds=tuple("dent" if one else "" for one in bad),
        scores={"max": tuple(own + noise + shift * bad)},
        limits={"max": (1.0, 2.0)},
        pixel_auroc=0.5,
        seconds=1.0,
        part_ms=2.0,
    )


def test_cells_are_means_over_seeds() -> None:
    trials = [_trial("nut", "fast", seed, 1.5) for seed in range(3)]
    cell = cells(trials, "max")[0]
    plain = [roc_auc_score([bool(kind) for kind in one.kinds], one.scores["max"]) for one in trials]
    assert cell.seeds == 3
    assert cell.auroc == pytest.approx(np.mean(plain))
    assert cell.spread == pytest.approx(np.std(plain, ddof=1))
    scores = np.array(trials[0].scores["max"])
    assert cells(trials[:1], "max")[0].rejected == (scores[:60] >= 2.0).mean()
    assert cells(trials[:1], "max")[0].missed == (scores[60:] < 1.0).mean()


def test_a_difference_is_claimed_only_where_there_is_one() -> None:
    trials = [_trial("nut", "fast", seed, 1.0) for seed in range(3)]
    trials += [_trial("nut", "better", seed, 1.6) for seed in range(3)]
    trials += [_trial("nut", "same!", seed, 1.0) for seed in range(3)]
    better = difference(trials, "nut", "better", "fast", "max")
    same = difference(trials, "nut", "same!", "fast", "max")
    assert 0 < better.low < better.value < better.high
    assert same.low < 0 < same.high
    assert better.value == pytest.approx(cells(trials, "max")[1].auroc - cells(trials, "max")[0].auroc)


def test_no_seed_in_common_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="no seed in common"):
        difference([_trial("nut", "a", 0, 1), _trial("nut", "b", 1, 1)], "nut", "a", "b", "max")


def test_the_set_left_out_has_no_say() -> None:
    """``b`` is best on the two other sets; that ``a`` is best on the one left out must not show."""
    shifts = {"one": (1.0, 2.0), "other": (1.0, 2.0), "odd": (3.0, 0.2)}
    trials = [_trial(data, "ab"[index], 0, shifts[data][index]) for data in shifts for index in range(2)]
    chosen = {left.data: left for left in leave_one_out(cells(trials, "max"))}
    assert chosen["odd"].chosen == "b"
    assert chosen["odd"].auroc < chosen["odd"].best


def test_the_score_is_chosen_by_the_other_sets_and_older_journals_may_lack_one() -> None:
    """``std`` is best on two sets and ``max`` on the third; ``wide``, which no trial has, is passed over."""
    trials = []
    for data, shift in {"one": (1.0, 2.0), "other": (1.0, 2.0), "odd": (3.0, 0.2)}.items():
        pairs = zip(("max", "std"), shift, strict=True)
        scores = {name: _trial(data, "fast", 0, value).scores["max"] for name, value in pairs}
        limits = dict.fromkeys(scores, (1.0, 2.0))
        trials.append(_trial(data, "fast", 0, 1.0).model_copy(update={"scores": scores, "limits": limits}))
    plan = Plan(sets={"one": Path()}, poolings=(Pooling.WIDE, Pooling.MAX, Pooling.STD))
    out = StringIO()
    write_tables(trials, plan, out)
    told = out.getvalue().split("### Choice of the score, fast")[1].split("###")[0]
    assert "without odd: std" in told
    assert "without one: max" in told
    assert "| wide |" not in out.getvalue()
