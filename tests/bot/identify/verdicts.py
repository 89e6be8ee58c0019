"""What members said of an answer, and a query that is forgotten."""

from __future__ import annotations

from sqlalchemy import delete

from bot.app import Marquee
from services.store import feedback
from services.store.models import QueryRow


async def verdicts_on(bot: Marquee, query_id: int = 1) -> dict[int, str]:
    async with bot.store.session() as session:
        return dict(await feedback.given(session, query_id))


async def forget(bot: Marquee) -> None:
    async with bot.store.session() as session:
        await session.execute(delete(QueryRow))
        await session.commit()
