"""What was removed stays removed: films out of the catalogue, and on the list that imports heed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning.duplicates import Entry, load_entries
from services.catalogue.named import NamedFilms
from services.catalogue.remove import remove_entries
from services.core.facts import checked_imdb_id, checked_tmdb_id
from services.core.film_ids import imdb_id, tmdb_id
from services.core.film_keys import is_key
from services.core.types import Film
from services.store import Store, blocked
from services.store.film_keys import former_keys
from services.store.films import PICTURES
from services.store.models import FilmKeyRow

_TMDB = re.compile(r"tmdb-(tv-)?(\d+)")
_FILE = re.compile(r"file-[0-9a-f]{16}")


@dataclass(slots=True)
class BlockReport:
    """What was done to the block list.

    Attributes:
        removed: Films that were in the catalogue, as labels.
        ahead: Ids and keys of films that are not in it, and will not come.
        back: Films that may come again, as labels or keys.
        unknown: What is neither a film of the catalogue nor an id; or not on the list.
        left: Films that are left.
    """

    removed: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left: int = 0


async def block_films(store: Store, keys: Sequence[str]) -> BlockReport:
    """Remove films by key, id or title and year, and let no import bring them in again.

    An id, or its address, blocks a film that is not in the catalogue, too. One transaction.

    Raises:
        RequestError: `bad_request`, several films are called so; the message has their keys.
    """
    report, now = BlockReport(), datetime.now(UTC)
    async with store.session(writing=True) as session:
        films = await load_entries(session)
        named = NamedFilms(films, await former_keys(session))
        gone: dict[int, Entry] = {}
        for given in dict.fromkeys(keys):
            name = _read(given)
            film = named.find(name)
            if film is not None:
                gone[film.id] = film
            elif _is_name(name):
                await blocked.block(session, name, "", [name], now)
                report.ahead.append(name)
            else:
                report.unknown.append(given)
        for film in gone.values():
            names = await _names(session, film)
            await blocked.block(session, film.key, film.label, names, now)
        await remove_entries(session, list(gone.values()))
        report.removed = [film.label for film in gone.values()]
        report.left = len(films) - len(gone)
        await session.commit()
    return report


async def unblock_films(store: Store, keys: Sequence[str]) -> BlockReport:
    """Take films off the list, by what they are called on it or by any of their ids."""
    report = BlockReport()
    async with store.session(writing=True) as session:
        for given in dict.fromkeys(keys):
            name = _read(given)
            label = await blocked.unblock(session, name)
            if label is None:
                report.unknown.append(given)
            else:
                report.back.append(label or name)
        await session.commit()
    return report


async def _names(session: AsyncSession, film: Entry) -> list[str]:
    keys = await session.scalars(select(FilmKeyRow.key).where(FilmKeyRow.film_id == film.id))
    pictures = (
        await session.execute(
            select(PICTURES.path, PICTURES.digest).where(PICTURES.film_id == film.id)
        )
    ).all()
    facts = Film(
        film.title,
        film.year,
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
        tmdb_series_id=film.tmdb_series_id,
    )
    return blocked.names_of(
        facts,
        [film.key, *keys],
        [path for path, _ in pictures],
        [digest for _, digest in pictures],
    )


def _read(given: str) -> str:
    """Return a key as it is stored: ids also from addresses of IMDb's and TMDB's pages."""
    if "/" not in given:
        return given.strip()
    found = checked_imdb_id(imdb_id(given)) if "imdb" in given else None
    if found:
        return found
    told, series = tmdb_id(given)
    number = checked_tmdb_id(told)
    if "themoviedb" not in given or number is None:
        return given.strip()
    return f"tmdb-tv-{number}" if series else f"tmdb-{number}"


def _is_name(name: str) -> bool:
    by_number = _TMDB.fullmatch(name)
    if by_number:
        return checked_tmdb_id(int(by_number[2])) is not None
    return is_key(name) and bool(checked_imdb_id(name) == name or _FILE.fullmatch(name))
