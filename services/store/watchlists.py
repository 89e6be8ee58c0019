"""Further watchlists of a server, or of a member by themselves, each by its name.

Where a list's films are asked for, in `services.store.watchlist`, a list stands as a `scope_id`
below 0: what `Watchlist.films_of` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import RequestError
from services.core.facts import plain
from services.core.text_folding import fold
from services.store.server_models import WatchlistRow, WatchRow

# With the list that has no name they are as many as Discord offers while somebody types.
MAX_LISTS = 24
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A watchlist by its name.

    Attributes:
        id: Its number.
        scope_id: The server's id, or the member's.
        user_id: Who made it; 0 where that is forgotten.
        name: What it is called.
    """

    id: int
    scope_id: int
    user_id: int
    name: str

    @property
    def films_of(self) -> int:
        """The `scope_id` of its films: below 0, as no id of Discord's is."""
        return -self.id


async def make(session: AsyncSession, scope_id: int, user_id: int, name: str) -> Watchlist:
    """Make a list, or return the one that is called so.

    Raises:
        RequestError: `bad_list_name`, nothing of the name can be read; `too_many_lists`.
    """
    called = plain(name[: 20 * NAME_LENGTH])[:NAME_LENGTH].strip()
    if not called:
        raise RequestError("bad_list_name", "A watchlist needs a name that can be read.")
    if found := await find(session, scope_id, called):
        return found
    if len(await lists(session, scope_id)) >= MAX_LISTS:
        raise RequestError("too_many_lists", f"There are {MAX_LISTS} watchlists here already.")
    await session.execute(
        insert(WatchlistRow)
        .values(
            scope_id=scope_id,
            user_id=user_id,
            name=called,
            folded=_folded(called),
            made_at=datetime.now(UTC),
        )
        # Two members may have the same idea in the same instant.
        .on_conflict_do_nothing(index_elements=[WatchlistRow.scope_id, WatchlistRow.folded])
    )
    made = await find(session, scope_id, called)
    assert made is not None
    return made


async def find(session: AsyncSession, scope_id: int, name: str) -> Watchlist | None:
    """Return the list that is called so, whatever its case and accents; None for another name."""
    row = await session.scalar(
        select(WatchlistRow).where(
            WatchlistRow.scope_id == scope_id, WatchlistRow.folded == _folded(name)
        )
    )
    return _to_list(row) if row else None


async def by_id(session: AsyncSession, scope_id: int, id: int) -> Watchlist | None:
    """Return the list of that number where it is this server's or member's, else None."""
    row = await session.get(WatchlistRow, id)
    return _to_list(row) if row and row.scope_id == scope_id else None


async def lists(session: AsyncSession, scope_id: int) -> list[Watchlist]:
    """Return the lists of a server, or of a member, the first made first."""
    question = select(WatchlistRow).where(WatchlistRow.scope_id == scope_id)
    return [_to_list(row) for row in await session.scalars(question.order_by(WatchlistRow.id))]


async def drop(session: AsyncSession, gone: Watchlist) -> bool:
    """Take a list away with its films; return False where it was gone already."""
    await session.execute(delete(WatchRow).where(WatchRow.scope_id == gone.films_of))
    done = await session.execute(
        delete(WatchlistRow).where(WatchlistRow.id == gone.id).returning(WatchlistRow.id)
    )
    return done.scalar_one_or_none() is not None


def _folded(name: str) -> str:
    # Of "???" nothing else would be left.
    return fold(name) or fold(name, "case")


def _to_list(row: WatchlistRow) -> Watchlist:
    return Watchlist(row.id, row.scope_id, row.user_id, row.name)
