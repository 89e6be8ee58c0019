"""Whether a picture is a poster at all: read, decoded, and looked at for what it shows."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.catalogue.cleaning import perceptual
from services.catalogue.cleaning.duplicates import Entry
from services.catalogue.cleaning.perceptual import Signs
from services.catalogue.pictures import decode_file
from services.catalogue.sources.records import Skipped
from services.core.errors import PosterError
from services.core.settings import Settings
from services.pictures.checks import kind_of
from services.pictures.heif import MISSING, register

# Box sets put one picture on a handful of films; what stands for more is nobody's poster.
PLACEHOLDER_FILMS = 8
# A thumbnail of a thumbnail: no encoder sees a film in it.
TINY = 64
_BATCH = 256

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Seen:
    """A picture: its file, its films' keys and labels, and what was found.

    Attributes:
        digest: SHA-256 (hex) of the file, as it was imported.
        path: The file.
        keys: `Film.key` of its films.
        labels: `Film.label` of its films.
        signs: What it looks like, where it can be told and is no empty one.
        reason: Why it is no poster: `damaged`, `tiny`, `blank`, `nearly flat`, `placeholder`.
    """

    digest: str
    path: str
    keys: list[str]
    labels: list[str]
    signs: Signs | None = None
    reason: str | None = None


def pictures_of(films: Iterable[Entry]) -> list[Seen]:
    """Return the films' pictures, each digest once."""
    pictures: dict[str, Seen] = {}
    for film in films:
        if film.digest is not None and film.path is not None:
            item = pictures.setdefault(film.digest, Seen(film.digest, film.path, [], []))
            item.keys.append(film.key)
            item.labels.append(film.label)
    return list(pictures.values())


async def check_pictures(
    pictures: Sequence[Seen], settings: Settings, on_progress: Callable[[int, int], None]
) -> dict[str, list[str]]:
    """Fill `signs` or `reason` of each picture; return those that cannot be checked, by reason."""
    unread: dict[str, list[str]] = {}
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-clean")
    try:
        for start in range(0, len(pictures), _BATCH):
            batch = pictures[start : start + _BATCH]
            looks = [loop.run_in_executor(pool, _look, item, settings) for item in batch]
            for item, look in zip(batch, await asyncio.gather(*looks), strict=True):
                if isinstance(look, Signs):
                    item.signs = look
                elif isinstance(look, Skipped):
                    unread.setdefault(look.reason, []).append(look.name)
                else:
                    item.reason = look
            on_progress(start + len(batch), len(pictures))
    finally:
        pool.shutdown(cancel_futures=True)
    return unread


def mark_placeholders(seen: Sequence[Seen], films: int) -> None:
    """Give the pictures, saved again or not, that stand for `films` films or more their reason."""
    groups = perceptual.copies(hashes(seen))
    grouped = {row for group in groups for row in group}
    alone = [[row] for row in range(len(seen)) if row not in grouped]
    for group in [*groups, *alone]:
        # Films, since one may have several copies of its picture.
        if len({key for row in group for key in seen[row].keys}) >= films:
            for row in group:
                seen[row].reason = "placeholder"


def hashes(seen: Sequence[Seen]) -> NDArray[np.bool_]:
    """Return the hashes of pictures that have signs, shape (n, 256)."""
    rows = [item.signs.hash for item in seen if item.signs is not None]
    return np.array(rows, dtype=bool).reshape(len(rows), perceptual.BITS)


def _look(item: Seen, settings: Settings) -> Signs | Skipped | str:
    """Return a picture's signs, or why it is out; `Skipped` where that cannot be told."""
    try:
        data = Path(item.path).read_bytes()
    except FileNotFoundError:
        return Skipped("missing file", item.path)
    except OSError as error:
        _log.debug("%s cannot be read", item.path, exc_info=True)
        return Skipped(f"unreadable file ({error.strerror})", item.path)
    if hashlib.sha256(data).hexdigest() != item.digest:
        return Skipped("changed since the import (import again)", item.path)
    try:
        image = decode_file(data, settings)
    except PosterError as error:
        _log.debug("%s: %s", item.path, error.message)
        if kind_of(data) == "HEIF" and not register():
            # It was imported where the extra was installed, and is as good there as before.
            return Skipped(MISSING, item.path)
        return _refused(error, item.path)
    return _verdict(image)


def _refused(error: PosterError, path: str) -> Skipped | str:
    if error.code in {"too_large", "too_many_pixels", "too_much_work"}:
        # The settings' verdict, not the picture's: they may change, the digest would not.
        return Skipped("larger than the settings allow", path)
    return "tiny" if error.code == "too_small" else "damaged"


def _verdict(image: Image.Image) -> Signs | str:
    if min(image.size) < TINY:
        return "tiny"
    signs = perceptual.look(image)
    if signs.spread < perceptual.BLANK:
        return "blank"
    return "nearly flat" if signs.spread < perceptual.NEARLY_FLAT else signs
