"""What the catalogue holds, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from services.store import Store
from services.store.films import PICTURES, PICTURES_OF_FILMS
from services.store.models import EmbeddingRow, FilmRow, PosterRow, RejectedRow


@dataclass(frozen=True, slots=True)
class CatalogueStats:
    """The catalogue in figures.

    Attributes:
        films: Films, and series.
        series: Those of them that are series.
        marked: Those of them that are not for everybody.
        posters: Films that have a poster.
        editions: Further pictures of films.
        pictures: Different pictures among all of them.
        rejected: Pictures that cleaning took out, by reason.
        years: Films by year of release, oldest first.
        decades: Films by decade of release ("1990s"), oldest first.
        genres: Films by genre, most frequent first; a film counts once for each of its genres.
        splits: Films by split; "none" for those without.
        sources: Films by source.
        missing: Films that lack a fact, by fact.
        embeddings: Pictures with an embedding, by encoder.
    """

    films: int
    series: int
    marked: int
    posters: int
    editions: int
    pictures: int
    rejected: dict[str, int]
    years: dict[int, int]
    decades: dict[str, int]
    genres: dict[str, int]
    splits: dict[str, int]
    sources: dict[str, int]
    missing: dict[str, int]
    embeddings: dict[str, int]


async def catalogue_stats(store: Store) -> CatalogueStats:
    """Count what the catalogue holds."""
    facts = select(
        FilmRow.year,
        FilmRow.genres,
        FilmRow.split,
        FilmRow.source,
        FilmRow.imdb_id,
        FilmRow.tmdb_id,
        FilmRow.series,
        FilmRow.tmdb_series_id,
        FilmRow.marked,
        FilmRow.adult,
    ).execution_options(yield_per=1000)
    decades, genres, splits = Counter[str](), Counter[str](), Counter[str]()
    years, sources = Counter[int](), Counter[str]()
    missing = Counter({"year": 0, "genres": 0, "IMDb id": 0, "TMDB id": 0, "poster": 0})
    films = all_series = all_marked = 0
    async with store.session() as session:
        async for row in await session.stream(facts):
            year, names, split, source, imdb_id, tmdb_id, series, series_id, marked, adult = row
            films += 1
            all_series += series
            all_marked += bool(adult if marked is None else marked)
            if year is not None:
                years[year] += 1
                decades[f"{year // 10 * 10}s"] += 1
            genres.update(names)
            splits[split or "none"] += 1
            sources[source] += 1
            missing["year"] += year is None
            missing["genres"] += not names
            missing["IMDb id"] += imdb_id is None
            missing["TMDB id"] += tmdb_id is None and series_id is None
        pictures = select(func.count(PICTURES.digest), func.count(PICTURES.digest.distinct()))
        shown, different = (await session.execute(pictures)).one()
        posters = await session.scalar(select(func.count()).select_from(PosterRow)) or 0
        by_reason = (
            select(RejectedRow.reason, func.count())
            .where(RejectedRow.kept.is_(False), RejectedRow.digest.in_(select(PICTURES.digest)))
            .group_by(RejectedRow.reason)
            .order_by(func.count().desc())
        )
        rejected = {reason: count for reason, count in await session.execute(by_reason)}  # noqa: C416
        by_encoder = (
            select(EmbeddingRow.encoder, func.count())
            .join(PICTURES_OF_FILMS, PICTURES.digest == EmbeddingRow.digest)
            .group_by(EmbeddingRow.encoder)
            .order_by(EmbeddingRow.encoder)
        )
        embeddings = {name: count for name, count in await session.execute(by_encoder)}  # noqa: C416
    missing["poster"] = films - posters
    return CatalogueStats(
        films=films,
        series=all_series,
        marked=all_marked,
        posters=posters,
        editions=shown - posters,
        pictures=different,
        rejected=rejected,
        years=dict(sorted(years.items())),
        decades=dict(sorted(decades.items())),
        genres=dict(genres.most_common()),
        splits=dict(splits.most_common()),
        sources=dict(sources.most_common()),
        missing=dict(missing),
        embeddings=embeddings,
    )
