"""What the admins of servers chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.club_models import GuildSettingsRow


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's settings; the defaults are those of a server whose admin chose nothing.

    Attributes:
        encoder: The encoder that answers unless another is asked for; None takes the service's.
        channels: Ids of the channels where Marquee may answer, threads in them included; empty
            for all.
        cooldown_rate: Questions that one member may ask ...
        cooldown_seconds: ... within so many seconds.
        games: Whether games may be played.
        public: Whether answers are shown to the channel.
    """

    encoder: str | None = None
    channels: tuple[int, ...] = ()
    cooldown_rate: int = 5
    cooldown_seconds: float = 30.0
    games: bool = True
    public: bool = True


async def load(session: AsyncSession, guild_id: int) -> GuildSettings:
    """Return a server's settings, the defaults where it has none."""
    row = await session.get(GuildSettingsRow, guild_id)
    if row is None:
        return GuildSettings()
    return GuildSettings(
        encoder=row.encoder,
        channels=tuple(row.channels),
        cooldown_rate=row.cooldown_rate,
        cooldown_seconds=row.cooldown_seconds,
        games=row.games,
        public=row.public,
    )


async def save(session: AsyncSession, guild_id: int, settings: GuildSettings) -> None:
    """Keep a server's settings, in place of older ones."""
    values = {
        "encoder": settings.encoder,
        "channels": list(settings.channels),
        "cooldown_rate": settings.cooldown_rate,
        "cooldown_seconds": settings.cooldown_seconds,
        "games": settings.games,
        "public": settings.public,
        "updated_at": datetime.now(UTC),
    }
    await session.execute(
        insert(GuildSettingsRow)
        .values(guild_id=guild_id, **values)
        .on_conflict_do_update(index_elements=[GuildSettingsRow.guild_id], set_=values)
    )
