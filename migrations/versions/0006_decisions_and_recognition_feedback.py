"""How a picture was answered, and members' yes or no to what it perhaps shows.

Revision: 0006
After: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queries", sa.Column("answer", sa.String(), nullable=True))
    op.add_column("queries", sa.Column("perhaps_key", sa.String(), nullable=True))
    op.add_column("queries", sa.Column("confidence", sa.Float(), nullable=True))
    op.add_column("queries", sa.Column("decided_by", sa.String(), nullable=True))
    op.create_table(
        "recognition_feedback",
        sa.Column("query_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("guild_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("encoder", sa.String(), nullable=True),
        sa.Column("film_key", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["query_id"],
            ["queries.id"],
            name="fk_recognition_feedback_query_id_queries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("query_id", name="pk_recognition_feedback"),
    )
    op.create_index("ix_recognition_feedback_user_id", "recognition_feedback", ["user_id"])


def downgrade() -> None:
    op.drop_table("recognition_feedback")
    with op.batch_alter_table("queries") as batch_op:
        for column in ("decided_by", "confidence", "perhaps_key", "answer"):
            batch_op.drop_column(column)
