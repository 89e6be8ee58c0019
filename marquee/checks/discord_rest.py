"""Discord, asked with the bot's token, without connecting the bot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
from discord import __version__
from discord.http import Route

from services.core import foreign_json

_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=10)
_MOST_SERVERS = 200


class DiscordError(Exception):
    """Discord gave no answer of use.

    Attributes:
        status: The HTTP status; None where there was no answer at all.
        reason: Why, in words; never with the token.
    """

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class DiscordRest:
    """Asks Discord; an async context manager.

    Attributes:
        clock_off_s: Seconds that this machine's clock is before Discord's; None until it answered.
    """

    def __init__(self, token: str) -> None:
        self.clock_off_s: float | None = None
        self._headers = {
            "Authorization": f"Bot {token}",
            # In the form that Discord asks for, with the library's address: Marquee has none.
            "User-Agent": f"DiscordBot (https://github.com/Rapptz/discord.py, {__version__})",
        }

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def me(self) -> Mapping[str, Any]:
        """Return the bot's user; a 401 is a wrong token."""
        return await self._object("/users/@me")

    async def application(self) -> Mapping[str, Any]:
        """Return the bot's application."""
        return await self._object("/applications/@me")

    async def logins_left(self) -> int:
        """Return how often the bot may still connect today."""
        limit = (await self._object("/gateway/bot")).get("session_start_limit")
        left = limit.get("remaining") if isinstance(limit, dict) else None
        return left if isinstance(left, int) else 1

    async def servers(self) -> list[Mapping[str, Any]]:
        """Return the servers that the bot is in, each with its permissions there."""
        found: list[Mapping[str, Any]] = []
        while True:
            after = found[-1]["id"] if found else "0"
            page = await self._list(f"/users/@me/guilds?limit={_MOST_SERVERS}&after={after}")
            found += page
            if len(page) < _MOST_SERVERS:
                return found

    async def commands(self, application: int) -> list[Mapping[str, Any]]:
        """Return the commands that Discord knows of the application."""
        return await self._list(f"/applications/{application}/commands")

    async def _object(self, path: str) -> Mapping[str, Any]:
        answer = await self._get(path)
        if not isinstance(answer, dict):
            raise DiscordError("its answer is not what Discord sends")
        return answer

    async def _list(self, path: str) -> list[Mapping[str, Any]]:
        answer = await self._get(path)
        if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
            raise DiscordError("its answer is not what Discord sends")
        return answer

    async def _get(self, path: str) -> Any:
        try:
            # An address of Discord's own leads nowhere else, and the token goes along.
            async with self._session.get(
                Route.BASE + path, headers=self._headers, allow_redirects=False
            ) as response:
                self._note_time(response.headers.get("Date"))
                body = await response.read()
                if response.status != 200:
                    raise DiscordError(f"HTTP {response.status}", response.status)
                return foreign_json.parse(body.decode())
        except (aiohttp.ClientError, OSError) as error:
            raise DiscordError(type(error).__name__) from None
        except ValueError:
            raise DiscordError("its answer is not what Discord sends") from None

    def _note_time(self, told: str | None) -> None:
        try:
            theirs = parsedate_to_datetime(told or "")
        except ValueError:
            return
        self.clock_off_s = (datetime.now(UTC) - theirs).total_seconds()
