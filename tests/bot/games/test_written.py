"""Answers that are written as messages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import NO_CONTENT, Marquee, serve
from services.core.settings import Settings
from services.store import Store
from tests.bot.games.played import Night, text, wrong_title
from tests.fake_client import FakeClient


@pytest.fixture
def reads() -> bool:
    """Whether the host has switched on that messages are read."""
    return False


@pytest.fixture
async def bot(settings: Settings, client: FakeClient, reads: bool) -> AsyncIterator[Marquee]:
    settings.message_content = reads
    store = await Store.open(settings.database_path)
    async with Marquee(settings, client, store) as bot:
        yield bot


async def thread(night: Night, guild: GuildHandle) -> Night:
    room = night.bot.get_channel(night.channel.id)
    assert isinstance(room, discord.TextChannel)
    made = await room.create_thread(name="quiz", type=discord.ChannelType.public_thread)
    there = ChannelHandle(night.env, guild, night.env.backend.get_channel(made.id))
    return Night(night.env, night.bot, there)


def marks(night: Night, message: discord.Message) -> list[str]:
    stored = night.env.backend.get_message(night.channel.id, message.id)
    return [each.emoji for each in stored.reactions]


async def test_an_answer_that_mentions_the_bot(
    night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    first = await night.start(alice, bob, rounds=1, seconds=40, answer="typed")
    assert "write your answer here" not in text(first)
    film = (await night.question()).film
    me = f"<@{night.bot.user.id}>"  # pyright: ignore[reportOptionalMemberAccess]
    unheard = await alice.send(night.channel, film.title)
    assert marks(night, unheard) == []
    stranger = await cara.send(night.channel, f"{me} {film.title}")
    assert marks(night, stranger) == []
    off = await bob.send(night.channel, f"{me} {wrong_title(film)}")
    assert marks(night, off) == ["❌"]
    right = await alice.send(night.channel, f"{me} {film.title}")
    assert marks(night, right) == ["✅"]
    await night.env.advance_time(1)
    assert "alice wins!" in text(night.last)
    await night.check_scores(alice, bob)


@pytest.mark.parametrize("reads", [True])
async def test_in_a_thread_it_is_enough_to_write(
    night: Night, guild: GuildHandle, alice: MemberActor, bob: MemberActor
):
    quiz = await thread(night, guild)
    first = await quiz.start(alice, bob, rounds=1, seconds=40, answer="typed", guesses=2)
    assert "Or just write your answer here." in text(first)
    film = (await quiz.question()).film
    for chatter in ("hm, no idea", "who wants popcorn?", "is it the one with the horse"):
        assert marks(quiz, await bob.send(quiz.channel, chatter)) == []
    assert marks(quiz, await bob.send(quiz.channel, wrong_title(film))) == ["❌"]
    assert marks(quiz, await bob.send(quiz.channel, film.title.lower())) == ["✅"]
    await quiz.env.advance_time(1)
    assert "bob wins!" in text(quiz.last)


@pytest.mark.parametrize("reads", [True])
async def test_years_are_written_too_and_channels_are_left_alone(
    night: Night, guild: GuildHandle, alice: MemberActor, bob: MemberActor
):
    await night.start(alice, rounds=1, seconds=40, kind="year")
    assert marks(night, await alice.send(night.channel, "1994")) == []
    quiz = await thread(night, guild)
    await quiz.start(alice, bob, rounds=1, seconds=40, kind="year")
    assert marks(quiz, await alice.send(quiz.channel, "nineties I think")) == []
    assert marks(quiz, await alice.send(quiz.channel, "1994")) == ["📝"]
    assert marks(quiz, await alice.send(quiz.channel, "1995")) == []


async def test_discord_refuses_what_members_write(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot starts without it, and says so once."""
    asked: list[bool] = []

    async def start(self: Marquee, token: str) -> None:
        asked.append(self.intents.message_content)
        if self.intents.message_content:
            raise discord.PrivilegedIntentsRequired(None)

    monkeypatch.setattr(Marquee, "start", start)
    monkeypatch.setattr("bot.app.connect", lambda _settings: FakeClient())
    settings.message_content = True
    await serve(settings, "token")
    assert asked == [True, False]
    assert [record.getMessage() for record in caplog.records].count(NO_CONTENT) == 1
    settings.message_content = False
    await serve(settings, "token")
    assert asked == [True, False, False]


def test_nothing_is_read_by_default(settings: Settings, env: simcord.Env, bot: Marquee) -> None:
    assert not settings.message_content
    assert not bot.intents.message_content
