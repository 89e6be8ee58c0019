"""The labelled embeddings that heads are fitted, chosen and tested on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.core.types import Film
from services.store import Store, films
from services.store.films import CatalogueEntry
from services.vision.encoders.base import Embeddings

# The six of the published poster-genre studies.
SIX_GENRES = ("Drama", "Comedy", "Romance", "Thriller", "Horror", "Action")
# 64 : 16 : 20, for films whose source told no split.
_SPLIT_AT = ((0.64, "train"), (0.80, "val"), (1.0, "test"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Films and their labels; row i of each belongs to picture i and the film it is of.

    Attributes:
        films: n films; one that has several pictures comes as often.
        years: float, shape (n,); NaN where the year is not known.
        splits: `train`, `val` or `test`, shape (n,).
        redistributable: Whether a film's facts may be shipped, shape (n,).
        paths: The posters' files, n of them; empty where only embeddings are asked for.
        pictures: A number a picture, shape (n,): films that share a poster share it.
        digests: SHA-256 of the pictures' files, n of them.
        positions: 0 for a film's poster, more for its other editions, n of them; empty where every
            row is a film's poster.
    """

    films: tuple[Film, ...]
    years: NDArray[np.float64]
    splits: NDArray[np.str_]
    redistributable: NDArray[np.bool_]
    paths: tuple[str, ...] = ()
    pictures: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    digests: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def is_edition(self) -> NDArray[np.bool_]:
        """Which rows show another edition than the film's poster, shape (n,)."""
        return np.array(self.positions or [0] * len(self.films)) > 0

    def rows(self, split: str, *, labelled: str) -> NDArray[np.int64]:
        """Return the rows of a split whose films have `years` or `genres`."""
        if labelled == "years":
            known = ~np.isnan(self.years)
        else:
            known = np.array([bool(film.genres) for film in self.films], dtype=bool)
        return np.flatnonzero((self.splits == split) & known)

    @property
    def film_numbers(self) -> NDArray[np.int64]:
        """Whose each row is, as numbers that grow, shape (n,): pictures of a film share one."""
        numbers: dict[str, int] = {}
        told = [numbers.setdefault(film.key, len(numbers)) for film in self.films]
        return np.array(told, dtype=np.int64)

    def genre_matrix(self, genres: Sequence[str]) -> NDArray[np.bool_]:
        """Return which film has which of the genres, shape (n, len(genres))."""
        place = {genre: column for column, genre in enumerate(genres)}
        matrix = np.zeros((len(self.films), len(genres)), dtype=bool)
        for row, film in enumerate(self.films):
            for genre in film.genres:
                if genre in place:
                    matrix[row, place[genre]] = True
        return matrix

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Every genre that occurs, sorted."""
        return tuple(sorted({genre for film in self.films for genre in film.genres}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled(Labels):
    """Labels, and the embeddings of the films' posters.

    Attributes:
        embeddings: float32, shape (n, d).
    """

    embeddings: Embeddings

    @property
    def posters(self) -> Labelled:
        """The same without further pictures of films."""
        kept = np.flatnonzero(~self.is_edition)
        if len(kept) == len(self.films):
            return self
        rows = kept.tolist()

        def some(told: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(told[row] for row in rows) if told else told

        return Labelled(
            films=some(self.films),
            years=self.years[kept],
            splits=self.splits[kept],
            redistributable=self.redistributable[kept],
            paths=some(self.paths),
            pictures=self.pictures[kept] if len(self.pictures) else self.pictures,
            digests=some(self.digests),
            embeddings=self.embeddings[kept],
        )


async def load_labelled(store: Store, spec: EncoderSpec, *, editions: bool = False) -> Labelled:
    """Read an encoder's embeddings and their films' labels from the catalogue.

    Args:
        store: The open database.
        spec: The encoder.
        editions: Whether a film's further pictures follow its poster, a row each.

    Raises:
        UnavailableError: `no_catalogue` where nothing is embedded yet.
    """
    async with store.session() as session:
        entries, vectors = await films.load_embeddings(
            session, spec.key, spec.dimension, editions=editions
        )
    if not entries:
        raise UnavailableError(
            "no_catalogue",
            f"No poster is embedded with {spec.key} yet; "
            f"`marquee catalogue build --encoder {spec.name}` does that.",
        )
    return Labelled(embeddings=vectors, **_labels(entries))


async def load_labels(store: Store, *, editions: bool = False) -> Labels:
    """Read every film that has a poster from the catalogue, embedded or not.

    Args:
        store: The open database.
        editions: Whether a film's further pictures follow its poster, a row each.

    Raises:
        UnavailableError: `no_catalogue` where there is none.
    """
    async with store.session() as session:
        entries = await films.load_posters(session, editions=editions)
    if not entries:
        raise UnavailableError(
            "no_catalogue",
            "The catalogue has no posters yet; `marquee catalogue import-folder`, or "
            "another of the import commands, brings some.",
        )
    return Labels(**_labels(entries))


def _labels(entries: Sequence[CatalogueEntry]) -> dict[str, Any]:
    # A film's split is that of its poster: no edition of a test film is ever learnt from.
    firsts: dict[str, CatalogueEntry] = {}
    for entry in entries:
        firsts.setdefault(entry.film.key, entry)
    posters = [firsts[entry.film.key] for entry in entries]
    return {
        "films": tuple(entry.film for entry in entries),
        "years": np.array([entry.film.year or np.nan for entry in entries], dtype=np.float64),
        "splits": np.array([entry.split or split_of(entry.digest) for entry in posters]),
        "redistributable": np.array([entry.redistributable for entry in entries], dtype=bool),
        "paths": tuple(entry.path for entry in entries),
        "pictures": _numbered([entry.digest for entry in entries]),
        "digests": tuple(entry.digest for entry in entries),
        "positions": tuple(entry.position for entry in entries),
    }


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each name, the same for the same name."""
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def open_poster(path: str) -> Image.Image:
    """Read a poster of the catalogue as RGB. Raises OSError where it is gone or damaged."""
    with Image.open(path) as file:
        return file.convert("RGB")


def split_of(digest: str) -> str:
    """Return the split of a picture whose source told none, fixed by its SHA-256.

    Films that share a picture share a split, so no test picture was trained on.
    """
    place = int(hashlib.sha256(digest.encode()).hexdigest()[:8], 16) / 2**32
    return next(name for end, name in _SPLIT_AT if place < end)
