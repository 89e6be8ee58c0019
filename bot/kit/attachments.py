"""From what a member attached to its bytes, or a refusal that says why."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.kit.cdn import TooManyBytesError
from bot.kit.i18n import say
from services.core.errors import PosterError, RequestError, UnavailableError

_CDN_HOST = re.compile(
    # The last are Discord's own copies of what lies elsewhere: the pictures of previews.
    r"cdn\.discordapp\.com|media\.discordapp\.net|images-ext-\d\.discordapp\.net"
)
_MESSAGE_HOSTS = frozenset({"discord.com", "discordapp.com"})
# Discord's clients of tomorrow copy links under names of their own.
_CLIENTS = ("www.", "canary.", "ptb.")
# A link as people write it: [text](link), with < > around it, or hidden by ||.
_WRITTEN = re.compile(r"\[[^\]]*\]\(\s*(?P<link><[^<>]*>|\S+?)(?:\s+\"[^\"]*\")?\s*\)")
PICTURE_SUFFIXES = frozenset(
    {
        *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".avif"),
        *(".bmp", ".tif", ".tiff", ".heic", ".heif"),
    }
)
"""What the names of pictures end with, of all kinds that can be opened."""
_KINDS = ("video", "audio", "text")
# A link tells no size before it is fetched, so few are fetched at a time.
_LINKS_AT_A_TIME = 2
_links = asyncio.Semaphore(_LINKS_AT_A_TIME)


@dataclass(frozen=True, slots=True)
class Source:
    """A picture on Discord's servers that passed the cheap checks.

    Attributes:
        fetch: Downloads the bytes; raises what discord.py raises.
        max_bytes: Largest picture accepted, in bytes.
        locale: The language of refusals.
    """

    fetch: Callable[[], Awaitable[bytes]]
    max_bytes: int
    locale: discord.Locale = discord.Locale.american_english

    async def read(self) -> bytes:
        """Return the picture's bytes.

        Raises:
            PosterError: code `gone` where it was deleted meanwhile, `empty`, `too_large`.
            UnavailableError: Discord did not hand it out.
        """
        try:
            data = await self.fetch()
        except TooManyBytesError as error:
            raise _too_large(error.size, self.max_bytes, self.locale) from error
        except (discord.NotFound, discord.Forbidden) as error:
            raise PosterError("gone", say(self.locale, "attachment-gone")) from error
        except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
            raise UnavailableError(
                "unavailable", say(self.locale, "attachment-unavailable")
            ) from error
        if not data:
            raise PosterError("empty", say(self.locale, "attachment-empty"))
        _check_size(len(data), self.max_bytes, self.locale)
        return data


def from_attachment(
    attachment: discord.Attachment, *, max_bytes: int, locale: discord.Locale
) -> Source:
    """Return the attachment as a source, judged by what Discord declares: size and type.

    Raises:
        PosterError: it is plainly no picture (`not_an_image`), or over the limit (`too_large`).
    """
    if not _may_be_picture(attachment.content_type):
        kind = (attachment.content_type or "").partition("/")[0]
        key = f"attachment-is-{kind}" if kind in _KINDS else "attachment-is-no-picture"
        raise PosterError("not_an_image", say(locale, key))
    _check_size(attachment.size, max_bytes, locale)
    return Source(attachment.read, max_bytes, locale)


def from_link(
    link: str, client: discord.Client, *, max_bytes: int, locale: discord.Locale
) -> Source:
    """Return the picture behind a link to one of Discord's own hosts.

    It may stand in a sentence, or be written as `[text](link)`.

    Raises:
        RequestError: `bad_link`, it leads elsewhere or is no link.
    """
    url = _address(link)
    if _on_cdn(url):
        return Source(_download(client, url), max_bytes, locale)
    key = "attachment-link-to-message" if _to_message(url) else "attachment-link-elsewhere"
    raise RequestError("bad_link", say(locale, key))


def _address(link: str) -> str:
    """Return the address in what a member typed as a link."""
    written = _WRITTEN.search(link)
    words = (written["link"] if written else link).split()
    # Discord lets people write a link in <> to keep it from being shown as a picture.
    cleaned = [word.strip("<>|") for word in words]
    return next((word for word in cleaned if "://" in word), "".join(cleaned[:1]))


def _to_message(url: str) -> bool:
    host = _host(url)
    for client in _CLIENTS:
        host = host.removeprefix(client)
    return host in _MESSAGE_HOSTS


def picked(
    interaction: discord.Interaction[Any],
    poster: discord.Attachment | None,
    link: str | None,
    *,
    missing: str,
) -> Source:
    """Return the picture that a member attached, else the one they linked.

    Args:
        interaction: The member's command.
        poster: What they attached.
        link: What they linked.
        missing: The message that tells them to give one.

    Raises:
        RequestError: `no_poster`, there is neither; `bad_link`.
        PosterError: it is plainly no picture, or too large.
    """
    client, locale = interaction.client, interaction.locale
    limit = client.settings.max_bytes
    if poster is not None:
        return from_attachment(poster, max_bytes=limit, locale=locale)
    if link is not None:
        return from_link(link, client, max_bytes=limit, locale=locale)
    raise RequestError("no_poster", say(locale, missing))


def from_message(
    message: discord.Message, client: discord.Client, *, max_bytes: int, locale: discord.Locale
) -> Source:
    """Return the first picture of a message: attached, in a link's preview, linked, or forwarded.

    Raises:
        PosterError: there is none (`no_picture`), or the first one is refused.
    """
    for part in (message, *message.message_snapshots):
        for attachment in part.attachments:
            if _looks_like_picture(attachment):
                return from_attachment(attachment, max_bytes=max_bytes, locale=locale)
        for url in _embedded(part.embeds):
            return Source(_download(client, url), max_bytes, locale)
        # Whoever writes a link in < >, or takes the preview away, posted the picture all the same.
        url = _address(part.content)
        if _on_cdn(url):
            return Source(_download(client, url), max_bytes, locale)
    raise PosterError("no_picture", say(locale, "attachment-none"))


def _download(client: discord.Client, url: str) -> Callable[[], Awaitable[bytes]]:
    async def fetch() -> bytes:
        async with _links:
            return await client.http.get_from_cdn(url)

    return fetch


def _embedded(embeds: list[discord.Embed]) -> Iterator[str]:
    # Other hosts are left alone: the bot must not fetch whatever address a member writes. Of what
    # a preview shows from there, Discord has a copy.
    for embed in embeds:
        for media in (embed.image, embed.thumbnail):
            for url in (media.url, media.proxy_url):
                if url and _on_cdn(url):
                    yield url


def _on_cdn(url: str) -> bool:
    return url[:8].lower() == "https://" and _CDN_HOST.fullmatch(_host(url)) is not None


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    # Whatever names a user or a port is not what Discord's own clients copy.
    host = parts.netloc.lower()
    return host if host == parts.hostname else ""


def _may_be_picture(content_type: str | None) -> bool:
    # Some clients send no type, or the one that means "bytes"; the decoder will judge those.
    return content_type is None or content_type.startswith(("image/", "application/octet-stream"))


def _looks_like_picture(attachment: discord.Attachment) -> bool:
    if (attachment.content_type or "").startswith("image/"):
        return True
    suffix = PurePath(attachment.filename).suffix.lower()
    return _may_be_picture(attachment.content_type) and suffix in PICTURE_SUFFIXES


def _check_size(size: int, max_bytes: int, locale: discord.Locale) -> None:
    if size > max_bytes:
        raise _too_large(size, max_bytes, locale)


def _too_large(size: int, max_bytes: int, locale: discord.Locale) -> PosterError:
    sizes = {"size": _megabytes(size), "limit": _megabytes(max_bytes)}
    return PosterError("too_large", say(locale, "attachment-too-large", **sizes))


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f} MB" if size >= 2**20 else f"{-(-size // 1024)} kB"
