"""A folder, or a CSV beside it -> films with the files of their posters, and what is left out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from services.catalogue.facts import checked_film
from services.catalogue.sources.editions import pictures_of_films
from services.catalogue.sources.records import POSTER, Record, Skipped
from services.core.errors import RequestError

REQUIRED = ("file", "title")
# What a CSV calls a film's own poster; without a word, the first of its pictures is.
_POSTERS = ("film", "poster")
SPLITS = ("train", "val", "test")
# What people keep posters as; other files of a folder (notes, lists) are passed by.
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"})
LONGEST_FIELD = 131_072
_NO_LIMIT = 2**31 - 1  # what fits everywhere
# Spreadsheets turn a column of whole numbers with gaps into "1995.0".
_WHOLE = re.compile(r"(\d{1,9})(?:\.0*)?")
# "Heat (1995).jpg"; further pictures of the film beside it have a number or a language more.
_TITLE_AND_YEAR = re.compile(
    r"(?P<title>.*\S)\s*\((?P<year>\d{4})\)"
    r"(?:[\s._-]*[\s._\-\[(](?:\d{1,3}|(?P<language>[a-z]{2}(?:-[A-Z]{2})?))[\])]?)?"
)
_KIND = re.compile(r"[a-z][a-z_-]{0,19}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")


class _BadRow(Exception):
    """One row of many is wrong; its message is the reason."""


def read_csv(path: Path, folder: Path) -> list[Record | Skipped]:
    """Read a CSV of films whose `file` column is relative to `folder`.

    Columns: `file` and `title`; and, where there are, `imdb_id`, `tmdb_id`, `year`, `genres`
    (`|`-separated), `split`, `redistributable`, `kind` and `language`. Others are ignored.

    Several rows of one film are several pictures of it: rows of one id or, without ids, of one
    title and year in one folder. Its poster is the one whose `kind` is `film`, else the first.

    Raises:
        RequestError: it cannot be read, is no CSV, or lacks a needed column.
    """
    root = _existing_folder(folder)
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv_reader(lines)
            columns = [name.strip().lower() for name in next(reader, [])]
            lacking = [name for name in REQUIRED if name not in columns]
            if lacking:
                raise RequestError(
                    "bad_request",
                    f"{path} lacks the column {' and '.join(lacking)}; its first line should name "
                    "the columns, separated by commas.",
                )
            rows = [
                (reader.line_num, dict(zip_longest(columns, row[: len(columns)], fillvalue="")))
                for row in reader
                if row
            ]
    except OSError as error:
        raise RequestError("bad_request", f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        line = reader.line_num if reader else 0
        raise RequestError(
            "bad_request", f"{path} is not a CSV in UTF-8; near line {line}: {error}."
        ) from error
    return pictures_of_films(
        too_long(row, line) or _from_row(row, line, root) for line, row in rows
    )


def csv_reader(lines: Iterable[str]) -> Any:
    """Return a strict reader that a long field does not stop; see `too_long`.

    Strict: else one quote too many would swallow the rest of the file without a word.
    """
    # Python's own limit ends the reading of the whole file, and holds for the whole process.
    csv.field_size_limit(_NO_LIMIT)
    return csv.reader(lines, strict=True)


def too_long(row: Mapping[str, str], line: int) -> Skipped | None:
    """Return the row as left out where a field of it is longer than any fact is."""
    if all(len(text) <= LONGEST_FIELD for text in row.values()):
        return None
    return Skipped("field too long", f"line {line}")


def read_folder(folder: Path) -> list[Record | Skipped]:
    """Take every picture below `folder`, with its title and year from its name, "Heat (1995).jpg".

    Files of one folder that name the same title and year, such as "Heat (1995) 2.jpg" or
    "Heat (1995) de.jpg", are further pictures of one film; those of another folder are another
    film's.

    Raises:
        RequestError: there is no such folder, or no picture in it.
    """
    root = _existing_folder(folder)
    files = sorted(
        path
        for path in root.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )
    if not files:
        raise RequestError(
            "bad_request", f"There are no pictures in {folder} ({', '.join(sorted(SUFFIXES))})."
        )
    # "Heat (1995).jpg" before "Heat (1995) 2.jpg", where a blank would come before a dot.
    files.sort(key=lambda path: (path.parent, path.stem, path.suffix))
    return pictures_of_films(_from_file(path, root) for path in files)


def _existing_folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise RequestError("bad_request", f"There is no folder {folder}.")
    return folder.resolve()


def _from_row(row: Mapping[str, str], line: int, root: Path) -> Record | Skipped:
    value = {name: " ".join(text.split()) for name, text in row.items()}
    name = value["file"] or f"line {line}"
    checked = checked_film(
        title=value["title"],
        year=_whole(value.get("year", "")),
        genres=[name.strip() for name in value.get("genres", "").split("|")],
        imdb_id=value.get("imdb_id", ""),
        tmdb_id=_whole(value.get("tmdb_id", "")),
        articles_behind=True,
    )
    if checked is None:
        return Skipped("empty title", name)
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
        )
    except _BadRow as error:
        return Skipped(str(error), name)


def _from_file(path: Path, root: Path) -> Record | Skipped:
    name = str(path.relative_to(root))
    # A name need be no text, on disks that are older than Unicode.
    told = name.encode("utf-8", "replace").decode()
    try:
        path = _path_below(root, name)
    except _BadRow as error:
        return Skipped(str(error), told)
    stem = path.stem.strip()
    dated = _TITLE_AND_YEAR.fullmatch(stem)
    title, year = (dated["title"], int(dated["year"])) if dated else (stem, None)
    checked = checked_film(title=title, year=year)
    if checked is None:
        return Skipped("empty title", told)
    given = frozenset({"title"} if checked.wrong else {"title", "year"})
    return Record(
        film=checked.film,
        path=path,
        name=name,
        source="folder",
        given=given,
        wrong=checked.wrong,
        kind="",
        language=dated["language"] if dated else None,
    )


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


def _whole(text: str) -> int | str:
    """Return the number that a column holds; the text as it is where it holds none."""
    number = _WHOLE.fullmatch(text)
    return int(number[1]) if number else text


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
