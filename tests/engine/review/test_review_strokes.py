"""What is painted with a brush becomes polygons round it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.records.entries import FindingBody, FindingKind
from engine.review.export import draw_mask
from engine.review.strokes import Stroke, outlines

SIZES = st.tuples(st.integers(8, 5000), st.integers(8, 5000))
PLACES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12).map(tuple)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.lists(st.builds(Stroke, PLACES, st.floats(0.1, 200)), min_size=1, max_size=5))
def test_whatever_is_painted_is_a_finding_that_can_be_stored(frame: tuple[int, int], strokes: list[Stroke]) -> None:
    found = outlines(strokes, frame)
    FindingBody(part="0" * 32, finding=FindingKind.DEFECT, user="Ada", outline=found)


def test_the_mask_covers_what_was_painted_and_not_more() -> None:
    line = Stroke(((0.2, 0.5), (0.8, 0.5)), 10.0)
    dot = Stroke(((0.5, 0.1),), 8.0)
    found = outlines([line, dot], (400, 200))
    assert len(found) == 2
    mask = draw_mask(found, (400, 200)) > 0
    assert mask[100, 80:321].all()
    assert mask[20, 200]
    area = 240 * 20 + np.pi * 10**2 + np.pi * 8**2
    assert mask.sum() == pytest.approx(area, rel=0.12)
