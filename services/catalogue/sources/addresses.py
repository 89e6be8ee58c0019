"""CSVs that name films and where their posters are: the Kaggle form, and MovieLens's two files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from services.catalogue.facts import CheckedFilm, checked_film
from services.catalogue.sources.records import Skipped
from services.catalogue.sources.remote import Wanted
from services.catalogue.sources.rows import csv_reader, too_long
from services.core.errors import RequestError

KAGGLE = ("imdbid", "title", "poster")
MOVIES = ("movieid", "title", "genres")
LINKS = ("movieid", "imdbid", "tmdbid")
_TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})(?:[-–]\d{0,4})?\)")
_IMDB_ID = re.compile(r"(?:tt)?(\d{1,9})(?:\.0*)?")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0*)?")


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


def read_addresses(path: Path, links: Path | None = None) -> AddressList:
    """Read films and their posters' addresses.

    Args:
        path: In the Kaggle form, `imdbId, Imdb Link, Title, IMDB Score, Genre, Poster`; or
            MovieLens's `movies.csv`. In UTF-8 or Latin-1.
        links: MovieLens's `links.csv`; default: the one beside `path`.

    Raises:
        RequestError: a file cannot be read, or is neither.
    """
    columns, rows = _read(path)
    if set(columns) >= set(KAGGLE):
        return AddressList(
            [too_long(row, line) or _from_kaggle(row, line) for line, row in rows], "kaggle"
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


def _read(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestError("bad_request", f"{path} cannot be read: {error.strerror}.") from error
    reader = csv_reader(io.StringIO(_text(data), newline=""))
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        rows = [
            (reader.line_num, dict(zip_longest(columns, row[: len(columns)], fillvalue="")))
            for row in reader
            if row
        ]
    except csv.Error as error:
        raise RequestError(
            "bad_request", f"{path} is not a CSV; near line {reader.line_num}: {error}."
        ) from error
    return columns, rows


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # What most call Latin-1: the same, with quotes and dashes where Latin-1 has controls.
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _from_kaggle(row: Mapping[str, str], line: int) -> Wanted | Skipped:
    name = _folded(row["title"]) or f"line {line}"
    url = row["poster"].strip()
    try:
        checked = _checked(
            row["title"],
            row.get("genre", ""),
            imdb_id=_imdb_id(row["imdbid"]),
            poster_url=url,
        )
    except _BadRow as error:
        return Skipped(str(error), name)
    if checked.film.poster_url is None:
        return Skipped("bad address" if url else "no address", name)
    return _wanted(checked, name, "addresses")


def _from_movielens(
    row: Mapping[str, str], line: int, links: Mapping[str, tuple[str | None, int | None]]
) -> Wanted | Skipped:
    name = _folded(row["title"]) or f"line {line}"
    imdb_id, tmdb_id = links.get(row["movieid"].strip(), (None, None))
    try:
        checked = _checked(row["title"], row["genres"], imdb_id=imdb_id, tmdb_id=tmdb_id)
    except _BadRow as error:
        return Skipped(str(error), name)
    if checked.film.imdb_id is None and checked.film.tmdb_id is None:
        return Skipped("not in links.csv", name)
    return _wanted(checked, name, "movielens")


def _checked(
    text: str,
    genres: str,
    *,
    imdb_id: str | None = None,
    tmdb_id: int | None = None,
    poster_url: str | None = None,
) -> CheckedFilm:
    folded = _folded(text)
    dated = _TITLE_AND_YEAR.fullmatch(folded)
    title, year = (dated["title"], int(dated["year"])) if dated else (folded, None)
    checked = checked_film(
        title=title,
        year=year,
        genres=genres.split("|"),
        imdb_id=imdb_id,
        tmdb_id=tmdb_id,
        poster_url=poster_url,
        articles_behind=True,
    )
    if checked is None:
        raise _BadRow("empty title")
    return checked


def _wanted(checked: CheckedFilm, name: str, source: str) -> Wanted:
    film = checked.film
    return Wanted(film, name=f"{film.key} {name}", source=source, wrong=checked.wrong)


def _links(path: Path) -> dict[str, tuple[str | None, int | None]]:
    columns, rows = _read(path)
    if not set(columns) >= set(LINKS):
        raise RequestError(
            "bad_request",
            f"{path} is not MovieLens's links.csv, whose columns are movieId, imdbId and tmdbId.",
        )
    return dict(_linked(row) for _, row in rows)


def _linked(row: Mapping[str, str]) -> tuple[str, tuple[str | None, int | None]]:
    tmdb = _WHOLE.fullmatch(row["tmdbid"].strip())
    return row["movieid"].strip(), (_imdb_id(row["imdbid"]), int(tmdb[1]) if tmdb else None)


def _imdb_id(text: str) -> str | None:
    # A number without its leading zeros in both forms: 114709 is tt0114709. What is no number at
    # all is given on, to be counted as wrong.
    text = text.strip()
    if not text:
        return None
    number = _IMDB_ID.fullmatch(text)
    return f"tt{int(number[1]):07}" if number and int(number[1]) else text


def _folded(text: str) -> str:
    return " ".join(text.split())
