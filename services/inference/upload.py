"""A request's body -> the poster's bytes, never more of them held than the limit allows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import BodyPartReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from services.core.errors import PosterError, RequestError

log = logging.getLogger(__name__)

FIELD = "poster"
PAIR = ("first", "second")
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
    if request.content_length is not None and request.content_length > max_bytes + _OVERHEAD:
        raise _too_large(max_bytes)
    async with _reading(timeout_s):
        if request.content_type == "multipart/form-data":
            (poster,) = await _from_form(request, (FIELD,), max_bytes)
            return poster
        if _is_raw(request):
            return await _whole(request.content.iter_chunked(_CHUNK), max_bytes)
    raise _no_poster()


async def read_pair(
    request: web.Request, *, max_bytes: int, timeout_s: float
) -> tuple[bytes, bytes]:
    """Return the two posters in the multipart fields `first` and `second`; see `read_poster`."""
    most = 2 * (max_bytes + _OVERHEAD)
    if request.content_length is not None and request.content_length > most:
        raise _too_large(max_bytes)
    if request.content_type != "multipart/form-data":
        raise RequestError(
            "bad_request", "Please send the posters as the multipart fields 'first' and 'second'."
        )
    async with _reading(timeout_s):
        first, second = await _from_form(request, PAIR, max_bytes)
        return first, second
    raise AssertionError("reading either returns or raises")


@asynccontextmanager
async def _reading(timeout_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError as error:
        raise RequestError("bad_request", "The upload took too long, please try again.") from error
    except _BROKEN as error:
        log.info("an upload could not be read: %r", error)
        raise RequestError(
            "bad_request", "The upload is broken or was cut off, please send it again."
        ) from error


def _is_raw(request: web.Request) -> bool:
    # aiohttp reports a missing header as octet-stream; only a stated one says what the body is.
    return hdrs.CONTENT_TYPE in request.headers and (
        request.content_type.startswith("image/")
        or request.content_type == "application/octet-stream"
    )


async def _from_form(request: web.Request, fields: Sequence[str], max_bytes: int) -> list[bytes]:
    beside = _OVERHEAD
    posters: dict[str, bytes] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise RequestError("bad_request", "A multipart body inside another cannot be read.")
        name = part.name
        if name is not None and name in fields and name not in posters:
            try:
                posters[name] = await _whole(_chunks(part), max_bytes)
            except PosterError as error:
                if len(fields) == 1:
                    raise
                raise PosterError(error.code, f"The {name} poster: {error.message}") from error
            if len(posters) == len(fields):
                return [posters[field] for field in fields]
            continue
        async for chunk in _chunks(part):
            beside -= len(chunk)
            if beside < 0:
                raise RequestError(
                    "bad_request",
                    f"Please send {_named(fields)} first, and little beside.",
                )
    raise (
        _no_poster()
        if len(fields) == 1
        else RequestError("bad_request", f"Please send {_named(fields)}, each with a poster.")
    )


def _named(fields: Sequence[str]) -> str:
    names = " and ".join(f"'{field}'" for field in fields)
    return f"the field{'s' if len(fields) > 1 else ''} {names}"


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
