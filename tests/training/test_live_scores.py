"""Scores told while a network trains, and that telling them changes nothing."""

from dataclasses import replace
from pathlib import Path

import torch

from engine.events import Event, Scores
from tests.support.training import flat_folder, mvtec_folder, tiny_recipe
from training.fit import Job, train
from training.products import scan_product
from training.reporting import Reporter
from training.runfolder import begin_run


def test_scores_are_told_and_the_weights_are_the_same(tmp_path: Path) -> None:
    recipe, weights, told = tiny_recipe({"train": {"steps": 4}}), [], []
    folder, more = mvtec_folder(tmp_path / "Part", good=12), flat_folder(tmp_path / "more", 2)
    job = Job((scan_product("Part", folder),), recipe, tmp_path / "part.uniad", tmp_path / "run", device="cpu")
    for live in (False, True):
        said: list[Event] = []
        begin_run(job.run, recipe)
        trained = train(replace(job, live=live, defects=(more,)), Reporter(job.run, said.append))
        weights.append(trained.shipment.network.reconstruction.state_dict())
        told.append([event for event in said if isinstance(event, Scores)])
    assert told[0] == []
    assert len(list((job.run / "live").glob("*.jpg"))) == 4
    assert [one.step for one in told[1]] == [1, 2, 3, 4]
    assert all(len(one.good) == 3 and len(one.defects) == 3 + 2 for one in told[1])
    assert told[1][0].good != told[1][-1].good
    for name, value in weights[0].items():
        assert torch.equal(value, weights[1][name]), name
