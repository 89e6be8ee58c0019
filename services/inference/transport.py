"""A service asked over HTTP: retries, limits, and what is wrong told kindly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import aiohttp
from aiohttp import hdrs
from pydantic import SecretStr
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    wait_random_exponential,
)
from yarl import URL

from services.core import foreign_json
from services.core.asking import DEADLINE_HEADER, ID_HEADER, PLACE_HEADER, Asking, asking
from services.core.errors import MarqueeError, PosterError, RequestError, UnavailableError
from services.core.settings import Settings
from services.inference.breaker import Breaker

log = logging.getLogger(__name__)

T = TypeVar("T")

_TRIES = 3
_PAUSE = wait_random_exponential(multiplier=0.2, max=2.0)
_CONNECT_S = 5.0
_MAX_ANSWER = 4 * 2**20
_MAX_MESSAGE = 500
_GATEWAY = (502, 503, 504)
_ERRORS: dict[type[MarqueeError], tuple[str, ...]] = {
    PosterError: (
        "empty",
        "not_an_image",
        "truncated",
        "too_large",
        "too_many_pixels",
        "too_much_work",
        "too_narrow",
        "too_small",
        "unreadable",
    ),
    RequestError: ("bad_request", "not_found"),
    UnavailableError: (
        "unavailable",
        "busy",
        "no_catalogue",
        "bad_index",
        "no_heads",
        "bad_heads",
        "bad_model",
        "no_weights",
        "no_torch",
        "no_tokenizers",
        "unknown_encoder",
    ),
}


class Transport:
    """The connections to the service at `settings.inference_url`.

    Lost connections and 502 to 504 are tried again, `_TRIES` times in all and within
    `settings.timeout_s`, and not before the service's `Retry-After`; an answer of the 4xx kind
    never is. Whatever else goes wrong is an UnavailableError with a kind sentence, its cause only
    in the log. A service that keeps failing is left alone for a while.

    Who asks goes along in headers, and how long the answer can be received still.

    Args:
        settings: Address, secret and timeout.
        breaker: Says when the service is left alone; None: one of its own.
        rest: Waits so many seconds between two tries.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        breaker: Breaker | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._breaker = breaker if breaker is not None else Breaker()
        self._rest = rest
        self._timeout_s = settings.timeout_s
        self._configured = _plain(settings.inference_url)
        self._secret = _plain(settings.secret)
        self._session: aiohttp.ClientSession | None = None
        self._base: URL | None = None
        self.origin = ""

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def answer(
        self,
        method: str,
        path: str,
        read: Callable[[Any], T],
        *,
        query: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> T:
        """Return what `read` makes of the JSON answer; raises the error that the service told."""
        question = _Question(method, path, query, files)
        status, body, retry_after_s = await self._asked(question)
        if status in (401, 403):
            log.warning(
                "%s refused to answer (%d): is MARQUEE_SECRET here what it is there, and does its "
                "MARQUEE_ALLOWED_HOSTS have this address?",
                self.origin,
                status,
            )
            raise _unreachable()
        try:
            data = foreign_json.parse(body)
            if status != 200:
                raise _error_of(data, retry_after_s)
            return read(data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # The body may be a proxy's page, so its text is kept out of the log and the reply.
            log.warning(
                "%s answered %d with something that is no answer of Marquee's: %r",
                self.origin,
                status,
                type(error).__name__,
            )
            raise _unreachable() from error

    def open(self) -> tuple[aiohttp.ClientSession, URL]:
        """Make the session where there is none; raises UnavailableError for a URL that is none."""
        if self._session is None or self._base is None:
            socket = _socket_path(self._configured)
            base = _base_url("http://localhost" if socket else self._configured)
            self.origin = f"unix:{socket}" if socket else str(base.origin())
            if self._secret and base.raw_user is not None:
                # Both would stand in the one header, Authorization.
                raise UnavailableError(
                    "unavailable",
                    "MARQUEE_INFERENCE_URL holds a name or a password, and MARQUEE_SECRET is set "
                    "too; the service can be told only one of them.",
                )
            self._base = base
            self._session = aiohttp.ClientSession(
                connector=aiohttp.UnixConnector(socket) if socket else None,
                # Sent to this one address: redirects are not followed.
                headers={hdrs.AUTHORIZATION: f"Bearer {self._secret}"} if self._secret else None,
                # The whole wait, retries included, is bounded in `ask`.
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
            )
        return self._session, self._base

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
        limit: int = _MAX_ANSWER,
    ) -> tuple[int, bytes]:
        """Return status and body of the last try.

        Args:
            method: GET or POST.
            path: Below the service's address, quoted.
            query: The query's fields.
            files: Multipart fields.
            limit: Most bytes of an answer.

        Raises:
            UnavailableError: there was no answer.
        """
        status, body, _ = await self._asked(_Question(method, path, query, files, limit))
        return status, body

    async def _asked(self, question: _Question) -> _Answer:
        """Return the last try's answer, unless the service is left alone now."""
        session, base = self.open()
        if wait_s := self._breaker.wait_s():
            raise _unreachable(wait_s)
        url = base.joinpath(question.path, encoded=True).with_query(question.query or None)
        try:
            answer = await self._tried(session, url, question)
        except UnavailableError:
            if self._breaker.failed():
                log.warning("%s keeps failing; it is left alone for a moment", self.origin)
            raise
        # Whatever it says, it is there. A gateway's words for a service that is not are no answer.
        if answer.status in _GATEWAY and answer.retry_after_s is None:
            self._breaker.failed()
        elif self._breaker.succeeded():
            log.info("%s answers again", self.origin)
        return answer

    async def _tried(
        self, session: aiohttp.ClientSession, url: URL, question: _Question
    ) -> _Answer:
        clock = asyncio.get_running_loop().time
        due = clock() + self._timeout_s
        last: _WorthRetryingError | None = None

        def pause(state: RetryCallState) -> float:
            told = last.answer.retry_after_s if last is not None and last.answer else None
            return max(_PAUSE(state), told or 0.0)

        def too_late(state: RetryCallState) -> bool:
            # Waiting for longer than there is time would only delay the bad news.
            return clock() + state.upcoming_sleep >= due

        try:
            async with asyncio.timeout_at(due):
                async for attempt in AsyncRetrying(
                    retry=retry_if_exception_type(_WorthRetryingError),
                    stop=lambda state: state.attempt_number >= _TRIES or too_late(state),
                    wait=pause,
                    sleep=self._rest,
                    reraise=True,
                ):
                    tries = attempt.retry_state.attempt_number
                    with attempt:
                        headers = _told_of(asking(), due - clock())
                        try:
                            return await self._once(session, url, headers, question)
                        except _WorthRetryingError as error:
                            last = error
                            log.info("%s: %s (try %d)", self.origin, error, tries)
                            raise
        except _WorthRetryingError as error:
            if error.answer is not None:
                return error.answer
            log.warning("%s could not be asked: %s", self.origin, error)
            raise _unreachable() from error
        except TimeoutError as error:
            log.warning("%s did not answer within %.1f s", self.origin, self._timeout_s)
            if last is not None and last.answer is not None:
                return last.answer
            raise _unreachable() from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.warning("%s could not be asked: %s", self.origin, _told(error))
            raise _unreachable() from error
        raise AssertionError("tenacity either returns or raises")

    async def _once(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        headers: Mapping[str, str],
        question: _Question,
    ) -> _Answer:
        form = None
        if question.files is not None:
            form = aiohttp.FormData()
            for name, body in question.files.items():
                form.add_field(name, body, filename=name, content_type="application/octet-stream")
        try:
            async with session.request(
                question.method, url, data=form, headers=headers, allow_redirects=False
            ) as response:
                body = await _read(response, question.limit)
                wait_s = _retry_after_s(response)
                answer = _Answer(response.status, body, wait_s)
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise _WorthRetryingError(_told(error)) from error
        if response.status in _GATEWAY:
            raise _WorthRetryingError(f"status {response.status}", answer)
        return answer


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    path: str
    query: Mapping[str, str] | None
    files: Mapping[str, bytes] | None
    limit: int = _MAX_ANSWER


class _Answer(NamedTuple):
    status: int
    body: bytes
    retry_after_s: float | None


class _WorthRetryingError(Exception):
    def __init__(self, what: str, answer: _Answer | None = None) -> None:
        super().__init__(what)
        self.answer = answer


def _told(error: Exception) -> str:
    # Never the error's own text, which can hold the URL with the password in it.
    reason = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}{f' ({reason})' if reason else ''}"


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(2**16):
        size += len(chunk)
        if size > limit:
            raise ValueError("the answer is too long")
        chunks.append(chunk)
    return b"".join(chunks)


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret is not None else ""


def _socket_path(configured: str) -> str | None:
    # `unix:/run/marquee.sock`, or with the slashes of a URL.
    path = configured.removeprefix("unix:")
    if path == configured or not path.startswith("/"):
        return None
    return f"/{path.lstrip('/')}"


def _base_url(configured: str) -> URL:
    try:
        url = URL(configured)
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise UnavailableError(
            "unavailable",
            "MARQUEE_INFERENCE_URL is not the address of a service, like http://127.0.0.1:8080 "
            "or unix:/run/marquee.sock.",
        )
    return url.with_query(None).with_fragment(None)


def _told_of(question: Asking, left_s: float) -> dict[str, str]:
    """Return the headers that say who asks, and how long the answer can be received still."""
    told = {DEADLINE_HEADER: str(max(0, int(left_s * 1e3)))}
    if question.id:
        told[ID_HEADER] = question.id
    if question.place:
        told[PLACE_HEADER] = question.place
    return told


def _retry_after_s(response: aiohttp.ClientResponse) -> float | None:
    given = response.headers.get(hdrs.RETRY_AFTER, "")
    # A date, which it may be too, is none of Marquee's.
    return float(given) if given.isascii() and given.isdigit() and len(given) < 5 else None


def _error_of(data: Any, retry_after_s: float | None) -> MarqueeError:
    """Return the error that a body describes; raises ValueError where it describes none."""
    error = data["error"]
    code, message = error["code"], error["message"]
    if not isinstance(message, str) or not 0 < len(message) <= _MAX_MESSAGE:
        raise ValueError("no message for people")
    for kind, codes in _ERRORS.items():
        if code in codes:
            if kind is UnavailableError:
                return UnavailableError(code, message, retry_after_s=retry_after_s)
            return kind(code, message)
    raise ValueError("an unknown code")


def _unreachable(retry_after_s: float | None = None) -> UnavailableError:
    return UnavailableError(
        "unavailable",
        "Marquee's eye is not reachable right now, please try again in a minute.",
        retry_after_s=retry_after_s,
    )
