"""A list of films in a file -> the films that it names, and the lines that could not be read.

Letterboxd's `watchlist.csv`, `watched.csv`, `diary.csv`, `ratings.csv`, `reviews.csv` and lists;
IMDb's lists and ratings; the ZIP that Letterboxd hands out; what Marquee exports; any other CSV
with a column of titles.
"""

from __future__ import annotations

import csv
import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from services.core.errors import RequestError
from services.core.facts import checked
from services.core.film_ids import imdb_id, kind_of_title, tmdb_id, whole
from services.core.tables import Table, table_of, text_of
from services.core.types import Film

# Of a Letterboxd diary of 20,000 films; nobody's list is longer.
MAX_BYTES = 2 * 2**20

Source = Literal["letterboxd", "imdb", "csv"]
# Why a line could not be read; what is said of it follows from that.
Reason = Literal["no_title", "bad_year", "bad_id", "no_film"]

_WANTED = ("title", "year", "imdb_id", "tmdb_id", "added", "seen", "rating")
_COLUMNS = {
    "name": "title",
    "const": "imdb_id",
    "imdbid": "imdb_id",
    "tmdbid": "tmdb_id",
    "date": "added",
    "created": "added",
    "createddate": "added",
    "watcheddate": "seen",
    "daterated": "rated",
    "yourrating": "rating",
    "rating10": "rating",
    "titletype": "type",
    "letterboxduri": "letterboxd",
}
_ZIP = b"PK\x03\x04"
_UNREADABLE = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,  # it asks for a password
    ValueError,
    struct.error,
    zlib.error,
)
_LETTERBOXD_LIST = "letterboxd list export"
# Of IMDb's kinds of titles those that are no film, beside what television has.
_NO_FILMS = frozenset({"videogame", "musicvideo", "podcastseries", "podcastepisode"})
_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%a %b %d %H:%M:%S %Y")


@dataclass(frozen=True, slots=True)
class Listed:
    """A film that a list names.

    Attributes:
        film: It, by what the list says; no catalogue was asked.
        line: Where the row ends.
        added_at: When it was put on the list, or None.
        seen_at: When it was seen; None where the list does not say that it was.
    """

    film: Film
    line: int
    added_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that names no film which can be kept.

    Attributes:
        line: Where the row ends.
        reason: Why, in a word.
        text: What stands there, cut.
    """

    line: int
    reason: Reason
    text: str


@dataclass(slots=True)
class FilmList:
    """What a file holds.

    Attributes:
        source: Whose file it is.
        films: The films, each once, in the file's order.
        unread: What could not be read.
    """

    source: Source
    films: list[Listed] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_list(data: bytes, name: str) -> FilmList:
    """Read a list of films.

    Args:
        data: The file's bytes, untrusted; of a ZIP its `watchlist.csv` is read.
        name: What it is called; of "watched.csv" all films were seen.

    Raises:
        RequestError: `too_large`; `not_a_list`, it is no CSV or has no column of titles.
    """
    if len(data) > MAX_BYTES:
        raise _too_large()
    if data.startswith(_ZIP):
        data, name = _from_zip(data, name), "watchlist.csv"
    text = text_of(data)
    ours = text.lstrip("\ufeff \r\n").lower().startswith(_LETTERBOXD_LIST)
    try:
        table = _letterboxd_list(text, name) if ours else table_of(text, name, _WANTED, _COLUMNS)
    except RequestError as error:
        raise RequestError("not_a_list", error.message) from error
    if not {"title", "imdb_id"} & set(table.columns):
        raise RequestError("not_a_list", f"{name} has no column of titles.")
    imdb = "const" in text[:4096].partition("\n")[0].lower()
    letterboxd = ours or "letterboxd" in table.columns
    found = FilmList("imdb" if imdb else "letterboxd" if letterboxd else "csv")
    seen = PurePath(name).name.lower().startswith("watched")
    films: dict[str, Listed] = {}
    for line, row in table.rows:
        if not any(cell.strip() for cell in row.values()):
            continue
        listed = _listed(row, line, all_seen=seen)
        if isinstance(listed, Unread):
            found.unread.append(listed)
        elif (known := films.get(listed.film.key)) is None:
            films[listed.film.key] = listed
        else:
            films[listed.film.key] = _once(known, listed)
    found.films = list(films.values())
    return found


def _from_zip(data: bytes, name: str) -> bytes:
    """Return the watchlist in all that Letterboxd exports, as it hands it out."""
    told = f"{name} is no export of Letterboxd's: it has no watchlist.csv that can be read."
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            # Other ways of packing may ask for much memory; Letterboxd uses none of them.
            if archive.getinfo("watchlist.csv").compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise RequestError("not_a_list", told)
            with archive.open("watchlist.csv") as file:
                # Whatever the archive says of its size, no more is unpacked.
                found = file.read(MAX_BYTES + 1)
    except _UNREADABLE as error:
        raise RequestError("not_a_list", told) from error
    if len(found) > MAX_BYTES:
        raise _too_large()
    return found


def _too_large() -> RequestError:
    return RequestError("too_large", f"A list of films has at most {MAX_BYTES // 2**20} MB.")


def _letterboxd_list(text: str, name: str) -> Table:
    """Read a list of Letterboxd's: what it is called comes first, and then the films."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines)
    before = 0
    try:
        for row in reader:
            if [cell.strip().lower() for cell in row[:2]] == ["position", "name"]:
                break
            before = reader.line_num
        else:
            before = 0
    except csv.Error as error:
        raise RequestError("bad_request", f"{name} is not a CSV: {error}.") from error
    return table_of("".join(lines[before:]), name, _WANTED, _COLUMNS, before=before)


def _listed(row: Mapping[str, str], line: int, *, all_seen: bool) -> Listed | Unread:
    def told(column: str) -> str:
        return row.get(column, "").strip()

    def unread(reason: Reason, text: str) -> Unread:
        return Unread(line, reason, text[:80])

    kind = "".join(filter(str.isalnum, told("type").lower()))
    if kind_of_title(kind) in ("series", "episode") or kind in _NO_FILMS:
        return unread("no_film", told("title") or told("imdb_id"))
    number, is_series = tmdb_id(told("tmdb_id"))
    if is_series:
        return unread("no_film", told("title") or told("tmdb_id"))
    facts = checked(
        title=told("title"),
        year=whole(told("year")) if told("year") else None,
        imdb_id=imdb_id(told("imdb_id")),
        tmdb_id=number,
    )
    if facts.title is None:
        return unread("no_title", told("imdb_id") or told("tmdb_id") or told("url"))
    if "bad year" in facts.wrong:
        return unread("bad_year", told("year"))
    if facts.wrong:
        return unread("bad_id", told("imdb_id") or told("tmdb_id"))
    added = _date(told("added"))
    seen = _date(told("seen"))
    if seen is None and (all_seen or told("seen") or told("rating")):
        # A rating is of a film that was seen; when, is known as well as that.
        seen = _date(told("rated")) or added or datetime.now(UTC)
    film = Film(facts.title, facts.year, (), facts.imdb_id, facts.tmdb_id)
    return Listed(film, line, added, seen)


def _once(first: Listed, again: Listed) -> Listed:
    """Return one of two rows of a film: the first, seen when it was seen last."""
    seen = max((at for at in (first.seen_at, again.seen_at) if at is not None), default=None)
    return replace(first, seen_at=seen)


def _date(text: str) -> datetime | None:
    for form in _DATES:
        try:
            found = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        # Nobody has seen a film tomorrow; Discord shows no date of before 1970.
        return found if found.year > 1970 and found <= datetime.now(UTC) else None
    return None
