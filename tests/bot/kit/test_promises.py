"""A bot that is killed between "thinking" and the answer: the next one tells who waits."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, interactions
from simcord.results import ResponseMessage

from bot.app import Marquee
from bot.kit.i18n import LANGUAGES, say
from bot.kit.promise_file import Promise, PromiseFile
from bot.kit.promises import Promises
from services.core.settings import Settings
from services.store import Store, privacy
from tests.bot.conftest import FakeClient, picture
from tests.bot.layout import answer

LOST = say("en", "promise-lost")
PRESS_LOST = say("en", "promise-press-lost")
QUARTER = 15 * 60


class Hanging:
    """A client whose posters and films are never answered, once it hangs."""

    def __init__(self, client: FakeClient, env: simcord.Env) -> None:
        self._client, self._env = client, env
        self.waiting = 0
        self.go_on = asyncio.Event()
        self.hangs = True

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._client, name)
        if name not in ("identify", "film", "neighbours", "poster"):
            return known

        async def hang(*args: Any, **kwargs: Any) -> Any:
            if self.hangs:
                await self._env.external_wait(self.go_on.wait(), reason="the service")
            return await known(*args, **kwargs)

        return hang


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot_clock(bot: Marquee, clock: Clock) -> Clock:
    """The bot goes by it too."""
    bot.promises._clock = clock
    return clock


@pytest.fixture
def hanging(bot_clock: Clock, bot: Marquee, env: simcord.Env, client: FakeClient) -> Hanging:
    hanging = Hanging(client, env)
    bot.client = hanging  # pyright: ignore[reportAttributeAccessIssue]
    return hanging


@pytest.fixture
async def asked(hanging: Hanging, channel: ChannelHandle, alice: MemberActor) -> InteractionResult:
    return await ask(alice, channel)


async def ask(member: MemberActor, channel: ChannelHandle) -> InteractionResult:
    result = await member.slash(channel, "match", poster=("heat.png", picture()))
    assert result._interaction.responded
    return result


async def kill(bot: Marquee, env: simcord.Env) -> None:
    """Do what the system does: the bot does nothing any more, and its files are closed."""
    file = bot.promises._file
    assert file
    file._file.close()
    for task in list(bot.in_flight._answering):
        task.cancel()
    await env.settle()


Start = Callable[[], Awaitable[None]]


@pytest.fixture
async def start(
    env: simcord.Env, settings: Settings, client: FakeClient, clock: Clock
) -> AsyncIterator[Start]:
    """The next start of the bot."""
    begun: list[Marquee] = []

    async def start() -> None:
        fresh = Marquee(settings, client, await Store.open(settings.database_path))
        fresh.promises._clock = clock
        begun.append(fresh)
        await env.restart_bot(fresh)
        await env.settle()

    yield start
    for fresh in begun:
        await fresh.close()


def said(result: InteractionResult) -> list[ResponseMessage]:
    return [message for message in (result.response, *result.followups) if message]


def on_disk(settings: Settings) -> bytes:
    found = (path.read_bytes() for path in settings.data_dir.glob("*.promises"))
    return b"".join(found).strip(b"\0")


def requests(env: simcord.Env) -> list[str]:
    return [f"{e.method} {e.path}" for e in env.http_requests if e.path.startswith("/webhooks")]


async def test_killed_between_thinking_and_the_answer(asked, bot, env, start: Start, settings):
    await kill(bot, env)
    await start()
    (message,) = said(asked)
    assert message.content == LOST
    assert not message.ephemeral
    assert on_disk(settings) == b""


async def test_what_was_private_stays_private(
    hanging, bot: Marquee, env, guild: GuildHandle, channel, alice, start: Start
):
    await bot.access.change(guild.id, public=False)
    result = await ask(alice, channel)
    await kill(bot, env)
    await start()
    (message,) = said(result)
    assert (message.content, message.ephemeral) == (LOST, True)


async def test_a_context_menu(hanging, bot, env, channel, alice, start: Start):
    room = bot.get_channel(channel.id)
    posted = await room.send(file=discord.File(BytesIO(picture()), "heat.png", description="Heat"))
    await env.settle()
    result = await alice.context_menu(channel, "Match this poster", _handle(env, channel, posted))
    assert result.deferred
    await kill(bot, env)
    await start()
    assert [message.content for message in said(result)] == [LOST]


async def test_a_press_leaves_its_message_as_it_is(
    hanging: Hanging, bot, env, channel, alice, start: Start
):
    hanging.hangs = False
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", picture())))
    hanging.hangs = True
    before = str(shown.components)
    pressed = await alice.click(shown, label="More")
    assert pressed.deferred
    await kill(bot, env)
    await start()
    (told,) = pressed.followups
    assert (told.content, told.ephemeral) == (PRESS_LOST, True)
    assert str(shown.components) == before


@pytest.mark.parametrize(
    ("public", "language"), [(False, "de"), (True, "fr")], ids=["the member's", "the server's"]
)
async def test_in_whose_language(
    hanging, bot, env, guild, channel, alice, start: Start, monkeypatch, public, language
):
    base = interactions.base_payload

    def abroad(*args: Any, **kwargs: Any) -> Any:
        record, payload = base(*args, **kwargs)
        return record, payload | {"locale": "de", "guild_locale": "fr"}

    monkeypatch.setattr(interactions, "base_payload", abroad)
    await bot.access.change(guild.id, public=public)
    result = await ask(alice, channel)
    await kill(bot, env)
    await start()
    assert [message.content for message in said(result)] == [say(language, "promise-lost")]


def test_every_language_has_words_of_its_own():
    for key in ("promise-lost", "promise-press-lost"):
        assert len({say(language, key) for language in LANGUAGES}) == len(LANGUAGES)


async def test_who_was_answered_is_not_told(hanging, bot, env, channel, alice, start, settings):
    hanging.hangs = False
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", picture())))
    before = str(shown.components)
    assert on_disk(settings) == b""
    await kill(bot, env)
    asked_before = requests(env)
    await start()
    assert requests(env) == asked_before
    assert str(shown.components) == before


async def test_who_was_refused_is_not_told(hanging, bot, env, channel, alice, start, settings):
    hanging.hangs = False
    result = await alice.slash(channel, "match", poster=("heat.png", b"no picture"))
    sentences = [message.content for message in said(result)]
    assert on_disk(settings) == b""
    await kill(bot, env)
    await start()
    assert [message.content for message in said(result)] == sentences


async def test_killed_between_the_answer_and_the_note_of_it(
    hanging, bot, env, channel, alice, start: Start, settings: Settings, clock: Clock
):
    hanging.hangs = False
    result = await alice.slash(channel, "watchlist show")
    shown = [(message.content, str(message.components)) for message in said(result)]
    leave_behind(env, settings, result, clock)
    await start()
    assert [(m.content, str(m.components)) for m in said(result)] == shown
    assert on_disk(settings) == b""


def leave_behind(
    env: simcord.Env, settings: Settings, result: InteractionResult, clock: Clock
) -> None:
    record = result._interaction
    file = PromiseFile.create(settings.database_path)
    application = env.backend.application_id
    file.write(Promise(application, record.id, record.token, clock.now, "en-US", thinking=True))
    file.close()


async def test_a_place_in_the_queue_is_no_answer(
    hanging: Hanging, bot, env, channel, alice, start: Start
):
    hanging.waiting = 9
    result = await ask(alice, channel)
    (before,) = said(result)
    assert "9 questions" in before.content
    await kill(bot, env)
    await start()
    assert [message.content for message in said(result)] == [LOST]


async def test_an_error_half_told_is_no_answer(
    hanging: Hanging, bot, env, channel, alice, start: Start, client: FakeClient
):
    """A public "thinking" is filled with "…" before the member alone is told what went wrong."""
    result = await ask(alice, channel)

    async def hang(*_: object, **__: object) -> None:
        await env.external_wait(asyncio.Event().wait(), reason="Discord")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.Webhook, "send", hang)
        patch.setattr(discord.Interaction, "delete_original_response", hang)  # no last words
        client.error = RuntimeError("a bug")
        hanging.go_on.set()
        await env.settle()
        assert [message.content for message in said(result)] == ["…"]
        await kill(bot, env)
    client.error = None
    await start()
    assert [message.content for message in said(result)] == [LOST]


@pytest.mark.parametrize(("age", "told"), [(QUARTER - 1, True), (QUARTER, False)])
async def test_a_token_is_good_for_a_quarter_of_an_hour(
    asked, bot, env, start: Start, clock: Clock, settings, age: float, told: bool
):
    await kill(bot, env)
    before = requests(env)
    clock.now += age
    await start()
    assert [message.content for message in said(asked)] == ([LOST] if told else [""])
    assert (requests(env) == before) is not told
    assert on_disk(settings) == b""


async def test_nothing_outlives_the_quarter_in_a_bot_that_goes_on(
    asked, bot, channel, guild, env, settings, clock: Clock
):
    assert asked._interaction.token.encode() in on_disk(settings)
    clock.now += QUARTER
    bob = guild.add_member(env.create_user("bob"))
    later = await ask(bob, channel)
    assert asked._interaction.token.encode() not in on_disk(settings)
    assert later._interaction.token.encode() in on_disk(settings)


async def test_the_next_start_but_one_says_nothing_more(asked, bot, env, start: Start):
    await kill(bot, env)
    await start()
    told = requests(env)
    await start()
    assert requests(env) == told
    assert len(said(asked)) == 1


async def test_a_bot_that_starts_beside_a_living_one(asked, bot, env, settings, clock):
    beside = Promises(settings.database_path, clock=clock)
    with env.time_context():
        beside.start(bot)
        await env.settle()
        await beside.close()
    assert asked.deferred
    assert bot.promises._file.promises()


async def test_a_stopped_bot_leaves_whom_it_could_not_tell(
    asked, bot: Marquee, env, start: Start, settings
):
    for task in list(bot.in_flight._answering):
        task.cancel()
    await env.settle()
    await bot.promises.close()
    assert on_disk(settings)
    await start()
    assert [message.content for message in said(asked)] == [LOST]


async def test_told_again_where_discord_is_down(asked, bot: Marquee, env, settings, clock, caplog):
    await kill(bot, env)
    paused: list[float] = []

    async def rest(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            env.backend.faults.clear()

    env.inject_error("*", "/webhooks/*", status=503, times=None)
    await tell(bot, env, Promises(settings.database_path, clock=clock, rest=rest))
    assert paused == [5, 10, 20]
    assert [message.content for message in said(asked)] == [LOST]


async def test_given_up_after_a_quarter_of_an_hour(asked, bot, env, settings, clock: Clock):
    await kill(bot, env)

    async def rest(seconds: float) -> None:
        clock.now += seconds

    env.inject_error("*", "/webhooks/*", status=503, times=None)
    await tell(bot, env, Promises(settings.database_path, clock=clock, rest=rest))
    assert on_disk(settings) == b""


@pytest.mark.parametrize(("status", "code"), [(404, 10015), (404, 10008), (401, 50027), (400, 0)])
async def test_what_discord_refuses_for_good_is_forgotten(
    asked, bot, env, settings, clock, status, code
):
    await kill(bot, env)
    env.inject_error("GET", "/webhooks/*", status=status, code=code)

    async def rest(_: float) -> None:
        raise AssertionError("it was tried again")

    await tell(bot, env, Promises(settings.database_path, clock=clock, rest=rest))
    assert on_disk(settings) == b""


async def tell(bot: Marquee, env: simcord.Env, promises: Promises) -> None:
    with env.time_context():
        promises.start(bot)
        assert promises._telling
        await promises._telling
        await promises.close()


async def test_a_locked_database_costs_nothing(
    hanging, bot: Marquee, env, channel, alice, start: Start, settings
):
    with sqlite3.connect(settings.database_path) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = await ask(alice, channel)
        assert result._interaction.token.encode() in on_disk(settings)
        other.rollback()
    await kill(bot, env)
    await start()
    assert [message.content for message in said(result)] == [LOST]


@pytest.mark.parametrize("when", ["from the start", "meanwhile"])
async def test_a_disk_that_takes_nothing_costs_the_promise_and_not_the_answer(
    bot: Marquee, env, channel, alice, settings, monkeypatch, caplog, when: str
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PromiseFile, "create", full)
    monkeypatch.setattr(PromiseFile, "_put", full)
    if when == "from the start":
        await bot.promises.close()
        bot.promises.start(bot)
    for _ in range(3):
        answer(await alice.slash(channel, "match", poster=("heat.png", picture())))
    assert env.errors == []
    (warning,) = [r for r in caplog.records if r.name == "bot.kit.promises"]
    assert "No space left" in warning.getMessage()
    monkeypatch.undo()


async def test_the_token_is_nowhere_else(
    asked, bot: Marquee, env, alice, start: Start, settings: Settings, caplog
):
    token = asked._interaction.token
    with caplog.at_level(logging.DEBUG):
        assert token not in repr(vars(bot.promises))
        async with bot.store.session() as session:
            assert token not in json.dumps(await privacy.export(session, alice.id))
        await kill(bot, env)
        env.inject_error("GET", "/webhooks/*", status=404, code=10015)
        await start()
    assert "was not told of the restart" in caplog.text
    assert token not in caplog.text
    for path in settings.data_dir.rglob("*"):
        assert path.is_dir() or token.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("error", [TimeoutError, RuntimeError])
async def test_an_error_with_the_address_in_its_words(
    asked, bot: Marquee, env, settings, clock: Clock, caplog, monkeypatch, error
):
    token = asked._interaction.token
    await kill(bot, env)

    async def fail(*_: object, **__: object) -> None:
        raise error(f"Connection timeout to host https://discord.com/webhooks/1/{token}")

    async def rest(_: float) -> None:
        clock.now += QUARTER

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(discord.Interaction, "original_response", fail)
    await tell(bot, env, Promises(settings.database_path, clock=clock, rest=rest))
    assert "was not told" in caplog.text
    if error is TimeoutError:
        assert token not in caplog.text  # of others, `Discreet` takes it out


def test_nobody_defers_in_another_way():
    """So that what a new feature defers is remembered too."""
    root = Path(__file__).parents[3] / "bot"
    found = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\.response\s*\.defer\(|deferred_channel_message\.value", path.read_text())
    ]
    assert found == ["kit/promises.py"]


def _handle(env: simcord.Env, channel: ChannelHandle, posted: discord.Message) -> Any:
    return next(m for m in channel.history() if m.id == posted.id)
