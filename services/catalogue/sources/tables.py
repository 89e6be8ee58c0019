"""A CSV of films on this disk -> its rows; see `services.core.tables`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from services.catalogue.sources.records import Skipped
from services.core.errors import RequestError
from services.core.tables import Table, table_of, text_of

LONGEST_FIELD = 131_072


def read_table(path: Path, wanted: Collection[str], also: Mapping[str, str] | None = None) -> Table:
    """Read a CSV in UTF-8, UTF-16 or what Windows has for Latin-1, with any usual separator.

    Args:
        path: The file.
        wanted: Columns by which the right separator is known.
        also: Other names of columns, in small letters and without blanks, by what they are called.

    Raises:
        RequestError: it cannot be read, or is no CSV; the message says where.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestError("bad_request", f"{path} cannot be read: {error.strerror}.") from error
    return table_of(text_of(data), str(path), wanted, also)


def too_long(row: Mapping[str, str], line: int) -> Skipped | None:
    """Return the row as left out where a field of it is longer than any fact is."""
    for name, text in row.items():
        if len(text) > LONGEST_FIELD:
            return Skipped("field too long", f"line {line} ({name})")
    return None
