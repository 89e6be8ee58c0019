"""Members' words on answers: right or wrong, the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import literal, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import QueryRow, UtcDateTime
from services.store.server_models import FeedbackRow

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
