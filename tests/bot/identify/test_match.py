"""The real bot, driven as a member would drive it, in a simulated Discord."""

import hashlib
from io import BytesIO

import discord
import pytest
import simcord
from PIL import Image
from simcord import ChannelHandle, MemberActor, OptionError

from bot.app import Marquee
from bot.identify.contact_sheet import contact_sheet_alt
from services.core.types import Film, Neighbour
from services.store import QueryRecord
from services.store.query_queue import LoggedQuery
from tests.bot.conftest import HEAT, NEAR, FakeClient, picture
from tests.bot.layout import alts, answer, colour, in_full, labels, names, options, refusal, text

POSTER = picture()
NAME = "Match this poster"


async def test_a_poster_is_answered(env, channel, alice, guild, client: FakeClient, row):
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert env.errors == []
    assert client.asked == [(POSTER, 4)]  # all that the settings allow: pages are made of them
    shown = answer(result)
    for part in (
        "### Nearest posters",
        "[Ronin](https://www.imdb.com/title/tt0122690/) (1998)",
        "[Collateral](https://www.themoviedb.org/movie/1538)",
    ):
        assert part in text(shown)
    assert "alike" not in text(shown)
    assert "Rec" not in text(shown)  # a page further
    assert "1990s, most likely 1987 to 2001" in alts(shown)
    assert "Crime 71%, Thriller 55%" in alts(shown)
    assert names(shown) == ["poster.jpg", "look.png"]
    assert labels(shown) == ["Right", "Wrong", "More"]
    assert next(iter(options(shown))) == "1. Ronin (1998)"
    logged = await row()
    assert (logged.user_id, logged.channel_id, logged.guild_id) == (alice.id, channel.id, guild.id)
    assert logged.digest == hashlib.sha256(POSTER).hexdigest()
    assert (logged.outcome, logged.error_code, logged.match_key) == ("answered", None, None)
    assert logged.neighbour_keys == tuple(film.key for film in NEAR[:3])
    assert logged.encoder == "poster-lite"
    assert {"decode", "embed", "fetch", "identify", "reply", "total"} <= logged.timings_ms.keys()
    assert logged.timings_ms["total"] >= logged.timings_ms["identify"] > 0


async def test_the_rest_is_behind_a_button(brief, alice, client: FakeClient, row):
    client.posters = {NEAR[0].key: picture("red")}
    shown = await in_full(alice, brief)
    assert shown.id == brief.id
    for part in (
        "### Nearest posters",
        "Action, Crime, Thriller · 0.83 alike",
        "All 3 share Crime and Thriller. They span 1981 to 2004.",
        "poster-lite · 1.00 alike is the same picture",
    ):
        assert part in text(shown)
    assert names(shown) == ["poster.jpg", "look.png", "posters.jpg"]
    assert labels(shown) == ["Keep", "Keep", "Keep", "Next", "Right", "Wrong"]
    assert len(client.asked) == 1  # nothing was looked at again
    await row()


async def test_others_get_the_rest_in_a_copy(brief, alice, bob):
    copy = await in_full(bob, brief, private=True)
    assert copy.id != brief.id
    assert "0.83 alike" in text(copy)
    assert labels(brief) == ["Right", "Wrong", "More"]
    assert labels(copy) == ["Keep", "Keep", "Keep", "Next", "Right", "Wrong"]


async def test_a_film_of_a_long_name_is_there_in_full(channel, alice, client: FakeClient):
    """Its key is its name, and too long for a menu, which is what further parts are made of."""
    film = Film("Very " * 40, 1990, ("Drama",))
    client.catalogue = (*client.catalogue, film)
    client.near = (Neighbour(film, 0.9), *(Neighbour(each, 0.8) for each in NEAR))
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    full = text(await in_full(alice, shown))
    assert "**1.** **Very" in full
    assert "**2.** **[Ronin]" in full
    chosen = [value for name, value in options(shown).items() if "Very" in name]
    assert "### Very" in text(answer(await alice.select(shown, chosen)))


async def test_the_film_itself_is_named(channel, alice, client: FakeClient, row):
    client.match = True
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))

    assert f"### This is [Heat]({HEAT.url}) (1995)" in text(shown)
    assert "Keep this film" in labels(shown)
    assert next(iter(options(shown))) == "Heat (1995)"
    logged = await row()
    assert (logged.outcome, logged.match_key) == ("matched", HEAT.key)


async def test_k_is_the_number_of_neighbours(channel, alice, client: FakeClient, row):
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER), k=4))

    # Whatever a title is made of, it is shown and formats nothing.
    assert r"**4.** **[\[Rec\]\_\*2\*](https://www.imdb.com/title/tt1245112/)**" in text(shown)
    assert len((await row()).neighbour_keys) == 4


async def test_many_neighbours_fit(channel, alice, client: FakeClient, bot, row):
    bot.settings = bot.settings.model_copy(update={"max_k": 50})
    client.near = tuple(Neighbour(Film(f"Film {i}", i), 0.5) for i in range(1950, 2000))
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER), k=4))
    assert len(options(shown)) == 24
    assert len((await row()).neighbour_keys) == 4


async def test_the_words_for_a_picture_of_many_posters_fit(channel, alice, client: FakeClient):
    films = [Film(f"{'Very long ' * 30}{i}", i, (), f"tt{i:07}") for i in range(4)]
    client.near = tuple(Neighbour(film, 0.5) for film in films)
    client.posters = {film.key: picture("red") for film in films}
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER), k=4))
    assert "posters.jpg" in names(shown)
    told = [file.description or "" for file in shown.attachments]
    assert 1000 < max(map(len, told)) <= 1024


def test_films_that_are_not_pictured_are_not_told_of():
    films = [Film(f"Film {i}", 1950 + i) for i in range(1, 25)]
    said = contact_sheet_alt(discord.Locale.american_english, films, 4)
    assert "4: Film 1 (1951)" in said
    assert said.endswith("15: Film 12 (1962)")


async def test_k_stays_within_the_settings(channel, alice, bot: Marquee):
    with pytest.raises(OptionError):
        await alice.slash(channel, "match", poster=("heat.png", POSTER), k=5)
    assert await bot.store.recent_queries() == []


async def test_the_asked_poster_is_shown(channel, alice):
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))

    assert "The poster asked about" in alts(shown)
    file = shown.attachments[0]
    with Image.open(BytesIO(await file.read())) as picture_shown:
        assert picture_shown.getpixel((20, 20)) == pytest.approx((0, 128, 128), abs=4)
    red, green, blue = discord.Colour(colour(shown)).to_rgb()
    assert red < min(green, blue)  # teal, too


async def test_neighbours_are_shown_side_by_side(channel, alice, client: FakeClient):
    client.posters = {NEAR[0].key: picture("red"), NEAR[2].key: picture("yellow")}
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))

    assert names(shown) == ["poster.jpg", "posters.jpg", "look.png"]
    assert "1: Ronin (1998)" in alts(shown)
    with Image.open(BytesIO(await shown.attachments[1].read())) as sheet:
        width, height = sheet.size
        at = [sheet.getpixel((int(width * (i + 0.5) / 3), height // 3)) for i in range(3)]
    # The asked poster is shown once, beside the heading.
    ground = (0x2B, 0x2D, 0x31)
    assert at == [pytest.approx(colour, abs=6) for colour in ((255, 0, 0), (255, 255, 0), ground)]


async def test_a_picture_that_cannot_be_drawn_does_not_cost_the_answer(
    channel, alice, client: FakeClient, caplog, row
):
    client.posters = {NEAR[0].key: b"broken"}
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert "Ronin" in text(answer(result))
    assert "no picture could be drawn" in caplog.text
    assert (await row()).outcome == "answered"


async def test_context_menu(channel, alice, env, client: FakeClient, row):
    posted = await alice.send(channel, "what is this?", attachments=[("it.png", POSTER)])
    result = await alice.context_menu(channel, NAME, posted)

    assert env.errors == []
    assert client.asked == [(POSTER, 4)]
    assert "Ronin" in text(answer(result))
    assert (await row()).digest == hashlib.sha256(POSTER).hexdigest()


async def test_context_menu_takes_the_first_picture(channel, alice, client: FakeClient):
    files = [("notes.txt", b"..."), ("clip.mp4", b"..."), ("it.JPG", POSTER), ("b.png", b"no")]
    posted = await alice.send(channel, attachments=files)
    answer(await alice.context_menu(channel, NAME, posted))

    assert client.asked[0][0] == POSTER


async def test_context_menu_on_a_forwarded_message(guild, channel, alice, client: FakeClient):
    source = await alice.send(guild.create_text_channel("other"), attachments=[("a.png", POSTER)])
    answer(await alice.context_menu(channel, NAME, await alice.forward(source, channel)))

    assert client.asked[0][0] == POSTER


async def test_context_menu_on_an_embed_from_discord(channel, alice, env, client: FakeClient):
    url = "https://media.discordapp.net/attachments/1/2/poster.png?ex=1"
    env.backend.cdn._blobs[url] = POSTER
    posted = await _embed(channel, url)
    answer(await alice.context_menu(channel, NAME, posted))

    assert client.asked[0][0] == POSTER


@pytest.mark.parametrize("host", ["images-ext-1.discordapp.net", "Images-Ext-2.discordapp.net"])
@pytest.mark.parametrize("kind", ["image", "thumbnail"])
async def test_context_menu_on_a_links_card(
    channel, alice, env, client: FakeClient, host: str, kind: str
):
    """A card of Letterboxd's or TMDB's: its picture lies elsewhere, and Discord has a copy."""
    theirs = "https://a.ltrbxd.com/resized/film-poster/5/1/9/heat.jpg"
    copy = f"https://{host}/external/Zx-1_/https/a.ltrbxd.com/resized/film-poster/5/1/9/heat.jpg"
    env.backend.cdn._blobs[copy] = POSTER
    posted = await _embed(channel, theirs)
    kept = env.backend.messages[channel.id][posted.id]
    kept.embeds = [{"type": "link", kind: {"url": theirs, "proxy_url": copy}}]
    answer(await alice.context_menu(channel, NAME, posted))

    assert client.asked[0][0] == POSTER


async def test_context_menu_on_a_link_without_a_preview(channel, alice, env, client: FakeClient):
    url = "https://media.discordapp.net/attachments/1/2/poster.png?ex=1"
    env.backend.cdn._blobs[url] = POSTER
    posted = await alice.send(channel, f"what is [this](<{url}>)?")
    answer(await alice.context_menu(channel, NAME, posted))

    assert client.asked[0][0] == POSTER


async def test_context_menu_fetches_from_no_other_host(channel, alice, env, row):
    url = "https://example.com/cdn.discordapp.com/poster.png"
    env.backend.cdn._blobs[url] = POSTER
    result = await alice.context_menu(channel, NAME, await _embed(channel, url))

    assert refusal(result).startswith("There is no picture on that message")
    assert (await row()).error_code == "no_picture"


async def _embed(channel: ChannelHandle, url: str) -> discord.Message:
    assert channel.guild is not None
    webhook = channel.guild.create_webhook(channel, "films")
    return await webhook.send(embed=discord.Embed().set_image(url=url))


async def test_cooldown(channel, alice, guild, env, client, bot):
    results = [await alice.slash(channel, "match", poster=("it.png", POSTER)) for _ in range(6)]
    for result in results[:5]:
        answer(result)
    assert refusal(results[5]).startswith("That was a lot of questions at once")
    assert not results[5].deferred
    assert (await bot.store.recent_queries(limit=1))[0].error_code == "cooldown"
    # The context menu shares the budget; another member has their own.
    posted = await alice.send(channel, attachments=[("it.png", POSTER)])
    refusal(await alice.context_menu(channel, NAME, posted))
    bob = guild.add_member(env.create_user("bob"))
    answer(await bob.context_menu(channel, NAME, posted))
    await env.advance_time(31)
    answer(await alice.slash(channel, "match", poster=("it.png", POSTER)))
    assert len(await bot.store.recent_queries()) == 9


async def test_what_is_no_poster_does_not_count(channel, alice, guild, env, client, bot):
    await bot.access.change(guild.id, cooldown_rate=2, server_rate=2)
    for wrong in (
        {"poster": ("notes.txt", b"...")},
        {"poster": ("big.png", bytes(100_001))},
    ):
        refusal(await alice.slash(channel, "match", **wrong))
    for _ in range(2):
        answer(await alice.slash(channel, "match", poster=("it.png", POSTER)))
    # As often as somebody may ask it is forgiven, and no more: opening a file costs time as well.
    assert refusal(await alice.slash(channel, "match", poster=("it.png", POSTER))).startswith(
        ("That was a lot", "This server asks a lot")
    )
    await env.advance_time(31)
    said = [
        refusal(await alice.slash(channel, "match", link="https://example.com/a.png"))
        for _ in range(5)
    ]
    assert [each.startswith("I only open") for each in said] == [True] * 4 + [False]


async def test_direct_message(env: simcord.Env, client: FakeClient, row):
    carol = env.create_user("carol")
    result = await carol.slash("match", poster=("it.png", POSTER))

    answer(result)
    logged = await row()
    assert (logged.user_id, logged.guild_id) == (carol.id, None)
    assert logged.channel_id == carol.dm_channel.id


async def test_thread(channel: ChannelHandle, alice: MemberActor, bot: Marquee, row):
    parent = bot.get_channel(channel.id)
    assert isinstance(parent, discord.TextChannel)
    await parent.create_thread(name="which film?", type=discord.ChannelType.public_thread)
    (thread,) = channel.threads
    answer(await alice.slash(thread, "match", poster=("it.png", POSTER)))
    assert (await row()).channel_id == thread.id


async def test_a_row_that_cannot_be_written_yet_does_not_cost_the_answer(
    channel, alice, bot: Marquee, monkeypatch
):
    async def wait(record: QueryRecord, entry: LoggedQuery | None = None) -> LoggedQuery:
        return entry or LoggedQuery(record)

    monkeypatch.setattr(bot.store.queries, "put", wait)
    result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert "Right" not in labels(answer(result))  # there is nothing yet to keep a word with


@pytest.mark.parametrize("code", [10062, 40060])
async def test_discord_gave_up_on_the_interaction(channel, alice, env, client, caplog, row, code):
    status = 404 if code == 10062 else 400
    env.inject_error("POST", "/interactions/*/*/callback", status=status, code=code)
    result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert result.response is None  # nobody to talk to: it is logged and that is all
    assert not result.followups
    assert client.asked == []
    assert "'match' (interaction" in caplog.text
    assert "Traceback" not in caplog.text  # one line: nothing of ours failed
    assert (await row()).error_code == "internal"


async def test_no_permission_to_answer(channel, alice, env, row):
    env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=403, code=50013, message="Missing"
    )
    result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert refusal(result).startswith("I may not post an answer here")
    assert (await row()).error_code == "internal"


async def test_commands_are_for_everyone_and_everywhere(bot: Marquee, env: simcord.Env):
    synced = env.backend.commands[None]
    everywhere = ("match", NAME, "film", "search", "compare")
    assert {name for name, _ in synced} >= set(everywhere)
    for name in everywhere:
        (command,) = [command for (other, _), command in synced.items() if other == name]
        assert command["contexts"] == [0, 1, 2]  # servers, the bot's DMs, other DMs
        assert command["integration_types"] == [0, 1]  # a server's bot, a user's app
    assert not bot.intents.message_content
    assert not bot.intents.messages
    assert not bot.intents.members


async def test_the_bot_closes_what_it_owns(bot: Marquee, client: FakeClient):
    await bot.close()
    await bot.close()
    assert client.closed
