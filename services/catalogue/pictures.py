"""A picture of the catalogue, read from its file as it was when it was imported."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PIL import Image

from services.catalogue.sources.records import Skipped
from services.core.errors import PosterError
from services.core.settings import Settings
from services.pictures.checks import kind_of
from services.pictures.heif import register
from services.pictures.images import decode
from services.store.films import Picture

_log = logging.getLogger(__name__)


def decode_file(data: bytes, settings: Settings, *, whole: bool = False) -> Image.Image:
    """Return the picture of a catalogue's file, upright and RGB; HEIC too, where it can be read.

    Args:
        data: The file's bytes.
        settings: `max_bytes` and `max_pixels`.
        whole: As in `services.pictures.images.decode`.

    Raises:
        PosterError: as `services.pictures.images.decode`.
    """
    # What reads HEIC is loaded with the first picture that needs it.
    heif = kind_of(data) == "HEIF" and register()
    return decode(
        data,
        max_bytes=settings.max_bytes,
        max_pixels=settings.max_pixels,
        heif=heif,
        whole=whole,
    )


def read_picture(picture: Picture, settings: Settings) -> Image.Image | Skipped:
    """Return a picture, upright and RGB, or why it cannot be had.

    Args:
        picture: Which.
        settings: `max_bytes` and `max_pixels`.
    """
    try:
        data = Path(picture.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != picture.digest:
            # Its embedding would be kept under the digest of the picture that it was.
            return Skipped("changed since the import (import again)", picture.path)
        return decode_file(data, settings)
    except FileNotFoundError:
        return Skipped("missing file", picture.path)
    except OSError as error:
        _log.debug("%s cannot be read", picture.path, exc_info=True)
        return Skipped(f"unreadable file ({error.strerror})", picture.path)
    except PosterError as error:
        _log.debug("%s: %s", picture.path, error.message)
        return Skipped(f"unreadable picture ({error.code})", picture.path)
