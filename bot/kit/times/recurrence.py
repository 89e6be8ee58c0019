"""Nights that recur: a rule as RFC 5545 writes it, by the clock on the wall of one zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from dateutil import tz
from dateutil.rrule import rrulestr

from bot.kit.times.said import Repeat

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(repeat: Repeat) -> str:
    """Return the rule, such as "FREQ=WEEKLY;BYDAY=FR"."""
    day = _DAYS[repeat.day]
    if repeat.nth is not None:
        return f"FREQ=MONTHLY;BYDAY={repeat.nth}{day}"
    every = f"INTERVAL={repeat.every};" if repeat.every > 1 else ""
    return f"FREQ=WEEKLY;{every}BYDAY={day}"


def repeat_of(rule: str) -> Repeat:
    """Return what a rule of `rule_of` says. Raises ValueError for another one."""
    told = dict(part.split("=", 1) for part in rule.split(";"))
    day = told["BYDAY"]
    nth = int(day[:-2]) if day[:-2] else None
    return Repeat(_DAYS.index(day[-2:]), int(told.get("INTERVAL", 1)), nth)


def first_after(rule: str, clock: time, zone: tzinfo, after: datetime) -> datetime | None:
    """Return the first moment by a rule later than `after`, in UTC; None where there is none.

    Args:
        rule: Of `rule_of`.
        clock: What the clock shows.
        zone: Where it hangs.
        after: With a time zone.
    """
    # From the day before, for a clock that is put back shows some times twice.
    begin = after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    # Of every other week, the first one is the next: from there they are counted.
    each = rule_of(replace(repeat_of(rule), every=1))
    return _next(each, datetime.combine(begin.date(), clock), zone, after)


def next_after(
    rule: str, last: datetime, zone: tzinfo, after: datetime, *, clock: time | None = None
) -> datetime | None:
    """Return the next moment by a rule after `last`, one of its moments, and later than `after`.

    The clock on the wall stays as it was, whatever its zone does in between.

    Args:
        rule: Of `rule_of`.
        last: Where the count of weeks begins.
        zone: Where the clock hangs.
        after: With a time zone.
        clock: What it shows, where `last` may have been moved by a clock that was put forward.
    """
    begin = last.astimezone(zone).replace(tzinfo=None, fold=0)
    if clock is not None:
        begin = datetime.combine(begin.date(), clock)
    return _next(rule, begin, zone, max(after, last))


def _next(rule: str, begin: datetime, zone: tzinfo, after: datetime) -> datetime | None:
    for local in rrulestr(rule, dtstart=begin):
        at = on_the_wall(local, zone)
        if at > after:
            return at
    return None


def on_the_wall(local: datetime, zone: tzinfo) -> datetime:
    """Return when a clock shows that, in UTC.

    Where the clock is put forward over it, it is as much later; where it is put back, the first.
    """
    return tz.resolve_imaginary(local.replace(tzinfo=zone)).astimezone(UTC)
