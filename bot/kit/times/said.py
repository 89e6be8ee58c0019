"""What a text says of a time, before anybody asks when that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it was said.

    Attributes:
        hour: 0 to 24.
        minute: 0 to 59.
        plain: Whether the hour alone does not tell morning from evening: 1 to 11 without a nought.
        midnight: Whether it was said in words that the day is over.
        noon: Whether noon was said in words.
    """

    hour: int
    minute: int = 0
    plain: bool = False
    midnight: bool = False
    noon: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a night recurs.

    Attributes:
        day: The day of the week, Monday is 0.
        every: Each so many weeks.
        nth: The so-maniest in a month in place of that; -1 is the last.
    """

    day: int
    every: int = 1
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What was said, None where nothing was.

    Attributes:
        clock: The time of day.
        meridiem: "AM" or "PM".
        part: The part of the day, such as "EVENING".
        ahead: Days from today.
        weekday: The day of the week, Monday is 0.
        which: What was said of that day: "NEXT", "THIS", "NEXTWEEK", "THISWEEK".
        weeks: Weeks after that.
        date: Year (0 for none), month and day.
        day: The day of a month.
        exact: Whether the date is as computers write it, with a clock of 24 hours.
        later: From now.
        days: Days from now, or in words that some take for one day less.
        months: Months from now.
        repeat: How often.
    """

    clock: Clock | None = None
    meridiem: str | None = None
    part: str | None = None
    ahead: int | None = None
    weekday: int | None = None
    which: str | None = None
    weeks: int | None = None
    date: tuple[int, int, int] | None = None
    day: int | None = None
    exact: bool | None = None
    later: timedelta | None = None
    days: tuple[int, ...] | None = None
    months: int | None = None
    repeat: Repeat | None = None
