"""The tables of the daily poster: a server's puzzle of each day, and what members tried."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models import Base, UtcDateTime


class DailyPosterRow(Base):
    """A server's poster of a day, or a member's where there is no server.

    `question` is all that is needed to show it. `gone_at` is when its picture was found to be gone,
    so that another poster took its place: of each day one at most is not.
    """

    __tablename__ = "daily_posters"
    __table_args__ = (
        Index(
            "uq_daily_posters_scope_id_day_there",
            "scope_id",
            "day",
            unique=True,
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date] = mapped_column(Date)
    film_key: Mapped[str]
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DailyTryRow(Base):
    """What a member did at one of the six pictures: typed a title, or (`text` NULL) saw more.

    `shared_at` is when the member showed their row of squares, of the last try alone.
    """

    __tablename__ = "daily_tries"

    poster_id: Mapped[int] = mapped_column(
        ForeignKey("daily_posters.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str | None]
    right: Mapped[bool]
    near: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
