"""A film has titles in several languages, and stays the same film."""

from __future__ import annotations

from dataclasses import replace

from services.core.types import Film, Identification, Match, Neighbour, SeenPoster
from services.inference.wire import identification_from_json, identification_to_json

FILM = Film("Spirited Away", 2001, imdb_id="tt0245429", titles=(("de", "Chihiros Reise"),))
NAMELESS = Film("Heat", 1995, titles=(("fr", "Chaleur"),))


def test_a_title_in_a_language_that_it_has() -> None:
    assert FILM.in_language("de").label == "Chihiros Reise (2001)"
    assert FILM.in_language("es") is FILM
    # Its key stays, also where the title is all that it has of one.
    assert NAMELESS.in_language("fr").key == NAMELESS.key == "Heat (1995)"
    assert replace(FILM, titles=()) == FILM


def test_titles_are_facts_that_travel_where_there_are_any() -> None:
    assert FILM.to_json()["titles"] == {"de": "Chihiros Reise"}
    assert "titles" not in Film("Heat").to_json()
    assert Film.from_json(FILM.to_json()).titles == FILM.titles == FILM.checked().titles
    odd = {"title": "Heat", "titles": {"de": 7, "xxx": "Hitze", "fr": " ", "es": "Calor"}}
    assert Film.from_json(odd).titles == (("es", "Calor"),)
    assert Film.from_json({"title": "Heat", "titles": ["Hitze"]}).titles == ()


def test_every_film_of_an_answer_is_named_in_the_language() -> None:
    match = Match(FILM, 0.99)
    answer = Identification(
        "poster-lite",
        match,
        (Neighbour(NAMELESS, 0.5),),
        None,
        (),
        perhaps=match,
        posters=(SeenPoster(match=match, corners=()),),
    )
    told = identification_from_json(identification_to_json(answer)).in_language("de")
    assert told.match is not None
    assert told.match.film.title == "Chihiros Reise"
    assert told.neighbours[0].film.title == "Heat"
    assert told.in_language("fr").neighbours[0].film.title == "Chaleur"
    (seen,) = told.posters
    assert seen.match is not None
    assert seen.match.film.title == "Chihiros Reise"
