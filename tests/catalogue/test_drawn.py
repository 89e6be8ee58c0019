"""The demo's catalogue: the starter's films and the drawn ones, of which phone photos are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from services.catalogue.drawn import open_with_drawn
from services.core.settings import Settings
from services.inference.connect import connect
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.samples import SAMPLES, photo_path, poster_path, save_all, save_photos
from services.vision.encoders import open_encoder
from services.vision.index import IndexEntry, write_index
from services.vision.pipeline import Identifier

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    save_all(folder)
    save_photos(folder)
    return folder


def _settings(data_dir: Path, **more: object) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir, **more)  # pyright: ignore


@pytest.fixture(scope="module")
def drawn(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Identifier:
    return open_with_drawn(_settings(tmp_path_factory.mktemp("none")), None, folder)


def _pictures(paths: list[Path]) -> list[Image.Image]:
    return [Image.open(path).convert("RGB") for path in paths]


def test_phone_photos_are_named_and_outlined(drawn: Identifier, folder: Path) -> None:
    photos = _pictures([photo_path(folder, sample) for sample in SAMPLES])
    answers = [drawn.identify([photo])[0] for photo in photos]
    named = [answer.match.film if answer.match else None for answer in answers]
    right = [film == sample.film for film, sample in zip(named, SAMPLES, strict=True)]
    assert sum(right) >= 11
    assert sum(right) == sum(film is not None for film in named)
    assert sum(bool(answer.posters and answer.posters[0].corners) for answer in answers) >= 8
    assert all(len(answer.neighbours) == 3 for answer in answers)


def test_the_posters_themselves_are_named(drawn: Identifier, folder: Path) -> None:
    posters = _pictures([poster_path(folder, sample) for sample in SAMPLES])
    named = [answer.match and answer.match.film for answer in drawn.identify(posters)]
    assert named == [sample.film for sample in SAMPLES]


def test_the_starters_films_are_there_too(drawn: Identifier, tmp_path: Path) -> None:
    starter = Identifier.open(_settings(tmp_path))
    assert drawn.films == [*starter.films, *(sample.film for sample in SAMPLES)]
    for film in (starter.films[0], starter.films[-1]):
        before, after = starter.neighbours(film.key), drawn.neighbours(film.key)
        assert before is not None and after is not None
        assert before.match == after.match
    assert drawn.film(SAMPLES[0].film.key) == SAMPLES[0].film


def test_a_catalogue_of_ones_own_takes_the_starters_place(folder: Path, tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    drawn = open_with_drawn(settings, None, folder)
    assert not drawn.is_stale()
    encoder = open_encoder("poster-lite", settings)
    (poster,) = _pictures([poster_path(folder, SAMPLES[3])])
    entry = IndexEntry(SAMPLES[3].film)
    write_index(
        settings.indexes_dir / "poster-lite", encoder.spec, [entry], encoder.embed([poster])
    )
    assert drawn.is_stale()
    for own in (drawn.renewed(), open_with_drawn(settings, None, folder)):
        assert own.films == [SAMPLES[3].film]


async def test_the_client_finds_famous_films_and_drawn_ones(folder: Path, tmp_path: Path) -> None:
    client = connect(_settings(tmp_path), drawn=folder)
    assert isinstance(client, EmbeddedClient)
    await client.start()
    try:
        for title in ("Casablanca", "Psycho", SAMPLES[6].film.title):
            found = await client.search(title, k=1)
            assert found.found[0].film.title == title
            assert found.found[0].indexed
        answer = await client.identify(photo_path(folder, SAMPLES[7]).read_bytes())
        assert answer.match is not None
        assert answer.match.film == SAMPLES[7].film
    finally:
        await client.close()


def test_a_service_answers_as_it_does(tmp_path: Path) -> None:
    settings = _settings(tmp_path, inference_url="http://127.0.0.1:9")
    assert isinstance(connect(settings, drawn=tmp_path), HttpClient)
