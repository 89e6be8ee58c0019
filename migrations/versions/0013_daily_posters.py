"""The daily poster: one a server and day, and what members tried at its six pictures.

Revision: 0013
After: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_posters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("film_key", sa.String(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_daily_posters"),
    )
    op.create_index(
        "uq_daily_posters_scope_id_day_there",
        "daily_posters",
        ["scope_id", "day"],
        unique=True,
        sqlite_where=sa.text("gone_at IS NULL"),
        postgresql_where=sa.text("gone_at IS NULL"),
    )
    op.create_table(
        "daily_tries",
        sa.Column("poster_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poster_id"],
            ["daily_posters.id"],
            name="fk_daily_tries_poster_id_daily_posters",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("poster_id", "user_id", "number", name="pk_daily_tries"),
    )
    op.create_index("ix_daily_tries_user_id", "daily_tries", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_daily_tries_user_id", "daily_tries")
    op.drop_table("daily_tries")
    op.drop_index("uq_daily_posters_scope_id_day_there", "daily_posters")
    op.drop_table("daily_posters")
