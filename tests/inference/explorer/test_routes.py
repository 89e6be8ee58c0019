"""The questions that the explorer asks, over a real index of the drawn posters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer
from PIL import Image

from services.core.encoders import SPECS, EncoderSpec
from services.core.settings import Settings
from services.inference.embedded import EmbeddedClient, _open_identifier
from services.inference.registry import Pipeline
from services.inference.server import create_app
from services.samples import SAMPLES
from services.store import Store
from services.store.models import FilmRow
from services.vision.encoders.base import Embeddings, normalise
from services.vision.index import open_index
from services.vision.pipeline import Identifier
from tests.inference.explorer.catalogue import DrawnCatalogue
from tests.vision.index.helpers import build_of

VOLTAGE = "tt9000007"


class Colours:
    """An encoder of mean colours whose space holds the words "red", "green" and "blue"."""

    def __init__(self, spec: EncoderSpec) -> None:
        self.spec = spec

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        means = [np.asarray(image, np.float32).mean(axis=(0, 1)) for image in images]
        return self._padded(np.stack(means) - 80)

    def embed_text(self, texts: Sequence[str]) -> Embeddings:
        names = ("red", "green", "blue")
        return self._padded(np.array([[name in text for name in names] for text in texts]) + 0.01)

    def _padded(self, colours: Any) -> Embeddings:
        padded = np.zeros((len(colours), self.spec.dimension), np.float32)
        padded[:, :3] = colours
        return normalise(padded)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> DrawnCatalogue:
    catalogue = DrawnCatalogue(tmp_path_factory.mktemp("explorer"), width=160)
    catalogue.build()
    return catalogue


def opened(settings: Settings, encoder: str | None) -> Pipeline:
    if encoder != "clip-vit-b-32":
        return _open_identifier(settings, encoder)
    if not (root := settings.indexes_dir / encoder).is_dir():
        return _open_identifier(settings, encoder)
    spec = SPECS[encoder]
    return Identifier(Colours(spec), open_index(root, spec), None)


@pytest.fixture
async def service(catalogue: DrawnCatalogue) -> AsyncIterator[TestServer]:
    client = EmbeddedClient(catalogue.settings, open_pipeline=opened)
    await client.start()
    server = TestServer(create_app(catalogue.settings, client))
    async with server:
        yield server


async def get(server: TestServer, path: str) -> tuple[int, dict[str, Any]]:
    async with ClientSession() as http, http.get(server.make_url(path)) as response:
        return response.status, await response.json()


async def test_the_page_and_its_files_come_under_a_strict_policy(service: TestServer) -> None:
    async with ClientSession() as http:
        for path, kind in (
            ("/", "text/html"),
            ("/static/style.css", "text/css"),
            ("/static/app.js", "text/javascript"),
            ("/static/answer.js", "text/javascript"),
            ("/static/search.js", "text/javascript"),
            ("/static/icon.svg", "image/svg+xml"),
        ):
            async with http.get(service.make_url(path)) as response:
                body = await response.text()
                assert (response.status, response.content_type) == (200, kind)
                policy = response.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert "unsafe" not in policy
                assert "http" not in policy
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert " style=" not in body
                etag = response.headers["ETag"]
            headers = {"If-None-Match": etag}
            async with http.get(service.make_url(path), headers=headers) as response:
                assert (response.status, await response.read()) == (304, b"")


@pytest.mark.parametrize("name", ["..%2Fserver.py", "server.py", "__init__.py", "%2Fetc%2Fpasswd"])
async def test_nothing_but_the_page_is_served(service: TestServer, name: str) -> None:
    from yarl import URL

    url = URL(f"{service.make_url('/')}static/{name}", encoded=True)
    async with ClientSession() as http, http.get(url) as response:
        assert response.status == 404


async def test_encoders_are_listed_with_the_command_that_builds_them(service: TestServer) -> None:
    status, body = await get(service, "/v1/encoders")
    assert status == 200
    encoders = {encoder["name"]: encoder for encoder in body["encoders"]}
    assert body["encoders"][0]["name"] == "poster-lite"
    assert encoders["poster-lite"] == {
        "name": "poster-lite",
        "state": "open",
        "films": 12,
        "metric": "cosine",
        "words": False,
        "default": True,
        "build": "marquee catalogue build --encoder poster-lite",
    }
    assert (encoders["vgg16"]["state"], encoders["vgg16"]["metric"]) == ("missing", "euclidean")
    assert "imagenet-lite0" not in encoders


async def test_the_page_is_told_how_people_call_the_encoders(service: TestServer) -> None:
    status, body = await get(service, "/v1/encoders/names")
    assert status == 200
    named = {each["name"]: each["display_name"] for each in body["encoders"]}
    assert len(named) == len(body["encoders"])
    assert named == {name: spec.display_name for name, spec in SPECS.items()}
    assert (named["clip-vit-b-32"], named["resnet50"]) == ("CLIP", "ResNet50")
    _, listed = await get(service, "/v1/encoders")
    assert {encoder["name"] for encoder in listed["encoders"]} <= set(named)


async def test_a_film_of_the_catalogue_is_answered_as_its_poster_is(
    service: TestServer, catalogue: DrawnCatalogue
) -> None:
    status, stored = await get(service, f"/v1/films/{VOLTAGE}/neighbours?k=5")
    assert status == 200
    form = FormData()
    form.add_field("poster", catalogue.paths[7].read_bytes(), filename="a.png")
    async with ClientSession() as http:
        url = service.make_url("/v1/identify").with_query(k=5)
        async with http.post(url, data=form) as response:
            shown = await response.json()
    assert stored["match"]["film"] == shown["match"]["film"]
    assert stored["match"]["film"]["title"] == "Voltage Boulevard"
    of = [[item["film"]["title"] for item in answer["neighbours"]] for answer in (stored, shown)]
    assert of[0] == of[1]
    assert len(of[0]) == 5
    assert stored["year"]["era"] == shown["year"]["era"]
    assert [g["name"] for g in stored["genres"][:3]] == [g["name"] for g in shown["genres"][:3]]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/films/tt0000001/neighbours", 404, "not_found"),
        (f"/v1/films/{VOLTAGE}/neighbours?k=0", 400, "bad_request"),
        (f"/v1/films/{VOLTAGE}/neighbours?k=lots", 400, "bad_request"),
        (f"/v1/films/{VOLTAGE}/neighbours?encoder=../x", 400, "bad_request"),
        (f"/v1/films/{VOLTAGE}/neighbours?encoder=eagle", 400, "unknown_encoder"),
        (f"/v1/films/{VOLTAGE}/neighbours?encoder=resnet50", 404, "no_catalogue"),
        ("/v1/films/tt0000001", 404, "not_found"),
        ("/v1/search?q=x&limit=0", 400, "bad_request"),
        ("/v1/search?q=x&limit=51", 400, "bad_request"),
        ("/v1/search?q=x&by=smell", 400, "bad_request"),
        (f"/v1/search?q={'x' * 201}", 400, "bad_request"),
        ("/v1/search?q=blue&by=words", 404, "no_catalogue"),
    ],
)
async def test_refusals(service: TestServer, path: str, status: int, code: str) -> None:
    got, body = await get(service, path)
    assert (got, body["error"]["code"]) == (status, code)
    if code == "no_catalogue":
        assert "`marquee catalogue build --encoder " in body["error"]["message"]


async def test_a_film_and_some_films(service: TestServer) -> None:
    _, body = await get(service, f"/v1/films/{VOLTAGE}")
    assert (body["film"]["title"], body["has_poster"]) == ("Voltage Boulevard", True)
    _, some = await get(service, "/v1/films?sample=5")
    assert len({item["film"]["title"] for item in some["films"]}) == 5
    _, more = await get(service, "/v1/films?sample=50")
    assert len(more["films"]) == len(SAMPLES)


async def test_titles_answer_where_no_space_holds_words(service: TestServer) -> None:
    status, body = await get(service, "/v1/search?q=pidgeon+pigeon&limit=2")
    assert (status, body["by"]) == (200, "title")
    assert body["films"][0]["film"]["title"] == "Pigeon Pigeon Pigeon"
    _, nothing = await get(service, f"/v1/search?q={quote('xq zzyx')}")
    assert nothing["films"] == []
    _, empty = await get(service, "/v1/search?q=++")
    assert empty["films"] == []


async def test_other_names_of_films_are_found(
    catalogue: DrawnCatalogue,
) -> None:
    row = FilmRow(
        imdb_id=VOLTAGE,
        title="Voltage Boulevard",
        genres=[],
        redistributable=True,
        source="test",
        aliases=["Der Straßenkönig"],
    )
    database = catalogue.settings.database_path
    async with await Store.open(database) as store, store.session() as session:
        session.add(row)
        await session.commit()
    client = EmbeddedClient(catalogue.settings, open_pipeline=opened)
    await client.start()
    service = TestServer(create_app(catalogue.settings, client))
    async with service:
        _, body = await get(service, "/v1/search?q=strassenkonig")
    assert body["films"][0]["film"]["title"] == "Voltage Boulevard"


async def test_words_find_posters_where_a_space_holds_them(
    tmp_path: Any, catalogue: DrawnCatalogue
) -> None:
    from services.core.types import Film
    from services.vision.index import IndexEntry, write_index
    from tests.inference.explorer.catalogue import settings_for

    settings = settings_for(tmp_path)
    encoder = Colours(SPECS["clip-vit-b-32"])
    colours = [(230, 10, 10), (10, 220, 10), (10, 10, 240), (240, 240, 240)]
    names = ("Fire", "Meadow", "Sea", "Snow")
    entries = [IndexEntry(Film(name, imdb_id=f"tt{i:07}")) for i, name in enumerate(names)]
    images = [Image.new("RGB", (20, 30), colour) for colour in colours]
    root = settings.indexes_dir / "clip-vit-b-32"
    write_index(root, encoder.spec, entries, encoder.embed(images))
    assert build_of(root).is_dir()
    client = EmbeddedClient(settings, open_pipeline=opened)
    await client.start()
    server = TestServer(create_app(settings, client))
    async with server:
        _, body = await get(server, "/v1/search?q=a+lonely+blue+picture")
        assert (body["by"], body["films"][0]["film"]["title"]) == ("words", "Sea")
        _, body = await get(server, "/v1/search?q=green&by=words&limit=1")
        assert [item["film"]["title"] for item in body["films"]] == ["Meadow"]
        _, titles = await get(server, "/v1/search?q=the+godfather&by=title&limit=1")
        assert titles["by"] == "title"
        _, near = await get(server, "/v1/films/tt0000000/neighbours?encoder=clip-vit-b-32&k=3")
        assert (near["encoder"], len(near["neighbours"])) == ("clip-vit-b-32", 3)
        assert (near["year"], near["genres"]) == (None, [])
        _, listed = await get(server, "/v1/encoders")
        clip = next(encoder for encoder in listed["encoders"] if encoder["words"])
        assert (clip["state"], clip["films"]) == ("open", 4)
