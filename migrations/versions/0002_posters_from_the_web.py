"""Where a poster comes from, how well known its film is, and what has been downloaded.

Revision: 0002
After: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("films", sa.Column("poster_url", sa.String(), nullable=True))
    op.add_column("films", sa.Column("popularity", sa.Float(), nullable=True))
    op.create_table(
        "downloads",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("url", name="pk_downloads"),
    )


def downgrade() -> None:
    op.drop_table("downloads")
    op.drop_column("films", "popularity")
    op.drop_column("films", "poster_url")
