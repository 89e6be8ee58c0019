"""The tables of servers and their members: settings, feedback, games, watchlists.

Ids of people and places are Discord snowflakes. Where something belongs to "the server", `scope_id`
is the server's id, or the member's own where there is no server: snowflakes never collide.

A member who asked to be forgotten is nobody: 0 where they stood alone, and below 0 in games that
they played, another number in each, so that teams' and other players' scores stay what they were.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models import Base, UtcDateTime


class GuildSettingsRow(Base):
    """What a server's admin chose. A server without a row has the defaults.

    `channels` holds the ids of the channels where Marquee may answer; empty means all.
    `country` is a code such as `DE`, where the admin chose one; so are
    `timezone`, where clocks hang, and `night_role`, the role that movie nights are told to.
    """

    __tablename__ = "guild_settings"

    guild_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    encoder: Mapped[str | None]
    channels: Mapped[list[int]] = mapped_column(JSON, default=list)
    cooldown_rate: Mapped[int]
    cooldown_seconds: Mapped[float] = mapped_column(Float)
    server_rate: Mapped[int]
    games: Mapped[bool]
    public: Mapped[bool]
    # Whether posters that are not for everybody are shown where the channel is for everybody.
    show_marked: Mapped[bool] = mapped_column(default=False, server_default=false())
    country: Mapped[str | None]
    timezone: Mapped[str | None]
    night_role: Mapped[int | None] = mapped_column(BigInteger)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FeedbackRow(Base):
    """A member's word on an answer: the last one counts."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("verdict IN ('right', 'wrong')", name="verdict"),)

    query_id: Mapped[int] = mapped_column(
        ForeignKey("queries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    verdict: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecognitionFeedbackRow(Base):
    """A member's yes or no to a film that their picture perhaps showed: the last one counts.

    What the query log held of it is copied, so that a row can be learnt from by itself. It goes
    with its query, as the other words on answers do.
    """

    __tablename__ = "recognition_feedback"

    query_id: Mapped[int] = mapped_column(
        ForeignKey("queries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    guild_id: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[str | None] = mapped_column(String(64))
    encoder: Mapped[str | None]
    film_key: Mapped[str]
    confidence: Mapped[float | None] = mapped_column(Float)
    agreed: Mapped[bool]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PresetRow(Base):
    """Options of a game that a server keeps under a name."""

    __tablename__ = "game_presets"
    __table_args__ = (UniqueConstraint("scope_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(50))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)


class GameRow(Base):
    """A game of several rounds. The database itself allows one at a time in a channel."""

    __tablename__ = "games"
    __table_args__ = (
        CheckConstraint("state IN ('lobby', 'running', 'ended', 'stopped')", name="state"),
        Index(
            "uq_games_channel_id_open",
            "channel_id",
            unique=True,
            sqlite_where=text("state IN ('lobby', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger, index=True)
    channel_id: Mapped[int] = mapped_column(BigInteger)
    host_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlayerRow(Base):
    """A member in a game. `name` is how they were called then: members leave servers."""

    __tablename__ = "game_players"

    game_id: Mapped[int] = mapped_column(
        ForeignKey("games.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )
    name: Mapped[str]
    team: Mapped[int | None]
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoundRow(Base):
    """One question of a game. `question` is all that a restarted bot needs to go on with it."""

    __tablename__ = "game_rounds"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed', 'skipped')", name="state"),
        UniqueConstraint("game_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    game_id: Mapped[int] = mapped_column(ForeignKey("games.id", ondelete="CASCADE"))
    number: Mapped[int]
    film_key: Mapped[str]
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GuessRow(Base):
    """What a member did in a round: each try at an answer, hints asked for, a vote to skip."""

    __tablename__ = "game_guesses"
    __table_args__ = (CheckConstraint("what IN ('answer', 'hint', 'skip')", name="what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("game_rounds.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    what: Mapped[str]
    guess: Mapped[dict[str, Any]] = mapped_column(JSON)
    right: Mapped[bool | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PointsRow(Base):
    """What a round brought a player. Marquee's own rows have user_id 0."""

    __tablename__ = "game_points"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("game_rounds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, index=True
    )
    points: Mapped[int]
    won: Mapped[bool]


class WatchRow(Base):
    """A film on a watchlist. `film` holds the facts, so that it outlives the catalogue's row.

    `seen_by` is the member who said that the film was seen. `scope_id` is a server, a member, or
    below 0 a list by name (`watchlists.films_of`): so the version before, which knows one list of
    each, passes over the others. `source` is whose file a member imported it from: what was
    imported goes with its member.
    """

    __tablename__ = "watchlist"
    __table_args__ = (UniqueConstraint("scope_id", "film_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    film_key: Mapped[str]
    film: Mapped[dict[str, Any]] = mapped_column(JSON)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str | None]


class WatchlistRow(Base):
    """A further watchlist of a server, or of a member by themselves, by its name.

    `folded` is the name as it is compared. `user_id` is who made it.
    """

    __tablename__ = "watchlists"
    __table_args__ = (UniqueConstraint("scope_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    name: Mapped[str]
    folded: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
