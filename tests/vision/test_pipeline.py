"""The pipeline on a small catalogue of drawn posters, with the model that ships."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings
from services.core.types import Film
from services.samples import SAMPLES, draw
from services.vision.encoders import open_encoder
from services.vision.index import IndexEntry, write_index
from services.vision.pipeline import Identifier


@pytest.fixture(scope="module")
def posters() -> list[Image.Image]:
    return [draw(sample, 240) for sample in SAMPLES]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, posters: list[Image.Image]) -> Settings:
    """A data folder whose index holds every drawn poster but the last."""
    folder = tmp_path_factory.mktemp("data")
    settings = Settings(data_dir=folder)  # pyright: ignore[reportCallIssue]
    encoder = open_encoder("poster-lite", settings)
    entries = []
    for number, (sample, poster) in enumerate(zip(SAMPLES[:-1], posters, strict=False)):
        path = folder / f"{number}.png"
        poster.save(path)
        film = Film(
            sample.film.title, sample.film.year, sample.film.genres, f"tt{9_000_000 + number}"
        )
        entries.append(IndexEntry(film, poster_path=str(path)))
    write_index(
        settings.indexes_dir / "poster-lite", encoder.spec, entries, encoder.embed(posters[:-1])
    )
    return settings


@pytest.fixture(scope="module")
def identifier(settings: Settings) -> Identifier:
    return Identifier.open(settings)


def test_a_catalogued_poster_is_its_film_and_the_others_are_neighbours(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    for sample, answer in zip(SAMPLES, identifier.identify(posters[:-1], k=3), strict=False):
        assert answer.match is not None
        assert answer.match.film.title == sample.film.title
        assert answer.match.similarity > 0.999
        titles = [neighbour.film.title for neighbour in answer.neighbours]
        assert len(titles) == 3
        assert sample.film.title not in titles
        similarities = [neighbour.similarity for neighbour in answer.neighbours]
        assert similarities == sorted(similarities, reverse=True)


def test_a_strange_poster_matches_nothing(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    (answer,) = identifier.identify(posters[-1:], k=5)
    assert answer.match is None
    assert len(answer.neighbours) == 5


def test_a_poor_copy_is_still_its_film(identifier: Identifier, posters: list[Image.Image]) -> None:
    poster = ImageEnhance.Brightness(posters[6].resize((160, 240))).enhance(1.1)
    copy = BytesIO()
    poster.save(copy, "JPEG", quality=60)
    (answer,) = identifier.identify([Image.open(copy).convert("RGB")])
    assert answer.match is not None
    assert answer.match.film.title == SAMPLES[6].film.title


def test_era_genres_and_timings_are_there(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    (answer,) = identifier.identify(posters[:1])
    assert answer.year is not None
    assert answer.year.low <= answer.year.estimate <= answer.year.high
    assert answer.year.era.endswith("0s")
    chances = [score.probability for score in answer.genres]
    assert len(chances) == 18
    assert chances == sorted(chances, reverse=True)
    assert set(answer.timings_ms) == {"embed", "search", "geometry", "heads"}
    # A clean poster is known without its local features.
    assert answer.timings_ms["geometry"] == 0
    assert all(answer.timings_ms[stage] > 0 for stage in ("embed", "search", "heads"))


def test_together_equals_one_by_one(identifier: Identifier, posters: list[Image.Image]) -> None:
    together = identifier.identify(posters[:4], k=2)
    for poster, batched in zip(posters, together, strict=False):
        (alone,) = identifier.identify([poster], k=2)
        assert [n.film for n in alone.neighbours] == [n.film for n in batched.neighbours]


def test_nearest_leaves_the_own_film_out(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    films = identifier.nearest(posters[2], k=4)
    assert len(films) == 4
    assert SAMPLES[2].film.title not in {film.title for film in films}


def test_k_past_the_catalogue_gives_all_others(
    identifier: Identifier, posters: list[Image.Image]
) -> None:
    (answer,) = identifier.identify(posters[:1], k=50)
    assert len(answer.neighbours) == identifier.size - 1 == len(SAMPLES) - 2


def test_k_below_one_is_refused(identifier: Identifier, posters: list[Image.Image]) -> None:
    with pytest.raises(RequestError, match="at least 1"):
        identifier.identify(posters[:1], k=0)


def test_no_images_no_answers(identifier: Identifier) -> None:
    assert identifier.identify([]) == []


def test_films_and_their_pictures_by_key(identifier: Identifier) -> None:
    film = identifier.film("tt9000003")
    assert film is not None
    path = identifier.poster_path(film)
    assert path is not None
    assert Image.open(path).size == (240, 360)
    assert identifier.film("tt0000000") is None
    assert identifier.poster_path(Film("Nobody's")) is None


def test_a_picture_that_went_is_none(settings: Settings, identifier: Identifier) -> None:
    film = identifier.film("tt9000004")
    assert film is not None
    (settings.data_dir / "4.png").unlink()
    assert identifier.poster_path(film) is None


def test_the_starter_answers_where_nothing_was_built(
    tmp_path: Path, posters: list[Image.Image]
) -> None:
    starter = Identifier.open(Settings(data_dir=tmp_path))  # pyright: ignore[reportCallIssue]
    assert starter.size > 4000
    (answer,) = starter.identify(posters[:1])
    assert answer.match is None
    assert all(item.film.imdb_id for item in answer.neighbours)


def test_an_encoder_without_an_index_names_the_command(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)  # pyright: ignore[reportCallIssue]
    with pytest.raises(UnavailableError, match="catalogue build --encoder vgg16") as caught:
        Identifier.open(settings, "vgg16")
    assert caught.value.code == "no_catalogue"
    assert not settings.weights_dir.exists()
    with pytest.raises(UnavailableError) as caught:
        Identifier.open(settings, "no-such-encoder")
    assert caught.value.code == "unknown_encoder"
