from __future__ import annotations

import json
from dataclasses import replace

import pytest

from services.core.types import Identification, Match, SeenPoster, YearEstimate
from services.inference.wire import identification_from_json, identification_to_json
from tests.inference.helpers import FACE_OFF, HEAT, FakePipeline


def full() -> Identification:
    answer = FakePipeline().answer(7, 3)
    assert answer.match is not None
    nearest = replace(answer.neighbours[0], film=FACE_OFF)
    return replace(
        answer,
        match=replace(answer.match, film=replace(HEAT, poster_url="https://example.org/heat.webp")),
        neighbours=(nearest, *answer.neighbours[1:]),
    )


def recognised() -> Identification:
    answer = full()
    sure = Match(HEAT, 0.87, 0.998, "geometry")
    unsure = Match(FACE_OFF, 0.4, 0.61, "title")
    return replace(
        answer,
        match=sure,
        is_poster=True,
        posters=(
            SeenPoster(((12, 40), (512, 38), (520, 760), (-8, 770)), sure),
            SeenPoster(None, None, unsure),
        ),
        film_year=YearEstimate(1972.0, 1961.0, 1980.0),
        id="a-word",
    )


@pytest.mark.parametrize(
    "answer",
    [
        full(),
        recognised(),
        replace(recognised(), match=None, perhaps=Match(FACE_OFF, 0.4, 0.61, "title")),
        replace(full(), match=None, neighbours=(), year=None, genres=(), timings_ms={}),
    ],
    ids=["full", "recognised", "perhaps", "bare"],
)
def test_an_answer_comes_back_as_it_went(answer: Identification) -> None:
    text = json.dumps(identification_to_json(answer))
    assert identification_from_json(json.loads(text)) == answer


def test_the_shape_is_the_designs() -> None:
    body = identification_to_json(full())
    assert set(body) == {
        *("encoder", "id", "match", "perhaps", "is_poster", "posters"),
        *("neighbours", "year", "film_year", "genres", "timings_ms"),
    }
    assert set(body["match"]) == {"film", "similarity", "confidence", "by"}
    assert body["match"]["film"] == {
        "key": "tt0113277",
        "imdb_id": "tt0113277",
        "tmdb_id": 949,
        "title": "Heat",
        "year": 1995,
        "genres": ["Action", "Crime"],
        "poster_url": "https://example.org/heat.webp",
    }
    assert body["year"] == {"estimate": 1994.2, "low": 1987.0, "high": 2001.0, "era": "1990s"}
    assert body["genres"][0] == {"name": "Crime", "probability": 0.71, "predicted": True}


def test_an_answer_of_before_recognition_is_read() -> None:
    body = identification_to_json(full())
    for name in ("id", "perhaps", "is_poster", "posters", "film_year"):
        del body[name]
    for name in ("confidence", "by"):
        del body["match"][name]
    assert identification_from_json(body) == full()


def test_a_way_of_deciding_that_is_not_known_yet_is_no_error() -> None:
    body = identification_to_json(recognised())
    body["match"]["by"] = "smell"
    match = identification_from_json(body).match
    assert match is not None
    assert match.by is None


@pytest.mark.parametrize("missing", ["encoder", "match", "neighbours", "year", "genres"])
def test_a_missing_field_is_noticed(missing: str) -> None:
    body = identification_to_json(full())
    del body[missing]
    with pytest.raises(KeyError):
        identification_from_json(body)
