"""How names of posters are read: Marquee's own reader beside guessit, in one run.

    pip install guessit
    python -m benchmarks.library_names [--releases guessit/test/movies.yml] [--made 2000]

`tests/catalogue/sources/library/names.tsv` holds names as libraries have them, each with its right
title, year and id. A reading is right, lacking (the right title, without the year), or false: it
says what is not so. `--releases` adds guessit's own test of films' names, which is a file of its
repository; titles and years count there. `--made` also lays out a library of that many files in
twelve ways, and counts what is read of it.
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from time import process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from services.catalogue.sources.library.names import read_name
from services.catalogue.sources.library.walk import stem_of
from services.core.text_folding import fold
from tests.catalogue.sources.library.made import compare, lay_out
from tests.catalogue.sources.library.test_names import NAMES


@dataclass(frozen=True, slots=True)
class Said:
    """Title, year and id of a name, as it is right or as a reader said."""

    title: str
    year: int | None
    id: str | None = None

    def folded(self) -> Said:
        """Return it without case, accents and punctuation, and without the id."""
        return Said(fold(self.title), self.year)


def own(name: str) -> Said:
    """Read a name as Marquee does."""
    read = read_name(name)
    by_tmdb = None if read.tmdb_id is None else f"tmdb-{read.tmdb_id}"
    return Said(read.title, read.year, read.imdb_id or by_tmdb)


def guessit_reader() -> Callable[[str], Said]:
    """Return what reads a name as guessit does."""
    guessit = importlib.import_module("guessit").guessit

    def read(name: str) -> Said:
        found: dict[str, Any] = guessit(f"{name}.jpg", {"type": "movie"})
        title, year = _first(found.get("title")), _first(found.get("year"))
        by_tmdb = f"tmdb-{found['tmdb_id']}" if "tmdb_id" in found else None
        return Said(str(title or ""), year, found.get("imdb_id") or by_tmdb)

    return read


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def judged(right: Said, said: Said) -> str:
    """Return `right`, `lacking` or `false`."""
    if said == right:
        return "right"
    lacks = said.title == right.title and said.year in (right.year, None)
    return "lacking" if lacks and said.id in (right.id, None) else "false"


def releases(path: Path) -> Iterator[tuple[str, Said]]:
    """Yield the names of guessit's own test whose title stands in them, with what is right."""
    for key, right in importlib.import_module("yaml").safe_load(path.read_text("utf-8")).items():
        if not isinstance(key, str) or not right or right.get("type", "movie") != "movie":
            continue
        name = PurePosixPath(key.lstrip("? ")).name
        title = str(right.get("title", ""))
        stem = name[:-4] if name[-4:-3] == "." else stem_of(name)
        if title and fold(title) in fold(name):
            yield stem, Said(title, right.get("year"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path)
    parser.add_argument("--made", type=int, default=0)
    args = parser.parse_args()
    readers = {"Marquee": own, "guessit": guessit_reader()}
    sets: dict[str, list[tuple[str, Said]]] = {
        "libraries": [(name, Said(title, year, number)) for name, title, year, number in NAMES]
    }
    if args.releases:
        sets["releases"] = list(releases(args.releases))
    table = Table("names", "reader", "right", "lacking", "false", "ms a name")
    for label, rows in sets.items():
        for reader, read in readers.items():
            # The first names load tables and compile patterns.
            for name, _ in rows[:20]:
                read(name)
            began = process_time()
            said = [read(name) for name, _ in rows]
            spent = (process_time() - began) * 1000 / len(rows)
            alike = label == "libraries"
            counts = Counter(
                judged(right, each) if alike else judged(right.folded(), each.folded())
                for (_, right), each in zip(rows, said, strict=True)
            )
            shown = (f"{counts[name]}" for name in ("right", "lacking", "false"))
            table.add_row(f"{len(rows)} {label}", reader, *shown, f"{spent:.2f}")
    Console().print(table)
    if args.made:
        with tempfile.TemporaryDirectory() as folder:
            made = lay_out(Path(folder), args.made)
            for line in compare(Path(folder), made).lines():
                print(line)


if __name__ == "__main__":
    main()
