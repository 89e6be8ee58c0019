"""Moments that are offered while somebody types one, and how they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

from bot.kit.times.read import read
from bot.kit.times.resolve import Moment
from bot.kit.times.zones import Zone, zone_of

_EVENING = time(20)
_SOON = timedelta(days=1)


def offered(typed: str, language: str, zone: Zone, now: datetime) -> list[Moment]:
    """Return the moments that half a time may become: that time, or 20:00, of the next days."""
    if not typed.strip():
        return [Moment(at) for at in days_at(_EVENING, zone.clock, now)]
    reading = read(typed, language, (zone,), now)
    meant = reading.meant
    if meant is not None and meant.rule is None and meant.zone is None:
        local = meant.at.astimezone(zone.clock)
        # A time without a day is today's or tomorrow's; it may be meant for another day.
        if now < meant.at <= now + _SOON and typed.strip()[0].isdigit():
            return [Moment(at) for at in days_at(local.time(), zone.clock, now)]
    return [moment for moment in reading.choices if moment.at > now]


def days_at(clock: time, zone: tzinfo, now: datetime, days: int = 8) -> Iterator[datetime]:
    """Yield the next moments at which a clock in `zone` shows that time, one a day, in UTC."""
    today = now.astimezone(zone).date()
    for ahead in range(days):
        local = datetime.combine(today + timedelta(days=ahead), clock, zone)
        if local > now:
            yield local.astimezone(UTC)


def called(moments: Sequence[Moment], locale: str, zone: Zone) -> list[str]:
    """Return what to call moments among which a member chooses, each by another name.

    Args:
        moments: The moments.
        locale: Such as "de" or "en-GB".
        zone: Where the clock hangs where a moment's own text named no zone.
    """
    here = _locale(locale)
    names: list[str] = []
    tails: list[str] = []
    for moment in moments:
        clock = (zone_of(moment.zone) if moment.zone else None) or zone.clock
        local = moment.at.astimezone(clock)
        day = format_skeleton("MMMEd", local, locale=here)
        clock_time = format_time(local, "short", locale=here).replace("\u202f", " ")
        names.append(f"{day}, {clock_time}")
        where = (moment.zone or "").rsplit("/", 1)[-1].replace("_", " ")
        tails.append(where or local.tzname() or "")
    named = any(moment.zone for moment in moments)
    return [
        f"{name} ({tail})" if tail and (named or names.count(name) > 1) else name
        for name, tail in zip(names, tails, strict=True)
    ]


def _locale(name: str) -> Locale:
    for tried in (name, name.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(tried, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")
