"""Answers that are not sure: perhaps, I do not know, no poster at all; several posters in one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import Marquee
from bot.identify.layout import Place
from services.core.types import GenreScore, Identification, Match, Neighbour, SeenPoster
from services.store.server_models import RecognitionFeedbackRow
from tests.bot.conftest import HEAT, NEAR, FakeClient, identification, perhaps, picture
from tests.bot.identify.conftest import POSTER
from tests.bot.identify.verdicts import forget
from tests.bot.layout import alts, answer, in_full, labels, names, options, refusal, text, walked

LEFT = ((2, 10), (25, 10), (25, 80), (2, 80))
RIGHT = ((32, 10), (58, 10), (58, 80), (32, 80))


@pytest.fixture
async def doubted(channel, alice, client: FakeClient):
    client.answer = perhaps()
    return answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


async def ask(channel, alice, client: FakeClient, found: Identification):
    client.answer = found
    return answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


async def words(bot: Marquee) -> list[tuple[int, str, bool]]:
    async with bot.store.session() as session:
        rows = await session.scalars(select(RecognitionFeedbackRow))
        return [(row.user_id, row.film_key, row.agreed) for row in rows]


async def test_perhaps_is_asked_about_and_not_stated(doubted, row):
    said = text(doubted)
    assert f"### Perhaps this is [Heat]({HEAT.url}) (1995)" in said
    assert "I am about 64% sure. Is it this film?" in said
    assert "This is" not in said
    assert "**1.** **[Ronin]" in said  # the film itself is not listed below
    assert "**Heat" not in said
    assert labels(doubted) == ["Yes, it is", "No, it is not", "More"]
    assert "Right" not in labels(doubted)
    assert "Keep this film" not in labels(doubted)
    assert list(options(doubted))[:2] == ["Heat (1995)", "1. Ronin (1998)"]
    logged = await row()
    assert (logged.outcome, logged.match_key) == ("answered", None)
    assert (logged.answer, logged.perhaps_key) == ("perhaps", HEAT.key)
    assert (logged.confidence, logged.decided_by) == (0.64, "picture")
    assert HEAT.key not in logged.neighbour_keys


async def test_yes_names_the_film_and_is_kept(doubted, alice, bot, env):
    pressed = await alice.click(doubted, label="Yes, it is")
    assert env.errors == []
    assert not pressed.followups
    said = text(doubted)
    assert f"### This is [Heat]({HEAT.url}) (1995)" in said
    assert "Noted, thank you!" in said
    assert "Perhaps" not in said
    assert "**1.** **[Ronin]" in said
    assert names(doubted) == ["poster.jpg", "look.png"]
    assert await words(bot) == [(alice.id, HEAT.key, True)]
    assert "Keep this film" in labels(doubted)


async def test_a_second_press_changes_the_word(doubted, alice, bot):
    for _ in range(2):
        await alice.click(doubted, label="Yes, it is")
    assert labels(doubted).count("Keep this film") == 1
    await alice.click(doubted, label="No, it is not")
    assert await words(bot) == [(alice.id, HEAT.key, False)]
    said = text(doubted)
    assert "### I do not know this poster" in said
    assert "**It resembles**" in said
    assert "Heat" not in said
    assert "Keep this film" not in labels(doubted)
    # Pages turn as before, and the heading stays.
    await in_full(alice, doubted)
    await alice.click(doubted, label="Next")
    assert "### I do not know this poster" in text(doubted)
    assert "**4.**" in text(doubted)
    assert labels(doubted)[:2] == ["Yes, it is", "No, it is not"]


async def test_only_who_asked_may_say(doubted, bob, bot):
    before = text(doubted)
    assert refusal(await bob.click(doubted, label="Yes, it is")).startswith("Only who asked can")
    assert await words(bot) == []
    assert text(doubted) == before


async def test_nor_in_a_copy_of_their_own(doubted, bob, bot):
    copy = await in_full(bob, doubted, private=True)
    pressed = await bob.click(copy, label="Yes, it is")
    assert [said.content[:16] for said in pressed.followups] == ["Only who asked c"]
    assert await words(bot) == []


async def test_a_private_answer_is_changed_in_place(
    private, channel, alice, client: FakeClient, bot
):
    client.answer = perhaps(confidence=None)
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))
    shown = answer(result, private=True)
    assert "Is it this film?" in text(shown)
    assert "%" not in text(shown).split("**1.**")[0]
    await alice.click(shown, label="No, it is not")
    assert "### I do not know this poster" in text(shown)
    assert labels(shown)[-1] == "Show to all"
    (public,) = (await alice.click(shown, label="Show to all")).followups
    await alice.click(public, label="Yes, it is")
    assert "### This is [Heat]" in text(public)
    assert await words(bot) == [(alice.id, HEAT.key, True)]


async def test_a_word_on_a_question_that_was_forgotten(doubted, alice, bot):
    await forget(bot)
    pressed = await alice.click(doubted, label="Yes, it is")
    assert ["I have forgotten it" in said.content for said in pressed.followups] == [True]
    assert "### Perhaps" in text(doubted)
    assert await words(bot) == []


async def test_a_film_that_left_the_catalogue(doubted, alice, bot, client: FakeClient):
    client.catalogue = NEAR
    pressed = await alice.click(doubted, label="Yes, it is")
    assert [said.content for said in pressed.followups] == ["Noted, thank you!"]
    assert await words(bot) == [(alice.id, HEAT.key, True)]


async def test_nothing_recognised(channel, alice, client: FakeClient, row):
    shown = await ask(channel, alice, client, replace(identification(), is_poster=True))
    assert "### I do not know this poster\n**It resembles**" in text(shown)
    assert "**1.** **[Ronin]" in text(shown)
    assert labels(shown) == ["Right", "Wrong", "More"]
    assert (await row()).answer == "none"


async def test_nothing_recognised_and_nothing_near(channel, alice, client: FakeClient):
    found = replace(identification(), is_poster=True, neighbours=())
    shown = text(await ask(channel, alice, client, found))
    assert "### I do not know this poster" in shown
    assert "resembles" not in shown


async def test_no_poster_has_no_era_no_genres_and_no_neighbours(
    channel, alice, client: FakeClient, row
):
    client.posters = {NEAR[0].key: picture("red")}
    shown = await ask(channel, alice, client, replace(identification(), is_poster=False))
    assert text(shown) == "### This does not look like a movie poster."
    assert alts(shown) == "The picture asked about"
    assert names(shown) == ["poster.jpg"]
    assert labels(shown) == ["Right", "Wrong"]
    assert options(shown) == {}
    logged = await row()
    assert (logged.outcome, logged.answer, logged.neighbour_keys) == ("answered", "not_poster", ())


async def test_a_sure_answer_is_logged_with_what_decided(channel, alice, client: FakeClient, row):
    found = replace(identification(), match=Match(HEAT, 0.87, 0.998, "geometry"), is_poster=True)
    shown = await ask(channel, alice, client, found)
    assert "### This is [Heat]" in text(shown)
    assert "outline.jpg" not in names(shown)
    logged = await row()
    assert (logged.outcome, logged.answer) == ("matched", "match")
    assert (logged.confidence, logged.decided_by) == (0.998, "geometry")


async def test_a_film_of_the_catalogue_was_not_recognised(channel, alice, row):
    answer(await alice.slash(channel, "film", title="Heat"))
    assert (await row()).answer is None


async def test_a_poster_that_fills_little_is_outlined(channel, alice, client: FakeClient):
    match = Match(HEAT, 0.87, 0.998, "geometry")
    found = replace(identification(k=4), match=match, is_poster=True)
    shown = await ask(channel, alice, client, replace(found, posters=(SeenPoster(LEFT, match),)))
    assert names(shown) == ["poster.jpg", "look.png"]
    assert "The picture, with a line around the poster in it" in alts(shown)
    assert "The poster asked about" not in alts(shown)  # one picture of the member's is enough
    assert order(shown) == [Place.HEAD, Place.OTHERS, Place.ROWS]
    await in_full(alice, shown)
    await alice.click(shown, label="Next")
    assert names(shown) == ["poster.jpg", "look.png"]
    assert order(shown) == [Place.HEAD, Place.OTHERS, Place.ROWS]
    assert text(shown).count("Nearest other posters") == 1


async def test_a_word_on_a_poster_that_is_outlined(channel, alice, client: FakeClient):
    found = perhaps()
    posters = (SeenPoster(LEFT, None, found.perhaps),)
    shown = await ask(channel, alice, client, replace(found, posters=posters))
    assert order(shown) == [Place.HEAD, Place.CONFIRM, Place.OTHERS, Place.ROWS]
    await alice.click(shown, label="No, it is not")
    assert text(shown).count("**It resembles**") == 1
    assert "Nearest other posters" not in text(shown)
    await alice.click(shown, label="Yes, it is")
    assert text(shown).startswith("### This is [Heat]")
    assert text(shown).count("Nearest other posters") == 1
    assert "It resembles" not in text(shown)
    assert order(shown) == [Place.HEAD, Place.CONFIRM, Place.OTHERS, Place.ROWS]


def order(shown) -> list[int]:
    """The parts from the heading to the first neighbour."""
    (box,) = shown.components
    ids = [part["id"] for part in box["components"]]
    return ids[: ids.index(Place.ROWS) + 1]


def two(left: SeenPoster, right: SeenPoster) -> Identification:
    """An answer whose first poster lies at the right."""
    return replace(
        identification(k=4),
        match=right.match,
        perhaps=right.perhaps,
        is_poster=True,
        posters=(right, left),
    )


async def test_several_posters_are_named_from_left_to_right(
    channel, alice, client: FakeClient, row
):
    thief = SeenPoster(LEFT, None, Match(NEAR[1], 0.6, 0.7, "picture"))
    shown = await ask(channel, alice, client, two(thief, SeenPoster(RIGHT, Match(HEAT, 0.9, 0.99))))
    assert text(shown).startswith("### 2 posters in this picture\n**1.** Perhaps this is [Thief]")
    assert f"**2.** This is [Heat]({HEAT.url}) (1995)" in text(shown)
    assert "**Nearest to poster 2**" in text(shown)
    assert "**1.** **[Ronin]" in text(shown)
    assert "**[Thief]" not in text(shown)
    assert names(shown) == ["outline.jpg"]  # era and genres of which?
    assert "1: Perhaps Thief (1981), 2: Heat (1995)" in alts(shown)
    assert labels(shown) == ["Right", "Wrong", "Keep this film", "More"]
    assert list(options(shown))[:2] == ["Heat (1995)", "Thief (1981)"]
    assert (await row()).match_key == HEAT.key


async def test_a_doubt_among_several(channel, alice, client: FakeClient, bot):
    left = SeenPoster(LEFT, Match(NEAR[1], 0.9, 0.99))
    shown = await ask(
        channel, alice, client, two(left, SeenPoster(RIGHT, None, Match(HEAT, 0.6, 0.7)))
    )
    assert labels(shown)[:2] == ["2. Yes, it is", "2. No, it is not"]
    await alice.click(shown, label="2. No, it is not")
    assert "**1.** This is [Thief]" in text(shown)
    assert "**2.** A poster I do not know · Noted, thank you!" in text(shown)
    await alice.click(shown, label="2. Yes, it is")
    assert f"**2.** This is [Heat]({HEAT.url}) (1995) · Noted, thank you!" in text(shown)
    assert await words(bot) == [(alice.id, HEAT.key, True)]


async def test_a_crowd_of_posters_fits(channel, alice, client: FakeClient, bot):
    """Long titles, full of what must be escaped, as many as come."""
    bot.settings = bot.settings.model_copy(update={"max_k": 50})
    films = [replace(film, title="[*_" * 40 + film.title) for film in (HEAT, *NEAR)] * 4
    posters = tuple(
        SeenPoster(((i, 0), (i + 1, 0), (i + 1, 9), (i, 9)), Match(film, 0.9, 0.99))
        for i, film in enumerate(films)
    )
    near = tuple(
        Neighbour(replace(NEAR[0], title="[*_" * 40, imdb_id=f"tt{i:07}"), 0.5) for i in range(24)
    )
    found = replace(
        identification(),
        match=posters[0].match,
        is_poster=True,
        posters=posters,
        neighbours=near,
        genres=(GenreScore("Drama", 0.9, True),),
    )
    client.answer = found
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER), k=4))
    assert "… and 14 more" in text(shown)
    assert len(text(shown)) <= 4000
    assert len(walked(shown)) <= 40
    assert names(shown) == ["outline.jpg"]
    assert all(len(file.description or "") <= 1024 for file in shown.attachments)
