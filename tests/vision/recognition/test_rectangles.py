"""Sheets found by their edges."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from services.vision.recognition.rectangles import rectangles
from tests.vision.recognition.helpers import drawn, laid

CORNERS = [(170.0, 50.0), (400.0, 70.0), (390.0, 430.0), (150.0, 400.0)]


def test_most_sheets_on_a_table_are_among_the_outlines() -> None:
    found = [rectangles(laid(poster, CORNERS, (600, 480))) for poster in drawn()]
    near = [
        any(np.abs(corners - np.array(CORNERS)).max() < 20 for corners in outlines)
        for outlines in found
    ]
    # One whose edge has the table's shade may be missed.
    assert sum(near) >= 9


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (400, 300)])
def test_what_has_no_edges_has_no_sheets(size: tuple[int, int]) -> None:
    assert rectangles(Image.new("RGB", size, "grey")) == []


def test_no_more_than_are_wanted() -> None:
    picture = laid(drawn()[1], CORNERS, (600, 480))
    assert len(rectangles(picture, most=1)) <= 1
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    assert len(rectangles(Image.fromarray(noise))) <= 2
