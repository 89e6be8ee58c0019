"""Time zones as people name them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.kit.times import zones
from bot.kit.times.zones import suggested, zone_of, zones_typed

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Berlin", ["Europe/Berlin"]),
        ("Lissabon", ["Europe/Lisbon"]),
        ("ciudad de méxico", ["America/Mexico_City"]),
        ("São Paulo", ["America/Sao_Paulo"]),
        ("München", ["Europe/Berlin"]),
        ("JST", ["UTC+9", "Asia/Tokyo"]),
        ("Atlantis", []),
    ],
)
def test_a_zone_by_its_city_or_abbreviation(typed: str, names: list[str]) -> None:
    assert [zone.name for zone in zones_typed(typed, "en")] == names


def test_suggested_zones() -> None:
    assert suggested("")[0] == "UTC"
    assert all(zone_of(zone) is not None for zone in suggested(""))
    assert suggested("new york") == ["America/New_York"]
    assert suggested("Lissab") == ["Europe/Lisbon"]
    assert suggested("UTC+3") == ["UTC+3"]
    assert suggested("nowhere") == []


def test_abbreviations_mean_what_the_database_of_zones_says() -> None:
    """Of those here that more than one zone uses with another offset, all but these are asked."""
    used: dict[str, set[timedelta]] = {}
    for name in available_timezones():
        for month in (1, 7):
            at = datetime(2026, month, 15, tzinfo=ZoneInfo(name))
            offset = at.utcoffset()
            if offset is not None:
                used.setdefault((at.tzname() or "").casefold(), set()).add(offset)
    table = zones._ABBREVIATIONS  # pyright: ignore[reportPrivateUsage]
    single = {name for name, meant in table.items() if len(meant) == 1}
    several = {name for name in single if len(used.get(name, ())) > 1}
    # Manila's clocks are called so as well; the file says why it is not asked.
    assert several == {"pst"}
    for name in single & used.keys():
        hours = table[name][0][1]
        assert timedelta(hours=hours) in used[name], name
