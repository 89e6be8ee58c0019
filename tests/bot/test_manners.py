"""What goes wrong between Discord and the bot is answered or logged; nobody is left "thinking"."""

import asyncio
import logging

import pytest
import simcord
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.app import Marquee
from tests.bot.conftest import FakeClient
from tests.bot.test_load import SlowClient, at_once, slow
from tests.bot.test_places import EVERYWHERE, names

__all__ = ["slow"]  # the fixture

FAULTS = [
    pytest.param(403, 50013, id="missing permission"),
    pytest.param(403, 50001, id="missing access"),
    pytest.param(404, 10008, id="deleted message"),
    pytest.param(404, 10003, id="deleted channel"),
    pytest.param(400, 50035, id="refused form"),
    pytest.param(401, 50027, id="token too old"),
    pytest.param(429, 0, id="rate limit"),
    pytest.param(503, 0, id="Discord down"),
]


@pytest.fixture(autouse=True)
def encoders(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none() -> list[object]:
        return []

    monkeypatch.setattr(client, "encoders", none, raising=False)


def thinking(result: InteractionResult) -> bool:
    return result._interaction.response_kind == "deferred" and result.response is not None


def said(result: InteractionResult) -> list[simcord.ResponseMessage]:
    return [message for message in (result.response, *result.followups) if message]


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize(("status", "code"), FAULTS)
async def test_an_answer_that_discord_refuses_once(
    env: simcord.Env, channel, alice, caplog, name: str, status: int, code: int
):
    if name not in names(env):
        pytest.skip("not a command yet")
    for method in ("POST", "PATCH"):
        env.inject_error(method, "/webhooks/*", status=status, code=code)
    with caplog.at_level(logging.INFO):
        result = await alice.slash(channel, name, **EVERYWHERE[name])
    assert not thinking(result)
    if any(entry.path.startswith("/webhooks") for entry in env.http_requests):
        assert caplog.records
    for message in said(result):
        assert "Traceback" not in message.content


@pytest.mark.parametrize("name", EVERYWHERE)
async def test_discord_takes_nothing_any_more(
    env: simcord.Env, bot: Marquee, channel, alice, caplog, name: str
):
    if name not in names(env):
        pytest.skip("not a command yet")
    env.inject_error("*", "/webhooks/*", status=500, times=None)
    with caplog.at_level(logging.INFO):
        result = await alice.slash(channel, name, **EVERYWHERE[name])
    if result.deferred:
        assert "could not be told about its error" in caplog.text
    env.backend.faults.clear()
    await env.advance_time(31)
    after = await alice.slash(channel, name, **EVERYWHERE[name])
    assert len(said(after)) == 1  # the next one is answered as ever


@pytest.mark.parametrize("code", [10062, 40060])
@pytest.mark.parametrize("name", EVERYWHERE)
async def test_discord_gave_up_before_it_was_acknowledged(
    env: simcord.Env, channel, alice, caplog, name: str, code: int
):
    if name not in names(env):
        pytest.skip("not a command yet")
    env.inject_error("POST", "/interactions/*/*/callback", status=404, code=code)
    result = await alice.slash(channel, name, **EVERYWHERE[name])
    assert not result.acknowledged
    assert said(result) == []
    assert "(interaction" in caplog.text


async def asked_slowly(
    env: simcord.Env, member: MemberActor, channel: ChannelHandle
) -> InteractionResult:
    result = await member.slash(channel, "match", **EVERYWHERE["match"])
    assert thinking(result)
    return result


async def test_a_moderator_deletes_thinking(env, channel, alice, slow: SlowClient, caplog):
    result = await asked_slowly(env, alice, channel)
    assert result.response
    env.backend.delete_message(channel.id, result.response.id)
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            await env.advance_time(2)
    assert slow.answered
    assert not thinking(result)
    assert "'match'" in caplog.text
    assert all(message.ephemeral for message in said(result))


async def test_the_channel_is_deleted_meanwhile(
    env, bot: Marquee, channel, guild, alice, slow: SlowClient, caplog
):
    await asked_slowly(env, alice, channel)
    room = bot.get_channel(channel.id)
    assert room
    await room.delete()  # pyright: ignore[reportAttributeAccessIssue]
    for _ in range(5):
        await env.advance_time(2)
    assert slow.answered
    (row,) = await bot.store.recent_queries()
    assert row.channel_id == channel.id
    other = guild.create_text_channel("other")
    result = await alice.slash(other, "about")
    assert result.acknowledged


async def test_an_answer_that_took_too_long_for_discord(
    env, bot: Marquee, channel, alice, slow: SlowClient, caplog
):
    """A token is good for a quarter of an hour."""
    hold = asyncio.Event()

    async def turn() -> None:
        await hold.wait()

    slow._turn = turn  # pyright: ignore[reportAttributeAccessIssue]
    await asked_slowly(env, alice, channel)
    await env.advance_time(16 * 60)
    hold.set()
    with caplog.at_level(logging.INFO):
        await env.settle()
    assert "'match'" in caplog.text
    (row,) = await bot.store.recent_queries()
    assert row.outcome == "failed"


async def test_the_attachment_is_lost_meanwhile(env, bot: Marquee, channel, alice):
    with at_once(env):
        result = await alice.slash(channel, "match", **EVERYWHERE["match"])
        env.backend.cdn._blobs.clear()
    await env.settle()
    (message,) = said(result)
    assert message.ephemeral
    assert message.content.startswith("That picture was deleted")
    (row,) = await bot.store.recent_queries()
    assert row.error_code == "gone"
