"""How tokens follow each other in what people say of times, and what that says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.kit.times.said import Clock, Repeat

# Fields of `Parts`; one that is there already is said twice, and no way.
Said = dict[str, Any]
# A pattern, what it says, and the languages in which it does (all where there are none).
_Pattern = tuple[str, Callable[[re.Match[str]], list[Said]], tuple[str, ...]]
_N = r"N(\d+)w?"
_FEW = r"(N\d+w?|HALF|QUARTER)"
_UNIT = r"(MIN|HOUR|DAY|WEEK|MONTH)"
_SPOKEN = r"(?:OCLOCK )?(?:HOUR )?"
_LATIN = ("fr", "es", "pt")


def _time(hour: str | int, minute: str | int = 0) -> list[Said]:
    """Say a clock time; none where there is no such time."""
    written = str(hour)
    whole, minutes = int(hour), int(minute)
    if whole > 24 or minutes > 59 or (whole == 24 and minutes):
        return []
    plain = 1 <= whole <= 11 and not written.startswith("0")
    return [{"clock": Clock(whole, minutes, plain)}]


def _bare(hour: str) -> list[Said]:
    """Say an hour by its number and no more."""
    return [{"clock": Clock(12, plain=True)}] if hour == "12" else _time(hour)


def _minutes_to(minutes: int, hour: str) -> list[Said]:
    """Say a time so many minutes before the hour, below 0 after it."""
    total = int(hour) * 60 - minutes
    return _time(total // 60, total % 60) if total >= 0 else []


def _amount(words: str) -> float:
    return 0.5 if words == "HALF" else float(words.strip("Nw"))


_MINUTES = {"HALF": 30, "QUARTER": 15, "THREEQ": 45}
_UNITS = {"MIN": "minutes", "HOUR": "hours"}


def _few(words: str) -> int:
    return _MINUTES[words] if words in _MINUTES else int(words.strip("Nw"))


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


_N = r"N(\d+)w?"
_FEW = r"(N\d+w?|HALF|QUARTER)"
_UNIT = r"(MIN|HOUR|DAY|WEEK|MONTH)"
_SPOKEN = r"(?:OCLOCK )?(?:HOUR )?"
_LATIN = ("fr", "es", "pt")
_CLOCKS: tuple[_Pattern, ...] = (
    (r"(?:AT )?C(\d+):(\d+)(?: OCLOCK)?(?: HOUR)?", lambda f: _time(f[1], f[2]), ()),
    (r"(?:AT )?H(\d+):(\d+)", lambda f: _time(f[1], f[2]), ()),
    (r"(?:AT )?HH(\d+)", lambda f: _time(f[1]), ()),
    (r"(?:AT )?F(\d{1,2})(\d\d)(?: OCLOCK)?(?: HOUR)?", lambda f: _time(f[1], f[2]), ()),
    # The number alone leaves open whether "12" is noon or midnight.
    (rf"(?:AT )?{_N}", lambda f: _bare(f[1]), ()),
    (rf"(?:AT )?{_N} OCLOCK(?: HOUR)?", lambda f: _time(f[1]), ()),
    (r"(?:AT )?N1w? HOUR", lambda f: _time(1), ("fr",)),
    (rf"(?:AT )?{_N} {_SPOKEN}N([0-5]\d)w?(?: MIN)?", lambda f: _time(f[1], f[2]), ()),
    (rf"(?:AT )?{_N} OCLOCK N(\d)w?(?: MIN)?", lambda f: _time(f[1], f[2]), ()),
    (rf"(?:AT )?{_N} {_SPOKEN}AND {_FEW}(?: MIN)?", lambda f: _time(f[1], _few(f[2])), _LATIN),
    (
        rf"(?:AT )?{_N} {_SPOKEN}MINUS {_FEW}(?: MIN)?",
        lambda f: _minutes_to(_few(f[2]), f[1]),
        _LATIN,
    ),
    (r"(?:AT )?HH(\d+) AND (HALF|QUARTER)", lambda f: _time(f[1], _few(f[2])), _LATIN),
    (
        r"(?:AT )?HH(\d+) MINUS (QUARTER|N\d+w?)",
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
        ("de", "es", "pt"),
    ),
    # In digits, "8 to 9" is from eight to nine.
    (
        rf"(?:AT )?(HALF|QUARTER|N\d+w?(?= MIN)|N\d+w)(?: MIN)? TO {_N}(?: OCLOCK)?",
        lambda f: _minutes_to(_few(f[1]), f[2]),
        ("en",),
    ),
    (rf"(?:AT )?HALF {_N}", lambda f: _time(f[1], 30), ("en",)),
    (rf"(?:AT )?HALF {_N}(?: OCLOCK)?", lambda f: _minutes_to(30, f[1]), ("de",)),
    (rf"(?:AT )?THREEQ {_N}(?: OCLOCK)?", lambda f: _minutes_to(15, f[1]), ("de",)),
    (rf"(?:AT )?{_N} TO HALF {_N}", lambda f: _minutes_to(30 + int(f[1]), f[2]), ("de",)),
    (rf"(?:AT )?{_N} PAST HALF {_N}", lambda f: _minutes_to(30 - int(f[1]), f[2]), ("de",)),
    (r"(?:AT )?NOON(?: AND (HALF|QUARTER))?", lambda f: _midday(_few(f[1]) if f[1] else 0), ()),
    (r"(?:AT )?MIDNIGHT", lambda f: [{"clock": Clock(24, midnight=True)}], ()),
)
_OTHERS: tuple[_Pattern, ...] = (
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
        r"(?:THE )?(NEXT|THIS|NEXTWEEK|THISWEEK) (?:SEP )?(?:THE )?WD(\d)",
        lambda f: [{"weekday": int(f[2]), "which": f[1]}],
        (),
    ),
    (
        r"(?:THE )?WD(\d) (?:SEP )?(NEXT|THIS|NEXTWEEK|THISWEEK)",
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
        lambda f: [{"days": (int(f[1]) * (7 if f[2] == "WEEK" else 1) + (f[3] == "TOMORROW"),)}],
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
        r"(?:THE |DOM )?(?:N|O)(\d+)w? MON(\d+)(?: (?:SEP )?F(\d{4}))?",
        lambda f: [{"date": (int(f[3] or 0), int(f[2]), int(f[1]))}],
        (),
    ),
    (
        r"MON(\d+) (?:THE )?(?:N|O)(\d+)w?(?: (?:SEP )?F(\d{4}))?",
        lambda f: [{"date": (int(f[3] or 0), int(f[1]), int(f[2]))}],
        ("en",),
    ),
    (r"(?:THE |DOM )?O(\d+)", lambda f: [{"day": int(f[1])}], ()),
    (r"(?:THE|DOM) N(\d+)w?", lambda f: [{"day": int(f[1])}], _LATIN),
    (
        r"(?:THE )?WD(\d) (?:SEP )?(?:THE |DOM )?(?:N|O)(\d+)w?",
        lambda f: [{"weekday": int(f[1]), "day": int(f[2])}],
        (),
    ),
    (r"(?:THE )?ORD([1-4]) MON(\d+)", lambda f: [{"date": (0, int(f[2]), int(f[1]))}], ()),
    (r"(?:THE )ORD1", lambda f: [{"day": 1}], ("fr",)),
    # From now.
    (
        rf"IN (N[\d.]+w?|HALF) {_UNIT}(?: AND (HALF))?",
        lambda f: _in(_amount(f[1]), f[2], 0.5 if f[3] else 0),
        (),
    ),
    (rf"(N[\d.]+w?|HALF) {_UNIT} FROMNOW", lambda f: _in(_amount(f[1]), f[2]), ()),
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
    (r"HH(\d+) FROMNOW", lambda f: _in(int(f[1]), "HOUR"), ()),
    (r"IN HH(\d+) AND HALF", lambda f: _in(int(f[1]) + 0.5, "HOUR"), ()),
    (r"IN H(\d+):(\d+)", _hours_and_minutes, ()),
    (r"IN N8w? DAY", lambda f: _idiom(8), ("de", *_LATIN)),
    (r"IN N15w? DAY", lambda f: _idiom(15), _LATIN),
    # Again and again.
    (r"(?:EVERY )?WDS(\d)", lambda f: _repeat(f[1]), ()),
    (r"EVERY WD(\d)", lambda f: _repeat(f[1]), ()),
    (r"EVERY (?:OTHER|ORD2) WDS?(\d)", lambda f: _repeat(f[1], 2), ("en", "de", "fr")),
    (rf"EVERY {_N} WDS?(\d)", lambda f: _repeat(f[2], int(f[1])), ()),
    (r"EVERY (?:OTHER|ORD2) WEEK (?:THE )?WDS?(\d)", lambda f: _repeat(f[1], 2), ()),
    (rf"EVERY {_N} WEEK (?:THE )?WDS?(\d)", lambda f: _repeat(f[2], int(f[1])), ()),
    (r"(?:THE )?WDS?(\d) EVERY (?:OTHER|ORD2) WEEK", lambda f: _repeat(f[1], 2), ()),
    (rf"(?:THE )?WDS?(\d) EVERY {_N} WEEK", lambda f: _repeat(f[1], int(f[2])), ()),
    # Fourteen days, or fifteen where both ends are counted.
    (r"EVERY N1[45]w? DAY (?:THE )?WDS?(\d)", lambda f: _repeat(f[1], 2), ()),
    (r"(?:EVERY WEEK|WEEKLY) (?:THE )?WDS?(\d)", lambda f: _repeat(f[1]), ()),
    (r"(?:THE )?WDS?(\d) (?:EVERY WEEK|WEEKLY)", lambda f: _repeat(f[1]), ()),
    (
        r"EVERY ORD(-?\d) WD(\d)(?: OFMONTH)",
        lambda f: _repeat(f[2], 1, int(f[1])),
        (),
    ),
    (r"(?:THE )?ORD(-?\d) WD(\d) EACHMONTH", lambda f: _repeat(f[2], 1, int(f[1])), ()),
    (r"EVERY ORD([134]|-1) WD(\d)", lambda f: _repeat(f[2], 1, int(f[1])), ("de", "fr")),
    # What only leads to what follows, and a zone, which the lexer keeps.
    (r"(?:IN |FROM )?ZONE", lambda f: [{}], ()),
    (r"(?:AT|THE|SEP)", lambda f: [{}], ()),
)
PATTERNS = (
    # What is said of morning and evening by two letters belongs to the number before it.
    *((re.compile(rf"{clock}(?: (?P<half>AM|PM))? "), said, only) for clock, said, only in _CLOCKS),
    *((re.compile(rf"{pattern} "), said, only) for pattern, said, only in _OTHERS),
)
