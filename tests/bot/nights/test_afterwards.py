"""Once a night's film is known: who cannot come, the reminder, the stars, the calendar."""

from datetime import timedelta

import discord
import icalendar
import pytest
import simcord

from services.store import night_votes, watchlist, watchlists
from services.store.nights import Night
from tests.bot.conftest import HEAT
from tests.bot.film_club import put, restart, shown
from tests.bot.nights.evening import (
    DAY,
    RONIN,
    STAMP,
    START,
    answers,
    begin,
    events,
    last,
    polls,
)

pytestmark = pytest.mark.slow


def _said(channel, part: str) -> list[discord.Message]:
    return [message for message in channel.history() if part in message.content]


def _private(result: simcord.InteractionResult) -> str:
    (told,) = result.followups
    assert told.ephemeral
    return told.content


async def _chosen(env, bot, channel, alice, **options) -> tuple[Night, discord.Message]:
    """A night whose vote is over: Heat, on the third day at 20:00; now it is the second."""
    await alice.vote(await begin(alice, channel, **options), answer=1)
    await env.advance_time(DAY + 60)
    assert len(answers(channel)) == 1
    return await last(bot), _said(channel, "wins with 1 vote")[0]


async def test_who_cannot_come_says_so_and_takes_it_back(env, bot, channel, alice, bob):
    night, message = await _chosen(env, bot, channel, alice)
    told = await bob.click(message, label="I can't come")
    assert _private(told) == (
        f"Noted: you cannot come {STAMP}. Press again if you can after all.\n"
        f"1 member cannot come. <@{bob.id}>"
    )
    (message,) = _said(channel, "wins with")
    await alice.click(message, label="I can't come (1)")
    (message,) = _said(channel, "wins with")
    back = await bob.click(message, label="I can't come (2)")
    assert _private(back).startswith(f"Good: you can come {STAMP} after all.")
    async with bot.store.session() as session:
        assert await night_votes.absent(session, night.id) == [alice.id]
    assert env.errors == []


async def test_the_channel_is_reminded_once_an_hour_before(
    env, bot, guild, channel, alice, bob, settings
):
    role = guild.create_role("Film club")
    await bot.access.change(guild.id, night_role=role.id)
    _, message = await _chosen(env, bot, channel, alice, place="The Roxy")
    await bob.click(message, label="I can't come")
    await env.advance_time((START - timedelta(hours=1, minutes=1) - env.now()).total_seconds())
    assert _said(channel, "⏰") == []
    await env.advance_time(120)
    (reminder,) = _said(channel, "⏰")
    assert reminder.content == (
        f"⏰ <@&{role.id}> **[Heat (1995)](<https://www.imdb.com/title/tt0113277/>)** begins "
        f"<t:{int(START.timestamp())}:R>.\n📍 The Roxy\n"
        "1 member cannot come.\n"
        f"https://discord.com/events/{guild.id}/{events(env, guild)[0].id}"
    )
    (sent,) = [
        r.json
        for r in env.http_requests
        if isinstance(r.json, dict) and "⏰" in str(r.json.get("content"))
    ]
    assert sent["allowed_mentions"]["roles"] == [role.id]
    again = await restart(env, settings, bot.client)
    await env.advance_time(1800)
    assert len(_said(channel, "⏰")) == 1
    assert env.errors == []
    await env.shutdown()
    await again.close()


async def test_a_reminder_that_discord_refuses_is_sent_again(env, bot, channel, alice):
    await _chosen(env, bot, channel, alice)
    env.inject_error("POST", f"/channels/{channel.id}/messages", status=500, times=6)
    await env.advance_time((START - timedelta(minutes=40) - env.now()).total_seconds())
    assert len(_said(channel, "⏰")) == 1


async def test_nobody_is_reminded_of_an_event_that_was_taken_away(env, bot, guild, channel, alice):
    night, message = await _chosen(env, bot, channel, alice)
    assert night.event_id is not None
    event = await bot.get_guild(guild.id).fetch_scheduled_event(night.event_id)
    await event.delete()
    await env.advance_time((START - env.now()).total_seconds() + DAY)
    assert _said(channel, "⏰") == [] and _said(channel, "How was") == []
    assert (await last(bot)).state == "cancelled"
    late = await alice.click(message, label="I can't come")
    assert [m.content for m in late.followups] == ["That night is over, or was called off."]


async def test_a_moved_event_is_reminded_of_at_its_time(env, bot, guild, channel, alice):
    night, _ = await _chosen(env, bot, channel, alice)
    assert night.event_id is not None
    event = await bot.get_guild(guild.id).fetch_scheduled_event(night.event_id)
    later = START + timedelta(hours=3)
    await event.edit(start_time=later, end_time=later + timedelta(hours=3))
    await env.advance_time((START + timedelta(hours=1) - env.now()).total_seconds())
    assert _said(channel, "⏰") == []
    await env.advance_time(2 * 3600)
    (reminder,) = _said(channel, "⏰")
    assert f"<t:{int(later.timestamp())}:R>" in reminder.content


async def test_who_was_told_just_before_is_not_reminded(env, bot, channel, alice):
    await alice.vote(await begin(alice, channel, when="+65m", hours=1), answer=1)
    await env.advance_time(70 * 60)
    assert _said(channel, "⏰") == []


async def test_stars_mark_the_film_as_seen(env, bot, guild, channel, alice, bob):
    await put(bot, guild.id, alice.id, HEAT, RONIN)
    async with bot.store.session() as session:
        kept = await watchlists.make(session, guild.id, alice.id, "Crime")
        await watchlist.add(session, kept.films_of, alice.id, HEAT)
        await session.commit()
    await _chosen(env, bot, channel, alice)
    await env.advance_time((START + timedelta(hours=2) - env.now()).total_seconds())
    assert _said(channel, "How was") == []
    await env.advance_time(3700)
    (question,) = _said(channel, "How was **[Heat (1995)]")
    await bob.click(question, label="4 ★")
    await alice.click(question, label="1 ★")
    await alice.click(question, label="5 ★")
    (question,) = _said(channel, "How was")
    assert question.content.endswith("\n★ 4.5, from 2 members")
    async with bot.store.session() as session:
        for scope in (guild.id, kept.films_of):
            heat = await watchlist.find(session, scope, HEAT.key)
            assert heat is not None and heat.seen_by == bob.id
        ronin = await watchlist.find(session, guild.id, RONIN.key)
        assert ronin is not None and ronin.seen_at is None
    page = await alice.slash(channel, "watchlist show")
    assert "★ 4.5 (2)" in shown(page)
    await env.advance_time(DAY)
    assert len(_said(channel, "How was")) == 1
    assert env.errors == []


async def test_a_film_that_was_not_watched_stays_unseen(env, bot, guild, channel, alice, bob):
    await put(bot, guild.id, alice.id, HEAT)
    await _chosen(env, bot, channel, alice)
    await env.advance_time((START + timedelta(hours=4) - env.now()).total_seconds())
    (question,) = _said(channel, "How was")
    refused = await bob.click(question, label="We did not watch it")
    assert [m.content for m in refused.followups] == [
        "Only who called that night, or a moderator, can end it."
    ]
    await alice.click(question, label="We did not watch it")
    (told,) = _said(channel, "was not watched, and stays unseen.")
    assert told.components == []
    async with bot.store.session() as session:
        heat = await watchlist.find(session, guild.id, HEAT.key)
        assert heat is not None and heat.seen_at is None


async def test_a_bot_that_slept_for_days_asks_no_more(env, bot, channel, alice, settings):
    await _chosen(env, bot, channel, alice)
    await bot.remove_cog("NightWatch")
    await env.advance_time(6 * DAY)
    again = await restart(env, settings, bot.client)
    await env.advance_time(120)
    assert _said(channel, "How was") == _said(channel, "⏰") == []
    await env.shutdown()
    await again.close()


async def test_the_night_as_a_file_for_a_calendar(env, bot, guild, channel, alice, bob):
    night, message = await _chosen(env, bot, channel, alice, place="The Roxy, 1st floor; left")
    given = await bob.click(message, label="Calendar file")
    assert given.response is None or given.response.ephemeral
    (answer,) = [m for m in (given.response, *given.followups) if m]
    (file,) = answer.attachments
    assert file.filename == "movie-night.ics"
    whole = icalendar.Calendar.from_ical(env.backend.cdn.get(file.url))
    (event,) = whole.walk("VEVENT")
    assert event.decoded("dtstart") == START
    assert str(event["summary"]) == "🎬 Heat (1995)"
    assert str(event["location"]) == "The Roxy, 1st floor; left"
    assert str(event["url"]).endswith(f"/{night.event_id}")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-1)
    assert polls(channel)
