"""Where a server's clock hangs."""

from __future__ import annotations

from datetime import UTC, tzinfo

from bot.kit.times.zones import Zone, zone_of
from services.store import Store, nights
from services.store.guilds import GuildSettings


async def zone_of_server(store: Store, guild_id: int | None, settings: GuildSettings) -> tzinfo:
    """Return the zone that an admin chose, else that of the latest movie night, else UTC.

    Args:
        store: Holds the nights.
        guild_id: The server, if there is one.
        settings: Its settings.
    """
    return (await named_zone_of_server(store, guild_id, settings)).clock


async def named_zone_of_server(store: Store, guild_id: int | None, settings: GuildSettings) -> Zone:
    """Return the same with the zone's name, as `zone_of_server`."""
    chosen = settings.timezone
    if chosen is None and guild_id is not None:
        async with store.session() as session:
            chosen = await nights.last_timezone(session, guild_id)
    clock = zone_of(chosen) if chosen else None
    return Zone(chosen, clock) if chosen and clock else Zone("UTC", UTC)
