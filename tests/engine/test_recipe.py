"""The typed configuration: every key explained, unknown keys named, layers laid over one another."""

import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from engine.errors import SettingsError
from engine.recipe import Recipe, TrainConfig, fast_recipe, load_recipe, merge_recipe, reference_recipe
from training.commands.config import documented_toml
from training.commands.options import RecipeName, build_recipe, parse_setting


def sections(recipe: Recipe) -> list[BaseModel]:
    return [recipe, *(value for _, value in recipe if isinstance(value, BaseModel))]


def test_every_key_is_explained() -> None:
    for section in sections(fast_recipe()):
        for name, field in type(section).model_fields.items():
            if not isinstance(getattr(section, name), BaseModel):
                assert field.description, f"{type(section).__name__}.{name}"


@pytest.mark.parametrize("recipe", [fast_recipe(), reference_recipe()])
def test_the_documented_file_gives_the_recipe_back(recipe: Recipe, tmp_path: Path) -> None:
    text = documented_toml(recipe)
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    assert load_recipe(path, fast_recipe()) == recipe
    assert load_recipe(path, reference_recipe()) == recipe
    named = {key for table in tomllib.loads(text).values() if isinstance(table, dict) for key in table}
    for section in sections(recipe)[1:]:
        assert {key for key, _ in section} <= named
    assert max(len(line) for line in text.splitlines()) <= 120


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[train]\nspeed = 3\n", "train.speed"),
        ("[trian]\nlr = 3\n", "trian"),
        ("[train]\nlr = -1\n", "train.lr"),
        ("[train]\nlr = \"fast\"\n", "train.lr"),
        ("[uniad]\nmask_size = [6, 7]\n", "uniad.mask_size"),
        ("[train\n", "line 1"),
        ("train = 3\n", "train"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_one_line_with_file_and_key(text: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_recipe(path, fast_recipe())
    line = str(caught.value)
    assert str(path) in line
    assert word in line
    assert "\n" not in line


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        load_recipe(tmp_path / "recipe.toml", fast_recipe())


def test_the_command_line_is_laid_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text("[train]\nlr = 0.5\nbatch = 3\n[uniad]\nheads = 4\n", encoding="utf-8")
    recipe = build_recipe(fast_recipe(), path, {"train.lr": 0.25, "train.seed": None}, ["uniad.heads=2"])
    assert (recipe.train.lr, recipe.train.batch, recipe.uniad.heads) == (0.25, 3, 2)
    assert recipe.train.seed == fast_recipe().train.seed
    assert recipe.train.schedule == "cosine"


def test_of_steps_minutes_and_epochs_the_one_that_is_asked_for_counts() -> None:
    assert merge_recipe(fast_recipe(), {"train": {"epochs": 3}}, "x").train.steps is None
    minutes = merge_recipe(fast_recipe(), {"train": {"minutes": 3}}, "x").train
    assert (minutes.steps, minutes.minutes) == (None, 3)
    steps = merge_recipe(merge_recipe(fast_recipe(), {"train": {"minutes": 3}}, "x"), {"train": {"steps": 5}}, "x")
    assert (steps.train.steps, steps.train.minutes) == (5, None)
    assert merge_recipe(fast_recipe(), {"train": {"lr": 0.1}}, "x").train.steps == fast_recipe().train.steps


def test_many_images_take_more_steps_and_a_number_of_steps_is_taken_at_its_word() -> None:
    fast = fast_recipe().train
    assert [fast.planned_steps(inputs) for inputs in (1, 100, 300, 50_000)] == [200, 200, 450, 1000]
    asked = merge_recipe(fast_recipe(), {"train": {"steps": 5}}, "x").train
    assert asked.planned_steps(50_000) == 5
    config = merge_recipe(fast_recipe(), {"train": {"steps": 5, "views": 2}}, "x").train
    assert config.planned_steps(40) == 10
    assert TrainConfig(epochs=3, batch=8).planned_steps(9) == 6


def test_an_optional_key_is_left_out_with_none() -> None:
    recipe = merge_recipe(fast_recipe(), {"calibration": {"review_rate": "none"}}, "x")
    assert recipe.calibration.review_rate is None
    with pytest.raises(SettingsError, match=r"train\.lr"):
        merge_recipe(fast_recipe(), {"train": {"lr": "none"}}, "x")


def test_settings_are_toml_values_or_bare_words() -> None:
    assert parse_setting("train.lr=1e-3") == {"train": {"lr": 1e-3}}
    assert parse_setting("backbone.levels=[1, 2]") == {"backbone": {"levels": [1, 2]}}
    assert parse_setting("uniad.norm = pre") == {"uniad": {"norm": "pre"}}


def test_the_reference_recipe_is_the_papers() -> None:
    recipe = reference_recipe()
    assert recipe.backbone.name == "tf_efficientnet_b4.aa_in1k"
    assert recipe.backbone.levels == (0, 1, 2, 3)
    uniad, train = recipe.uniad, recipe.train
    assert (uniad.hidden, uniad.heads, uniad.encoder_layers, uniad.decoder_layers, uniad.ffn) == (256, 8, 4, 4, 1024)
    assert (uniad.dropout, uniad.norm, uniad.position, uniad.mask_mode) == (0.1, "post", "learned", "outside")
    assert (uniad.mask_size, uniad.jitter_scale, uniad.jitter_probability) == ((7, 7), 20.0, 1.0)
    assert (train.optimizer, train.lr, train.weight_decay, train.clip) == ("adamw", 1e-4, 1e-4, 0.1)
    assert (train.batch, train.epochs, train.step_epoch, train.step_gamma) == (8, 1000, 800, 0.1)
    assert not uniad.standardise
    assert recipe.data.input_size == (224, 224)
    assert RecipeName("reference") is RecipeName.REFERENCE
