"""Series of television told apart from films; TMDB numbers both from one on.

Revision: 0008
After: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "films", sa.Column("series", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("films", sa.Column("tmdb_series_id", sa.Integer(), nullable=True))
    # Nearly no film has one.
    numbered = sa.text("tmdb_series_id IS NOT NULL")
    op.create_index(
        "ix_films_tmdb_series_id",
        "films",
        ["tmdb_series_id"],
        sqlite_where=numbered,
        postgresql_where=numbered,
    )


def downgrade() -> None:
    op.drop_index("ix_films_tmdb_series_id", "films")
    with op.batch_alter_table("films") as batch_op:
        batch_op.drop_column("tmdb_series_id")
        batch_op.drop_column("series")
