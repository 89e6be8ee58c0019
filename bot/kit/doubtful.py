"""First responses that Discord may have taken though their sender was told that they failed."""

from __future__ import annotations

import re
from collections import OrderedDict
from types import SimpleNamespace

import aiohttp

_CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback$")
_REMEMBERED = 1000


class Doubtful:
    """Notes the interactions whose first response ended in an error of Discord's or the network's.

    discord.py tries again by itself, and is then told that somebody has responded already. Whether
    that was this bot, only who saw the error knows: another process of the bot may be answering.
    """

    def __init__(self) -> None:
        self._ids: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, interaction_id: int) -> bool:
        return interaction_id in self._ids

    def trace(self) -> aiohttp.TraceConfig:
        """Return what discord.py's HTTP client is to be made with."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._ended)
        config.on_request_exception.append(self._broke)
        return config

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        if request.response.status >= 500:
            self._note(request.url.path)

    async def _broke(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self._note(request.url.path)

    def _note(self, path: str) -> None:
        if found := _CALLBACK.search(path):
            self._ids[int(found[1])] = None
            while len(self._ids) > _REMEMBERED:
                self._ids.popitem(last=False)
