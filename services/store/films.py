"""Questions about films, their posters and the embeddings of the pictures.

`encoder` is `EncoderSpec.key` here, so that embeddings of different weights never mix.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.types import Film
from services.store.models import EditionRow, EmbeddingRow, FilmRow, PosterRow, RejectedRow

# Halves the database; the cosine of two embeddings moves by less than 1e-4.
_STORED = np.dtype("<f2")
# What `film_of` needs. Columns and not rows of the mapper: a session would keep each of those
# while it lasts.
FACTS = (
    FilmRow.title,
    FilmRow.year,
    FilmRow.genres,
    FilmRow.imdb_id,
    FilmRow.tmdb_id,
    FilmRow.poster_url,
    FilmRow.key,
    FilmRow.series,
    FilmRow.tmdb_series_id,
    FilmRow.titles,
    FilmRow.adult,
    FilmRow.marked,
)
_ENTRY = (*FACTS, FilmRow.split, FilmRow.redistributable)


def _all_pictures() -> Subquery:
    columns = ("film_id", "path", "digest", "width", "height", "size", "language", "source")
    primary = select(*(getattr(PosterRow, name) for name in columns), literal(0).label("position"))
    others = select(*(getattr(EditionRow, name) for name in columns), EditionRow.position)
    return union_all(primary, others).subquery("pictures")


# Every picture of every film; `position` is 0 for the one that stands for the film.
PICTURES_OF_FILMS = _all_pictures()
PICTURES = PICTURES_OF_FILMS.c


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A film and one picture of it.

    Attributes:
        film: The film's facts.
        split: `train`, `val`, `test`, or None where the source told none.
        redistributable: Whether the facts may appear in what Marquee ships.
        digest: SHA-256 (hex) of the picture's file.
        path: The picture's file on this machine.
        position: 0 for the film's poster, more for its other pictures.
    """

    film: Film
    split: str | None
    redistributable: bool
    digest: str
    path: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be embedded: its digest, file, size in pixels, and first film's row."""

    digest: str
    path: str
    pixels: int
    film_id: int


async def count_pictures(session: AsyncSession) -> int:
    """Return how many pictures the films have, those that cleaning took out left out."""
    question = select(func.count(PICTURES.digest)).where(not_rejected())
    return await session.scalar(question) or 0


async def count_pending(session: AsyncSession, encoder: str, dimension: int) -> int:
    """Return how many pictures have no embedding of length `dimension`."""
    question = (
        select(func.count(PICTURES.digest.distinct()))
        .outerjoin(EmbeddingRow, _embedded(encoder, dimension))
        .where(EmbeddingRow.digest.is_(None), not_rejected())
    )
    return await session.scalar(question) or 0


async def pending(
    session: AsyncSession,
    encoder: str,
    dimension: int,
    *,
    after: Picture | None = None,
    limit: int = 8192,
) -> list[Picture]:
    """Return the next pictures without an embedding of length `dimension`, each digest once.

    Args:
        session: An open session.
        encoder: The encoder's key.
        dimension: Its d.
        after: The last picture that was returned before.
        limit: Most pictures at a time.
    """
    first = func.min(PICTURES.film_id)
    question = (
        select(
            PICTURES.digest,
            func.min(PICTURES.path),
            func.max(PICTURES.width * PICTURES.height),
            first,
        )
        .outerjoin(EmbeddingRow, _embedded(encoder, dimension))
        .where(EmbeddingRow.digest.is_(None), not_rejected())
        .group_by(PICTURES.digest)
        .order_by(first, PICTURES.digest)
        .limit(limit)
    )
    if after is not None:
        later = and_(first == after.film_id, PICTURES.digest > after.digest)
        question = question.having(or_(first > after.film_id, later))
    return [Picture(*row) for row in await session.execute(question)]


def is_storable(vector: NDArray[np.float32]) -> bool:
    """Return whether an embedding keeps finite numbers as float16."""
    with np.errstate(over="ignore"):
        return bool(np.isfinite(vector.astype(_STORED)).all())


async def add_embeddings(
    session: AsyncSession, encoder: str, vectors: Mapping[str, NDArray[np.float32]]
) -> None:
    """Keep the embeddings `{digest: vector of shape (d,)}`, in place of older ones."""
    if not vectors:
        return
    statement = insert(EmbeddingRow)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[EmbeddingRow.digest, EmbeddingRow.encoder],
            set_={"vector": statement.excluded.vector},
        ),
        [
            {"digest": digest, "encoder": encoder, "vector": vector.astype(_STORED).tobytes()}
            for digest, vector in vectors.items()
        ],
    )


async def embedding(session: AsyncSession, encoder: str, digest: str) -> NDArray[np.float32] | None:
    """Return one picture's embedding, float32 of shape (d,), or None."""
    row = await session.get(EmbeddingRow, (digest, encoder))
    return None if row is None else np.frombuffer(row.vector, _STORED).astype(np.float32)


async def drop_embeddings(session: AsyncSession, encoder: str) -> int:
    """Forget every embedding of one encoder and return how many there were."""
    digests = await session.scalars(
        delete(EmbeddingRow).where(EmbeddingRow.encoder == encoder).returning(EmbeddingRow.digest)
    )
    return len(digests.all())


async def load_posters(session: AsyncSession, *, editions: bool = False) -> list[CatalogueEntry]:
    """Return every film that has a poster, with that one, in the order of import.

    Args:
        session: An open session.
        editions: Whether a film's further pictures follow its poster, an entry each.
    """
    question = _entries()
    if not editions:
        question = question.where(PICTURES.position == 0)
    return [_entry(row) for row in await session.execute(question)]


async def embedded(
    session: AsyncSession,
    encoder: str,
    dimension: int,
    *,
    editions: bool = False,
    size: int = 1000,
) -> AsyncIterator[tuple[list[CatalogueEntry], NDArray[np.float32]]]:
    """Yield the films whose posters are embedded, in the order of import, and the embeddings.

    Args:
        session: An open session.
        encoder: The encoder's key, name and revision.
        dimension: Its d; rows of another length are left out.
        editions: Whether a film's further pictures follow its poster, an entry each.
        size: Entries at a time, at most.

    Yields:
        n entries, and float32 of shape (n, d) whose row i belongs to entry i.
    """
    question = (
        _entries()
        .add_columns(EmbeddingRow.vector)
        .join(EmbeddingRow, _embedded(encoder, dimension))
        .execution_options(yield_per=size)
    )
    if not editions:
        question = question.where(PICTURES.position == 0)
    async for rows in (await session.stream(question)).partitions():
        vectors = np.stack([np.frombuffer(row.vector, _STORED) for row in rows])
        yield [_entry(row) for row in rows], vectors.astype(np.float32)


async def load_embeddings(
    session: AsyncSession, encoder: str, dimension: int, *, editions: bool = False
) -> tuple[list[CatalogueEntry], NDArray[np.float32]]:
    """Return all that `embedded` yields at once: n entries, and float32 of shape (n, d)."""
    entries: list[CatalogueEntry] = []
    blocks = [np.empty((0, dimension), dtype=np.float32)]
    async for part, vectors in embedded(session, encoder, dimension, editions=editions):
        entries += part
        blocks.append(vectors)
    return entries, np.concatenate(blocks)


async def digests_of(session: AsyncSession, film_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the digests of films' pictures, by the films' rows."""
    question = (
        select(PICTURES.film_id, PICTURES.digest)
        .where(PICTURES.film_id.in_(film_ids))
        .order_by(PICTURES.film_id, PICTURES.position)
    )
    found: dict[int, list[str]] = {}
    for film_id, digest in await session.execute(question):
        found.setdefault(film_id, []).append(digest)
    return found


def film_of(row: Any) -> Film:
    """Return the film of a row that has the columns `FACTS`."""
    return Film(
        row.title,
        row.year,
        tuple(row.genres),
        row.imdb_id,
        row.tmdb_id,
        row.poster_url,
        row.key,
        row.series,
        row.tmdb_series_id,
        tuple(sorted((row.titles or {}).items())),
        row.adult if row.marked is None else row.marked,
    )


def not_rejected() -> ColumnElement[bool]:
    """Return the condition that one of `PICTURES` was not taken out by cleaning."""
    rejected = select(RejectedRow.digest).where(RejectedRow.kept.is_(False))
    return PICTURES.digest.not_in(rejected)


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(*_ENTRY, PICTURES.digest, PICTURES.path, PICTURES.position)
        .join(PICTURES_OF_FILMS, PICTURES.film_id == FilmRow.id)
        .where(not_rejected())
        .order_by(FilmRow.id, PICTURES.position)
    )


def _embedded(encoder: str, dimension: int) -> ColumnElement[bool]:
    return and_(
        EmbeddingRow.digest == PICTURES.digest,
        EmbeddingRow.encoder == encoder,
        func.length(EmbeddingRow.vector) == dimension * _STORED.itemsize,
    )


def _entry(row: Any) -> CatalogueEntry:
    return CatalogueEntry(
        film_of(row), row.split, row.redistributable, row.digest, row.path, row.position
    )
