"""Rows of an index by the film that they show: a film may have several pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.core.types import Film
from services.vision.encoders.base import Embeddings
from services.vision.index.search import Hit, VectorIndex


class FilmRows:
    """The films of an index, each with its rows.

    Args:
        films: Each row's film; those of one `Film.key` are one, its own poster first.

    Attributes:
        films: Every film once, in the order of their first rows.
        of_row: Each row's place in `films`, shape (rows,).
    """

    def __init__(self, films: Sequence[Film]) -> None:
        places: dict[str, int] = {}
        rows: list[list[int]] = []
        of_row = np.empty(len(films), dtype=np.int64)
        for row, film in enumerate(films):
            place = places.setdefault(film.key, len(rows))
            if place == len(rows):
                rows.append([])
            rows[place].append(row)
            of_row[row] = place
        self.films = [films[own[0]] for own in rows]
        self.of_row: NDArray[np.int64] = of_row
        self._rows = rows
        self._by_key = places
        # What a film was called before keys were stored; of films of one name the first has it.
        self._named: dict[str, int] = {}
        for place, film in enumerate(self.films):
            for name in film.named_keys:
                self._named.setdefault(name, place)

    def __len__(self) -> int:
        return len(self.films)

    def place(self, key: str) -> int | None:
        """Return where in `films` the film of a key, or of a name it had before, stands."""
        place = self._by_key.get(key)
        return self._named.get(key) if place is None else place

    def of(self, film: Film) -> Sequence[int]:
        """Return the rows of a film, its poster's first; none where it is not here.

        One that was kept before keys were stored is found by its name, if that is its title too:
        a TMDB id alone may be a neighbour's.
        """
        place = self.place(film.key)
        if place is None or not (
            self.films[place].key == film.key or self.films[place].title == film.title
        ):
            return ()
        return self._rows[place]

    def rows_at(self, place: int) -> Sequence[int]:
        """Return the rows of the film that stands at a place of `films`, its poster's first."""
        return self._rows[place]

    def rows(self, key: str) -> Sequence[int]:
        """Return the rows of the film of a key, its poster's first; none for another key."""
        place = self.place(key)
        return () if place is None else self._rows[place]


class OneRowAFilm:
    """Finds films instead of rows: of each the nearest picture.

    Args:
        vectors: The pictures.
        films: Whose they are.
    """

    def __init__(self, vectors: VectorIndex, films: FilmRows) -> None:
        self._vectors = vectors
        self._films = films

    def __len__(self) -> int:
        return len(self._films)

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        """Return the nearest picture of each of the k nearest films; see `VectorIndex.search`."""
        found = self._vectors.search(queries, 2 * k)
        return [self._films_of(query, hits, k) for query, hits in zip(queries, found, strict=True)]

    def vector(self, row: int) -> Embeddings:
        """See `VectorIndex.vector`."""
        return self._vectors.vector(row)

    def _films_of(self, query: Embeddings, hits: Sequence[Hit], k: int) -> list[Hit]:
        wanted = 2 * k
        while True:
            nearest: dict[int, Hit] = {}
            for hit in hits:
                nearest.setdefault(int(self._films.of_row[hit.row]), hit)
            # Fewer than were asked for are all that there are.
            if len(nearest) >= k or len(hits) < wanted:
                return list(nearest.values())[:k]
            wanted *= 4
            hits = self._vectors.search(query[None], wanted)[0]


def one_row_a_film(vectors: VectorIndex, films: FilmRows) -> VectorIndex:
    """Return an index that finds films; the same one where each film has one picture."""
    return vectors if len(films) == len(vectors) else OneRowAFilm(vectors, films)
