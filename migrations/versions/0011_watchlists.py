"""Watchlists by name, and whose file a film on one was imported from; what TMDB tells of films.

And the country that a server is in, for what TMDB tells differs by country.

Films of a list by name lie in the table of before with a `scope_id` below 0, which is no id of
Discord's: processes of the version before never ask for them.

Revision: 0011
After: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watchlists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watchlists"),
        sa.UniqueConstraint("scope_id", "folded", name="uq_watchlists_scope_id_folded"),
    )
    op.create_index("ix_watchlists_user_id", "watchlists", ["user_id"])
    op.add_column("watchlist", sa.Column("source", sa.String(), nullable=True))
    op.add_column("guild_settings", sa.Column("country", sa.String(), nullable=True))
    op.create_table(
        "film_details",
        sa.Column("tmdb_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("tmdb_id", "series", name="pk_film_details"),
    )
    op.create_index("ix_film_details_fetched_at", "film_details", ["fetched_at"])


def downgrade() -> None:
    op.drop_index("ix_film_details_fetched_at", "film_details")
    op.drop_table("film_details")
    with op.batch_alter_table("guild_settings") as batch_op:
        batch_op.drop_column("country")
    with op.batch_alter_table("watchlist") as batch_op:
        batch_op.drop_column("source")
    op.drop_index("ix_watchlists_user_id", "watchlists")
    op.drop_table("watchlists")
