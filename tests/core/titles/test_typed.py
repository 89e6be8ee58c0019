"""Typed titles and short queries, of films that the matcher was chosen on and of others."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files

import pytest

from benchmarks.titles import (
    HALVES,
    TYPED,
    Pair,
    checked,
    half,
    is_right,
    pairs,
    queries,
    searched,
)
from services.catalogue.popularity import how_known
from services.core.types import Film


@pytest.fixture(scope="module")
def starter() -> list[Film]:
    lines = files("services.starter").joinpath("catalogue/poster-lite/films.jsonl")
    rows = [Film.from_json(json.loads(line)) for line in lines.read_text("utf-8").splitlines()]
    return list({film.key: film for film in rows}.values())


def test_both_halves_have_something_of_every_kind() -> None:
    assert len(pairs(TYPED)) >= 500
    assert len(queries()) >= 500
    for name in HALVES:
        typed = Counter(pair.why for pair in pairs(TYPED) if half(pair.film) == name)
        asked = Counter(query.kind for query in queries() if half(query.film) == name)
        assert min(typed.values()) >= 5
        assert len(typed) == 12
        assert min(asked.values()) >= 5
        assert len(asked) == 10


@pytest.mark.parametrize(
    ("typed", "films", "right"),
    [
        ("rocky one", [("Rocky", 1976), ("Rocky II", 1979)], True),
        ("rocky one", [("Rocky", 1976)], False),
        ("alien i", [("Alien", 1979), ("Alien³ (a.k.a. Alien 3)", 1992)], True),
        ("air force one", [("Air Force", 1943), ("Air Force One", 1997)], False),
    ],
)
def test_the_first_of_a_series(typed: str, films: list[tuple[str, int]], right: bool) -> None:
    """What is asked is what the catalogue finds, however many films it holds beside these."""
    known = [Film(title, year) for title, year in films]
    (pair,) = checked([Pair(known[0], typed, right, "part one")], known)
    assert pair[1] is right


@pytest.mark.slow
@pytest.mark.parametrize("name", HALVES)
def test_typed_titles(starter: list[Film], name: str) -> None:
    answers = checked([pair for pair in pairs(TYPED) if half(pair.film) == name], starter)
    assert [pair for pair, said in answers if said and not pair.accepted] == []
    right = sum(said == pair.accepted for pair, said in answers)
    assert right / len(answers) >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("name", HALVES)
def test_short_queries(starter: list[Film], name: str) -> None:
    asked = [query for query in queries() if half(query.film) == name]
    answers = searched(asked, starter, how_known([], {film.key: film.imdb_id for film in starter}))
    right = sum(is_right(query, found) for query, found in answers)
    assert right / len(answers) >= 0.98
