"""Members' words on answers, right or wrong, and yes or no to a film: the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import literal, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import QueryRow, UtcDateTime
from services.store.server_models import FeedbackRow, RecognitionFeedbackRow

Verdict = Literal["right", "wrong"]


async def give(session: AsyncSession, query_id: int, user_id: int, verdict: Verdict) -> bool:
    """Keep a member's word on an answer, in place of an earlier one.

    Returns:
        False where the query is in the log no more; then nothing is kept.
    """
    now = literal(datetime.now(UTC), UtcDateTime)
    # One statement: the query may be pruned between a look and a write.
    known = select(QueryRow.id, literal(user_id), literal(verdict), now).where(
        QueryRow.id == query_id
    )
    insertion = insert(FeedbackRow).from_select(
        ["query_id", "user_id", "verdict", "given_at"], known
    )
    kept = await session.execute(
        insertion.on_conflict_do_update(
            index_elements=[FeedbackRow.query_id, FeedbackRow.user_id],
            set_={"verdict": insertion.excluded.verdict, "given_at": insertion.excluded.given_at},
        ).returning(FeedbackRow.query_id)
    )
    return kept.first() is not None


async def given(session: AsyncSession, query_id: int) -> Mapping[int, Verdict]:
    """Return what each member said on an answer, by the members' ids."""
    rows = await session.execute(
        select(FeedbackRow.user_id, FeedbackRow.verdict).where(FeedbackRow.query_id == query_id)
    )
    return {row.user_id: row.verdict for row in rows}


async def asked_by(session: AsyncSession, query_id: int) -> int | None:
    """Return who asked a query, None where it is in the log no more."""
    return await session.scalar(select(QueryRow.user_id).where(QueryRow.id == query_id))


async def confirm(
    session: AsyncSession, query_id: int, user_id: int, *, agreed: bool
) -> str | None:
    """Keep whether a picture shows the film that it perhaps did, in place of an earlier word.

    Returns:
        The film's key; None where the query is in the log no more, had no such film, or was another
        member's. Then nothing is kept.
    """
    row = RecognitionFeedbackRow
    known = select(
        QueryRow.id,
        QueryRow.user_id,
        QueryRow.channel_id,
        QueryRow.guild_id,
        QueryRow.digest,
        QueryRow.encoder,
        QueryRow.perhaps_key,
        QueryRow.confidence,
        literal(agreed),
        literal(datetime.now(UTC), UtcDateTime),
    ).where(QueryRow.id == query_id, QueryRow.user_id == user_id, QueryRow.perhaps_key.is_not(None))
    insertion = insert(row).from_select(
        [
            "query_id",
            "user_id",
            "channel_id",
            "guild_id",
            "digest",
            "encoder",
            "film_key",
            "confidence",
            "agreed",
            "given_at",
        ],
        known,
    )
    kept = await session.execute(
        insertion.on_conflict_do_update(
            index_elements=[row.query_id],
            set_={"agreed": insertion.excluded.agreed, "given_at": insertion.excluded.given_at},
        ).returning(row.film_key)
    )
    return kept.scalar_one_or_none()
