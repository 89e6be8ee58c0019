"""The pipeline in another process: `InferenceClient` over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)
from yarl import URL

from services.errors import MarqueeError, PosterError, RequestError, UnavailableError
from services.inference.wire import identification_from_json
from services.settings import Settings
from services.types import Film, Identification

log = logging.getLogger(__name__)

_TRIES = 3
_CONNECT_S = 5.0
_MAX_ANSWER = 4 * 2**20
_MAX_MESSAGE = 500
_ERRORS: dict[type[MarqueeError], tuple[str, ...]] = {
    PosterError: (
        "empty",
        "not_an_image",
        "truncated",
        "too_large",
        "too_many_pixels",
        "too_small",
        "unreadable",
    ),
    RequestError: ("bad_request",),
    UnavailableError: (
        "unavailable",
        "busy",
        "no_catalogue",
        "bad_index",
        "no_heads",
        "bad_heads",
        "no_weights",
        "no_torch",
        "unknown_encoder",
    ),
}


class HttpClient:
    """`InferenceClient` that asks the service at `settings.inference_url`.

    Lost connections and 502 to 504 are tried again, `_TRIES` times in all and within
    `settings.timeout_s`; an answer of the 4xx kind never is. Whatever else goes wrong is an
    UnavailableError with a kind sentence, its cause only in the log.
    """

    def __init__(self, settings: Settings) -> None:
        self._timeout_s = settings.timeout_s
        self._max_picture = settings.max_bytes
        self._configured = settings.inference_url or ""
        self._session: aiohttp.ClientSession | None = None
        self._base: URL | None = None
        self._shown = ""

    async def start(self) -> None:
        """Make the session; raises UnavailableError where the service's URL is none."""
        self._ready()

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster; see `InferenceClient.identify`."""
        query = {"k": str(k)} | ({"encoder": encoder} if encoder is not None else {})
        status, body = await self._ask("POST", "v1/identify", query=query, poster=poster)
        try:
            data = json.loads(body)
            if status != 200:
                raise _error_of(data)
            return identification_from_json(data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # The body may be a proxy's page, so its text is kept out of the log and the reply.
            log.warning(
                "%s answered %d with something that is no answer of Marquee's: %r",
                self._shown,
                status,
                type(error).__name__,
            )
            raise _unreachable() from error

    async def poster(self, film: Film) -> bytes | None:
        """Return the film's picture from the service, or None; never raises for want of one."""
        try:
            # Quoted whole: a title used as key may hold slashes and question marks.
            status, body = await self._ask("GET", f"v1/films/{quote(film.key, safe='')}/poster")
        except UnavailableError:
            return None  # logged where it happened; an answer without its picture is still one
        if status == 200:
            return body
        if status != 404:
            log.warning("%s answered %d for the picture of %s", self._shown, status, film.key)
        return None

    def _ready(self) -> tuple[aiohttp.ClientSession, URL]:
        if self._session is None or self._base is None:
            self._base = _base_url(self._configured)
            self._shown = str(self._base.origin())
            self._session = aiohttp.ClientSession(
                # The whole wait, retries included, is bounded in `_ask`.
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S)
            )
        return self._session, self._base

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        poster: bytes | None = None,
    ) -> tuple[int, bytes]:
        """Return status and body of the last try. Raises UnavailableError where there is none."""
        session, base = self._ready()
        url = base.joinpath(path, encoded=True).with_query(query or None)
        last: _WorthRetryingError | None = None
        try:
            async with asyncio.timeout(self._timeout_s):
                async for attempt in AsyncRetrying(
                    retry=retry_if_exception_type(_WorthRetryingError),
                    stop=stop_after_attempt(_TRIES),
                    wait=wait_random_exponential(multiplier=0.2, max=2.0),
                    reraise=True,
                ):
                    tries = attempt.retry_state.attempt_number
                    with attempt:
                        try:
                            return await self._once(session, method, url, poster)
                        except _WorthRetryingError as error:
                            last = error
                            log.info("%s: %s (try %d)", self._shown, error, tries)
                            raise
        except _WorthRetryingError as error:
            if error.answer is not None:
                return error.answer
            log.warning("%s could not be asked: %s", self._shown, error)
            raise _unreachable() from error
        except TimeoutError as error:
            log.warning("%s did not answer within %.1f s", self._shown, self._timeout_s)
            if last is not None and last.answer is not None:
                return last.answer
            raise _unreachable() from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.warning("%s could not be asked: %s", self._shown, _told(error))
            raise _unreachable() from error
        raise AssertionError("tenacity either returns or raises")

    async def _once(
        self, session: aiohttp.ClientSession, method: str, url: URL, poster: bytes | None
    ) -> tuple[int, bytes]:
        form = None
        if poster is not None:
            form = aiohttp.FormData()
            form.add_field(
                "poster", poster, filename="poster", content_type="application/octet-stream"
            )
        limit = _MAX_ANSWER if method == "POST" else self._max_picture
        try:
            async with session.request(method, url, data=form, allow_redirects=False) as response:
                body = await _read(response, limit)
                answer = (response.status, body)
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise _WorthRetryingError(_told(error)) from error
        if 502 <= response.status <= 504:
            raise _WorthRetryingError(f"status {response.status}", answer)
        return answer


class _WorthRetryingError(Exception):
    def __init__(self, what: str, answer: tuple[int, bytes] | None = None) -> None:
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


def _base_url(configured: str) -> URL:
    try:
        url = URL(configured)
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise UnavailableError(
            "unavailable",
            "MARQUEE_INFERENCE_URL is not the address of a service, like http://127.0.0.1:8080.",
        )
    return url.with_query(None).with_fragment(None)


def _error_of(data: Any) -> MarqueeError:
    """Return the error that a body describes; raises ValueError where it describes none."""
    error = data["error"]
    code, message = error["code"], error["message"]
    if not isinstance(message, str) or not 0 < len(message) <= _MAX_MESSAGE:
        raise ValueError("no message for people")
    for kind, codes in _ERRORS.items():
        if code in codes:
            return kind(code, message)
    raise ValueError("an unknown code")


def _unreachable() -> UnavailableError:
    return UnavailableError(
        "unavailable",
        "Marquee's eye is not reachable right now, please try again in a minute.",
    )
