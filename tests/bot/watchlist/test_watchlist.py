"""`/watchlist` and the button "Keep this film", as members use them."""

import asyncio
from dataclasses import replace

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor, SetupError

from bot.app import Marquee
from bot.watchlist.save_button import SaveButton
from services.core.errors import UnavailableError
from services.core.types import Film
from services.samples import SAMPLES
from services.store import watchlist
from tests.bot import at_once
from tests.bot.conftest import HEAT, NEAR, FakeClient, picture
from tests.bot.film_club import (
    FILMS,
    LONG,
    UNKNOWN,
    ClubClient,
    private,
    put,
    restart,
    said,
    shown,
)

RONIN, THIEF, COLLATERAL, REC = NEAR


@pytest.fixture
def client() -> FakeClient:
    return ClubClient()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


async def listed(bot: Marquee, scope: int) -> list[watchlist.Watched]:
    async with bot.store.session() as session:
        return await watchlist.page(session, scope)


async def offer(bot: Marquee, channel: ChannelHandle, *films: Film) -> discord.Message:
    """A message with a button for each film, as `/match` posts one."""
    view = discord.ui.View(timeout=None)
    for film in films:
        view.add_item(SaveButton(film.key, f"Keep {film.title}"))
    room = bot.get_channel(channel.id)
    assert isinstance(room, discord.TextChannel)
    return await room.send("films", view=view)


async def test_keep_puts_the_film_on_the_servers_list(env, bot, guild, channel, alice, bob):
    message = await offer(bot, channel, HEAT)
    first = await alice.click(message, label="Keep Heat")
    second = await bob.click(message, label="Keep Heat")

    assert env.errors == []
    assert private(first) == (
        "**Heat (1995)** is on this server's watchlist now; `/watchlist show` shows it."
    )
    assert private(second) == "**Heat (1995)** was on this server's watchlist already."
    (kept,) = await listed(bot, guild.id)
    assert (kept.film, kept.user_id, kept.seen_at) == (HEAT, alice.id, None)


async def test_two_members_press_in_the_same_instant(env, bot, guild, channel, alice, bob, client):
    message = await offer(bot, channel, HEAT)
    both = asyncio.Event()
    waiting = 0
    film = client.film

    async def together(key: str) -> Film | None:
        nonlocal waiting
        waiting += 1
        if waiting == 2:
            both.set()
        await both.wait()
        return await film(key)

    client.film = together
    results = await at_once.press(env, message.id, channel.id, alice, bob, label="Keep Heat")

    assert env.errors == []
    # Both had asked for the film before either was answered.
    assert waiting == 2
    assert sorted("already" in private(result) for result in results) == [False, True]
    assert len(await listed(bot, guild.id)) == 1


async def test_keep_works_after_a_restart(env, bot, settings, client, guild, channel, alice):
    message = await offer(bot, channel, HEAT, LONG, SAMPLES[0].film)
    again = await restart(env, settings, client)
    for title in (HEAT.title, LONG.title, SAMPLES[0].film.title):
        result = await alice.click(message, label=f"Keep {title}"[:80])
        assert "is on this server's watchlist now" in private(result)
    kept = [watched.film for watched in await listed(again, guild.id)]
    assert kept == [SAMPLES[0].film, LONG, HEAT]
    await again.close()


async def test_keep_says_that_nobody_knows_the_film(bot, channel, alice, guild):
    message = await offer(bot, channel, UNKNOWN)
    result = await alice.click(message, label="Keep Nowhere")

    assert private(result) == "That film is no longer in my catalogue, so it cannot be kept."
    assert await listed(bot, guild.id) == []


async def test_keep_while_the_service_is_down(bot, channel, alice, client):
    message = await offer(bot, channel, HEAT)
    client.error = UnavailableError("unavailable", "The service is down; try again later.")

    assert private(await alice.click(message, label="Keep Heat")) == client.error.message


async def test_keep_on_a_full_list(bot, guild, channel, alice, monkeypatch):
    monkeypatch.setattr(watchlist, "MAX_FILMS", 2)
    await put(bot, guild.id, alice.id, RONIN, THIEF)
    message = await offer(bot, channel, HEAT, RONIN)

    assert private(await alice.click(message, label="Keep Heat")) == (
        "This watchlist holds 2 films already; please remove some first."
    )
    assert "already" in private(await alice.click(message, label="Keep Ronin"))
    assert len(await listed(bot, guild.id)) == 2


async def test_add_by_a_suggestion(bot, guild, channel, alice):
    choices = await alice.autocomplete(channel, "watchlist add", "title", "col")
    assert choices == [{"name": "Collateral (2004)", "value": "tmdb-1538"}]
    result = await alice.slash(channel, "watchlist add", title="tmdb-1538")

    assert said(result).startswith("**Collateral (2004)** is on this server's watchlist now")
    assert [kept.film for kept in await listed(bot, guild.id)] == [COLLATERAL]


@pytest.mark.parametrize("typed", ["heat", "Heat (1995)"])
async def test_add_by_a_whole_title(bot, guild, channel, alice, typed):
    await alice.slash(channel, "watchlist add", title=typed)
    assert [kept.film for kept in await listed(bot, guild.id)] == [HEAT]


async def test_add_refuses_a_half_title(bot, guild, channel, alice):
    result = await alice.slash(channel, "watchlist add", title="coll")

    assert private(result).startswith('I know no film called "coll"')
    assert await listed(bot, guild.id) == []


async def test_suggestions_stay_away_while_the_service_is_down(channel, alice, client):
    client.error = UnavailableError("unavailable", "down")
    assert await alice.autocomplete(channel, "watchlist add", "title", "heat") == []


async def test_show_turns_its_pages(env, bot, guild, channel, alice, bob, client):
    client.posters = {HEAT.key: picture("red")}
    await put(bot, guild.id, alice.id, *FILMS)
    result = await alice.slash(channel, "watchlist show")

    assert "Page 1 of 2 · 6 films" in shown(result)
    assert "Thief (1981)" in shown(result)
    assert r"\[Rec\]\_\*2\*" in shown(result)
    assert "Heat" not in shown(result)
    assert result.response is not None and not result.response.attachments
    with pytest.raises(SetupError, match="disabled"):
        await alice.click(result.response, label="◀")
    refused = await bob.click(result.response, label="▶")
    assert private(refused).startswith("Somebody else asked for that")
    assert "Page 1" in shown(result)

    turned = await alice.click(result.response, label="▶")
    assert env.errors == []
    assert turned.response is None or turned.response.id == result.response.id
    assert "Page 2 of 2" in shown(result)
    assert "[Heat (1995)](https://www.imdb.com/title/tt0113277/)" in shown(result)
    assert f"Kept by <@{alice.id}>" in shown(result)
    (poster,) = result.response.attachments
    assert poster.filename.endswith(".jpg") and "heat" not in poster.filename
    await alice.click(result.response, label="◀")
    assert "Page 1 of 2" in shown(result)
    assert not result.response.attachments


async def test_show_can_still_be_turned_after_a_restart(
    env, bot, settings, client, guild, channel, alice
):
    await put(bot, guild.id, alice.id, *FILMS)
    result = await alice.slash(channel, "watchlist show")
    again = await restart(env, settings, client)
    assert result.response is not None
    await alice.click(result.response, label="▶")
    assert "Page 2 of 2" in shown(result)
    await again.close()


async def test_show_leaves_out_what_was_seen(bot, guild, channel, alice, bob):
    await put(bot, guild.id, alice.id, HEAT, RONIN)
    marked = await bob.slash(channel, "watchlist seen", title=HEAT.key)
    assert said(marked) == "**Heat (1995)** is marked as seen. ✅"
    result = await alice.slash(channel, "watchlist show", films="unseen")
    assert "Ronin" in shown(result) and "Heat" not in shown(result)
    assert "1 film not seen yet" in shown(result)

    assert result.response is not None
    await alice.click(result.response, label="All films")
    assert f"Marked as seen by <@{bob.id}>" in shown(result)
    assert "2 films" in shown(result)
    assert "already" in said(await alice.slash(channel, "watchlist seen", title="heat"))
    taken_back = await alice.slash(channel, "watchlist seen", title="heat", seen=False)
    assert "no longer marked" in said(taken_back)
    assert [kept.seen_by for kept in await listed(bot, guild.id)] == [None, None]
    assert "was not marked" in said(
        await alice.slash(channel, "watchlist seen", title="heat", seen=False)
    )


async def test_an_empty_list_says_how_to_fill_it(channel, alice):
    assert "There is no film on it yet." in shown(await alice.slash(channel, "watchlist show"))


async def test_remove_is_for_who_kept_it_and_for_moderators(env, bot, guild, channel, alice, bob):
    await put(bot, guild.id, alice.id, HEAT, RONIN)
    assert private(await bob.slash(channel, "watchlist remove", title=HEAT.key)).startswith(
        "Only who kept that film, or a moderator"
    )
    assert said(await alice.slash(channel, "watchlist remove", title=HEAT.key)) == (
        "**Heat (1995)** is no longer on the watchlist."
    )
    moderators = guild.create_role(
        "moderators", permissions=discord.Permissions(manage_messages=True)
    )
    carol = guild.add_member(env.create_user("carol"), roles=[moderators])
    assert "no longer on" in said(await carol.slash(channel, "watchlist remove", title="Ronin"))
    assert await listed(bot, guild.id) == []
    assert "is not on the watchlist" in private(
        await alice.slash(channel, "watchlist remove", title=HEAT.key)
    )


async def test_the_lists_own_titles_are_suggested(bot, guild, channel, alice):
    amelie = Film("Amélie", 2001, ("Comedy",), "tt0211915")
    await put(bot, guild.id, alice.id, HEAT, amelie)
    await alice.slash(channel, "watchlist seen", title=HEAT.key)
    names = [
        choice["name"]
        for choice in await alice.autocomplete(channel, "watchlist remove", "title", "")
    ]
    assert names == ["Amélie (2001)", "Heat (1995)"]
    (choice,) = await alice.autocomplete(channel, "watchlist seen", "title", "AMEL 2001")
    assert choice["value"] == amelie.key


async def test_in_private_the_list_is_ones_own(env, bot, guild, channel, alice, client):
    await put(bot, guild.id, alice.id, RONIN)
    carol = env.create_user("carol")
    result = await carol.slash("watchlist add", title="heat")
    assert said(result).startswith("**Heat (1995)** is on your watchlist now")
    result = await carol.slash("watchlist show")
    assert "Your watchlist" in shown(result)
    assert "Heat" in shown(result) and "Ronin" not in shown(result)
    assert [kept.film for kept in await listed(bot, carol.id)] == [HEAT]


async def test_private_answers_where_the_admin_wants_them_so(bot, guild, channel, alice):
    await bot.access.change(guild.id, public=False)
    await put(bot, guild.id, alice.id, HEAT)
    result = await alice.slash(channel, "watchlist show")
    assert result.response is not None and result.response.ephemeral
    assert "Heat" in shown(result)


async def test_the_list_outlives_a_broken_poster(bot, guild, channel, alice, client, caplog):
    client.posters = {HEAT.key: b"broken"}
    await put(bot, guild.id, alice.id, HEAT)
    assert "Heat" in shown(await alice.slash(channel, "watchlist show"))
    assert "could not be shown" in caplog.text


@pytest.mark.parametrize("allowed", [False, True])
async def test_a_poster_that_was_marked_since_is_shown_where_it_may_be(
    bot, guild, channel, alice, client, allowed: bool
):
    await put(bot, guild.id, alice.id, HEAT)
    client.posters = {HEAT.key: picture()}
    client.catalogue = (replace(HEAT, marked=True),)
    await bot.access.change(guild.id, show_marked=allowed)
    result = await alice.slash(channel, "watchlist show")
    assert result.response is not None and "Heat" in shown(result)
    assert len(result.response.attachments) == allowed
