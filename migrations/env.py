"""Alembic's entry: runs the migrations on the connection that `services.store` hands over.

From the command line (`alembic revision --autogenerate -m "..."`) it opens the configured database.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import URL, Connection, create_engine

from services.core.settings import get_settings

# Their tables join the metadata.
from services.store import daily_models, night_models, server_models  # noqa: F401
from services.store.models import Base, UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    # A written migration must not change when a model does: it names the plain type.
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run(connection: Connection) -> None:
    # SQLite cannot alter a column: batch mode makes the table anew.
    context.configure(
        connection, target_metadata=Base.metadata, render_as_batch=True, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_on_configured_database() -> None:
    path = get_settings().database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    with create_engine(URL.create("sqlite", database=str(path))).begin() as connection:
        _run(connection)


if (given := context.config.attributes.get("connection")) is not None:
    _run(given)
else:
    _run_on_configured_database()
