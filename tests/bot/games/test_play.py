"""Games from lobby to podium, as members play them in a simulated Discord."""

from __future__ import annotations

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from bot.games.rules.kinds import NAMES
from tests.bot.games.played import (
    Catalogue,
    Night,
    answer,
    button,
    chosen,
    labels,
    picked,
    said,
    scores,
    text,
    typed,
    wrong,
)


async def test_choosing_the_film(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, rounds=2, seconds=20)
    assert "Round 1 of 2 · Guess the film" in text(first)
    question = await night.question()
    assert labels(first)[:4] == [film.label for film in question.choices]
    assert question.film.title not in text(first)

    assert (await chosen(alice, first, question.answer or 0)).startswith("✅")
    assert (await chosen(bob, first, wrong(question))).startswith("❌")
    await night.env.advance_time(1)
    assert f"It was **{question.film.label}**" in text(night.last)
    assert night.last.id == first.id
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > 0 == shown["bob"]

    await night.pause()
    assert "Round 2 of 2" in text(night.last)
    assert (await night.question()).film != question.film
    await night.env.advance_time(21)
    result, podium = night.messages[-2:]
    assert text(result).count("no answer") == 2
    assert "The next round" not in text(result)
    assert "alice wins!" in text(podium)
    assert await night.check_scores(alice, bob) == shown
    assert (await night.game()).state == "ended"


async def test_typing_the_title(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, rounds=1, seconds=40, answer="typed")
    question = await night.question()
    assert "Type its title" in text(first)
    assert (await typed(bob, first, "Velvet Nonsense")).startswith(("❌", "🔥"))
    # One common word of the title is not the title.
    assert not (await typed(bob, first, question.film.title.split()[0])).startswith("✅")
    assert (await typed(alice, first, question.film.title.upper() + "!")).startswith("✅")
    await night.env.advance_time(1)
    assert "alice wins!" in text(night.last)
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > 0 == shown["bob"]


async def test_the_poster_is_revealed_in_steps(night: Night, alice: MemberActor):
    first = await night.start(alice, rounds=1, seconds=40, answer="typed")
    names = [first.attachments[0].filename]
    for _ in range(3):
        await night.env.advance_time(10.1)
        (file,) = night.last.attachments
        names.append(file.filename)
    assert night.last.id == first.id
    assert len(set(names)) == 4
    question = await night.question()
    for name in names:
        assert name.endswith(".jpg")
        assert question.film.key not in name
    await night.env.advance_time(11)
    edits = [
        entry
        for entry in night.env.http_requests
        if entry.method == "PATCH" and entry.path.endswith(f"/messages/{first.id}")
    ]
    assert len(edits) == 4  # three reveals and the result


async def test_earlier_is_worth_more(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, rounds=1, seconds=40, answer="typed", several=True)
    title = (await night.question()).film.title
    assert (await typed(alice, first, title)).startswith("✅")
    await night.env.advance_time(31)
    assert (await typed(bob, night.last, title)).startswith("✅")
    await night.env.advance_time(1)
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > shown["bob"] > 0


async def test_the_closest_year_wins(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, kind="year", rounds=2, seconds=30)
    year = (await night.question()).film.year or 0
    assert await typed(alice, first, str(year + 1)) == "📝 Your guess is in."
    assert await typed(bob, first, str(year - 10)) == "📝 Your guess is in."
    await night.env.advance_time(1)
    result = text(night.last)
    assert f"came out in **{year}**" in result
    assert "🏆 **alice** +" in result
    assert f"{year + 1}, 1 year off" in result
    assert "🤖 **Marquee** +" in result
    assert f"{year + 4}, 4 years off" in result
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > shown["bob"]
    await night.pause()
    await night.env.advance_time(31)
    own = (await night.totals())[0]  # it plays along where somebody else does
    assert f"Marquee played along in 1 round: 0 won, {own} points" in text(night.last)


async def test_a_year_is_four_digits(night: Night, alice: MemberActor):
    first = await night.start(alice, kind="year", rounds=1)
    assert (await typed(alice, first, "abcd")).startswith("Please type a year")
    assert await typed(alice, first, "1990") == "📝 Your guess is in."


async def test_genres_are_compared(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, kind="genres", rounds=1, seconds=30)
    question = await night.question()
    assert await picked(alice, first, *question.film.genres) == "📝 Your guess is in."
    not_its = [genre for genre in question.genres if genre not in question.film.genres]
    await picked(bob, first, *not_its[:2])
    await night.env.advance_time(1)
    assert "**Marquee** +" in text(night.messages[-2])
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] >= 100 > shown["bob"] == 0


async def test_the_odd_one_out(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, kind="odd", rounds=1, seconds=30)
    question = await night.question()
    assert labels(first)[:4] == ["1", "2", "3", "4"]
    await chosen(bob, first, wrong(question))
    await chosen(alice, first, question.answer or 0)
    await night.env.advance_time(1)
    result = text(night.messages[-2])
    assert f"number **{(question.answer or 0) + 1}**: **{question.film.label}**" in result
    assert "The others share" in result
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > 0 == shown["bob"]


async def test_a_mix_of_all(night: Night, alice: MemberActor, bob: MemberActor):
    await night.start(
        alice, bob, kind="mix", rounds=2 * len(NAMES), seconds=30, answer="typed", several=True
    )
    kinds, keys = [], []
    for number in range(1, 2 * len(NAMES) + 1):
        question = await night.question()
        kinds.append(question.kind)
        keys += question.keys
        for member in (alice, bob) if number % 2 else (bob, alice):
            await answer(night, member, right=member is alice or number % 3 == 0)
        await night.until_closed()
        if number < 2 * len(NAMES):
            await night.check_scores(alice, bob)
            await night.pause()
    assert sorted(kinds[: len(NAMES)]) == sorted(kinds[len(NAMES) :]) == sorted(NAMES)
    assert {"film", "genres", "odd", "year"} <= set(kinds)
    assert len(keys) == len(set(keys))  # no poster twice
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > shown["bob"] > 0
    assert "🥇 alice" in text(night.last)
    assert f"{2 * len(NAMES)} in a row" in text(night.last)


async def test_first_to_so_many_points(night: Night, alice: MemberActor, bob: MemberActor):
    await night.start(alice, bob, kind="genres", points=250, seconds=30)
    rounds = 0
    while (await night.game()).state == "running":
        assert "first to 250 points" in text(night.last)
        await answer(night, alice, right=True)
        await answer(night, bob, right=False)
        await night.env.advance_time(1)
        rounds += 1
        assert (scores(night.last)["alice"] >= 250) == ((await night.game()).state == "ended")
        await night.check_scores(alice, bob)
        await night.pause()
    assert rounds > 1
    assert "alice wins!" in text(night.last)


async def test_elimination(night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor):
    await night.start(alice, bob, cara, kind="odd", mode="elimination", seconds=30)
    for member, right in ((alice, True), (bob, True), (cara, False)):
        await answer(night, member, right=right)
    await night.env.advance_time(1)
    assert "cara · **0** · out in round 1" in text(night.last)
    await night.pause()
    refused = await cara.click(night.last, custom_id=button(night.last, "choose", 0))
    assert said(refused).startswith("You are out of this game")
    await answer(night, alice, right=True)
    await answer(night, bob, right=False)
    await night.env.advance_time(1)  # nobody waits for who is out
    assert "alice wins!" in text(night.last)
    assert "bob" in text(night.last)
    await night.check_scores(alice, bob, cara)


async def test_teams(night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor):
    lobby = await night.lobby(alice, rounds=1, seconds=30, kind="odd", teams=2, several=True)
    assert [label for label in labels(lobby) if label.startswith("Team")] == ["Team 1", "Team 2"]
    for member, team in ((alice, 2), (bob, 1), (cara, 1), (cara, 2)):
        await member.click(lobby, custom_id=button(lobby, "join", team))
    assert "🟥 bob" in text(night.last)
    assert "🟦 alice, cara" in text(night.last)
    await alice.click(lobby, label="Start")
    for member in (alice, cara, bob):
        await answer(night, member, right=member is not bob)
    await night.env.advance_time(1)
    assert "🏆 Team 2 wins!" in text(night.last)
    shown = await night.check_scores(alice, bob, cara)
    assert f"🟦 1. Team 2 · **{shown['alice'] + shown['cara']}** (alice, cara)" in text(night.last)


async def test_hints_cost_points(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(
        alice, bob, kind="odd", difficulty="easy", rounds=1, seconds=30, several=True
    )
    question = await night.question()
    told = said(await bob.click(first, label="Hint (−15)"))
    assert told.startswith("💡 It is not number")
    assert f"number {(question.answer or 0) + 1}." not in told
    for _ in question.hints[1:]:
        assert said(await bob.click(first, label="Hint (−15)")).startswith("💡")
    assert "no more hints" in said(await bob.click(first, label="Hint (−15)"))
    for member in (alice, bob):
        await chosen(member, first, question.answer or 0)
    await night.env.advance_time(1)
    shown = await night.check_scores(alice, bob)
    # Both answered in the same instant: the hints are all that lies between them.
    assert shown["alice"] - shown["bob"] == 15 * len(question.hints)


async def test_a_majority_skips(
    night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    first = await night.start(alice, bob, cara, rounds=2, seconds=30)
    question = await night.question()
    await chosen(cara, first, wrong(question))
    assert "1 of 2 votes" in said(await alice.click(first, label="Skip"))
    assert "1 of 2 votes" in said(await alice.click(first, label="Skip"))
    assert "Round 1" in text(night.last)
    assert "2 of 2 votes" in said(await bob.click(first, label="Skip"))
    assert "was skipped" in text(night.last)
    assert question.film.label in text(night.last)
    assert await night.check_scores(alice, bob, cara) == {"alice": 0, "bob": 0, "cara": 0}
    await night.pause()
    assert "Round 2 of 2" in text(night.last)


async def test_keeping_the_film_and_playing_again(
    night: Night, alice: MemberActor, bob: MemberActor
):
    await night.start(alice, kind="odd", rounds=1, seconds=10)
    film = (await night.question()).film
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    result, podium = night.messages[-2:]
    kept = said(await bob.click(result, label="Keep this film"))
    assert film.title in kept
    assert said(await bob.click(podium, label="Play again")) == "A new lobby is open."
    assert "Odd one out" in text(night.last)
    assert f"<@{bob.id}> starts the game" in text(night.last)
    assert "1 round · 10 s each" in text(night.last)


@pytest.mark.slow
@pytest.mark.parametrize("kind", NAMES)
async def test_without_pictures_the_samples_are_played(
    night: Night, client: Catalogue, alice: MemberActor, kind: str
):
    client.pictured = False
    await night.start(alice, kind=kind, rounds=2, seconds=10)
    assert "marquee catalogue import-tmdb" in text(night.last)
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    await night.check_scores(alice)
    await night.pause()
    assert "import-tmdb" not in text(night.last)


async def test_alone_in_direct_messages(env: simcord.Env, bot: Marquee):
    dora = env.create_user("dora")
    await dora.send_dm("hello")
    room = dora.dm_channel
    night = Night(env, bot, room)
    lobby = await night.lobby(dora, kind="odd", rounds=1, seconds=20)
    await dora.click(lobby, label="Start")
    await answer(night, dora, right=True)
    await env.advance_time(1)
    assert "dora wins!" in text(night.last)
    await night.check_scores(dora)
    assert env.errors == []


async def test_in_a_thread(
    env: simcord.Env, bot: Marquee, guild: GuildHandle, channel: ChannelHandle, alice: MemberActor
):
    room = bot.get_channel(channel.id)
    assert isinstance(room, discord.TextChannel)
    thread = await room.create_thread(name="quiz", type=discord.ChannelType.public_thread)
    night = Night(env, bot, ChannelHandle(env, guild, env.backend.get_channel(thread.id)))
    await night.start(alice, kind="odd", rounds=1, seconds=20)
    await answer(night, alice, right=True)
    await env.advance_time(1)
    assert "alice wins!" in text(night.last)
    await night.check_scores(alice)


async def test_a_round_says_how_many_have_answered(
    night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    first = await night.start(alice, bob, cara, rounds=1, seconds=40, kind="year")
    assert "have answered" not in text(first)
    picture = first.attachments[0].filename
    await typed(alice, first, "1990")
    await night.env.advance_time(2.1)
    assert "1 of 3 have answered" in text(night.last)
    edits = night.edits(first)
    # Two at once are told in one edit, and the picture stays.
    screen = night.seen(first)
    forms = await night.press(
        screen, (bob, button(first, "answer")), (cara, button(first, "answer"))
    )
    await bob.submit_modal(forms[0], {"answer": "1991"})
    await night.env.advance_time(2.1)
    assert "2 of 3 have answered" in text(night.last)
    assert night.edits(first) == edits + 1
    assert night.last.attachments[0].filename == picture
    await cara.submit_modal(forms[1], {"answer": "1992"})
    await night.env.advance_time(1)
    assert "have answered" not in text(night.last)


async def test_many_answers_in_a_row_are_not_as_many_edits(
    night: Night, guild: GuildHandle, alice: MemberActor
):
    """Discord takes five edits of a channel in five seconds, and the next picture needs one."""
    crowd = [guild.add_member(night.env.create_user(f"guest{number}")) for number in range(12)]
    first = await night.start(alice, *crowd, rounds=1, seconds=60, kind="year")
    before = night.edits(first)
    for member in crowd:
        await typed(member, first, "1990")
    await night.env.advance_time(2.1)
    assert "12 of 13 have answered" in text(night.last)
    assert night.edits(first) - before <= 2


async def test_alone_nobody_is_counted(night: Night, alice: MemberActor):
    first = await night.start(alice, rounds=1, seconds=40, answer="typed")
    await typed(alice, first, "Velvet Nonsense")
    await night.env.advance_time(3)
    assert "answered" not in text(night.last)


async def test_guesses_come_to_an_end(night: Night, alice: MemberActor, bob: MemberActor):
    options = {"rounds": 1, "seconds": 60, "answer": "typed", "guesses": 2}
    first = await night.start(alice, bob, **options)
    assert "one guess left" in await typed(alice, first, "Velvet Nonsense")
    assert "your last guess" in await typed(alice, first, "Velvet Sense")
    more = await alice.click(first, custom_id=button(first, "answer"))
    assert said(more) == "You have no guesses left in this round."
    assert (await night.game()).state == "running"
    await typed(bob, first, "Velvet Nonsense")
    await typed(bob, first, "Velvet Sense")
    # Nobody has any left: the round does not wait for its time.
    await night.env.advance_time(1)
    assert "It was" in text(night.messages[-2])
