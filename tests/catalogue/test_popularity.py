"""How known films are is told by several sources, and by what ships."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from services.catalogue.popularity import FILE, how_known, shares, shipped


def test_counts_of_one_source_as_shares() -> None:
    told = shares({"a": 341, "b": 0, "c": 18})
    assert (told["a"], told["b"]) == (1.0, 0.0)
    assert 0.4 < told["c"] < 0.6
    assert shares({}) == {}
    assert shares({"a": 0}) == {"a": 0.0}


def test_the_best_source_first_and_what_ships_last() -> None:
    known = how_known(
        [{"a": 100, "b": 10}, {"b": 7, "c": 7}],
        {"a": None, "b": None, "c": None, "forrest": "tt0109830", "nobody": "tt9999999"},
    )
    assert known["a"] == known["c"] == 1.0
    assert known["b"] == pytest.approx(0.52, abs=0.01)
    assert known["forrest"] == 1.0
    assert "nobody" not in known


def test_only_films_of_the_starter_are_counted() -> None:
    lines = files("services.starter").joinpath("catalogue/poster-lite/films.jsonl")
    ids = {json.loads(line)["imdb_id"] for line in lines.read_text("utf-8").splitlines()}
    assert set(shipped()) == ids
    assert len(files("services.starter").joinpath(FILE).read_bytes()) < 200_000
