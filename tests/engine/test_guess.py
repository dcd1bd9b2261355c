"""A guess of the product raises an error or nothing; it never picks."""

from pathlib import Path

import numpy as np
import pytest

from engine.bundle.archive import JUDGE, write_bundle
from engine.bundle.manifest import ProductEntry
from engine.guess import find_mismatch, learn_appearance
from tests.support.bundles import GREY, make_graph, make_manifest, make_product

SIZE = (64, 64)


def product(grey: float) -> ProductEntry:
    """A product whose parts are of about this grey (the embedding of the test bundle is the mean colour)."""
    parts = [np.full(3, grey + shift, np.float32) for shift in (-4, 0, 4)]
    return make_product().model_copy(update={"appearance": learn_appearance(parts)})


def two_products(path: Path) -> Path:
    graph = make_graph(SIZE)
    products = {"Dark": product(GREY - 60), "Grey": product(GREY), "Unknown": make_product()}
    write_bundle(path, make_manifest(graph, SIZE, products), {JUDGE: graph})
    return path


@pytest.mark.parametrize(
    ("grey", "chosen", "found"),
    [
        (GREY, "Grey", None),
        (GREY - 60, "Grey", "Dark"),
        (GREY, "Dark", "Grey"),
        (GREY + 60, "Grey", None),  # like neither: nearest to its own
        (GREY - 28, "Grey", None),
        (GREY - 32, "Grey", "Dark"),
        (GREY - 60, "Unknown", None),  # nothing is known of it
    ],
)
def test_only_what_clearly_is_another_product_is_told(grey: int, chosen: str, found: str | None) -> None:
    products = {"Dark": product(GREY - 60), "Grey": product(GREY), "Unknown": make_product()}
    mismatch = find_mismatch(np.full(3, grey, np.float32), chosen, products)
    assert (mismatch.found if mismatch else None) == found


def test_within_its_own_radius_a_part_is_of_its_product_though_another_is_nearer() -> None:
    wide = learn_appearance([np.zeros(3, np.float32), np.full(3, 100, np.float32)])
    narrow = learn_appearance([np.full(3, 90, np.float32)])
    products = {
        "Wide": make_product().model_copy(update={"appearance": wide}),
        "Narrow": make_product().model_copy(update={"appearance": narrow}),
    }
    assert find_mismatch(np.full(3, 89, np.float32), "Wide", products) is None
    assert find_mismatch(np.full(3, 200, np.float32), "Wide", products) is not None
    assert find_mismatch(np.array([np.nan, 0, 0], np.float32), "Narrow", products) is None
