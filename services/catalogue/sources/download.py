"""Posters from the web -> files named by their addresses; what is stored is not fetched again."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from weakref import WeakValueDictionary

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from yarl import URL

from services.catalogue.pictures import decode_file
from services.catalogue.sources.fetch import Fetched, Fetcher, FetchError
from services.catalogue.sources.rows import SUFFIXES
from services.core.errors import PosterError
from services.core.settings import Settings
from services.store import Store
from services.store.models import DownloadRow

_PARTIAL = ".partial"
# A file is written in milliseconds: one this old was left by a process that was killed.
_STALE_S = 600
_REASONS = {
    "empty": "empty file",
    "not_an_image": "not an image",
    "truncated": "truncated or damaged image",
    "too_large": "file too large",
    "too_many_pixels": "too many pixels",
    "too_much_work": "takes too long to open",
    "too_narrow": "too long and narrow",
    "too_small": "image too small",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    size: int
    etag: str | None


class Posters:
    """The posters below `settings.posters_dir`, fetched where they lack.

    A picture is checked before it is stored, and stored in one step, so that a file that is there
    is whole; its size and ETag are written down with `remember`.

    Args:
        store: The open database.
        fetcher: Asks the servers; must carry no key.
        settings: `posters_dir`, `max_bytes`, `max_pixels`, and `threads` that look at pictures.
        refresh: Ask the server whether a stored picture has changed.
    """

    def __init__(
        self, store: Store, fetcher: Fetcher, settings: Settings, *, refresh: bool = False
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._settings = settings
        self._refresh = refresh
        self._kept: dict[str, _Kept] = {}
        self._new: dict[str, _Kept] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._looking = asyncio.Semaphore(settings.threads)
        self._folder = settings.posters_dir.resolve()
        _make_room(self._folder)

    async def recall(self, urls: Iterable[str]) -> None:
        """Look up what is known of these addresses; before they are given to `fetch`."""
        question = select(DownloadRow).where(DownloadRow.url.in_(list(urls)))
        async with self._store.session() as session:
            for row in await session.scalars(question):
                self._kept.setdefault(row.url, _Kept(row.size, row.etag))

    async def remember(self) -> None:
        """Write down what was stored since the last time."""
        new, self._new = self._new, {}
        if not new:
            return
        statement = insert(DownloadRow)
        async with self._store.session() as session:
            await session.execute(
                statement.on_conflict_do_update(
                    index_elements=[DownloadRow.url],
                    set_={"size": statement.excluded.size, "etag": statement.excluded.etag},
                ),
                [{"url": url, "size": it.size, "etag": it.etag} for url, it in new.items()],
            )
            await session.commit()

    async def fetch(self, url: str) -> Path:
        """Return the file of an address's picture, fetched where it is not there yet.

        Raises:
            FetchError: there is no picture to be had; the reason says why.
            OSError: the disk refuses it.
        """
        # Two films may share an address: the second one waits for the first one's picture.
        lock = self._locks.setdefault(url, asyncio.Lock())
        async with lock:
            path = poster_path(self._folder, url)
            kept = await self._stored(url, path)
            if kept is not None and not self._refresh:
                return path
            headers = {"If-None-Match": kept.etag} if kept and kept.etag else None

            async def accept(answer: Fetched) -> None:
                if answer.status == 304:
                    return
                async with self._looking:
                    await asyncio.to_thread(self._check, answer.body)
                    await asyncio.to_thread(self._write, path, answer.body)
                self._note(url, _Kept(len(answer.body), answer.etag))

            await self._fetcher.get(
                url, accept, max_bytes=self._settings.max_bytes, headers=headers
            )
            return path

    async def _stored(self, url: str, path: Path) -> _Kept | None:
        size = await asyncio.to_thread(_size, path)
        if size is None:
            return None
        kept = self._kept.get(url)
        if kept is not None:
            return kept if kept.size == size else None
        # Stored, and killed before `remember`: looked at, since a power cut may have emptied it.
        async with self._looking:
            try:
                await asyncio.to_thread(lambda: self._check(path.read_bytes()))
            except FetchError as error:
                _log.info("%s is fetched anew: %s", path, error.reason)
                return None
        self._note(url, _Kept(size, None))
        return self._kept[url]

    def _note(self, url: str, kept: _Kept) -> None:
        self._kept[url] = self._new[url] = kept

    def _check(self, data: bytes) -> None:
        settings = self._settings
        try:
            decode_file(data, settings, whole=True)
        except PosterError as error:
            # Once more, since a server in trouble sends such things too.
            raise FetchError(_REASONS.get(error.code, error.code), tries=2) from None

    def _write(self, path: Path, data: bytes) -> None:
        part = self._folder / _PARTIAL / f"{os.getpid()}-{path.name}"
        try:
            part.write_bytes(data)
            path.parent.mkdir(exist_ok=True)
            os.replace(part, path)  # noqa: PTH105
        except OSError:
            part.unlink(missing_ok=True)
            raise


def poster_path(folder: Path, url: str) -> Path:
    """Return where the picture of an address is stored, whether it is there or not."""
    name = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:40]
    try:
        suffix = PurePosixPath(URL(url).path).suffix.lower()
    except ValueError:
        suffix = ""
    return folder / name[:2] / f"{name}{suffix if suffix in SUFFIXES else '.jpg'}"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size or None
    except FileNotFoundError:
        return None


def _make_room(folder: Path) -> None:
    partial = folder / _PARTIAL
    partial.mkdir(parents=True, exist_ok=True)
    for path in partial.iterdir():
        try:
            if time.time() - path.stat().st_mtime > _STALE_S:
                path.unlink()
        except FileNotFoundError:  # another import was quicker
            continue
