"""What people attach, drawn from posters: the same each time, its corners where the poster is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from services.samples import SAMPLES, draw
from services.training.attached import FORMS, GROUPS, Attached, attached
from services.training.distort import HARD, MILD, distorted

WITH_CORNERS = [name for name, form in FORMS.items() if form.group not in {"mild", "hard"}]


def _drawn(name: str, key: str = "tt0000001") -> tuple[list[Image.Image], Attached]:
    posters = [draw(SAMPLES[place], 268) for place in range(FORMS[name].posters)]
    return posters, attached(name, posters, key)


@pytest.mark.parametrize("name", FORMS)
def test_the_same_picture_for_the_same_key(name: str) -> None:
    _, once = _drawn(name)
    _, again = _drawn(name)
    assert once.image.mode == "RGB"
    assert np.array_equal(np.asarray(once.image), np.asarray(again.image))
    assert len(once.corners) == FORMS[name].posters


def test_mild_and_hard_ones_are_those_of_the_model_card() -> None:
    poster = draw(SAMPLES[0], 268)
    for name in (*MILD, *HARD):
        copy = attached(name, [poster], "tt1").image
        assert np.array_equal(np.asarray(copy), np.asarray(distorted(poster, name, "tt1")))
    assert GROUPS[:2] == ("mild", "hard")


@pytest.mark.parametrize("name", WITH_CORNERS)
def test_the_poster_lies_between_its_corners(name: str) -> None:
    posters, seen = _drawn(name)
    for poster, corners in zip(posters, seen.corners, strict=True):
        assert corners is not None
        width, height = poster.size
        own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(corners, own)
        straight = cv2.warpPerspective(np.asarray(seen.image), matrix, poster.size)
        was, now = (
            cv2.GaussianBlur(cv2.cvtColor(np.asarray(item), cv2.COLOR_RGB2GRAY), (0, 0), 4).ravel()
            for item in (poster, straight)
        )
        assert np.corrcoef(was, now)[0, 1] > 0.6


def test_a_poster_on_a_wall_fills_a_fifth_of_the_picture() -> None:
    for key in "ab":
        _, seen = _drawn("poster on a wall", key)
        (corners,) = seen.corners
        assert corners is not None
        share = cv2.contourArea(corners) / (seen.image.width * seen.image.height)
        assert 0.17 < share < 0.23


def test_a_form_says_how_many_posters_it_wants() -> None:
    with pytest.raises(ValueError, match="2 posters"):
        attached("two side by side", [draw(SAMPLES[0], 268)], "a")
