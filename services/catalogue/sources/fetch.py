"""Polite HTTP: few questions at a time, Retry-After obeyed, retried with back-off, size bounded.

What is logged or raised here names a server and a path at most: queries and headers hold keys.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self, TypeVar

import aiohttp
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_exponential,
    wait_random,
)
from yarl import URL

from services.catalogue.sources.private import PRIVATE, public_socket

_CHUNK = 65_536
_DEAD_AFTER = 20
_TIMEOUT = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=20)
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on asking.

    Attributes:
        attempts: Times that a question is asked while the server fails; thrice as often while it
            says when to come back.
        first_s: Seconds before the second time; they double from there.
        longest_s: Longest such pause.
        longest_wait_s: Longest Retry-After that is obeyed; a longer one is a refusal.
    """

    attempts: int = 6
    first_s: float = 0.5
    longest_s: float = 20.0
    longest_wait_s: float = 300.0


class FetchError(Exception):
    """An address gave nothing of use.

    Attributes:
        reason: Why, in words that group; never with the address.
        status: The HTTP status, where there was one.
        tries: How often such a question may be asked; 1 is once and for all.
        told_when: Whether the server said when to come back.
        unreachable: Whether there was no connection at all.
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        tries: int = 1,
        told_when: bool = False,
        unreachable: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.tries = tries
        self.told_when = told_when
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: status 200 with its body, or 304 without; the server's ETag for it."""

    status: int
    body: bytes
    etag: str | None


class Fetcher:
    """Asks servers, `concurrency` questions at a time. An async context manager.

    Args:
        concurrency: Questions under way at a time.
        rate: Questions a second, at most; None for no limit.
        patience: How long to go on asking.
        redirects: Whether to follow them; not where a key goes along.
        allow_private: Whether to ask servers in this machine's own network; not where a stranger
            wrote the addresses.
    """

    def __init__(
        self,
        *,
        concurrency: int = 16,
        rate: float | None = None,
        patience: Patience | None = None,
        redirects: bool = True,
        allow_private: bool = True,
    ) -> None:
        self.patience = patience or Patience()
        self._slots = asyncio.Semaphore(concurrency)
        self._interval = 1 / rate if rate else 0.0
        self._next_turn = 0.0
        self._redirects = redirects
        self._socket_factory = None if allow_private else public_socket
        self._closed_until: dict[str, float] = {}
        self._unreached = Counter[str]()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, socket_factory=self._socket_factory),
            timeout=_TIMEOUT,
            raise_for_status=False,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self,
        url: str,
        accept: Callable[[Fetched], Awaitable[T]],
        *,
        max_bytes: int,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Ask until `accept` takes an answer, or patience ends.

        Args:
            url: The address, without a key in it.
            accept: Makes something of the answer, or raises FetchError.
            max_bytes: Largest body accepted.
            params: The query.
            headers: More headers.

        Raises:
            FetchError: what the last time failed of.
        """
        try:
            address = URL(url)
        except ValueError:
            raise FetchError("bad address") from None
        if address.scheme not in {"http", "https"} or not address.host:
            raise FetchError("bad address")
        host = address.host
        if self._unreached[host] >= _DEAD_AFTER:
            raise FetchError("its server cannot be reached", unreachable=True)

        async def once() -> T:
            async with self._slots:
                await self._turn(host)
                # Taken before the next question, so that few bodies are in memory.
                return await accept(await self._ask(address, params, headers, max_bytes))

        patience = self.patience
        back_off = wait_exponential(patience.first_s, patience.longest_s) + wait_random(
            0, patience.first_s
        )
        retrying = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, FetchError)),
            stop=lambda state: state.attempt_number >= _failed(state).tries,
            # Where the server said when, `_turn` waits for all questions together.
            wait=lambda state: 0.0 if _failed(state).told_when else back_off(state),
            before_sleep=lambda state: _log.debug(
                "%s%s: %s; asked %d times", host, address.path, _failed(state), state.attempt_number
            ),
            reraise=True,
        )
        try:
            result = await retrying(once)
        except FetchError as error:
            if error.unreachable:
                self._unreached[host] += 1
            else:
                self._unreached.pop(host, None)
            _log.info("gave up %s%s: %s", host, address.path, error.reason)
            raise
        self._unreached.pop(host, None)
        return result

    async def _turn(self, host: str) -> None:
        clock = asyncio.get_running_loop().time
        # Again after each wait: meanwhile another question may have been told to wait longer.
        while (wait := self._closed_until.get(host, 0.0) - clock()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait)
        if self._interval:
            turn = max(self._next_turn, clock())
            self._next_turn = turn + self._interval
            await asyncio.sleep(turn - clock())

    async def _ask(
        self,
        address: URL,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        max_bytes: int,
    ) -> Fetched:
        if self._session is None:
            raise RuntimeError("a Fetcher is used with `async with`")
        try:
            async with self._session.get(
                address, params=params, headers=headers, allow_redirects=self._redirects
            ) as response:
                if response.status not in {200, 304}:
                    raise self._refused(response, address.host or "")
                body = bytearray()
                async for chunk in response.content.iter_chunked(_CHUNK):
                    body += chunk
                    if len(body) > max_bytes:
                        raise FetchError("file too large")
                return Fetched(response.status, bytes(body), response.headers.get("ETag"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # Not chained: what aiohttp says of an error can hold the query, and so a key.
            raise self._broken(error) from None

    def _refused(self, response: aiohttp.ClientResponse, host: str) -> FetchError:
        status = response.status
        reason = f"HTTP {status}"
        wait = retry_after(response.headers.get("Retry-After"))
        if status not in _PASSING:
            return FetchError(reason, status=status)
        if wait is None or status not in {429, 503}:
            return FetchError(reason, status=status, tries=self.patience.attempts)
        if wait > self.patience.longest_wait_s:
            return FetchError(f"{reason}, to be asked again in {wait:.0f} s", status=status)
        until = asyncio.get_running_loop().time() + wait
        self._closed_until[host] = max(self._closed_until.get(host, 0.0), until)
        return FetchError(reason, status=status, tries=3 * self.patience.attempts, told_when=True)

    def _broken(self, error: Exception) -> FetchError:
        tries = self.patience.attempts
        match error:
            case TimeoutError():
                broken = FetchError("timed out", tries=tries)
            case aiohttp.ClientConnectorDNSError():
                broken = FetchError("no such server", tries=2, unreachable=True)
            case aiohttp.ClientSSLError():
                broken = FetchError("no secure connection", unreachable=True)
            # Several addresses of one name are told as one error, by their texts.
            case aiohttp.ClientConnectorError() if PRIVATE in str(error.os_error):
                broken = FetchError(f"{PRIVATE}; --allow-private takes it")
            case aiohttp.ClientConnectorError():
                broken = FetchError("no connection", tries=tries, unreachable=True)
            case aiohttp.TooManyRedirects():
                broken = FetchError("too many redirects")
            case aiohttp.InvalidURL() | ValueError():
                broken = FetchError("bad address")
            case _:
                broken = FetchError("connection lost", tries=tries)
        return broken


def retry_after(text: str | None) -> float | None:
    """Return the seconds that a Retry-After header, a number or a date, asks for; None if neither.

    A date that is over asks for none.
    """
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())


def _failed(state: RetryCallState) -> FetchError:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, FetchError) else FetchError("unknown")
