"""The database -> a package (see `package`), one consistent state of it, written whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.build import test_digest
from services.catalogue.package import layout
from services.catalogue.package.layout import EncoderPart, PackageManifest
from services.core.errors import RequestError
from services.store import Store
from services.store.film_keys import former_keys
from services.store.films import PICTURES
from services.store.models import EditionRow, EmbeddingRow, FilmRow, PosterRow, RejectedRow

if TYPE_CHECKING:
    import pyarrow as pa

FILM_FACTS = (
    "imdb_id",
    "tmdb_id",
    "title",
    "year",
    "genres",
    "split",
    "redistributable",
    "source",
    "aliases",
    "poster_url",
    "popularity",
)
POSTER_FACTS = ("path", "digest", "width", "height", "size")
# What packages of before have not: films' keys, what is known of their pictures, and series.
KEYS = ("key", "former_keys")
SERIES_FACTS = ("series", "tmdb_series_id")
MARKS = ("adult", "marked", "certification")
PICTURE_FACTS = ("picture_kind", "picture_language", "picture_source")
_ROWS = 2000
_PICTURES = 64


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        manifest: Of the package.
        editions: Further pictures of films, beside the manifest's posters.
        left_out: Pictures that could not come along, by reason.
    """

    manifest: PackageManifest
    editions: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)


def film_schema() -> pa.Schema:
    """Return the columns of `films.parquet` that every package has."""
    return _schema(FILM_FACTS + POSTER_FACTS)


def film_additions() -> pa.Schema:
    """Return the columns of `films.parquet` that packages of before lack."""
    return _schema(KEYS + PICTURE_FACTS + SERIES_FACTS + MARKS)


def edition_schema() -> pa.Schema:
    """Return the columns of `editions.parquet`: films' keys, and further pictures of theirs."""
    return _schema(("key", *POSTER_FACTS, *PICTURE_FACTS))


def _schema(columns: Sequence[str]) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    names = pa.list_(pa.string())
    kinds: dict[str, Any] = {
        "tmdb_id": pa.int64(),
        "tmdb_series_id": pa.int64(),
        "series": pa.bool_(),
        "adult": pa.bool_(),
        "marked": pa.bool_(),
        "year": pa.int32(),
        "genres": names,
        "redistributable": pa.bool_(),
        "aliases": names,
        "former_keys": names,
        "popularity": pa.float64(),
        "width": pa.int32(),
        "height": pa.int32(),
        "size": pa.int64(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


def rejected_schema() -> pa.Schema:
    """Return the columns of `rejected.parquet`."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = {"kept": pa.bool_(), "judged_at": pa.timestamp("us", tz="UTC")}
    columns = ("digest", "film_key", "reason", "kept", "judged_at")
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


async def export_catalogue(
    store: Store,
    target: Path,
    *,
    pictures: bool = False,
    encoders: Sequence[str] = (),
    replace: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ExportReport:
    """Write films, embeddings and, where wanted, pictures to a new folder.

    Args:
        store: The open database.
        target: The folder; it appears when it is complete.
        pictures: Whether the posters' files come along.
        encoders: Names or keys of the encoders whose embeddings do; none stands for all.
        replace: Whether an older export may give way.
        on_progress: Called with (done, total) rows and pictures.

    Raises:
        UnavailableError: `no_pyarrow`.
        RequestError: `bad_request`, the target is taken, or an encoder has no embeddings here.
    """
    layout.require_pyarrow()
    report = ExportReport(PackageManifest(datetime.now(UTC).isoformat(timespec="seconds")))
    with layout.written_beside(target, replace=replace) as work:
        async with store.session() as session:
            # One transaction sees one state, whatever is imported meanwhile.
            await session.execute(text("BEGIN"))
            await _write_films(session, work, report)
            await _write_editions(session, work, report)
            await _write_rejected(session, work, report)
            found = await _embedded(session, encoders)
            await _write_embeddings(session, work, report, found, on_progress)
            question = select(PICTURES.digest, func.min(PICTURES.path)).group_by(PICTURES.digest)
            files = [(digest, path) for digest, path in await session.execute(question)]
        if pictures:
            await _copy_pictures(files, work, report, on_progress)
        await asyncio.to_thread(report.manifest.write, work)
    return report


async def _write_films(session: AsyncSession, work: Path, report: ExportReport) -> None:
    import pyarrow as pa  # noqa: PLC0415

    former = await former_keys(session)
    columns = [getattr(FilmRow, name) for name in FILM_FACTS]
    columns += [getattr(PosterRow, name) for name in POSTER_FACTS]
    told = [getattr(PosterRow, name.removeprefix("picture_")) for name in PICTURE_FACTS]
    last = [getattr(FilmRow, name) for name in SERIES_FACTS + MARKS]
    question = (
        select(FilmRow.id, FilmRow.key, *last, *told, *columns)
        .outerjoin(FilmRow.poster)
        .order_by(FilmRow.id)
    )
    rows = (
        (*facts, key, former.get(number, []), *picture, *ends)
        async for number, key, *rest in await session.stream(question)
        for ends, picture, facts in [
            (
                rest[: len(last)],
                rest[len(last) : len(last) + len(told)],
                rest[len(last) + len(told) :],
            )
        ]
    )
    schema = pa.schema([*film_schema(), *film_additions()])
    async for chunk in _write(work / layout.FILMS, schema, rows):
        report.manifest.films += len(chunk)
        report.manifest.posters += sum(row[len(FILM_FACTS)] is not None for row in chunk)


async def _write_editions(session: AsyncSession, work: Path, report: ExportReport) -> None:
    schema = edition_schema()
    names = [name.removeprefix("picture_") for name in schema.names if name != "key"]
    question = (
        select(FilmRow.key, *(getattr(EditionRow, name) for name in names))
        .join(FilmRow, FilmRow.id == EditionRow.film_id)
        .order_by(EditionRow.film_id, EditionRow.position)
    )
    rows = (tuple(row) async for row in await session.stream(question))
    async for chunk in _write(work / layout.EDITIONS, schema, rows):
        report.editions += len(chunk)


async def _write_rejected(session: AsyncSession, work: Path, report: ExportReport) -> None:
    schema = rejected_schema()
    question = select(*(getattr(RejectedRow, name) for name in schema.names))
    rows = (tuple(row) async for row in await session.stream(question))
    async for chunk in _write(work / layout.REJECTED, schema, rows):
        report.manifest.rejected += len(chunk)


async def _embedded(session: AsyncSession, wanted: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return length in bytes and count of the embeddings to be exported, by `EncoderSpec.key`."""
    size = func.length(EmbeddingRow.vector)
    groups = (
        select(EmbeddingRow.encoder, size, func.count())
        .where(_shown(), size % 2 == 0)
        .group_by(EmbeddingRow.encoder, size)
        .order_by(EmbeddingRow.encoder, func.count())
    )
    # The last of an encoder is its usual length.
    found = {key: (length, count) for key, length, count in await session.execute(groups)}
    for name in wanted:
        if not any(_is_wanted(key, [name]) for key in found):
            there = ", ".join(found) or "none"
            raise RequestError(
                "bad_request", f"There are no embeddings of {name}; those here are of {there}."
            )
    return {key: value for key, value in found.items() if not wanted or _is_wanted(key, wanted)}


def _shown() -> ColumnElement[bool]:
    """Return the condition that a film shows the picture, or that it is the encoder's test one."""
    shown = EmbeddingRow.digest.in_(select(PICTURES.digest))
    return or_(shown, EmbeddingRow.digest == test_digest())


async def _write_embeddings(
    session: AsyncSession,
    work: Path,
    report: ExportReport,
    found: Mapping[str, tuple[int, int]],
    on_progress: Callable[[int, int], None],
) -> None:
    import pyarrow as pa  # noqa: PLC0415

    total, done = sum(count for _, count in found.values()), 0
    if found:
        (work / "embeddings").mkdir()
    for number, (key, (length, count)) in enumerate(found.items()):
        dimension = length // 2
        part = EncoderPart(f"embeddings/{number}.parquet", dimension, count)
        schema = pa.schema([("digest", pa.string()), ("vector", pa.list_(pa.float16(), dimension))])
        question = (
            select(EmbeddingRow.digest, EmbeddingRow.vector)
            .where(
                _shown(),
                EmbeddingRow.encoder == key,
                func.length(EmbeddingRow.vector) == length,
            )
            .order_by(EmbeddingRow.digest)
        )
        rows = (
            (digest, np.frombuffer(vector, "<f2"))
            async for digest, vector in await session.stream(question)
        )
        async for chunk in _write(work / part.file, schema, rows):
            done += len(chunk)
            on_progress(done, total)
        report.manifest.encoders[key] = part


async def _write(
    path: Path, schema: pa.Schema, rows: AsyncIterator[tuple[Any, ...]]
) -> AsyncIterator[list[tuple[Any, ...]]]:
    """Write the rows to a Parquet file, a few thousand at a time, and yield those just written."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        chunk: list[tuple[Any, ...]] = []

        def flush() -> None:
            columns = [
                _column([row[place] for row in chunk], column.type)
                for place, column in enumerate(schema)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))

        async for row in rows:
            chunk.append(row)
            if len(chunk) == _ROWS:
                flush()
                yield chunk
                chunk = []
        if chunk:
            flush()
            yield chunk


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_fixed_size_list(kind):
        return pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate(values)), type=kind)
    return pa.array(values, kind)


async def _copy_pictures(
    files: Sequence[tuple[str, str]],
    work: Path,
    report: ExportReport,
    on_progress: Callable[[int, int], None],
) -> None:
    for start in range(0, len(files), _PICTURES):
        batch = files[start : start + _PICTURES]
        copying = asyncio.create_task(asyncio.to_thread(_copied, batch, work))
        try:
            copied = await asyncio.shield(copying)
        except asyncio.CancelledError:
            # Else the thread would go on in the folder while it is being removed.
            await copying
            raise
        for (_, path), came in zip(batch, copied, strict=True):
            if came:
                report.manifest.pictures += 1
            else:
                reason = "missing, unreadable or changed since the import"
                report.left_out.setdefault(reason, []).append(path)
        on_progress(start + len(batch), len(files))


def _copied(files: Sequence[tuple[str, str]], work: Path) -> list[bool]:
    pictures = work / layout.PICTURES
    return [
        layout.copy_picture(Path(path), digest, pictures / layout.picture_name(digest, path))
        for digest, path in files
    ]


def _is_wanted(key: str, wanted: Sequence[str]) -> bool:
    return key in wanted or key.partition("@")[0] in wanted
