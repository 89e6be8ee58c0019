"""The connections of the service: how many, how long they may rest, and errors before any route.

aiohttp closes neither who sends half a request's head nor who never reads an answer, and answers
what it cannot read in its own words. Its handler is made anew here, with both mended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import hdrs, web
from aiohttp.web_protocol import RequestHandler

from services.core.errors import MarqueeError, UnavailableError
from services.inference.wire import error_to_json

log = logging.getLogger(__name__)

# Below the files that a process may have open on most systems, 1024.
MOST = 512
# Until the head of the next request is there; aiohttp's client drops what it rests 15 s.
REST_S = 20.0
_HTTP_ERRORS = {
    400: ("bad_request", "That is no request that can be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "That is more than I accept."),
    417: ("expectation_failed", "That expectation cannot be met."),
    500: ("internal", "Something broke on my side, it has been noted. Please try again."),
}


def http_error(status: int) -> MarqueeError:
    """Return the error for a status that aiohttp answers with, in Marquee's words."""
    return MarqueeError(*_HTTP_ERRORS.get(status, ("http_error", "That cannot be answered.")))


def closing() -> UnavailableError:
    """Return the error for what comes while the service ends."""
    return UnavailableError(
        "unavailable", "Marquee is closing for a moment, please try again in a minute."
    )


class Connection(Protocol):
    """What is asked of a connection."""

    def unsent(self) -> int:
        """Return how many bytes of its answers wait for the other side."""
        ...

    def drop(self) -> None:
        """End it at once, whatever waits."""
        ...


class Connections:
    """Which connections there are, and since when they rest.

    One rests from its begin, and from the end of each answer, until the whole head of a request is
    there. Whoever rests too long is dropped; unless an answer is still on its way and moves. When
    there are too many, the one that has rested longest makes room.

    Args:
        clock: The time, and calls at a time; the event loop.
        most: How many there may be.
        rest_s: How long one may rest.
    """

    def __init__(
        self, clock: asyncio.AbstractEventLoop, most: int = MOST, rest_s: float = REST_S
    ) -> None:
        self._clock = clock
        self._most = most
        self._rest_s = rest_s
        self._all: set[Connection] = set()
        # In the order in which they began to rest; with what was unsent then.
        self._resting: dict[Connection, tuple[float, int]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._all)

    def made(self, connection: Connection) -> None:
        """Take up a new connection, or drop it where there are too many and none rests."""
        self._all.add(connection)
        if len(self._all) > self._most:
            oldest = next(iter(self._resting), connection)
            self.lost(oldest)
            oldest.drop()
            if oldest is connection:
                log.warning("more than %d connections: a new one was dropped", self._most)
                return
        self.rests(connection)

    def rests(self, connection: Connection) -> None:
        """Note that a connection waits for its next request."""
        if connection not in self._all:
            return
        self._resting.pop(connection, None)
        self._resting[connection] = (self._clock.time() + self._rest_s, connection.unsent())
        if self._timer is None:
            self._timer = self._clock.call_at(self._clock.time() + self._rest_s, self._sweep)

    def works(self, connection: Connection) -> None:
        """Note that a request is there."""
        self._resting.pop(connection, None)

    def lost(self, connection: Connection) -> None:
        """Forget a connection."""
        self._all.discard(connection)
        self._resting.pop(connection, None)

    def close(self) -> None:
        """Watch no longer."""
        self._resting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _sweep(self) -> None:
        self._timer = None
        now = self._clock.time()
        for connection, (due, unsent) in list(self._resting.items()):
            if due > now:
                self._timer = self._clock.call_at(due, self._sweep)
                return
            if 0 < connection.unsent() < unsent:
                self.rests(connection)  # somebody reads a large picture over a thin line
            else:
                self.lost(connection)
                connection.drop()


class Runner(web.AppRunner):
    """`web.AppRunner` with watched connections; takes its arguments."""

    __slots__ = ("_watched",)

    def __init__(self, app: web.Application, **rest: Any) -> None:
        super().__init__(app, **rest)
        self._watched: _Server | None = None

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        self._watched = _Server(made)
        return self._watched

    async def _cleanup_server(self) -> None:
        if self._watched is not None:
            self._watched.watched.close()
        await super()._cleanup_server()


class _Server(web.Server):
    def __init__(self, made: web.Server) -> None:
        super().__init__(
            self._handled,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,
            **made._kwargs,
        )
        self._answer: Callable[[Any], Awaitable[web.StreamResponse]] = made.request_handler
        self.watched = Connections(self._loop)

    def __call__(self) -> RequestHandler:
        return _Handler(self, loop=self._loop, **self._kwargs)

    async def _handled(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        if isinstance(connection, _Handler):
            self.watched.works(connection)
        # Before aiohttp looks: it quotes what was expected, and fails where that is no text.
        if request.headers.get(hdrs.EXPECT, "100-continue").lower() != "100-continue":
            raise web.HTTPExpectationFailed
        return await self._answer(request)


class _Handler(RequestHandler):
    __slots__ = ("_watched",)

    def __init__(self, manager: _Server, **rest: Any) -> None:
        super().__init__(manager, **rest)
        self._watched = manager.watched

    def unsent(self) -> int:
        return self.transport.get_write_buffer_size() if self.transport is not None else 0

    def drop(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def close(self) -> None:
        """End the connection behind the answer that is on its way; the service is closing."""
        super().close()
        request = self._current_request
        if request is not None and not request.content.is_eof():
            # Nothing more of its body is taken: whoever reads it would wait for nothing.
            request.content.set_exception(closing())
            self._lingering_time = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._watched.made(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._watched.lost(self)
        super().connection_lost(exc)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        if isinstance(resp, web.HTTPException):
            # Raised before any route: what aiohttp says quotes the request.
            resp = _answered(resp.status)
        content = request.content
        if not content.is_eof() and (
            content.exception() is not None or hdrs.CONTENT_ENCODING in request.headers
        ):
            # The rest of a body is read and dropped, so that its sender gets to the answer. Not
            # of one that cannot be read, nor of one that is packed and may unpack for ever.
            self._lingering_time = 0
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._watched.rests(self)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if isinstance(exc, ConnectionError):
            log.debug("%s left before the answer", request.remote)
        elif status == 500:
            log.error("a request broke", exc_info=exc)
        else:
            # Not its text: it quotes the request.
            log.info("%s sent what is no request: %s", request.remote, type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("An answer is on its way already.")
        return _answered(status)


def _answered(status: int) -> web.StreamResponse:
    response = _Bare(
        body=web.json_response(error_to_json(http_error(status))).body,
        status=status,
        content_type="application/json",
        charset="utf-8",
    )
    response.force_close()
    return response


class _Bare(web.Response):
    """An answer that does not say what serves it; others lose the header by a signal of the app."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.pop(hdrs.SERVER, None)
