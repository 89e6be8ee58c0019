from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files

import pytest

from benchmarks.titles import checked, crossed, pairs
from bot.games.rules.checking import FOUND
from bot.games.rules.titles import check
from services.catalogue.search import TitleIndex
from services.core.text_folding import fold
from services.core.titles.names import whole_names
from services.core.types import Film, Found


@pytest.fixture(scope="module")
def starter() -> list[Film]:
    lines = files("services.starter").joinpath("catalogue/poster-lite/films.jsonl")
    rows = [Film.from_json(json.loads(line)) for line in lines.read_text("utf-8").splitlines()]
    # A film has a row a picture.
    return list({film.key: film for film in rows}.values())


@pytest.mark.slow
def test_titles_as_people_type_them(starter: list[Film]) -> None:
    given = pairs()
    assert len(given) >= 300
    assert 0.3 < sum(pair.accepted for pair in given) / len(given) < 0.7
    answers = checked(given, starter)
    assert [pair for pair, said in answers if said and not pair.accepted] == []
    right = sum(said == pair.accepted for pair, said in answers)
    assert right / len(answers) >= 0.98


def test_no_title_of_another_film_is_accepted(starter: list[Film]) -> None:
    answers = crossed(starter, 60, seed=1)
    assert len(answers) > 200
    assert [(film.label, other.label) for film, other, said in answers if said] == []


def test_every_films_own_title_is_accepted(starter: list[Film]) -> None:
    for film in starter:
        for whole in whole_names(film.title):
            assert check(film, whole.folded, found=()).right, film.label
        assert check(film, film.title.upper(), found=()).right, film.label
        if film.year is not None:
            assert check(film, f"{film.title} ({film.year})", found=()).right, film.label


def test_no_common_word_of_a_longer_title_is_enough(starter: list[Film]) -> None:
    index = TitleIndex(starter)
    held = Counter(word for film in starter for word in set(fold(film.title).split()))
    tried = 0
    for film in starter[::30]:
        names = whole_names(film.title)
        # A name in brackets may itself be one word; "Godfather" is the whole of "The Godfather".
        if any(len(name.plain) < 2 for name in names):
            continue
        for word in {word for name in names for word in name.plain if held[word] > 1}:
            assert not check(film, word, found=index.complete(word, FOUND)).right, film.label
            assert not check(film, word).right, film.label
            tried += 1
    assert tried > 200


@pytest.mark.parametrize("typed", ["", "   ", "...", "🎬", "the", "a", "1", "(1995)", "\x00", "'"])
def test_nothing_to_go_by_is_wrong(typed: str) -> None:
    assert not check(Film("The One I Love", 2014), typed).right


def test_a_very_long_text_is_wrong_and_quick() -> None:
    answer = check(Film("Heat", 1995), "heat " * 100_000)
    assert not answer.right


def test_another_films_exact_title_is_not_accepted() -> None:
    film = Film("The Ring", 2002)
    assert check(film, "ring").right
    assert not check(film, "ring", rivals=["Ring (Ringu)"]).right
    assert check(film, "the ring", rivals=["Ring (Ringu)"]).right
    other = Found(Film("Ring (Ringu)", 1998, imdb_id="tt0178868"), 1.0)
    assert not check(film, "ring", found=[other]).right


def test_a_remake_of_the_same_name_cannot_be_told_apart_but_by_its_year() -> None:
    film = Film("Heat", 1995, imdb_id="tt0113277")
    remake = Found(Film("Heat", 1986, imdb_id="tt0093164"), 1.0)
    assert check(film, "heat", found=[remake]).right
    assert check(film, "heat 1995", found=[remake]).right
    assert check(film, "heat 1994", found=[remake]).right
    assert not check(film, "heat 1986", found=[remake]).right


def test_names_that_only_the_catalogue_knows_are_accepted() -> None:
    film = Film("Spirited Away", 2001, imdb_id="tt0245429")
    typed = "Sen to Chihiro no kamikakushi"
    assert not check(film, typed).right
    assert check(film, typed, found=[Found(film, 1.0)]).right
    # Likeness is the catalogue's way of searching, not of knowing.
    assert not check(film, typed, found=[Found(film, 0.97)]).right


def test_a_part_counts_only_where_it_is_no_other_films() -> None:
    film = Film("Borat: Cultural Learnings of America", 2006)
    assert check(film, "borat", found=[]).right
    assert not check(film, "borat", found=[Found(Film("Borat Returns"), 0.9)]).right
    assert check(film, "borat", found=[Found(Film("Borat 2: Again"), 0.9)]).right
    # Without knowing other titles one word is not enough.
    assert not check(film, "borat").right


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Toy Story 2", "toy story"),
        ("The Lord of the Rings: The Two Towers", "lord of the rings"),
        ("Schindler's List", "shindles lister"),
        ("The Big Lebowski", "the big lebowski man"),
        ("The Last King of Scotland", "king of scotland"),
    ],
)
def test_what_is_nearly_right_is_told_so(title: str, typed: str) -> None:
    others = ["The Lord of the Rings: The Return of the King"]
    answer = check(Film(title), typed, rivals=others)
    assert not answer.right
    assert answer.near


def test_what_is_far_off_is_not_near() -> None:
    assert not check(Film("The Big Lebowski"), "titanic").near
    assert not check(Film("The Big Lebowski"), "the").near
