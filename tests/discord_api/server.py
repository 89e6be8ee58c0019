"""As much of Discord as a bot meets that answers commands and presses: its gateway and its API.

It outlives the bot that is connected, and notes what became of every interaction. Over HTTP and a
WebSocket on a loopback port, so that the bot's own discord.py is what is tried. Written from
https://discord.com/developers/docs: the pages of the gateway, of interactions and of rate limits.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

from bot.kit.i18n import LANGUAGES, say

APPLICATION = "700000000000000001"
_BOT = {"id": APPLICATION, "username": "Marquee", "discriminator": "0", "avatar": None, "bot": True}
_EPOCH_MS = 1_420_070_400_000
_ACKNOWLEDGE_S = 3.0
_MESSAGE, _THINKING, _UPDATE, _UPDATE_NOW, _MODAL = 4, 5, 6, 7, 9
_IN_PLACE = (_UPDATE, _UPDATE_NOW)
_FILES = "files"  # of a form, beside what its `payload_json` holds
_SORRY = {
    say(language, key) for language in LANGUAGES for key in ("promise-lost", "promise-press-lost")
}
_LOADING, _EPHEMERAL = 128, 64
_CHANNEL: dict[str, Any] = {
    **{"permissions": str(2**53 - 1), "position": 0, "parent_id": None, "topic": None},
    **{"nsfw": False, "rate_limit_per_user": 0, "last_message_id": None, "flags": 0},
}


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
        acknowledged: How often a first response was taken.
        refused: How often a further one was refused.
        messages: What was said in answer and is still there, the first of it first.
        modal: The form that was opened.
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
    acknowledged: int = 0
    refused: int = 0
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    modal: dict[str, Any] | None = None

    @property
    def message(self) -> dict[str, Any]:
        """The one message that answers."""
        (message,) = self.messages.values()
        return message

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


@dataclass
class Fault:
    """An answer that a request gets in the place of its own, once.

    Attributes:
        method: Of the request.
        path: What the path behind the version holds, a regular expression.
        status: The HTTP status; 0 is none, for the connection breaks off.
        headers: Beside those of every answer.
        body: The answer's body.
        done: Whether the request is carried out before it is answered so.
    """

    method: str
    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    done: bool = False


def limited(method: str, path: str, scope: str | None, after: float = 0.02) -> Fault:
    """Return a 429 as Discord gives it: of the bot, of all who use a resource, of everything.

    Args:
        method: Of the request that is limited.
        path: As in `Fault`.
        scope: `user`, `shared`, `global`, or None, as where Discord tells none.
        after: Seconds until the request may be made again.
    """
    headers = {"Retry-After": str(after), "Via": "1.1 google"}
    if scope is not None:
        headers["X-RateLimit-Scope"] = scope
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    told = {"message": "You are being rate limited.", "retry_after": after}
    return Fault(method, path, 429, headers, told | {"global": scope == "global"})


@dataclass(eq=False)
class _Session:
    """A shard's session: what it was told, and over which connection it is told more."""

    shard: int
    socket: web.WebSocketResponse | None = None
    events: list[dict[str, Any]] = field(default_factory=list)


class Discord:
    """The stand-in: what members do goes to whoever is connected.

    Args:
        shards: How many the bot is asked to have.
        acknowledge_s: How long it has to respond first.

    Attributes:
        url: Of the API, for `discord.http.Route.BASE`.
        gateway: For `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY`.
        connected: Set while a bot can be sent something.
        interactions: All that was sent, by token.
        pictures: What attachments hold, by name.
        commands: What the bot told of its commands.
        faults: What is answered to requests that come; each goes when it was given.
        identified: Shards that began a session, one after another.
        resumed: Shards that went on with one.
        requests: Methods and paths that were asked for.
    """

    def __init__(self, shards: int = 1, acknowledge_s: float = _ACKNOWLEDGE_S) -> None:
        self.url = ""
        self.gateway = ""
        self.connected = asyncio.Event()
        self.interactions: dict[str, Interaction] = {}
        self.pictures: dict[str, bytes] = {}
        self.commands: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.identified: list[int] = []
        self.resumed: list[int] = []
        self.requests: list[tuple[str, str]] = []
        self._shards = shards
        self._acknowledge_s = acknowledge_s
        self._sessions: dict[str, _Session] = {}
        self._of_shard: dict[int, _Session] = {}
        self._ids = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Discord]:
        """Serve on a free loopback port."""
        app = web.Application(middlewares=[self._faulty], client_max_size=2**25)
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
                # Behind those of "@original", which it would take for a number.
                web.patch(f"{hook}/messages/{{message}}", self._edit),
                web.delete(f"{hook}/messages/{{message}}", self._delete),
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
        self.gateway = self._origin.replace("http", "ws", 1) + "/gateway"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def command(self, name: str, *, guild: int = 0, **options: Any) -> Interaction:
        """Send a slash command of a new member's; an option that is bytes is an attachment.

        Args:
            name: The command, with its group.
            guild: In which server an admin asks; 0 is a direct message.
            options: What is typed.
        """
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
        data["resolved"] = {"attachments": attachments}
        return await self._send(2, data, guild=guild)

    async def press(
        self, custom_id: str, on: Interaction | None = None, values: list[str] | None = None
    ) -> Interaction:
        """Send a press: of a new member's on some message, or of who asked on their answer.

        Args:
            custom_id: The component's; "OWNER" in it is the member.
            on: The answer.
            values: What is chosen in it, where it is a menu.
        """
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": 2}
        if values is not None:
            data |= {"component_type": 3, "values": values}
        return await self._send(3, data, on=on)

    async def submit(self, of: Interaction, **typed: str) -> Interaction:
        """Send the form that a press opened, with what is typed into its fields."""
        assert of.modal is not None
        filled: list[dict[str, Any]] = []
        for part in of.modal["components"]:
            field_ = part.get("component") or part["components"][0]
            value = typed.get(field_["custom_id"], field_.get("value") or "")
            told = {"type": field_["type"], "id": 1, "custom_id": field_["custom_id"]}
            key = "component" if "component" in part else "components"
            inside = told | {"value": value}
            filled.append({"type": part["type"], key: inside if key == "component" else [inside]})
        data = {"custom_id": of.modal["custom_id"], "components": filled}
        return await self._send(5, data, on=of)

    async def cut(self, shard: int = 0) -> None:
        """Break a shard's connection off, as a network does; its session stays."""
        session = self._of_shard[shard]
        socket, session.socket = session.socket, None
        assert socket is not None
        # Without a word: what is closed properly carries a code.
        writer = socket._writer  # pyright: ignore[reportPrivateUsage]
        assert writer is not None and writer.transport is not None
        writer.transport.abort()

    async def tell(self, shard: int, op: int, data: Any = None) -> None:
        """Send a shard what is no event: 7 asks it to reconnect, 9 ends its session."""
        session = self._of_shard[shard]
        assert session.socket is not None
        if op == 9 and not data:
            self._of_shard.pop(shard)
            self._sessions = {k: v for k, v in self._sessions.items() if v is not session}
        await session.socket.send_json({"op": op, "d": data, "s": None, "t": None})

    async def repeat(self, of: Interaction) -> None:
        """Send an interaction once more, as nothing should."""
        await self._dispatch("INTERACTION_CREATE", of.payload, self._shard_of(of.payload))

    async def _send(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        guild: int = 0,
        on: Interaction | None = None,
    ) -> Interaction:
        number, user = self._id(), self._id()
        if on is not None:
            guild = int(on.payload.get("guild_id", 0))
            asker = on.payload.get("user") or on.payload["member"]["user"]
            user = asker["id"]
        secret = f"interaction:{number}:{secrets.token_urlsafe(96)}"
        token = base64.urlsafe_b64encode(secret.encode()).decode().rstrip("=")
        payload: dict[str, Any] = {
            **{"id": number, "application_id": APPLICATION, "type": kind, "token": token},
            **{"version": 1, "locale": "en-US", "attachment_size_limit": 10_000_000},
            **{"channel_id": number, "channel": {"id": number, "type": 1, "recipients": []}},
            "user": _user(user),
            **{"context": 1, "authorizing_integration_owners": {"1": user}, "entitlements": []},
            **{"data": data, "app_permissions": "0"},
        }
        if guild:
            payload |= _in_server(guild, payload.pop("user"))
        if on is not None:
            payload["message"] = on.message if on.messages else on.payload["message"]
        elif kind == 3:
            data["custom_id"] = data["custom_id"].replace("OWNER", user)
            button = {"type": 2, "style": 2, "label": "…", "custom_id": data["custom_id"]}
            row = [{"type": 1, "components": [button]}]
            payload["message"] = self._message("a list", 0) | {"components": row}
        sent = self.interactions[token] = Interaction(payload, time.monotonic())
        await self._dispatch("INTERACTION_CREATE", payload, self._shard_of(payload))
        return sent

    def _shard_of(self, payload: dict[str, Any]) -> int:
        return (int(payload.get("guild_id", 0)) >> 22) % self._shards

    async def _dispatch(self, event: str, data: Any, shard: int = 0) -> None:
        session = self._of_shard.get(shard)
        if session is None:
            return
        told = {"op": 0, "t": event, "s": len(session.events) + 1, "d": data}
        session.events.append(told)  # told again to who resumes before it
        await self._pass_on(session, told)

    async def _pass_on(self, session: _Session, told: dict[str, Any]) -> None:
        if session.socket is not None and not session.socket.closed:
            try:
                await session.socket.send_json(told)
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
        return _json({"url": self.gateway, "shards": self._shards, "session_start_limit": limit})

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
                    await self._identify(socket, said["d"], str(request.url))
                elif said["op"] == 6:
                    await self._resume(socket, said["d"])
        finally:
            for session in self._of_shard.values():
                if session.socket is socket:
                    session.socket = None
            self._note_connected()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, said: Any, url: str) -> None:
        shard = (said.get("shard") or [0, 1])[0]
        session = _Session(shard, socket)
        name = secrets.token_hex(8)
        self._sessions[name] = self._of_shard[shard] = session
        self.identified.append(shard)
        ready = {
            **{"v": 10, "user": _BOT, "guilds": [], "session_id": name},
            **{"resume_gateway_url": url, "shard": [shard, self._shards]},
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self._dispatch("READY", ready, shard)
        self._note_connected()

    async def _resume(self, socket: web.WebSocketResponse, said: Any) -> None:
        session = self._sessions.get(said["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        session.socket = socket
        missed = session.events[said["seq"] :]
        for told in missed:
            await self._pass_on(session, told)
        self.resumed.append(session.shard)
        await self._dispatch("RESUMED", {}, session.shard)
        self._note_connected()

    def _note_connected(self) -> None:
        there = [session for session in self._of_shard.values() if session.socket is not None]
        if len(there) == self._shards:
            self.connected.set()
        else:
            self.connected.clear()

    @web.middleware
    async def _faulty(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        path = request.path.removeprefix("/api")
        self.requests.append((request.method, path))
        for fault in self.faults:
            if fault.method == request.method and re.search(fault.path, path):
                self.faults.remove(fault)
                if fault.done:
                    await handler(request)
                if not fault.status and request.transport is not None:
                    request.transport.abort()
                return _json(fault.body, status=fault.status, headers=fault.headers)
        return await handler(request)

    async def _sync(self, request: web.Request) -> web.Response:
        more = {"application_id": APPLICATION, "version": "1", "description": ""}
        told = self.commands = await request.json()
        return _json([more | command | {"id": self._id()} for command in told])

    async def _callback(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        body = await _body(request)
        if sent.kind is not None:
            sent.refused += 1
            return _refused(400, 40060)
        if time.monotonic() - sent.sent_at > self._acknowledge_s:
            return _refused(404, 10062)
        sent.kind, data = body["type"], body.get("data") or {}
        sent.acknowledged += 1
        sent.flags = data.get("flags", 0) & _EPHEMERAL
        if sent.kind == _MODAL:
            sent.modal = data
        elif sent.kind != _THINKING and "message" in sent.payload and sent.kind in _IN_PLACE:
            # The message that was pressed on is the one that is edited.
            sent.messages[sent.payload["message"]["id"]] = sent.payload["message"]
        if sent.kind not in (_THINKING, _UPDATE):
            sent.say(data.get("content", ""), 1, in_place=True)
        if sent.kind in (_MESSAGE, _UPDATE_NOW):
            self._show(sent, body["data"], in_place=True)
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
        which = request.match_info.get("message")
        sent.say(body.get("content") or "", _parts(body), in_place=which is None)
        return _json(self._show(sent, body, in_place=which is None, which=which))

    async def _delete(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        which = request.match_info.get("message")
        if which is None:
            sent.deleted = True
            which = next(iter(sent.messages), "")
        sent.messages.pop(which, None)
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        sent = self.interactions[request.match_info["token"]]
        body = await _body(request)
        if sent.kind is None:
            return _refused(404, 10015)
        first = sent.kind == _THINKING and sent.shown == ("", 0)
        sent.say(body.get("content") or "", _parts(body), in_place=first)
        return _json(self._show(sent, body, in_place=first))

    def _show(
        self,
        sent: Interaction,
        body: dict[str, Any],
        *,
        in_place: bool,
        which: str | None = None,
    ) -> dict[str, Any]:
        """Note a message as it is seen now, its files and all, and return it."""
        if in_place:
            which = next(iter(sent.messages), None)
        flags = (body.get("flags") or 0) | (sent.flags if in_place else 0)
        before = sent.messages.get(which or "")
        message = before or self._message("", flags) | {"interaction_metadata": _asked(sent)}
        message |= {"content": body.get("content") or "", "flags": message["flags"] | flags}
        if "attachments" in body or _FILES in body:
            message["attachments"] = self._attached(body)
        if "components" in body:
            places = {each["filename"]: each["url"] for each in message["attachments"]}
            message["components"] = _resolved(body["components"], places)
        sent.messages[message["id"]] = message
        return message

    def _attached(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        files: dict[str, tuple[str, bytes]] = body.get(_FILES, {})
        told = {str(each["id"]): each for each in body.get("attachments") or []}
        attached: list[dict[str, Any]] = []
        for place, (name, data) in files.items():
            number = self._id()
            self.pictures[number] = data
            url = f"{self._origin}/cdn/{number}"
            attached.append(
                {
                    **{"id": number, "filename": name, "size": len(data), "url": url},
                    **{"proxy_url": url, "content_type": "image/jpeg"},
                    "description": told.get(place, {}).get("description"),
                }
            )
        return attached

    async def _cdn(self, request: web.Request) -> web.Response:
        return web.Response(body=self.pictures[request.match_info["name"]])


async def _body(request: web.Request) -> dict[str, Any]:
    if not request.content_type.startswith("multipart/"):
        return await request.json()
    told: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader):
            data = bytes(await part.read())
            if part.name == "payload_json":
                told = json.loads(data)
            elif part.name is not None:
                place = part.name.removeprefix("files[").removesuffix("]")
                files[place] = (part.filename or "", data)
    return {**told, _FILES: files}


def _resolved(parts: Any, places: dict[str, str]) -> Any:
    """Return components in which pictures that came with them have an address and a number."""
    if isinstance(parts, list):
        return [_resolved(each, places) for each in parts]
    if not isinstance(parts, dict):
        return parts
    resolved = {key: _resolved(value, places) for key, value in parts.items()}
    url = resolved.get("url")
    if isinstance(url, str) and url.startswith("attachment://"):
        resolved["url"] = places[url.removeprefix("attachment://")]
    return resolved


def _user(number: str) -> dict[str, Any]:
    return {"id": number, "username": "member", "discriminator": "0", "avatar": None}


def _asked(sent: Interaction) -> dict[str, Any]:
    """Return what an answer tells of the interaction that it answers."""
    asked = sent.payload
    return {
        "id": asked["id"],
        "type": asked["type"],
        "user": asked.get("user") or asked["member"]["user"],
        "authorizing_integration_owners": asked["authorizing_integration_owners"],
    }


def _in_server(guild: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return what an interaction has in a server, of a member who may do all."""
    member = {
        **{"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False},
        **{"mute": False, "flags": 0, "permissions": str(2**53 - 1), "pending": False},
    }
    place = str(guild + 1)
    return {
        **{"guild_id": str(guild), "guild_locale": "en-US", "context": 0, "member": member},
        "guild": {"id": str(guild), "locale": "en-US", "features": []},
        **{"channel_id": place, "authorizing_integration_owners": {"0": str(guild)}},
        "channel": {"id": place, "type": 0, "name": "posters", **_CHANNEL},
        "app_permissions": str(2**53 - 1),
    }


def _parts(body: dict[str, Any]) -> int:
    return len(body.get("components") or []) + len(body.get("attachments") or [])


def _refused(status: int, code: int) -> web.Response:
    return _json({"code": code, "message": "refused"}, status=status)


def _json(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # Without a charset, as Discord sends it: discord.py takes anything else for plain text.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)
