"""As much of Discord as a bot meets that answers commands and presses in direct messages.

It outlives the bot that is connected, and notes what became of every interaction. Over HTTP and a
WebSocket on a loopback port, so that the bot's own discord.py and start-up are what is measured.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

from bot.kit.i18n import LANGUAGES, say

APPLICATION = "700000000000000001"
_BOT = {"id": APPLICATION, "username": "Marquee", "discriminator": "0", "avatar": None, "bot": True}
_EPOCH_MS = 1_420_070_400_000
_ACKNOWLEDGE_S = 3.0
_THINKING, _UPDATE = 5, 6
_SORRY = {
    say(language, key) for language in LANGUAGES for key in ("promise-lost", "promise-press-lost")
}
_LOADING, _EPHEMERAL = 128, 64


@dataclass(eq=False)
class Interaction:
    """What a member did, and what came of it.

    Attributes:
        payload: What the bot is sent.
        sent_at: Seconds on `time.monotonic`.
        kind: How the bot responded first: Discord's number, or None.
        flags: Whether only the member sees it.
        shown: Words and the number of parts of the message that waits, once it was filled.
        deleted: Whether that message was taken back.
        answered: Whether there is an answer, a refusal included.
        told: How often the member was told of a restart.
        overwritten: Whether that took the place of an answer.
        settled: Set when the member waits no more.
    """

    payload: dict[str, Any]
    sent_at: float
    kind: int | None = None
    flags: int = 0
    shown: tuple[str, int] = ("", 0)
    deleted: bool = False
    answered: bool = False
    told: int = 0
    overwritten: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, content: str, parts: int, *, in_place: bool) -> None:
        """Note a message of the bot's: one of its own, or in the place of the one that waits."""
        if content in _SORRY:
            self.told += 1
            self.overwritten = self.overwritten or (in_place and self.answered)
        elif not in_place or parts or not self._interim(content):
            self.answered = True
        if in_place:
            self.shown = (content, parts)
        if self.answered or self.told:
            self.settled.set()

    def _interim(self, content: str) -> bool:
        # A poster's answer has parts; what has none is a place in the queue, or about to be an
        # error.
        data = self.payload["data"]
        return content == "…" or data.get("name") == "match"


class Discord:
    """The stand-in: what members do goes to whoever is connected.

    Attributes:
        url: Of the API, for `discord.http.Route.BASE`.
        connected: Set while a bot can be sent something.
        interactions: All that was sent, by token.
        pictures: What attachments hold, by name.
    """

    def __init__(self) -> None:
        self.url = ""
        self.connected = asyncio.Event()
        self.interactions: dict[str, Interaction] = {}
        self.pictures: dict[str, bytes] = {}
        self._socket: web.WebSocketResponse | None = None
        self._sequence = 0
        self._ids = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Discord]:
        """Serve on a free loopback port."""
        app = web.Application()
        hook = f"/api/webhooks/{APPLICATION}/{{token}}"
        app.add_routes(
            [
                web.get("/api/users/@me", self._me),
                web.get("/api/oauth2/applications/@me", self._application),
                web.get("/api/gateway/bot", self._gateway_address),
                web.get("/gateway", self._gateway),
                web.get("/gateway/", self._gateway),
                web.put(f"/api/applications/{APPLICATION}/commands", self._sync),
                web.post("/api/interactions/{id}/{token}/callback", self._callback),
                web.get(f"{hook}/messages/@original", self._original),
                web.patch(f"{hook}/messages/@original", self._edit),
                web.delete(f"{hook}/messages/@original", self._delete),
                web.post(hook, self._follow_up),
                web.get("/cdn/{name}", self._cdn),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.url = f"{self._origin}/api"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def command(self, name: str, **options: Any) -> Interaction:
        """Send a slash command of a new member's; an option that is bytes is an attachment."""
        attachments: dict[str, Any] = {}
        given = []
        for option, value in options.items():
            if not isinstance(value, bytes):
                given.append({"name": option, "type": 3, "value": value})
                continue
            number = self._id()
            self.pictures[number] = value
            url = f"{self._origin}/cdn/{number}"
            attachments[number] = {
                **{"id": number, "filename": "poster.png", "size": len(value)},
                **{"url": url, "proxy_url": url, "content_type": "image/png"},
            }
            given.append({"name": option, "type": 11, "value": number})
        command, *rest = name.split()
        for part in reversed(rest):
            given = [{"name": part, "type": 1, "options": given}]
        data = {"id": self._id(), "name": command, "type": 1, "options": given}
        return await self._send(2, data | {"resolved": {"attachments": attachments}})

    async def press(self, custom_id: str) -> Interaction:
        """Send a press of a new member's; "OWNER" in the id is that member."""
        return await self._send(3, {"custom_id": custom_id, "component_type": 2})

    async def _send(self, kind: int, data: dict[str, Any]) -> Interaction:
        number, user = self._id(), self._id()
        secret = f"interaction:{number}:{secrets.token_urlsafe(96)}"
        token = base64.urlsafe_b64encode(secret.encode()).decode().rstrip("=")
        payload: dict[str, Any] = {
            **{"id": number, "application_id": APPLICATION, "type": kind, "token": token},
            **{"version": 1, "locale": "de", "attachment_size_limit": 10_000_000},
            **{"channel_id": number, "channel": {"id": number, "type": 1, "recipients": []}},
            "user": {"id": user, "username": "member", "discriminator": "0", "avatar": None},
            **{"context": 1, "authorizing_integration_owners": {"1": user}, "entitlements": []},
            **{"data": data, "app_permissions": "0"},
        }
        if kind == 3:
            data["custom_id"] = data["custom_id"].replace("OWNER", user)
            button = {"type": 2, "style": 2, "label": "…", "custom_id": data["custom_id"]}
            row = [{"type": 1, "components": [button]}]
            payload["message"] = self._message("a list", 0) | {"components": row}
        sent = self.interactions[token] = Interaction(payload, time.monotonic())
        await self._dispatch("INTERACTION_CREATE", payload)
        return sent

    async def _dispatch(self, event: str, data: Any) -> None:
        socket = self._socket
        self._sequence += 1
        if socket is not None and not socket.closed:
            try:
                await socket.send_json({"op": 0, "t": event, "s": self._sequence, "d": data})
            except ConnectionError:  # the bot was killed just now
                return

    def _id(self) -> str:
        self._ids += 1
        since = int(time.time() * 1000) - _EPOCH_MS
        return str((since << 22) | (self._ids & 0x3FFFFF))

    def _message(self, content: str, flags: int) -> dict[str, Any]:
        return {
            **{"id": self._id(), "channel_id": self._id(), "author": _BOT, "content": content},
            **{"timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False},
            **{"mention_everyone": False, "mentions": [], "mention_roles": [], "pinned": False},
            **{"attachments": [], "embeds": [], "components": [], "type": 20, "flags": flags},
        }

    async def _me(self, _: web.Request) -> web.Response:
        return _json(_BOT)

    async def _application(self, _: web.Request) -> web.Response:
        owner = _BOT | {"bot": False, "id": "5"}
        return _json(
            {
                **{"id": APPLICATION, "name": "Marquee", "description": "", "icon": None},
                **{"bot_public": True, "bot_require_code_grant": False, "owner": owner},
                **{"verify_key": "", "flags": 0, "team": None, "rpc_origins": [], "summary": ""},
            }
        )

    async def _gateway_address(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        url = self._origin.replace("http", "ws") + "/gateway"
        return _json({"url": url, "shards": 1, "session_start_limit": limit})

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                said = json.loads(message.data)
                if said["op"] == 1:
                    await socket.send_json({"op": 11, "d": None, "s": None})
                elif said["op"] == 2:
                    self._socket = socket
                    ready = {
                        **{"v": 10, "user": _BOT, "guilds": [], "session_id": "s"},
                        **{"resume_gateway_url": str(request.url), "shard": [0, 1]},
                        "application": {"id": APPLICATION, "flags": 0},
                    }
                    await self._dispatch("READY", ready)
                    self.connected.set()
        finally:
            if self._socket is socket:
                self.connected.clear()
        return socket

    async def _sync(self, request: web.Request) -> web.Response:
        more = {"application_id": APPLICATION, "version": "1", "description": ""}
        told = await request.json()
        return _json([more | command | {"id": self._id()} for command in told])

    async def _callback(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        body = await _body(request)
        if time.monotonic() - sent.sent_at > _ACKNOWLEDGE_S or sent.kind is not None:
            return _refused(404, 10062)
        sent.kind, data = body["type"], body.get("data") or {}
        sent.flags = data.get("flags", 0) & _EPHEMERAL
        if sent.kind not in (_THINKING, _UPDATE):
            sent.say(data.get("content", ""), 1, in_place=True)
        about = {"id": sent.payload["id"], "type": sent.payload["type"]}
        return _json({"interaction": about})

    async def _original(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        if sent.kind is None:
            return _refused(404, 10015)
        if sent.deleted:
            return _refused(404, 10008)
        content, parts = sent.shown
        loading = 0 if content or parts else _LOADING
        message = self._message(content, sent.flags | loading)
        text = {"type": 10, "id": 1, "content": "…"}
        return _json(message | {"components": [text] * bool(parts)})

    async def _edit(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        body = await _body(request)
        if sent.kind is None:
            return _refused(404, 10015)
        if sent.deleted:
            return _refused(404, 10008)
        sent.say(body.get("content") or "", _parts(body), in_place=True)
        return _json(self._message(body.get("content") or "", sent.flags))

    async def _delete(self, request: web.Request) -> web.Response:
        self.interactions[request.match_info["token"]].deleted = True
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        body = await _body(request)
        if sent.kind is None:
            return _refused(404, 10015)
        first = sent.kind == _THINKING and sent.shown == ("", 0)
        sent.say(body.get("content") or "", _parts(body), in_place=first)
        return _json(self._message(body.get("content") or "", sent.flags))

    async def _cdn(self, request: web.Request) -> web.Response:
        return web.Response(body=self.pictures[request.match_info["name"]])


async def _body(request: web.Request) -> dict[str, Any]:
    if not request.content_type.startswith("multipart/"):
        return await request.json()
    told: dict[str, Any] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader):
            data = await part.read()
            if part.name == "payload_json":
                told = json.loads(data)
    return told


def _parts(body: dict[str, Any]) -> int:
    return len(body.get("components") or []) + len(body.get("attachments") or [])


def _refused(status: int, code: int) -> web.Response:
    return _json({"code": code, "message": "refused"}, status=status)


def _json(data: Any, *, status: int = 200) -> web.Response:
    # Without a charset, as Discord sends it: discord.py takes anything else for plain text.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json")
