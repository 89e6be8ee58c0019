"""Fifty members at once before a service that takes two seconds an answer.

Discord gives up on what is not acknowledged within three seconds; here it has to be one.
"""

import asyncio
import functools
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor

from bot.app import Marquee
from services.core.errors import MarqueeError
from services.core.types import EncoderStatus
from services.store.query_queue import QueryQueue
from tests.bot.admin.test_settings import SPACES
from tests.bot.conftest import NEAR, FakeClient, picture

MEMBERS = 50
SECONDS = 2.0  # an answer of the service takes, one after the other
_MINUTES = 14  # Discord takes an answer for a quarter of an hour
# Interactions that Discord shows as "thinking", and nothing else may be left so.
_THINKING = "deferred"

Act = Callable[[MemberActor, ChannelHandle], Awaitable[InteractionResult]]


def slash(name: str, **options: Any) -> Act:
    def act(member: MemberActor, channel: ChannelHandle) -> Awaitable[InteractionResult]:
        return member.slash(channel, name, **options)

    return act


# What everybody may ask, by the command's name.
ACTS: dict[str, Act] = {
    "match": slash("match", poster=("heat.png", picture())),
    "film": slash("film", title=NEAR[0].key),
    "search": slash("search", words="thief"),
    "compare": slash("compare", first=("a.png", picture()), second=("b.png", picture("red"))),
    "watchlist show": slash("watchlist show"),
    "game start": slash("game start"),
    "game status": slash("game status"),
    "game preset list": slash("game preset list"),
    "leaderboard": slash("leaderboard"),
    "profile": slash("profile"),
    "about": slash("about"),
    "privacy": slash("privacy"),
    "settings": slash("settings"),
    "stats": slash("stats"),
}


class SlowClient:
    """The fake client behind a door that lets one question in at a time."""

    def __init__(self, client: FakeClient, env: simcord.Env) -> None:
        self._client, self._env = client, env
        self._door = asyncio.Lock()
        self.answered = self.waiting = 0

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._client, name)
        if not asyncio.iscoroutinefunction(known) or name in ("start", "close", "poster"):
            return known

        async def slowly(*args: Any, **kwargs: Any) -> Any:
            self.waiting += 1
            try:
                await self._env.external_wait(self._turn(), reason="the service")
            finally:
                self.waiting -= 1
            self.answered += 1
            return await known(*args, **kwargs)

        return slowly

    async def _turn(self) -> None:
        async with self._door:
            await asyncio.sleep(SECONDS)


@contextmanager
def at_once(env: simcord.Env) -> Iterator[None]:
    """Let what members do inside arrive in one instant: the bot takes its first step after it."""
    settle = env._settle_internal

    async def later(**_: object) -> None:
        return None

    env._settle_internal = later  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        env._settle_internal = settle


@pytest.fixture
async def slow(
    bot: Marquee, env: simcord.Env, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SlowClient]:
    async def encoders() -> list[EncoderStatus]:
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)
    slow = SlowClient(client, env)
    bot.client = slow  # pyright: ignore[reportAttributeAccessIssue]
    yield slow
    bot.client = client  # pyright: ignore[reportAttributeAccessIssue]


@pytest.fixture
def members(env: simcord.Env, guild: GuildHandle) -> list[MemberActor]:
    role = guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    return [guild.add_member(env.create_user(f"member{i}"), roles=[role]) for i in range(MEMBERS)]


def available(env: simcord.Env) -> list[str]:
    synced = {name for name, _ in env.backend.commands[None]}
    return [name for name in ACTS if name.split()[0] in synced]


def every(
    names: list[str], members: list[MemberActor], channel: ChannelHandle
) -> list[Callable[[], Awaitable[InteractionResult]]]:
    """Give each member one of the commands, in turn."""
    acts = [ACTS[name] for name in names]
    pairs = zip(members, itertools.cycle(acts), strict=False)
    return [functools.partial(act, member, channel) for member, act in pairs]


def callbacks(env: simcord.Env) -> Counter[str]:
    """Count the acknowledgements of each interaction, whether Discord took them or not."""
    return Counter(
        entry.path.split("/")[2]
        for entry in env.http_requests
        if entry.path.startswith("/interactions/")
    )


def answers(result: InteractionResult) -> list[simcord.ResponseMessage]:
    return [message for message in (result.response, *result.followups) if message]


async def check(
    env: simcord.Env, slow: SlowClient, ask: list[Callable[[], Awaitable[InteractionResult]]]
) -> list[InteractionResult]:
    before = env.now()
    with at_once(env):
        results = [await act() for act in ask]
    assert not any(result.acknowledged for result in results)  # really at once
    await env.advance_time(1)
    assert (env.now() - before).total_seconds() == 1
    assert all(result.acknowledged for result in results)
    # A question may ask the service more than once, and then waits at its door again.
    while slow.waiting or any(r._interaction.response_kind == _THINKING for r in results):
        assert (env.now() - before).total_seconds() < _MINUTES * 60, "somebody waits for ever"
        await env.advance_time(SECONDS)
    for result in results:
        assert result._interaction.response_kind != _THINKING
        (message,) = answers(result)
        assert message.content or message.embeds or message.components
    return results


@pytest.mark.slow
async def test_fifty_posters_at_once(env, bot, channel, members, slow: SlowClient):
    results = await check(env, slow, every(["match"], members, channel))

    assert slow._client.asked == [(picture(), slow._client.asked[0][1])] * MEMBERS
    for result in results:
        (message,) = answers(result)
        assert not message.ephemeral
        assert "Ronin" in str(message.components) + str([e.to_dict() for e in message.embeds])
    assert set(callbacks(env).values()) == {1}
    rows = await bot.store.recent_queries(limit=100)
    assert Counter(row.outcome for row in rows) == {"answered": MEMBERS}
    assert {row.user_id for row in rows} == {member.id for member in members}


@pytest.mark.slow
async def test_fifty_members_with_every_command(env, channel, members, slow: SlowClient):
    names = available(env)
    assert {"match", "about", "privacy", "settings", "stats"} <= set(names)
    await check(env, slow, every(names, members, channel))
    assert set(callbacks(env).values()) == {1}
    # A second match in a channel is refused, and such; nothing else may have gone wrong.
    causes = [getattr(error, "original", error) for error in env.errors]
    assert [cause for cause in causes if not isinstance(cause, MarqueeError)] == []


async def test_one_member_too_quick_is_told_at_once(env, channel, alice, slow: SlowClient):
    results = await check(env, slow, every(["match"], [alice] * 8, channel))
    refused = [m.content for result in results for m in answers(result) if m.ephemeral]
    assert len(refused) == 3
    assert all(text.startswith("That was a lot of questions") for text in refused)
    assert slow.answered == 5


@pytest.fixture
def late_database(
    bot: Marquee, env: simcord.Env, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Sessions open after two seconds, as with a writer before them."""
    session, put = bot.store._sessions, QueryQueue.put

    async def waiting(*given: Any) -> Any:
        return await env.external_wait(put(*given), reason="the database")

    monkeypatch.setattr(QueryQueue, "put", waiting)

    class Late:
        def __init__(self) -> None:
            self._session = session()

        async def __aenter__(self) -> Any:
            await env.external_wait(asyncio.sleep(SECONDS), reason="the database")
            return await self._session.__aenter__()

        async def __aexit__(self, *error: Any) -> Any:
            return await self._session.__aexit__(*error)

    bot.store._sessions = Late  # pyright: ignore[reportAttributeAccessIssue]
    yield
    bot.store._sessions = session


@pytest.mark.slow
async def test_a_slow_database_delays_no_acknowledgement(
    env, channel, members, slow: SlowClient, late_database
):
    names = available(env)
    await check(env, slow, every(names, members[: 2 * len(names)], channel))
