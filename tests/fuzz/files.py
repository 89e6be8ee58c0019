"""The part `files`: packages, lists and JSON that somebody else wrote, made by hypothesis."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

import services
from services.catalogue.package import load
from services.catalogue.package.export import film_schema, rejected_schema
from services.catalogue.package.layout import FILMS, REJECTED, EncoderPart, PackageManifest
from services.catalogue.sources.addresses import read_addresses
from services.catalogue.sources.records import Record
from services.catalogue.sources.rows import read_csv
from services.core import foreign_json
from services.core.errors import MarqueeError
from services.core.facts import FIRST_YEAR, TITLE_LENGTH, plain
from services.core.settings import Settings
from services.core.types import Film
from services.inference import wire
from services.inference.transport import Transport
from services.store import Store
from services.store.models import FilmRow
from services.vision.heads.heads import Heads
from services.vision.index.manifest import Manifest
from tests.fuzz.findings import Report
from tests.fuzz.foreign import films_and_judgements, lists, texts

_EXAMPLES = 40
_FILM: dict[str, Any] = {
    "title": "Heat", "year": 1995, "genres": ["Crime"], "imdb_id": "tt0113277", "tmdb_id": 949,
    "poster_url": None,
}  # fmt: skip
_ANSWER: dict[str, Any] = {
    "encoder": "poster-lite",
    "match": {"film": _FILM, "similarity": 0.99},
    "neighbours": [{"film": _FILM, "similarity": 0.9}],
    "year": {"estimate": 1994.2, "low": 1987.0, "high": 2001.0, "era": "1990s"},
    "genres": [{"name": "Crime", "probability": 0.7, "predicted": True}],
    "timings_ms": {"embed": 3.0},
}
_FOUND: dict[str, Any] = {"film": _FILM, "score": 1.0, "indexed": True}
_WIRE: list[tuple[Callable[[Any], Any], Any]] = [
    (wire.identification_from_json, _ANSWER),
    (wire.comparison_from_json, {"similarity": 0.5, "first": _ANSWER, "second": _ANSWER}),
    (wire.search_from_json, {"by": "title", "films": [_FOUND]}),
    (
        wire.catalogue_film_from_json,
        {"film": _FILM, "has_poster": True, "popularity": 1.0, "indexed": True},
    ),
]


def _shipped(kind: str) -> Any:
    """Return the manifest of what ships of a kind."""
    path = next((Path(services.__path__[0]) / "starter" / kind).rglob("manifest.json"))
    return json.loads(path.read_text(encoding="utf-8"))


class _Told(Transport):
    """A service that answers with what it was given."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(Settings(_env_file=None))  # pyright: ignore[reportCallIssue]
        self._told = status, body

    async def ask(self, *given: Any, **more: Any) -> tuple[int, bytes]:
        return self._told


class Files:
    """What is tried, each with a strategy of its own.

    Args:
        folder: For the files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = Settings(_env_file=None, data_dir=folder / "data")  # pyright: ignore[reportCallIssue]
        self.tried: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
            "json": (texts({"a": [1, {"b": None}]}), self._json),
            "answers": (self._answers(), self._answer),
            "package manifests": (texts(self._manifest()), self._package_manifest),
            "index manifests": (texts(_shipped("catalogue")), self._index),
            "heads": (texts(_shipped("heads")), self._heads),
            "lists of films": (lists(("file", "title", "year", "genres", "imdb_id", "tmdb_id",
                                       "split", "redistributable")), self._csv),
            "lists of addresses": (lists(("imdbId", "Title", "Poster", "Genre", "movieId",
                                           "genres", "tmdbId")), self._addresses),
            "packages": (films_and_judgements(), self._package),
            "damaged packages": (st.integers(0, 2**32), self._damaged),
        }  # fmt: skip

    def _json(self, text: bytes) -> None:
        with contextlib.suppress(ValueError):
            foreign_json.parse(text)

    def _answers(self) -> st.SearchStrategy[Any]:
        return st.sampled_from(_WIRE).flatmap(
            lambda pair: st.tuples(
                st.just(pair[0]), st.sampled_from([200, 200, 200, 422, 503]), texts(pair[1])
            )
        )

    def _answer(self, given: tuple[Callable[[Any], Any], int, bytes]) -> None:
        read, status, body = given
        with contextlib.suppress(MarqueeError):
            asyncio.run(_Told(status, body).answer("GET", "v1/x", read))

    def _manifest(self) -> dict[str, Any]:
        facts = {"size": 3, "sha256": "ab" * 32}
        return {
            "format": 1, "created_at": "2026-01-01", "films": 1, "posters": 0, "pictures": 0,
            "rejected": 0, "files": {FILMS: facts, REJECTED: facts, "embeddings/0.parquet": facts},
            "encoders": {"poster-lite@x": {"file": "embeddings/0.parquet", "dimension": 4,
            "count": 1}},
        }  # fmt: skip

    def _package_manifest(self, text: bytes) -> None:
        folder = self._folder / "package"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.json").write_bytes(text)
        with contextlib.suppress(MarqueeError):
            manifest = PackageManifest.read(folder)
            manifest.check(folder)

    def _index(self, text: bytes) -> None:
        from services.core.encoders import POSTER_LITE

        folder = self._folder / "index"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.json").write_bytes(text)
        with contextlib.suppress(MarqueeError):
            Manifest.read(folder).check(folder, POSTER_LITE)

    def _heads(self, text: bytes) -> None:
        from services.core.encoders import POSTER_LITE

        folder = self._folder / "heads"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.json").write_bytes(text)
        with contextlib.suppress(MarqueeError):
            Heads.read(folder, POSTER_LITE)

    def _csv(self, data: bytes) -> None:
        path = self._folder / "films.csv"
        path.write_bytes(data)
        with contextlib.suppress(MarqueeError):
            for item in read_csv(path, self._folder):
                if isinstance(item, Record):
                    check_film(item.film)
                    assert item.path.is_relative_to(self._folder.resolve())

    def _addresses(self, data: bytes) -> None:
        path = self._folder / "addresses.csv"
        path.write_bytes(data)
        with contextlib.suppress(MarqueeError):
            for item in read_addresses(path, path).items:
                if hasattr(item, "film"):
                    check_film(item.film)  # pyright: ignore[reportAttributeAccessIssue]

    def _package(self, given: tuple[list[Any], list[Any], Any]) -> None:
        rows, rejected, dimension = given
        with contextlib.suppress(MarqueeError):
            asyncio.run(self._import(self._written(rows, rejected, dimension)))

    def _damaged(self, seed: int) -> None:
        """Change bytes of a package's files whose checksums are right all the same."""
        rng = random.Random(seed)
        row = dict.fromkeys(film_schema().names) | {"title": "Heat", "genres": ["Crime"]}
        folder = self._written([row] * rng.choice((1, 50)), [], 4)
        path = folder / rng.choice((FILMS, REJECTED, "embeddings/0.parquet"))
        data = bytearray(path.read_bytes())
        for _ in range(rng.choice((1, 1, 2, 5))):
            data[rng.randrange(len(data))] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
        path.write_bytes(data)
        manifest = PackageManifest("2026-01-01", films=1)
        manifest.encoders["poster-lite@x"] = EncoderPart("embeddings/0.parquet", 4, 1)
        manifest.write(folder)
        with contextlib.suppress(MarqueeError):
            asyncio.run(self._import(folder))

    def _written(self, rows: list[Any], rejected: list[Any], dimension: Any) -> Path:
        import pyarrow as pa
        from pyarrow import parquet

        folder = self._folder / "export"
        (folder / "embeddings").mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.Table.from_pylist(rows, film_schema()), folder / FILMS)
        table = pa.Table.from_pylist(rejected, rejected_schema())
        parquet.write_table(table, folder / REJECTED)
        vectors = pa.schema([("digest", pa.string()), ("vector", pa.list_(pa.float16(), 4))])
        row = {"digest": "ab" * 32, "vector": [0.5, 0.5, 0.5, 0.5]}
        table = pa.Table.from_pylist([row], vectors)
        parquet.write_table(table, folder / "embeddings/0.parquet")
        manifest = PackageManifest("2026-01-01", films=len(rows))
        manifest.encoders["poster-lite@x"] = EncoderPart("embeddings/0.parquet", 4, 1)
        manifest.write(folder)
        if dimension != 4:
            told = json.loads((folder / "manifest.json").read_text())
            told["encoders"]["poster-lite@x"]["dimension"] = dimension
            (folder / "manifest.json").write_text(json.dumps(told))
        return folder

    async def _import(self, folder: Path) -> None:
        from sqlalchemy import delete, select

        async with await Store.open(self._settings.database_path) as store:
            await load.import_catalogue(store, folder, self._settings)
            async with store.session() as session:
                for row in await session.scalars(select(FilmRow)):
                    check_film(
                        Film(row.title, row.year, tuple(row.genres), row.imdb_id, row.tmdb_id)
                    )
                # The next package finds none of these films.
                await session.execute(delete(FilmRow))
                await session.commit()


def check_film(film: Film) -> None:
    """Hold the facts of a film that was taken to what may be shown."""
    title = film.title
    assert title.strip() == title and 0 < len(title) <= TITLE_LENGTH
    assert title == plain(title), ascii(title)
    assert film.year is None or film.year >= FIRST_YEAR
    assert film.imdb_id is None or film.imdb_id.removeprefix("tt").isdecimal()


def fuzz(report: Report, seed: int) -> None:
    """Read what hypothesis makes, until the time is up."""
    logging.disable()  # each refusal would say so
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder).resolve())
        turn = 0
        while not report.is_over:
            for name, (strategy, read) in files.tried.items():
                if not report.is_over:
                    _try(name, strategy, read, report, seed + turn)
            turn += 1


def _try(
    name: str,
    strategy: st.SearchStrategy[Any],
    read: Callable[[Any], None],
    report: Report,
    seed: int,
) -> None:
    last = io.BytesIO()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        print_blob=False,
        report_multiple_bugs=False,
    )
    @hypothesis.given(given=strategy)
    def attempt(given: Any) -> None:
        if report.is_over:
            return
        report.came(name, "read or refused")
        last.seek(0)
        last.truncate()
        last.write(given if isinstance(given, bytes) else repr(given).encode("utf-8", "replace"))
        # Where reading ends the process, this says what was read.
        report.last(last.getvalue())
        read(given)

    try:
        attempt()
    except Exception as error:
        where = error.__traceback__
        place = ""
        while where is not None:
            code = where.tb_frame.f_code
            if "/services/" in code.co_filename or code.co_name == "check_film":
                place = f"{Path(code.co_filename).name}, {code.co_name}"
            where = where.tb_next
        report.find(
            f"{name}: {type(error).__name__} in {place}", last.getvalue(), error=repr(error)
        )
