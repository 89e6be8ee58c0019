"""The description at `/openapi.json` against the service that gives it, in both directions."""

from __future__ import annotations

import ast
import copy
import json
import pkgutil
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from jsonschema import Draft202012Validator

import services
from services.core.errors import UnavailableError
from services.core.film_details import FilmDetails
from services.core.settings import Settings
from services.core.types import CatalogueFilm, Film, Identification, Neighbour
from services.inference import server as service
from services.inference.embedded import EmbeddedClient
from services.inference.openapi import describe
from services.inference.registry import Pipeline
from services.inference.server import create_app
from services.inference.wire import catalogue_film_to_json, identification_to_json
from tests.inference.helpers import HEAT, FakePipeline, poster, settings
from tests.pictures import hostile

Json = dict[str, Any]
Code = tuple[str, str, int, str]

# More than any page that is given where none is asked for.
FILMS = (HEAT, *(Film(f"Film {number}", 1900 + number, ("Drama",)) for number in range(130)))
WORKING = {"poster-lite", "clip-vit-b-32"}
# Answered without a question to the pipeline.
TITLE = "/v1/identifications/{id}/title"
UNASKED = {"/v1/encoders/names", TITLE}
SECRET = "a secret of nobody's"
LIMITS = {"max_bytes": 50_000, "max_pixels": 150_000}
# Errors that only commands, training, the store or the bot can meet.
ELSEWHERE = {
    "bad_checkpoint",
    "bad_config",
    "bad_package",
    "bad_run",
    "bad_settings",
    "database_version",
    "no_pyarrow",
    "no_run",
    "run_exists",
    "too_few_films",
    "bad_list_name",
    "not_a_list",
    "too_many_lists",
    "watchlist_full",
}


class BrokenPipeline(FakePipeline):
    """Opens like another, and fails at whatever it is asked then."""

    def __getattribute__(self, name: str) -> Any:
        if name in {"size", "films", "film", "poster_path", "identify", "compare", "neighbours"}:
            raise ZeroDivisionError("a slip of ours")
        return super().__getattribute__(name)


class Titles:
    """Reads titles as the word that is asked with says."""

    def keep(self, image: Any, answer: Identification, near: Any) -> Identification:
        return replace(answer, id="a word")

    async def read(self, word: str, library: Any) -> Identification | None:
        if word == "internal":
            raise ZeroDivisionError("a slip of ours")
        if word in {"busy", "no_ocr"}:
            raise UnavailableError(word, "No title is read now.")
        return Identification("poster-lite", None, (), None, ()) if word == "a word" else None

    async def close(self) -> None:
        return None


@dataclass
class Described:
    """The description, and which of its errors were met."""

    document: Json
    met: set[Code] = field(default_factory=set)

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield path, method, operation

    def queries(self) -> Iterator[tuple[str, str, Json]]:
        for path, method, operation in self.operations():
            for parameter in operation.get("parameters", ()):
                assert parameter["in"] == "query"
                yield path, method, parameter

    def errors(self) -> set[Code]:
        return {
            (method, path, int(status), code)
            for path, method, operation in self.operations()
            for status, response in operation["responses"].items()
            for code in self._codes(response)
        }

    def schema(self, schema: Json) -> Draft202012Validator:
        """Return a validator that takes no field that is not described."""
        document = copy.deepcopy({**schema, "components": self.document["components"]})
        for part in _objects(document):
            part.setdefault("additionalProperties", False)
        return Draft202012Validator(document)

    async def check(self, path: str, response: ClientResponse) -> Any:
        """Hold a response against its description; return its body where that is JSON."""
        method = response.method.lower()
        operation = self.document["paths"][path][method]
        described = operation["responses"].get(str(response.status))
        assert described is not None, (method, path, response.status, await response.text())
        for header in described.get("headers", ()):
            assert header in response.headers
        if "content" not in described:
            assert await response.read() == b""
            return None
        kinds = described["content"]
        kind = next((kind for kind in kinds if fnmatchcase(response.content_type, kind)), None)
        assert kind is not None, (path, response.content_type)
        if kind != "application/json":
            assert await response.read()
            return None
        body = await response.json()
        if response.status == 200:
            self.schema(kinds[kind]["schema"]).validate(body)
            return body
        self.schema({"$ref": "#/components/schemas/Error"}).validate(body)
        assert body["error"]["code"] in self._codes(described), (path, body)
        self.met.add((method, path, response.status, body["error"]["code"]))
        return body

    def _codes(self, response: Json) -> list[str]:
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        parts = schema.get("allOf", ())
        return parts[1]["properties"]["error"]["properties"]["code"]["enum"] if parts else []


def _objects(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            yield part
        for child in part.values():
            yield from _objects(child)
    elif isinstance(part, list):
        for child in part:
            yield from _objects(child)


@dataclass
class Asked:
    """A running service, its description, and a way to ask one of its routes."""

    server: TestServer
    http: ClientSession
    described: Described

    async def ask(
        self,
        path: str,
        query: dict[str, Any] | None = None,
        *,
        picture: bytes | None = None,
        key: str = HEAT.key,
        name: str = "app.js",
        word: str = "a word",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        url = self.server.make_url(path.format(key=key, name=name, id=word)).with_query(query or {})
        method = next(iter(self.described.document["paths"][path].keys() - {"parameters"}))
        data = None
        if path == "/session":
            data = SECRET.encode()
        elif method == "post" and path != TITLE:
            data = _form(path, picture or poster())
        async with self.http.request(method, url, data=data, headers=headers) as response:
            return response.status, await self.described.check(path, response)


def _form(path: str, picture: bytes) -> FormData:
    form = FormData()
    fields = {
        "/v1/identify": {"poster": picture},
        "/v1/compare": {"first": poster(), "second": picture},
    }
    for name, data in fields[path].items():
        form.add_field(name, data, filename="a.png")
    return form


@asynccontextmanager
async def serving(
    folder: Path,
    pipeline: FakePipeline,
    *,
    opened: bool = True,
    headers: dict[str, str] | None = None,
    **changes: Any,
) -> AsyncIterator[Asked]:
    chosen = settings(folder, **{**LIMITS, **changes})

    def open_pipeline(_: Settings, encoder: str | None) -> Pipeline:
        if encoder is None or encoder in WORKING:
            return pipeline
        # An encoder's name says what is wrong with it.
        if encoder == "internal":
            raise ZeroDivisionError("a slip of ours")
        is_code = re.fullmatch(r"[a-z]+(_[a-z]+)+|unavailable", encoder)
        code = encoder if is_code else "unknown_encoder"
        raise UnavailableError(code, "That encoder cannot be opened.")

    titles: Any = Titles()
    client = EmbeddedClient(chosen, open_pipeline=open_pipeline, titles=titles)
    if opened:
        await client.start()
    server = TestServer(create_app(chosen, client))
    await server.start_server(lingering_time=0.1)
    session = ClientSession(headers=headers)
    async with server, session as http:
        async with http.get(server.make_url("/openapi.json")) as response:
            assert response.status == 200
            described = Described(await response.json())
        yield Asked(server, http, described)


@pytest.fixture
def pipeline(tmp_path: Path) -> FakePipeline:
    picture = tmp_path / "heat.png"
    picture.write_bytes(poster(3))
    return FakePipeline(films=FILMS, pictures={HEAT.key: picture}, editions={HEAT.key: picture})


@pytest.fixture
def described(tmp_path: Path) -> Described:
    # By way of JSON, so that it is what a client reads.
    return Described(json.loads(json.dumps(describe(settings(tmp_path)))))


def test_the_description_is_sound(described: Described) -> None:
    document = described.document
    assert document["openapi"] == "3.1.0"
    assert set(document) == {"openapi", "info", "tags", "paths", "security", "components"}
    names = [operation["operationId"] for _, _, operation in described.operations()]
    assert len(set(names)) == len(names)
    tags = {tag["name"] for tag in document["tags"]}
    for path, item in document["paths"].items():
        in_path = {parameter["name"] for parameter in item.get("parameters", ())}
        assert in_path == set(re.findall(r"{(\w+)}", path))
    for _, _, operation in described.operations():
        assert set(operation["tags"]) <= tags
        assert operation["summary"].endswith(".")
        assert all(response["description"] for response in operation["responses"].values())
    for _, _, parameter in described.queries():
        assert parameter["description"].endswith(".")
        Draft202012Validator.check_schema(parameter["schema"])
    Draft202012Validator.check_schema(document["components"]["schemas"])
    refs = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(document)))
    assert refs == set(document["components"]["schemas"])


def test_every_route_is_described_and_nothing_else(tmp_path: Path, described: Described) -> None:
    chosen = settings(tmp_path)
    app = create_app(chosen, EmbeddedClient(chosen))
    routes = set()
    for route in app.router.routes():
        assert route.resource is not None
        routes.add((route.resource.canonical, route.method.lower()))
    gets = {(path, "head") for path, method in routes if method == "get"}
    assert {route for route in routes if route[1] == "head"} == gets
    assert routes - gets == {(path, method) for path, method, _ in described.operations()}


async def test_every_query_parameter_that_is_read_is_described(
    tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: dict[str, set[str]] = {}

    class Query:
        def __init__(self, request: web.Request) -> None:
            resource = request.match_info.route.resource
            assert resource is not None
            self._given = request.rel_url.query
            self._read = read.setdefault(resource.canonical, set())

        def get(self, name: str, default: str | None = None) -> str | None:
            self._read.add(name)
            return self._given.get(name, default)

        def __getitem__(self, name: str) -> str:
            self._read.add(name)
            return self._given[name]

        def __contains__(self, name: str) -> bool:
            self._read.add(name)
            return name in self._given

    monkeypatch.setattr(web.BaseRequest, "query", property(Query))
    async with serving(tmp_path, pipeline) as asked:
        for path in asked.described.document["paths"]:
            await asked.ask(path)
        await asked.ask("/v1/films", {"sample": "1"})
        described: dict[str, set[str]] = {}
        for path, _, parameter in asked.described.queries():
            described.setdefault(path, set()).add(parameter["name"])
    assert {path: names for path, names in read.items() if names} == described


def _inside_and_outside(schema: Json) -> tuple[list[Any], list[Any]]:
    if "enum" in schema:
        # A flag is on or not; what is no 1 is not.
        other = [] if schema["enum"] == ["0", "1"] else ["x", ""]
        return schema["enum"], other
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema.get("maximum")
        above = [] if most is None else [most + 1]
        return [least, most or least + 1], [least - 1, "x", "1.5", "", *above]
    if schema["type"] == "number":
        return [0.001, schema["maximum"]], [schema["exclusiveMinimum"], 1.1, "nan", "x"]
    if "pattern" in schema:
        names = ["poster-lite", "a" * 64, "a" * 65, "A", "", "../x", "-a", "a b", "a.b_c-1"]
        inside = [name for name in names if re.search(schema["pattern"], name)]
        return inside, [name for name in names if name not in inside]
    if "maxLength" in schema:
        return ["", "x" * schema["maxLength"]], ["x" * (schema["maxLength"] + 1)]
    return ["Drama", ""], []


async def test_the_ranges_of_query_parameters_are_the_services(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    count = 0
    async with serving(tmp_path, pipeline, max_k=7) as asked:
        for path, _, parameter in asked.described.queries():
            name = parameter["name"]
            beside = {} if name in {"skip", "limit"} or path != "/v1/films" else {"sample": 5}
            inside, outside = _inside_and_outside(parameter["schema"])
            for value in inside:
                status, body = await asked.ask(path, {**beside, name: value})
                # A name may be well formed and yet no encoder's.
                known = status == 200 or body["error"]["code"] == "unknown_encoder"
                assert known, (path, name, value, body)
                count += 1
            for value in outside:
                status, body = await asked.ask(path, {**beside, name: value})
                assert (status, body["error"]["code"]) == (400, "bad_request"), (path, name, value)
                count += 1
    assert count > 80


async def test_the_defaults_of_query_parameters_are_the_services(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    def timeless(body: Any) -> str:
        return re.sub(r'"timings_ms": {[^}]*}', "", json.dumps(body))

    seen = set()
    async with serving(tmp_path, pipeline) as asked:
        for path, _, parameter in asked.described.queries():
            name, schema = parameter["name"], parameter["schema"]
            if "default" not in schema or name in {"pictured", "marked"}:
                continue
            beside = {"q": "film"} if "search" in path or "titles" in path else {}
            silent = {} if name == "q" else beside
            _, unasked = await asked.ask(path, silent)
            _, stated = await asked.ask(path, {**silent, name: schema["default"]})
            assert timeless(unasked) == timeless(stated), (path, name)
            if name not in {"by", "picture"}:
                other = "film" if name == "q" else schema["default"] + 1
                _, different = await asked.ask(path, {**silent, name: other})
                assert timeless(unasked) != timeless(different), (path, name)
            seen.add(name)
    assert seen == {"k", "limit", "skip", "by", "q", "picture"}


async def test_bodies_are_taken_in_the_kinds_described(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    async with serving(tmp_path, pipeline) as asked:
        for path, _, operation in asked.described.operations():
            if "requestBody" not in operation or path == "/session":
                continue
            kinds = dict(operation["requestBody"]["content"])
            form = kinds.pop("multipart/form-data")["schema"]
            for absent in (None, *form["required"]):
                data = FormData()
                data.add_field("beside", b"x", filename="x")
                for name in form["properties"].keys() - {absent}:
                    data.add_field(name, poster(), filename="a.png")
                async with asked.http.post(asked.server.make_url(path), data=data) as response:
                    await asked.described.check(path, response)
                    assert response.status == (200 if absent is None else 400)
            for sent in (
                "image/png",
                "image/x-unheard-of",
                "application/octet-stream",
                "text/plain",
            ):
                headers = {"Content-Type": sent}
                url = asked.server.make_url(path)
                async with asked.http.post(url, data=poster(), headers=headers) as response:
                    await asked.described.check(path, response)
                    taken = any(fnmatchcase(sent, kind) for kind in kinds)
                    assert response.status == (200 if taken else 400)


async def _wrong_questions(asked: Asked) -> None:
    for path, _, parameter in asked.described.queries():
        _, outside = _inside_and_outside(parameter["schema"])
        beside = {} if path != "/v1/films" else {"sample": 1}
        for value in outside[:1]:
            await asked.ask(path, {**beside, parameter["name"]: value})


async def _wrong_encoders(asked: Asked) -> None:
    for path, _, parameter in asked.described.queries():
        if parameter["name"] != "encoder":
            continue
        errors = {
            code
            for _, where, status, code in asked.described.errors()
            if where == path and status in {400, 404, 500, 503}
        }
        for code in errors - {"bad_request", "busy", "not_found"}:
            query = {"encoder": code, **({"q": "x", "by": "words"} if "search" in path else {})}
            await asked.ask(path, query)


async def _wrong_pictures(asked: Asked) -> None:
    pictures = (
        b"",
        b"these are words and no picture",
        poster(1, (300, 400), "JPEG")[:-600],
        poster(1, (400, 400)),
        poster(1, (8, 8)),
        poster(1, (16, 390)),
        hostile.scanned(40),
        bytes(LIMITS["max_bytes"] + 1),
    )
    for path in ("/v1/identify", "/v1/compare"):
        for picture in pictures:
            url = asked.server.make_url(path)
            async with asked.http.post(url, data=_form(path, picture)) as response:
                await asked.described.check(path, response)
                assert response.status > 400


async def _who_may_not_ask(folder: Path, pipeline: FakePipeline) -> set[Code]:
    bearer = {"Authorization": f"Bearer {SECRET}"}
    async with serving(folder, pipeline, headers=bearer, secret=SECRET) as asked:
        for path in asked.described.document["paths"]:
            for headers in ({"Authorization": "Bearer x"}, {"Host": "x"}, {"Origin": "http://x"}):
                await asked.ask(path, headers=headers)
        for body in (b"not the secret", b"x" * 5000):
            async with asked.http.post(asked.server.make_url("/session"), data=body) as response:
                await asked.described.check("/session", response)
        return asked.described.met


async def test_every_error_that_is_described_can_happen_and_looks_as_described(
    tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: set[Code] = set()
    async with serving(tmp_path, pipeline) as asked:
        await _wrong_questions(asked)
        await _wrong_encoders(asked)
        await _wrong_pictures(asked)
        for path in asked.described.document["paths"]:
            await asked.ask(path, key="tt9999999", name="nothing.js")
        for word in ("busy", "internal", "no_ocr"):
            await asked.ask(TITLE, word=word)
        met |= asked.described.met
        everything = asked.described.errors()
    async with serving(tmp_path, pipeline, opened=False) as asked:
        for path in asked.described.document["paths"]:
            await asked.ask(path)
        met |= asked.described.met
    async with serving(tmp_path, BrokenPipeline(films=FILMS)) as asked:
        for path in asked.described.document["paths"]:
            if path.startswith("/v1/"):
                status, _ = await asked.ask(path, {"q": "x", "by": "title"})
                assert status == (200 if path in UNASKED else 500), path
        met |= asked.described.met
    monkeypatch.setattr(service, "_FULL_UPLOADS", 0)
    async with serving(tmp_path, pipeline) as asked:
        for path in ("/v1/identify", "/v1/compare"):
            await asked.ask(path)
        met |= asked.described.met
    met |= await _who_may_not_ask(tmp_path, pipeline)
    assert met == everything
    assert len(everything) > 60


async def test_every_answer_looks_as_described(tmp_path: Path, pipeline: FakePipeline) -> None:
    async with serving(tmp_path, pipeline) as asked:
        for path, method, operation in asked.described.operations():
            status, _ = await asked.ask(path)
            assert status == 200, path
            if path == TITLE:
                assert await asked.ask(path, word="another word") == (200, None)
            assert set(operation["responses"]) >= {"200"}
            if "304" in operation["responses"]:
                async with asked.http.request(
                    method, asked.server.make_url(path.format(name="app.js"))
                ) as first:
                    headers = {"If-None-Match": first.headers["ETag"]}
                assert (await asked.ask(path, headers=headers))[0] == 304
        for query in (urlencode({"q": "heat", "by": by}) for by in ("title", "words")):
            url = asked.server.make_url(f"/v1/search?{query}")
            async with asked.http.get(url) as response:
                body = await asked.described.check("/v1/search", response)
                assert body["films"]
        assert (await asked.ask("/v1/films", {"sample": 3}))[1]["films"]


def test_what_may_be_missing_may_be_missing(described: Described) -> None:
    film = Film("Heat")
    details = FilmDetails(datetime.now(UTC), streaming=(("DE", ("WOW",)),))
    bare = Identification("resnet50", None, (Neighbour(film, -0.1),), None, ())
    for name, body in (
        ("Identification", identification_to_json(bare)),
        ("CatalogueFilm", catalogue_film_to_json(CatalogueFilm(film))),
        ("CatalogueFilm", catalogue_film_to_json(CatalogueFilm(film, details=details))),
    ):
        described.schema({"$ref": f"#/components/schemas/{name}"}).validate(body)


def test_the_checks_notice_what_they_are_for(described: Described) -> None:
    schema = described.schema({"$ref": "#/components/schemas/Found"})
    found = {"film": Film("Heat", 1995).to_json(), "score": 0.9, "indexed": True, "known": None}
    assert schema.is_valid(found)
    assert not schema.is_valid({**found, "more": 1})
    assert not schema.is_valid({**found, "score": "high"})
    assert not schema.is_valid({"film": found["film"], "score": 0.9})
    assert not schema.is_valid({**found, "film": {**found["film"], "rating": 8}})


def _codes_in_sources() -> set[str]:
    kinds = {"PosterError", "RequestError", "UnavailableError"}
    codes = set()
    for module in pkgutil.walk_packages(services.__path__, "services."):
        found = module.module_finder.find_spec(module.name, None)  # pyright: ignore[reportCallIssue, reportArgumentType]
        assert found is not None and found.origin is not None
        for node in ast.walk(ast.parse(Path(found.origin).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=kind), args=[ast.Constant(value=str(code)), *_]) if (
                    kind in kinds
                ):
                    codes.add(code)
    return codes


def test_no_code_of_the_services_is_left_undescribed(described: Described) -> None:
    codes = {code for *_, code in described.errors()}
    assert _codes_in_sources() - ELSEWHERE == codes - {"internal"}
