"""What is asked of the inference service, and how an answer is written down."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from yarl import URL

from services.core.errors import MarqueeError, RequestError, UnavailableError
from services.core.settings import Settings
from services.core.types import Film
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.inference.server import create_app
from tests.inference.helpers import FACE_OFF, HEAT, POISON, FakePipeline, poster, settings

Json = dict[str, Any]

MAX_BYTES = 20_000
_FILMS = (HEAT, FACE_OFF, Film("Łódź Blues", 2001, ("Drama",), None, 77))
_HEADERS = (
    "Content-Type",
    "Retry-After",
    "Allow",
    "Cache-Control",
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
)
_SLASHED = "/v1/films/Face%2FOff%3F%20100%25%20%281997%29"

# name: method, path, and where there are some the fields of a form or the kind of a raw body.
# A number stands for the picture that carries it.
REQUESTS: dict[str, Json] = {
    "identify": {"post": "/v1/identify?k=2", "fields": {"poster": 7}},
    "identify by default": {"post": "/v1/identify", "fields": {"poster": 9}},
    "identify a raw picture": {"post": "/v1/identify?encoder=poster-lite", "raw": 8},
    "compare": {"post": "/v1/compare", "fields": {"first": 3, "second": 54}},
    "films": {"get": "/v1/films"},
    "a page of films": {"get": "/v1/films?skip=1&limit=1"},
    "a sample of films": {"get": "/v1/films?sample=5&genre=Crime&from=1990&to=1999&known=0.5"},
    "a pictured sample": {"get": "/v1/films?sample=5&pictured=1"},
    "film": {"get": "/v1/films/tt0113277"},
    "a film by its label": {"get": _SLASHED},
    "neighbours": {"get": "/v1/films/tt0113277/neighbours?k=2&skip=1"},
    "poster": {"get": "/v1/films/tt0113277/poster"},
    "search by title": {"get": "/v1/search?q=heat&limit=3&by=title"},
    "search by words": {"get": "/v1/search?q=a+face&limit=2&by=words&encoder=clip-vit-b-32"},
    "titles": {"get": "/v1/titles?q=fa&limit=5"},
    "titles of nothing": {"get": "/v1/titles?q="},
    "encoders": {"get": "/v1/encoders"},
    "encoder names": {"get": "/v1/encoders/names"},
    "healthz": {"get": "/healthz"},
    "readyz": {"get": "/readyz"},
    "metrics": {"get": "/metrics"},
    "description": {"get": "/openapi.json"},
    "page": {"get": "/"},
    "script": {"get": "/static/app.js"},
    "style": {"get": "/static/style.css"},
    "icon": {"get": "/static/icon.svg"},
    # Refusals.
    "k out of range": {"post": "/v1/identify?k=11", "fields": {"poster": 7}},
    "k no number": {"post": "/v1/identify?k=many", "fields": {"poster": 7}},
    "an encoder's name that is none": {"post": "/v1/identify?encoder=..", "fields": {"poster": 7}},
    "an unknown encoder": {"post": "/v1/identify?encoder=nobody", "fields": {"poster": 7}},
    "an encoder without an index": {"post": "/v1/identify?encoder=vgg16", "fields": {"poster": 7}},
    "no poster": {"post": "/v1/identify", "fields": {"picture": 7}},
    "an empty poster": {"post": "/v1/identify", "fields": {"poster": ""}},
    "words for a poster": {"post": "/v1/identify", "fields": {"poster": "no picture"}},
    "too large a poster": {"post": "/v1/identify", "fields": {"poster": "x" * (MAX_BYTES + 1)}},
    "too small a poster": {"post": "/v1/identify", "fields": {"poster": -1}},
    "one poster to compare": {"post": "/v1/compare", "fields": {"first": 3}},
    "a second poster that is none": {
        "post": "/v1/compare",
        "fields": {"first": 3, "second": "no picture"},
    },
    "a slip": {"post": "/v1/identify", "fields": {"poster": POISON}},
    "an unknown film": {"get": "/v1/films/tt9999999"},
    "neighbours of an unknown film": {"get": "/v1/films/tt9999999/neighbours"},
    "no poster at hand": {"get": f"{_SLASHED}/poster"},
    "a way to search that is none": {"get": "/v1/search?q=heat&by=colour"},
    "too many titles": {"get": "/v1/titles?q=heat&limit=51"},
    "too long a search": {"get": f"/v1/search?q={'x' * 201}"},
    "too large a sample": {"get": "/v1/films?sample=201"},
    "a share that is none": {"get": "/v1/films?sample=1&known=most"},
    "no such address": {"get": "/v1/nothing"},
    "no such file": {"get": "/static/secrets.txt"},
    "another method": {"get": "/v1/identify"},
    "not open yet": {"get": "/readyz", "opened": False},
    "a poster before it is open": {
        "post": "/v1/identify",
        "fields": {"poster": 7},
        "opened": False,
    },
    "the title of an answer that is forgotten": {"post": "/v1/identifications/nothing/title"},
}

_POSTER, _OTHER = poster(7), poster(54)

# What a client asks, where it gets the body of that name for an answer.
READS: dict[str, Callable[[HttpClient], Awaitable[Any]]] = {
    "identify": lambda client: client.identify(_POSTER, k=2),
    "identify by default": lambda client: client.identify(_POSTER),
    "compare": lambda client: client.compare(_POSTER, _OTHER),
    "films": lambda client: client.films(),
    "a sample of films": lambda client: client.sample(5, genre="Crime", known=0.5),
    "film": lambda client: client.film(HEAT.key),
    "a film by its label": lambda client: client.film(FACE_OFF.key),
    "neighbours": lambda client: client.neighbours(HEAT.key, k=2, skip=1),
    "search by title": lambda client: client.search("heat", k=3, by="title"),
    "search by words": lambda client: client.search("a face", k=2, by="words"),
    "titles": lambda client: client.titles("fa", limit=5),
    "encoders": lambda client: client.encoders(),
    "k out of range": lambda client: client.identify(_POSTER, k=11),
    "an unknown encoder": lambda client: client.identify(_POSTER, encoder="nobody"),
    "an encoder without an index": lambda client: client.identify(_POSTER, encoder="vgg16"),
    "an empty poster": lambda client: client.identify(b""),
    "words for a poster": lambda client: client.identify(b"no picture"),
    "too large a poster": lambda client: client.identify(bytes(MAX_BYTES + 1)),
    "too small a poster": lambda client: client.identify(_POSTER),
    "a second poster that is none": lambda client: client.compare(_POSTER, b"no picture"),
    "a slip": lambda client: client.identify(_POSTER),
    "an unknown film": lambda client: client.film("tt9999999"),
    "neighbours of an unknown film": lambda client: client.neighbours("tt9999999"),
    "no poster at hand": lambda client: client.poster(FACE_OFF),
    "too many titles": lambda client: client.titles("heat", limit=51),
    "too large a sample": lambda client: client.sample(201),
    "no such address": lambda client: client.encoders(),
    "a poster before it is open": lambda client: client.identify(_POSTER),
}


def picture(value: int | str) -> bytes:
    """Return the bytes that a request sends for a number, or for a text."""
    if isinstance(value, str):
        return value.encode()
    return poster(1, (4, 4)) if value < 0 else poster(value)


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[dict[bool, TestServer]]:
    """Serve the small pipeline twice: opened, and not yet."""
    (folder / "heat.png").write_bytes(poster(200))
    pipeline = FakePipeline(_FILMS, {HEAT.key: folder / "heat.png"})

    def pipeline_of(_settings: Settings, name: str | None) -> FakePipeline:
        if name == "nobody":
            raise RequestError("unknown_encoder", "There is no encoder of that name.")
        if name == "vgg16":
            raise UnavailableError("no_catalogue", "There is no index of vgg16 yet.")
        return pipeline

    servers = {}
    for opened in (True, False):
        chosen = settings(folder, max_bytes=MAX_BYTES, max_k=10)
        client = EmbeddedClient(chosen, open_pipeline=pipeline_of)
        if opened:
            await client.start()
        servers[opened] = TestServer(create_app(chosen, client))
        await servers[opened].start_server()
    try:
        yield servers
    finally:
        for server in servers.values():
            await server.close()


async def asked(http: ClientSession, servers: dict[bool, TestServer], request: Json) -> Json:
    """Send a request and return what came back, timings left out."""
    path = request.get("post") or request["get"]
    # Joined by hand: a path that was quoted stays so.
    url = f"{str(servers[request.get('opened', True)].make_url('/')).rstrip('/')}{path}"
    data: FormData | bytes | None = None
    headers = {}
    if "raw" in request:
        data, headers["Content-Type"] = picture(request["raw"]), "image/png"
    elif "fields" in request:
        data = FormData()
        for name, value in request["fields"].items():
            data.add_field(name, picture(value), filename=f"{name}.png", content_type="image/png")
    method = "POST" if "post" in request else "GET"
    async with http.request(method, URL(url, encoded=True), data=data, headers=headers) as response:
        told = {name: response.headers[name] for name in _HEADERS if name in response.headers}
        return {"status": response.status, "headers": told, "body": await _body(response, path)}


async def _body(response: Any, path: str) -> Any:
    if path == "/openapi.json":
        return None  # it grows with the routes, and is held against them where it is tested
    if response.content_type == "application/json":
        return timeless(await response.json())
    if path == "/metrics":
        lines = (await response.text()).splitlines()
        return sorted(line for line in lines if line.startswith("# TYPE marquee_"))
    if path.endswith("/poster"):
        return {"equals": 200} if await response.read() == picture(200) else None
    return None  # the page's files are free to change


def timeless(body: Any) -> Any:
    """Return a body with a round number in place of every measured time."""
    if isinstance(body, list):
        return [timeless(each) for each in body]
    if not isinstance(body, dict):
        return body
    return {
        name: dict.fromkeys(value, 1.5) if name == "timings_ms" else timeless(value)
        for name, value in body.items()
    }


@asynccontextmanager
async def client_of(recorded: Json) -> AsyncIterator[HttpClient]:
    """Give a client of a service whose every answer is that one, byte for byte."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(
            status=recorded["status"],
            body=json.dumps(recorded["body"]).encode(),
            headers=recorded["headers"],
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        client = HttpClient(settings(Path(), inference_url=str(server.make_url("/"))))
        await client.start()
        try:
            yield client
        finally:
            await client.close()


async def read(call: Awaitable[Any]) -> Json:
    """Await a client's method and return what it made of the body: an answer, or an error."""
    try:
        return {"answer": _plain(await call)}
    except MarqueeError as error:
        return {"error": [type(error).__name__, error.code, error.message]}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **_plain(asdict(value))}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    return value
