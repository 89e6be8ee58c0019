"""Nights that recur: each is begun once, by the clock on the wall, until they are ended."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import discord
import pytest

from services.store import night_series, nights
from services.store.night_series import Series
from tests.bot.conftest import HEAT, NEAR
from tests.bot.film_club import private, put, restart, shown
from tests.bot.nights.evening import DAY, VOTE, answers, begin, events, last, polls

pytestmark = pytest.mark.slow

WEEKLY = "every Saturday at 20:00"
# SimCord's clock begins on Thursday, 2026-01-01; the first Saturday is the 3rd.
FIRST, SECOND = (datetime(2026, 1, day, 19, tzinfo=UTC) for day in (3, 10))
BERLIN = {"timezone": "Berlin"}


async def _series(bot) -> Series | None:
    async with bot.store.session() as session:
        found = await night_series.going_on(session)
    return found[0] if found else None


async def test_every_week_there_is_a_vote_and_an_event_once(env, bot, guild, channel, alice, bob):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    draft = await alice.slash(channel, "night watchlist", when=WEEKLY, **BERLIN, films=3)
    assert "🔁 Every Saturday at 20:00 (Europe/Berlin)" in shown(draft)
    assert "Later nights draw films from the watchlist" in shown(draft)
    await alice.click(draft.response, label="Start the poll")
    assert env.errors == []
    assert (await last(bot)).starts_at == FIRST
    await alice.vote(polls(channel)[0], answer=1)
    await env.advance_time(2 * DAY)
    assert (len(answers(channel)), len(events(env, guild))) == (1, 1)

    series = await _series(bot)
    assert series is not None and series.next_at == SECOND
    # A day's vote and a day's notice before the second Saturday, and not a day earlier.
    await env.advance_time(5 * DAY)
    assert len(polls(channel)) == 1
    await env.advance_time(DAY)
    assert env.errors == []
    assert len(polls(channel)) == 2
    night = await last(bot)
    assert (night.starts_at, len(night.films)) == (SECOND, 3)
    assert "<@" + str(alice.id) in channel.history()[-2].content
    await bob.vote(polls(channel)[1], answer=1)
    await env.advance_time(3 * DAY)
    assert (len(polls(channel)), len(answers(channel)), len(events(env, guild))) == (2, 2, 2)


async def test_it_is_begun_once_by_whoever_starts_next(env, bot, guild, channel, alice, settings):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await begin(alice, channel, "watchlist", when=WEEKLY)
    await bot.remove_cog("NightWatch")
    await env.advance_time(8 * DAY)
    assert len(polls(channel)) == 1
    again = await restart(env, settings, bot.client)
    await env.settle()
    assert len(polls(channel)) == 2
    await env.advance_time(2 * DAY)
    assert len(polls(channel)) == 2
    assert env.errors == []
    await env.shutdown()
    await again.close()


async def test_a_bot_that_slept_through_a_night_goes_on_with_the_next(
    env, bot, guild, channel, alice, settings
):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await begin(alice, channel, "watchlist", when=WEEKLY)
    await bot.remove_cog("NightWatch")
    await env.advance_time(11 * DAY)
    again = await restart(env, settings, bot.client)
    await env.advance_time(300)
    series = await _series(again)
    assert series is not None and series.next_at == datetime(2026, 1, 17, 20, tzinfo=UTC)
    assert len(polls(channel)) == 1
    await env.shutdown()
    await again.close()


async def test_over_the_change_to_summer_time(env, bot, guild, channel, alice, settings):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await bot.remove_cog("NightWatch")  # it would look 4,000 times
    await env.advance_time(80 * DAY)  # to 2026-03-22; the clocks change on the 29th
    bot = await restart(env, settings, bot.client)
    await env.settle()
    await begin(alice, channel, "watchlist", when="jeden Samstag um 20 Uhr", **BERLIN)
    starts = [(await last(bot)).starts_at]
    await env.advance_time(7 * DAY)
    await env.advance_time(5 * DAY)
    starts.append((await last(bot)).starts_at)
    berlin = ZoneInfo("Europe/Berlin")
    assert [f"{at.astimezone(berlin):%m-%d %H:%M}" for at in starts] == [
        "03-28 20:00",
        "04-04 20:00",
    ]
    assert [at.hour for at in starts] == [19, 18]
    await env.shutdown()
    await bot.close()


async def test_where_too_few_films_are_left_the_channel_is_told(env, bot, guild, channel, alice):
    await begin(alice, channel, when=WEEKLY)  # named films; the list is empty
    await env.advance_time(8 * DAY)
    assert len(polls(channel)) == 1
    few = [m.content for m in channel.history() if "There is no vote for" in m.content]
    assert len(few) == 1
    assert await _series(bot) is not None


async def test_what_discord_refuses_is_tried_again(env, bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await begin(alice, channel, "watchlist", when=WEEKLY)
    await env.advance_time(6 * DAY)
    env.inject_error("POST", f"/channels/{channel.id}/messages", status=500, times=7)
    await env.advance_time(2 * DAY)
    assert len(polls(channel)) == 2
    night = await last(bot)
    assert (night.state, night.starts_at.day) == ("open", 10)


async def test_a_vote_by_hand_goes_first(env, bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await begin(alice, channel, "watchlist", when=WEEKLY)
    await env.advance_time(6 * DAY)
    await begin(alice, channel, when="2026-01-09 22:00", hours=48)
    await env.advance_time(2 * DAY - 3600)
    assert len(polls(channel)) == 2
    await env.advance_time(2 * 3600)
    assert len(polls(channel)) == 3
    assert (await last(bot)).starts_at == datetime(2026, 1, 10, 20, tzinfo=UTC)


async def test_one_series_a_channel_and_its_end(env, bot, guild, channel, alice, bob):
    await begin(alice, channel, when=WEEKLY)
    await alice.slash(channel, "night cancel")
    second = await alice.slash(channel, "night vote", **{**VOTE, "when": "every Friday at 20:00"})
    assert private(second).startswith("This channel has a movie night that recurs already")
    assert private(await bob.slash(channel, "night end")).startswith("Only who called that night")
    assert private(await alice.slash(channel, "night end")).startswith("It will not recur")
    assert private(await alice.slash(channel, "night end")).startswith("No movie night recurs")
    assert await _series(bot) is None
    await env.advance_time(20 * DAY)
    assert len(polls(channel)) == 1


async def test_a_poll_that_discord_refuses_begins_no_series(env, bot, channel, alice):
    draft = await alice.slash(channel, "night vote", **{**VOTE, "when": WEEKLY})
    env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50013)
    await alice.click(draft.response, label="Start the poll")
    assert polls(channel) == []
    assert await _series(bot) is None
    async with bot.store.session() as session:
        assert await nights.in_channel(session, channel.id) is None


async def test_a_deleted_channel_ends_it(env, bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    await begin(alice, channel, "watchlist", when=WEEKLY)
    env.backend.delete_channel(channel.id)
    await env.advance_time(9 * DAY)
    assert await _series(bot) is None


async def test_the_role_is_pinged_and_nobody_else(env, bot, guild, channel, alice):
    role = guild.create_role("Film club")
    admins = guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    root = guild.add_member(env.create_user("root"), roles=[admins])
    panel = await root.slash(channel, "settings", night_role=role)
    assert f"Movie nights ping <@&{role.id}>." in shown(panel)
    await begin(alice, channel, place="@everyone")
    (sent,) = [
        r.json
        for r in env.http_requests
        if isinstance(r.json, dict) and "calls a movie night" in str(r.json.get("content"))
    ]
    assert sent["content"].startswith(f"<@&{role.id}> <@{alice.id}> calls a movie night")
    assert (sent["allowed_mentions"]["parse"], sent["allowed_mentions"]["roles"]) == ([], [role.id])
    everyone = await root.slash(channel, "settings", night_role=guild.default_role)
    assert "ping" not in shown(everyone)
