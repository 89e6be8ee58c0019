"""What TMDB told is found by its number, is another film's never, and goes in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.core.film_details import KEEP, REFRESH, FilmDetails
from services.core.types import Film
from services.store import Store, film_details

HEAT = Film("Heat", 1995, (), "tt0113277", 949)
NOW = datetime.now(UTC)
DETAILS = FilmDetails(NOW, "tt0113277", 170, ("Michael Mann",))


async def test_they_are_kept_by_number_films_and_series_apart(store: Store) -> None:
    async with store.session() as session:
        await film_details.keep(session, {949: replace(DETAILS, runtime=1)})
        await film_details.keep(session, {949: DETAILS})
        series = replace(DETAILS, imdb_id=None, runtime=50)
        await film_details.keep(session, {949: series}, series=True)
        assert await film_details.of(session, HEAT) == DETAILS
        fargo = Film("Fargo", 2014, series=True, tmdb_series_id=949)
        assert await film_details.of(session, fargo) == series
        assert await film_details.of(session, Film("Heat", 1995)) is None
        neighbour = Film("Casino", 1995, (), "tt0112641", 949)
        assert await film_details.of(session, neighbour) is None


async def test_they_are_asked_anew_in_time_and_let_go_after_six_months(store: Store) -> None:
    ages = {1: timedelta(0), 2: REFRESH + timedelta(days=1), 3: KEEP + timedelta(days=1)}
    async with store.session() as session:
        told = {n: replace(DETAILS, imdb_id=None, fetched_at=NOW - age) for n, age in ages.items()}
        await film_details.keep(session, told)
        assert await film_details.fresh(session, [1, 2, 3, 4]) == {1}
        assert await film_details.of(session, Film("Two", tmdb_id=2)) == told[2]
        assert await film_details.of(session, Film("Three", tmdb_id=3)) is None
        assert await film_details.let_go(session) == 1
        assert await film_details.let_go(session) == 0
