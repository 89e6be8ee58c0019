"""Nights that recur keep the clock on the wall, whatever its zone does."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.kit.times.recurrence import first_after, next_after, repeat_of, rule_of
from bot.kit.times.said import Repeat

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("repeat", "rule"),
    [
        (Repeat(4), "FREQ=WEEKLY;BYDAY=FR"),
        (Repeat(0, every=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        (Repeat(6, nth=-1), "FREQ=MONTHLY;BYDAY=-1SU"),
    ],
)
def test_a_rule_says_what_it_was_made_of(repeat: Repeat, rule: str) -> None:
    assert rule_of(repeat) == rule
    assert repeat_of(rule) == repeat


def _nights(rule: str, clock: time, after: datetime, count: int) -> list[str]:
    found = []
    at = first_after(rule, clock, BERLIN, after)
    for _ in range(count):
        assert at is not None
        found.append(f"{at.astimezone(BERLIN):%a %d.%m. %H:%M %Z}")
        at = next_after(rule, at, BERLIN, at)
    return found


def test_every_friday_over_the_change_to_summer_time_and_back() -> None:
    friday = rule_of(Repeat(4))
    assert _nights(friday, time(20), datetime(2027, 3, 20, tzinfo=UTC), 3) == [
        "Fri 26.03. 20:00 CET",
        "Fri 02.04. 20:00 CEST",
        "Fri 09.04. 20:00 CEST",
    ]
    assert _nights(friday, time(20), datetime(2026, 10, 20, tzinfo=UTC), 2) == [
        "Fri 23.10. 20:00 CEST",
        "Fri 30.10. 20:00 CET",
    ]


def test_a_time_that_the_clock_never_shows_is_an_hour_later_that_once() -> None:
    sunday = rule_of(Repeat(6))
    at = first_after(sunday, time(2, 30), BERLIN, datetime(2027, 3, 20, tzinfo=UTC))
    nights = []
    for _ in range(3):
        assert at is not None
        nights.append(f"{at.astimezone(BERLIN):%d.%m. %H:%M}")
        at = next_after(sunday, at, BERLIN, at, clock=time(2, 30))
    assert nights == ["21.03. 02:30", "28.03. 03:30", "04.04. 02:30"]


def test_every_other_week_stays_in_step_after_a_long_sleep() -> None:
    other = rule_of(Repeat(4, every=2))
    last = datetime(2026, 11, 27, 19, tzinfo=UTC)
    woken = datetime(2026, 12, 12, tzinfo=UTC)
    at = next_after(other, last, BERLIN, woken)
    assert at is not None and f"{at:%m-%d}" == "12-25"


def test_every_other_week_begins_with_the_next_one() -> None:
    # Tuesday's bot is asked on a Wednesday: the Tuesday of this week is past.
    other = rule_of(Repeat(1, every=2))
    assert _nights(other, time(20), datetime(2026, 11, 25, 15, tzinfo=UTC), 3) == [
        "Tue 01.12. 20:00 CET",
        "Tue 15.12. 20:00 CET",
        "Tue 29.12. 20:00 CET",
    ]


def test_the_last_of_a_month() -> None:
    after = datetime(2026, 11, 1, tzinfo=UTC)
    assert _nights(rule_of(Repeat(4, nth=-1)), time(20), after, 3) == [
        "Fri 27.11. 20:00 CET",
        "Fri 25.12. 20:00 CET",
        "Fri 29.01. 20:00 CET",
    ]
