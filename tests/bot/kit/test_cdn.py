"""Pictures are read from Discord's servers up to a limit, and from nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.kit.attachments import Source
from bot.kit.cdn import BoundedCdn, TooManyBytesError
from services.core.errors import PosterError

LIMIT = 100_000
PIECE = bytes(65_536)


class Cdn:
    """A stand-in for Discord's servers that counts the pieces it sends."""

    def __init__(self) -> None:
        self.sent = 0
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix("/")
        self.asked.append(name)
        if name == "elsewhere":
            raise web.HTTPFound("/inside")
        if name == "declared":
            return web.Response(body=bytes(LIMIT + 1))
        if name == "endless":
            response = web.StreamResponse()
            await response.prepare(request)
            try:
                while True:
                    await response.write(PIECE)
                    self.sent += 1
            except (ConnectionError, OSError):
                return response
        if name.isdecimal():
            return web.Response(status=int(name))
        return web.Response(body=b"picture")


@pytest.fixture
async def cdn() -> AsyncIterator[tuple[Cdn, BoundedCdn, BaseTestServer]]:
    stand_in = Cdn()
    app = web.Application()
    app.router.add_get("/{name}", stand_in.answer)
    http: Any = SimpleNamespace(proxy=None, proxy_auth=None)
    reader = BoundedCdn(http, LIMIT)
    async with TestServer(app) as server:
        yield stand_in, reader, server
        await reader.close()


async def test_what_is_small_is_read(cdn: tuple[Cdn, BoundedCdn, BaseTestServer]) -> None:
    _, reader, server = cdn
    assert await reader.read(str(server.make_url("/small"))) == b"picture"


@pytest.mark.parametrize("name", ["declared", "endless"])
async def test_what_is_larger_is_not_read_to_its_end(
    cdn: tuple[Cdn, BoundedCdn, BaseTestServer], name: str
) -> None:
    stand_in, reader, server = cdn
    with pytest.raises(TooManyBytesError) as refused:
        await reader.read(str(server.make_url(f"/{name}")))
    # What the server declares, or a piece beyond the limit.
    assert LIMIT < refused.value.size <= LIMIT + len(PIECE)
    assert stand_in.asked == [name]


async def test_a_redirect_is_not_followed(cdn: tuple[Cdn, BoundedCdn, BaseTestServer]) -> None:
    stand_in, reader, server = cdn
    with pytest.raises(discord.HTTPException):
        await reader.read(str(server.make_url("/elsewhere")))
    assert stand_in.asked == ["elsewhere"]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, discord.NotFound),
        (403, discord.Forbidden),
        (500, discord.HTTPException),
    ],
)
async def test_refusals_are_discords(
    cdn: tuple[Cdn, BoundedCdn, BaseTestServer], status: int, error: type[Exception]
) -> None:
    _, reader, server = cdn
    with pytest.raises(error):
        await reader.read(str(server.make_url(f"/{status}")))


async def test_the_member_is_told_that_it_is_too_large() -> None:
    async def fetch() -> bytes:
        raise TooManyBytesError(30 * 2**20)

    with pytest.raises(PosterError, match="30 MB") as refused:
        await Source(fetch, 20 * 2**20).read()
    assert refused.value.code == "too_large"
