"""A request's body -> the poster's bytes, never more of them held than the limit allows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from aiohttp import BodyPartReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from services.errors import PosterError, RequestError

log = logging.getLogger(__name__)

FIELD = "poster"
_CHUNK = 2**16
# Room for boundaries, headers and a few small fields beside the poster.
_OVERHEAD = 2**16
_BROKEN = (
    ValueError,
    RuntimeError,
    AssertionError,
    HttpProcessingError,
    web.RequestPayloadError,
)


async def read_poster(request: web.Request, *, max_bytes: int, timeout_s: float) -> bytes:
    """Return the poster that a request carries.

    Either the multipart field `poster`, or the body itself under an `image/*` content type (or
    `application/octet-stream`). A body that declares itself too long is refused unread, one that
    turns out too long as soon as it does.

    Args:
        request: The request, its body unread.
        max_bytes: Largest poster accepted.
        timeout_s: Longest time the upload may take.

    Raises:
        PosterError: code `too_large`.
        RequestError: no poster in it, a broken body, or an upload that took too long.
    """
    multipart = request.content_type == "multipart/form-data"
    if request.content_length is not None and request.content_length > max_bytes + _OVERHEAD:
        raise _too_large(max_bytes)
    try:
        async with asyncio.timeout(timeout_s):
            if multipart:
                return await _from_form(request, max_bytes)
            if _is_raw(request):
                return await _whole(request.content.iter_chunked(_CHUNK), max_bytes)
    except TimeoutError as error:
        raise RequestError("bad_request", "The upload took too long, please try again.") from error
    except _BROKEN as error:
        log.info("an upload could not be read: %r", error)
        raise RequestError(
            "bad_request", "The upload is broken or was cut off, please send it again."
        ) from error
    raise _no_poster()


def _is_raw(request: web.Request) -> bool:
    # aiohttp reports a missing header as octet-stream; only a stated one says what the body is.
    return hdrs.CONTENT_TYPE in request.headers and (
        request.content_type.startswith("image/")
        or request.content_type == "application/octet-stream"
    )


async def _from_form(request: web.Request, max_bytes: int) -> bytes:
    beside = _OVERHEAD
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise RequestError("bad_request", "A multipart body inside another cannot be read.")
        if part.name == FIELD:
            return await _whole(_chunks(part), max_bytes)
        async for chunk in _chunks(part):
            beside -= len(chunk)
            if beside < 0:
                raise RequestError(
                    "bad_request", f"Please send the field '{FIELD}' first, and little beside it."
                )
    raise _no_poster()


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK):
        yield chunk


async def _whole(chunks: AsyncIterator[bytes], max_bytes: int) -> bytes:
    kept: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(max_bytes)
        kept.append(chunk)
    return b"".join(kept)


def _too_large(max_bytes: int) -> PosterError:
    # How long it would have been is not known: the rest is left unread.
    return PosterError(
        "too_large",
        f"That file has more than the {max_bytes / 2**20:.0f} MB I accept. "
        "Please send a smaller copy.",
    )


def _no_poster() -> RequestError:
    return RequestError(
        "bad_request",
        f"Please send the poster as the multipart field '{FIELD}', or as the body itself with "
        "its image/* content type.",
    )
