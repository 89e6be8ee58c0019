"""Before and around a game: lobbies, who may do what, presets, places without games."""

from __future__ import annotations

import discord
from simcord import GuildHandle, MemberActor
from simcord.components import walk_components
from simcord.results import ResponseMessage

from bot.app import Marquee
from bot.games.rules.options import KNOWN
from tests.bot.games.played import Catalogue, Night, answer, button, labels, said, text


def chosen(lobby: ResponseMessage) -> list[str]:
    """What the lobby's menu says."""
    return [
        option["label"]
        for part in walk_components(lobby.components)
        for option in part.get("options", ())
        if option.get("default")
    ]


async def test_players_come_and_go(night: Night, alice: MemberActor, bob: MemberActor):
    lobby = await night.lobby(alice, bob)
    assert "Players (2)" in text(lobby)
    assert "alice, bob" in text(lobby)
    await bob.click(lobby, label="Leave")
    assert "Players (1)" in text(lobby)
    assert said(await bob.click(lobby, label="Leave")) == "You are not in this game."
    await bob.click(lobby, label="Join")
    await bob.click(lobby, label="Join")
    assert "alice, bob" in text(lobby)


async def test_the_host_starts(night: Night, alice: MemberActor, bob: MemberActor):
    lobby = await night.lobby(alice, bob)
    assert "moderator" in said(await bob.click(lobby, label="Start"))
    assert (await night.game()).state == "lobby"
    await alice.click(lobby, label="Start")
    assert (await night.game()).state == "running"
    assert labels(night.messages[0]) == []
    assert "has begun" in text(night.messages[0])


async def test_the_host_says_how_well_known_the_films_are(
    night: Night, client: Catalogue, alice: MemberActor, bob: MemberActor
):
    lobby = await night.lobby(alice, bob, kind="year")
    assert chosen(lobby) == ["Films that many know"]
    assert "moderator" in said(await bob.select(lobby, ["blockbusters"]))
    await alice.select(lobby, ["blockbusters"])
    assert chosen(lobby) == ["Blockbusters"]
    assert "alice, bob" in text(lobby)
    assert (await night.game()).options["known"] == KNOWN["blockbusters"]
    screen = night.seen(lobby)
    await alice.click(lobby, label="Start")
    # First it is asked whether any film has a picture.
    assert client.known[:2] == [None, 0.01]
    assert (await night.question()).kind == "year"
    assert "blockbusters" in said(await night.slash(bob, "game status"))
    # Somebody's screen still shows the menu when the game has begun.
    menu = next(part for part in walk_components(screen["components"]) if part["type"] == 3)
    (late,) = await night.press(screen, (alice, menu["custom_id"]), values=["anything"])
    assert said(late) == "The game has begun already."


async def test_an_option_goes_before_the_default(night: Night, alice: MemberActor):
    lobby = await night.lobby(alice, known=100)
    assert chosen(lobby) == ["Anything"]
    await alice.click(lobby, label="Start")
    assert "any film" in text(lobby)
    assert (await night.game()).options["known"] == 1.0


async def test_a_moderator_starts_skips_and_stops(
    night: Night, guild: GuildHandle, alice: MemberActor, bob: MemberActor
):
    rights = discord.Permissions(manage_messages=True)
    mods = guild.create_role("mods", permissions=rights)
    mona = guild.add_member(night.env.create_user("mona"), roles=[mods])
    lobby = await night.lobby(alice)
    refused = [await night.slash(bob, f"game {verb}") for verb in ("skip", "stop")]
    assert all("moderator" in said(result) for result in refused)
    await mona.click(lobby, label="Start")
    await answer(night, alice, right=False)
    await night.pause()
    assert said(await night.slash(mona, "game skip")) == "The round is skipped."
    assert "was skipped" in text(night.last)
    assert said(await night.slash(mona, "game stop")) == "The game is over."
    assert "The game was stopped." in text(night.last)
    assert (await night.game()).state == "stopped"
    await night.check_scores(alice)


async def test_stopped_mid_round_the_scores_so_far_count(
    night: Night, alice: MemberActor, bob: MemberActor
):
    await night.start(alice, bob, kind="odd", rounds=5)
    await answer(night, alice, right=True)
    await answer(night, bob, right=False)
    await night.pause()
    before = await night.totals()
    await answer(night, bob, right=True)
    assert said(await night.slash(alice, "game stop")) == "The game is over."
    assert "was skipped" in text(night.messages[-2])
    assert await night.totals() == before
    await night.check_scores(alice, bob)
    await night.env.advance_time(120)
    assert "The game was stopped." in text(night.last)


async def test_one_game_a_channel(
    night: Night, guild: GuildHandle, alice: MemberActor, bob: MemberActor
):
    await night.lobby(alice)
    refused = await night.slash(bob, "game start")
    assert said(refused).startswith("A game goes on in this channel already")
    other = Night(night.env, night.bot, guild.create_text_channel("other"))
    await other.lobby(bob)
    assert said(await night.slash(alice, "game stop")) == "The game is over."
    assert "This lobby is closed." in text(night.last)
    assert labels(night.last) == []
    await night.lobby(bob)


async def test_a_forgotten_lobby_closes(night: Night, alice: MemberActor):
    lobby = await night.lobby(alice)
    await night.env.advance_time(15 * 60 + 1)
    assert "This lobby is closed." in text(lobby)
    assert (await night.game()).state == "stopped"
    await night.lobby(alice)


async def test_nobody_in_the_lobby(night: Night, alice: MemberActor):
    lobby = await night.lobby(alice)
    await alice.click(lobby, label="Leave")
    assert said(await alice.click(lobby, label="Start")) == "Nobody has joined yet."


async def test_status(night: Night, alice: MemberActor, bob: MemberActor):
    none = await night.slash(alice, "game status")
    assert said(none).startswith("No game goes on in this channel")
    await night.start(alice, kind="odd", rounds=2)
    await answer(night, alice, right=True)
    await night.pause()
    status = said(await night.slash(bob, "game status"))
    points = (await night.totals())[alice.id]
    assert f"1. alice · **{points}**" in status
    assert str(night.last.id) in status


async def test_buttons_of_a_game_that_is_over(night: Night, alice: MemberActor):
    lobby = await night.lobby(alice)
    screen = night.seen(lobby)
    begin, join = button(lobby, "begin"), button(lobby, "join")
    await alice.click(lobby, label="Start")
    first = night.seen(night.last)
    choice = button(night.last, "choose")
    late = await night.press(screen, (alice, begin))
    assert said(late[0]) == "The game has begun already."
    await night.slash(alice, "game stop")
    stale = await night.press(screen, (alice, begin), (alice, join))
    stale += await night.press(first, (alice, choice))
    assert all("over" in said(result) for result in stale)


async def test_presets(night: Night, alice: MemberActor, bob: MemberActor):
    nothing = await night.slash(alice, "game preset save", name="friday")
    assert said(nothing).startswith("No game was played in this channel")
    assert said(await night.slash(alice, "game preset list")).startswith("No presets")
    await night.start(alice, kind="odd", rounds=3, seconds=12, difficulty="hard")
    assert "**friday**" in said(await night.slash(alice, "game preset save", name="friday"))
    await night.slash(alice, "game stop")
    listed = await night.slash(bob, "game preset list")
    assert listed.response is not None
    assert "**friday** · Odd one out\n-# 3 rounds · 12 s each · hard" in text(listed.response)
    names = await bob.autocomplete(night.channel, "game start", "preset", "fri")
    assert [choice["value"] for choice in names] == ["friday"]

    lobby = await night.lobby(bob, preset="friday", rounds=7)
    assert "7 rounds · 12 s each · hard" in text(lobby)
    for name in ("save", "delete"):
        refused = said(await night.slash(bob, f"game preset {name}", name="friday"))
        assert refused.startswith("Somebody else keeps that preset")
    gone = await night.slash(alice, "game preset delete", name="friday")
    assert said(gone) == "**friday** is forgotten."
    unknown = await night.slash(alice, "game preset delete", name="friday")
    assert said(unknown).startswith("There is no preset called **friday**")


async def test_genres_are_offered_and_spelt(night: Night, client: Catalogue, alice: MemberActor):
    offered = await alice.autocomplete(night.channel, "game start", "genre", "hor")
    assert [choice["value"] for choice in offered] == ["Horror"]
    lobby = await night.lobby(alice, genre="horror", decade=1970, kind="year", rounds=20)
    assert "1970s · Horror" in text(lobby)
    await alice.click(lobby, label="Start")
    question = await night.question()
    assert "Horror" in question.film.genres
    assert 1970 <= (question.film.year or 0) < 1980


async def test_too_few_films(night: Night, alice: MemberActor):
    await night.start(alice, genre="Western", decade=2010)
    assert text(night.last).startswith("Too few films fit these options")
    assert (await night.game()).state == "stopped"
    await night.lobby(alice)


async def test_games_can_be_switched_off(
    night: Night, bot: Marquee, guild: GuildHandle, alice: MemberActor
):
    await bot.access.change(guild.id, games=False)
    assert said(await night.slash(alice, "game start")).startswith("Games are switched off")


async def test_a_channel_where_nothing_may_be_posted(
    night: Night, guild: GuildHandle, alice: MemberActor
):
    denied = discord.PermissionOverwrite(attach_files=False)
    bot = guild.roles[night.env.backend.bot_user.name]
    channel = guild.create_text_channel(
        "quiet", overwrites={guild.default_role: denied, bot: denied}
    )
    refused = said(await alice.slash(channel, "game start"))
    assert refused == "I cannot play here before a moderator allows me to attach files."
