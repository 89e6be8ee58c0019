"""A request's body -> the poster's bytes, never more of them held than the limit allows."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from aiohttp import (
    BadContentDispositionHeader,
    BadContentDispositionParam,
    BodyPartReader,
    MultipartReader,
    hdrs,
    web,
)
from aiohttp.http_exceptions import HttpProcessingError

from services.core.errors import PosterError, RequestError
from services.inference.upload_limits import (
    MOST_HEADERS,
    MOST_PARTS,
    CountedStream,
    Held,
    Pace,
    too_many_parts,
)

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

# Each quotes a stranger's header on the error output, whatever it holds.
for _category in (BadContentDispositionHeader, BadContentDispositionParam):
    warnings.filterwarnings("ignore", category=_category)


async def read_poster(
    request: web.Request, held: Held, *, max_bytes: int, timeout_s: float
) -> bytes:
    """Return the poster that a request carries.

    Either the multipart field `poster`, or the body itself under an `image/*` content type (or
    `application/octet-stream`). A body that declares itself too long is refused unread, one that
    turns out too long as soon as it does.

    Args:
        request: The request, its body unread.
        held: Takes room as the poster's bytes arrive.
        max_bytes: Largest poster accepted.
        timeout_s: Longest time the upload may take.

    Raises:
        PosterError: code `too_large`.
        RequestError: no poster in it, a broken body, a form of many parts, or an upload that took
            too long.
        UnavailableError: code `busy`, no room is left.
    """
    if request.content_length is not None and request.content_length > max_bytes + _OVERHEAD:
        raise _too_large(max_bytes)
    async with _reading(request, timeout_s) as arrived:
        if request.content_type == "multipart/form-data":
            (poster,) = await _from_form(request, (FIELD,), max_bytes, held, arrived)
            return poster
        if _is_raw(request):
            return await _whole(_body(request, arrived), max_bytes, held)
    raise _no_poster()


async def read_pair(
    request: web.Request, held: Held, *, max_bytes: int, timeout_s: float
) -> tuple[bytes, bytes]:
    """Return the two posters in the multipart fields `first` and `second`; see `read_poster`."""
    most = 2 * (max_bytes + _OVERHEAD)
    if request.content_length is not None and request.content_length > most:
        raise _too_large(max_bytes)
    if request.content_type != "multipart/form-data":
        raise RequestError(
            "bad_request", "Please send the posters as the multipart fields 'first' and 'second'."
        )
    async with _reading(request, timeout_s) as arrived:
        first, second = await _from_form(request, PAIR, max_bytes, held, arrived)
        return first, second
    raise AssertionError("reading either returns or raises")


async def read_text(request: web.Request, *, max_bytes: int, timeout_s: float) -> bytes:
    """Return a small body; raises as `read_poster` does."""
    async with _reading(request, timeout_s) as arrived:
        kept = bytearray()
        async for chunk in _body(request, arrived):
            kept += chunk
            if len(kept) > max_bytes:
                raise RequestError("bad_request", "That is too long.")
        return bytes(kept)
    raise AssertionError("reading either returns or raises")


@asynccontextmanager
async def _reading(request: web.Request, timeout_s: float) -> AsyncIterator[Callable[[], None]]:
    clock = asyncio.get_running_loop().time
    pace = Pace(clock(), timeout_s)
    try:
        async with asyncio.timeout_at(pace.due) as patience:

            def arrived() -> None:
                pace.came(request.content.total_bytes, clock())
                if not patience.expired():
                    patience.reschedule(pace.due)

            yield arrived
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


async def _body(request: web.Request, arrived: Callable[[], None]) -> AsyncIterator[bytes]:
    async for chunk in request.content.iter_chunked(_CHUNK):
        arrived()
        yield chunk


async def _from_form(
    request: web.Request,
    fields: Sequence[str],
    max_bytes: int,
    held: Held,
    arrived: Callable[[], None],
) -> list[bytes]:
    beside = _OVERHEAD
    posters: dict[str, bytes] = {}
    # It stands in for the stream, of which the reader uses these methods only.
    content = cast(Any, CountedStream(request.content, arrived))
    parts = 0
    async for part in MultipartReader(request.headers, content, max_headers=MOST_HEADERS):
        parts += 1
        if parts > MOST_PARTS:
            raise too_many_parts()
        # Parts that have arrived already are read without waiting; others get their turn here.
        await asyncio.sleep(0)
        if not isinstance(part, BodyPartReader):
            raise RequestError("bad_request", "A multipart body inside another cannot be read.")
        name = part.name
        if name is not None and name in fields and name not in posters:
            try:
                posters[name] = await _whole(_chunks(part), max_bytes, held)
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


async def _whole(chunks: AsyncIterator[bytes], max_bytes: int, held: Held) -> bytes:
    # Not a list of chunks: many small ones would take more memory than they hold.
    kept = bytearray()
    async for chunk in chunks:
        if len(kept) + len(chunk) > max_bytes:
            raise _too_large(max_bytes)
        held.take(len(chunk))
        kept += chunk
    return bytes(kept)


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
