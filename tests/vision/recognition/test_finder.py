"""Posters found in pictures, and how closely those are looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from services.vision.recognition import finder as finder_module
from services.vision.recognition.finder import GLANCE, STUDY, Finder
from tests.vision.recognition.helpers import drawn, laid, written


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    sides: list[float] = []
    read = finder_module.read_features

    def counted(image: Image.Image, **options: Any) -> Any:
        sides.append(options["side"])
        return read(image, **options)

    monkeypatch.setattr(finder_module, "read_features", counted)
    return sides


def _rows(finder: Finder, image: Image.Image) -> list[int]:
    return [rivals[0][0] for rivals in finder.posters(image, [], lambda row: True)]


def test_a_glance_is_enough_for_a_poster(tmp_path: Path, looks: list[float]) -> None:
    posters = drawn()
    assert _rows(Finder(written(tmp_path, posters)), posters[2]) == [2]
    assert looks == [GLANCE.side]


def test_a_small_poster_is_studied(tmp_path: Path, looks: list[float]) -> None:
    posters = drawn()
    place = [(300.0, 200.0), (420.0, 205.0), (415.0, 385.0), (295.0, 380.0)]
    found = _rows(Finder(written(tmp_path, posters)), laid(posters[2], place, (900, 700)))
    assert found == [2]
    assert looks == [GLANCE.side, STUDY.side]


def test_a_row_that_counts_as_absent_is_not_found(tmp_path: Path) -> None:
    posters = drawn()
    finder = Finder(written(tmp_path, posters))
    assert not finder.posters(posters[2], [2], lambda row: row != 2)


def test_a_picture_is_not_enlarged_for_a_study_but_to_a_glance() -> None:
    small, large = Image.new("RGB", (80, 120)), Image.new("RGB", (300, 400))
    assert STUDY.of(small).side == GLANCE.side
    assert STUDY.of(large).side == pytest.approx((300 * 400) ** 0.5)
    assert STUDY.of(large).points < STUDY.points
    assert STUDY.of(Image.new("RGB", (2000, 3000))) == STUDY
