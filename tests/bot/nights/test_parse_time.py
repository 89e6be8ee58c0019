"""Times as members type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.nights.draft import hours_for
from bot.nights.parse_time import evenings, moment, zone_of, zones

BERLIN = ZoneInfo("Europe/Berlin")
# A Saturday; in Berlin it is 13:00, and the clocks change at 2:00 of the 29th.
NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("2026-03-30 20:00", "2026-03-30 18:00"),
        ("2026-03-28T20:00", "2026-03-28 19:00"),
        ("30.03.2026  20:00", "2026-03-30 18:00"),
        ("30/03/2026 20:00", "2026-03-30 18:00"),
        ("20:00", "2026-03-28 19:00"),
        ("20h30", "2026-03-28 19:30"),
        ("12:59", "2026-03-29 10:59"),
        ("+3h", "2026-03-28 15:00"),
        ("2 D", "2026-03-30 12:00"),
        ("90min", "2026-03-28 13:30"),
        ("<t:1774900800:F>", "2026-03-30 20:00"),
        ("<t:1774900800>", "2026-03-30 20:00"),
    ],
)
def test_a_moment(typed: str, there: str) -> None:
    found = moment(typed, BERLIN, NOW)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == there
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "25:00", "20:60", "2026-02-30 20:00", "2026-03-30", "<t:x>", "<t:999999999999>"],
)
def test_no_moment(typed: str) -> None:
    assert moment(typed, BERLIN, NOW) is None


def test_evenings_to_come() -> None:
    eights = evenings("", BERLIN, NOW)
    assert [f"{e.astimezone(BERLIN):%d %H:%M}" for e in eights[:2]] == ["28 20:00", "29 20:00"]
    assert eights[1] - eights[0] == timedelta(hours=23)  # the night of the clock change
    assert f"{evenings('9:15', BERLIN, NOW)[0]:%d %H:%M}" == "29 07:15"
    assert evenings("2026-03-30 20:00", BERLIN, NOW) == [datetime(2026, 3, 30, 18, tzinfo=UTC)]
    assert evenings("2025-03-30 20:00", BERLIN, NOW) == []
    assert evenings("27:00", BERLIN, NOW) == []


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("europe/berlin", 1),
        ("America/New York", -4),
        ("UTC", 0),
        ("UTC+2", 2),
        ("gmt-5", -5),
        ("+05:30", 5.5),
    ],
)
def test_a_zone(name: str, hours: float) -> None:
    zone = zone_of(name)
    assert zone is not None
    assert NOW.astimezone(zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("name", ["", "Berlin", "UTC+15", "../etc/passwd", "Etc/GMT+5"])
def test_no_zone(name: str) -> None:
    assert zone_of(name) is None


def test_suggested_zones() -> None:
    assert zones("")[0] == "UTC"
    assert all(zone_of(zone) is not None for zone in zones(""))
    assert zones("new york") == ["America/New_York"]
    assert zones("UTC+3") == ["UTC+3"]
    assert zones("nowhere") == []


@pytest.mark.parametrize(
    ("wanted", "ahead", "hours"),
    [
        (None, 72, 24),
        (None, 10, 9),
        (None, 1.05, None),
        (None, 1.2, 1),
        (48, 72, 48),
        (72, 72, None),
        (768, 800, 768),
    ],
)
def test_a_poll_ends_before_the_film(wanted: int | None, ahead: float, hours: int | None) -> None:
    assert hours_for(wanted, NOW + timedelta(hours=ahead), NOW) == hours
