"""What is counted about pictures as they are attached, on a small catalogue of drawn posters."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.wild import absent, calibration, copies, wild_set
from benchmarks.wild.asking import Asker
from benchmarks.wild.catalogues import Picture
from benchmarks.wild.figures import (
    Count,
    bootstrap,
    calibration_error,
    count,
    json_of,
    log_loss,
)
from benchmarks.wild.twins import same_picture, twin
from services.core.settings import Settings
from services.core.types import Film, Identification, Match, SeenPoster
from services.samples import SAMPLES, draw
from services.training.attached import attached
from services.vision.encoders import open_encoder
from services.vision.index import IndexEntry, write_index
from services.vision.pipeline import Identifier

FILMS = 6


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    folder = tmp_path_factory.mktemp("posters")
    found = []
    for number in range(FILMS):
        path = folder / f"{number}.png"
        draw(SAMPLES[number], 240).save(path)
        found.append(Picture(path, f"tt900000{number}", "test", "poster", f"Film {number}"))
    return found


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory, pictures: list[Picture]) -> Asker:
    """A catalogue of the pictures, the last of which another film has as well."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))  # pyright: ignore[reportCallIssue]
    encoder = open_encoder("poster-lite", settings)
    shown = [*pictures, pictures[-1]]
    films = [Film(item.title, imdb_id=item.imdb_id) for item in pictures]
    films.append(Film("Another of the box", imdb_id="tt9000099"))
    entries = [
        IndexEntry(film, poster_path=str(item.path))
        for film, item in zip(films, shown, strict=True)
    ]
    vectors = encoder.embed([Image.open(item.path).convert("RGB") for item in shown])
    write_index(settings.indexes_dir / "poster-lite", encoder.spec, entries, vectors)
    return Asker(Identifier.open(settings))


def test_wilsons_interval() -> None:
    low, high = Count(105, 489).interval
    assert (low, high) == pytest.approx((0.1806, 0.2533), abs=5e-4)
    assert Count(0, 109).interval == pytest.approx((0.0, 0.0340), abs=5e-4)
    assert count([True, False, True]) == Count(2, 3)
    assert str(Count(105, 489)) == "105  21.5% (18%-25%)"
    assert json.dumps(json_of({"a": [Count(1, 2)]}))


def test_calibration_error_of_honest_and_of_boastful_probabilities() -> None:
    rng = np.random.default_rng(0)
    told = rng.random(30_000)
    came = rng.random(30_000) < told
    assert calibration_error(told, came) < 0.02
    assert calibration_error(np.full(1000, 0.9), rng.random(1000) < 0.5) == pytest.approx(
        0.4, abs=0.05
    )
    assert log_loss(np.array([0.5, 0.5]), np.array([True, False])) == pytest.approx(np.log(2))
    spread = bootstrap(log_loss, told, came, rounds=20)
    assert spread["low"] < spread["value"] < spread["high"]


def test_a_copy_is_a_twin_and_another_poster_is_none() -> None:
    one, other = draw(SAMPLES[0], 268), draw(SAMPLES[1], 268)
    copy = attached("crop to 85 %", [one], "a").image
    assert same_picture(one, copy)
    assert not same_picture(one, other)


def test_a_film_is_hidden_for_one_picture_alone(asker: Asker, pictures: list[Picture]) -> None:
    images = [Image.open(item.path).convert("RGB") for item in pictures[:2]]
    hidden, shown = asker.ask(images, [[pictures[0].imdb_id], []])
    assert hidden.match is None or hidden.match.film.imdb_id != pictures[0].imdb_id
    assert all(item.film.imdb_id != pictures[0].imdb_id for item in hidden.neighbours)
    assert shown.match is not None
    assert shown.match.film.imdb_id == pictures[1].imdb_id
    (again,) = asker.ask(images[:1])
    assert again.match is not None


def test_a_film_of_the_same_picture_is_no_false_name(asker: Asker, pictures: list[Picture]) -> None:
    tables = absent.measure(asker, pictures, limit=None, on_progress=lambda done, total: None)
    (everything,) = (row for row in tables["figures"] if row["pictures of"] == "all")
    assert everything["asked"] == FILMS
    assert everything["falsely named"] == Count(0, FILMS)
    assert everything["twins"] == 1
    film = asker.identifier.film("tt9000099")
    assert film is not None
    assert twin(asker.identifier, film, Image.open(pictures[-1].path))


def test_copies_are_counted_by_form(asker: Asker, pictures: list[Picture]) -> None:
    tables = copies.measure(asker, pictures, posters=1, on_progress=lambda done, total: None)
    rows = {row["form"]: row for row in tables["figures"]}
    assert rows["JPEG 30"]["nearest"] == Count(1, 1)
    assert rows["all of mild"]["pictures"] == 7
    assert rows["two side by side"]["both named"].all == 1


def test_the_overlap_of_outlines() -> None:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=np.float32)
    assert copies.overlap(square, square) == pytest.approx(1)
    assert copies.overlap(square, square + np.float32(5)) == pytest.approx(25 / 175)


class _Told:
    """An asker that names what it is told to."""

    def __init__(self, asker: Asker, likeliest: Sequence[Match | None]) -> None:
        self.identifier = asker.identifier
        self._left = list(likeliest)

    def key(self, name: str) -> str:
        return name

    def likeliest(self, images: Sequence[Image.Image], without: object) -> list[Match | None]:
        return [self._left.pop(0) for _ in images]


def test_calibration_counts_what_was_told(asker: Asker, pictures: list[Picture]) -> None:
    right = {
        item.title: Match(Film(item.title, imdb_id=item.imdb_id), 0.9, 0.9) for item in pictures
    }
    order = np.random.default_rng(1).permutation(FILMS).tolist()
    said: list[Match | None] = [right[pictures[place].title] for place in order]
    said[0] = None
    told = _Told(asker, said)
    tables = calibration.measure(
        told,  # pyright: ignore[reportArgumentType]
        pictures,
        limit=FILMS,
        on_progress=lambda done, total: None,
    )
    (queries,) = tables["queries"]
    assert (queries["with a probability"], queries["untold"]) == (FILMS - 1, 1)
    (error, _) = tables["figures"]
    assert error["value"] == pytest.approx(0.1)


def test_wild_is_counted_by_kind_and_artwork(
    asker: Asker, pictures: list[Picture], tmp_path: Path
) -> None:
    columns = "file,what,title,year,imdb_id,artwork,in_posters_csv,split,in_more,twin_in_more"
    rows = [
        [
            str(pictures[0].path),
            "poster",
            "A",
            "2000",
            pictures[0].imdb_id,
            "same",
            1,
            "test",
            0,
            0,
        ],
        [str(pictures[1].path), "photo", "B", "2000", "tt9000777", "", 0, "", 0, 0],
        [
            str(pictures[2].path),
            "poster",
            "C",
            "2000",
            pictures[2].imdb_id,
            "same",
            1,
            "train",
            1,
            1,
        ],
    ]
    with (tmp_path / "wild.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns.split(","), *rows])
    for more, all_same in ((False, 2), (True, 1)):
        tables = wild_set.measure(
            asker, tmp_path, more=more, limit=None, on_progress=lambda done, total: None
        )
        figures = {(row["kind"], row["artwork"]): row for row in tables["figures"]}
        assert figures["all", "same"]["named"] == Count(all_same, all_same)
        # Its picture is a film's of the catalogue, pixel by pixel: whoever labelled it was wrong.
        assert figures["photo", "absent"]["wrong"] == Count(0, 1)
        assert tables["errors"] == []


def test_what_was_told_of_a_picture() -> None:
    film, other = Film("One", imdb_id="tt1"), Film("Two", imdb_id="tt2")
    answer = Identification("toy", None, (), None, (), perhaps=Match(other, 0.5, 0.6))
    result = wild_set.told(answer, lambda item: item == film)
    assert (result.perhaps, result.perhaps_wrong, result.wrong) == (False, other, None)
    named = Identification(
        "toy", Match(film, 0.9), (), None, (), is_poster=False, posters=(SeenPoster(None),)
    )
    result = wild_set.told(named, lambda item: item == film)
    assert result.named and result.nearest and result.no_poster
