"""The daily poster, as members play it in a simulated Discord."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import discord
import pytest
from simcord import GuildHandle, MemberActor
from simcord.results import InteractionResult, ResponseMessage
from sqlalchemy import select

from bot.app import Marquee
from bot.games.daily_messages import date_in_words, words
from bot.games.rules.daily import Try
from bot.games.rules.types import Question
from services.core.types import Film
from services.store import privacy
from services.store.daily_models import DailyPosterRow
from tests.bot.games.played import Catalogue, Night, labels, said, text


async def daily(night: Night, member: MemberActor) -> ResponseMessage:
    result = await night.slash(member, "daily")
    (message,) = [each for each in (result.response, *result.followups) if each]
    assert message.ephemeral
    return message


async def rows(bot: Marquee) -> Sequence[DailyPosterRow]:
    async with bot.store.session() as session:
        found = await session.scalars(select(DailyPosterRow).order_by(DailyPosterRow.id))
        return list(found)


async def film(bot: Marquee) -> Film:
    return Question.from_json((await rows(bot))[-1].question).film


async def guess(member: MemberActor, message: ResponseMessage, title: str) -> InteractionResult:
    shown = await member.click(message, label="Guess")
    assert shown.modal
    return await member.submit_modal(shown, {"answer": title})


def told(result: InteractionResult) -> str:
    """What the member was told beside the message that they pressed."""
    (more,) = result.followups
    assert more.ephemeral
    return more.content


async def solve(night: Night, member: MemberActor) -> ResponseMessage:
    message = await daily(night, member)
    await guess(member, message, (await film(night.bot)).title)
    return message


async def test_a_poster_is_named_at_its_third_picture_and_shared(
    night: Night, alice: MemberActor, bob: MemberActor
):
    message = await daily(night, alice)
    assert "Picture 1 of 6" in text(message)
    assert labels(message) == ["Guess", "Show more"]
    names = [message.attachments[0].filename]
    await guess(alice, message, "Velvet Nonsense")
    assert "Picture 2 of 6" in text(message)
    assert "❌ Velvet Nonsense" in text(message)
    names.append(message.attachments[0].filename)
    await alice.click(message, label="Show more")
    assert "Picture 3 of 6" in text(message)
    names.append(message.attachments[0].filename)
    named = await film(night.bot)
    await guess(alice, message, named.title)
    assert f"It is **{named.label}**!" in text(message)
    assert "🟥🟦🟩⬜⬜⬜\n-# Named at picture 3 of 6: wrong, saw more, right." in text(message)
    assert "1 day in a row" in text(message)
    names.append(message.attachments[0].filename)
    assert len(set(names)) == 4
    assert night.messages == []  # nobody else has seen anything

    await alice.click(message, label="Share")
    shared = night.last
    assert shared.content.split("\n") == [
        "**alice** · daily poster of January 1, 2026 · **3/6**",
        "🟥🟦🟩⬜⬜⬜",
        "-# Named at picture 3 of 6: wrong, saw more, right.",
    ]
    assert named.title not in shared.content
    again = await alice.click(message, label="Share")
    assert said(again) == "You have shared this one already."
    # Asked again it says the same; another member has their own pictures of the same film.
    assert "Named at picture 3" in text(await daily(night, alice))
    assert "Picture 1 of 6" in text(await daily(night, bob))
    assert len(await rows(night.bot)) == 1


async def test_six_wrong_titles_end_it(night: Night, alice: MemberActor):
    message = await daily(night, alice)
    for number in range(5):
        await guess(alice, message, f"Nonsense {number}")
    assert labels(message) == ["Guess", "Give up"]
    await alice.click(message, label="Give up")
    assert f"It was **{(await film(night.bot)).label}**." in text(message)
    assert "🟥🟥🟥🟥🟥🟦" in text(message)
    assert "in a row" not in text(message)
    await alice.click(message, label="Share")
    assert "**–/6**" in night.last.content


async def test_a_day_that_is_missed_ends_the_streak(night: Night, alice: MemberActor):
    await solve(night, alice)
    await night.env.advance_time(timedelta(days=1).total_seconds())
    assert "2 days in a row · best: 2" in text(await solve(night, alice))
    films = [row.film_key for row in await rows(night.bot)]
    assert len(set(films)) == 2
    await night.env.advance_time(timedelta(days=2).total_seconds())
    assert "1 day in a row · best: 2" in text(await solve(night, alice))


async def test_a_profile_tells_of_it(night: Night, alice: MemberActor):
    await solve(night, alice)
    await night.env.advance_time(timedelta(days=1).total_seconds())
    await solve(night, alice)
    profile = await night.slash(alice, "profile")
    (message,) = [each for each in (profile.response, *profile.followups) if each]
    assert "🖼️ 2 daily posters named · 2 in a row" in text(message)
    assert "No game played" not in text(message)


async def test_yesterdays_is_finished_by_who_had_begun_it_alone(
    night: Night, alice: MemberActor, bob: MemberActor
):
    mine, theirs = await daily(night, alice), await daily(night, bob)
    await guess(alice, mine, "Velvet Nonsense")
    named = await film(night.bot)
    await night.env.advance_time(timedelta(days=1).total_seconds())
    assert "is over; `/daily` shows today’s" in told(await guess(bob, theirs, named.title))
    await guess(alice, mine, named.title)
    assert "It is **" in text(mine)
    # It counts for its own day, so that a game over midnight breaks no streak.
    assert "2 days in a row" in text(await solve(night, alice))


async def test_the_day_follows_the_zone_of_the_server(
    night: Night, bot: Marquee, guild: GuildHandle, alice: MemberActor
):
    for zone, hours in (("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)):
        await bot.access.change(guild.id, timezone=zone)
        await daily(night, alice)
        there = discord.utils.utcnow() + timedelta(hours=hours)
        assert (await rows(bot))[-1].day == there.date()
    assert len(await rows(bot)) == 2


async def test_a_film_that_is_forgotten_meanwhile_is_replaced(
    night: Night, client: Catalogue, alice: MemberActor, bob: MemberActor, cara: MemberActor
):
    await solve(night, alice)
    begun = await daily(night, bob)
    gone = await film(night.bot)
    client.catalogue = [each for each in client.catalogue if each != gone]
    lost = await guess(bob, begun, "Velvet Nonsense")
    assert told(lost) == "That poster is not there any more; `/daily` shows another one."
    assert "Picture 1 of 6" in text(await daily(night, bob))
    assert (await film(night.bot)) != gone
    assert "Picture 1 of 6" in text(await daily(night, cara))
    # Who had named it keeps the day, without a picture.
    kept = await daily(night, alice)
    assert f"It is **{gone.label}**!" in text(kept)
    assert kept.attachments == []
    assert len(await rows(night.bot)) == 2


async def test_a_film_that_is_marked_meanwhile_is_replaced(
    night: Night, client: Catalogue, alice: MemberActor
):
    await daily(night, alice)
    marked = await film(night.bot)
    client.catalogue = [
        replace(each, marked=True) if each == marked else each for each in client.catalogue
    ]
    await daily(night, alice)
    assert (await film(night.bot)) != marked


async def test_a_catalogue_that_was_built_anew_goes_on_with_the_day(
    night: Night, client: Catalogue, alice: MemberActor
):
    """Its facts may be other ones now; the key finds the film."""
    message = await daily(night, alice)
    named = await film(night.bot)
    client.catalogue = [
        replace(each, genres=(*each.genres, "Noir")) for each in reversed(client.catalogue)
    ]
    await guess(alice, message, "Velvet Nonsense")
    assert "Picture 2 of 6" in text(message)
    assert (await film(night.bot)) == named


async def test_two_at_once_have_one_film_and_one_try_a_picture(
    night: Night, alice: MemberActor, bob: MemberActor
):
    message = await daily(night, alice)
    screen = night.seen(message)
    more = f"marquee:daily:more:{(await rows(night.bot))[0].id}"
    await night.press(screen, (alice, more), (alice, more))
    assert "Picture 2 of 6" in text(await daily(night, alice))
    await daily(night, bob)
    assert len(await rows(night.bot)) == 1


async def test_films_come_again_where_there_are_few(
    night: Night, client: Catalogue, alice: MemberActor
):
    client.catalogue = client.catalogue[:3]
    keys = set()
    for _ in range(5):
        await daily(night, alice)
        keys.add((await film(night.bot)).key)
        await night.env.advance_time(timedelta(days=1).total_seconds())
    assert len(keys) == 3
    assert len(await rows(night.bot)) == 5


async def test_where_games_are_off_there_is_none(
    night: Night, bot: Marquee, guild: GuildHandle, alice: MemberActor
):
    message = await daily(night, alice)
    await bot.access.change(guild.id, games=False)
    assert said(await night.slash(alice, "daily")).startswith("Games are switched off")
    assert said(await alice.click(message, label="Show more")).startswith("Games are switched off")


async def test_who_is_forgotten_leaves_no_try(night: Night, alice: MemberActor, bob: MemberActor):
    await solve(night, alice)
    await solve(night, bob)
    async with night.bot.store.session() as session:
        told = await privacy.export(session, alice.id)
        assert [row["right"] for row in told["rows"]["daily_tries"]] == [True]
        await privacy.forget(session, alice.id)
        await session.commit()
        assert "daily_tries" not in (await privacy.export(session, alice.id))["rows"]
        assert "daily_tries" in (await privacy.export(session, bob.id))["rows"]


@pytest.mark.parametrize("locale", tuple(discord.Locale))
def test_a_day_is_said_in_every_language(locale: discord.Locale) -> None:
    said = date_in_words(locale, date(2026, 11, 26))
    assert "26" in said
    assert "2026" in said


def test_squares_are_said_in_words() -> None:
    tries = [Try("Ronin"), Try("Thief"), Try(), Try("Heats", near=True)]
    missed = [*tries, Try("Ronin"), Try("Ronin")]
    told = words(discord.Locale.british_english, missed)
    assert told == "-# Not named in 6 pictures: wrong ×2, saw more, close, wrong ×2."
    told = words(discord.Locale.german, [*tries, Try("Heat", right=True)])
    assert told == "-# Erraten bei Bild 5 von 6: falsch ×2, mehr gesehen, knapp, richtig."
