"""The tables of movie nights; ids of people and places are Discord snowflakes, as elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models import Base, UtcDateTime


class NightRow(Base):
    """A movie night: a poll among films, and the event for the one that won.

    `place` is where the event is, or `voice_id` the channel; without both there is no event.
    A row is `closing` from the count of the votes until the channel was told. `reminded_at` is when
    the channel was reminded before the film, `asked_at` when it was asked how it had been.
    """

    __tablename__ = "nights"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'closing', 'scheduled', 'ended', 'cancelled', 'failed')",
            name="state",
        ),
        Index(
            "uq_nights_channel_id_open",
            "channel_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guild_id: Mapped[int] = mapped_column(BigInteger, index=True)
    channel_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    host_id: Mapped[int] = mapped_column(BigInteger)
    films: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    place: Mapped[str | None]
    voice_id: Mapped[int | None] = mapped_column(BigInteger)
    timezone: Mapped[str]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str]
    winner_key: Mapped[str | None]
    votes: Mapped[int | None]
    tied: Mapped[int | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    series_id: Mapped[int | None]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NightSeriesRow(Base):
    """Nights that recur in a channel, where one such series goes on at a time.

    `rule` is of RFC 5545; nights begin when clocks in `timezone` show `clock`, such as "20:00".
    `next_at` is the next night of which nothing was done yet. `source` says where the films of one
    come from.
    """

    __tablename__ = "night_series"
    __table_args__ = (
        Index(
            "uq_night_series_channel_id_going_on",
            "channel_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guild_id: Mapped[int] = mapped_column(BigInteger, index=True)
    channel_id: Mapped[int] = mapped_column(BigInteger)
    host_id: Mapped[int] = mapped_column(BigInteger)
    rule: Mapped[str]
    timezone: Mapped[str]
    clock: Mapped[str]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[dict[str, Any]] = mapped_column(JSON)
    hours: Mapped[int]
    several: Mapped[bool]
    place: Mapped[str | None]
    voice_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NightOccurrenceRow(Base):
    """One night of a series, done once: whoever puts the row there begins it."""

    __tablename__ = "night_occurrences"

    series_id: Mapped[int] = mapped_column(
        ForeignKey("night_series.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    night_id: Mapped[int | None]


class NightAbsenceRow(Base):
    """A member who said that they cannot come to a night."""

    __tablename__ = "night_absences"

    night_id: Mapped[int] = mapped_column(
        ForeignKey("nights.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NightRatingRow(Base):
    """What a member thought of a night's film, 1 to 5: the last word counts."""

    __tablename__ = "night_ratings"

    night_id: Mapped[int] = mapped_column(
        ForeignKey("nights.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )
    rating: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
