"""Tokens put together: what a text says of the day, the clock and the repetition.

A text is understood where its tokens can all be used up, each part of a time said once. There may
be several ways, and each of them is returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

# What one pattern may add; a field that is there already is said twice, and no way.
Said = dict[str, object]


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


def parts(tokens: str, language: str) -> list[Parts]:
    """Return each way in which all the tokens say parts of one time."""
    return list(dict.fromkeys(_rest(f"{tokens} ", 0, Parts(), language)))


def _rest(tokens: str, at: int, so_far: Parts, language: str) -> Iterator[Parts]:
    if at == len(tokens):
        yield so_far
        return
    for pattern, said, only in _PATTERNS:
        if (only and language not in only) or not (found := pattern.match(tokens, at)):
            continue
        for more in said(found):
            if all(getattr(so_far, name) is None for name in more):
                yield from _rest(tokens, found.end(), replace(so_far, **more), language)  # pyright: ignore[reportArgumentType]


def _time(hour: str | int, minute: str | int = 0) -> list[Said]:
    """Say a clock time; none where there is no such time."""
    written = str(hour)
    whole, minutes = int(hour), int(minute)
    if whole > 24 or minutes > 59 or (whole == 24 and minutes):
        return []
    plain = 1 <= whole <= 11 and not written.startswith("0")
    return [{"clock": Clock(whole, minutes, plain)}]


def _minutes_to(minutes: int, hour: str) -> list[Said]:
    """Say a time so many minutes before the hour, below 0 after it."""
    total = int(hour) * 60 - minutes
    return _time(total // 60, total % 60) if total >= 0 else []


def _amount(words: str) -> float:
    return 0.5 if words == "HALF" else float(words.removeprefix("N"))


_MINUTES = {"HALF": 30, "QUARTER": 15, "THREEQ": 45}
_UNITS = {"MIN": "minutes", "HOUR": "hours"}


def _few(words: str) -> int:
    return _MINUTES[words] if words in _MINUTES else int(words.removeprefix("N"))


def _in(amount: float, unit: str, more: float = 0) -> list[Said]:
    """Say so much time from now."""
    if unit in _UNITS:
        return [{"later": timedelta(**{_UNITS[unit]: amount + more})}]
    if unit == "MONTH":
        return [{"months": int(amount)}] if amount == int(amount) else []
    days = amount * (7 if unit == "WEEK" else 1)
    return [{"days": (int(days),)}] if days == int(days) else []


def _idiom(days: int) -> list[Said]:
    # "In acht Tagen", "dans quinze jours": to many a week and two, in which both days are counted.
    return [{"days": (days - 1, days)}]


def _midday(minutes: int = 0) -> list[Said]:
    return [{"clock": Clock(12, minutes, noon=True)}]


def _hours_and_minutes(found: re.Match[str]) -> list[Said]:
    return [{"later": timedelta(hours=int(found[1]), minutes=int(found[2]))}]


def _date(found: re.Match[str]) -> list[Said]:
    said: Said = {"date": (int(found[1]), int(found[2]), int(found[3]))}
    return [said | ({"exact": True} if found[4] else {})]


def _repeat(day: str, every: int = 1, nth: int | None = None) -> list[Said]:
    if not 1 <= every <= 8 or nth == 0:
        return []
    return [{"repeat": Repeat(int(day), every, nth)}]


_N = r"N(\d+)"
_FEW = r"(N\d+|HALF|QUARTER)"
_UNIT = r"(MIN|HOUR|DAY|WEEK|MONTH)"
_SPOKEN = r"(?:OCLOCK )?(?:HOUR )?"
_LATIN = ("fr", "es", "pt")
# Pattern, what it says, and the languages in which it does (all where there are none).
_PATTERNS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str]], list[Said]], tuple[str, ...]], ...
]
_PATTERNS = tuple(
    (re.compile(pattern + r" "), said, only)
    for pattern, said, only in (
        # The time of day.
        (r"(?:AT )?C(\d+):(\d+)(?: OCLOCK)?(?: HOUR)?", lambda f: _time(f[1], f[2]), ()),
        (r"(?:AT )?H(\d+):(\d+)", lambda f: _time(f[1], f[2]), ()),
        (r"(?:AT )?HH(\d+)", lambda f: _time(f[1]), ()),
        (r"(?:AT )?F(\d{1,2})(\d\d)(?: OCLOCK)?(?: HOUR)?", lambda f: _time(f[1], f[2]), ()),
        (rf"(?:AT )?{_N}", lambda f: _time(f[1]), ()),
        (rf"(?:AT )?{_N} OCLOCK(?: HOUR)?", lambda f: _time(f[1]), ()),
        (rf"(?:AT )?N1 HOUR", lambda f: _time(1), ("fr",)),
        (rf"(?:AT )?{_N} {_SPOKEN}N([0-5]\d)(?: MIN)?", lambda f: _time(f[1], f[2]), ()),
        (rf"(?:AT )?{_N} OCLOCK N(\d)(?: MIN)?", lambda f: _time(f[1], f[2]), ()),
        (rf"(?:AT )?{_N} {_SPOKEN}AND {_FEW}(?: MIN)?", lambda f: _time(f[1], _few(f[2])), _LATIN),
        (
            rf"(?:AT )?{_N} {_SPOKEN}MINUS {_FEW}(?: MIN)?",
            lambda f: _minutes_to(_few(f[2]), f[1]),
            _LATIN,
        ),
        (r"(?:AT )?HH(\d+) AND (HALF|QUARTER)", lambda f: _time(f[1], _few(f[2])), _LATIN),
        (
            r"(?:AT )?HH(\d+) MINUS (QUARTER|N\d+)",
            lambda f: _minutes_to(_few(f[2]), f[1]),
            _LATIN,
        ),
        (
            rf"(?:AT )?{_FEW}(?: MIN)? PAST {_N}(?: OCLOCK)?",
            lambda f: _time(f[2], _few(f[1])),
            ("en", "de"),
        ),
        (
            rf"(?:AT )?{_FEW}(?: MIN)? TO {_N}(?: OCLOCK)?(?: HOUR)?",
            lambda f: _minutes_to(_few(f[1]), f[2]),
            (),
        ),
        (rf"(?:AT )?HALF {_N}", lambda f: _time(f[1], 30), ("en",)),
        (rf"(?:AT )?HALF {_N}(?: OCLOCK)?", lambda f: _minutes_to(30, f[1]), ("de",)),
        (rf"(?:AT )?THREEQ {_N}(?: OCLOCK)?", lambda f: _minutes_to(15, f[1]), ("de",)),
        (rf"(?:AT )?{_N} TO HALF {_N}", lambda f: _minutes_to(30 + int(f[1]), f[2]), ("de",)),
        (rf"(?:AT )?{_N} PAST HALF {_N}", lambda f: _minutes_to(30 - int(f[1]), f[2]), ("de",)),
        (r"(?:AT )?NOON(?: AND (HALF|QUARTER))?", lambda f: _midday(_few(f[1]) if f[1] else 0), ()),
        (r"(?:AT )?MIDNIGHT", lambda f: [{"clock": Clock(24, midnight=True)}], ()),
        (r"(AM|PM)", lambda f: [{"meridiem": f[1]}], ()),
        (
            r"(MORNING|EARLY|AFTERNOON|EVENING|NIGHT|NOONISH)",
            lambda f: [{"part": f[1]}],
            (),
        ),
        # The day.
        (r"TODAY", lambda f: [{"ahead": 0}], ()),
        (r"TOMORROW", lambda f: [{"ahead": 1}], ()),
        (r"AFTERTOM", lambda f: [{"ahead": 2}], ()),
        (r"YESTERDAY", lambda f: [{"ahead": -1}], ()),
        (r"(?:THE )?WD(\d)", lambda f: [{"weekday": int(f[1])}], ()),
        (
            r"(?:THE )?(NEXT|THIS|NEXTWEEK|THISWEEK) (?:THE )?WD(\d)",
            lambda f: [{"weekday": int(f[2]), "which": f[1]}],
            (),
        ),
        (
            r"(?:THE )?WD(\d) (NEXT|THIS|NEXTWEEK|THISWEEK)",
            lambda f: [{"weekday": int(f[1]), "which": f[2]}],
            (),
        ),
        (r"(?:THE )?WD(\d) WEEK", lambda f: [{"weekday": int(f[1]), "weeks": 1}], ("en",)),
        (r"WD(\d) PLUSWEEK", lambda f: [{"weekday": int(f[1]), "weeks": 1}], ()),
        (r"WD(\d) PLUSWEEK PLUSWEEK", lambda f: [{"weekday": int(f[1]), "weeks": 2}], ()),
        (r"(TODAY|TOMORROW) WEEK", lambda f: [{"days": (7 + (f[1] == "TOMORROW"),)}], ("en",)),
        (r"(TODAY|TOMORROW) PLUSWEEK", lambda f: [{"days": (7 + (f[1] == "TOMORROW"),)}], ()),
        (
            rf"{_N} WEEK (?:FROM )?(?:AT )?WD(\d)",
            lambda f: [{"weekday": int(f[2]), "weeks": int(f[1])}],
            ("en",),
        ),
        (
            rf"{_N} (DAY|WEEK) FROM (TODAY|TOMORROW)",
            lambda f: [
                {"days": (int(f[1]) * (7 if f[2] == "WEEK" else 1) + (f[3] == "TOMORROW"),)}
            ],
            ("en",),
        ),
        (
            rf"WD(\d) IN {_N} WEEK",
            lambda f: [{"weekday": int(f[1]), "weeks": int(f[2])}],
            (),
        ),
        (
            rf"IN {_N} WEEK (?:THE )?WD(\d)",
            lambda f: [{"weekday": int(f[2]), "weeks": int(f[1])}],
            (),
        ),
        (rf"TODAY IN {_N} WEEK", lambda f: _in(int(f[1]), "WEEK"), ("de",)),
        (r"D(\d+)-(\d+)-(\d+)( ISO)?", _date, ()),
        (
            r"(?:THE |DOM )?(?:N|O)(\d+) MON(\d+)(?: F(\d{4}))?",
            lambda f: [{"date": (int(f[3] or 0), int(f[2]), int(f[1]))}],
            (),
        ),
        (
            r"MON(\d+) (?:THE )?(?:N|O)(\d+)(?: F(\d{4}))?",
            lambda f: [{"date": (int(f[3] or 0), int(f[1]), int(f[2]))}],
            ("en",),
        ),
        (r"(?:THE )?O(\d+)", lambda f: [{"day": int(f[1])}], ()),
        (r"(?:THE|DOM) N(\d+)", lambda f: [{"day": int(f[1])}], _LATIN),
        (
            r"(?:THE )?WD(\d) (?:THE |DOM )?(?:N|O)(\d+)",
            lambda f: [{"weekday": int(f[1]), "day": int(f[2])}],
            (),
        ),
        (r"ORD1 MON(\d+)", lambda f: [{"date": (0, int(f[1]), 1)}], _LATIN),
        (r"(?:THE )ORD1", lambda f: [{"day": 1}], ("fr",)),
        # From now.
        (
            rf"IN (N[\d.]+|HALF) {_UNIT}(?: AND (HALF))?",
            lambda f: _in(_amount(f[1]), f[2], 0.5 if f[3] else 0),
            (),
        ),
        (rf"(N[\d.]+|HALF) {_UNIT} FROMNOW", lambda f: _in(_amount(f[1]), f[2]), ()),
        (
            rf"IN {_N} AND HALF (HOUR|DAY|WEEK)",
            lambda f: _in(int(f[1]) + 0.5, f[2]),
            (),
        ),
        (
            rf"IN {_N} OCLOCK HOUR(?: AND (HALF))?",
            lambda f: _in(int(f[1]), "HOUR", bool(f[2]) / 2),
            _LATIN,
        ),
        (
            rf"IN {_N} OCLOCK HOUR (?:AND )?{_N} MIN",
            lambda f: [{"later": timedelta(hours=int(f[1]), minutes=int(f[2]))}],
            _LATIN,
        ),
        (r"IN QUARTER HOUR", lambda f: _in(15, "MIN"), ()),
        (r"IN THREEQ HOUR", lambda f: _in(45, "MIN"), ()),
        (
            rf"IN {_N} HOUR (?:AND )?{_N} MIN",
            lambda f: [{"later": timedelta(hours=int(f[1]), minutes=int(f[2]))}],
            (),
        ),
        (r"IN HH(\d+)", lambda f: _in(int(f[1]), "HOUR"), ()),
        (r"IN HH(\d+) AND HALF", lambda f: _in(int(f[1]) + 0.5, "HOUR"), ()),
        (r"IN H(\d+):(\d+)", _hours_and_minutes, ()),
        (r"IN N8 DAY", lambda f: _idiom(8), ("de", *_LATIN)),
        (r"IN N15 DAY", lambda f: _idiom(15), _LATIN),
        # Again and again.
        (r"(?:EVERY )?WDS(\d)", lambda f: _repeat(f[1]), ()),
        (r"EVERY WD(\d)", lambda f: _repeat(f[1]), ()),
        (r"EVERY (?:OTHER|ORD2) WDS?(\d)", lambda f: _repeat(f[1], 2), ("en", "de", "fr")),
        (rf"EVERY {_N} WDS?(\d)", lambda f: _repeat(f[2], int(f[1])), ()),
        (r"EVERY (?:OTHER|ORD2) WEEK (?:THE )?WDS?(\d)", lambda f: _repeat(f[1], 2), ()),
        (rf"EVERY {_N} WEEK (?:THE )?WDS?(\d)", lambda f: _repeat(f[2], int(f[1])), ()),
        (r"(?:THE )?WDS?(\d) EVERY (?:OTHER|ORD2) WEEK", lambda f: _repeat(f[1], 2), ()),
        (rf"(?:THE )?WDS?(\d) EVERY {_N} WEEK", lambda f: _repeat(f[1], int(f[2])), ()),
        (r"(?:EVERY WEEK|WEEKLY) (?:THE )?WDS?(\d)", lambda f: _repeat(f[1]), ()),
        (r"(?:THE )?WDS?(\d) (?:EVERY WEEK|WEEKLY)", lambda f: _repeat(f[1]), ()),
        (
            r"(?:EVERY )?(?:THE )?ORD(-?\d) WD(\d) OFMONTH",
            lambda f: _repeat(f[2], 1, int(f[1])),
            (),
        ),
        (r"EVERY ORD([134]|-1) WD(\d)", lambda f: _repeat(f[2], 1, int(f[1])), ("de", "fr")),
        # What only leads to what follows.
        (r"(?:AT|THE)", lambda f: [{}], ()),
    )
)
