"""A CSV as people's programs write it -> its rows: any usual encoding and separator, any size."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from services.core.errors import RequestError

_NO_LIMIT = 2**31 - 1  # what fits everywhere
_SEPARATORS = ",;\t|"
# What Excel writes first, to tell itself the separator.
_TOLD_SEPARATOR = re.compile(r"\s*sep=(?P<sign>[,;\t|])\r?\n", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV.

    Attributes:
        columns: Their names, in small letters.
        rows: Each row by its columns, with the line that it ends in.
    """

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]


def table_of(
    text: str,
    name: str,
    wanted: Collection[str],
    also: Mapping[str, str] | None = None,
    *,
    before: int = 0,
) -> Table:
    """Read a CSV with any usual separator.

    Args:
        text: What stands in it.
        name: What the file is called, for messages.
        wanted: Columns by which the right separator is known.
        also: Other names of columns, in small letters and without blanks, by what they are called.
        before: How many lines of the file stand before the text.

    Raises:
        RequestError: it is no CSV; the message says where.
    """
    if _NO_TEXT.search(text[:4096]):
        raise RequestError("bad_request", f"{name} is not a CSV: it is no text.")
    told = _TOLD_SEPARATOR.match(text)
    # Python's own limit ends the reading of the whole file, and holds for the whole process.
    csv.field_size_limit(_NO_LIMIT)
    # Strict: else one quote too many would swallow the rest of the file without a word.
    signs = told["sign"] if told else _SEPARATORS
    sign = max(signs, key=lambda each: len(_header(text, each, also) & set(wanted)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    first = 1
    try:
        if told:
            next(reader)
        columns = [_column(each, also) for each in next(reader, [])]
        rows: list[tuple[int, dict[str, str]]] = []
        first = reader.line_num + 1
        for row in reader:
            if row:
                cells = zip_longest(columns, row[: len(columns)], fillvalue="")
                rows.append((before + reader.line_num, dict(cells)))
            first = reader.line_num + 1
    except csv.Error as error:
        where = f", in the row that begins in line {before + first}"
        begun = where if first < reader.line_num else ""
        raise RequestError(
            "bad_request",
            f"{name} is not a CSV; near line {before + reader.line_num}: {error}{begun}.",
        ) from error
    return Table(columns, rows)


def text_of(data: bytes) -> str:
    """Return a text file's text: UTF-8, UTF-16 or what Windows has for Latin-1."""
    if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return data.decode("utf-16", "replace")
    # UTF-16 whose mark was lost: every other byte of English is none.
    for encoding, even in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = data[even:2000:2]
        if len(half) > 8 and half.count(0) > 0.8 * len(half):
            return data.decode(encoding, "replace")
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        pass
    try:
        # What most call Latin-1: the same, with quotes and dashes where Latin-1 has controls.
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _header(text: str, separator: str, also: Mapping[str, str] | None) -> set[str]:
    lines = io.StringIO(_TOLD_SEPARATOR.sub("", text[:100_000]), newline="")
    try:
        names = next(csv.reader(lines, strict=True, delimiter=separator), [])
    except csv.Error:
        return set()
    return {_column(name, also) for name in names}


def _column(name: str, also: Mapping[str, str] | None) -> str:
    name = " ".join(name.split()).lower()
    return (also or {}).get(name.replace(" ", "").replace("_", ""), name)
