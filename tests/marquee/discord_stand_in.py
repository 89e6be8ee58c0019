"""The part of Discord's REST interface that is asked with a token alone, in one local server."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Self, TypeVar

from aiohttp import web

APPLICATION = 123456789012345678
TOKEN = ".".join(
    (base64.urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("="), "GaBcDe", "x" * 38)
)
ALL = 0x8  # an administrator's

T = TypeVar("T")


@dataclass
class DiscordStandIn:
    """The server; an async context manager.

    Attributes:
        token: The only one that is accepted.
        application: What `/applications/@me` tells beside id and flags.
        servers: Names, and the bot's permissions there.
        commands: What it was told of commands, as they are typed, and what it says of each.
        logins_left: How often the bot may connect today.
        seconds_off: How far its clock is before this machine's.
        status: Answered to everything, where it is set.
    """

    token: str = TOKEN
    application: dict[str, Any] = field(default_factory=dict)
    servers: dict[str, int] = field(default_factory=lambda: {"Film club": ALL})
    commands: dict[str, str] = field(default_factory=dict)
    logins_left: int = 1000
    seconds_off: float = 0.0
    status: int | None = None
    asked: Counter[str] = field(default_factory=Counter)

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._checked])
        app.router.add_get("/api/v10/users/@me", self._me)
        app.router.add_get("/api/v10/applications/@me", self._application)
        app.router.add_get("/api/v10/gateway/bot", self._gateway)
        app.router.add_get("/api/v10/users/@me/guilds", self._guilds)
        app.router.add_get(rf"/api/v10/applications/{APPLICATION}/commands", self._commands)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/v10"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @web.middleware
    async def _checked(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked[request.path.removeprefix("/api/v10")] += 1
        if self.status is not None:
            answer: web.StreamResponse = web.json_response({}, status=self.status)
        elif request.headers.get("Authorization") != f"Bot {self.token}":
            answer = web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        else:
            answer = await handler(request)
        answer.headers["Date"] = formatdate(time.time() + self.seconds_off, usegmt=True)
        return answer

    async def _me(self, _: web.Request) -> web.Response:
        return web.json_response({"id": str(APPLICATION), "username": "Projectionist", "bot": True})

    async def _application(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"id": str(APPLICATION), "name": "Projectionist", "flags": 0, **self.application}
        )

    async def _gateway(self, _: web.Request) -> web.Response:
        limit = {
            "total": 1000,
            "remaining": self.logins_left,
            "reset_after": 1,
            "max_concurrency": 1,
        }
        return web.json_response(
            {"url": "wss://nowhere", "shards": 1, "session_start_limit": limit}
        )

    async def _guilds(self, request: web.Request) -> web.Response:
        after, limit = int(request.query["after"]), int(request.query["limit"])
        rows = [
            {"id": str(number), "name": name, "permissions": str(given)}
            for number, (name, given) in enumerate(self.servers.items(), 1)
        ]
        return web.json_response([row for row in rows if int(row["id"]) > after][:limit])

    async def _commands(self, _: web.Request) -> web.Response:
        told: list[dict[str, Any]] = []
        for path, words in self.commands.items():
            level = told
            *outer, name = path.split() if path.islower() else [path]
            for word in outer:
                above = next((each for each in level if each["name"] == word), None)
                if above is None:
                    above = {"type": 1 + (level is not told), "name": word, "options": []}
                    level.append(above)
                level = above["options"]
            level.append({"type": 1, "name": name, "description": words})
        return web.json_response(told)


@contextmanager
def in_a_thread(server: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """Run a server beside a command that has a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        entered = asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(30)
        try:
            yield entered
        finally:
            asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()
