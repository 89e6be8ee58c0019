"""Pictures from Discord's own servers, read piece by piece and only up to a limit."""

from __future__ import annotations

import aiohttp
import discord
from discord.http import HTTPClient

_PIECE = 65_536
_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=20)


class TooManyBytesError(Exception):
    """There is more to read than is wanted.

    Attributes:
        size: Bytes that the server declares; else those that were read until then.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes or more")
        self.size = size


class BoundedCdn:
    """Stands in for `HTTPClient.get_from_cdn`, which holds all that a server sends.

    A redirect is not followed: it could lead off Discord's hosts, into the bot's own network.

    Args:
        http: discord.py's, for its proxy.
        max_bytes: Largest picture accepted, in bytes.
    """

    def __init__(self, http: HTTPClient, max_bytes: int) -> None:
        self._http = http
        self._max_bytes = max_bytes
        self._session: aiohttp.ClientSession | None = None

    async def read(self, url: str) -> bytes:
        """Return what lies at the address.

        Raises:
            TooManyBytesError: it is larger; no more than a piece beyond the limit was read.
            discord.NotFound, discord.Forbidden: it is gone.
            discord.HTTPException: another status, such as a redirect.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        async with self._session.get(
            url,
            allow_redirects=False,
            proxy=self._http.proxy,
            proxy_auth=self._http.proxy_auth,
        ) as response:
            if response.status == 404:
                raise discord.NotFound(response, "there is no such picture")
            if response.status == 403:
                raise discord.Forbidden(response, "that picture is not handed out")
            if response.status != 200:
                raise discord.HTTPException(response, "that picture was not handed out")
            declared = response.content_length or 0
            if declared > self._max_bytes:
                raise TooManyBytesError(declared)
            body = bytearray()
            # Counted as well: a server may declare nothing, or unpack to more than it declares.
            async for piece in response.content.iter_chunked(_PIECE):
                body += piece
                if len(body) > self._max_bytes:
                    raise TooManyBytesError(len(body))
        return bytes(body)

    async def close(self) -> None:
        """Let go of the connections. Safe to call twice."""
        if self._session is not None:
            await self._session.close()
            self._session = None
