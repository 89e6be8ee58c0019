from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer, unused_port

from services.core.errors import MarqueeError, PosterError, RequestError, UnavailableError
from services.core.types import Film
from services.inference.breaker import Breaker
from services.inference.http import HttpClient
from services.inference.transport import Transport
from services.inference.wire import identification_to_json
from tests.inference.conftest import Serve
from tests.inference.helpers import FACE_OFF, HEAT, FakePipeline, poster, settings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Connect = Callable[..., HttpClient]


async def no_rest(seconds: float) -> None:
    """Between two tries nothing changes that time would bring."""


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Connect]:
    clients: list[HttpClient] = []

    def connect(
        server: TestServer | str,
        breaker: Breaker | None = None,
        rest: Any = no_rest,
        **changes: Any,
    ) -> HttpClient:
        url = server if isinstance(server, str) else str(server.make_url("/"))
        chosen = settings(tmp_path, inference_url=url, **changes)
        made = HttpClient(chosen, transport=Transport(chosen, breaker=breaker, rest=rest))
        clients.append(made)
        return made

    yield connect
    for made in clients:
        await made.close()
        await made.close()


class Stub:
    """A server that answers every request with `handler`, and counts them."""

    def __init__(self, handler: Handler) -> None:
        self.requests: list[web.Request] = []
        self._handler = handler
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", self._count)
        self.server = TestServer(app)

    async def _count(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        return await self._handler(request)

    async def __aenter__(self) -> Stub:
        await self.server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.close()


def says(status: int, text: str, kind: str = "application/json") -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type=kind)

    return handler


async def test_the_answer_is_the_pipelines(
    serve: Serve, client: Connect, pipeline: FakePipeline
) -> None:
    remote = client(await serve())
    await remote.start()
    answer = await remote.identify(poster(7), k=2)
    expected = pipeline.answer(7, 2)
    assert answer.match == expected.match
    assert answer.neighbours == expected.neighbours
    assert answer.year == expected.year
    assert answer.genres == expected.genres
    assert answer.encoder == "poster-lite"


async def test_fifty_at_once_each_get_their_own_answer(serve: Serve, client: Connect) -> None:
    remote = client(await serve())
    answers = await asyncio.gather(*(remote.identify(poster(n)) for n in range(50)))
    assert [a.match.film.title for a in answers if a.match] == [f"Film {n}" for n in range(50)]


@pytest.mark.parametrize(
    ("data", "k", "encoder", "kind", "code"),
    [
        (b"", 3, None, PosterError, "empty"),
        (b"words", 3, None, PosterError, "not_an_image"),
        (b"\0" * 3_000_000, 3, None, PosterError, "too_large"),
        (poster(1, (8, 8)), 3, None, PosterError, "too_small"),
        (poster(), 999, None, RequestError, "bad_request"),
        (poster(), 3, "a b&k=1", RequestError, "bad_request"),
    ],
)
async def test_the_services_errors_come_through(
    serve: Serve,
    client: Connect,
    data: bytes,
    k: int,
    encoder: str | None,
    kind: type[MarqueeError],
    code: str,
) -> None:
    remote = client(await serve(max_bytes=2**20))
    with pytest.raises(kind) as refusal:
        await remote.identify(data, k=k, encoder=encoder)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


async def test_busy_comes_through(serve: Serve, client: Connect, pipeline: FakePipeline) -> None:
    remote = client(await serve(queue_size=1))
    pipeline.go.clear()
    running = asyncio.create_task(remote.identify(poster(1)))
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    with pytest.raises(UnavailableError) as refusal:
        await remote.identify(poster(2))
    assert refusal.value.code == "busy"
    pipeline.go.set()
    await running


@pytest.mark.parametrize("code", ["unknown_encoder", "no_weights", "no_catalogue", "bad_index"])
async def test_what_is_missing_over_there_is_told(client: Connect, code: str) -> None:
    body = f'{{"error": {{"code": "{code}", "message": "A sentence."}}}}'
    async with Stub(says(400, body)) as stub:
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server).identify(poster())
    assert (refusal.value.code, refusal.value.message) == (code, "A sentence.")


def unreachable(error: UnavailableError) -> bool:
    return error.code == "unavailable" and error.message.startswith(
        "Marquee's eye is not reachable"
    )


@pytest.mark.parametrize(
    "handler",
    [
        says(200, "<html>Welcome to the proxy</html>", "text/html"),
        says(404, "<html>Not here</html>", "text/html"),
        says(500, "<html>Traceback: secret</html>", "text/html"),
        says(502, "<html>Bad gateway</html>", "text/html"),
        says(301, "", "text/html"),
        says(200, '{"encoder": "poster-lite", "match": nul'),
        says(200, "{}"),
        says(200, "[1, 2]"),
        says(200, '"a string"'),
        says(200, "null"),
        says(200, "[" * 100_000),
        says(200, '{"encoder": 1, "match": 5, "neighbours": 3, "year": 2, "genres": 1}'),
        says(200, "x" * (5 * 2**20)),
        says(500, '{"error": {"code": "internal", "message": "Something broke."}}'),
        says(400, '{"error": {"code": "bad_request", "message": 5}}'),
        says(400, '{"error": {"code": "bad_request", "message": "' + "x" * 5000 + '"}}'),
        says(400, '{"error": {"code": ["a"], "message": "b"}}'),
        says(400, '{"error": "bad_request"}'),
    ],
)
async def test_any_other_answer_is_unreachable(client: Connect, handler: Handler) -> None:
    async with Stub(handler) as stub:
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server).identify(poster())
    assert unreachable(refusal.value)


async def test_a_redirect_is_not_followed(client: Connect) -> None:
    async def away(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async with Stub(away) as stub:
        with pytest.raises(UnavailableError):
            await client(stub.server).identify(poster())
    assert [request.path for request in stub.requests] == ["/v1/identify"]


async def test_a_service_that_is_down(client: Connect, caplog: pytest.LogCaptureFixture) -> None:
    remote = client(f"http://127.0.0.1:{unused_port()}")
    await remote.start()
    with pytest.raises(UnavailableError) as refusal:
        await remote.identify(poster())
    assert unreachable(refusal.value)
    assert "ClientConnectorError" in caplog.text
    assert await remote.poster(HEAT) is None


async def test_a_service_that_is_too_slow(
    client: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    release = asyncio.Event()

    async def sleepy(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    async with Stub(sleepy) as stub:
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server, timeout_s=0.1).identify(poster())
        release.set()
    assert unreachable(refusal.value)
    assert "did not answer within 0.1 s" in caplog.text
    assert len(stub.requests) == 1


async def test_a_connection_cut_before_the_answer_is_tried_again(client: Connect) -> None:
    async def cut(request: web.Request) -> web.Response:
        await request.read()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with Stub(cut) as stub:
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server).identify(poster())
    assert unreachable(refusal.value)
    assert len(stub.requests) == 3


async def test_a_connection_cut_within_the_answer(client: Connect) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(b'{"encoder": "pos')
        assert request.transport is not None
        request.transport.close()
        return response

    async with Stub(cut) as stub:
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server).identify(poster())
    assert unreachable(refusal.value)


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_gateways_hiccup_is_tried_again(client: Connect, status: int) -> None:
    answers = iter([status, 200])
    expected = FakePipeline().answer(3, 3)

    async def hiccup(request: web.Request) -> web.Response:
        form = await request.post()
        field = form["poster"]
        assert isinstance(field, web.FileField)
        assert field.file.read() == poster(3)  # whole, in the second try too
        if (now := next(answers)) != 200:
            return web.Response(status=now, text="<html>", content_type="text/html")
        return web.json_response(identification_to_json(expected))

    async with Stub(hiccup) as stub:
        assert await client(stub.server).identify(poster(3)) == expected
    assert len(stub.requests) == 2


@pytest.mark.parametrize("status", [400, 404, 413, 415, 422, 429, 500])
async def test_other_statuses_are_not_tried_again(client: Connect, status: int) -> None:
    body = '{"error": {"code": "bad_request", "message": "No."}}'
    async with Stub(says(status, body)) as stub:
        with pytest.raises(MarqueeError):
            await client(stub.server).identify(poster())
    assert len(stub.requests) == 1


async def test_a_password_is_sent_and_never_logged(
    client: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with Stub(says(502, "no")) as stub:
        port = str(stub.server.port)
        url = f"http://owner:hush-hush@127.0.0.1:{port}/below?token=hush-hush"
        with pytest.raises(UnavailableError) as refusal:
            await client(url).identify(poster())
    assert [request.path_qs for request in stub.requests] == ["/below/v1/identify?k=3"] * 3
    auth = BasicAuth.decode(stub.requests[0].headers["Authorization"])
    assert (auth.login, auth.password) == ("owner", "hush-hush")
    down = url.replace(port, str(unused_port()))
    with pytest.raises(UnavailableError):
        await client(down).identify(poster())
    assert f"127.0.0.1:{port}" in caplog.text
    assert "hush" not in caplog.text
    assert "hush" not in refusal.value.message


@pytest.mark.parametrize(
    "url", ["", "service:8080", "ftp://host/", "http://", "http://[::1", "/v1", "http://h:99999"]
)
async def test_an_address_that_is_none_is_told_at_the_start(client: Connect, url: str) -> None:
    with pytest.raises(UnavailableError) as refusal:
        await client(url).start()
    assert "MARQUEE_INFERENCE_URL" in refusal.value.message


async def test_a_films_picture(
    serve: Serve, client: Connect, pipeline: FakePipeline, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(poster(4))
    pipeline.pictures = {HEAT.key: picture, FACE_OFF.key: picture}
    remote = client(await serve())
    assert await remote.poster(HEAT) == poster(4)
    assert await remote.poster(FACE_OFF) == poster(4)  # its key has a slash and a question mark
    for title in ("Unheard of", "..", ".", "../../metrics", ""):
        assert await remote.poster(Film(title)) is None


async def test_a_picture_that_fails_is_no_picture(
    client: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    async with Stub(says(500, "oops")) as stub:
        assert await client(stub.server).poster(HEAT) is None
    assert "500 for the picture of tt0113277" in caplog.text


async def test_a_picture_without_end_is_not_read_to_it(client: Connect) -> None:
    async with Stub(says(200, "x" * 5000)) as stub:
        assert await client(stub.server, max_bytes=5000).poster(HEAT) == b"x" * 5000
        assert await client(stub.server, max_bytes=4999).poster(HEAT) is None


async def test_it_can_be_started_again_after_a_close(serve: Serve, client: Connect) -> None:
    remote = client(await serve())
    await remote.identify(poster(1))
    await remote.close()
    answer = await remote.identify(poster(2))
    assert answer.match is not None
    assert answer.match.film.title == "Film 2"


async def test_it_tells_how_many_posters_wait(client: Connect):
    here, go = asyncio.Event(), asyncio.Event()

    async def handler(_: web.Request) -> web.StreamResponse:
        here.set()
        await go.wait()
        return web.json_response(
            {"error": {"code": "busy", "message": "Too many posters at once."}}, status=503
        )

    async with Stub(handler) as stub:
        made = client(stub.server)
        await made.start()
        assert made.waiting == 0
        asked = [asyncio.create_task(made.identify(poster())) for _ in range(3)]
        await here.wait()
        assert made.waiting == 3
        asked.pop().cancel()
        go.set()
        done = await asyncio.gather(*asked, return_exceptions=True)
        assert all(isinstance(error, UnavailableError) for error in done)
        assert made.waiting == 0
