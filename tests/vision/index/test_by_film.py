"""Films instead of rows: each once, by its nearest picture, whatever the index finds first."""

import json
from pathlib import Path

import numpy as np
import pytest

from services.core.encoders import Metric
from services.core.film_keys import file_key
from services.core.types import Film
from services.vision.index import ExactIndex, IndexEntry, Kind, open_index, write_index
from services.vision.index.by_film import FilmRows, OneRowAFilm, one_row_a_film
from services.vision.index.calibration import STRICTEST, match_threshold, nearest_other
from services.vision.index.manifest import FILMS as NAMES
from tests.vision.index.helpers import build_of, spec, vouch_for

FILMS = [Film(f"Film {number}", 1990, (), f"tt{number:07}") for number in range(40)]


def _crowded(rng: np.random.Generator) -> tuple[list[Film], np.ndarray]:
    """Return films of which the first has 60 pictures that are near to one another."""
    films = [FILMS[0]] * 60 + FILMS[1:]
    vectors = rng.normal(size=(len(films), 8)).astype(np.float32)
    vectors[:60] = vectors[0] + rng.normal(scale=0.01, size=(60, 8))
    return films, vectors


def test_as_many_films_come_as_are_asked_for() -> None:
    films, vectors = _crowded(np.random.default_rng(1))
    rows = FilmRows(films)
    index = one_row_a_film(ExactIndex(vectors, Metric.COSINE), rows)
    assert len(index) == 40
    (hits,) = index.search(vectors[:1], 5)
    assert hits[0].row == 0
    names = [films[hit.row].key for hit in hits]
    assert len(set(names)) == 5
    # Each by its nearest picture: as good as comparing with every one.
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    best: dict[str, float] = {}
    for film, cosine in zip(films, unit @ unit[0], strict=True):
        best[film.key] = max(best.get(film.key, -1.0), float(cosine))
    assert names == sorted(best, key=lambda key: -best[key])[:5]
    (every,) = index.search(vectors[:1], 100)
    assert len(every) == 40


def test_where_films_have_one_picture_each_nothing_stands_between() -> None:
    index = ExactIndex(np.eye(4, dtype=np.float32), Metric.COSINE)
    assert one_row_a_film(index, FilmRows(FILMS[:4])) is index
    assert isinstance(one_row_a_film(index, FilmRows([FILMS[0], *FILMS[:3]])), OneRowAFilm)


def test_a_film_is_found_by_its_key_and_by_names_it_had() -> None:
    lasting = Film("Heat", 1995, (), None, 949, stored_key="file-0123456789abcdef")
    named = Film("Heat", 1995, stored_key="file-fedcba9876543210")
    rows = FilmRows([lasting, named, named])
    assert list(rows.rows("file-fedcba9876543210")) == [1, 2]
    assert list(rows.rows("tmdb-949")) == [0]
    assert list(rows.rows("Heat (1995)")) == [0]  # the first of several
    assert list(rows.rows("Ronin (1998)")) == []
    # Kept before keys were stored, on a watchlist say; another film may have TMDB's number.
    assert list(rows.of(Film("Heat", 1995, tmdb_id=949))) == [0]
    assert list(rows.of(Film("The Other", 1931, tmdb_id=949))) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_the_pictures_of_a_film_are_written_and_read(tmp_path: Path, kind: Kind) -> None:
    films, vectors = _crowded(np.random.default_rng(2))
    entries = [
        IndexEntry(film, None, f"/{row}.jpg", row if row < 60 else 0)
        for row, film in enumerate(films)
    ]
    manifest = write_index(tmp_path, spec(dimension=8), entries, vectors, kind=kind)
    assert (manifest.items, manifest.film_count) == (99, 40)
    # Pictures of one film are no rivals of each other.
    assert manifest.match_threshold < 0.99
    index = open_index(tmp_path, spec(dimension=8))
    assert index.entries == tuple(entries)
    assert index.manifest.film_count == 40


def test_an_index_of_one_picture_a_film_says_no_more_than_before(tmp_path: Path) -> None:
    entries = [IndexEntry(film) for film in FILMS[:4]]
    manifest = write_index(tmp_path, spec(dimension=4), entries, np.eye(4, dtype=np.float32))
    assert '"films":' not in manifest.to_json()
    assert manifest.film_count == 4


def test_an_index_of_before_in_which_films_share_a_key_has_them_apart(tmp_path: Path) -> None:
    entries = [IndexEntry(Film("Film 3", 1993), None, f"/{name}.jpg") for name in "AB"]
    write_index(tmp_path, spec(dimension=4), entries, np.eye(4, dtype=np.float32)[:2])
    _without_keys(tmp_path)
    keys = [entry.film.key for entry in open_index(tmp_path, spec(dimension=4)).entries]
    assert keys == ["Film 3 (1993)", file_key("/B.jpg")]


def test_a_catalogue_of_one_film_matches_its_pictures_alone() -> None:
    vectors = np.eye(4, dtype=np.float32)[:2]
    films = np.array([1, 1])
    assert nearest_other(vectors, [0, 1], films).tolist() == [-1.0, -1.0]
    assert match_threshold(vectors, None, films) == STRICTEST


def _without_keys(root: Path) -> None:
    """Make the index as 0.1.0 wrote them."""
    path = build_of(root) / NAMES
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        del line["key"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    vouch_for(root, NAMES)
