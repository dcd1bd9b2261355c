"""Plan, folders, limits and release gate: what window and command line share."""

import math
from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.bundle.manifest import Manifest, Parity
from engine.decision import Limits
from engine.errors import ErrorCode, InspectError
from engine.events import Compared, Standing
from engine.geometry import Roi
from engine.teach.folders import FoundProduct, defect_files, find_products
from engine.teach.gate import Item, Light, Speed, blocked, check_all, speed_of
from engine.teach.plan import ProductPlan, TrainingPlan, check_names, load_plan, save_plan
from engine.teach.review import Tally, next_step, proposal_for, tally
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.training import flat_folder, mvtec_folder


def plan_for(folder: Path, **more: object) -> TrainingPlan:
    one = ProductPlan(name="Nut", folder=str(folder), roi=Roi(x=0.25, y=0, w=0.5, h=1), tiles=(2, 3))
    return TrainingPlan.model_validate({"products": (one,), "out": str(folder / "Nut.uniad"), **more})


def test_a_plan_is_a_command_line_and_survives_a_restart(tmp_path: Path) -> None:
    plan = plan_for(tmp_path, rate=0.01, review_rate=0.02, minutes=5)
    words = plan.arguments(tmp_path / "run")
    assert words[:2] == ["fit", f"Nut={tmp_path}"]
    assert "Nut:roi=0.250000,0.000000,0.500000,1.000000" in words
    assert "Nut:tiles=2x3" in words
    assert "calibration.rate=0.01" in words
    assert "--resume" not in words
    assert plan.arguments(tmp_path / "run", resume=True)[-1] == "--resume"
    added = plan_for(tmp_path, add="old.uniad", backbone="resnet18").arguments(tmp_path / "run")
    assert "--backbone" not in added, "the model that is added to has its own"
    save_plan(plan, tmp_path / "training")
    assert load_plan(tmp_path / "training") == plan
    assert load_plan(tmp_path) is None
    (tmp_path / "training" / "plan.json").write_text('{"format": 1}')
    with pytest.raises(InspectError) as caught:
        load_plan(tmp_path / "training")
    assert caught.value.code is ErrorCode.RUN_INVALID


@pytest.mark.parametrize("name", ["a/b", "a\\b", "", "x" * 300, "a=b", " a", "..", "nul\x00"])
def test_names_that_cannot_be_used_are_told(name: str) -> None:
    with pytest.raises(InspectError) as caught:
        check_names([name])
    assert caught.value.code is ErrorCode.PRODUCT_NAME


def test_usual_and_unusual_names_may_be_used_once() -> None:
    check_names(["Nut M8", "螺母", "🔩"])
    for names, taken in ((["Nut", "Nut"], []), (["Nut"], ["Nut"])):
        with pytest.raises(InspectError):
            check_names(names, taken)


def test_folders_of_every_layout_are_found(tmp_path: Path) -> None:
    flat, layout = flat_folder(tmp_path / "both" / "Flat", 2), mvtec_folder(tmp_path / "both" / "Layout", 2)
    assert find_products(flat) == (FoundProduct("Flat", flat),)
    assert find_products(layout) == (FoundProduct("Layout", layout),)
    assert [one.name for one in find_products(tmp_path / "both")] == ["Flat", "Layout"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "list.csv").write_text("a")
    for place, code in ((tmp_path / "gone", ErrorCode.NOT_FOUND), (tmp_path / "empty", ErrorCode.TRAIN_NO_IMAGES)):
        with pytest.raises(InspectError) as caught:
            find_products(place)
        assert caught.value.code is code
    more = make_folder(tmp_path / "more", good=0, bad=2)
    found = defect_files((str(more),), find_products(layout))
    assert len(found["Layout"]) == 3 + 2


def test_a_rate_chosen_later_is_an_estimate(tmp_path: Path) -> None:
    entry = read_bundle(make_bundle(tmp_path / "a.uniad")).manifest.products["Plate"]
    scores = tuple(float(value) for value in range(1, 101))
    calibration = entry.calibration.model_copy(
        update={"scores": scores, "map_maxima": scores, "groups": tuple(range(100)), "rate": 0.05, "review_rate": 0.1}
    )
    entry = entry.model_copy(update={"calibration": calibration})
    same, tight = proposal_for(entry, 0.05), proposal_for(entry, 0.02)
    assert same.chosen_before
    assert same.limits == entry.limits.to_limits()
    assert not tight.chosen_before
    assert tight.limits.reject == math.nextafter(99.0, math.inf)
    assert tight.limits.review is not None
    assert tight.limits.review < tight.limits.reject
    assert next_step(tight.reject) == (149, 0.02), "100 parts cannot show 2 %"
    assert next_step(same.reject) == (99, 0.03)


def test_defects_are_counted_by_verdict() -> None:
    limits = Limits(2.0, 1.0, 1.0)
    assert tally([0.5, 1.5, 2.5, float("nan")], limits) == Tally(1, 1, 2)


def manifest_of(tmp_path: Path, difference: float = 1e-6) -> Manifest:
    manifest = read_bundle(make_bundle(tmp_path / "g.uniad")).manifest
    return manifest.model_copy(update={"parity": Parity(images=8, score_difference=difference, map_difference=0.0)})


def test_the_gate_is_red_for_each_thing_that_must_hold(tmp_path: Path) -> None:
    manifest, fast = manifest_of(tmp_path), Speed("CPUExecutionProvider", 20.0, 30.0)
    same = Standing(reject=1.0, median=0.5, false_rejects=1, n_good=40, made_up_auroc=0.99)
    blind, strict = (same.model_copy(update=change) for change in ({"made_up_auroc": 0.9}, {"false_rejects": 9}))

    def red(checks: object) -> set[Item]:
        return {check.item for check in checks if check.light is Light.RED}  # type: ignore[attr-defined]

    fine = check_all(manifest, fast, 100, [Compared(product="Plate", before=same, after=same)], {})
    assert not blocked(fine)
    assert red(check_all(manifest_of(tmp_path, 0.01), fast, 100, [], {})) == {Item.PARITY}
    assert red(check_all(manifest, fast, 25, [], {})) == {Item.LATENCY}
    assert red(check_all(manifest, fast, 100, [], {}, gpu_wanted=True)) == {Item.PROVIDER}
    for worse in (blind, strict):
        after = [Compared(product="Plate", before=same, after=worse)]
        assert red(check_all(manifest, fast, 100, after, {})) == {Item.OLD_PRODUCTS}
    assert blocked(check_all(manifest, None, 100, [], {})), "what is not measured does not pass"
    missed = check_all(manifest, fast, 100, [], {"Plate": Tally(1, 0, 3)})
    assert missed[-1].light is Light.AMBER


def test_the_speed_is_read_from_the_benchmark() -> None:
    told = {"provider": "X", "stages": {"total": {"median_ms": 1, "p95_ms": 2.5}}}
    assert speed_of(told) == Speed("X", 1.0, 2.5)
    assert speed_of({"stages": {}}) is None
