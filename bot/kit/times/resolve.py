"""What was said of a time, as moments: each that can be meant, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil import tz
from dateutil.relativedelta import relativedelta

from bot.kit.times.recurrence import first_after, rule_of
from bot.kit.times.said import Clock, Parts
from bot.kit.times.zones import Zone

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A moment that may be meant.

    Attributes:
        at: In UTC.
        zone: The name of the zone in which it was said; None where none was.
        rule: How often it recurs, as RFC 5545 writes it; None where it does not.
        local: What the clock shows there.
    """

    at: datetime
    zone: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of reading a text comes to.

    Attributes:
        moments: Each that can be meant, past ones included.
        days: Where no time of day was said, the days that can be meant.
    """

    moments: tuple[Moment, ...] = ()
    days: tuple[date, ...] = ()


def resolve(said: Parts, zones: Sequence[Zone], named: bool, now: datetime) -> Found:
    """Return the moments that the parts may mean.

    Args:
        said: The parts of a time.
        zones: Where the clock may hang.
        named: Whether the text named the zones.
        now: With a time zone.
    """
    moments: list[Moment] = []
    days: list[date] = []
    for zone in zones:
        name = zone.name if named or len(zones) > 1 else None
        local = now.astimezone(zone.clock).replace(tzinfo=None)
        if said.later is not None:
            if _only(said, "later"):
                moments.append(Moment(now.astimezone(UTC) + said.later))
        elif said.repeat is not None:
            moments += _repeated(said, zone, name, now)
        elif said.clock is None:
            # Midday alone is a time of day already.
            days += _days(said, local.date()) if said.part != "NOONISH" else []
        else:
            moments += _on_days(said, zone, name, local)
    return Found(tuple(dict.fromkeys(moments)), tuple(dict.fromkeys(days)))


def in_utc(local: datetime, zone: Zone) -> list[datetime]:
    """Return when the clock shows that: none where it is put forward then, two where it is back."""
    aware = local.replace(tzinfo=zone.clock)
    if not tz.datetime_exists(aware):
        return []
    folds = (0, 1) if tz.datetime_ambiguous(aware) else (0,)
    return [aware.replace(fold=fold).astimezone(UTC) for fold in folds]


def _only(said: Parts, *names: str) -> bool:
    return all(
        getattr(said, name) is None or name in names
        for name in ("clock", "meridiem", "part", "weekday", "date", "day", "days", "months")
    ) and said.ahead in (None, 0)


def _repeated(said: Parts, zone: Zone, name: str | None, now: datetime) -> Iterator[Moment]:
    assert said.repeat is not None
    others = ("ahead", "weekday", "weeks", "date", "day", "days", "months")
    if said.clock is None or any(getattr(said, other) is not None for other in others):
        return
    rule = rule_of(said.repeat)
    for clock, later in _clocks(said):
        if later == timedelta(0):
            at = first_after(rule, clock, zone.clock, now)
            if at is not None:
                yield Moment(at, name, rule)


def _on_days(said: Parts, zone: Zone, name: str | None, now: datetime) -> Iterator[Moment]:
    """Yield the moments of a clock on each day that can be meant; without a day, its next ones."""
    days = _days(said, now.date())
    whole_day = _says_day(said)
    found: list[Moment] = []
    for clock, later in _clocks(said):
        if whole_day:
            for day in days:
                local = datetime.combine(day, clock) + later
                found += [Moment(at, name) for at in in_utc(local, zone)]
        else:
            local = datetime.combine(now.date(), clock)
            local += _DAY if local <= now else timedelta(0)
            found += [Moment(at, name) for at in in_utc(local, zone)]
    moment_now = now.replace(tzinfo=zone.clock).astimezone(UTC)
    coming = [moment for moment in found if moment.at > moment_now]
    # "Today at 8", said in the afternoon, is this evening.
    yield from coming or found


def _says_day(said: Parts) -> bool:
    names = ("ahead", "weekday", "date", "day", "days", "months")
    return any(getattr(said, name) is not None for name in names)


def _days(said: Parts, today: date) -> list[date]:
    """Return the days that can be meant: those on which all agree that was said of the day."""
    told: list[set[date]] = []
    if said.ahead is not None:
        told.append({today + said.ahead * _DAY})
    if said.days is not None:
        told.append({today + days * _DAY for days in said.days})
    if said.months is not None:
        told.append({today + relativedelta(months=said.months)})
    if said.date is not None:
        told.append(set(_dates(*said.date, today)))
    if said.day is not None:
        told.append(set(_days_of_month(said.day, today)))
    if said.weekday is not None:
        if told and said.which is None and said.weeks is None:
            told.append({day for days in told for day in days if day.weekday() == said.weekday})
        else:
            told.append(set(_weekdays(said, today)))
    if not told:
        return [today] if said.part is not None else []
    return sorted(set.intersection(*told))


def _weekdays(said: Parts, today: date) -> Iterator[date]:
    assert said.weekday is not None
    monday = today - today.weekday() * _DAY
    of_this_week = monday + said.weekday * _DAY
    coming = today + (said.weekday - today.weekday()) % 7 * _DAY
    if said.weeks is not None:
        weeks = said.weeks * 7 * _DAY
        # "Monday in two weeks": two weeks after the next one, or the Monday of the week then.
        yield from (coming + weeks, of_this_week + weeks)
    elif said.which == "NEXTWEEK":
        yield of_this_week + 7 * _DAY
    elif said.which == "THISWEEK":
        yield of_this_week
    elif said.which == "NEXT":
        yield from (coming if coming > today else coming + 7 * _DAY, of_this_week + 7 * _DAY)
    else:
        yield coming
        if coming == today and said.which is None:
            yield coming + 7 * _DAY


def _dates(year: int, month: int, day: int, today: date) -> Iterator[date]:
    for of_year in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(of_year, month, day)
        except ValueError:
            continue
        if year or found >= today:
            yield found
            return


def _days_of_month(day: int, today: date) -> Iterator[date]:
    """Yield the next such day of a month; today, it may be the next month's as well."""
    first = today.replace(day=1)
    for ahead in range(3):
        month = first + relativedelta(months=ahead)
        try:
            found = month.replace(day=day)
        except ValueError:
            continue
        if found >= today:
            yield found
            if found > today:
                return


def _clocks(said: Parts) -> list[tuple[time, timedelta]]:
    """Return the times of day that can be meant, each with how much later than the day it is."""
    clock = said.clock
    assert clock is not None
    found: list[tuple[int, int]] = []  # hours, and days later
    if clock.midnight:
        found = _midnights(said)
    elif clock.noon:
        found = [(12, 0)] if said.part in (None, "NOONISH") and said.meridiem is None else []
    elif said.meridiem is not None:
        found = _with_meridiem(clock, said)
    elif said.part is not None:
        found = _within(clock, said.part)
    elif clock.plain and not said.exact:
        found = [(12, 0), (0, 1)] if clock.hour == 12 else [(clock.hour, 0), (clock.hour + 12, 0)]
    elif clock.hour == 24:
        found = [(0, 1)] if _says_day(said) else [(0, 0)]
    else:
        found = [(clock.hour, 0)]
    return [(time(hour, clock.minute), days * _DAY) for hour, days in dict.fromkeys(found)]


def _midnights(said: Parts) -> list[tuple[int, int]]:
    if said.meridiem is not None or said.part not in (None, "EVENING", "NIGHT"):
        return []
    if not _says_day(said):
        return [(0, 0)]
    # Of a day it is the end or the beginning, of this evening or tonight the end.
    return [(0, 1)] if said.part or said.ahead == 0 else [(0, 0), (0, 1)]


def _with_meridiem(clock: Clock, said: Parts) -> list[tuple[int, int]]:
    afternoon = said.meridiem == "PM"
    if clock.hour > 12 or clock.hour == 0:
        # "20:00 pm" is said twice; "20:00 am" is nothing.
        hour = clock.hour if afternoon == (clock.hour >= 12) and clock.hour < 24 else None
    else:
        hour = clock.hour % 12 + (12 if afternoon else 0)
    if hour is None:
        return []
    if said.part is None:
        return [(hour, 0)]
    fits = _within(Clock(hour, clock.minute), said.part)
    return [found for found in fits if found[0] == hour]


# The hours of 24 that lie in a part of the day.
_HOURS = {
    "EARLY": range(6),
    "MORNING": range(1, 13),
    "NOONISH": range(11, 16),
    "AFTERNOON": range(12, 22),
    "EVENING": range(16, 24),
    "NIGHT": range(17, 24),
}


def _within(clock: Clock, part: str) -> list[tuple[int, int]]:
    """Return the hours that a clock may mean in a part of the day."""
    hours = [clock.hour] if not 1 <= clock.hour <= 12 else [clock.hour % 12, clock.hour % 12 + 12]
    if clock.hour == 24:
        hours = []
    elif clock.hour and not clock.plain and clock.hour < 12:
        hours = [clock.hour]
    found = [(hour, 0) for hour in hours if hour in _HOURS[part]]
    if part == "NIGHT":
        # After midnight: the night's first day or its second one.
        found += [
            (hour, days) for hour in hours if hour < 5 for days in ((1,) if hour == 0 else (0, 1))
        ]
    if part == "EVENING" and clock.hour in (12, 24):
        found = [(0, 1)]
    return found
