"""Pictures that somebody else made, opened as the service opens them."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING

from services.core.settings import get_settings
from services.pictures.pool import DecodePool

if TYPE_CHECKING:
    from PIL.Image import Image


def opened(data: bytes) -> Image:
    """Return a picture upright, in RGB and without what its file says of itself.

    It is opened in a worker process: a file that takes too long, or kills its reader, costs that
    process and not the bot. A large picture comes back smaller (`services.pictures.images.decode`).
    Slow: call it off the event loop.

    Raises:
        PosterError: the file is no picture that can be opened.
        UnavailableError: no worker process can be started.
    """
    settings = get_settings()
    return decoders().decode(data, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels)


@cache
def decoders() -> DecodePool:
    """Return the bot's worker, which starts with the first picture and ends with the bot."""
    pool = DecodePool(get_settings().model_copy(update={"threads": 1}))
    atexit.register(pool.close)
    return pool
