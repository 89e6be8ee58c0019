"""A night's poll closes, whatever happens in between: counted, told and scheduled once."""

import base64
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from unittest.mock import MagicMock

import discord
import pytest
from PIL import Image
from simcord import SetupError

from bot.kit.i18n import say
from bot.nights import finish
from services.store import nights
from tests.bot.conftest import HEAT, picture
from tests.bot.film_club import private, restart, shown
from tests.bot.nights.evening import (
    DAY,
    RONIN,
    STAMP,
    START,
    THIEF,
    VOTE,
    answers,
    begin,
    events,
    forbid,
    last,
    polls,
)

pytestmark = pytest.mark.slow


async def test_a_night_from_the_command_to_the_event(env, bot, guild, channel, alice, bob, client):
    client.posters = {HEAT.key: picture("red"), RONIN.key: picture("yellow")}
    draft = await alice.slash(channel, "night vote", **VOTE, place="The Roxy")
    assert draft.response is not None and draft.response.ephemeral
    assert "[Heat (1995)](https://www.imdb.com/title/tt0113277/)** · Action, Crime" in shown(draft)
    assert STAMP in shown(draft) and "The Roxy" in shown(draft)
    assert "open for 24 hours" in shown(draft)
    assert polls(channel) == []
    with pytest.raises(SetupError):
        await bob.click(draft.response, label="Start the poll")

    await alice.click(draft.response, label="Start the poll")
    assert env.errors == []
    call, message = channel.history()[-2:]
    assert f"<@{alice.id}> calls a movie night" in call.content and STAMP in call.content
    assert "Heat (1995), Ronin (1998)" in (call.attachments[0].description or "")
    assert message.poll is not None
    assert message.poll.question == "Which film shall we watch?"
    assert [answer.text for answer in message.poll.answers] == ["Heat (1995)", "Ronin (1998)"]
    assert (message.poll.duration.total_seconds(), message.poll.multiple) == (DAY, True)
    assert message.jump_url in shown(draft)

    await alice.vote(message, answer=2)
    await bob.vote(message, answer=2)
    await bob.vote(message, answer=1)
    await env.advance_time(DAY - 60)
    assert answers(channel) == []
    await env.advance_time(120)
    assert env.errors == []
    (said,) = answers(channel)
    assert "**[Ronin (1998)](<https://www.imdb.com/title/tt0122690/>)** wins with 2 votes." in said
    assert f"It begins {STAMP}: The Roxy." in said
    (event,) = events(env, guild)
    assert f"https://discord.com/events/{guild.id}/{event.id}" in said
    assert (event.name, event.entity_type) == ("🎬 Ronin (1998)", 3)
    assert event.entity_metadata == {"location": "The Roxy"}
    assert datetime.fromisoformat(event.scheduled_start_time) == START
    assert f"Chosen by vote in <#{channel.id}>" in event.description
    # SimCord keeps no pictures of events; what was sent is in its log.
    (made,) = [r for r in env.http_requests if r.path.endswith("/scheduled-events")]
    assert made.json is not None
    cover = base64.b64decode(made.json["image"].partition(",")[2])
    with Image.open(BytesIO(cover)) as opened:
        assert opened.size == (1200, 480)
        assert opened.getpixel((600, 240)) == pytest.approx((255, 255, 0), abs=6)
    night = await last(bot)
    assert (night.state, night.event_id, night.votes) == ("scheduled", event.id, 2)

    kept = await bob.click(channel.history()[-1], label="Keep this film")
    assert "is on this server's watchlist now" in private(kept)
    await env.advance_time(3600)
    assert len(answers(channel)) == len(events(env, guild)) == 1


async def test_the_clock_finds_an_end_that_no_event_told(env, bot, guild, channel, alice):
    watch = bot.get_cog("NightWatch")
    bot.remove_listener(watch.on_raw_message_edit, "on_raw_message_edit")
    message = await begin(alice, channel)
    await alice.vote(message, answer=1)
    await env.advance_time(DAY + 60)
    assert len(answers(channel)) == len(events(env, guild)) == 1


async def test_the_event_finds_an_end_before_the_clock(env, bot, guild, channel, alice):
    watch = bot.get_cog("NightWatch")
    watch._look.cancel()
    message = await begin(alice, channel)
    await alice.vote(message, answer=1)
    await env.advance_time(DAY + 1)
    assert len(answers(channel)) == len(events(env, guild)) == 1


async def test_a_restart_between_poll_and_close(env, bot, guild, channel, alice, settings, client):
    message = await begin(alice, channel)
    await alice.vote(message, answer=1)
    await env.advance_time(3600)
    again = await restart(env, settings, client)
    await env.advance_time(DAY)
    assert "Heat (1995)" in answers(channel)[0]
    assert len(answers(channel)) == len(events(env, guild)) == 1
    await env.shutdown()
    await again.close()


async def test_a_poll_that_closed_while_the_bot_was_away(
    env, bot, guild, channel, alice, settings, client
):
    message = await begin(alice, channel)
    await alice.vote(message, answer=1)
    watch = bot.get_cog("NightWatch")
    await bot.remove_cog("NightWatch")  # nobody looks, nobody listens
    await env.advance_time(DAY + 60)
    assert watch is not None and answers(channel) == []
    again = await restart(env, settings, client)
    await env.settle()
    assert len(answers(channel)) == len(events(env, guild)) == 1
    assert (await last(again)).state == "scheduled"
    await env.shutdown()
    await again.close()


@pytest.mark.parametrize("done", ["counted", "event", "told"])
async def test_a_bot_stopped_while_closing_goes_on_where_it_was(
    env, bot, guild, channel, alice, settings, client, done
):
    message = await begin(alice, channel, place="The Roxy")
    await bot.remove_cog("NightWatch")
    night = await last(bot)
    async with bot.store.session() as session:
        assert await nights.count_once(session, night.id, winner_key=RONIN.key, votes=3, tied=1)
        await session.commit()
    if done != "counted":
        await bot.get_guild(guild.id).create_scheduled_event(
            name="🎬 Ronin (1998)",
            start_time=START,
            end_time=START.replace(hour=23),
            privacy_level=discord.PrivacyLevel.guild_only,
            entity_type=discord.EntityType.external,
            location="The Roxy",
        )
    if done == "told":
        room = bot.get_channel(channel.id)
        await room.send("Ronin it is", reference=message)
    again = await restart(env, settings, client)
    await env.settle()

    assert len(answers(channel)) == len(events(env, guild)) == 1
    night = await last(again)
    assert (night.state, night.event_id) == ("scheduled", events(env, guild)[0].id)
    await env.shutdown()
    await again.close()


async def test_discords_trouble_is_outlasted(env, bot, guild, channel, alice, monkeypatch):
    message = await begin(alice, channel)
    await alice.vote(message, answer=1)
    # What discord.py raises after its own tries.
    made = discord.Guild.create_scheduled_event
    failures = 2

    async def fail_twice(self: discord.Guild, **options: Any) -> discord.ScheduledEvent:
        nonlocal failures
        if failures:
            failures -= 1
            raise discord.DiscordServerError(MagicMock(status=503, reason="Unavailable"), "no")
        return await made(self, **options)

    monkeypatch.setattr(discord.Guild, "create_scheduled_event", fail_twice)
    await env.advance_time(DAY + 1)
    assert (answers(channel), events(env, guild)) == ([], [])
    await env.advance_time(300)
    assert failures == 0
    assert len(answers(channel)) == len(events(env, guild)) == 1


async def test_a_tie_is_drawn_by_lot_and_said_so(env, bot, guild, channel, alice, bob):
    message = await begin(alice, channel, film3=THIEF.key, several=False)
    assert message.poll is not None and not message.poll.multiple
    await alice.vote(message, answer=1)
    await bob.vote(message, answer=3)
    await env.advance_time(DAY + 60)
    (said,) = answers(channel)
    assert "2 films had 1 vote each, so I drew lots: **[" in said
    night = await last(bot)
    assert night.winner in (HEAT, THIEF)
    assert night.winner.title in said and night.winner.title in events(env, guild)[0].name


async def test_nobody_voted(env, bot, guild, channel, alice):
    await begin(alice, channel)
    await env.advance_time(DAY + 60)
    assert answers(channel) == [
        f"Nobody voted, so there is no film for {STAMP}. `/night` starts another vote."
    ]
    assert events(env, guild) == []
    assert (await last(bot)).state == "ended"


async def test_a_deleted_poll_is_a_night_called_off(env, bot, guild, channel, alice):
    message = await begin(alice, channel)
    await message.delete()
    await env.settle()
    assert (await last(bot)).state == "cancelled"
    await begin(alice, channel)  # the channel is free again
    await env.advance_time(DAY + 60)
    assert len(answers(channel)) == 1


async def test_a_deleted_channel_is_a_night_called_off(env, bot, guild, channel, alice):
    await begin(alice, channel)
    env.backend.delete_channel(channel.id)
    await env.advance_time(DAY + 60)
    assert env.errors == []
    assert (await last(bot)).state == "cancelled"
    assert events(env, guild) == []


async def test_without_create_events_there_is_the_poll_alone(env, bot, guild, channel, alice):
    forbid(env, guild, "create_events", "manage_events")
    draft = await alice.slash(channel, "night vote", **VOTE, place="The Roxy")
    assert "I may not create events on this server, so there will only be the poll" in shown(draft)
    assert "The Roxy" not in shown(draft)
    await alice.click(draft.response, label="Start the poll")
    await alice.vote(polls(channel)[0], answer=1)
    await env.advance_time(DAY + 60)
    (said,) = answers(channel)
    assert "Heat (1995)" in said and f"It begins {STAMP}." in said and "may not" not in said
    assert events(env, guild) == []
    assert (await last(bot)).state == "ended"


async def test_create_events_withdrawn_in_between(env, bot, guild, channel, alice, client):
    client.posters = {HEAT.key: picture("red")}
    await alice.vote(await begin(alice, channel), answer=1)
    forbid(env, guild, "create_events", "manage_events")
    await env.advance_time(DAY + 60)
    (said,) = answers(channel)
    assert "I may not create events here (permission Create Events), so there is none." in said
    (poster,) = channel.history()[-1].attachments  # no event's card shows it
    assert "heat" not in poster.filename.lower()
    assert (await last(bot)).state == "failed"


async def test_in_a_voice_channel(env, guild, channel, alice):
    cinema = guild.create_voice_channel("cinema")
    draft = await alice.slash(channel, "night vote", **VOTE, voice=cinema)
    assert f"<#{cinema.id}>" in shown(draft)
    await alice.click(draft.response, label="Start the poll")
    await alice.vote(polls(channel)[0], answer=1)
    await env.advance_time(DAY + 60)
    (event,) = events(env, guild)
    assert (event.entity_type, event.channel_id) == (2, cinema.id)
    assert f"It begins {STAMP}: <#{cinema.id}>." in answers(channel)[0]


async def test_a_voice_channel_that_is_gone(env, guild, channel, alice):
    cinema = guild.create_voice_channel("cinema")
    await alice.vote(await begin(alice, channel, voice=cinema), answer=1)
    env.backend.delete_channel(cinema.id)
    await env.advance_time(DAY + 60)
    (event,) = events(env, guild)
    assert (event.entity_type, event.entity_metadata) == (3, {"location": "Movie night"})


async def test_counted_after_the_film_began(env, bot, guild, channel, alice, settings, client):
    await alice.vote(await begin(alice, channel), answer=1)
    await bot.remove_cog("NightWatch")
    await env.advance_time(3 * DAY)
    again = await restart(env, settings, client)
    await env.settle()
    (said,) = answers(channel)
    assert "Heat (1995)" in said and "so there is no event" in said
    assert events(env, guild) == []
    await env.shutdown()
    await again.close()


async def test_the_host_calls_it_off(env, bot, guild, channel, alice, bob, voters):
    message = await begin(alice, channel)
    await bob.vote(message, answer=1)
    assert private(await bob.slash(channel, "night cancel")).startswith("Only who called that")
    assert private(await alice.slash(channel, "night cancel")) == "That movie night is called off."
    ended = polls(channel)[0].poll
    assert ended is not None and ended.is_finalised()
    await env.advance_time(2 * DAY)
    assert (answers(channel), events(env, guild)) == ([], [])
    assert private(await alice.slash(channel, "night cancel")).startswith("No vote on a film")


async def test_a_poll_that_is_over_is_closed_all_the_same(env, guild, channel, alice, caplog):
    await begin(alice, channel)
    env.inject_error(
        "POST", "/channels/*/polls/*/expire", status=400, code=520001, message="Poll expired"
    )
    assert private(await alice.slash(channel, "night close")).startswith("The poll is closed")
    assert "Traceback" not in caplog.text


async def test_a_moderator_closes_it_early(env, guild, channel, alice, bob):
    message = await begin(alice, channel)
    await bob.vote(message, answer=1)
    moderators = guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    carol = guild.add_member(env.create_user("carol"), roles=[moderators])
    assert private(await carol.slash(channel, "night close")).startswith("The poll is closed")
    assert "wins with 1 vote." in answers(channel)[0]
    await env.advance_time(2 * DAY)
    assert len(answers(channel)) == len(events(env, guild)) == 1


async def test_in_the_servers_language(env, monkeypatch):
    guild = env.create_guild("Filmabend", preferred_locale="de")
    channel = guild.create_text_channel("filme")
    role = guild.create_role("voters", permissions=discord.Permissions(send_polls=True))
    carol = guild.add_member(env.create_user("carol"), roles=[role])
    asked: list[str] = []

    def note(locale: discord.Locale, key: str, **values: Any) -> str:
        asked.append(str(locale))
        return say(locale, key, **values)

    monkeypatch.setattr(finish, "say", note)
    await carol.vote(await begin(carol, channel), answer=1)
    await env.advance_time(DAY + 60)
    assert len(answers(channel)) == 1
    assert set(asked) == {"de"}


@pytest.mark.parametrize("allowed", [False, True])
async def test_a_poster_that_is_not_for_everybody(
    env, bot, guild, channel, alice, client, monkeypatch, allowed: bool
):
    """An event is seen in the whole server: an age-restricted channel alone does not allow it."""
    monkeypatch.setattr(discord.TextChannel, "is_nsfw", lambda _: True)
    client.catalogue = tuple(replace(film, marked=True) for film in client.catalogue)
    client.posters = {HEAT.key: picture("red"), RONIN.key: picture("yellow")}
    await bot.access.change(guild.id, show_marked=allowed)
    message = await begin(alice, channel, place="The Roxy")
    (call,) = [told for told in channel.history() if "calls a movie night" in told.content]
    assert len(call.attachments) == 1
    await alice.vote(message, answer=2)
    await env.advance_time(DAY + 60)
    assert env.errors == []
    (made,) = [r for r in env.http_requests if r.path.endswith("/scheduled-events")]
    assert made.json is not None
    assert bool(made.json.get("image")) is allowed


async def test_marked_posters_are_not_lined_up_for_everybody(env, channel, alice, client):
    client.posters = {HEAT.key: picture("red"), RONIN.key: picture("yellow")}
    client.catalogue = tuple(
        replace(film, marked=film.key == RONIN.key) for film in client.catalogue
    )
    await begin(alice, channel)
    (call,) = [told for told in channel.history() if "calls a movie night" in told.content]
    assert call.attachments == []
