"""A CSV of films beside the folder of their posters -> films, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from services.catalogue.facts import checked_film
from services.catalogue.genres import split_genres
from services.catalogue.sources.certifications import checked_certification, told_adult
from services.catalogue.sources.editions import pictures_of_films
from services.catalogue.sources.records import EPISODE_OUT, POSTER, SERIES_OUT, Record, Skipped
from services.catalogue.sources.tables import read_table, too_long
from services.core.errors import RequestError
from services.core.film_ids import imdb_id, kind_of_title, tmdb_id, whole

REQUIRED = ("file", "title")
# What other lists call the columns.
_ALSO = {
    "filename": "file", "path": "file", "imdbid": "imdb_id", "imdb": "imdb_id", "const": "imdb_id",
    "tmdbid": "tmdb_id", "tmdb": "tmdb_id", "genre": "genres", "releaseyear": "year",
    "titletype": "type", "mediatype": "type", "isadult": "adult", "nsfw": "adult",
    "marked": "adult", "contentrating": "certification", "mpaa": "certification",
}  # fmt: skip
# What a CSV calls a film's own poster; without a word, the first of its pictures is.
_POSTERS = ("film", "poster")
SPLITS = ("train", "val", "test")
# What stored pictures may be called; see `services.catalogue.sources.download`.
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"})
_DATE = re.compile(r"(\d{4})-\d\d-\d\d")
_KIND = re.compile(r"[a-z][a-z_-]{0,19}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")


class _BadRow(Exception):
    """One row of many is wrong; its message is the reason."""


def read_csv(path: Path, folder: Path, *, with_series: bool = False) -> list[Record | Skipped]:
    """Read a CSV of films whose `file` column is relative to `folder`.

    Columns: `file` and `title`; and, where there are, `imdb_id`, `tmdb_id`, `year`, `genres`
    (parted by `|`, `,`, `;` or `/`), `split`, `redistributable`, `kind`, `language`, `type`,
    `adult` and `certification`. Others are ignored. Ids may be numbers alone, or the addresses of
    IMDb's and TMDB's pages.

    Several rows of one film are several pictures of it: rows of one id or, without ids, of one
    title and year in one folder. Its poster is the one whose `kind` is `film`, else the first.

    Args:
        path: The CSV.
        folder: What its files are relative to.
        with_series: Whether rows are taken whose `type`, or whose TMDB address, is of a series.

    Raises:
        RequestError: it cannot be read, is no CSV, or lacks a needed column.
    """
    if not folder.is_dir():
        raise RequestError("bad_request", f"There is no folder {folder}.")
    root = folder.resolve()
    table = read_table(path, REQUIRED, _ALSO)
    lacking = [name for name in REQUIRED if name not in table.columns]
    if lacking:
        raise RequestError(
            "bad_request",
            f"{path} lacks the column {' and '.join(lacking)}; its first line should name "
            "the columns, separated by commas.",
        )
    return pictures_of_films(
        too_long(row, line) or _from_row(row, line, root, with_series=with_series)
        for line, row in table.rows
    )


def _from_row(
    row: Mapping[str, str], line: int, root: Path, *, with_series: bool
) -> Record | Skipped:
    value = {name: " ".join(text.split()) for name, text in row.items()}
    name = value["file"] or f"line {line}"
    kind = kind_of_title(value.get("type", ""))
    number, is_tv = tmdb_id(value.get("tmdb_id", ""))
    series = kind == "series" or (kind is None and is_tv is True)
    if kind == "episode" or (series and not with_series):
        return Skipped(SERIES_OUT if series else EPISODE_OUT, name)
    checked = checked_film(
        title=value["title"],
        year=_year(value.get("year", "")),
        genres=split_genres(value.get("genres", "")),
        imdb_id=imdb_id(value.get("imdb_id", "")),
        tmdb_id=number,
        articles_behind=True,
        series=series,
    )
    if checked is None:
        return Skipped("empty title", name)
    certification = checked_certification(value.get("certification", ""))
    try:
        return Record(
            film=checked.film,
            path=_path_below(root, row["file"].strip()),
            name=name,
            source="csv",
            split=_split(value.get("split", "")),
            # Anything unclear counts as "may not be shipped".
            redistributable=value.get("redistributable", "").lower() in {"1", "true", "yes"},
            given=frozenset(row) - {reason.removeprefix("bad ") for reason in checked.wrong},
            wrong=checked.wrong,
            kind=_kind(value.get("kind", "")),
            language=_language(value.get("language", "")),
            adult=told_adult(value.get("adult", ""), certification),
            certification=certification,
        )
    except _BadRow as error:
        return Skipped(str(error), name)


def _path_below(root: Path, name: str) -> Path:
    if not name:
        raise _BadRow("empty file name")
    try:
        name.encode()
        path = (root / name).resolve()
    # A name with NUL, in no encoding, too long, or a link that leads to itself.
    except (ValueError, OSError, RuntimeError):
        raise _BadRow("bad file name") from None
    if not path.is_relative_to(root):
        raise _BadRow("path outside the folder")
    return path


def _split(text: str) -> str | None:
    if text and text not in SPLITS:
        raise _BadRow("split is none of train, val, test")
    return text or None


def _year(text: str) -> int | str:
    date = _DATE.fullmatch(text)
    return int(date[1]) if date else whole(text)


def _kind(text: str) -> str:
    """Return `poster`, another word for a further picture, or nothing where none is told."""
    kind = text.lower()
    if kind in _POSTERS:
        return POSTER
    if kind and not _KIND.fullmatch(kind):
        raise _BadRow("kind is no word")
    return kind


def _language(text: str) -> str | None:
    return text if _LANGUAGE.fullmatch(text) else None
