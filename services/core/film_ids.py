"""Ids of films as lists have them: numbers alone, with "tt", with spreadsheets' ".0", addresses."""

from __future__ import annotations

import re
from typing import Literal

# Spreadsheets turn a column of whole numbers with gaps into "1995.0".
_WHOLE = re.compile(r"(\d{1,9})(?:\.0*)?")
_IMDB = re.compile(r"(?:tt)?(\d{1,9})(?:\.0*)?", re.IGNORECASE)
_IMDB_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:www|m)\.)?imdb\.com/(?:[a-z]{2}(?:-[a-z]{2})?/)?title/(tt\d{7,12})(?:[/?#].*)?",
    re.IGNORECASE,
)
# As IMDb, TMDB and people call them, without blanks and dashes, in small letters.
_SERIES = frozenset(
    {"series", "tv", "tvseries", "tvminiseries", "miniseries", "show", "tvshow", "tvshows"}
)
_EPISODES = frozenset({"episode", "tvepisode", "season", "tvseason"})
_TMDB_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?themoviedb\.org/(?P<kind>movie|tv)/(?P<id>\d{1,9})(?:[-/?#].*)?",
    re.IGNORECASE,
)


def imdb_id(text: str) -> str | None:
    """Return an IMDb id in its own spelling; None for no text, and the text where it is no id.

    114709, "0114709", "tt0114709" and "https://www.imdb.com/title/tt0114709/" are tt0114709. What
    is no id is given on, to be counted as wrong.
    """
    text = text.strip()
    if not text:
        return None
    address = _IMDB_ADDRESS.fullmatch(text)
    if address:
        return address[1].lower()
    number = _IMDB.fullmatch(text)
    return f"tt{int(number[1]):07}" if number and int(number[1]) else text


def tmdb_id(text: str) -> tuple[int | str | None, bool | None]:
    """Return a TMDB id, and whether it is a series', where its address tells.

    The text itself where it is no id; None for no text.
    """
    text = text.strip()
    address = _TMDB_ADDRESS.fullmatch(text)
    if address:
        return int(address["id"]), address["kind"].lower() == "tv"
    return (whole(text) if text else None), None


def kind_of_title(text: str) -> Literal["film", "series", "episode"] | None:
    """Return what a column like IMDb's "Title Type" tells; None where it is empty."""
    kind = "".join(letter for letter in text.lower() if letter.isalnum())
    if kind in _SERIES:
        return "series"
    return "episode" if kind in _EPISODES else "film" if kind else None


def whole(text: str) -> int | str:
    """Return the number that a column holds; the text as it is where it holds none."""
    number = _WHOLE.fullmatch(text)
    return int(number[1]) if number else text
