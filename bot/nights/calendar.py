"""A night as a file for calendars (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from icalendar import Alarm, Calendar, Event

from bot.kit.terms import genres
from services.store.nights import Night

_LENGTH = timedelta(hours=3)
_BEFORE = timedelta(hours=1)


def calendar(night: Night, locale: discord.Locale, room: str | None, now: datetime) -> bytes:
    """Return a night as a calendar of one event, with a reminder an hour before.

    Args:
        night: Its film was chosen.
        locale: The language of its genres.
        room: The voice channel's name, if there is one.
        now: When the file is written.
    """
    film = night.winner
    assert film is not None
    event = Event()
    # The same night, downloaded twice, is one event in a calendar.
    event.add("uid", f"night-{night.id}-{night.guild_id}@marquee")
    event.add("dtstamp", now)
    event.add("dtstart", night.starts_at)
    event.add("dtend", night.starts_at + _LENGTH)
    event.add("summary", f"🎬 {film.label}")
    if place := room or night.place:
        event.add("location", place)
    if night.event_id is not None:
        event.add("url", f"https://discord.com/events/{night.guild_id}/{night.event_id}")
    about = [genres(locale, film.genres), film.url or ""]
    event.add("description", "\n".join(line for line in about if line))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_BEFORE)
    alarm.add("description", film.label)
    event.add_component(alarm)
    whole = Calendar()
    whole.add("prodid", "-//Marquee//movie nights//EN")
    whole.add("version", "2.0")
    whole.add_component(event)
    return whole.to_ical()
