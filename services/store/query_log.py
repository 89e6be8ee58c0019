"""The query log: one row for every question, whatever came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import QueryRow

OUTCOMES = ("matched", "answered", "failed")
ANSWERS = ("match", "perhaps", "none", "not_poster")
# Of the pictures whose film is in the catalogue, this share is named.
_NAMED_OF_PRESENT = 0.9
# How many queries the guess that half of the films are absent weighs.
_GUESS = 50
_NEWEST = 1000


@dataclass(frozen=True, slots=True)
class QueryRecord:
    """One row of the query log. Ids of people and places are Discord snowflakes.

    Attributes:
        user_id: Who asked.
        channel_id: Where, or None where Discord did not say.
        guild_id: In which server; None in direct messages.
        encoder: The encoder that answered, or was asked for.
        digest: SHA-256 (hex) of the picture's bytes; None where it never arrived.
        outcome: `matched` (the poster itself is in the catalogue), `answered` or `failed`.
        error_code: `MarqueeError.code`, or `internal`, where it failed.
        match_key: `Film.key` of the match.
        neighbour_keys: `Film.key` of the neighbours, nearest first.
        timings_ms: Milliseconds spent per stage.
        asked_at: When, with a time zone.
        answer: What was decided on a picture, one of `ANSWERS`; None where none was answered.
        perhaps_key: `Film.key` of a film that it may be, where it was not sure enough.
        confidence: Probability of that film, or of the match; None where none was told.
        decided_by: What decided, as `Match.by`.
        id: The row's id; None before it is logged.
    """

    user_id: int
    channel_id: int | None
    guild_id: int | None
    encoder: str | None
    digest: str | None
    outcome: str
    error_code: str | None = None
    match_key: str | None = None
    neighbour_keys: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    asked_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    answer: str | None = None
    perhaps_key: str | None = None
    confidence: float | None = None
    decided_by: str | None = None
    id: int | None = None

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"outcome is one of {', '.join(OUTCOMES)}, not {self.outcome!r}")
        if self.answer is not None and self.answer not in ANSWERS:
            raise ValueError(f"answer is one of {', '.join(ANSWERS)}, not {self.answer!r}")


async def add(session: AsyncSession, record: QueryRecord) -> int:
    """Add `record` (its `id` is ignored) and return the new row's id."""
    row = QueryRow(
        asked_at=record.asked_at,
        user_id=record.user_id,
        channel_id=record.channel_id,
        guild_id=record.guild_id,
        encoder=record.encoder,
        digest=record.digest,
        outcome=record.outcome,
        error_code=record.error_code,
        match_key=record.match_key,
        neighbour_keys=list(record.neighbour_keys),
        timings_ms=dict(record.timings_ms),
        answer=record.answer,
        perhaps_key=record.perhaps_key,
        confidence=record.confidence,
        decided_by=record.decided_by,
    )
    session.add(row)
    await session.flush()
    return row.id


async def amend(session: AsyncSession, row_id: int, record: QueryRecord) -> None:
    """Give a row the outcome, the films and the timings of `record`; an erased row stays so."""
    await session.execute(
        update(QueryRow)
        .where(QueryRow.id == row_id)
        .values(
            outcome=record.outcome,
            error_code=record.error_code,
            match_key=record.match_key,
            neighbour_keys=list(record.neighbour_keys),
            timings_ms=dict(record.timings_ms),
        )
    )


async def recent(
    session: AsyncSession, *, user_id: int | None = None, limit: int = 50
) -> list[QueryRecord]:
    """Return at most `limit` records, newest first; one user's where `user_id` is given."""
    question = select(QueryRow).order_by(QueryRow.asked_at.desc(), QueryRow.id.desc()).limit(limit)
    if user_id is not None:
        question = question.where(QueryRow.user_id == user_id)
    return [_to_record(row) for row in await session.scalars(question)]


def _to_record(row: QueryRow) -> QueryRecord:
    return QueryRecord(
        user_id=row.user_id,
        channel_id=row.channel_id,
        guild_id=row.guild_id,
        encoder=row.encoder,
        digest=row.digest,
        outcome=row.outcome,
        error_code=row.error_code,
        match_key=row.match_key,
        neighbour_keys=tuple(row.neighbour_keys),
        timings_ms=row.timings_ms,
        asked_at=row.asked_at,
        answer=row.answer,
        perhaps_key=row.perhaps_key,
        confidence=row.confidence,
        decided_by=row.decided_by,
        id=row.id,
    )


async def absent_share(session: AsyncSession) -> float:
    """Return the share of posters whose film the catalogue lacks, as the newest queries suggest.

    Half where nothing was asked yet; never below 0.1 or above 0.9.
    """
    newest = (
        select(QueryRow.answer)
        .where(QueryRow.answer.in_(("match", "perhaps", "none")))
        .order_by(QueryRow.id.desc())
        .limit(_NEWEST)
    )
    answers = (await session.scalars(newest)).all()
    present = answers.count("match") / _NAMED_OF_PRESENT
    absent = max(len(answers) - present, 0.0)
    return min(max((absent + _GUESS / 2) / (len(answers) + _GUESS), 0.1), 0.9)
