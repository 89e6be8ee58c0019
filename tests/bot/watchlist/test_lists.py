"""Several watchlists a server, and files of Letterboxd's and IMDb's, as members use them."""

import discord
import pytest
import simcord
from simcord import GuildHandle, MemberActor

from bot.app import Marquee
from services.core.lists.reading import MAX_BYTES, read_list
from services.core.types import Film
from services.store import watchlist, watchlists
from tests.bot.conftest import HEAT, NEAR, FakeClient
from tests.bot.film_club import ClubClient, private, put, said, shown

RONIN = NEAR[0]
WATCHLIST = """Date,Name,Year,Letterboxd URI
2024-03-01,Heat,1995,https://boxd.it/2aNE
2024-03-02,Lost Reels,1931,https://boxd.it/2bqw
2024-03-03,,1931,https://boxd.it/2bqx
2024-03-03,Odd,next year,https://boxd.it/2bqy
"""
DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2024-05-02,Heat,1995,https://boxd.it/b,5,,,2024-05-01
"""


@pytest.fixture
def client() -> FakeClient:
    return ClubClient()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


async def listed(bot: Marquee, scope: int) -> list[watchlist.Watched]:
    async with bot.store.session() as session:
        return await watchlist.page(session, scope)


async def kept_lists(bot: Marquee, scope: int) -> list[watchlists.Watchlist]:
    async with bot.store.session() as session:
        return await watchlists.lists(session, scope)


async def test_letterboxds_watchlist_is_taken_in_and_what_is_odd_is_told(
    env, bot, guild, channel, alice
):
    file = ("watchlist.csv", WATCHLIST.encode())
    told = private(await alice.slash(channel, "watchlist import", file=file))
    assert told.splitlines() == [
        "New on the watchlist: 2",
        "Not in my catalogue, kept by name: 1",
        "Not read: 2",
        "- Line 4: no title",
        '- Line 5: "next year" is no year',
    ]
    assert env.errors == []
    lost, heat = await listed(bot, guild.id)
    assert (heat.film, heat.user_id, heat.seen_at) == (HEAT, alice.id, None)
    assert lost.film == Film("Lost Reels", 1931)
    again = private(
        await alice.slash(channel, "watchlist import", file=("diary.csv", DIARY.encode()))
    )
    assert again.splitlines() == [
        "New on the watchlist: 0",
        "There already: 1",
        "Marked as seen: 1",
    ]


async def test_what_was_imported_is_exported_as_it_was(bot, guild, channel, alice):
    await alice.slash(channel, "watchlist import", file=("diary.csv", DIARY.encode()))
    result = await alice.slash(channel, "watchlist export")
    assert result.response is not None and result.response.ephemeral
    (file,) = result.response.attachments
    assert file.filename == "watchlist.csv"
    (film,) = read_list(await file.read(), file.filename).films
    assert (film.film.imdb_id, film.film.tmdb_id) == (HEAT.imdb_id, HEAT.tmdb_id)
    assert film.seen_at is not None and f"{film.seen_at:%Y-%m-%d}" == "2024-05-01"


async def test_an_empty_list_is_no_file(channel, alice):
    assert "There is no film on it yet" in private(await alice.slash(channel, "watchlist export"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "I can read no list of films"),
        (b"a,b\n1,2\n", "I can read no list of films"),
        (b"Name\n" + b"x" * MAX_BYTES, "too large"),
    ],
)
async def test_a_file_that_is_no_list_is_refused(bot, guild, channel, alice, data, told):
    assert told in private(await alice.slash(channel, "watchlist import", file=("a.csv", data)))
    assert await listed(bot, guild.id) == []


async def test_what_a_member_imported_goes_when_they_are_forgotten(bot, guild, channel, alice, bob):
    await put(bot, guild.id, bob.id, RONIN)
    await alice.slash(channel, "watchlist import", file=("watchlist.csv", WATCHLIST.encode()))
    panel = await alice.slash(channel, "privacy")
    assert panel.response
    asked = await alice.click(panel.response, label="Forget me")
    assert asked.response
    await alice.click(asked.response, label="Yes, erase it all")
    assert [kept.film for kept in await listed(bot, guild.id)] == [RONIN]


async def test_a_list_by_name_is_apart_from_the_others(env, bot, guild, channel, alice, bob):
    told = said(await alice.slash(channel, "watchlist new", name="Heists *x*"))
    assert told.startswith('The watchlist "Heists \\*x\\*" is there now')
    assert said(await bob.slash(channel, "watchlist add", title="heat", list="heists x")) == (
        '**Heat (1995)** is on the watchlist "Heists \\*x\\*" now.'
    )
    await put(bot, guild.id, alice.id, RONIN)
    (kept,) = await kept_lists(bot, guild.id)
    assert [one.film for one in await listed(bot, kept.films_of)] == [HEAT]

    page = await alice.slash(channel, "watchlist show", list=kept.name)
    assert "Heists" in shown(page) and "Heat" in shown(page) and "Ronin" not in shown(page)
    turned = await alice.click(page.response, label="Not seen yet")
    assert "Heat" in shown(turned) and "Ronin" not in shown(turned)
    assert "is marked as seen" in said(
        await alice.slash(channel, "watchlist seen", title="heat", list=kept.name)
    )
    (choice,) = await alice.autocomplete(channel, "watchlist show", "list", "HEI")
    assert choice["value"] == kept.name
    (choice,) = await alice.autocomplete(channel, "watchlist remove", "title", "", list=kept.name)
    assert choice["value"] == HEAT.key
    assert "is no longer on" in said(
        await bob.slash(channel, "watchlist remove", title="heat", list=kept.name)
    )
    assert env.errors == []


async def test_a_list_that_is_not_there(bot, guild, channel, alice):
    for command, options in (
        ("watchlist show", {}),
        ("watchlist add", {"title": "heat"}),
        ("watchlist export", {}),
        ("watchlist import", {"file": ("watchlist.csv", WATCHLIST.encode())}),
        ("night watchlist", {"when": "20:00"}),
        ("watchlist delete", {}),
    ):
        result = await alice.slash(channel, command, list="nowhere", **options)
        assert 'There is no watchlist called "nowhere" here' in private(result), command


async def test_a_list_is_deleted_by_who_made_it_or_by_moderators(
    env, bot, guild, channel, alice, bob
):
    for name in ("one", "two"):
        await alice.slash(channel, "watchlist new", name=name)
    one, _ = await kept_lists(bot, guild.id)
    await put(bot, one.films_of, alice.id, HEAT)
    page = await bob.slash(channel, "watchlist show", list="one")
    assert "Only who made that watchlist" in private(
        await bob.slash(channel, "watchlist delete", list="one")
    )
    assert "is gone" in said(await alice.slash(channel, "watchlist delete", list="one"))
    assert await listed(bot, one.films_of) == []
    moderators = guild.create_role(
        "moderators", permissions=discord.Permissions(manage_messages=True)
    )
    carol = guild.add_member(env.create_user("carol"), roles=[moderators])
    assert "is gone" in said(await carol.slash(channel, "watchlist delete", list="two"))
    assert await kept_lists(bot, guild.id) == []
    # A page of it that still stands in the channel.
    turned = await bob.click(page.response, label="Not seen yet")
    assert "not there any more" in str([message.content for message in turned.followups])


async def test_another_servers_list_is_not_shown_by_its_number(env, bot, guild, channel, alice):
    other = env.create_guild("Elsewhere")
    async with bot.store.session() as session:
        far = await watchlists.make(session, other.id, 1, "Far")
        await watchlist.add(session, far.films_of, 1, RONIN)
        await session.commit()
    room = bot.get_channel(channel.id)
    assert isinstance(room, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    custom_id = f"marquee:list:all:0:{alice.id}:{far.id}"
    view.add_item(discord.ui.Button(label="Look", custom_id=custom_id))
    message = await room.send("a list", view=view)
    turned = await alice.click(message, label="Look")
    assert "not there any more" in str(
        [m.content for m in (turned.response, *turned.followups) if m]
    )


async def test_lists_too_many_and_names_that_are_none(bot, guild, channel, alice, monkeypatch):
    monkeypatch.setattr(watchlists, "MAX_LISTS", 1)
    assert "needs a name" in private(await alice.slash(channel, "watchlist new", name=" \u202e"))
    await alice.slash(channel, "watchlist new", name="one")
    told = private(await alice.slash(channel, "watchlist new", name="two"))
    assert told.startswith("There are 1 further watchlists here already")
