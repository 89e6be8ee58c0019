"""From what a member attached to its bytes, or a refusal that says why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

import aiohttp
import discord

from services.errors import PosterError, UnavailableError

_CDN_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp", ".avif"})
_KINDS = {"video": "a video", "audio": "a sound file", "text": "a text file"}


@dataclass(frozen=True, slots=True)
class Source:
    """A picture on Discord's servers that passed the cheap checks.

    Attributes:
        fetch: Downloads the bytes; raises what discord.py raises.
        max_bytes: Largest picture accepted, in bytes.
    """

    fetch: Callable[[], Awaitable[bytes]]
    max_bytes: int

    async def read(self) -> bytes:
        """Return the picture's bytes.

        Raises:
            PosterError: code `gone` where it was deleted meanwhile, `empty`, `too_large`.
            UnavailableError: Discord did not hand it out.
        """
        try:
            data = await self.fetch()
        except (discord.NotFound, discord.Forbidden) as error:
            raise PosterError(
                "gone", "That picture was deleted before I could look at it; please post it again."
            ) from error
        except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
            raise UnavailableError(
                "unavailable",
                "Discord did not hand me that picture; please try again in a moment.",
            ) from error
        if not data:
            raise PosterError("empty", "That file is empty; please attach the poster again.")
        _check_size(len(data), self.max_bytes)
        return data


def from_attachment(attachment: discord.Attachment, *, max_bytes: int) -> Source:
    """Return the attachment as a source, judged by what Discord declares: size and type.

    Raises:
        PosterError: it is plainly no picture (`not_an_image`), or over the limit (`too_large`).
    """
    kind = (attachment.content_type or "").partition("/")[0]
    if not _may_be_picture(attachment.content_type):
        raise PosterError(
            "not_an_image",
            f"That is {_KINDS.get(kind, 'not a picture')}; please attach a poster as a JPEG, PNG "
            "or WebP picture.",
        )
    _check_size(attachment.size, max_bytes)
    return Source(attachment.read, max_bytes)


def from_message(message: discord.Message, client: discord.Client, *, max_bytes: int) -> Source:
    """Return the first picture of a message: attached, embedded from Discord, or forwarded.

    Raises:
        PosterError: there is none (`no_picture`), or the first one is refused.
    """
    for part in (message, *message.message_snapshots):
        for attachment in part.attachments:
            if _looks_like_picture(attachment):
                return from_attachment(attachment, max_bytes=max_bytes)
        for url in _embedded(part.embeds):
            return Source(_download(client, url), max_bytes)
    raise PosterError(
        "no_picture", "There is no picture on that message; try it on one with a poster."
    )


def _download(client: discord.Client, url: str) -> Callable[[], Awaitable[bytes]]:
    return lambda: client.http.get_from_cdn(url)


def _embedded(embeds: list[discord.Embed]) -> Iterator[str]:
    # Other hosts are left alone: the bot must not fetch whatever address a member writes.
    for embed in embeds:
        for media in (embed.image, embed.thumbnail):
            for url in (media.url, media.proxy_url):
                if url and _on_cdn(url):
                    yield url


def _on_cdn(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname in _CDN_HOSTS


def _may_be_picture(content_type: str | None) -> bool:
    # Some clients send no type, or the one that means "bytes"; the decoder will judge those.
    return content_type is None or content_type.startswith(("image/", "application/octet-stream"))


def _looks_like_picture(attachment: discord.Attachment) -> bool:
    if (attachment.content_type or "").startswith("image/"):
        return True
    suffix = PurePath(attachment.filename).suffix.lower()
    return _may_be_picture(attachment.content_type) and suffix in _PICTURE_SUFFIXES


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise PosterError(
            "too_large",
            f"That picture has {_megabytes(size)}; I can take up to {_megabytes(max_bytes)}.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f} MB" if size >= 2**20 else f"{-(-size // 1024)} kB"
