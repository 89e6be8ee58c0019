"""What is kept about a member: all of it as JSON, and the end of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Select, Table, and_, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.daily_models import DailyPosterRow, DailyTryRow
from services.store.games import OPEN
from services.store.models import Base, QueryRow
from services.store.night_models import (
    NightAbsenceRow,
    NightRatingRow,
    NightRow,
    NightSeriesRow,
)
from services.store.server_models import (
    FeedbackRow,
    GameRow,
    GuessRow,
    PlayerRow,
    PointsRow,
    PresetRow,
    RecognitionFeedbackRow,
    RoundRow,
    WatchlistRow,
    WatchRow,
)

# The columns that may hold a member's id; `scope_id` does where there was no server.
MEMBER_COLUMNS = frozenset({"user_id", "host_id", "seen_by", "scope_id"})
NOBODY = 0
# Questions deleted at a time: a member's answer never waits long for the database.
PORTION = 500


async def export(session: AsyncSession, user_id: int) -> dict[str, Any]:
    """Return every row that names a member, by table, ready for JSON.

    Ids are strings: most readers of JSON round numbers that large.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, columns in member_tables().items():
        found = await session.execute(
            select(table).where(or_(*(column == user_id for column in columns)))
        )
        if listed := [
            {name: _plain(name, value) for name, value in row.items()} for row in found.mappings()
        ]:
            rows[table.name] = listed
    return {
        "user_id": str(user_id),
        "exported_at": datetime.now(UTC).isoformat(),
        "rows": rows,
    }


async def plays(session: AsyncSession, user_id: int) -> bool:
    """Return whether a member is in a game that is not over."""
    return bool(
        await session.scalar(
            select(
                exists().where(
                    PlayerRow.user_id == user_id,
                    PlayerRow.game_id == GameRow.id,
                    GameRow.state.in_(OPEN),
                )
            )
        )
    )


async def forget(session: AsyncSession, user_id: int) -> int:
    """Erase a member from every table and return how many rows that changed.

    What is theirs is deleted: questions, feedback, tries at daily posters, their own lists and
    presets, what they imported into any list, their word on a night's film or that they could not
    come, and games outside of servers that they played alone. What others share stays, and names
    them no more: a server's lists, presets, nights and games. Of games even the guesses stay: by
    the rules, what one player said decides what another scored.
    """
    changed = 0
    alone = (
        GameRow.scope_id == user_id,
        ~exists().where(
            PlayerRow.game_id == GameRow.id, PlayerRow.user_id.not_in((user_id, NOBODY))
        ),
    )
    own_lists = select(-WatchlistRow.id).where(WatchlistRow.scope_id == user_id)
    for statement in (
        # Before the questions that they go with, so that they are counted.
        delete(RecognitionFeedbackRow).where(RecognitionFeedbackRow.user_id == user_id),
        delete(FeedbackRow).where(FeedbackRow.user_id == user_id),
        delete(QueryRow).where(QueryRow.user_id == user_id),
        delete(DailyTryRow).where(DailyTryRow.user_id == user_id),
        delete(DailyPosterRow).where(DailyPosterRow.scope_id == user_id),
        delete(PresetRow).where(PresetRow.scope_id == user_id),
        delete(WatchRow).where(
            or_(
                WatchRow.scope_id == user_id,
                WatchRow.scope_id.in_(own_lists),
                and_(WatchRow.user_id == user_id, WatchRow.source.is_not(None)),
            )
        ),
        # A server's list that held nothing else goes too: its name was theirs.
        delete(WatchlistRow).where(
            or_(
                WatchlistRow.scope_id == user_id,
                and_(
                    WatchlistRow.user_id == user_id,
                    ~exists().where(WatchRow.scope_id == -WatchlistRow.id),
                ),
            )
        ),
        update(WatchlistRow).where(WatchlistRow.user_id == user_id).values(user_id=NOBODY),
        delete(GameRow).where(*alone),
        update(GameRow).where(GameRow.scope_id == user_id).values(scope_id=NOBODY),
        update(GameRow).where(GameRow.host_id == user_id).values(host_id=NOBODY),
        update(PresetRow).where(PresetRow.user_id == user_id).values(user_id=NOBODY),
        update(WatchRow).where(WatchRow.user_id == user_id).values(user_id=NOBODY),
        update(WatchRow).where(WatchRow.seen_by == user_id).values(seen_by=None),
        delete(NightAbsenceRow).where(NightAbsenceRow.user_id == user_id),
        delete(NightRatingRow).where(NightRatingRow.user_id == user_id),
        update(NightRow).where(NightRow.host_id == user_id).values(host_id=NOBODY),
        update(NightSeriesRow).where(NightSeriesRow.host_id == user_id).values(host_id=NOBODY),
    ):
        done = await session.execute(statement.execution_options(synchronize_session=False))
        changed += done.rowcount  # pyright: ignore[reportAttributeAccessIssue]
    return changed + await _leave_games(session, user_id)


async def expire(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Delete at most `limit` of the oldest questions asked before a time; return how many."""
    oldest = (
        select(QueryRow.id)
        .where(QueryRow.asked_at < before)
        .order_by(QueryRow.asked_at)
        .limit(limit)
    )
    done = await session.execute(
        delete(QueryRow).where(QueryRow.id.in_(oldest)).execution_options(synchronize_session=False)
    )
    return done.rowcount  # pyright: ignore[reportAttributeAccessIssue]


def member_tables() -> dict[Table, list[Column[Any]]]:
    """Return the tables with columns that may hold a member's id, and those columns."""
    return {
        table: columns
        for table in Base.metadata.sorted_tables
        if (columns := [column for column in table.columns if column.name in MEMBER_COLUMNS])
    }


async def _leave_games(session: AsyncSession, user_id: int) -> int:
    """Put a number below 0, free in the game, in the member's place, and no name."""
    changed = 0
    for game_id in set(await session.scalars(union(*_seats(user_id)))):
        rounds = select(RoundRow.id).where(RoundRow.game_id == game_id)
        taken = union(
            select(PlayerRow.user_id).where(PlayerRow.game_id == game_id),
            *(select(row.user_id).where(row.round_id.in_(rounds)) for row in (PointsRow, GuessRow)),
        )
        former = min(NOBODY, *await session.scalars(taken)) - 1
        seats = (PlayerRow.game_id == game_id, PlayerRow.user_id == user_id)
        scored = (PointsRow.round_id.in_(rounds), PointsRow.user_id == user_id)
        for statement in (
            update(PlayerRow).where(*seats).values(user_id=former, name=""),
            update(PointsRow).where(*scored).values(user_id=former),
        ):
            done = await session.execute(statement.execution_options(synchronize_session=False))
            changed += done.rowcount  # pyright: ignore[reportAttributeAccessIssue]
        guessed = select(GuessRow).where(GuessRow.round_id.in_(rounds), GuessRow.user_id == user_id)
        for guess in list(await session.scalars(guessed)):
            guess.user_id, guess.guess = former, _renamed(guess.guess, user_id, former)
            changed += 1
    await session.flush()
    return changed


def _seats(user_id: int) -> list[Select[int]]:
    """Return questions for the ids of the games that name a member, joined or not."""
    return [
        select(PlayerRow.game_id).where(PlayerRow.user_id == user_id),
        *(
            select(RoundRow.game_id)
            .join(row, RoundRow.id == row.round_id)
            .where(row.user_id == user_id)
            for row in (PointsRow, GuessRow)
        ),
    ]


def _renamed(value: Any, user_id: int, former: int) -> Any:
    """Return JSON with one id in the place of another."""
    if isinstance(value, dict):
        return {key: _renamed(item, user_id, former) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, user_id, former) for item in value]
    return former if value == user_id else value


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):  # and moments, which are dates as well
        return value.isoformat()
    # Of whole numbers only Discord's ids are too large; `id` itself is a row's number here.
    if isinstance(value, int) and not isinstance(value, bool) and name.endswith(("_id", "_by")):
        return str(value)
    return value
