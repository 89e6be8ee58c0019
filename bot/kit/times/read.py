"""A moment as a member types it: one, or several of which they have to say which they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.kit.times.grammar import parts
from bot.kit.times.lexer import UnknownWord, cut
from bot.kit.times.resolve import Moment, in_utc, resolve
from bot.kit.times.words import LANGUAGES
from bot.kit.times.zones import Zone

# What Discord makes of a moment in a message; members copy it from elsewhere.
_STAMP = re.compile(r"^<t:(-?\d{1,12})(?::[a-zA-Z])?>$")
_LATER = re.compile(r"^\+\s*(\d{1,4})\s*(m|min|h|d|w)$|^(\d{1,4})\s*(min|d)$", re.IGNORECASE)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = 100
# When films begin, for who tells the day alone.
_USUAL = (time(20), time(19), time(21))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may mean.

    Attributes:
        moments: The moments, the earliest first. One alone is what was meant.
        usual: Moments to choose from where only a day was said: when films begin on it.
    """

    moments: tuple[Moment, ...] = ()
    usual: tuple[Moment, ...] = ()

    @property
    def meant(self) -> Moment | None:
        """The moment, where nothing has to be asked."""
        return self.moments[0] if len(self.moments) == 1 and not self.usual else None

    @property
    def choices(self) -> tuple[Moment, ...]:
        """What to ask: which of these? Nothing where the text was not understood."""
        return tuple(dict.fromkeys((*self.moments, *self.usual)))


def read(typed: str, language: str, zones: Sequence[Zone], now: datetime) -> Reading:
    """Return what a text may mean.

    Args:
        typed: "20h", "jeden Freitag um 20 Uhr", "+3h", or Discord's "<t:1795800000>".
        language: The member's. The other ones are tried where it makes nothing of the text.
        zones: Where the clock hangs if the text does not tell; several where that has to be asked.
        now: With a time zone.
    """
    text = " ".join(typed.split())
    if not text or len(text) > _LONGEST:
        return Reading()
    try:
        if found := _STAMP.match(text):
            return Reading((Moment(datetime.fromtimestamp(int(found[1]), UTC)),))
        if found := _LATER.match(text):
            amount, unit = found[1] or found[3], (found[2] or found[4]).lower()
            at = now.astimezone(UTC) + timedelta(**{_UNITS[unit]: int(amount)})
            return Reading((Moment(at),))
        # What is nonsense in the member's own words is not another language's sense.
        own = _in_language(text, language, zones, now)
        if own is not None:
            return own
        others = (_in_language(text, other, zones, now) for other in LANGUAGES if other != language)
        return _together([reading for reading in others if reading is not None])
    except (ValueError, OverflowError, OSError):  # no such year
        return Reading()


def _in_language(text: str, language: str, zones: Sequence[Zone], now: datetime) -> Reading | None:
    """Return what a text may mean in one language; None where it says no time in it."""
    try:
        ways = cut(text, language)
    except UnknownWord:
        return None
    found: list[Reading] = []
    for tokens, named in ways:
        for said in parts(tokens, language):
            here = named or tuple(zones)
            come = resolve(said, here, bool(named), now)
            usual = [
                Moment(at, here[0].name if named else None)
                for day in come.days
                for clock in _USUAL
                for at in in_utc(datetime.combine(day, clock), here[0])
                if at > now
            ]
            found.append(Reading(come.moments, tuple(usual)))
    return _together(found) if found else None


def _together(readings: Sequence[Reading]) -> Reading:
    """Return all that several readings allow: one moment twice is one."""
    moments = dict.fromkeys(m for reading in readings for m in reading.moments)
    usual = dict.fromkeys(m for reading in readings for m in reading.usual)
    # The same moment by the letter and by use: the zone with a place in its name is kept.
    by_time: dict[tuple[datetime, str | None], Moment] = {}
    for moment in moments:
        kept = by_time.get((moment.at, moment.rule))
        if kept is None or (moment.zone and "/" in moment.zone):
            by_time[moment.at, moment.rule] = moment
    return Reading(
        tuple(sorted(by_time.values(), key=lambda m: (m.at, m.rule or ""))),
        tuple(usual),
    )
