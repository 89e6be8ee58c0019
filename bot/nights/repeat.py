"""Nights that recur, as their host and their channel are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

import discord
from babel.dates import get_day_names

from bot.kit.i18n import say, spoken
from bot.kit.times.recurrence import next_after, repeat_of
from bot.kit.times.zones import zone_of
from bot.nights.sources import Source


@dataclass(frozen=True, slots=True)
class Repeating:
    """How a night recurs.

    Attributes:
        rule: How often, as RFC 5545 writes it.
        clock: What the clock shows when a night begins, such as "20:00".
        timezone: Where it hangs.
        source: Where the films of later nights come from.
    """

    rule: str
    clock: str
    timezone: str
    source: Source

    def after(self, moment: datetime, now: datetime | None = None) -> datetime | None:
        """Return the night after one, later than now, by the clock on the wall."""
        zone = zone_of(self.timezone) or UTC
        clock = time.fromisoformat(self.clock)
        return next_after(self.rule, moment, zone, now or moment, clock=clock)


def told(
    locale: discord.Locale, starts_at: datetime, timezone: str, repeating: Repeating | None
) -> tuple[str, ...]:
    """Return what the host is told beside the moment: its zone, and how it recurs."""
    if repeating is None:
        clock = starts_at.astimezone(zone_of(timezone) or UTC)
        zone = say(locale, "night-draft-zone", clock=f"{clock:%H:%M}", zone=timezone)
        return (f"-# {zone}",)
    from_list = "list" if repeating.source.kind == "watchlist" else "draw"
    return (
        f"🔁 {how_often(locale, repeating)}",
        f"-# {say(locale, f'night-draft-later-{from_list}')}",
    )


def how_often(locale: discord.Locale, repeating: Repeating) -> str:
    """Return a rule in words: "Every Friday at 20:00 (Europe/Berlin)"."""
    repeat = repeat_of(repeating.rule)
    day = get_day_names("wide", locale=spoken(locale))[repeat.day]
    at = {"day": day, "clock": repeating.clock, "zone": repeating.timezone}
    if repeat.nth is not None:
        return say(locale, "night-repeat-monthly", nth=repeat.nth, **at)
    if repeat.every > 1:
        return say(locale, "night-repeat-weeks", weeks=repeat.every, **at)
    return say(locale, "night-repeat-weekly", **at)
