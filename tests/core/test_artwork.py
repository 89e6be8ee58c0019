"""An era beside a film's year: where they lie far apart, that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.core.types import Film, Identification, Match, YearEstimate

LOOK = YearEstimate(2004.0, 1950.0, 2012.0)
UNKNOWN = Identification("poster-lite", None, (), LOOK, ())


def of(year: int | None) -> Identification:
    return replace(UNKNOWN, match=Match(Film("Heat", year), 0.9))


@pytest.mark.parametrize(
    ("year", "said"), [(1942, "newer"), (1990, None), (2018, None), (2020, "older"), (None, None)]
)
def test_the_artwork_of_a_known_film(year: int | None, said: str | None) -> None:
    assert of(year).artwork == said
    assert replace(of(year), year=None).artwork is None


def test_a_films_likely_year_is_told_where_it_is_far_and_the_film_unknown() -> None:
    far, near = YearEstimate(1961.0, 1930.0, 1999.0), YearEstimate(1998.0, 1950.0, 2010.0)
    assert replace(UNKNOWN, film_year=far).notable_film_year == far
    assert replace(UNKNOWN, film_year=near).notable_film_year is None
    assert replace(of(1995), film_year=far).notable_film_year is None
    assert replace(of(None), film_year=far).notable_film_year == far
    assert UNKNOWN.artwork is None and UNKNOWN.notable_film_year is None


def test_the_command_line_and_the_bot_say_it() -> None:
    import discord

    from bot.identify import wording
    from marquee.identify import _look

    far = replace(UNKNOWN, film_year=YearEstimate(1961.0, 1930.0, 1999.0))
    assert _look(of(1942))[-1] == "The artwork looks newer than the film."
    assert "around 1961 (80 %: 1930-1999)" in _look(far)[-1]
    assert len(_look(of(2003))) == len(_look(UNKNOWN)) == 1
    for locale in (discord.Locale.american_english, discord.Locale.german, discord.Locale.french):
        assert wording.film_year(locale, UNKNOWN) == ""
        assert "1961" in wording.film_year(locale, far)
        newer, older = (wording.film_year(locale, of(year)) for year in (1942, 2024))
        assert newer.startswith("-# ") and newer != older != ""
