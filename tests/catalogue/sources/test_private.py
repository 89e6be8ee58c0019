"""A list from a stranger makes this machine ask nobody in its own network."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.catalogue.sources import private
from services.catalogue.sources.fetch import Fetched, Fetcher, FetchError, Patience
from services.catalogue.sources.private import is_private

ONCE = Patience(attempts=1, first_s=0.0, longest_s=0.0)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_what_is_not_public_is_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_public_is_not(address: str) -> None:
    assert not is_private(address)


async def took(answer: Fetched) -> bytes:
    return answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1"])
async def test_no_connection_is_made(host: str) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=b"secret")

    app = web.Application()
    app.router.add_get("/secret", answer)
    async with TestServer(app) as server, Fetcher(patience=ONCE, allow_private=False) as fetcher:
        with pytest.raises(FetchError) as refused:
            await fetcher.get(f"http://{host}:{server.port}/secret", took, max_bytes=100)
    assert "private address" in refused.value.reason
    assert asked == []


async def test_a_redirect_leads_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    # The first connection is taken for one to a public server, and no other.
    answers = iter([False])
    monkeypatch.setattr(private, "is_private", lambda _: next(answers, True))

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound(f"http://localhost:{server.port}/secret")

    app = web.Application()
    app.router.add_get("/{name}", answer)
    async with TestServer(app) as server, Fetcher(patience=ONCE, allow_private=False) as fetcher:
        with pytest.raises(FetchError, match="private address"):
            await fetcher.get(f"http://127.0.0.1:{server.port}/public", took, max_bytes=100)
    assert asked == ["/public"]


async def test_who_says_so_is_let_in() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"mine")

    app = web.Application()
    app.router.add_get("/mine", answer)
    async with TestServer(app) as server, Fetcher(patience=ONCE) as fetcher:
        assert await fetcher.get(str(server.make_url("/mine")), took, max_bytes=100) == b"mine"
