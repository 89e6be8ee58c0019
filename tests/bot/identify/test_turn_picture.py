"""A film's pictures one after another: for its asker in place, for others as a copy."""

from __future__ import annotations

import pytest
from simcord import ResponseMessage

from services.core.types import Film, Neighbour
from tests.bot.conftest import HEAT, NEAR, FakeClient, picture
from tests.bot.layout import alts, answer, in_full, labels, names, options, text, walked

SECOND, THIRD = "Picture 2 of 3", "Picture 3 of 3"
TWINS = tuple(Film("Film 3", 1993, ("Drama",), stored_key=f"file-{letter * 16}") for letter in "ab")


def custom_ids(message: ResponseMessage) -> list[str]:
    return [each["custom_id"] for each in walked(message) if "custom_id" in each]


@pytest.fixture
async def art(channel, alice, client: FakeClient):
    client.posters = {HEAT.key: picture("navy"), NEAR[0].key: picture("blue")}
    client.editions = {HEAT.key: [picture("red"), picture("green")]}
    shown = answer(await alice.slash(channel, "film", title=HEAT.key))
    assert SECOND not in labels(shown)
    return await in_full(alice, shown)


async def test_a_film_of_one_picture_has_nothing_to_turn(channel, alice):
    shown = answer(await alice.slash(channel, "film", title=HEAT.key))
    shown = await in_full(alice, shown)
    assert not [each for each in custom_ids(shown) if "picture" in each]
    assert "Heat (1995)" in alts(shown) or names(shown) == ["look.png"]


async def test_the_asker_turns_the_picture_in_place(art, alice, bot):
    assert "Heat (1995) · Picture 1 of 3" in alts(art)
    assert labels(art)[0] == SECOND
    turned = answer(await alice.click(art, label=SECOND))
    assert turned.id == art.id
    assert labels(turned)[:2] == ["Picture 1 of 3", THIRD]
    assert "Heat (1995) · Picture 2 of 3" in alts(turned)
    assert text(turned) == text(art)
    assert sorted(names(turned)) == sorted(names(art))
    last = answer(await alice.click(turned, label=THIRD))
    assert labels(last)[0] == SECOND
    assert THIRD not in labels(last)
    # A page of neighbours keeps the picture that is shown.
    paged = answer(await alice.click(last, label="Next"))
    assert labels(paged)[0] == SECOND
    assert "Heat (1995) · Picture 3 of 3" in alts(paged)
    assert len(await bot.store.recent_queries()) == 1


async def test_others_get_a_picture_of_their_own(art, bob):
    copy = answer(await bob.click(art, label=SECOND), private=True)
    assert copy.id != art.id
    assert "Picture 1 of 3" in labels(copy)
    assert SECOND in labels(art)


async def test_a_picture_that_is_gone_is_told(art, alice, client: FakeClient):
    client.editions = {}
    (said,) = (await alice.click(art, label=SECOND)).followups
    assert said.ephemeral
    assert said.content == "That picture is not there any more."


async def test_where_no_picture_is_at_hand_there_is_none_to_turn_to(
    channel, alice, client: FakeClient
):
    client.editions = {HEAT.key: [picture("red")]}
    shown = await in_full(alice, answer(await alice.slash(channel, "film", title=HEAT.key)))
    assert not [each for each in custom_ids(shown) if "picture" in each]


async def test_a_poster_that_discord_has_lost_is_followed_by_another(art, alice, env):
    env.backend.cdn._blobs.clear()
    turned = answer(await alice.click(art, label=SECOND))
    assert "poster.jpg" in names(turned)
    assert "### [Heat]" in text(turned)


async def test_films_of_one_title_stand_side_by_side(channel, alice, client: FakeClient, env):
    client.catalogue = (*client.catalogue, *TWINS)
    client.near = tuple(Neighbour(film, 0.8) for film in (*TWINS, HEAT))
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", picture())))
    shown = await in_full(alice, shown)
    ids = custom_ids(shown)
    assert len(set(ids)) == len(ids)
    assert len(set(options(shown))) == len(list(options(shown))) == 3
    assert {f"marquee:keep:{film.key}" for film in TWINS} < set(ids)
    choices = await alice.autocomplete(channel, "film", "title", "film 3")
    assert choices == [
        {"name": "Film 3 (1993)", "value": TWINS[0].key},
        {"name": "Film 3 (1993) · 2", "value": TWINS[1].key},
    ]
    film = answer(await alice.slash(channel, "film", title=choices[1]["value"]))
    assert f"marquee:keep:{TWINS[1].key}" in custom_ids(film)
    assert env.errors == []
