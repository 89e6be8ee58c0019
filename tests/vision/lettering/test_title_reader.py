"""When a picture is read once more."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from services.vision.lettering.decision import Decision
from services.vision.lettering.reader import Line
from services.vision.lettering.title_reader import TitleReader
from services.vision.lettering.titles import EVIDENCE
from tests.vision.lettering.helpers import line, titles

# Whatever is proposed is named.
TRUSTING = Decision((0.0,) * len(EVIDENCE), -20.0, 0.9, 0.5)


class Twice:
    """Reads one thing first, and another one when asked again."""

    def __init__(self, first: list[Line], second: list[Line]) -> None:
        self.said = (first, second)
        self.asked: list[bool] = []

    def read(self, _: Image.Image, *, again: bool = False) -> list[Line]:
        self.asked.append(again)
        return self.said[again]


def read(reader: Any) -> str | None:
    image = Image.new("RGB", (20, 30))
    verdict = TitleReader(reader=reader, decision=TRUSTING).read(image, titles(), ())
    return verdict.film.label if verdict is not None else None


def test_a_title_that_names_its_film_is_read_once() -> None:
    reader = Twice([line("RUNAWAY TRAIN", 10)], [line("STAKEOUT", 10)])
    assert read(reader) == "Runaway Train (1985)"
    assert reader.asked == [False]


@pytest.mark.parametrize("first", [[], [line("RVNWYTRN", 10)]])
def test_where_no_film_is_named_it_is_read_once_more_and_no_oftener(first: list[Line]) -> None:
    reader = Twice(first, [line("RUNAWAY TRAIN", 10)])
    assert read(reader) == "Runaway Train (1985)"
    assert reader.asked == [False, True]
    nothing = Twice(first, [])
    assert read(nothing) is None
    assert nothing.asked == [False, True]
