"""What the admins of servers chose."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.server_models import GuildSettingsRow


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's settings; the defaults are those of a server whose admin chose nothing.

    Attributes:
        encoder: The encoder that answers unless another is asked for; None takes the service's.
        channels: Ids of the channels where Marquee may answer, threads in them included, or of
            categories; empty for all.
        cooldown_rate: Questions that one member may ask ...
        cooldown_seconds: ... within so many seconds.
        server_rate: Questions of all members together within the same seconds.
        games: Whether games may be played.
        public: Whether answers are shown to the channel.
        show_marked: Whether posters that are not for everybody are shown in all channels, and not
            in age-restricted ones alone.
        country: The code of the country that the server is in; None takes what its language tells.
        timezone: The zone in which the server's times are told; None where the admin chose none.
        night_role: The id of the role that movie nights are told to; None for nobody.
    """

    encoder: str | None = None
    channels: tuple[int, ...] = ()
    cooldown_rate: int = 5
    cooldown_seconds: float = 30.0
    server_rate: int = 60
    games: bool = True
    public: bool = True
    show_marked: bool = False
    country: str | None = None
    timezone: str | None = None
    night_role: int | None = None


async def load(session: AsyncSession, guild_id: int) -> GuildSettings:
    """Return a server's settings, the defaults where it has none."""
    row = await session.get(GuildSettingsRow, guild_id)
    return GuildSettings() if row is None else _to_settings(row)


async def load_all(session: AsyncSession) -> dict[int, GuildSettings]:
    """Return the settings of every server whose admin chose something."""
    return {
        row.guild_id: _to_settings(row) for row in await session.scalars(select(GuildSettingsRow))
    }


async def save(session: AsyncSession, guild_id: int, settings: GuildSettings) -> None:
    """Keep a server's settings, in place of older ones."""
    values = asdict(settings) | {
        "channels": list(settings.channels),
        "updated_at": datetime.now(UTC),
    }
    await session.execute(
        insert(GuildSettingsRow)
        .values(guild_id=guild_id, **values)
        .on_conflict_do_update(index_elements=[GuildSettingsRow.guild_id], set_=values)
    )


def _to_settings(row: GuildSettingsRow) -> GuildSettings:
    return GuildSettings(
        encoder=row.encoder,
        channels=tuple(row.channels),
        cooldown_rate=row.cooldown_rate,
        cooldown_seconds=row.cooldown_seconds,
        server_rate=row.server_rate,
        games=row.games,
        public=row.public,
        show_marked=row.show_marked,
        country=row.country,
        timezone=row.timezone,
        night_role=row.night_role,
    )
