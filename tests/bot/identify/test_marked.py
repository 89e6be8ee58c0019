"""Posters that are not for everybody: shown in age-restricted channels, or as an admin allows."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.core.types import Found, Neighbour, Search
from tests.bot.conftest import HEAT, SHELF, FakeClient, picture
from tests.bot.layout import answer, in_full, names, text

MARKED = tuple(replace(film, marked=True) for film in SHELF)


@pytest.fixture(autouse=True)
def asked(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Mark all films but Heat; return the keys of the films whose posters were asked for."""
    client.catalogue = (HEAT, *MARKED)
    client.near = tuple(Neighbour(film, 0.9) for film in MARKED)
    client.posters = {film.key: picture() for film in client.catalogue}
    keys: list[str] = []
    poster = client.poster

    async def seen(film, picture: int = 1) -> bytes | None:
        keys.append(film.key)
        return await poster(film, picture)

    monkeypatch.setattr(client, "poster", seen)
    return keys


@pytest.fixture
def restricted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.TextChannel, "is_nsfw", lambda _: True)


async def _matched(alice: MemberActor, channel: ChannelHandle):
    return answer(await alice.slash(channel, "match", poster=("heat.png", picture())))


async def test_neighbours_are_named_and_their_posters_not_shown(channel, alice, asked) -> None:
    shown = await _matched(alice, channel)
    assert SHELF[0].title in text(shown)
    assert "posters.jpg" not in names(shown)
    assert asked == []


async def test_in_an_age_restricted_channel_they_are(channel, alice, asked, restricted) -> None:
    assert "posters.jpg" in names(await _matched(alice, channel))
    assert set(asked) <= {film.key for film in MARKED}


async def test_where_an_admin_allows_it_they_are(
    channel, alice, bot: Marquee, guild: GuildHandle
) -> None:
    await bot.access.change(guild.id, show_marked=True)
    assert "posters.jpg" in names(await _matched(alice, channel))


async def test_a_further_page_shows_none_either(channel, alice, asked) -> None:
    shown = await in_full(alice, await _matched(alice, channel))
    result = await alice.click(shown, label="Next")
    assert result.acknowledged
    assert asked == []


async def test_a_marked_film_is_told_of_without_its_poster(
    channel, alice, client: FakeClient, asked, bot: Marquee, guild: GuildHandle
) -> None:
    shown = answer(await alice.slash(channel, "film", title=MARKED[0].key))
    assert MARKED[0].title in text(shown)
    assert "poster.jpg" not in names(shown)
    assert MARKED[0].key not in asked
    await bot.access.change(guild.id, show_marked=True)
    shown = answer(await alice.slash(channel, "film", title=MARKED[0].key))
    assert "poster.jpg" in names(shown)


async def test_a_search_names_them_without_their_posters(
    channel, alice, client: FakeClient, asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def search(words: str, **_: object) -> Search:
        return Search("title", tuple(Found(film, 1.0) for film in (HEAT, *MARKED[:2])))

    monkeypatch.setattr(client, "search", search)
    shown = answer(await alice.slash(channel, "search", words="films"))
    assert MARKED[0].title in text(shown)
    assert asked == [HEAT.key]
