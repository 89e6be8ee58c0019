"""A lasting key of each film, and any number of pictures.

The keys of the films that are there are given when the database is opened, by
`services.store.film_keys`: processes of the version before go on adding films without one.

Revision: 0005
After: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("films", sa.Column("key", sa.String(), nullable=True))
    op.create_index("ix_films_key", "films", ["key"])
    op.create_table(
        "film_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["film_id"], ["films.id"], name="fk_film_keys_film_id_films", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_film_keys"),
    )
    op.create_index("ix_film_keys_film_id", "film_keys", ["film_id"])

    op.add_column("posters", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("posters", sa.Column("language", sa.String(), nullable=True))
    op.add_column("posters", sa.Column("source", sa.String(), nullable=True))
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["film_id"], ["films.id"], name="fk_editions_film_id_films", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
    )
    for column in ("film_id", "path", "digest"):
        op.create_index(f"ix_editions_{column}", "editions", [column])


def downgrade() -> None:
    op.drop_table("editions")
    with op.batch_alter_table("posters") as batch_op:
        for column in ("source", "language", "kind"):
            batch_op.drop_column(column)
    op.drop_table("film_keys")
    op.drop_index("ix_films_key", "films")
    with op.batch_alter_table("films") as batch_op:
        batch_op.drop_column("key")
