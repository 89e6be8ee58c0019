"""Nights that recur; who cannot come, what was thought of the film; a server's zone and its role.

Revision: 0012
After: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guild_settings", sa.Column("timezone", sa.String(), nullable=True))
    op.add_column("guild_settings", sa.Column("night_role", sa.BigInteger(), nullable=True))
    op.add_column("nights", sa.Column("series_id", sa.Integer(), nullable=True))
    op.add_column("nights", sa.Column("reminded_at", sa.DateTime(), nullable=True))
    op.add_column("nights", sa.Column("asked_at", sa.DateTime(), nullable=True))
    op.create_table(
        "night_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("voice_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_night_series"),
    )
    op.create_index("ix_night_series_guild_id", "night_series", ["guild_id"])
    op.create_index(
        "uq_night_series_channel_id_going_on",
        "night_series",
        ["channel_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "night_occurrences",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["night_series.id"],
            name="fk_night_occurrences_series_id_night_series",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "starts_at", name="pk_night_occurrences"),
    )
    op.create_table(
        "night_absences",
        sa.Column("night_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["night_id"],
            ["nights.id"],
            name="fk_night_absences_night_id_nights",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("night_id", "user_id", name="pk_night_absences"),
    )
    op.create_index("ix_night_absences_user_id", "night_absences", ["user_id"])
    op.create_table(
        "night_ratings",
        sa.Column("night_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["night_id"],
            ["nights.id"],
            name="fk_night_ratings_night_id_nights",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("night_id", "user_id", name="pk_night_ratings"),
    )
    op.create_index("ix_night_ratings_user_id", "night_ratings", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_night_ratings_user_id", "night_ratings")
    op.drop_table("night_ratings")
    op.drop_index("ix_night_absences_user_id", "night_absences")
    op.drop_table("night_absences")
    op.drop_table("night_occurrences")
    op.drop_index("uq_night_series_channel_id_going_on", "night_series")
    op.drop_index("ix_night_series_guild_id", "night_series")
    op.drop_table("night_series")
    with op.batch_alter_table("nights") as batch_op:
        batch_op.drop_column("asked_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("series_id")
    with op.batch_alter_table("guild_settings") as batch_op:
        batch_op.drop_column("night_role")
        batch_op.drop_column("timezone")
