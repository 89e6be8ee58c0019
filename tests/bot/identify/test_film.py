import asyncio
import sys
from datetime import UTC, datetime

import discord

from bot.kit.autocomplete import completed_titles
from bot.kit.country import country_by
from services.core.errors import UnavailableError
from services.core.film_details import FilmDetails
from services.core.types import Film, Found, Search
from tests.bot.conftest import HEAT, NEAR, SHELF, FakeClient, picture
from tests.bot.layout import alts, answer, in_full, labels, names, options, refusal, text


async def test_a_film_that_was_chosen_from_the_list(channel, alice, client: FakeClient, bot, env):
    client.posters = {HEAT.key: picture("navy"), NEAR[0].key: picture("red")}
    choices = await alice.autocomplete(channel, "film", "title", "he")
    assert choices == [{"name": "Heat (1995)", "value": HEAT.key}]

    shown = answer(await alice.slash(channel, "film", title=choices[0]["value"]))
    assert f"### [Heat]({HEAT.url}) (1995)\nAction, Crime, Thriller" in text(shown)
    assert "**1.** **[Ronin]" in text(shown)
    assert "Heat (1995)" in alts(shown)  # its poster
    assert "1: Ronin (1998)" in alts(shown)
    assert names(shown) == ["poster.jpg", "posters.jpg", "look.png"]
    assert labels(shown) == ["Right", "Wrong", "Keep this film", "More"]
    shown = await in_full(alice, shown)
    assert f"### [Heat]({HEAT.url}) (1995)\nAction, Crime, Thriller" in text(shown)
    assert sorted(names(shown)) == ["look.png", "poster.jpg", "posters.jpg"]
    assert [label for label in labels(shown) if label != "Keep"] == [
        "Next",
        "Right",
        "Wrong",
        "Keep this film",
    ]
    (row,) = await bot.store.recent_queries()
    assert (row.outcome, row.match_key, row.digest) == ("matched", HEAT.key, None)
    assert row.neighbour_keys == tuple(film.key for film in SHELF[:3])
    assert env.errors == []


async def test_nothing_typed_offers_films_and_no_more_than_discord_takes(
    channel, alice, client: FakeClient
):
    client.catalogue = tuple(Film("T" * 150, 1900 + i) for i in range(40))
    choices = await alice.autocomplete(channel, "film", "title", "")
    assert len(choices) == 25
    assert all(len(choice["name"]) <= 100 for choice in choices)
    assert all(len(choice["value"]) <= 100 for choice in choices)


async def test_a_title_typed_in_full(channel, alice):
    assert "### [Ronin]" in text(answer(await alice.slash(channel, "film", title="ronin")))


async def test_a_title_that_is_only_near_is_asked_back(channel, alice, bot):
    said = refusal(await alice.slash(channel, "film", title="ron"))
    assert said == "I know no film called “ron”. Did you mean Ronin (1998)?"
    assert (await bot.store.recent_queries())[0].error_code == "not_found"


async def test_of_two_films_that_are_as_well_known_one_is_asked_for(
    channel, alice, client: FakeClient, monkeypatch, bot
):
    kong, again, little = (Film("King Kong", year, ("Horror",)) for year in (1933, 2005, 1976))
    client.catalogue = (kong, again, little)
    found = [Found(kong, 1.0, known=0.5), Found(again, 1.0, known=0.45), Found(little, 1.0)]

    async def search(words: str, **asked: object) -> Search:
        return Search("title", tuple(found))

    monkeypatch.setattr(client, "search", search)
    shown = answer(await alice.slash(channel, "film", title="king kong"))
    assert "### Which “king kong” do you mean?" in text(shown)
    assert "1933" in text(shown)
    assert "2005" in text(shown)
    assert "1976" not in text(shown)
    assert len(options(shown)) == 2
    assert (await bot.store.recent_queries())[0].outcome == "answered"
    # The better known is meant where the others are far behind.
    del found[1]
    shown = answer(await alice.slash(channel, "film", title="king kong"))
    assert "### King Kong" in text(shown)


async def test_titles_are_in_the_members_language(client: FakeClient):
    spirited = Film("Spirited Away", 2001, imdb_id="tt0245429", titles=(("de", "Chihiros Reise"),))
    client.catalogue = (spirited,)
    films = await completed_titles(client, "spirited", discord.Locale.german)
    assert [film.label for film in films] == ["Chihiros Reise (2001)"]
    assert films[0].key == spirited.key
    films = await completed_titles(client, "spirited", discord.Locale.japanese)
    assert films[0].label == "Spirited Away (2001)"


async def test_an_unknown_title(channel, alice):
    said = refusal(await alice.slash(channel, "film", title="*Zardoz*"))
    assert said == r"I know no film called “\*Zardoz\*”."


async def test_a_film_whose_poster_was_never_seen(channel, alice, client: FakeClient):
    client.unseen = [HEAT]
    shown = answer(await alice.slash(channel, "film", title=HEAT.key))
    assert "I know this film, but I have not seen its poster yet." in text(shown)
    assert options(shown) == {}
    assert labels(shown) == ["Right", "Wrong", "Keep this film"]


async def test_the_service_is_down(channel, alice, client: FakeClient, caplog):
    client.error = UnavailableError("unavailable", "The service is down; try again later.")
    assert await alice.autocomplete(channel, "film", "title", "he") == []
    assert "no titles were completed" in caplog.text
    said = refusal(await alice.slash(channel, "film", title="Heat"))
    assert said == "The service is down; try again later."


async def test_in_a_direct_message(env):
    carol = env.create_user("carol")
    shown = answer(await carol.slash("film", title=HEAT.key))
    shown = await in_full(carol, shown)
    assert "**4.**" in text(answer(await carol.click(shown, label="Next")))


async def test_a_slow_service_offers_nothing_rather_than_late(
    channel, alice, client: FakeClient, monkeypatch, caplog
):
    async def never(typed: str, *, limit: int) -> tuple[Found, ...]:
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(client, "titles", never)
    # The module that discord.py has loaded.
    monkeypatch.setattr(sys.modules["bot.kit.autocomplete"], "_PATIENCE_SECONDS", 0)
    assert await alice.autocomplete(channel, "film", "title", "he") == []
    assert "it took too long" in caplog.text


DETAILS = FilmDetails(
    datetime.now(UTC),
    HEAT.imdb_id,
    170,
    ("Michael Mann",),
    ("Al Pacino", "Robert *De Niro*"),
    (("DE", "16"), ("US", "R")),
    (("de", "Ein Dieb."), ("en", "A thief. " + "x" * 900)),
    "2GfZl4kuVNI",
    (("US", ("Netflix",)), ("DE", ("WOW",))),
)


async def test_what_people_want_to_know_of_a_film(channel, alice, client: FakeClient, bot, guild):
    client.details = {HEAT.key: DETAILS}
    brief = answer(await alice.slash(channel, "film", title=HEAT.key))
    for part in ("170 min", "By Michael Mann", "endorsed or certified by TMDB."):
        assert part in text(brief), part
    for part in ("Al Pacino", "A thief", "Netflix", "JustWatch"):
        assert part not in text(brief), part
    shown = text(await in_full(alice, brief))
    for part in (
        "170 min · R (US) · [Trailer](<https://www.youtube.com/watch?v=2GfZl4kuVNI>)",
        "By Michael Mann",
        "With Al Pacino, Robert \\*De Niro\\*",
        "A thief. xxx",
        "Streaming (US): Netflix",
        "JustWatch",
        "This product uses the TMDB API but is not endorsed or certified by TMDB.",
    ):
        assert part in shown, part
    assert "WOW" not in shown
    assert shown.index("Streaming") < shown.index("Nearest other posters")
    assert shown.count("Nearest other posters") == 1
    # Where the admin says that the server is elsewhere.
    await bot.access.change(guild.id, country="DE")
    brief = answer(await alice.slash(channel, "film", title=HEAT.key))
    assert "16 (DE)" in text(brief)
    shown = text(await in_full(alice, brief))
    assert "16 (DE)" in shown and "Streaming (DE): WOW" in shown and "Netflix" not in shown


async def test_what_is_not_known_of_a_film_is_not_spoken_of(channel, alice, client: FakeClient):
    client.details = {HEAT.key: FilmDetails(datetime.now(UTC))}
    shown = text(answer(await alice.slash(channel, "film", title=HEAT.key)))
    assert "TMDB" not in shown and "JustWatch" not in shown
    assert shown.count("Nearest other posters") == 1


def test_the_country_of_a_language() -> None:
    countries = {
        discord.Locale.american_english: "US",
        discord.Locale.british_english: "GB",
        discord.Locale.german: "DE",
        discord.Locale.brazil_portuguese: "BR",
        discord.Locale.latin_american_spanish: "MX",
    }
    assert {locale: country_by(locale) for locale in countries} == countries
    assert all(len(country_by(locale)) == 2 for locale in discord.Locale)
