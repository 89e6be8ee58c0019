"""What goes wrong in a game: late and simultaneous answers, restarts, things that vanish."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from simcord import GuildHandle, MemberActor

from bot.app import Marquee
from bot.games.runner import RETRY_SECONDS
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.store import Store
from tests.bot.games.played import (
    Catalogue,
    Night,
    answer,
    button,
    chosen,
    said,
    text,
    typed,
    wrong,
)

pytestmark = pytest.mark.slow

Restart = Callable[[float], Awaitable[None]]


@pytest.fixture
async def restart(night: Night, settings: Settings, client: Catalogue) -> AsyncIterator[Restart]:
    """End the bot as if it was killed, and start another one so many seconds later."""
    async with AsyncExitStack() as stack:

        class Later(Marquee):
            away = 0.0

            async def setup_hook(self) -> None:
                night.env.backend.advance_clock(self.away)
                await super().setup_hook()

        async def again(away: float) -> None:
            store = await stack.enter_async_context(await Store.open(settings.database_path))
            bot = await stack.enter_async_context(Later(settings, client, store))  # pyright: ignore[reportArgumentType]
            bot.away = away
            await night.env.restart_bot(bot)
            await night.env.settle()
            night.bot = bot

        yield again


async def test_a_late_answer_does_not_count(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, bob, rounds=2, seconds=10)
    question, screen = await night.question(), night.seen(first)
    right = button(first, "choose", question.answer or 0)
    await night.env.advance_time(10.5)
    (late,) = await night.press(screen, (alice, right))
    assert said(late) == "Too late: that round is over."
    await night.pause()
    (later,) = await night.press(screen, (alice, right))
    assert said(later) == "Too late: that round is over."
    assert await night.totals() == {alice.id: 0, bob.id: 0}
    assert (await night.question()).film != question.film


async def test_a_modal_submitted_late(night: Night, alice: MemberActor):
    first = await night.start(alice, rounds=2, seconds=10, answer="typed")
    film = (await night.question()).film
    modal = await alice.click(first, custom_id=button(first, "answer"))
    await night.env.advance_time(11)
    late = await alice.submit_modal(modal, {"answer": film.title})
    assert said(late) == "Too late: that round is over."
    assert await night.totals() == {alice.id: 0}


async def test_two_are_right_in_the_same_instant(
    night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    first = await night.start(alice, bob, cara, kind="odd", rounds=1, seconds=30)
    question = await night.question()
    right = button(first, "choose", question.answer or 0)
    other = button(first, "choose", wrong(question))
    screen = night.seen(first)
    results = await night.press(
        screen, (alice, right), (bob, right), (alice, other), (cara, other), (alice, right)
    )
    told = Counter(said(result)[0] for result in results)
    assert told == {"✅": 2, "❌": 1, "Y": 2}  # of alice's three presses one counts
    assert all("is in already" in said(results[place]) for place in (2, 4))
    await night.env.advance_time(1)
    shown = await night.check_scores(alice, bob, cara)
    assert shown["alice"] == shown["bob"] > 0 == shown["cara"]
    assert "alice, bob win!" in text(night.last)


async def test_many_start_at_once(night: Night, guild: GuildHandle, alice: MemberActor):
    lobby = await night.lobby(alice)
    screen = night.seen(lobby)
    crowd = [guild.add_member(night.env.create_user(f"m{number}")) for number in range(10)]
    join, begin = button(lobby, "join"), button(lobby, "begin")
    await night.press(screen, *((member, join) for member in crowd))
    assert "Players (11)" in text(night.last)
    results = await night.press(screen, *((alice, begin) for _ in range(3)))
    assert sum("begun already" in message.content for r in results for message in r.followups) == 2
    assert len(night.messages) == 2
    assert len(await night.rounds()) == 1


async def test_played_again_at_once(night: Night, alice: MemberActor, bob: MemberActor):
    await night.start(alice, bob, kind="odd", rounds=1, seconds=10)
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    again = button(night.last, "again")
    results = await night.press(night.seen(night.last), (alice, again), (bob, again))
    told = sorted(said(result) for result in results)
    assert told[0].startswith("A game goes on in this channel already")
    assert told[1] == "A new lobby is open."


async def test_a_stranger_is_asked_to_join(night: Night, alice: MemberActor, bob: MemberActor):
    first = await night.start(alice, kind="odd", rounds=1, seconds=30)
    question = await night.question()
    right = button(first, "choose", question.answer or 0)
    result = await bob.click(first, custom_id=right)
    assert said(result) == "You are not in this game yet. Join, then answer!"
    for verb in ("hint", "skip"):
        assert "Join" in said(await bob.click(first, custom_id=button(first, verb)))
    assert result.response is not None
    joined = await bob.click(result.response, label="Join")
    assert said(joined).startswith("You are in!")
    assert said(await bob.click(first, custom_id=right)).startswith("✅")
    await night.env.advance_time(1)
    shown = await night.check_scores(alice, bob)
    assert shown["bob"] > 0 == shown["alice"]


async def test_nobody_joins_an_elimination_late(
    night: Night, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    await night.start(alice, bob, kind="odd", mode="elimination", seconds=30)
    result = await cara.click(night.last, custom_id=button(night.last, "choose", 0))
    assert result.response is not None
    for member in (alice, bob):
        await answer(night, member, right=True)
    await night.env.advance_time(1)
    await night.pause()
    assert said(await cara.click(result.response, label="Join")).startswith("You cannot join")
    refused = await cara.click(night.last, custom_id=button(night.last, "choose", 0))
    assert said(refused).startswith("You cannot join")
    await night.slash(alice, "game stop")
    await night.check_scores(alice, bob)


async def test_restarted_in_the_lobby(
    night: Night, restart: Restart, alice: MemberActor, bob: MemberActor
):
    lobby = await night.lobby(alice)
    await restart(60)
    await bob.click(lobby, label="Join")
    await alice.click(lobby, label="Start")
    assert "Round 1 of 5" in text(night.last)
    await restart(0)
    assert len(night.messages) == 2


async def test_restarted_mid_round(
    night: Night, restart: Restart, alice: MemberActor, bob: MemberActor
):
    first = await night.start(alice, bob, kind="odd", rounds=2, seconds=30, several=True)
    question = await night.question()
    assert (await answer(night, alice, right=True)).startswith("✅")
    await restart(5)
    assert (await night.question()) == question
    again = await alice.click(first, custom_id=button(first, "choose", 0))
    assert said(again) == "Your answer to this round is in already."
    assert (await chosen(bob, first, wrong(question))).startswith("❌")
    await night.env.advance_time(1)
    assert night.last.id == first.id
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > 0 == shown["bob"]
    await restart(0)
    assert await night.check_scores(alice, bob) == shown
    await night.pause()
    assert "Round 2 of 2" in text(night.last)


async def test_restarted_after_the_time_had_passed(
    night: Night, restart: Restart, alice: MemberActor, bob: MemberActor
):
    first = await night.start(alice, bob, kind="year", rounds=1, seconds=30)
    year = (await night.question()).film.year or 0
    await typed(alice, first, str(year))
    before = await night.totals()
    await restart(600)
    assert before == {}
    assert (await night.game()).state == "ended"
    assert "came out in" in text(night.messages[-2])
    shown = await night.check_scores(alice, bob)
    assert shown["alice"] > 0
    totals = await night.totals()
    await restart(600)
    assert await night.totals() == totals
    assert len(night.messages) == 3


async def test_restarted_between_rounds(night: Night, restart: Restart, alice: MemberActor):
    await night.start(alice, kind="odd", rounds=2, seconds=30)
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    points = await night.totals()
    await restart(2)
    await night.pause()
    assert "Round 2 of 2" in text(night.last)
    assert await night.totals() == points
    assert len(await night.rounds()) == 2


async def test_a_deleted_message_is_posted_anew(
    night: Night, guild: GuildHandle, alice: MemberActor
):
    first = await night.start(alice, rounds=1, seconds=40, answer="typed")
    owner = MemberActor(night.env, guild, guild.owner)
    await owner.delete(first)
    await night.env.advance_time(11)
    assert night.last.id != first.id
    film = (await night.question()).film
    await owner.delete(night.last)
    await night.env.advance_time(5)
    await night.env.advance_time(26)
    assert f"It was **{film.label}**" in text(night.messages[-2])
    await night.check_scores(alice)


async def test_a_channel_deleted_mid_game(
    night: Night, alice: MemberActor, caplog: pytest.LogCaptureFixture
):
    await night.start(alice, kind="odd", rounds=3, seconds=30)
    await answer(night, alice, right=True)
    await night.pause()
    caplog.set_level("INFO")
    game, points = await night.game(), await night.totals()
    night.env.backend.delete_channel(night.channel.id)
    await night.env.settle()
    assert "its channel was deleted" in caplog.text
    after = await night.game()
    assert (after.id, after.state) == (game.id, "stopped")
    assert await night.totals() == points
    await night.env.advance_time(120)


async def test_a_channel_deleted_unseen(
    night: Night, alice: MemberActor, caplog: pytest.LogCaptureFixture
):
    await night.start(alice, kind="odd", rounds=3, seconds=30)
    night.env.inject_error("*", "/channels/*/messages*", status=404, code=10003, times=None)
    caplog.set_level("INFO")
    await night.env.advance_time(31)
    assert "its channel was deleted" in caplog.text
    assert (await night.game()).state == "stopped"


async def test_not_allowed_any_more(night: Night, guild: GuildHandle, alice: MemberActor):
    await night.start(alice, kind="odd", rounds=3, seconds=30)
    night.env.inject_error(
        "*", f"/channels/{night.channel.id}/messages*", status=403, code=50013, times=None
    )
    await night.env.advance_time(31)
    assert (await night.game()).state == "stopped"
    told = alice.user.dm_channel.last_message
    assert told is not None
    assert "I may not post in" in told.content
    assert await night.totals() == {alice.id: 0}


async def test_the_service_comes_back(night: Night, client: Catalogue, alice: MemberActor):
    await night.start(alice, kind="odd", rounds=2, seconds=20)
    await answer(night, alice, right=True)
    client.failures = 2
    await night.pause()
    assert text(night.last) == "I cannot reach my films just now; I keep trying."
    await night.env.advance_time(RETRY_SECONDS[0] + 0.1)
    await night.env.advance_time(RETRY_SECONDS[1] + 0.1)
    assert "Round 2 of 2" in text(night.last)


async def test_the_service_stays_away(night: Night, client: Catalogue, alice: MemberActor):
    await night.start(alice, kind="odd", rounds=2, seconds=20)
    await answer(night, alice, right=True)
    client.error = UnavailableError("unavailable", "The service is down.")
    await night.pause()
    await night.env.advance_time(sum(RETRY_SECONDS) + 1)
    assert "I cannot reach my films, so the game ends here" in text(night.last)
    shown = await night.check_scores(alice)
    assert shown["alice"] > 0
    assert (await night.game()).state == "stopped"
    await night.lobby(alice)


async def test_a_game_can_be_stopped_while_the_service_is_away(
    night: Night, client: Catalogue, alice: MemberActor
):
    client.error = UnavailableError("unavailable", "The service is down.")
    await night.start(alice, kind="odd")
    assert said(await night.slash(alice, "game stop")) == "The game is over."
    await night.env.advance_time(60)
    assert (await night.game()).state == "stopped"
    assert len(night.messages) == 2


async def test_a_title_is_checked_without_the_service(
    night: Night, client: Catalogue, alice: MemberActor
):
    first = await night.start(alice, rounds=1, seconds=40, answer="typed")
    title = (await night.question()).film.title
    client.error = UnavailableError("unavailable", "The service is down.")
    assert (await typed(alice, first, title)).startswith("✅")


async def test_an_answer_in_time_waits_for_a_slow_service(
    night: Night, client: Catalogue, alice: MemberActor, monkeypatch: pytest.MonkeyPatch
):
    first = await night.start(alice, rounds=1, seconds=20, answer="typed", several=True)
    title = (await night.question()).film.title
    quick = client.titles

    async def slow(wanted: str, *, limit: int = 10):
        await asyncio.sleep(60)
        return await quick(wanted, limit=limit)

    await night.env.advance_time(19)
    modal = await alice.click(first, custom_id=button(first, "answer"))
    monkeypatch.setattr(client, "titles", slow)
    monkeypatch.setattr("bot.games.runner._CHECKING_SECONDS", 90.0)
    result = await alice.submit_modal(modal, {"answer": title})
    await night.env.advance_time(30)
    assert (await night.rounds())[0].state == "open"
    await night.env.advance_time(40)
    assert said(result).startswith("✅")
    assert (await night.totals())[alice.id] > 0


async def test_a_poster_that_is_gone(
    night: Night, alice: MemberActor, monkeypatch: pytest.MonkeyPatch
):
    async def gone(*_: object) -> None:
        raise UnavailableError("gone", "That poster is not there any more.")

    await night.start(alice, kind="odd", rounds=2, seconds=20)
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    points = await night.totals()
    monkeypatch.setattr("bot.games.draw.pictures", gone)
    await night.pause()
    result, podium = night.messages[-2:]
    assert "was skipped" in text(result)
    assert result.attachments == []
    assert "alice wins!" in text(podium)
    assert await night.totals() == points
    await night.check_scores(alice)


async def test_a_guild_that_removed_the_bot_does_not_stop_others(
    night: Night, restart: Restart, guild: GuildHandle, alice: MemberActor, bob: MemberActor
):
    other = Night(night.env, night.bot, guild.create_text_channel("other"))
    await night.start(alice, kind="odd", rounds=1, seconds=30)
    await other.start(bob, kind="odd", rounds=1, seconds=30)
    night.env.inject_error(
        "*", f"/channels/{other.channel.id}/*", status=403, code=50001, times=None
    )
    await restart(100)
    assert (await night.game()).state == "ended"
    assert (await other.game()).state == "stopped"
    await night.check_scores(alice)


async def test_a_broken_runner_gives_up_kindly(
    night: Night, alice: MemberActor, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    await night.start(alice, kind="odd", rounds=2, seconds=20)
    await answer(night, alice, right=True)
    await night.env.advance_time(1)
    monkeypatch.setattr("bot.games.draw.draw", broken)
    await night.env.advance_time(9 + sum(RETRY_SECONDS) + 1)
    assert "Something went wrong on my side" in text(night.last)
    assert (await night.check_scores(alice))["alice"] > 0
