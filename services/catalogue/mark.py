"""Films whose posters are not for everybody, by a person's word; it goes before every source's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select, update

from services.catalogue.cleaning.duplicates import load_entries
from services.catalogue.named import NamedFilms
from services.store import Store
from services.store.film_keys import former_keys
from services.store.films import FACTS, film_of
from services.store.models import FilmRow


@dataclass(slots=True)
class MarkReport:
    """What was marked.

    Attributes:
        changed: Films, as labels.
        unknown: Keys that no film has.
    """

    changed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


async def mark_films(store: Store, keys: Sequence[str], marked: bool | None) -> MarkReport:
    """Mark films, by key or by title and year.

    Args:
        store: The open database.
        keys: Which.
        marked: Whether they are not for everybody, whatever sources say; None for as sources say.

    Raises:
        RequestError: `bad_request`, several films are called so; the message has their keys.
    """
    report = MarkReport()
    async with store.session(writing=True) as session:
        named = NamedFilms(await load_entries(session), await former_keys(session))
        for key in dict.fromkeys(keys):
            film = named.find(key)
            if film is None:
                report.unknown.append(key)
                continue
            await session.execute(
                update(FilmRow).where(FilmRow.id == film.id).values(marked=marked)
            )
            report.changed.append(film.label)
        await session.commit()
    return report


async def marked_films(store: Store) -> list[tuple[str, str, str | None, bool]]:
    """Return key, label and certification of the films that are marked, and if by a person."""
    question = (
        select(*FACTS, FilmRow.certification)
        .where(or_(FilmRow.marked.is_(True), FilmRow.marked.is_(None) & FilmRow.adult.is_(True)))
        .order_by(FilmRow.id)
    )
    async with store.session() as session:
        rows = (await session.execute(question)).all()
    films = [(film_of(row), row) for row in rows]
    return [(it.key, it.label, row.certification, row.marked is True) for it, row in films]
