"""A night before its poll."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.nights.draft import hours_for

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)


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
