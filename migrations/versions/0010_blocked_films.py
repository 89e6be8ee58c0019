"""Films that stay out, whatever a source says of them.

Revision: 0010
After: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocked_films",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_blocked_films"),
    )
    op.create_index("ix_blocked_films_key", "blocked_films", ["key"])


def downgrade() -> None:
    op.drop_index("ix_blocked_films_key", "blocked_films")
    op.drop_table("blocked_films")
