"""A list's film is a catalogue's by id, else by title and year; never another one."""

import pytest

from services.core.lists.matching import matched, same_film
from services.core.types import Film, Found

HEAT = Film("Heat", 1995, (), "tt0113277", 949)
THING_1982, THING_2011 = Film("The Thing", 1982, (), "tt0084787"), Film("The Thing", 2011)
AMELIE = Film("Amélie", 2001, titles=(("fr", "Le Fabuleux Destin d'Amélie Poulain"),))
ROCKY, ROCKY_TWO = Film("Rocky", 1976), Film("Rocky II", 1979)
SERIES = Film("Fargo", 2014, series=True)
FILMS = (HEAT, THING_1982, THING_2011, AMELIE, ROCKY, ROCKY_TWO, SERIES)


@pytest.mark.parametrize(
    ("meant", "right"),
    [
        (Film("Heat", 1995), HEAT),
        (Film("HEAT", 1996), HEAT),
        (Film("Heat", 1986), None),
        (Film("Heat", 1995, (), "tt0093164"), None),
        (Film("Heat", None, (), None, 949), HEAT),
        (Film("The Thing", 2011), THING_2011),
        (Film("Thing, The", 1982), THING_1982),
        (Film("The Thing"), None),
        (Film("Amelie", 2001), AMELIE),
        (Film("Le fabuleux destin d'Amelie Poulain", 2001), AMELIE),
        (Film("Rocky 2", 1979), ROCKY_TWO),
        (Film("Rocky III", 1979), None),
        (Film("Rocky I", 1977), None),
        (Film("Haet", 1995), None),
        (Film("Fargo", 2014), None),
    ],
)
def test_the_film_that_is_meant(meant: Film, right: Film | None) -> None:
    assert same_film(meant, FILMS) == right


def test_of_years_beside_each_other_the_same_one_is_meant() -> None:
    first, second = Film("It", 2016), Film("It", 2017)
    assert same_film(Film("It", 2017), (first, second)) == second
    assert same_film(Film("It", 2017), (first, Film("It", 2018))) is None


class Shelf:
    """A catalogue that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def film(self, key: str) -> Film | None:
        self.asked.append(key)
        return next((film for film in FILMS if key in film.named_keys), None)

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        self.asked.append(typed)
        return tuple(Found(film, 1.0) for film in FILMS)


async def test_ids_come_first_and_titles_are_asked_once_a_film() -> None:
    shelf = Shelf()
    meant = [Film("Otherwise", 1995, (), "tt0113277"), Film("Rocky 2", 1979), Film("Lost", 1950)]
    assert await matched(shelf, meant) == [HEAT, ROCKY_TWO, None]
    assert shelf.asked == ["tt0113277", "Rocky 2", "Lost"]


async def test_a_film_of_letterboxds_without_a_year_has_not_come_out() -> None:
    assert await matched(Shelf(), [Film("Heat")], undated=False) == [None]
    assert await matched(Shelf(), [Film("Heat")]) == [HEAT]
