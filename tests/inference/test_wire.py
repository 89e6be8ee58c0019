from __future__ import annotations

import json
from dataclasses import replace

import pytest

from services.core.types import Identification
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


@pytest.mark.parametrize(
    "answer",
    [full(), replace(full(), match=None, neighbours=(), year=None, genres=(), timings_ms={})],
    ids=["full", "bare"],
)
def test_an_answer_comes_back_as_it_went(answer: Identification) -> None:
    text = json.dumps(identification_to_json(answer))
    assert identification_from_json(json.loads(text)) == answer


def test_the_shape_is_the_designs() -> None:
    body = identification_to_json(full())
    assert list(body) == ["encoder", "match", "neighbours", "year", "genres", "timings_ms"]
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


@pytest.mark.parametrize("missing", ["encoder", "match", "neighbours", "year", "genres"])
def test_a_missing_field_is_noticed(missing: str) -> None:
    body = identification_to_json(full())
    del body[missing]
    with pytest.raises(KeyError):
        identification_from_json(body)
