"""CSVs that name films and where their posters are: the Kaggle form, and MovieLens's two files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from services.catalogue.facts import CheckedFilm, checked_film
from services.catalogue.genres import split_genres
from services.catalogue.sources.certifications import checked_certification, told_adult
from services.catalogue.sources.records import EPISODE_OUT, SERIES_OUT, Skipped
from services.catalogue.sources.remote import Wanted
from services.catalogue.sources.tables import read_table, too_long
from services.core.errors import RequestError
from services.core.film_ids import imdb_id, kind_of_title, whole

KAGGLE = ("imdbid", "title", "poster")
MOVIES = ("movieid", "title", "genres")
LINKS = ("movieid", "imdbid", "tmdbid")
_TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})(?:[-–]\d{0,4})?\)")
# What other copies of the list call the columns.
_ALSO = {"imdbid": "imdbid", "genre": "genre", "movieid": "movieid", "tmdbid": "tmdbid"}
_ALSO |= {"titletype": "type", "mediatype": "type"}


@dataclass(frozen=True, slots=True)
class AddressList:
    """What a CSV holds.

    Attributes:
        items: Its films, and the rows that are left out.
        form: `kaggle` or `movielens`; the latter names no posters, but TMDB ids.
    """

    items: list[Wanted | Skipped]
    form: str


class _BadRow(Exception):
    """One row of many is wrong; its message is the reason."""


def read_addresses(
    path: Path, links: Path | None = None, *, with_series: bool = False
) -> AddressList:
    """Read films and their posters' addresses.

    Args:
        path: In the Kaggle form, `imdbId, Imdb Link, Title, IMDB Score, Genre, Poster`; or
            MovieLens's `movies.csv`. In any usual encoding.
        links: MovieLens's `links.csv`; default: the one beside `path`.
        with_series: Whether rows are taken whose column `type` says that they are series.

    Raises:
        RequestError: a file cannot be read, or is neither.
    """
    table = read_table(path, {*KAGGLE, *MOVIES}, _ALSO)
    columns, rows = table.columns, table.rows
    if set(columns) >= set(KAGGLE):
        return AddressList(
            [
                too_long(row, line) or _from_kaggle(row, line, with_series=with_series)
                for line, row in rows
            ],
            "kaggle",
        )
    if set(columns) >= set(MOVIES):
        known = _links(links or path.with_name("links.csv"))
        return AddressList(
            [too_long(row, line) or _from_movielens(row, line, known) for line, row in rows],
            "movielens",
        )
    raise RequestError(
        "bad_request",
        f"{path} is neither a list with poster addresses (columns imdbId, Title, Genre, Poster) "
        "nor MovieLens's movies.csv (columns movieId, title, genres).",
    )


def _from_kaggle(row: Mapping[str, str], line: int, *, with_series: bool) -> Wanted | Skipped:
    name = _folded(row["title"]) or f"line {line}"
    url = row["poster"].strip()
    kind = kind_of_title(row.get("type", ""))
    if kind == "episode" or (kind == "series" and not with_series):
        return Skipped(EPISODE_OUT if kind == "episode" else SERIES_OUT, name)
    try:
        checked = _checked(
            row["title"],
            row.get("genre", ""),
            imdb=imdb_id(row["imdbid"]),
            poster_url=url,
            series=kind == "series",
        )
    except _BadRow as error:
        return Skipped(str(error), name)
    if checked.film.poster_url is None:
        return Skipped("bad address" if url else "no address", name)
    certification = checked_certification(row.get("certification", ""))
    return replace(
        _wanted(checked, name, "addresses"),
        adult=told_adult(row.get("adult", "").strip(), certification),
        certification=certification,
    )


def _from_movielens(
    row: Mapping[str, str], line: int, links: Mapping[str, tuple[str | None, int | None]]
) -> Wanted | Skipped:
    name = _folded(row["title"]) or f"line {line}"
    imdb, tmdb = links.get(row["movieid"].strip(), (None, None))
    try:
        checked = _checked(row["title"], row["genres"], imdb=imdb, tmdb=tmdb)
    except _BadRow as error:
        return Skipped(str(error), name)
    if checked.film.imdb_id is None and checked.film.tmdb_id is None:
        return Skipped("not in links.csv", name)
    return _wanted(checked, name, "movielens")


def _checked(
    text: str,
    genres: str,
    *,
    imdb: str | None = None,
    tmdb: int | None = None,
    poster_url: str | None = None,
    series: bool = False,
) -> CheckedFilm:
    folded = _folded(text)
    dated = _TITLE_AND_YEAR.fullmatch(folded)
    title, year = (dated["title"], int(dated["year"])) if dated else (folded, None)
    checked = checked_film(
        title=title,
        year=year,
        genres=split_genres(genres),
        imdb_id=imdb,
        tmdb_id=tmdb,
        poster_url=poster_url,
        articles_behind=True,
        series=series,
    )
    if checked is None:
        raise _BadRow("empty title")
    return checked


def _wanted(checked: CheckedFilm, name: str, source: str) -> Wanted:
    film = checked.film
    return Wanted(film, name=f"{film.key} {name}", source=source, wrong=checked.wrong)


def _links(path: Path) -> dict[str, tuple[str | None, int | None]]:
    table = read_table(path, LINKS, _ALSO)
    if not set(table.columns) >= set(LINKS):
        raise RequestError(
            "bad_request",
            f"{path} is not MovieLens's links.csv, whose columns are movieId, imdbId and tmdbId.",
        )
    return dict(_linked(row) for _, row in table.rows)


def _linked(row: Mapping[str, str]) -> tuple[str, tuple[str | None, int | None]]:
    tmdb = whole(row["tmdbid"].strip())
    return row["movieid"].strip(), (
        imdb_id(row["imdbid"]),
        tmdb if isinstance(tmdb, int) else None,
    )


def _folded(text: str) -> str:
    return " ".join(text.split())
