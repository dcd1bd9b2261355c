"""The whole loop on real images, small: each step leads to the next, and every figure is there."""

from pathlib import Path

import pytest

from engine.errors import UsageError
from tests.e2e.review_loop import cells, deal, loop


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_from_a_training_over_findings_to_a_better_known_model_and_back(tmp_path: Path) -> None:
    try:
        good, bad = cells(most=70)
    except UsageError:
        pytest.skip("elpv-dataset is not installed")
    found = loop(tmp_path / "loop", deal(good, bad[:20], learn=24), lots=2, rate=0.3, steps=15)
    assert found["rolled_back"] is True
    assert found["parts"] == {"learned": 24, "inspected": 33, "unseen": 33}
    findings, gate = found["findings"], found["gate"]
    assert isinstance(findings, dict)
    assert isinstance(gate, dict)
    assert findings["false_reject"] == findings["learned_again"] > 0
    assert gate["learned"] == findings["false_reject"]
    assert gate["defects"] == findings["defect"]
    for name in ("old", "old_with_new_limit", "new"):
        figures = found[name]
        assert isinstance(figures, dict)
        assert 0 <= figures["auroc"] <= 1
