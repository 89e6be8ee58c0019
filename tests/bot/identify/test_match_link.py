"""`/match link:`: pictures that lie on Discord, and nothing else."""

import hashlib

import pytest

from tests.bot.conftest import FakeClient, picture
from tests.bot.layout import answer, refusal

POSTER = picture()
LINK = "https://cdn.discordapp.com/attachments/1/2/poster.png?ex=1&is=2&hm=3"


@pytest.mark.parametrize(
    "link", [LINK, LINK.replace("cdn.discordapp.com", "media.discordapp.net"), f" <{LINK}> "]
)
async def test_a_link_to_a_picture_on_discord(channel, alice, env, client: FakeClient, row, link):
    env.backend.cdn._blobs[link.strip(" <>")] = POSTER
    answer(await alice.slash(channel, "match", link=link))

    assert client.asked == [(POSTER, 4)]
    assert (await row()).digest == hashlib.sha256(POSTER).hexdigest()


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://example.com/poster.png", "I only open pictures that lie on Discord"),
        ("http://cdn.discordapp.com/poster.png", "I only open pictures that lie on Discord"),
        ("https://cdn.discordapp.com@example.com/a.png", "I only open pictures that lie"),
        ("https://cdn.discordapp.com.example.com/a.png", "I only open pictures that lie"),
        ("https://cdn.discordapp.com:8080/a.png", "I only open pictures that lie on Discord"),
        ("https://[cdn.discordapp.com/a.png", "I only open pictures that lie on Discord"),
        ("file:///etc/passwd", "I only open pictures that lie on Discord"),
        ("what?", "I only open pictures that lie on Discord"),
        ("https://discord.com/channels/1/2/3", "That is a link to a message"),
    ],
)
async def test_a_link_elsewhere_is_refused(channel, alice, env, client, row, link, said):
    env.backend.cdn._blobs[link] = POSTER
    result = await alice.slash(channel, "match", link=link)

    assert refusal(result).startswith(said)
    assert not result.deferred
    assert client.asked == []
    assert (await row()).error_code == "bad_link"


async def test_a_link_whose_picture_is_gone(channel, alice, client, row):
    result = await alice.slash(channel, "match", link=LINK)
    assert refusal(result).startswith("That picture was deleted before I could look at it")
    assert (await row()).error_code == "gone"


async def test_a_link_to_too_much(channel, alice, env, client, row):
    env.backend.cdn._blobs[LINK] = bytes(100_001)
    result = await alice.slash(channel, "match", link=LINK)
    assert refusal(result) == "That picture has 98 kB; I can take up to 98 kB."


async def test_neither_a_poster_nor_a_link(channel, alice, client, row):
    result = await alice.slash(channel, "match")
    assert refusal(result).startswith("Please attach a poster, or give me the link")
    assert (await row()).error_code == "no_poster"


async def test_the_attachment_counts_where_both_are_given(channel, alice, client: FakeClient):
    answer(await alice.slash(channel, "match", poster=("it.png", POSTER), link="https://e.xyz"))
    assert client.asked == [(POSTER, 4)]
