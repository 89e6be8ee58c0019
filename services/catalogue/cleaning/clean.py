"""Cleaning: what is no poster out, films that came twice made one, titles and genres in one form.

Pictures are read first, without holding the database; what follows from them is then written in
one transaction, so that a cleaning that is stopped has changed nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning import perceptual
from services.catalogue.cleaning.duplicates import (
    find_duplicates,
    load_entries,
    load_pictures,
    merge,
    rejected_digests,
)
from services.catalogue.cleaning.picture_check import (
    PLACEHOLDER_FILMS,
    Seen,
    check_pictures,
    hashes,
    mark_placeholders,
    pictures_of,
)
from services.catalogue.genres import unknown_genres
from services.catalogue.named import NamedFilms
from services.catalogue.normalise import other_titles, tidy_genres
from services.catalogue.titles import display_title
from services.core.errors import RequestError
from services.core.settings import Settings
from services.store import Store
from services.store.film_keys import former_keys
from services.store.films import digests_of
from services.store.models import EmbeddingRow, FilmRow, RejectedRow
from services.vision.encoders.base import normalise


@dataclass(frozen=True, slots=True)
class Twins:
    """Pictures under several films that are one design: reported, never removed.

    Attributes:
        films: Labels of the films, by picture.
        found_by: `file` (the same file), `hash`, `embedding` or `both`.
        bits: Bits of 256 in which the hashes differ.
        cosine: Of the embeddings, where there are some.
    """

    films: tuple[str, ...]
    found_by: str
    bits: int = 0
    cosine: float | None = None


@dataclass(slots=True)
class CleanReport:
    """What a cleaning found.

    Attributes:
        pictures: Different pictures.
        rejected: Films whose picture is taken out now, by reason.
        rejected_before: Pictures that an earlier cleaning took out.
        unread: Pictures that could not be checked (gone, changed since the import), by reason.
        merged: Films made one, as "kept <- gone".
        conflicts: Films that share a TMDB id and are not one.
        renamed, relabelled, aliased: Films whose title, genres, other titles changed.
        unknown_genres: Genres of no known vocabulary, left as they are, with their films.
        twins: Pictures under several films.
        compared: The encoder (its key) whose embeddings told what is alike; None: the hashes alone.
    """

    pictures: int = 0
    rejected: dict[str, list[str]] = field(default_factory=dict)
    rejected_before: int = 0
    unread: dict[str, list[str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    renamed: int = 0
    relabelled: int = 0
    aliased: int = 0
    unknown_genres: Counter[str] = field(default_factory=Counter)
    twins: list[Twins] = field(default_factory=list)
    compared: str | None = None


async def clean_catalogue(
    store: Store,
    settings: Settings,
    *,
    encoder: str | None = None,
    placeholder_films: int = PLACEHOLDER_FILMS,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> CleanReport:
    """Check every picture and tidy every film.

    Args:
        store: The open database.
        settings: `max_bytes`, `max_pixels`, `threads` that read pictures, and `encoder`.
        encoder: Whose embeddings tell what is alike; those of its newest weights, if any.
        placeholder_films: A picture of so many films and more is taken for a placeholder.
        dry_run: Find, but change nothing.
        on_progress: Called with (done, total) pictures.
    """
    report = CleanReport()
    async with store.session() as session:
        pictures = pictures_of(await load_pictures(session))
        decided = await rejected_digests(session)
    report.pictures = len(pictures)
    out = {digest for digest, kept in decided.items() if not kept}
    report.rejected_before = sum(item.digest in out for item in pictures)
    pictures = [item for item in pictures if item.digest not in out]
    report.unread = await check_pictures(pictures, settings, on_progress)
    seen = [item for item in pictures if item.signs is not None]
    await asyncio.to_thread(mark_placeholders, seen, placeholder_films)
    bad = [item for item in pictures if item.reason and item.digest not in decided]
    for item in bad:
        report.rejected.setdefault(item.reason or "", []).extend(item.labels)
    taken_out = {item.digest for item in bad}
    good = [item for item in seen if item.digest not in taken_out]
    report.compared, vectors = await _vectors(store, encoder or settings.encoder, good)
    report.twins = await asyncio.to_thread(_twins, good, vectors)
    async with store.session(writing=True) as session:
        await _merge(session, out | taken_out, report)
        await _tidy(session, report)
        await _reject(session, bad)
        if not dry_run:
            await session.commit()
    return report


async def keep_pictures(store: Store, keys: Sequence[str], *, dry_run: bool = False) -> None:
    """Take back what cleaning rejected, for good: the pictures of all these films, or none.

    Raises:
        RequestError: `bad_request`, no picture of one of them was taken out, or several films are
            called so.
    """
    async with store.session(writing=True) as session:
        decided = await rejected_digests(session)
        named = NamedFilms(await load_entries(session), await former_keys(session))
        films = {key: named.find(key) for key in keys}
        pictures = await digests_of(session, [film.id for film in films.values() if film])
        digests = {
            key: [digest for digest in pictures.get(film.id, ()) if digest in decided]
            for key, film in films.items()
            if film is not None
        }
        if lacking := [key for key in films if not digests.get(key)]:
            raise RequestError("bad_request", f"No picture of {', '.join(lacking)} was taken out.")
        for digest in chain.from_iterable(digests.values()):
            kept = update(RejectedRow).where(RejectedRow.digest == digest).values(kept=True)
            await session.execute(kept)
        if not dry_run:
            await session.commit()


async def _vectors(
    store: Store, name: str, seen: Sequence[Seen]
) -> tuple[str | None, NDArray[np.float16] | None]:
    """Return the key of the encoder's newest weights, and unit embeddings, shape (n, d).

    A picture without an embedding has zeros. float16, as they are stored: those of the widest
    encoder would else outgrow everything that cleaning holds.
    """
    of_encoder = (EmbeddingRow.encoder == name) | EmbeddingRow.encoder.startswith(f"{name}@")
    newest = (
        select(EmbeddingRow.encoder, func.length(EmbeddingRow.vector))
        .where(of_encoder)
        .order_by(literal_column("embeddings.rowid").desc())
        .limit(1)
    )
    async with store.session() as session:
        found = (await session.execute(newest)).first()
        if found is None:
            return None, None
        key, size = found
        rows = {item.digest: row for row, item in enumerate(seen)}
        vectors = np.zeros((len(seen), size // 2), dtype=np.float16)
        question = (
            select(EmbeddingRow.digest, EmbeddingRow.vector)
            .where(EmbeddingRow.encoder == key, func.length(EmbeddingRow.vector) == size)
            .execution_options(yield_per=1000)
        )
        async for digest, vector in await session.stream(question):
            if digest in rows:
                wide = np.frombuffer(vector, "<f2").astype(np.float32)
                vectors[rows[digest]] = normalise(wide[None])[0]
    return key, vectors


def _twins(good: Sequence[Seen], vectors: NDArray[np.float16] | None) -> list[Twins]:
    twins = [Twins(tuple(item.labels), "file") for item in good if len(item.labels) > 1]
    for pair in perceptual.alike(hashes(good), vectors):
        if len({*good[pair.one].keys, *good[pair.other].keys}) == 1:
            continue  # two pictures of one film
        labels = (*good[pair.one].labels, *good[pair.other].labels)
        twins.append(Twins(labels, pair.found_by, pair.bits, pair.cosine))
    return twins


async def _merge(session: AsyncSession, out: Container[str], report: CleanReport) -> None:
    duplicates = find_duplicates(await load_entries(session))
    for group in duplicates.groups:
        kept, *others = (f"{film.label} [{film.key}]" for film in group)
        report.merged.append(f"{kept} <- {', '.join(others)}")
        await merge(session, group, out)
    for number, films in duplicates.conflicts.items():
        names = (f"{film.label} [{film.key}]" for film in films)
        report.conflicts.append(f"TMDB {number}: {', '.join(names)}")


async def _tidy(session: AsyncSession, report: CleanReport) -> None:
    question = select(FilmRow.id, FilmRow.title, FilmRow.aliases, FilmRow.genres)
    changes: list[dict[str, Any]] = []
    rows = await session.stream(question.execution_options(yield_per=1000))
    async for number, title, aliases, genres in rows:
        tidy_title = display_title(title)
        tidy_aliases = list(other_titles(tidy_title, *aliases))
        tidy = list(tidy_genres(genres))
        report.unknown_genres.update(unknown_genres(genres))
        report.renamed += tidy_title != title
        report.aliased += tidy_aliases != aliases
        report.relabelled += tidy != genres
        facts = {"title": tidy_title, "aliases": tidy_aliases, "genres": tidy}
        if facts != {"title": title, "aliases": aliases, "genres": genres}:
            changes.append({"id": number, **facts})
    if changes:
        await session.execute(update(FilmRow), changes)


async def _reject(session: AsyncSession, bad: Sequence[Seen]) -> None:
    if bad:
        now = datetime.now(UTC)
        rows = [
            {
                "digest": item.digest,
                "film_key": item.keys[0],
                "reason": item.reason,
                "kept": False,
                "judged_at": now,
            }
            for item in bad
        ]
        await session.execute(insert(RejectedRow).on_conflict_do_nothing(), rows)
