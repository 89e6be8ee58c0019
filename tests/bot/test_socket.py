"""The real bot over a real socket: connections that break, limits, errors. Nothing is lost.

Elsewhere Discord is simulated inside discord.py; here discord.py itself is in between, and all that
it does about a gateway and an API that are not at their best.
"""

from __future__ import annotations

import asyncio
import faulthandler
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
import pytest
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import Marquee
from services.core.settings import Settings
from services.core.types import EncoderStatus
from services.store import Store
from tests.bot.admin.test_settings import SPACES
from tests.bot.conftest import HEAT, NEAR, FakeClient, picture
from tests.discord_api.check import wrongs
from tests.discord_api.server import Discord, Fault, Interaction, limited

pytestmark = pytest.mark.slow

PATIENCE = 30.0
POSTER = picture(size=(120, 180))
# Of the second shard of two.
SERVER = 1 << 22
REPLY = r"^/webhooks/\d+/[^/]+/messages/@original$"
FOLLOW_UP = r"^/webhooks/\d+/[^/]+$"
CALLBACK = "/callback$"


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py try again at once; it waits for seconds where Discord should be spared."""
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.1)
    real = asyncio.sleep

    async def shortly(seconds: float, result: Any = None) -> Any:
        return await real(min(seconds, 0.05), result)

    # Of discord.py alone: the bot's own clocks go by the same module.
    for module in ("http", "webhook.async_", "client", "shard"):
        monkeypatch.setattr(f"discord.{module}.asyncio", _Asyncio(shortly))


@pytest.fixture(autouse=True)
def not_for_ever() -> Iterator[None]:
    """End a process that hangs, and say where: the whole suite would wait for it."""
    faulthandler.dump_traceback_later(10 * PATIENCE, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


class _Asyncio:
    """The module, with another `sleep`."""

    def __init__(self, sleep: Callable[..., Awaitable[Any]]) -> None:
        self.sleep = sleep

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    client = FakeClient(posters={film.key: POSTER for film in (HEAT, *NEAR)}, match=True)

    async def encoders() -> list[EncoderStatus]:
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)
    return client


@asynccontextmanager
async def running(
    settings: Settings, client: FakeClient, monkeypatch: pytest.MonkeyPatch, shards: int = 1
) -> AsyncIterator[Discord]:
    # How fast a busy machine responds is not what is tried here.
    discord_ = Discord(shards, acknowledge_s=PATIENCE)
    async with discord_.serving():
        monkeypatch.setattr(Route, "BASE", discord_.url)
        # Where a session that is not resumed begins.
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(discord_.gateway))
        store = await Store.open(settings.database_path)
        async with Marquee(settings, client, store) as bot:
            work = asyncio.create_task(bot.start("a.b.c"))
            try:
                async with asyncio.timeout(PATIENCE):
                    await discord_.connected.wait()
                    await bot.wait_until_ready()
                yield discord_
                assert not work.done()
            finally:
                async with asyncio.timeout(PATIENCE):
                    await bot.close()
                    work.cancel()
                    with suppress(asyncio.CancelledError):
                        await work


@pytest.fixture
async def server(settings, client, monkeypatch) -> AsyncIterator[Discord]:
    async with running(settings, client, monkeypatch) as discord_:
        yield discord_


async def answered(sent: Interaction) -> dict[str, Any]:
    """Return the one message that a member has in the end; nothing was said twice."""
    async with asyncio.timeout(PATIENCE):
        await sent.settled.wait()
    assert (sent.acknowledged, sent.told, sent.overwritten) == (1, 0, False)
    return sent.message


def texts(message: dict[str, Any]) -> str:
    """What a message says, its components too."""

    def walked(parts: list[dict[str, Any]]) -> list[str]:
        said: list[str] = []
        for part in parts:
            said += [part["content"]] if part["type"] == 10 else []
            said += walked(part.get("components") or [])
        return said

    return "\n".join([message["content"], *walked(message["components"])])


def ids(message: dict[str, Any], beginning: str) -> list[str]:
    def walked(parts: list[dict[str, Any]]) -> list[str]:
        found: list[str] = []
        for part in parts:
            found += [part["custom_id"]] if part.get("custom_id") else []
            inside = [*(part.get("components") or [])]
            found += walked([*inside, *([part["accessory"]] if "accessory" in part else [])])
        return found

    return [each for each in walked(message["components"]) if each.startswith(beginning)]


async def test_login_sync_a_poster_its_files_and_its_buttons(server: Discord) -> None:
    assert server.identified == [0]
    told = {command["name"] for command in server.commands}
    assert {"match", "film", "game", "night", "watchlist", "settings"} <= told
    assert wrongs("PUT", "/applications/1/commands", server.commands) == []

    sent = await server.command("match", poster=POSTER)
    answer = await answered(sent)
    assert sent.kind == 5  # thinking, then the answer in its place
    assert "This is [Heat]" in texts(answer)
    named = [file["filename"] for file in answer["attachments"]]
    assert named == ["poster.jpg", "posters.jpg", "look.png"]
    assert all(file["description"] for file in answer["attachments"])
    assert server.pictures[answer["attachments"][0]["id"]][:2] == b"\xff\xd8"

    (more,) = ids(answer, "marquee:page:0:")
    pressed = await server.press(more, sent)
    in_full = await answered(pressed)
    assert pressed.kind == 6
    assert in_full["id"] == answer["id"]
    assert "0.83 alike" in texts(in_full)
    assert len(in_full["attachments"]) == 3  # fetched from there, and sent again

    (menu,) = ids(in_full, "marquee:like:")
    chosen = await server.press(menu, pressed, [f"0.8300 {NEAR[0].key}"])
    film = await answered(chosen)
    assert "### [Ronin]" in texts(film)
    assert film["id"] != answer["id"]

    kept = await server.press(f"marquee:keep:{HEAT.key}", sent)
    assert "Heat (1995)" in (await answered(kept))["content"]


async def test_a_form(server: Discord) -> None:
    panel = await server.command("settings", guild=SERVER)
    await answered(panel)
    opened = await server.press("marquee:settings:cooldown", panel)
    async with asyncio.timeout(PATIENCE):
        await opened.settled.wait()
    assert opened.modal is not None and opened.acknowledged == 1
    submitted = await server.submit(opened, rate="7", server="70", seconds="700")
    changed = await answered(submitted)
    assert changed["id"] == panel.message["id"]
    assert "7" in texts(changed) and "700" in texts(changed)


async def test_what_was_asked_while_a_connection_was_broken_is_answered(server: Discord) -> None:
    await answered(await server.command("search", words="thief"))
    await server.cut()
    # Discord keeps what happens meanwhile for the session.
    missed = [await server.command("film", title=film.key) for film in NEAR[:3]]
    for film, sent in zip(NEAR, missed, strict=False):
        assert film.title in texts(await answered(sent)).replace("\\", "")
    assert (server.identified, server.resumed) == ([0], [0])


async def test_discord_asks_to_reconnect(server: Discord) -> None:
    before = await server.command("film", title=HEAT.key)
    await server.tell(0, 7)
    after = await server.command("film", title=NEAR[0].key)
    assert "[Heat]" in texts(await answered(before))
    assert "[Ronin]" in texts(await answered(after))
    assert server.resumed == [0]


async def test_a_session_that_is_over_is_begun_anew(server: Discord) -> None:
    await server.tell(0, 9, data=False)
    await _until(lambda: server.identified == [0, 0] and server.connected.is_set())
    assert "[Heat]" in texts(await answered(await server.command("film", title=HEAT.key)))
    assert server.resumed == []


async def test_an_event_that_comes_twice_is_answered_once(server: Discord) -> None:
    sent = await server.command("film", title=HEAT.key)
    await answered(sent)
    await server.repeat(sent)
    await _until(lambda: sent.refused == 1)
    # Answered after it, so the second is over by now.
    await answered(await server.command("film", title=NEAR[0].key))
    assert "[Heat]" in texts(await answered(sent))
    assert len(sent.messages) == 1


@pytest.mark.parametrize("scope", [None, "user", "shared", "global"])
async def test_limits_are_waited_for(server: Discord, scope: str | None) -> None:
    server.faults = [
        limited("POST", CALLBACK, scope),
        limited("PATCH", REPLY, scope),
        limited("PATCH", REPLY, scope),
    ]
    sent = await server.command("match", poster=POSTER)
    assert "This is [Heat]" in texts(await answered(sent))
    server.faults.append(limited("POST", FOLLOW_UP, scope))
    kept = await server.press(f"marquee:keep:{HEAT.key}", sent)
    assert "Heat (1995)" in (await answered(kept))["content"]
    assert server.faults == []


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_errors_of_discords_are_tried_again(server: Discord, status: int) -> None:
    server.faults = [
        Fault("POST", CALLBACK, status),
        Fault("PATCH", REPLY, status),
        # This one was carried out, and its answer got lost.
        Fault("PATCH", REPLY, status, done=True),
    ]
    sent = await server.command("match", poster=POSTER)
    answer = await answered(sent)
    assert "This is [Heat]" in texts(answer)
    assert [file["filename"] for file in answer["attachments"]] == [
        "poster.jpg",
        "posters.jpg",
        "look.png",
    ]
    assert server.faults == []


@pytest.mark.parametrize("status", [502, 0])
async def test_an_acknowledgement_whose_answer_got_lost(server: Discord, status: int) -> None:
    """Discord took it and said 502: tried again it is refused, and the member waits."""
    server.faults = [Fault("POST", CALLBACK, status, done=True)]
    sent = await server.command("match", poster=POSTER)
    assert "This is [Heat]" in texts(await answered(sent))
    assert sent.refused == 1
    server.faults = [Fault("POST", CALLBACK, status, done=True)]
    pressed = await server.press(ids(sent.message, "marquee:page:0:")[0], sent)
    assert "0.83 alike" in texts(await answered(pressed))


async def test_one_of_two_shards_is_restarted(settings, client, monkeypatch) -> None:
    async with running(settings, client, monkeypatch, shards=2) as server:
        assert sorted(server.identified) == [0, 1]
        here = await server.command("film", title=HEAT.key)
        there = await server.command("film", guild=SERVER, title=NEAR[0].key)
        assert "[Heat]" in texts(await answered(here))
        assert "[Ronin]" in texts(await answered(there))
        await server.tell(1, 9, data=False)
        # The other one goes on meanwhile.
        here = await server.command("film", title=NEAR[1].key)
        assert "[Thief]" in texts(await answered(here))
        await _until(lambda: server.identified.count(1) == 2 and server.connected.is_set())
        there = await server.command("film", guild=SERVER, title=HEAT.key)
        assert "[Heat]" in texts(await answered(there))
        assert server.identified.count(0) == 1
        assert all(len(sent.messages) == 1 for sent in server.interactions.values())


async def test_a_wrong_token_is_told(settings, client, monkeypatch) -> None:
    server = Discord()
    async with server.serving():
        monkeypatch.setattr(Route, "BASE", server.url)
        server.faults = [Fault("GET", "/users/@me", 401, body={"message": "401: Unauthorized"})]
        store = await Store.open(settings.database_path)
        async with Marquee(settings, client, store) as bot:
            with pytest.raises(discord.LoginFailure):
                await bot.start("a.b.c")


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(round(PATIENCE / 0.01)):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come")
