"""``run`` on a bundle with several products: one must be chosen, and a guess only raises an error."""

from pathlib import Path

from tests.engine.test_guess import two_products
from tests.support.bundles import GREY
from tests.support.commands import CommandLine
from tests.support.images import plate, write_image


def test_a_part_of_another_product_is_an_error(inspect: CommandLine, tmp_path: Path) -> None:
    bundle = two_products(tmp_path / "two.uniad")
    write_image(tmp_path / "parts" / "1.png", plate())
    write_image(tmp_path / "parts" / "2.png", plate() - 60)
    assert GREY == 128
    done = inspect("run", bundle, tmp_path / "parts", "--product", "Grey", "--guess-product", "--json")
    assert done.code == 3
    assert [line["verdict"] for line in done.lines] == ["PASS", "ERROR"]
    assert done.lines[1]["score"] is None
    assert "looks like Dark, not like Grey" in done.lines[1]["error"]
    assert done.lines[1]["reject_limit"] == done.lines[0]["reject_limit"]
    unasked = inspect("run", bundle, tmp_path / "parts", "--product", "Grey", "--json")
    assert [line["verdict"] for line in unasked.lines] == ["PASS", "FAIL"]


def test_a_guess_never_chooses(inspect: CommandLine, tmp_path: Path) -> None:
    bundle = two_products(tmp_path / "two.uniad")
    write_image(tmp_path / "parts" / "1.png", plate())
    done = inspect("run", bundle, tmp_path / "parts", "--guess-product", "--json")
    assert (done.code, done.out, len(done.errors)) == (2, "", 1)
    assert "--product" in done.errors[0]


def test_a_bundle_without_expected_look_says_how_to_get_one(inspect: CommandLine, tmp_path: Path) -> None:
    bundle = two_products(tmp_path / "two.uniad")
    write_image(tmp_path / "parts" / "1.png", plate())
    done = inspect("run", bundle, tmp_path / "parts", "--product", "Grey", "--expected", tmp_path / "look")
    assert (done.code, len(done.errors)) == (2, 1)
    assert "--expected-look" in done.errors[0]
