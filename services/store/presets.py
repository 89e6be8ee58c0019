"""Options of a game that a server keeps under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.server_models import PresetRow

MOST = 25  # a server's presets: what Discord offers as choices


@dataclass(frozen=True, slots=True)
class Preset:
    """Options of a game under a name; `user_id` kept them last."""

    name: str
    user_id: int
    options: Mapping[str, Any]


async def save(
    session: AsyncSession, scope_id: int, user_id: int, name: str, options: Mapping[str, Any]
) -> bool:
    """Keep options under a name, in place of older ones; False where there are `MOST` others."""
    others = await session.scalar(
        select(func.count()).where(PresetRow.scope_id == scope_id, PresetRow.name != name)
    )
    if (others or 0) >= MOST:
        return False
    values = {"user_id": user_id, "options": dict(options)}
    await session.execute(
        insert(PresetRow)
        .values(scope_id=scope_id, name=name, **values)
        .on_conflict_do_update(index_elements=[PresetRow.scope_id, PresetRow.name], set_=values)
    )
    return True


async def load(session: AsyncSession, scope_id: int, name: str) -> Preset | None:
    """Return the preset of that name, or None."""
    row = await session.scalar(
        select(PresetRow).where(PresetRow.scope_id == scope_id, PresetRow.name == name)
    )
    return Preset(row.name, row.user_id, row.options) if row else None


async def listed(session: AsyncSession, scope_id: int) -> list[Preset]:
    """Return a server's presets by name."""
    found = select(PresetRow).where(PresetRow.scope_id == scope_id).order_by(PresetRow.name)
    return [Preset(row.name, row.user_id, row.options) for row in await session.scalars(found)]


async def remove(session: AsyncSession, scope_id: int, name: str) -> bool:
    """Forget a preset; False where there was none of that name."""
    gone = await session.execute(
        delete(PresetRow)
        .where(PresetRow.scope_id == scope_id, PresetRow.name == name)
        .returning(PresetRow.id)
    )
    return gone.first() is not None
