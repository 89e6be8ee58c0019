"""A moment as a member types it, in a time zone that Discord does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

# What Discord makes of a moment in a message; members copy it from elsewhere.
_STAMP = re.compile(r"^<t:(-?\d{1,12})(?::[a-zA-Z])?>$")
_LATER = re.compile(r"^\+?\s*(\d{1,4})\s*(m|min|h|d)$")
_CLOCK = re.compile(r"^(\d{1,2})(?::|h|\.)(\d{2})$")
_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}
_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_EVENING = time(20)
# Offered before anything is typed: one for each part of the world.
_ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Lisbon",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)


def moment(typed: str, zone: tzinfo, now: datetime) -> datetime | None:
    """Return what was typed as a moment in UTC, or None where it is none.

    Args:
        typed: "2026-11-27 20:00", "27.11.2026 20:00", "20:00" (the next time it is so), "+3h",
            "+2d", or Discord's own "<t:1795800000>".
        zone: Where the clock hangs.
        now: With a time zone.
    """
    text = " ".join(typed.split())
    try:
        if found := _STAMP.match(text):
            return datetime.fromtimestamp(int(found[1]), UTC)
        if found := _LATER.match(text.lower()):
            return now.astimezone(UTC) + timedelta(**{_UNITS[found[2]]: int(found[1])})
        if found := _CLOCK.match(text):
            clock = time(int(found[1]), int(found[2]))
            return next(days_at(clock, zone, now))
        for form in _FORMATS:
            if (date := _read(text, form)) is not None:
                return date.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # no such time, or no such year
        return None
    return None


def days_at(clock: time, zone: tzinfo, now: datetime, days: int = 8) -> Iterator[datetime]:
    """Yield the next moments at which a clock in `zone` shows that time, one a day, in UTC."""
    today = now.astimezone(zone).date()
    for ahead in range(days):
        local = datetime.combine(today + timedelta(days=ahead), clock, zone)
        if local > now:
            yield local.astimezone(UTC)


def evenings(typed: str, zone: tzinfo, now: datetime) -> list[datetime]:
    """Return the moments that half a time may become: that time, or 20:00, of the next days."""
    whole = moment(typed, zone, now) if typed.strip() else None
    clock = _EVENING
    if found := _CLOCK.match(typed.strip()):
        hour, minute = int(found[1]), int(found[2])
        if hour > 23 or minute > 59:
            return []
        clock, whole = time(hour, minute), None
    if whole is not None:
        return [whole] if whole > now else []
    return list(days_at(clock, zone, now))


def zone_of(name: str) -> tzinfo | None:
    """Return the zone of that name ("Europe/Berlin", "UTC+2"), or None where there is none."""
    text = name.strip()
    if text.upper() in ("UTC", "GMT"):
        return UTC
    if found := _OFFSET.match(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        ahead = timedelta(hours=hours, minutes=minutes)
        return timezone(-ahead if found[1] == "-" else ahead)
    known = {zone.casefold(): zone for zone in _names()}.get(text.replace(" ", "_").casefold())
    return ZoneInfo(known) if known else None


def zones(typed: str, limit: int = 25) -> list[str]:
    """Return the names of zones that half a name may become."""
    wanted = typed.strip().replace(" ", "_").casefold()
    if not wanted:
        return list(_ZONES)
    found = [zone for zone in _names() if wanted in zone.casefold()]
    if zone_of(typed) is not None and typed.strip() not in found:
        found.insert(0, typed.strip())
    return found[:limit]


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    # "Etc/GMT+5" means five hours behind, and "posix/..." is for machines.
    return tuple(
        sorted(
            zone
            for zone in available_timezones()
            if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
        )
    )
