"""Which rows or files of a source are pictures of one film, and which of them is its poster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from services.catalogue.sources.records import EDITION, POSTER, Record, Skipped
from services.core.text_folding import fold


def pictures_of_films(items: Iterable[Record | Skipped]) -> list[Record | Skipped]:
    """Tell films' posters from their further pictures; leave out what comes twice."""
    found: list[Record | Skipped] = []
    films: dict[object, _Pictures] = {}
    files: set[Path] = set()
    for item in items:
        if isinstance(item, Skipped):
            found.append(item)
            continue
        if _number(item) is None and item.path in files:
            found.append(Skipped("duplicate file", item.name))
            continue
        files.add(item.path)
        film = films.setdefault(_same_film(item), _Pictures())
        if film.first is not None and not film.takes(item):
            found.append(Skipped("duplicate id", f"{item.film.key} {item.name}"))
            continue
        found.append(film.add(item))
    return found


def _same_film(item: Record) -> object:
    """Return what is equal for the pictures of one film."""
    film = item.film
    number = _number(item)
    if number is not None:
        return number
    title = fold(film.title)
    if not title or (film.year is None and item.kind in ("", POSTER) and item.place is None):
        return item.path
    return item.place or item.path.parent, title, film.year


def _number(item: Record) -> str | int | tuple[int] | None:
    # A TMDB id beside an IMDb id is no key: some sources give two films the same one.
    film = item.film
    series = None if film.tmdb_series_id is None else (film.tmdb_series_id,)
    return film.imdb_id or film.tmdb_id or series


class _Pictures:
    """The pictures of one film in a source."""

    def __init__(self) -> None:
        self.first: Record | None = None
        self._paths: set[Path] = set()
        self._has_poster = False

    def takes(self, item: Record) -> bool:
        """Return whether the item is another picture of the film."""
        if item.path in self._paths or self.first is None:
            return False
        one, other = self.first.film, item.film
        told = item.kind not in ("", POSTER) and bool(one.imdb_id)
        same_year = one.year is not None and one.year == other.year
        # Lists give some films a neighbour's id.
        return told or same_year or fold(one.title) == fold(other.title)

    def add(self, item: Record) -> Record:
        """Return the item as the film's poster, or as a further picture of it."""
        poster = item.kind == POSTER or (not item.kind and self.first is None)
        poster = poster and not self._has_poster
        kind = POSTER if poster else EDITION if item.kind in ("", POSTER) else item.kind
        beside = None if self.first is None else self.first.path
        self.first = self.first or item
        self._paths.add(item.path)
        self._has_poster = self._has_poster or poster
        return replace(item, kind=kind, beside=beside)
