"""What a film's facts may be, whoever tells them: a list, TMDB, a package, an index.

Facts come from strangers and end up in Discord, a browser and a terminal. What is wrong is left
out; a film is kept where its title is good.
"""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

TITLE_LENGTH = 300  # the longest title of a film has 200 and some
URL_LENGTH = 2000
FIRST_YEAR = 1870
YEARS_AHEAD = 10
MOST_TMDB_ID = 2**31 - 1
_IMDB_ID = re.compile(r"tt\d{7,9}", re.ASCII)
# Some lists write more zeros than IMDb does.
_ZEROS = re.compile(r"tt0*(\d{1,9})", re.ASCII)
# Nothing of it would be spelt otherwise.
_USUAL = re.compile(r"tt(?:\d{7}|[1-9]\d{7,8})", re.ASCII)
_SPELT = re.compile(r"tt\d{7,12}", re.ASCII)
# They join letters in Persian, in Indian scripts and in emoji, and turn no text around.
_JOINERS = "\u200c\u200d"
# Categories of characters that are no letter anybody sees: controls and ends of lines become a
# blank; what turns a text around, hides in it, or is no character at all goes.
_BLANK = frozenset({"Cc", "Zl", "Zp"})
_GONE = frozenset({"Cf", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a film that may be kept.

    Attributes:
        title: The title, or None where there is none worth a film.
        year, imdb_id, tmdb_id, poster_url: As in `Film`; None where wrong or not told.
        wrong: What was left out, as reasons that group: "bad year".
    """

    title: str | None
    year: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    poster_url: str | None = None
    wrong: tuple[str, ...] = ()


def checked(
    *,
    title: object,
    year: object = None,
    imdb_id: object = None,
    tmdb_id: object = None,
    poster_url: object = None,
) -> Facts:
    """Return what of these facts may be kept, and what is wrong with the others.

    None and the empty text are facts that nobody told, and no fault.
    """
    # As plain as it goes: an index has tens of thousands of films, read at the start.
    kept_year = None if year is None else checked_year(year)
    kept_imdb_id = None if imdb_id is None else checked_imdb_id(imdb_id)
    kept_tmdb_id = None if tmdb_id is None else checked_tmdb_id(tmdb_id)
    kept_url = None if poster_url is None else checked_url(poster_url)
    wrong: list[str] = []
    for name, value, kept in (
        ("year", year, kept_year),
        ("imdb_id", imdb_id, kept_imdb_id),
        ("tmdb_id", tmdb_id, kept_tmdb_id),
        ("poster_url", poster_url, kept_url),
    ):
        if kept is None and value is not None and value != "":
            wrong.append(f"bad {name}")
    return Facts(
        checked_title(title), kept_year, kept_imdb_id, kept_tmdb_id, kept_url, tuple(wrong)
    )


def plain(text: str) -> str:
    """Return a text of one line without what turns it around, hides in it or commands a terminal.

    Control characters and ends of lines become blanks, bidirectional and other format characters
    go, and several blanks become one.
    """
    if text.isprintable() and "  " not in text:  # nearly all
        return text.strip()
    letters = (_letter(letter) for letter in text)
    return " ".join("".join(letters).split())


def checked_title(text: object) -> str | None:
    """Return a title as it is kept: plain and bounded; None where nothing is left to be read."""
    if not isinstance(text, str):
        return None
    # What is longer by far is not even looked through.
    title = plain(text[: 20 * TITLE_LENGTH])
    if len(title) > TITLE_LENGTH:
        title = f"{title[: TITLE_LENGTH - 1].rstrip()}…"
    return title if title.strip(_JOINERS + " ") else None


def checked_year(value: object) -> int | None:
    """Return a year in which a film may have come out, or None."""
    last = time.gmtime().tm_year + YEARS_AHEAD
    return value if type(value) is int and FIRST_YEAR <= value <= last else None


def checked_imdb_id(value: object) -> str | None:
    """Return an IMDb id in its one spelling, or None: tt00113277 is tt0113277."""
    if not isinstance(value, str):
        return None
    if _USUAL.fullmatch(value):
        return value
    if not _SPELT.fullmatch(value):
        return None
    number = _ZEROS.fullmatch(value)
    return f"tt{int(number[1]):07}" if number else None


def checked_tmdb_id(value: object) -> int | None:
    """Return a TMDB id, or None."""
    return value if type(value) is int and 0 < value <= MOST_TMDB_ID else None


def checked_url(value: object) -> str | None:
    """Return an address of http or https that names a server, or None."""
    if not isinstance(value, str) or len(value) > URL_LENGTH or not value.isprintable():
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    fit = parts.scheme in {"http", "https"} and parts.hostname and " " not in value
    return value if fit else None


def is_imdb_id(value: object) -> bool:
    """Return whether this is an IMDb id that may stand in an address."""
    return isinstance(value, str) and _IMDB_ID.fullmatch(value) is not None


def _letter(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    category = unicodedata.category(letter)
    return " " if category in _BLANK else "" if category in _GONE else letter
