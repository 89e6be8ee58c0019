"""Films -> a CSV with the columns that Letterboxd imports, and that Marquee reads again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from services.core.types import Film

_COLUMNS = ("Title", "Year", "imdbID", "tmdbID", "WatchedDate", "Created")


def written_list(films: Iterable[tuple[Film, datetime, datetime | None]]) -> bytes:
    """Return a CSV in UTF-8.

    Args:
        films: Each with when it was put on the list, and when it was seen or None.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for film, added, seen in films:
        rows.writerow(
            (
                _inert(film.title),
                film.year or "",
                film.imdb_id or "",
                film.tmdb_id if film.tmdb_id is not None else "",
                f"{seen:%Y-%m-%d}" if seen else "",
                f"{added:%Y-%m-%d}",
            )
        )
    return text.getvalue().encode()


def _inert(title: str) -> str:
    # A spreadsheet reckons what begins so; with a blank before it, which every reader of titles
    # takes away, it is text.
    return f" {title}" if title.startswith(("=", "+", "-", "@")) else title
