"""What the bot asks of a catalogue, of both clients: embedded, and through a service that is up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import update

from services.core.errors import PosterError, RequestError, UnavailableError
from services.core.film_details import FilmDetails
from services.inference.client import InferenceClient
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.inference.server import create_app
from services.samples import SAMPLES
from services.store import Store, film_details
from services.store.models import FilmRow
from tests.inference.explorer.catalogue import LOST, DrawnCatalogue
from tests.inference.explorer.test_routes import opened

pytestmark = pytest.mark.slow

VOLTAGE = "tt9000007"
SECOND = "tt9000001"
DETAILS = FilmDetails(datetime.now(UTC), runtime=170, streaming=(("DE", ("WOW",)),))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> DrawnCatalogue:
    catalogue = DrawnCatalogue(tmp_path_factory.mktemp("clients"), width=160)
    catalogue.build()
    catalogue.paths[3].unlink()
    return catalogue


@pytest.fixture(params=["embedded", "http"])
async def client(
    request: pytest.FixtureRequest, catalogue: DrawnCatalogue
) -> AsyncIterator[InferenceClient]:
    if not catalogue.settings.database_path.is_file():
        await catalogue.remember()
        async with (
            await Store.open(catalogue.settings.database_path) as store,
            store.session() as session,
        ):
            numbered = update(FilmRow).where(FilmRow.imdb_id == LOST).values(tmdb_id=949)
            await session.execute(numbered)
            await film_details.keep(session, {949: DETAILS})
            await session.commit()
    embedded = EmbeddedClient(catalogue.settings, open_pipeline=opened)
    await embedded.start()
    if request.param == "embedded":
        yield embedded
        await embedded.close()
        return
    async with TestServer(create_app(catalogue.settings, embedded)) as server:
        url = str(server.make_url("/"))
        remote = HttpClient(catalogue.settings.model_copy(update={"inference_url": SecretStr(url)}))
        await remote.start()
        yield remote
        await remote.close()


def picture(catalogue: DrawnCatalogue, number: int) -> bytes:
    out = BytesIO()
    catalogue.posters[number].save(out, "PNG")
    return out.getvalue()


async def test_pages_of_neighbours_are_one_list(client: InferenceClient) -> None:
    whole = await client.neighbours(VOLTAGE, k=11)
    assert whole is not None and whole.match is not None
    assert whole.match.film.key == VOLTAGE
    pages = [await client.neighbours(VOLTAGE, k=4, skip=skip) for skip in (0, 4, 8, 12)]
    found = [item.film.key for page in pages if page for item in page.neighbours]
    assert found == [item.film.key for item in whole.neighbours]
    assert len(set(found)) == 11
    assert VOLTAGE not in found


@pytest.mark.parametrize(("k", "skip"), [(0, 0), (13, 0), (3, -1), (3, 1001)])
async def test_pages_that_are_none(client: InferenceClient, k: int, skip: int) -> None:
    with pytest.raises(RequestError) as refusal:
        await client.neighbours(VOLTAGE, k=k, skip=skip)
    assert refusal.value.code == "bad_request"


async def test_a_films_details_come_with_its_facts(client: InferenceClient) -> None:
    facts = await client.facts(LOST)
    assert facts is not None and facts.film.tmdb_id == 949
    assert facts.details == DETAILS
    without = await client.facts(VOLTAGE)
    assert without is not None and without.details is None


async def test_films_by_key(client: InferenceClient, catalogue: DrawnCatalogue) -> None:
    assert await client.film(VOLTAGE) == catalogue.film(7)
    lost = await client.film(LOST)
    assert lost is not None and lost.title == "The Lost Reel"
    assert await client.neighbours(LOST) is None
    assert await client.poster(lost) is None
    for key in ("tt0000000", "What/ever? 100%", ".."):
        assert await client.film(key) is None
        assert await client.neighbours(key) is None


async def test_a_search_says_how_it_found(client: InferenceClient) -> None:
    search = await client.search("the voltage boulevrd", k=2)
    assert (search.by, search.found[0].film.key) == ("title", VOLTAGE)
    assert search.found[0].indexed
    alias = await client.search("verlorene rolle")
    assert [(item.film.key, item.indexed) for item in alias.found] == [(LOST, False)]
    assert (await client.search("  ")).found == ()
    by_encoder = await client.search("voltage boulevard", encoder="poster-lite")
    assert by_encoder.by == "title"
    for by, encoder in (("words", None), ("auto", "clip-vit-b-32")):
        with pytest.raises(UnavailableError) as refusal:
            await client.search("blue", by=by, encoder=encoder)
        assert refusal.value.code == "no_catalogue"
        assert "marquee catalogue build --encoder clip-vit-b-32" in refusal.value.message
    with pytest.raises(RequestError):
        await client.search("blue", k=51)


async def test_titles_complete(client: InferenceClient) -> None:
    async def completed(typed: str) -> list[str]:
        return [item.film.title for item in await client.titles(typed, limit=3)]

    assert (await completed("volt"))[0] == "Voltage Boulevard"
    assert (await completed("boul"))[0] == "Voltage Boulevard"
    assert (await completed("lost r"))[0] == "The Lost Reel"
    assert (await completed("DIE VERL"))[0] == "The Lost Reel"
    assert (await completed("voltge boulv"))[0] == "Voltage Boulevard"
    assert await completed("xqzzyx") == []
    # The best known first where nothing is typed yet.
    assert await completed("") == [SAMPLES[n].film.title for n in (11, 10, 9)]
    with pytest.raises(RequestError):
        await client.titles("a", limit=0)


async def test_the_whole_catalogue_by_pages(
    client: InferenceClient, catalogue: DrawnCatalogue
) -> None:
    films = [item for skip in (0, 5, 10, 15) for item in await client.films(skip=skip, limit=5)]
    assert [item.film.key for item in films] == [f"tt{9_000_000 + n}" for n in range(12)] + [LOST]
    assert [item.indexed for item in films] == [True] * 12 + [False]
    assert [item.has_poster for item in films] == [n not in (3, 12) for n in range(13)]
    assert [item.popularity for item in films] == [float(n) for n in range(12)] + [None]
    assert films[7].film == catalogue.film(7)
    with pytest.raises(RequestError):
        await client.films(limit=1001)


async def test_draws_hold_what_was_asked_for(client: InferenceClient) -> None:
    everything = await client.sample(200)
    assert len({item.film.key for item in everything}) == 12
    assert all(item.indexed for item in everything)
    pictured = await client.sample(200, pictured=True)
    assert {item.film.key for item in everything} - {item.film.key for item in pictured} == {
        "tt9000003"
    }
    known = await client.sample(200, known=0.25)
    assert {item.popularity for item in known} == {9.0, 10.0, 11.0}
    genre = SAMPLES[0].film.genres[0]
    drawn = await client.sample(200, genre=genre.upper())
    assert {item.film.title for item in drawn} == {
        sample.film.title for sample in SAMPLES if genre in sample.film.genres
    }
    year = SAMPLES[0].film.year
    assert year is not None
    drawn = await client.sample(200, first_year=year, last_year=year)
    assert {item.film.year for item in drawn} == {year}
    assert len(await client.sample(2, pictured=True)) == 2
    draws = {tuple(item.film.key for item in await client.sample(6)) for _ in range(5)}
    assert len(draws) > 1
    for wrong in ({"count": 0}, {"count": 201}, {"count": 3, "known": 1.5}):
        with pytest.raises(RequestError):
            await client.sample(**wrong)  # pyright: ignore[reportArgumentType]


async def test_two_posters_side_by_side(client: InferenceClient, catalogue: DrawnCatalogue) -> None:
    first, second = picture(catalogue, 7), picture(catalogue, 1)
    same = await client.compare(first, first)
    other = await client.compare(first, second)
    assert same.similarity == pytest.approx(1.0, abs=1e-3)
    cosine = float(catalogue.embeddings[7] @ catalogue.embeddings[1])
    assert other.similarity == pytest.approx(cosine, abs=0.02)
    keys = [answer.match.film.key for answer in (other.first, other.second) if answer.match]
    assert keys == [VOLTAGE, SECOND]
    assert other.first.year is not None and other.second.genres


@pytest.mark.parametrize("which", ["first", "second"])
async def test_the_poster_at_fault_is_named(
    client: InferenceClient, catalogue: DrawnCatalogue, which: str
) -> None:
    good = picture(catalogue, 7)
    pair = (b"words", good) if which == "first" else (good, b"words")
    with pytest.raises(PosterError) as refusal:
        await client.compare(*pair)
    assert refusal.value.code == "not_an_image"
    assert refusal.value.message.startswith(f"The {which} poster: ")
    with pytest.raises(UnavailableError) as missing:
        await client.compare(good, good, encoder="vgg16")
    assert "marquee catalogue build --encoder vgg16" in missing.value.message


async def test_a_poster_too_large_for_both_ways(
    client: InferenceClient, catalogue: DrawnCatalogue
) -> None:
    heavy = b"\0" * (catalogue.settings.max_bytes + 1)
    with pytest.raises(PosterError) as refusal:
        await client.compare(picture(catalogue, 7), heavy)
    assert refusal.value.code == "too_large"
    assert refusal.value.message.startswith("The second poster: ")


async def test_encoders_are_told(client: InferenceClient) -> None:
    encoders = await client.encoders()
    assert (encoders[0].name, encoders[0].state, encoders[0].films) == ("poster-lite", "open", 12)
    states = {encoder.name: (encoder.state, encoder.metric) for encoder in encoders}
    assert states["vgg16"] == ("missing", "euclidean")


async def test_films_that_are_not_for_everybody_are_drawn_where_asked_for(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    drawn = DrawnCatalogue(tmp_path_factory.mktemp("marked"), width=160)
    every = drawn.film
    drawn.film = lambda number, prefix="": replace(every(number, prefix), marked=number < 4)  # pyright: ignore[reportAttributeAccessIssue]
    drawn.build()
    embedded = EmbeddedClient(drawn.settings, open_pipeline=opened)
    await embedded.start()
    async with TestServer(create_app(drawn.settings, embedded)) as server:
        url = SecretStr(str(server.make_url("/")))
        remote = HttpClient(drawn.settings.model_copy(update={"inference_url": url}))
        await remote.start()
        for client in (embedded, remote):
            assert {item.film.marked for item in await client.sample(50)} == {False}
            everything = await client.sample(50, marked=True)
            assert sum(item.film.marked for item in everything) == 4
            film = await client.film(every(0).key)
            assert film is not None and film.marked
        await remote.close()
    await embedded.close()
