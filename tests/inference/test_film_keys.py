"""Films by their keys, of now and of before, and by number of picture: embedded and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import update

from services.core.film_keys import file_key
from services.core.settings import Settings
from services.core.types import Film
from services.inference.client import InferenceClient
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.inference.server import create_app
from services.store import Store
from services.store.models import FilmRow
from services.vision.index import open_index
from services.vision.pipeline import Identifier
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder
from tests.inference.helpers import settings as settings_for


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Give a catalogue with two films of one title, one of three pictures, one that was merged."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", threads=2)  # pyright: ignore[reportCallIssue]
    encoder = TinyEncoder()
    folder = tmp_path / "posters"
    folder.mkdir()
    for number in range(1, 8):
        draw(folder / f"{number}.jpg", number)
    for name in ("A", "B"):
        draw(folder / name / "3.jpg", ord(name))
    rows = [
        film(1, kind="film"),
        film(1, file="2.jpg", kind="edition"),
        film(1, file="3.jpg", kind="edition"),
        film(4, imdb_id="", tmdb_id="949", title="Film 1", year="1951"),
        *(film(3, file=f"{name}/3.jpg", imdb_id="") for name in ("A", "B")),
        film(5),
    ]
    async with await Store.open(settings.database_path) as store:
        catalogue = PosterCatalogue(store, settings, folder)
        await catalogue.import_rows(rows)
        async with store.session() as session:
            own = update(FilmRow).where(FilmRow.imdb_id == "tt0000001")
            await session.execute(own.values(tmdb_id=949))
            await session.commit()
        assert len((await catalogue.clean()).merged) == 1
        await catalogue.build(encoder)
        # Known, but not yet in the index; a neighbour has its number of TMDB's.
        await catalogue.import_rows([film(6, imdb_id="", tmdb_id="7", title="Strange", year="")])
        async with store.session() as session:
            other = update(FilmRow).where(FilmRow.imdb_id == "tt0000005")
            await session.execute(other.values(tmdb_id=7))
            await session.commit()
    return settings


@pytest.fixture
async def embedded(settings: Settings) -> AsyncIterator[EmbeddedClient]:
    encoder = TinyEncoder()

    def opened(_settings: Settings, _name: str | None) -> Identifier:
        return Identifier(encoder, open_index(settings.indexes_dir / "tiny", encoder.spec), None)

    client = EmbeddedClient(settings, open_pipeline=opened)
    await client.start()
    yield client
    await client.close()


@pytest.fixture(params=["embedded", "http"])
async def client(
    request: pytest.FixtureRequest, settings: Settings, embedded: EmbeddedClient, tmp_path: Path
) -> AsyncIterator[InferenceClient]:
    if request.param == "embedded":
        yield embedded
        return
    server = TestServer(create_app(settings, embedded))
    await server.start_server(lingering_time=0.1)
    remote = HttpClient(settings_for(tmp_path, inference_url=str(server.make_url("/"))))
    await remote.start()
    yield remote
    await remote.close()
    await server.close()


async def test_films_of_one_title_are_two(client: InferenceClient) -> None:
    films = {item.film.key: item.film for item in await client.films()}
    one, other = (films[file_key(f"{name}/3.jpg")] for name in ("A", "B"))
    assert one.label == other.label == "Film 3 (1953)"
    assert await client.poster(one) != await client.poster(other)
    near = await client.neighbours(other.key, k=3)
    assert near is not None and near.match is not None
    assert near.match.film == other
    assert len({neighbour.film.key for neighbour in near.neighbours}) == 3
    # What a message of before holds: the first of them.
    assert await client.film("Film 3 (1953)") == one


async def test_a_film_is_found_by_the_key_of_one_that_became_one_with_it(
    client: InferenceClient,
) -> None:
    for key in ("tt0000001", "tmdb-949"):
        facts = await client.facts(key)
        assert facts is not None
        assert (facts.film.key, facts.pictures) == ("tt0000001", 4)
        near = await client.neighbours(key, k=2)
        assert near is not None and near.match is not None
        assert near.match.film.key == "tt0000001"
        assert "tt0000001" not in [neighbour.film.key for neighbour in near.neighbours]


async def test_every_picture_of_a_film_can_be_had(client: InferenceClient, tmp_path: Path) -> None:
    found = await client.film("tt0000001")
    assert found is not None
    pictures = [await client.poster(found, number) for number in range(1, 6)]
    files = [(tmp_path / "posters" / f"{n}.jpg").read_bytes() for n in (1, 2, 3, 4)]
    assert pictures == [*files, None]


async def test_a_film_is_not_taken_for_another_with_its_number(client: InferenceClient) -> None:
    facts = await client.facts("tmdb-7")
    assert facts is not None
    assert (facts.film.title, facts.indexed, facts.has_poster) == ("Strange", False, False)
    assert await client.neighbours("tmdb-7", k=1) is None
    assert await client.poster(facts.film) is None
    assert await client.facts("tmdb-8") is None
    assert await client.poster(Film("Strange", tmdb_id=8)) is None
