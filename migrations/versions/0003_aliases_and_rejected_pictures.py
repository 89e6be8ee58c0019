"""Other names of a film, and the pictures that `marquee catalogue clean` took out.

Revision: 0003
After: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("films", sa.Column("aliases", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "rejected_pictures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("film_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_rejected_pictures"),
    )


def downgrade() -> None:
    op.drop_table("rejected_pictures")
    op.drop_column("films", "aliases")
