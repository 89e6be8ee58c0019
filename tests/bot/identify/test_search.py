from services.core.errors import UnavailableError
from tests.bot.conftest import NEAR, SHELF, FakeClient, picture
from tests.bot.layout import alts, answer, labels, names, options, refusal, text


async def test_films_are_found(channel, alice, client: FakeClient, bot, env):
    client.posters = {SHELF[4].key: picture("red"), SHELF[5].key: picture("blue")}
    client.unseen = [SHELF[5]]
    shown = answer(await alice.slash(channel, "search", words="film"))

    assert "### Films for “film”\n-# By their titles" in text(shown)
    assert "**1.** **[Film 4](https://www.imdb.com/title/tt9900004/) (1954)**" in text(shown)
    assert "**4.** **[Film 7]" in text(shown)
    assert names(shown) == ["posters.jpg"]
    assert "1: Film 4 (1954), 2: Film 5 (1955)" in alts(shown)
    assert labels(shown) == ["Keep"] * 4
    assert list(options(shown)) == ["1. Film 4 (1954)", "3. Film 6 (1956)", "4. Film 7 (1957)"]
    (row,) = await bot.store.recent_queries()
    assert row.outcome == "answered"
    assert row.neighbour_keys == tuple(film.key for film in SHELF[4:])
    assert env.errors == []

    further = answer(await alice.select(shown, [options(shown)["4. Film 7 (1957)"]]))
    assert "### [Film 7]" in text(further)


async def test_what_was_sought_formats_nothing(channel, alice):
    said = refusal(await alice.slash(channel, "search", words="**[blue](https://e.xyz)**"))
    assert said == r"I found nothing for “\*\*\[blue\](https\://e.xyz)\*\*”."


async def test_a_private_search_can_be_shown(channel, alice, guild, bot, client: FakeClient):
    client.posters = {NEAR[0].key: picture("red")}
    await bot.access.change(guild.id, public=False)
    shown = answer(await alice.slash(channel, "search", words="ron"), private=True)
    (public,) = (await alice.click(shown, label="Show to all")).followups
    assert text(public) == text(shown)
    assert names(public) == ["posters.jpg"]
    assert "Show to all" not in labels(public) + labels(shown)


async def test_the_service_is_down(channel, alice, client: FakeClient, bot):
    client.error = UnavailableError("unavailable", "The service is down; try again later.")
    said = refusal(await alice.slash(channel, "search", words="blue"))
    assert said == "The service is down; try again later."
    assert (await bot.store.recent_queries())[0].error_code == "unavailable"
