"""What is no poster, and what goes wrong on the way to an answer."""

import hashlib
import logging

import pytest

from bot.kit.i18n import say
from services.core.errors import PosterError, UnavailableError
from tests.bot.conftest import FakeClient, picture
from tests.bot.layout import refusal

POSTER = picture()
NAME = "Match this poster"


async def test_message_without_a_picture(channel, alice, client: FakeClient, row):
    posted = await alice.send(channel, "no poster here", attachments=[("a.txt", b"text")])
    result = await alice.context_menu(channel, NAME, posted)

    assert refusal(result).startswith("There is no picture on that message")
    assert not result.deferred
    assert client.asked == []
    logged = await row()
    assert (logged.outcome, logged.error_code, logged.digest) == ("failed", "no_picture", None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("clip.mp4", "That is a video;"),
        ("a.txt", "That is a text file;"),
        ("song.mp3", "That is a sound file;"),
        ("paper.pdf", "That is not a picture;"),
    ],
)
async def test_plainly_not_a_picture(channel, alice, client: FakeClient, row, name, said):
    result = await alice.slash(channel, "match", poster=(name, b"whatever"))

    assert refusal(result).startswith(said)
    assert client.asked == []  # refused by its declared type, before any download
    assert (await row()).error_code == "not_an_image"


async def test_not_a_picture_inside(channel, alice, client: FakeClient, row):
    client.error = PosterError("not_an_image", "That file is not a picture I can read.")
    result = await alice.slash(channel, "match", poster=("fake.png", b"GIF89b"))

    assert refusal(result) == "That file is not a picture I can read."
    logged = await row()
    assert (logged.outcome, logged.error_code) == ("failed", "not_an_image")
    assert logged.digest == hashlib.sha256(b"GIF89b").hexdigest()
    assert logged.timings_ms["total"] > 0


async def test_too_large(channel, alice, env, client: FakeClient, row):
    result = await alice.slash(channel, "match", poster=("big.png", bytes(100_001)))

    assert refusal(result) == "That picture has 98 kB; I can take up to 98 kB."
    assert env.errors == []  # a refusal is no error of the bot
    assert client.asked == []
    assert (await row()).error_code == "too_large"


async def test_empty(channel, alice, client: FakeClient, row):
    result = await alice.slash(channel, "match", poster=("empty.png", b""))

    assert refusal(result).startswith("That file is empty")
    assert (await row()).error_code == "empty"


async def test_attachment_deleted_before_it_could_be_read(channel, alice, env, client, row):
    posted = await alice.send(channel, attachments=[("it.png", POSTER)])
    del env.backend.cdn._blobs[posted.attachments[0].url]
    result = await alice.context_menu(channel, NAME, posted)

    assert refusal(result).startswith("That picture was deleted before I could look at it")
    assert client.asked == []
    logged = await row()
    assert (logged.outcome, logged.error_code, logged.digest) == ("failed", "gone", None)


async def test_discord_does_not_hand_the_picture_out(channel, alice, bot, monkeypatch, row):
    async def fail(url: str) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(bot.http, "get_from_cdn", fail)
    result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert refusal(result).startswith("Discord did not hand me that picture")
    assert (await row()).error_code == "unavailable"


async def test_service_down(channel, alice, client: FakeClient, caplog, row):
    client.error = UnavailableError("unavailable", "The service is down; try again later.")
    result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert refusal(result) == "The service is down; try again later."
    assert "is unavailable" in caplog.text
    logged = await row()
    assert (logged.outcome, logged.error_code, logged.encoder) == (
        "failed",
        "unavailable",
        "poster-lite",
    )


async def test_a_bug_is_logged_and_never_shown(channel, alice, client: FakeClient, caplog, row):
    client.error = RuntimeError("secret detail")
    with caplog.at_level(logging.ERROR):
        result = await alice.slash(channel, "match", poster=("it.png", POSTER))

    assert refusal(result) == say("en", "error-apology")
    assert "RuntimeError: secret detail" in caplog.text
    assert (await row()).error_code == "internal"
