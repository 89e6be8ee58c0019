"""How known films are is told by several sources, and by what ships."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from services.catalogue.popularity import FILE, how_known, shares, shipped
from services.core.errors import RequestError
from services.training.starter import write_popularity


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


def test_written_for_the_films_of_the_starter_alone(tmp_path: Path) -> None:
    source, path = tmp_path / "ratings.csv", tmp_path / FILE
    source.write_text("imdb_id,ratings\ntt0000002,5\ntt0000001,7\ntt0000003,1\n", "utf-8")
    assert write_popularity(path, source, ["tt0000001", "tt0000002", "tt0000009"]) == 2
    assert json.loads(path.read_text("utf-8")) == {"tt0000001": 7, "tt0000002": 5}
    for wrong in ("imdb_id\ntt0000001\n", "imdb_id,ratings\ntt0000001,many\n"):
        source.write_text(wrong, "utf-8")
        with pytest.raises(RequestError, match="imdb_id and ratings"):
            write_popularity(path, source, ["tt0000001"])


def test_only_films_of_the_starter_are_counted() -> None:
    lines = files("services.starter").joinpath("catalogue/poster-lite/films.jsonl")
    ids = {json.loads(line)["imdb_id"] for line in lines.read_text("utf-8").splitlines()}
    assert set(shipped()) == ids
    assert len(files("services.starter").joinpath(FILE).read_bytes()) < 200_000
