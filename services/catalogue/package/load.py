"""A package (see `package`) -> the database: films, rejected pictures, embeddings, pictures.

Everything is checked against the manifest first and then kept batch by batch, so that an import
that was stopped goes on where it was; what is there already is compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.build import is_same, test_digest
from services.catalogue.facts import checked_aliases, checked_film
from services.catalogue.package import layout
from services.catalogue.package.editions import take_editions
from services.catalogue.package.export import (
    FILM_FACTS,
    MARKS,
    SERIES_FACTS,
    edition_schema,
    film_additions,
    film_schema,
    rejected_schema,
)
from services.catalogue.package.layout import EncoderPart, PackageManifest, bad_package
from services.catalogue.package.pictures import is_whole, settle_pictures
from services.catalogue.package.stored_films import FreeKeys, Row, StoredFilms
from services.catalogue.sources.certifications import checked_certification
from services.catalogue.sources.records import BLOCKED
from services.catalogue.sources.rows import SPLITS
from services.core.facts import plain
from services.core.film_keys import is_key
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store, films
from services.store.blocked import Blocked
from services.store.models import EmbeddingRow, FilmRow, PosterRow, RejectedRow

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 500
_MOST_POPULAR = 1e9
_SOURCE_LENGTH = 40


@dataclass(slots=True)
class TransferReport:
    """What an import of a package did so far.

    Attributes:
        total: Films of the package.
        added, updated, unchanged: Films that are new, changed, or there just so.
        editions: Further pictures of films that are new here.
        without_picture: Films whose picture did not come along and is not here.
        embeddings: Embeddings that are new here, by encoder.
        refused: Encoders whose embeddings stay out, each with the reason.
        rejected: Pictures that were found to be no posters, and are so here now.
        skipped: Films that were left out, by reason.
        left_out: Films that were taken without a fact of theirs, by what is wrong with it.
    """

    total: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    editions: int = 0
    without_picture: int = 0
    embeddings: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    rejected: int = 0
    skipped: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Films that have been dealt with."""
        return self.added + self.updated + self.unchanged + sum(map(len, self.skipped.values()))


async def import_catalogue(
    store: Store,
    folder: Path,
    settings: Settings,
    *,
    report: TransferReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> TransferReport:
    """Bring a package into the database; what it knows of films that are here is laid over ours.

    Pictures are copied to `<data>/posters/imported`. One that did not come along is looked for
    where it was when the package was written, and is otherwise missing; its embeddings serve.

    Args:
        store: The open database.
        folder: The package.
        settings: `posters_dir`.
        report: Filled as the import goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) films.

    Raises:
        UnavailableError: `no_pyarrow`.
        RequestError: `bad_package`, it is none, or damaged.
    """
    layout.require_pyarrow()
    report = TransferReport() if report is None else report
    manifest = await asyncio.to_thread(PackageManifest.read, folder)
    await asyncio.to_thread(manifest.check, folder)
    report.total = manifest.films
    for rows in _read(folder, layout.REJECTED, rejected_schema()):
        await _take_rejected(store, rows, report)
    # Before the films, so that no build takes pictures for new whose embeddings are on their way.
    for key, part in manifest.encoders.items():
        await _take_embeddings(store, folder, key, part, report)
    here: dict[str, int] = {}
    for rows in _read(folder, layout.FILMS, film_schema(), film_additions()):
        here |= await _take_films(store, rows, folder, settings, report)
        on_progress(report.done, report.total)
    if layout.EDITIONS in manifest.files:
        for part in _read(folder, layout.EDITIONS, edition_schema()):
            rows = [row for row in part if row["digest"] is not None and is_whole(row)]
            pictures = await asyncio.to_thread(settle_pictures, rows, folder, settings)
            there = [(row, it) for row, it in zip(rows, pictures, strict=True) if it is not None]
            async with store.session() as session:
                report.editions += await take_editions(
                    session, [row for row, _ in there], [it for _, it in there], here
                )
                await session.commit()
    return report


def _read(
    folder: Path, name: str, schema: pa.Schema, additions: pa.Schema | None = None
) -> Iterator[list[Row]]:
    """Yield rows of a file, some hundreds at a time; columns of `additions` may be missing."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(folder / name) as file:
            there = file.schema_arrow
            lacking = [it for it in additions or () if there.get_field_index(it.name) < 0]
            schema = pa.schema([*schema, *(it for it in additions or () if it not in lacking)])
            missing = {it.name: None for it in lacking}
            if any(there.get_field_index(column) < 0 for column in schema.names):
                raise bad_package(folder, f"{name} lacks columns")
            # What the database takes for a number or a text has to be one.
            if any(not there.field(column.name).type.equals(column.type) for column in schema):
                raise bad_package(folder, f"{name} has a column of another kind")
            for batch in file.iter_batches(_ROWS, columns=schema.names):
                yield [row | missing for row in batch.to_pylist()]
    # ValueError: texts that are none, times that are beyond Python's.
    except (OSError, ValueError, OverflowError, pa.ArrowException) as error:
        raise bad_package(folder, f"{name} cannot be read") from error


async def _take_rejected(store: Store, rows: Sequence[Row], report: TransferReport) -> None:
    rows = [row for row in rows if layout.is_digest(row["digest"]) and None not in row.values()]
    if not rows:
        return
    async with store.session() as session:
        known = set(
            await session.scalars(
                select(RejectedRow.digest).where(
                    RejectedRow.digest.in_([row["digest"] for row in rows])
                )
            )
        )
        # What was decided here stays so.
        new = [row for row in rows if row["digest"] not in known]
        session.add_all(RejectedRow(**row) for row in new)
        await session.commit()
    report.rejected += len(new)


async def _take_embeddings(
    store: Store, folder: Path, key: str, part: EncoderPart, report: TransferReport
) -> None:
    test = test_digest()
    async with store.session() as session:
        ours = await films.embedding(session, key, test)
    if ours is not None and ours.shape != (part.dimension,):
        report.refused[key] = "its embeddings here have another length"
        return
    report.embeddings[key] = 0
    for vectors in _read_vectors(folder, part):
        theirs = vectors.get(test)
        if ours is not None and theirs is not None:
            with_ours = np.frombuffer(theirs, "<f2").astype(np.float32)
            if not is_same(ours, with_ours):
                report.refused[key] = "it gives other embeddings here for the same picture"
                del report.embeddings[key]
                return
    for vectors in _read_vectors(folder, part):
        async with store.session() as session:
            question = select(EmbeddingRow.digest).where(
                EmbeddingRow.encoder == key, EmbeddingRow.digest.in_(vectors)
            )
            known = set(await session.scalars(question))
            rows = [
                {"digest": digest, "encoder": key, "vector": vector}
                for digest, vector in vectors.items()
                if digest not in known
            ]
            if rows:
                await session.execute(insert(EmbeddingRow).on_conflict_do_nothing(), rows)
                await session.commit()
        report.embeddings[key] += len(rows)


def _read_vectors(folder: Path, part: EncoderPart) -> Iterator[dict[str, bytes]]:
    """Yield {digest: float16 vector of `part.dimension`, as bytes}, some hundreds at a time."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(folder / part.file) as file:
            vectors = file.schema_arrow.field("vector").type
            if not (pa.types.is_fixed_size_list(vectors) or pa.types.is_list(vectors)):
                raise bad_package(folder, f"{part.file} has a column of another kind")
            for batch in file.iter_batches(_ROWS, columns=["digest", "vector"]):
                flat = batch.column("vector").flatten().to_numpy(zero_copy_only=False)
                rows = flat.astype("<f2").reshape(batch.num_rows, part.dimension)
                digests = batch.column("digest").to_pylist()
                pairs = zip(digests, rows, strict=True)
                yield {name: row.tobytes() for name, row in pairs if layout.is_digest(name)}
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
        raise bad_package(folder, f"{part.file} cannot be read") from error


async def _take_films(
    store: Store, rows: Sequence[Row], folder: Path, settings: Settings, report: TransferReport
) -> dict[str, int]:
    """Return the films' rows here, by the package's keys."""
    rows = [row for row in (_checked(row, report) for row in rows) if row is not None]
    async with store.session() as session:
        blocked = await Blocked.load(session)
    rows = [row for row in rows if not _is_blocked(row, blocked, report)]
    posters = await asyncio.to_thread(settle_pictures, rows, folder, settings)
    async with store.session() as session:
        find = await StoredFilms.load(session, rows)
        keys = await FreeKeys.load(session, rows)
        taken: list[tuple[Row, FilmRow]] = []
        for row, poster in zip(rows, posters, strict=True):
            known = find(row, poster)
            film = _take_film(session, known, row, poster, report)
            if known is None:
                keys.give(film, row)
            taken.append((row, film))
        await session.commit()
        return {row["key"]: film.id for row, film in taken if row["key"]}


def _is_blocked(row: Row, blocked: Blocked, report: TransferReport) -> bool:
    film = Film(
        row["title"],
        row["year"],
        imdb_id=row["imdb_id"],
        tmdb_id=row["tmdb_id"],
        series=row["series"],
        tmdb_series_id=row["tmdb_series_id"],
    )
    out = blocked.has(film, *filter(None, (row["key"], *row["former_keys"]))) or (
        row["digest"] is not None and blocked.has_picture(film, row["digest"])
    )
    if out:
        report.skipped.setdefault(BLOCKED, []).append(film.label)
    return out


def _checked(row: Row, report: TransferReport) -> Row | None:
    """Return a film's row without the facts that are wrong; None where it has no title."""
    checked = checked_film(
        title=row["title"],
        year=row["year"],
        genres=row["genres"],
        imdb_id=row["imdb_id"],
        tmdb_id=row["tmdb_series_id"] if row["series"] else row["tmdb_id"],
        series=row["series"] is True,
        poster_url=row["poster_url"],
    )
    if checked is None:
        report.skipped.setdefault("empty title", []).append(plain(str(row["imdb_id"]))[:100])
        return None
    film, wrong = checked.film, list(checked.wrong)
    split, popularity = row["split"], row["popularity"]
    if split is not None and split not in SPLITS:
        split = None
        wrong.append("bad split")
    if popularity is not None and not 0 <= popularity <= _MOST_POPULAR:
        popularity = None
        wrong.append("bad popularity")
    if row["digest"] is not None and not is_whole(row):
        row = row | {"digest": None}
        wrong.append("bad picture")
    for reason in wrong:
        report.left_out.setdefault(reason, []).append(film.key)
    return row | {
        "title": film.title,
        "year": film.year,
        "genres": list(film.genres),
        "imdb_id": film.imdb_id,
        "tmdb_id": film.tmdb_id,
        "series": film.series,
        "tmdb_series_id": film.tmdb_series_id,
        "poster_url": film.poster_url,
        "aliases": list(checked_aliases(row["aliases"])),
        "split": split,
        "popularity": popularity,
        "redistributable": bool(row["redistributable"]),
        "source": plain(row["source"] or "")[:_SOURCE_LENGTH] or "package",
        "key": row["key"] if is_key(row["key"]) else None,
        "adult": row["adult"] is True,
        "certification": checked_certification(row["certification"]),
        "former_keys": [key for key in row["former_keys"] or () if is_key(key)],
    }


def _take_film(
    session: AsyncSession,
    known: FilmRow | None,
    row: Row,
    poster: Row | None,
    report: TransferReport,
) -> FilmRow:
    """Lay a film of the package over the one that is here; return its row."""
    facts = {name: row[name] for name in FILM_FACTS + SERIES_FACTS + MARKS}
    facts |= {name: facts[name] or [] for name in ("genres", "aliases")}
    here = poster is not None and poster["mtime_ns"] > 0
    if poster is not None and not here:
        report.without_picture += 1
    if known is None:
        film = FilmRow(**facts)
        film.poster = None if poster is None else PosterRow(**poster)
        session.add(film)
        report.added += 1
        return film
    if known.imdb_id and not row["imdb_id"]:
        # Cleaning made one film of this one and a better known one: it fills gaps alone.
        facts = {name: facts[name] for name in FILM_FACTS if getattr(known, name) in (None, [])}
        poster = poster if known.poster is None else None
    # What the package does not know of a film is no change of it.
    facts = {name: value for name, value in facts.items() if value not in (None, [])}
    # What is marked here stays so, and so does a person's word.
    facts = {name: value for name, value in facts.items() if name != "adult" or value}
    if known.marked is not None:
        facts.pop("marked", None)
    facts["aliases"] = list(dict.fromkeys([*known.aliases, *(row["aliases"] or ())]))
    changed = _assign(known, facts)
    if poster is not None and known.poster is None:
        known.poster, changed = PosterRow(**poster), True
    elif poster is not None and known.poster is not None and _is_better(poster, known.poster):
        changed = _assign(known.poster, poster) or changed
    if changed:
        report.updated += 1
    else:
        report.unchanged += 1
    return known


def _is_better(theirs: Row, ours: PosterRow) -> bool:
    if ours.path != theirs["path"] and Path(ours.path).is_file():
        return theirs["mtime_ns"] > 0 and theirs["digest"] != ours.digest
    return True


def _assign(row: FilmRow | PosterRow, values: Mapping[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
