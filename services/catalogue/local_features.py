"""Local features of the catalogue's pictures: read once, kept, written beside an index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from services.catalogue.pictures import read_picture
from services.catalogue.sources.records import Skipped
from services.core.settings import Settings
from services.store import Store, local_features
from services.store.films import Picture
from services.vision.recognition.feature_files import FeaturesManifest, FeaturesWriter
from services.vision.recognition.features import (
    KeptFeatures,
    projection,
    read_catalogue_features,
)

_BATCH = 64
_WRITTEN_AT_A_TIME = 2000


@dataclass(slots=True)
class FeaturesReport:
    """What was read so far.

    Attributes:
        total: Pictures that had no features yet.
        done: Those that were looked at.
        read: Those that have features now.
    """

    total: int = 0
    done: int = 0
    read: int = 0


async def read_pending(
    store: Store,
    settings: Settings,
    *,
    report: FeaturesReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> FeaturesReport:
    """Read the features of the pictures that have none; every batch is kept.

    A picture that cannot be read is passed over here: embedding it has told the reason.

    Args:
        store: The open database.
        settings: `max_bytes`, `max_pixels`, and `threads` that read pictures.
        report: Filled as it goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each batch.
    """
    report = FeaturesReport() if report is None else report
    key = projection().key
    async with store.session() as session:
        await local_features.drop_others(session, key)
        await session.commit()
        report.total = await local_features.count_pending(session, key)
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-features")
    try:
        async for pictures in _batches(store, key):
            jobs = [loop.run_in_executor(pool, _read, item, settings) for item in pictures]
            found = dict(zip(pictures, await asyncio.gather(*jobs), strict=True))
            kept = {item.digest: data for item, data in found.items() if data is not None}
            async with store.session() as session:
                await local_features.add(session, key, kept)
                await session.commit()
            report.done += len(pictures)
            report.read += len(kept)
            on_progress(report.done, report.total)
    finally:
        pool.shutdown(cancel_futures=True)
    return report


async def write_beside(
    store: Store, folder: Path, digests: Sequence[str]
) -> FeaturesManifest | None:
    """Write the features of an index's pictures into its folder, in the order of its rows.

    Where no picture has any, as in a catalogue that was imported without its pictures, nothing is
    written: to whoever recognises, features that agree with nothing speak against a film.

    Args:
        store: The open database.
        folder: The index's.
        digests: Of each row's picture.

    Raises:
        OSError: the disk refuses.
    """
    key = projection().key
    async with store.session() as session:
        if not await local_features.any_of(session, key, digests):
            return None
    with FeaturesWriter(folder) as writer:
        for start in range(0, len(digests), _WRITTEN_AT_A_TIME):
            part = digests[start : start + _WRITTEN_AT_A_TIME]
            async with store.session() as session:
                found = await local_features.by_digest(session, key, part)
            writer.add(
                KeptFeatures.from_bytes(found[digest]) if digest in found else None
                for digest in part
            )
        return await asyncio.to_thread(writer.finish)


def _read(picture: Picture, settings: Settings) -> bytes | None:
    image = read_picture(picture, settings)
    return None if isinstance(image, Skipped) else read_catalogue_features(image).to_bytes()


async def _batches(store: Store, key: str) -> AsyncIterator[list[Picture]]:
    after: Picture | None = None
    while True:
        async with store.session() as session:
            pictures = await local_features.pending(session, key, after=after)
        if not pictures:
            return
        for start in range(0, len(pictures), _BATCH):
            yield pictures[start : start + _BATCH]
        after = pictures[-1]
