"""A database as version 0.1.0 left it, with a folder imported as that version read names."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from PIL import Image

from tests.recorded.store import DATA

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"}
_TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})\)")


def read_as_before(root: Path) -> dict[Path, tuple[str, int | None]]:
    """Return title and year of every file that version 0.1.0 took, as it read them."""
    found: dict[Path, tuple[str, int | None]] = {}
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.suffix.lower() not in _SUFFIXES or hidden or not path.is_file():
            continue
        dated = _TITLE_AND_YEAR.fullmatch(path.stem.strip())
        found[path] = (dated["title"], int(dated["year"])) if dated else (path.stem.strip(), None)
    return found


def import_as_before(root: Path, database: Path) -> dict[Path, str]:
    """Write a database of 0.1.0 that holds the folder's films alone; return their keys by file.

    Its films had no keys: the next version makes them of titles and years when it opens it.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA / "marquee.db", database)
    root = root.resolve()
    keys: dict[Path, str] = {}
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM films")
        connection.execute("DELETE FROM posters")
        for number, (path, (title, year)) in enumerate(read_as_before(root).items(), 1):
            data = path.read_bytes()
            try:
                with Image.open(path) as image:
                    width, height = image.size
            except OSError:
                continue
            facts = (number, title, year, "[]", False, "folder", "[]")
            connection.execute(
                "INSERT INTO films (id, title, year, genres, redistributable, source, aliases)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                facts,
            )
            status = path.stat()
            connection.execute(
                "INSERT INTO posters (film_id, path, digest, width, height, size, mtime_ns)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(number, str(path), hashlib.sha256(data).hexdigest(), width, height),
                    *(status.st_size, status.st_mtime_ns),
                ),
            )
            keys[path] = title if year is None else f"{title} ({year})"
        connection.commit()
    return keys
