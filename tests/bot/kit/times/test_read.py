"""Times as members write them: what is meant, and what has to be asked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.kit.i18n import LANGUAGES
from bot.kit.times import words
from bot.kit.times.offer import called, offered
from bot.kit.times.read import Reading, read
from bot.kit.times.zones import Zone

BERLIN = Zone("Europe/Berlin", ZoneInfo("Europe/Berlin"))
# A Wednesday afternoon.
NOW = datetime(2026, 11, 25, 15, tzinfo=BERLIN.clock)
EXPRESSIONS = Path(__file__).parent / "expressions"


def _read(typed: str, language: str = "en", now: datetime = NOW) -> Reading:
    return read(typed, language, (BERLIN,), now)


def _told(reading: Reading) -> list[str]:
    """What a reading means, as the files of expressions write it; a question is ["?"]."""
    moment = reading.meant
    if moment is None:
        return ["?"]
    local = f"{moment.at.astimezone(BERLIN.clock):%Y-%m-%d %H:%M}"
    return [local, moment.rule] if moment.rule else [local]


def _rows(name: str) -> list[list[str]]:
    lines = (EXPRESSIONS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _choices(reading: Reading, zone: Zone = BERLIN) -> list[str]:
    return [f"{moment.at.astimezone(zone.clock):%d %H:%M}" for moment in reading.choices]


@pytest.mark.parametrize("name", ["before.tsv", "held_out.tsv"])
def test_nearly_all_are_right_and_none_is_wrong_without_a_word(name: str) -> None:
    rows = _rows(name)
    assert len(rows) == 150
    assert {language: sum(row[0] == language for row in rows) for language in LANGUAGES} == (
        dict.fromkeys(LANGUAGES, 30)
    )
    right = 0
    for language, typed, *meant in rows:
        told = _told(_read(typed, language))
        assert told in (meant, ["?"]), (language, typed)
        right += told == meant
    assert right >= 0.97 * len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_day_and_a_month_is_that_one(language: str) -> None:
    """As CLDR and people write them, with and without a point, in capitals."""
    after = NOW.date() + timedelta(days=1)
    for day, names in words.names(language, "days").items():
        date = next(d for n in range(7) if (d := after + timedelta(days=n)).weekday() == day)
        for name in names:
            for written in (f"{name} 20:30", f"{name.upper()}, 20h30", f"{name}. 20.30"):
                told = _told(_read(written, language))
                if day == NOW.weekday():
                    assert told == ["?"], written  # today's or the next one's
                else:
                    assert told == [f"{date} 20:30"], written
    for month, names in words.names(language, "months").items():
        year = 2026 if month > NOW.month else 2027
        for name in names:
            for written in (f"5 {name} 20:30", f"5. {name.capitalize()} 20h30"):
                assert _told(_read(written, language)) == [f"{year}-{month:02}-05 20:30"], written


def test_it_reads_every_language_that_marquee_speaks() -> None:
    assert set(words.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "8 to 9pm",
        "8-9pm",
        "8 - 10 pm",
        "8, 10 pm",
        "20:00-22:00",
        "from 8pm to 10pm",
        "Friday or Saturday 8pm",
        "Friday and Saturday 8pm",
        "Friday 20:00 Saturday",
        "not Friday 8pm",
        "until 8pm",
        "after 8pm",
        "last Friday 8pm",
        "8pm pm",
        "20:00 am",
        "8 in the morning pm",
        "8pm Berlin London",
        "25:00",
        "20:60",
        "31 Nov 8pm",
        "2026-02-30 20:00",
        "2026-03-30",
        "Friday Nov 28 8pm",
        "20h 31 novembre",
        "28.11.20 Uhr",
        "<t:x>",
        "<t:999999999999>",
        "every day at 8pm",
        "8pm " * 40,
    ],
)
def test_what_cannot_be_meant_is_no_moment(typed: str) -> None:
    assert _read(typed).meant is None


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("8", ["25 20:00", "26 08:00"]),
        ("tomorrow 8:30", ["26 08:30", "26 20:30"]),
        ("tomorrow at 12", ["26 12:00", "27 00:00"]),
        ("Wednesday 8pm", ["25 20:00", "02 20:00"]),
        ("next Friday 8pm", ["27 20:00", "04 20:00"]),
        ("midnight Friday", ["27 00:00", "28 00:00"]),
        ("12/5 8pm", ["05 20:00", "12 20:00"]),
        ("tomorrow", ["26 20:00", "26 19:00", "26 21:00"]),
        ("8pm CST", ["26 02:00", "26 03:00", "26 13:00"]),
        ("in 8 Tagen um 20 Uhr", ["02 20:00", "03 20:00"]),
        ("dans 15 jours à 20h", ["09 20:00", "10 20:00"]),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked(typed: str, choices: list[str]) -> None:
    reading = _read(typed)
    assert reading.meant is None
    assert _choices(reading) == choices


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        # In the words of another language than the member's.
        ("Freitag 20 Uhr", "en", "2026-11-27 20:00"),
        ("amanhã às 21h", "de", "2026-11-26 21:00"),
        ("tomorrow 20:30", "fr", "2026-11-26 20:30"),
        ("in 20h", "en", "2026-11-26 11:00"),
        ("+3h", "de", "2026-11-25 18:00"),
        ("+2d", "en", "2026-11-27 15:00"),
        ("2 D", "en", "2026-11-27 15:00"),
        ("90min", "en", "2026-11-25 16:30"),
        ("<t:1795816800:F>", "en", "2026-11-27 23:00"),
        ("5 dec 8pm", "en", "2026-12-05 20:00"),
        ("Fri, Nov 27, 2026, 8:00 PM 🎬", "en", "2026-11-27 20:00"),
        ("8pm tomorrow in Tokyo", "en", "2026-11-26 12:00"),
        ("2026-11-30T20:00:00Z", "en", "2026-11-30 21:00"),
        ("5 vor halb 9 abends", "de", "2026-11-25 20:25"),
        ("uebermorgen 20 Uhr", "de", "2026-11-27 20:00"),
        ("08:30", "en", "2026-11-26 08:30"),
        ("20:00h", "es", "2026-11-25 20:00"),
        ("20.30 hs", "es", "2026-11-25 20:30"),
        ("2030h", "en", "2026-11-25 20:30"),
        ("2026/12/05 20:00", "en", "2026-12-05 20:00"),
        ("semana que vem, sexta, 20h", "pt", "2026-12-04 20:00"),
        ("dia 1º às 20h", "pt", "2026-12-01 20:00"),
        ("am ersten Dezember um 20 Uhr", "de", "2026-12-01 20:00"),
        ("the first of December at 8pm", "en", "2026-12-01 20:00"),
    ],
)
def test_further_ones(typed: str, language: str, meant: str) -> None:
    assert _told(_read(typed, language)) == [meant]


def test_when_the_clock_is_put_forward_or_back() -> None:
    assert not _read("28.3.2027 02:30", "de").choices  # the clock never shows that
    before = datetime(2026, 10, 24, 15, tzinfo=BERLIN.clock)
    twice = _read("25.10. 02:30 Uhr", "de", before)
    assert [moment.at.hour for moment in twice.moments] == [0, 1]
    names = called(twice.moments, "de", BERLIN)
    assert [name[-6:] for name in names] == ["(CEST)", "02:30 (CET)"[-6:]]
    (tomorrow,) = _read("morgen 20 Uhr", "de", before).moments
    assert tomorrow.at - before.astimezone(UTC) == timedelta(hours=30)


def test_what_is_offered_while_somebody_types() -> None:
    def names(typed: str) -> list[str]:
        return called(offered(typed, "en", BERLIN, NOW), "en-GB", BERLIN)

    assert names("")[:2] == ["Wed 25 Nov, 20:00", "Thu 26 Nov, 20:00"]
    assert names("21:30")[:2] == ["Wed 25 Nov, 21:30", "Thu 26 Nov, 21:30"]
    assert names("tomorrow 8pm") == ["Thu 26 Nov, 20:00"]
    assert names("tomorrow 8") == ["Thu 26 Nov, 08:00", "Thu 26 Nov, 20:00"]
    assert names("8pm CST")[1] == "Wed 25 Nov, 20:00 (Chicago)"
    assert names("27:00") == names("2025-03-30 20:00") == []
