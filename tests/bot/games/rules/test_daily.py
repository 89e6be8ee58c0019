"""The daily poster's rules: pictures, squares, days and streaks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.games.rules import daily
from bot.games.rules.daily import Try
from tests.bot.games.rules.helpers import question

WRONG, NEAR, MORE = Try("Ronin"), Try("Heats", near=True), Try()
RIGHT = Try("Heat", right=True)
TODAY = date(2026, 3, 29)
BERLIN = ZoneInfo("Europe/Berlin")


def test_six_pictures_and_then_the_poster() -> None:
    asked = daily.stepped(question(typed=True))
    assert len(asked.detail) == asked.steps == daily.STEPS == 6
    assert list(asked.detail) == sorted(set(asked.detail))
    assert asked.hints == ()
    assert daily.step([]) == 1
    assert daily.step([WRONG, MORE]) == 3
    assert daily.step([WRONG] * 5) == 6
    assert daily.step([WRONG] * 6) == daily.step([RIGHT]) == 7


@pytest.mark.parametrize(
    ("tries", "row", "over"),
    [
        ([], "⬜⬜⬜⬜⬜⬜", False),
        ([WRONG, NEAR, MORE], "🟥🟨🟦⬜⬜⬜", False),
        ([WRONG, RIGHT], "🟥🟩⬜⬜⬜⬜", True),
        ([WRONG] * 6, "🟥🟥🟥🟥🟥🟥", True),
        ([MORE] * 5 + [RIGHT], "🟦🟦🟦🟦🟦🟩", True),
    ],
)
def test_squares(tries: list[Try], row: str, over: bool) -> None:
    assert daily.squares(tries) == row
    assert daily.over(tries) is over


def test_the_day_is_the_servers() -> None:
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert daily.day_of(late, UTC) == date(2026, 3, 28)
    assert daily.day_of(late, BERLIN) == date(2026, 3, 29)
    # The night in which summer time begins has an hour less.
    begins = daily.next_at(date(2026, 3, 28), BERLIN)
    ends = daily.next_at(date(2026, 3, 29), BERLIN)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=23)


def _days(*ago: int) -> set[date]:
    return {TODAY - timedelta(days=days) for days in ago}


@pytest.mark.parametrize(
    ("ago", "now", "best"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1, 2), 2, 2),  # today is not over
        ((2, 3), 0, 2),  # yesterday was missed
        ((0, 1, 3, 4, 5), 2, 3),
    ],
)
def test_streaks(ago: tuple[int, ...], now: int, best: int) -> None:
    assert daily.streak(_days(*ago), TODAY) == now
    assert daily.best_streak(_days(*ago)) == best
