"""Servers, games, watchlists and movie nights.

Revision: 0004
After: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("queries", schema=None) as batch_op:
        batch_op.create_index("ix_queries_guild_id_asked_at", ["guild_id", "asked_at"])

    op.create_table(
        "game_presets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_game_presets"),
        sa.UniqueConstraint("scope_id", "name", name="uq_game_presets_scope_id_name"),
    )
    op.create_table(
        "games",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('lobby', 'running', 'ended', 'stopped')", name="ck_games_state"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_games"),
    )
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.create_index("ix_games_scope_id", ["scope_id"], unique=False)
        batch_op.create_index(
            "uq_games_channel_id_open",
            ["channel_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('lobby', 'running')"),
        )

    op.create_table(
        "guild_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("encoder", sa.String(), nullable=True),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("cooldown_rate", sa.Integer(), nullable=False),
        sa.Column("cooldown_seconds", sa.Float(), nullable=False),
        sa.Column("server_rate", sa.Integer(), nullable=False),
        sa.Column("games", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_settings"),
    )
    op.create_table(
        "nights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("films", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("voice_id", sa.BigInteger(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("winner_key", sa.String(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("tied", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'closing', 'scheduled', 'ended', 'cancelled', 'failed')",
            name="ck_nights_state",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nights"),
        sa.UniqueConstraint("message_id", name="uq_nights_message_id"),
    )
    with op.batch_alter_table("nights", schema=None) as batch_op:
        batch_op.create_index("ix_nights_guild_id", ["guild_id"], unique=False)
        batch_op.create_index(
            "uq_nights_channel_id_open",
            ["channel_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "watchlist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("film_key", sa.String(), nullable=False),
        sa.Column("film", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watchlist"),
        sa.UniqueConstraint("scope_id", "film_key", name="uq_watchlist_scope_id_film_key"),
    )
    with op.batch_alter_table("watchlist", schema=None) as batch_op:
        batch_op.create_index("ix_watchlist_user_id", ["user_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("query_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("verdict IN ('right', 'wrong')", name="ck_feedback_verdict"),
        sa.ForeignKeyConstraint(
            ["query_id"], ["queries.id"], name="fk_feedback_query_id_queries", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("query_id", "user_id", name="pk_feedback"),
    )
    op.create_table(
        "game_players",
        sa.Column("game_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["game_id"], ["games.id"], name="fk_game_players_game_id_games", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("game_id", "user_id", name="pk_game_players"),
    )
    with op.batch_alter_table("game_players", schema=None) as batch_op:
        batch_op.create_index("ix_game_players_user_id", ["user_id"], unique=False)

    op.create_table(
        "game_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("film_key", sa.String(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed', 'skipped')", name="ck_game_rounds_state"),
        sa.ForeignKeyConstraint(
            ["game_id"], ["games.id"], name="fk_game_rounds_game_id_games", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_game_rounds"),
        sa.UniqueConstraint("game_id", "number", name="uq_game_rounds_game_id_number"),
    )
    op.create_table(
        "game_guesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("guess", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("what IN ('answer', 'hint', 'skip')", name="ck_game_guesses_what"),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["game_rounds.id"],
            name="fk_game_guesses_round_id_game_rounds",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_game_guesses"),
    )
    with op.batch_alter_table("game_guesses", schema=None) as batch_op:
        batch_op.create_index("ix_game_guesses_round_id", ["round_id"], unique=False)
        batch_op.create_index("ix_game_guesses_user_id", ["user_id"], unique=False)

    op.create_table(
        "game_points",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("won", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["game_rounds.id"],
            name="fk_game_points_round_id_game_rounds",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_game_points"),
    )
    with op.batch_alter_table("game_points", schema=None) as batch_op:
        batch_op.create_index("ix_game_points_user_id", ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("queries", schema=None) as batch_op:
        batch_op.drop_index("ix_queries_guild_id_asked_at")

    with op.batch_alter_table("game_points", schema=None) as batch_op:
        batch_op.drop_index("ix_game_points_user_id")

    op.drop_table("game_points")
    with op.batch_alter_table("game_guesses", schema=None) as batch_op:
        batch_op.drop_index("ix_game_guesses_user_id")
        batch_op.drop_index("ix_game_guesses_round_id")

    op.drop_table("game_guesses")
    op.drop_table("game_rounds")
    with op.batch_alter_table("game_players", schema=None) as batch_op:
        batch_op.drop_index("ix_game_players_user_id")

    op.drop_table("game_players")
    op.drop_table("feedback")
    with op.batch_alter_table("watchlist", schema=None) as batch_op:
        batch_op.drop_index("ix_watchlist_user_id")

    op.drop_table("watchlist")
    with op.batch_alter_table("nights", schema=None) as batch_op:
        batch_op.drop_index("uq_nights_channel_id_open", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index("ix_nights_guild_id")

    op.drop_table("nights")
    op.drop_table("guild_settings")
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_games_channel_id_open", sqlite_where=sa.text("state IN ('lobby', 'running')")
        )
        batch_op.drop_index("ix_games_scope_id")

    op.drop_table("games")
    op.drop_table("game_presets")
