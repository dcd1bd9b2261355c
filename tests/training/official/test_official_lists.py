"""Data lists of the original code."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InspectError
from tests.support.training import mvtec_folder
from training.products import parse_folders


def write_list(path: Path, *rows: dict[str, Any] | str) -> str:
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", encoding="utf-8"
    )
    return str(path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("nut", "cable"):
        mvtec_folder(tmp_path / name, good=3, defects=2)
    return tmp_path


def row(name: str, place: str, label: int | None = 0, **more: Any) -> dict[str, Any]:
    return {"filename": f"{name}/{place}", "label": label, "label_name": "x", "clsname": name, **more}


def test_train_and_test_lists_of_two_classes(data: Path) -> None:
    train = write_list(
        data / "train.json",
        *(row(name, f"train/good/part00{index}.png") for name in ("nut", "cable") for index in range(3)),
    )
    mask = "nut/ground_truth/spot/000_mask.png"
    test = write_list(
        data / "test.json", row("nut", "test/good/part000.png"), row("nut", "test/spot/000.png", 1, maskname=mask),
        row("nut", "test/spot/001.png", 1),
    )  # fmt: skip
    nut, cable = parse_folders([train, test])
    assert (nut.name, cable.name) == ("nut", "cable")
    assert [path.name for path in nut.train] == ["part000.png", "part001.png", "part002.png"]
    assert [image.defect for image in nut.test] == [None, "spot", "spot"]
    assert [image.mask for image in nut.test] == [None, data / mask, None]
    assert len(cable.train) == 3
    assert cable.test == ()


def test_files_may_lie_elsewhere(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    train = write_list(folder / "train.json", row("nut", "train/good/part000.png"))
    assert parse_folders([train])[0].train == ()
    assert parse_folders([train], data)[0].train == (data / "nut/train/good/part000.png",)


def test_what_cannot_be_trained_on_is_skipped_with_the_reason(data: Path) -> None:
    train = write_list(
        data / "train.json", row("nut", "train/good/part000.png"), row("nut", "train/good/none.png"),
        row("nut", "test/spot/000.png", 1),
    )  # fmt: skip
    (nut,) = parse_folders([train])
    reasons = {path.name: why for path, why in nut.skipped}
    assert reasons == {"none.png": "listed in train.json, not found", "000.png": "labelled defective in train.json"}


def test_a_list_of_any_name_serves_both(data: Path) -> None:
    both = write_list(data / "list.json", row("nut", "train/good/part000.png"), row("nut", "test/spot/000.png", 1))
    (nut,) = parse_folders([both])
    assert (len(nut.train), len(nut.test)) == (1, 2)


def test_the_class_is_read_from_the_path_where_it_is_left_out(data: Path) -> None:
    listed = write_list(data / "train.json", {"filename": "nut/train/good/part000.png", "label": 0})
    assert parse_folders([listed])[0].name == "nut"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{not json", "line 2 is not a JSON object"),
        ('{"label": 0}', "line 2: filename"),
        ('{"filename": "a.png", "label": 7}', "line 2: label"),
        ("[1, 2]", "line 2"),
        ('{"filename": "a.png", "clsname": "a/b"}', "a/b"),
    ],
)
def test_a_wrong_line_is_named(line: str, word: str, data: Path) -> None:
    listed = write_list(data / "train.json", row("nut", "train/good/part000.png"), line)
    with pytest.raises(InspectError) as caught:
        parse_folders([listed])
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_list_that_is_no_text(data: Path) -> None:
    (data / "train.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InspectError, match=r"train\.json"):
        parse_folders([str(data / "train.json")])
