"""The inference service: the pipeline behind HTTP.

    POST /v1/identify             multipart field `poster` or a raw image; query `k`, `encoder`
    POST /v1/identifications/{id}/title  read the title of a picture that was answered before
    POST /v1/compare              multipart fields `first` and `second`; query `encoder`
    GET  /healthz                 the process is alive
    GET  /readyz                  a poster that came now would be answered
    GET  /metrics                 Prometheus
    GET  /openapi.json            all routes, described in `openapi.py`

The films of the catalogue are in `routes.py`, the page in `explorer/`.

Every error is `{"error": {"code": ..., "message": ...}}`. A poster that cannot be looked at is 413
where it is too large, 415 where it is no image, else 422; a wrong question 400; who may not ask 401
or 403, by `guard.py`; what is no HTTP 400, by `connections.py`; a part that is missing, busy or
closing 503 with `Retry-After`; a slip of ours 500, its traceback in the log only.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from math import ceil

from aiohttp import hdrs, web
from aiohttp.abc import AbstractAccessLogger
from prometheus_client import CONTENT_TYPE_LATEST

from services.core.asking import (
    DEADLINE_HEADER,
    ID_HEADER,
    PLACE_HEADER,
    Asking,
    asked,
    asking,
    new_id,
    seconds,
    word,
)
from services.core.errors import MarqueeError, PosterError, RequestError, UnavailableError
from services.core.json_log import fields
from services.core.settings import Settings
from services.inference.connections import http_error
from services.inference.embedded import EmbeddedClient
from services.inference.explorer.routes import add_explorer
from services.inference.guard import GUARD, Guard, guarded
from services.inference.metrics import Metrics, Sources
from services.inference.openapi import describe
from services.inference.request_context import (
    ASKING,
    CLIENT,
    DEFAULT_K,
    SETTINGS,
    opened,
    whole_number,
)
from services.inference.routes import add_films
from services.inference.upload import read_pair, read_poster
from services.inference.upload_limits import UploadMemory
from services.inference.wire import (
    comparison_to_json,
    error_to_json,
    identification_to_json,
    outdated_to_json,
    rounded_ms,
)

log = logging.getLogger(__name__)
access = logging.getLogger("services.inference.access")

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Uploads of the largest size that may be held at once; smaller ones share the same memory.
_FULL_UPLOADS = 8
_STATUS = {
    "too_large": 413,
    "not_an_image": 415,
    "unknown_encoder": 400,
    "no_catalogue": 404,
    "not_found": 404,
    "unauthorized": 401,
    "foreign_page": 403,
    "wrong_host": 403,
}
# Whoever is told a minute will hardly come back in it.
_MOST_RETRY_S = 60

_METRICS = web.AppKey("metrics", Metrics)
_UPLOAD_MEMORY = web.AppKey("upload_memory", UploadMemory)


def create_app(settings: Settings, client: EmbeddedClient) -> web.Application:
    """Return the service. The caller starts the client, before or after; the app closes it.

    Args:
        settings: Limits on uploads and on their time.
        client: The pipeline; until it is open, `/readyz` and `/v1/` answer 503. An encoder
            without an index is answered 404, with the command that would build it.
    """
    app = web.Application(middlewares=[_answer, guarded])
    app[GUARD] = Guard(settings)
    app[SETTINGS] = settings
    app[CLIENT] = client
    app[_METRICS] = Metrics(
        Sources(
            waiting=lambda: client.waiting,
            pace_s=lambda: client.pace_s,
            ready=lambda: client.problem is None,
            tallies=client.tallies,
            kills=client.kills,
        )
    )
    app[_UPLOAD_MEMORY] = UploadMemory(_FULL_UPLOADS * settings.max_bytes)
    app.router.add_post("/v1/identify", _identify)
    app.router.add_post("/v1/identifications/{id}/title", _read_title)
    app.router.add_post("/v1/compare", _compare)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", _readyz)
    app.router.add_get("/metrics", _metrics)
    app.router.add_get("/openapi.json", _openapi)
    add_films(app)
    add_explorer(app)
    app.on_response_prepare.append(_without_server)
    app.on_shutdown.append(_hasten)
    app.on_cleanup.append(_close_client)
    return app


class AccessLogger(AbstractAccessLogger):
    """One line a request: no query, no headers, so nothing that somebody took for private."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Log a request; probes and metrics only in DEBUG."""
        path = request.rel_url.raw_path
        level = logging.INFO if path.startswith("/v1/") else logging.DEBUG
        if not access.isEnabledFor(level):
            return
        # What aiohttp refused before any route has none.
        question = request.get(ASKING, Asking())
        access.log(
            level,
            "%s %s %s %d %d B %.1f ms%s",
            request.remote,
            request.method,
            path,
            response.status,
            response.body_length,
            time * 1e3,
            f" {question.id}" if question.id else "",
            extra=fields(
                remote=request.remote,
                method=request.method,
                path=path,
                status=response.status,
                bytes=response.body_length,
                ms=round(time * 1e3, 1),
                request=question.id,
                place=question.place,
                **question.notes,
            ),
        )


async def _identify(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    encoder = request.query.get("encoder")
    k = whole_number(request.query.get("k"), "k", DEFAULT_K, settings.max_k)
    # A wrong question is refused before its picture is read, and one that there is no room for.
    client.check(k, encoder)
    opened(client)
    await client.check_room()
    with request.app[_UPLOAD_MEMORY].hold() as held:
        poster = await read_poster(
            request, held, max_bytes=settings.max_bytes, timeout_s=settings.timeout_s
        )
        answer = await client.identify(poster, k=k, encoder=encoder)
    request.app[_METRICS].stages(answer.timings_ms)
    asking().notes["stages_ms"] = rounded_ms(answer.timings_ms)
    return web.json_response(identification_to_json(answer))


async def _read_title(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    answer = await client.read_title(request.match_info["id"])
    if answer is not None and (took_ms := answer.timings_ms.get("title")) is not None:
        # The others were counted when it was answered first.
        request.app[_METRICS].stages({"title": took_ms})
    return web.json_response(None if answer is None else identification_to_json(answer))


async def _compare(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    encoder = request.query.get("encoder")
    client.check(1, encoder)
    opened(client)
    await client.check_room(pair=True)
    with request.app[_UPLOAD_MEMORY].hold() as held:
        first, second = await read_pair(
            request, held, max_bytes=settings.max_bytes, timeout_s=settings.timeout_s
        )
        comparison = await client.compare(first, second, encoder=encoder)
    return web.json_response(comparison_to_json(comparison))


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


async def _readyz(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    pipeline = opened(client)
    await client.look_again()
    if (problem := client.problem) is not None:
        raise UnavailableError("unavailable", problem)
    body = {"status": "ready", "encoder": pipeline.encoder_name, "films": pipeline.size}
    return web.json_response({**body, "outdated": outdated_to_json(pipeline.outdated)})


async def _metrics(request: web.Request) -> web.Response:
    metrics, pipeline = request.app[_METRICS], request.app[CLIENT].pipeline
    if pipeline is not None:
        metrics.catalogue(pipeline.encoder_name, pipeline.size)
    return web.Response(body=metrics.page(), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE_LATEST})


async def _openapi(request: web.Request) -> web.Response:
    return web.json_response(describe(request.app[SETTINGS]))


def _error(error: MarqueeError, status: int | None = None) -> web.Response:
    if status is None:
        default = {PosterError: 422, RequestError: 400, UnavailableError: 503}
        status = _STATUS.get(error.code, default.get(type(error), 500))
    response = web.json_response(error_to_json(error), status=status)
    if status == 503:
        wait_s = error.retry_after_s if isinstance(error, UnavailableError) else None
        response.headers[hdrs.RETRY_AFTER] = str(min(_MOST_RETRY_S, max(1, ceil(wait_s or 0))))
    if status == 401:
        response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
    if status == 413:
        # The rest of the body stays unread, so the connection cannot carry another request.
        response.force_close()
    return response


async def _without_server(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.pop(hdrs.SERVER, None)


async def _hasten(app: web.Application) -> None:
    # Before the running requests are waited for: no picture may hold up the end.
    app[CLIENT].hasten()


async def _close_client(app: web.Application) -> None:
    await app[CLIENT].close()


def _asking_of(request: web.Request) -> Asking:
    """Return what a request says of itself; what cannot be read counts as not said."""
    headers = request.headers
    patience_s = seconds(headers.get(DEADLINE_HEADER))
    return Asking(
        word(headers.get(ID_HEADER)) or new_id(),
        # Callers that tell no place take turns by their addresses.
        word(headers.get(PLACE_HEADER)) or f"at {request.remote}",
        None if patience_s is None else time.monotonic() + patience_s,
    )


@web.middleware
async def _answer(request: web.Request, handler: _Handler) -> web.StreamResponse:
    question = request[ASKING] = _asking_of(request)
    # A connection's task answers one request after another.
    with asked(question):
        response = await _answered(request, handler)
    response.headers[ID_HEADER] = question.id
    return response


async def _answered(request: web.Request, handler: _Handler) -> web.StreamResponse:
    began = time.perf_counter()
    outcome = "gone"  # what stays where the caller left before the answer
    try:
        response = await handler(request)
        outcome = "ok"
    except MarqueeError as error:
        response = _error(error)
        outcome = error.code
    except web.HTTPException as error:
        told = http_error(error.status)
        response = _error(told, error.status)
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        outcome = told.code
    except (ConnectionError, asyncio.CancelledError):
        raise
    except Exception:
        log.exception("%s %s failed", request.method, request.rel_url.raw_path)
        outcome = "internal"
        response = _error(
            MarqueeError(
                outcome, "Something broke on my side, it has been noted. Please try again."
            ),
            500,
        )
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "unknown"
        request.app[_METRICS].answered(route, outcome, time.perf_counter() - began)
        asking().notes["outcome"] = outcome
    return response
