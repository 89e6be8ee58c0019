"""How near films lie beside all the others: right where all are looked at, bounded where not."""

import math

import numpy as np
import pytest

from services.core.encoders import Metric
from services.core.types import Film
from services.vision.encoders.base import Embeddings
from services.vision.index import ExactIndex
from services.vision.index.by_film import FilmRows
from services.vision.index.standing import Standings

FILMS = [Film(f"Film {number}", 1990, (), f"tt{number:07}") for number in range(100)]


class Counted(ExactIndex):
    """Counts the rows that are taken out."""

    taken = 0

    def vector(self, row: int) -> Embeddings:
        self.taken += 1
        return super().vector(row)


def fan(count: int) -> np.ndarray:
    """Return vectors of which each is a little farther from the first."""
    angles = np.linspace(0, math.pi / 2, count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_the_share_of_films_that_are_nearer() -> None:
    films = Standings(ExactIndex(fan(100), Metric.COSINE), FilmRows(FILMS))
    standing = films.of(fan(100)[0])
    shares = [standing(film.key) or 0.0 for film in FILMS]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.01
    assert shares[50] == pytest.approx(0.5, abs=0.01)
    assert shares[-1] < 1
    assert standing("tt9999999") is None


def test_a_film_stands_by_its_nearest_picture_that_is_there() -> None:
    rows = [FILMS[99], *FILMS[1:]]
    films = Standings(ExactIndex(fan(100), Metric.COSINE), FilmRows(rows))
    near, far = films.of(fan(100)[0]), films.of(fan(100)[0], without=(0,))
    assert (near(FILMS[99].key) or 1.0) < 0.01
    assert (far(FILMS[99].key) or 0.0) > 0.9


def test_a_catalogue_of_any_size_takes_as_long() -> None:
    index = Counted(fan(100), Metric.COSINE)
    films = Standings(index, FilmRows(FILMS), sample=20)
    standing = films.of(fan(100)[0])
    assert index.taken == 20
    assert standing(FILMS[50].key) == pytest.approx(0.5, abs=0.05)
    assert index.taken == 21


def test_an_empty_catalogue_has_no_standing() -> None:
    empty = ExactIndex(np.zeros((0, 2), np.float32), Metric.COSINE)
    assert Standings(empty, FilmRows([])).of(fan(2)[0])("tt0000001") is None
