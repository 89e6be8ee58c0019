"""Links as people write them, and the formats that hints name."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePath
from typing import Any, cast, get_args

import discord
import pytest
from PIL import Image

from bot.kit.attachments import PICTURE_SUFFIXES, from_link
from bot.kit.i18n import LANGUAGES, say
from services.core.errors import PosterError, RequestError
from services.pictures.checks import Kind
from services.pictures.images import decode
from tests.bot.conftest import picture

CDN = "https://cdn.discordapp.com/attachments/1/2/poster.png?ex=1&is=2&hm=3"
PROXY = "https://images-ext-1.discordapp.net/external/abc/https/a.ltrbxd.com/heat.jpg"
ENGLISH = discord.Locale.american_english
# What each kind is called in a sentence, and how Pillow names it.
NAMED = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "GIF": "GIF", "AVIF": "AVIF"}
HINTS = (
    "attachment-is-video",
    "attachment-is-audio",
    "attachment-is-text",
    "attachment-is-no-picture",
    "cmd-match-option-poster-description",
)


class Asked:
    """A client that notes which address it would have read."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.http = self

    async def get_from_cdn(self, url: str) -> bytes:
        self.urls.append(url)
        return b"a picture"


async def opened(link: str) -> str:
    """Return the address that is read for what somebody typed."""
    asked = Asked()
    client = cast("discord.Client", cast("Any", asked))
    await from_link(link, client, max_bytes=100, locale=ENGLISH).read()
    (url,) = asked.urls
    return url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (CDN, CDN),
        (f" <{CDN}> ", CDN),
        (f"||{CDN}||", CDN),
        (f"[the poster]({CDN})", CDN),
        (f"[the poster](<{CDN}>)", CDN),
        (f'[the poster]({CDN} "Heat")', CDN),
        (f"look at [this]({CDN}), please", CDN),
        (f"what is this? {CDN}", CDN),
        (PROXY, PROXY),
        (PROXY.replace("-1.", "-2."), PROXY.replace("-1.", "-2.")),
        (CDN.replace("cdn.discordapp.com", "CDN.DiscordApp.com"),) * 2,
        (CDN.replace("https", "HTTPS"),) * 2,
        (CDN.replace("cdn.discordapp.com", "media.discordapp.net"),) * 2,
    ],
)
async def test_a_link_is_read_however_it_is_written(written: str, url: str) -> None:
    assert await opened(written) == url


@pytest.mark.parametrize(
    "link",
    [
        "https://images-ext-1.discordapp.net.example.com/heat.jpg",
        "https://images-ext-x.discordapp.net/heat.jpg",
        "https://images-ext-1.discordapp.com/heat.jpg",
        f"[{CDN}](https://example.com/heat.jpg)",
        "https://EXAMPLE.com/cdn.discordapp.com/heat.jpg",
        "https://CDN.discordapp.com@example.com/a.png",
        "https://letterboxd.com/film/heat-1995/",
        "[text](",
        "",
    ],
)
async def test_nothing_but_discords_hosts_is_read(link: str) -> None:
    with pytest.raises(RequestError, match="I only open pictures that lie on Discord"):
        await opened(link)


@pytest.mark.parametrize("client", ["", "www.", "canary.", "ptb.", "CANARY."])
@pytest.mark.parametrize("host", ["discord.com", "discordapp.com"])
async def test_a_link_to_a_message_is_told_from_one_to_elsewhere(client: str, host: str) -> None:
    with pytest.raises(RequestError, match="That is a link to a message"):
        await opened(f"https://{client}{host}/channels/1/2/3")


@pytest.mark.parametrize("kind", NAMED.values())
def test_the_formats_that_are_named_can_be_opened(kind: str) -> None:
    image = decode(picture("red", (64, 96), kind), max_bytes=10**6, max_pixels=10**6)
    assert image.size == (64, 96)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", HINTS)
def test_hints_name_those_formats_and_no_others(language: str, key: str) -> None:
    assert _named_in(say(language, key)) == set(NAMED)


def test_the_decoder_names_the_same() -> None:
    with pytest.raises(PosterError) as refused:
        decode(b"no picture at all", max_bytes=100, max_pixels=100)
    assert _named_in(str(refused.value)) == set(NAMED)


def test_files_of_every_kind_that_is_opened_are_taken_for_pictures() -> None:
    kinds = {kind.lower() for kind in get_args(Kind)}
    assert {f".{kind}" for kind in kinds} <= PICTURE_SUFFIXES
    named = Image.registered_extensions()
    for suffix in PICTURE_SUFFIXES - {".heic", ".heif"}:  # the extra's
        assert named[PurePath(f"a{suffix}").suffix].lower() in kinds


def _named_in(sentence: str) -> set[str]:
    words = {kind.lower() for kind in get_args(Kind)}
    return {word for word in re.findall(r"\w+", sentence) if word.lower() in words}


def test_the_picture_of_a_test_is_what_it_says() -> None:
    for kind in NAMED.values():
        assert Image.open(BytesIO(picture(kind=kind))).format == kind
