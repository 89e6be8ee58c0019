"""The picture sets, what was read of them, and the films whose titles that may be."""

from __future__ import annotations

import csv
import json
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.lettering.photographs import photographed
from services.catalogue.titles import display_title
from services.core.encoders import Metric
from services.core.settings import Settings
from services.core.types import Film, YearEstimate
from services.vision.encoders import open_encoder
from services.vision.encoders.base import normalise
from services.vision.heads import open_heads
from services.vision.index import ExactIndex
from services.vision.index.by_film import FilmRows
from services.vision.index.standing import Standings
from services.vision.lettering.decision import Verdict
from services.vision.lettering.reader import Line, Reader
from services.vision.lettering.titles import NEIGHBOURS, Candidate, TitleReading

# Pictures of another film than their label says: what is read in them is right.
_MISLABELLED = {"more/images/34/tt1238834-0.webp", "more/images/76/tt2241676-0.webp"}


@dataclass(frozen=True)
class Query:
    """A picture that was read; `film` is the key of its film, or empty."""

    file: str
    film: str
    lines: list[Line]
    again: list[Line]
    embedding: NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """The candidates of a picture after one reading, and after both."""

    query: Query
    known: bool
    first: list[Candidate]
    both: list[Candidate]

    def is_right(self, told: Candidate | Verdict) -> bool:
        """Return whether a film is the picture's, and in the catalogue."""
        return self.known and told.film.key == self.query.film


class Shared:
    """The picture sets, their embeddings and what was read of them."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        cache.mkdir(parents=True, exist_ok=True)
        self.rows = {
            f"{name}/{row['file']}": row
            for name in ("posters", "more", "wild")
            for row in csv.DictReader((folder / name / f"{name}.csv").open(encoding="utf-8"))
        }
        self.catalogue = [file for file in self.rows if not file.startswith("wild/")]
        self.films: dict[str, Film] = {}
        for file in self.catalogue:
            row = self.rows[file]
            year = int(row["year"]) if row["year"] else None
            film = Film(display_title(row["title"]), year, imdb_id=row["imdb_id"])
            self.films.setdefault(film.key, film)
        self.keys = np.array([self.rows[file]["imdb_id"] for file in self.catalogue])
        self.rows_of = {file: row for row, file in enumerate(self.catalogue)}
        self.titles = TitleReading(list(self.films.values()))
        self.settings = Settings(_env_file=None, data_dir=cache)  # pyright: ignore[reportCallIssue]
        self.encoder = open_encoder("poster-lite", self.settings)

    @cached_property
    def embeddings(self) -> NDArray[np.float32]:
        """The catalogue's, one a picture."""
        path = self.cache / f"{self.encoder.spec.key}.npy"
        if not path.is_file():
            parts = [self.embed([self.picture(file)]) for file in self.catalogue]
            np.save(path, np.concatenate(parts))
        return normalise(np.load(path))

    @cached_property
    def standings(self) -> Standings:
        """How near films lie to a picture."""
        rows = FilmRows([self.films[key] for key in self.keys])
        return Standings(ExactIndex(self.embeddings, Metric.COSINE), rows)

    def picture(self, file: str) -> Image.Image:
        """Open a picture."""
        return Image.open(self.folder / file).convert("RGB")

    def embed(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Return the embeddings of pictures."""
        return np.asarray(self.encoder.embed(images), dtype=np.float32)

    def near(self, query: Query, without: str = "") -> list[str]:
        """Return the nearest films, by other pictures than the query's own."""
        order = np.argsort(-(self.embeddings @ query.embedding))[: 8 * NEIGHBOURS]
        near = (
            self.keys[place]
            for place in order
            if self.catalogue[place] != query.file and self.keys[place] != without
        )
        return list(dict.fromkeys(map(str, near)))[:NEIGHBOURS]

    def val(self) -> list[str]:
        """Return val pictures in the order in which they are read: two in three have a second."""
        files = [file for file in self.catalogue if self.rows[file]["split"] == "val"]
        files = [file for file in files if file not in _MISLABELLED]
        count = Counter(self.rows[file]["imdb_id"] for file in files)
        random.Random(11).shuffle(files)
        several = [file for file in files if count[self.rows[file]["imdb_id"]] > 1]
        single = [file for file in files if count[self.rows[file]["imdb_id"]] == 1]
        pairs = zip(several[::2], several[1::2], single, strict=False)
        return [file for three in pairs for file in three]

    def wild(self) -> list[str]:
        """Return the test pictures whose artwork was judged, and those of absent films."""
        rows = {file: row for file, row in self.rows.items() if file.startswith("wild/")}
        return [file for file, row in rows.items() if row["artwork"] or absent(row)]

    def read(self, kind: str, files: Sequence[str]) -> None:
        """Read pictures that are not in the cache, and keep what they say."""
        done = {query.file for query in self.queries(kind)}
        reader = Reader.open(threads=1)
        took = [[], []]
        with (self.cache / f"{kind}.jsonl").open("a", encoding="utf-8") as out:
            for file in files:
                if file in done:
                    continue
                image = self.picture(file)
                if kind == "photos":
                    image = photographed(image, np.random.default_rng(zlib.crc32(file.encode())))
                said: list[list[Any]] = []
                for again in (False, True):
                    began = time.process_time()
                    lines = reader.read(image, again=again)
                    took[again].append(time.process_time() - began)
                    said.append([[each.text, each.confidence, each.corners] for each in lines])
                embedding = self.embed([image])[0].round(5).tolist()
                told = {"file": file, "lines": said[0], "again": said[1], "e": embedding}
                out.write(json.dumps(told) + "\n")
                out.flush()
        for name, seconds in zip(("once", "again"), took, strict=True):
            if seconds:
                middle, most = np.median(seconds), max(seconds)
                print(f"{kind}, {name}: {middle:.2f} s of processor, {most:.2f} at most")

    def queries(self, kind: str) -> Iterator[Query]:
        """Return what was read."""
        path = self.cache / f"{kind}.jsonl"
        for text in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            data: dict[str, Any] = json.loads(text)
            lines, again = (
                [Line(said, sure, tuple(map(tuple, at))) for said, sure, at in data[name]]
                for name in ("lines", "again")
            )
            embedding = normalise(np.array([data["e"]], dtype=np.float32))[0]
            film = self.rows[data["file"]]["imdb_id"]
            yield Query(data["file"], film, lines, again, embedding)

    def candidates(
        self, query: Query, era: YearEstimate | None, without: str = ""
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return what one reading proposes, and what both do."""
        near = self.near(query, without)
        own = self.rows_of.get(query.file)
        standing = self.standings.of(query.embedding, without=() if own is None else (own,))

        def found(again: Sequence[Line]) -> list[Candidate]:
            return self.titles.candidates(
                query.lines,
                near,
                era=era,
                standing=standing,
                again=again,
                without=frozenset({without}),
            )

        first = found(())
        return first, found(query.again) if query.again else first

    def examples(self, queries: Sequence[Query]) -> list[Example]:
        """Return each picture without its film; with it as well where that has another picture."""
        heads = open_heads(self.settings, self.encoder.spec)
        stacked = np.stack([query.embedding for query in queries])
        eras: Sequence[YearEstimate | None] = (
            heads.years(stacked) if heads else [None] * len(queries)
        )
        pictures, found = Counter(self.keys.tolist()), []
        for query, era in zip(queries, eras, strict=True):
            found.append(Example(query, False, *self.candidates(query, era, query.film)))
            own = query.file in self.rows and not query.file.startswith("wild/")
            if pictures[query.film] > (1 if own else 0):
                found.append(Example(query, True, *self.candidates(query, era)))
        return found


def absent(row: dict[str, str]) -> bool:
    """Return whether a test picture's film is said to be absent from the catalogue."""
    return row["in_posters_csv"] == "0" and row["in_more"] == "0"
