"""The films of a file, put on a watchlist: each once, as its member's, and told what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.lists.matching import Catalogue, matched
from services.core.lists.reading import FilmList
from services.core.types import Film
from services.store import watchlist
from services.store.server_models import WatchRow


@dataclass(frozen=True, slots=True)
class Taken:
    """A film to be put on a list.

    Attributes:
        film: Its facts: the catalogue's, or what the file says.
        added_at: When it was put on the list that the file is of; None means now.
        seen_at: When it was seen, or None.
    """

    film: Film
    added_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(slots=True)
class Outcome:
    """What came of an import.

    Attributes:
        added: Films that are new on the list.
        there: Films that were there.
        seen: Films, new or not, that are marked as seen now.
        left_over: Films for which the list had no room.
    """

    added: int = 0
    there: int = 0
    seen: int = 0
    left_over: int = 0


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The films of a file as they will be put on a list.

    Attributes:
        films: The films, no more than a list holds.
        by_name: How many of them the catalogue lacks.
        left_over: How many more the file has.
    """

    films: list[Taken]
    by_name: int
    left_over: int


async def looked_up(catalogue: Catalogue, found: FilmList) -> LookedUp:
    """Return a file's films by the catalogue's facts, where it has them, else by the file's.

    Raises:
        UnavailableError: the catalogue cannot be reached.
    """
    wanted = found.films[: watchlist.MAX_FILMS]
    films = [one.film for one in wanted]
    own = await matched(catalogue, films, undated=found.source != "letterboxd")
    taken = [
        Taken(film or one.film, one.added_at, one.seen_at)
        for one, film in zip(wanted, own, strict=True)
    ]
    return LookedUp(taken, own.count(None), len(found.films) - len(wanted))


async def take_in(
    session: AsyncSession, scope_id: int, user_id: int, films: Iterable[Taken], source: str
) -> Outcome:
    """Put films on a list as a member's own; nothing is committed.

    A film that is there already is marked as seen where the same member put it there. One that was
    kept by its name alone becomes the catalogue's.

    Args:
        session: The session.
        scope_id: The list.
        user_id: The member, whose the films are.
        films: The films, in the order in which they are put there where the list gets full.
        source: Whose file they come from.
    """
    rows = list(await session.scalars(select(WatchRow).where(WatchRow.scope_id == scope_id)))
    known = _Known()
    for row in rows:
        known.add(Film.from_json(row.film), row)
    now, outcome, count = datetime.now(UTC), Outcome(), len(rows)
    new: list[WatchRow] = []
    for taken in films:
        row = known.row(taken.film)
        if row is not None:
            outcome.there += 1
            if row.film_key != taken.film.key and _by_name(Film.from_json(row.film)):
                row.film_key, row.film = taken.film.key, taken.film.to_json()
                known.add(taken.film, row)
            if taken.seen_at and row.seen_at is None and row.user_id == user_id:
                row.seen_at, row.seen_by = taken.seen_at, user_id
                outcome.seen += 1
            continue
        if count >= watchlist.MAX_FILMS:
            outcome.left_over += 1
            continue
        row = WatchRow(
            scope_id=scope_id,
            user_id=user_id,
            film_key=taken.film.key,
            film=taken.film.to_json(),
            added_at=taken.added_at or now,
            seen_at=taken.seen_at,
            seen_by=user_id if taken.seen_at else None,
            source=source,
        )
        new.append(row)
        known.add(taken.film, row)
        count += 1
        outcome.seen += taken.seen_at is not None
    if new:
        columns = [column.name for column in WatchRow.__table__.columns if column.name != "id"]
        values = [{name: getattr(row, name) for name in columns} for row in new]
        # Somebody else may have put the same film there in the same instant.
        done = await session.scalars(
            insert(WatchRow)
            .values(values)
            .on_conflict_do_nothing(index_elements=[WatchRow.scope_id, WatchRow.film_key])
            .returning(WatchRow.id)
        )
        outcome.added = len(done.all())
        outcome.there += len(new) - outcome.added
    return outcome


class _Known:
    """The films of a list, found by each of their ids, or by title and year."""

    def __init__(self) -> None:
        self._keys: dict[str, WatchRow] = {}
        self._names: dict[str, tuple[Film, WatchRow]] = {}

    def add(self, film: Film, row: WatchRow) -> None:
        *ids, named = film.named_keys
        for key in (film.key, *ids):
            self._keys.setdefault(key, row)
        self._names.setdefault(named, (film, row))

    def row(self, film: Film) -> WatchRow | None:
        *ids, named = film.named_keys
        for key in (film.key, *ids):
            if found := self._keys.get(key):
                return found
        other, row = self._names.get(named, (None, None))
        if other is None:
            return None
        # Two films of one title and year; only one that has no id may be the other.
        alike = _by_name(other) or _by_name(film)
        return row if alike else None


def _by_name(film: Film) -> bool:
    """Whether nothing but its name is known of a film."""
    return film.key == film.named_keys[-1]
