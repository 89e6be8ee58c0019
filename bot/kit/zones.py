"""Where a server's clock hangs."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from services.store import Store, nights
from services.store.guilds import GuildSettings

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


async def zone_of_server(store: Store, guild_id: int | None, settings: GuildSettings) -> tzinfo:
    """Return the zone that an admin chose, else that of the latest movie night, else UTC.

    Args:
        store: Holds the nights.
        guild_id: The server, if there is one.
        settings: Its settings.
    """
    chosen: str | None = getattr(settings, "timezone", None)
    if chosen is None and guild_id is not None:
        async with store.session() as session:
            chosen = await nights.last_timezone(session, guild_id)
    return (zone_named(chosen) if chosen else None) or UTC


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of that name ("Europe/Berlin", "UTC+2"), or None where there is none."""
    if found := _OFFSET.fullmatch(name):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-ahead if found[1] == "-" else ahead) if ahead < timedelta(days=1) else None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such name, or none that a file could have
        return None
