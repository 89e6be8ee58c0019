"""Films that stay out, whatever a source says of them; films that are not for everybody.

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
    op.add_column(
        "films", sa.Column("adult", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("films", sa.Column("certification", sa.String(), nullable=True))
    op.add_column("films", sa.Column("marked", sa.Boolean(), nullable=True))
    op.add_column(
        "guild_settings",
        sa.Column("show_marked", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("guild_settings") as batch_op:
        batch_op.drop_column("show_marked")
    with op.batch_alter_table("films") as batch_op:
        batch_op.drop_column("marked")
        batch_op.drop_column("certification")
        batch_op.drop_column("adult")
    op.drop_index("ix_blocked_films_key", "blocked_films")
    op.drop_table("blocked_films")
