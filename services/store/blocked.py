"""The block list: films that no import brings in, by every name that a source may have for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.film_keys import file_key
from services.core.types import Film
from services.store.models import BlockedRow

_PICTURE = "picture-"


@dataclass(frozen=True, slots=True)
class BlockedFilm:
    """A film that stays out.

    Attributes:
        key: What it is called on the list: its key, or the id that was given.
        label: What it was called, or nothing where only an id was given.
        blocked_at: When.
    """

    key: str
    label: str
    blocked_at: datetime


class Blocked:
    """The block list, to be asked whether a film is on it.

    Args:
        names: Every name of every film that is blocked, and the film's key on the list.

    Attributes:
        files: Pictures of blocked films that an import met; what lies beside them stays out, too.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self.files: set[Path] = set()
        self._keys = dict(names)
        # TMDB's number tells a film surely where it was blocked by that alone: sources give some
        # films a neighbour's.
        self._with_imdb = {key for name, key in self._keys.items() if name.startswith("tt")}

    def __bool__(self) -> bool:
        return bool(self._keys)

    @classmethod
    async def load(cls, session: AsyncSession) -> Blocked:
        """Read the list."""
        rows = await session.execute(select(BlockedRow.name, BlockedRow.key))
        return cls((name, key) for name, key in rows)

    def has(self, film: Film, *names: str) -> bool:
        """Return whether a film is blocked: by its ids, or by what its key would be made of.

        Args:
            film: Its facts.
            names: What its source calls it or its picture.
        """
        if film.imdb_id is not None:
            if film.imdb_id in self._keys:
                return True
            by_number = self._keys.get(f"tmdb-{film.tmdb_id}")
            return by_number is not None and by_number not in self._with_imdb
        if any(key in self._keys for key in _ids(film)):
            return True
        has_id = film.tmdb_id is not None or film.tmdb_series_id is not None
        return not has_id and any(
            each in self._keys for name in names for each in (name, file_key(name))
        )

    def has_picture(self, film: Film, digest: str) -> bool:
        """Return whether a film without ids has the picture of one that is blocked."""
        return not any(_ids(film)) and _PICTURE + digest in self._keys


def names_of(
    film: Film, keys: Iterable[str], paths: Iterable[str], digests: Iterable[str]
) -> list[str]:
    """Return the names that a film of the catalogue is blocked by.

    Args:
        film: Its facts.
        keys: The keys that it is found by.
        paths: Its pictures' files.
        digests: Their checksums.
    """
    ids = list(_ids(film))
    if ids:
        return list(dict.fromkeys([*ids, *(key for key in keys if _is_id(key))]))
    # Without ids it is known by its files, wherever they lie.
    pictures = (_PICTURE + digest for digest in digests)
    return list(dict.fromkeys([*keys, *map(file_key, paths), *pictures]))


async def block(
    session: AsyncSession, key: str, label: str, names: Sequence[str], now: datetime
) -> None:
    """Put a film on the list; nothing is committed."""
    known = set(await session.scalars(select(BlockedRow.name).where(BlockedRow.name.in_(names))))
    session.add_all(
        BlockedRow(name=name, key=key, label=label, blocked_at=now)
        for name in names
        if name not in known
    )
    await session.flush()


async def unblock(session: AsyncSession, name: str) -> str | None:
    """Take a film off the list, by any of its names; return its label, None if it is not on it."""
    key = await session.scalar(select(BlockedRow.key).where(BlockedRow.name == name))
    entry = BlockedRow.key == (name if key is None else key)
    label = await session.scalar(select(BlockedRow.label).where(entry).limit(1))
    await session.execute(delete(BlockedRow).where(entry))
    return label


async def listed(session: AsyncSession) -> list[BlockedFilm]:
    """Return the films on the list, the first one blocked first."""
    when = func.min(BlockedRow.blocked_at, type_=BlockedRow.blocked_at.type)
    question = (
        select(BlockedRow.key, func.min(BlockedRow.label), when)
        .group_by(BlockedRow.key)
        .order_by(when, BlockedRow.key)
    )
    return [BlockedFilm(*row) for row in await session.execute(question)]


def _ids(film: Film) -> Iterator[str]:
    if film.imdb_id:
        yield film.imdb_id
    if film.tmdb_id is not None:
        yield f"tmdb-{film.tmdb_id}"
    if film.tmdb_series_id is not None:
        yield f"tmdb-tv-{film.tmdb_series_id}"


def _is_id(key: str) -> bool:
    return key.startswith(("tt", "tmdb-")) and " " not in key
