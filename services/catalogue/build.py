"""Posters -> embeddings and local features in the database -> an index with features beside it.

Only pictures that are new are embedded and read.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.catalogue import local_features
from services.catalogue.local_features import FeaturesReport
from services.catalogue.pictures import read_picture
from services.catalogue.sources.records import Skipped
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.store import Store, films
from services.store.films import Picture
from services.vision.encoders import Encoder, kept
from services.vision.index import IndexEntry, IndexWriter, Manifest
from services.vision.index.manifest import MANIFEST

# Decoded pictures of one batch, 3 bytes a pixel; two batches are in memory at a time.
_BATCH_PIXELS = 40_000_000
# Other threads, machines and runtimes move an embedding by less; other pixels, by far more.
_SAME = 0.02

_log = logging.getLogger(__name__)

_Decoding = list[asyncio.Future[Image.Image | Skipped]]


@dataclass(slots=True)
class BuildReport:
    """What a build did so far.

    Attributes:
        total: Pictures that had no embedding yet.
        embedded: Those that have one now.
        left_out: Pictures that could not be embedded, by reason.
        encoder_changed: Whether older embeddings were dropped, since the encoder gives others now.
        features: The same of local features, which are read afterwards.
        manifest: The new index's, once it is written.
    """

    total: int = 0
    embedded: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)
    encoder_changed: bool = False
    features: FeaturesReport = field(default_factory=FeaturesReport)
    manifest: Manifest | None = None

    @property
    def done(self) -> int:
        """Pictures that have been dealt with."""
        return self.embedded + sum(map(len, self.left_out.values()))

    def leave_out(self, item: Skipped) -> None:
        """Count one that is left out."""
        self.left_out.setdefault(item.reason, []).append(item.name)


async def require_posters(store: Store) -> None:
    """Raise UnavailableError, `no_catalogue`, where no film has a poster."""
    async with store.session() as session:
        if not await films.count_pictures(session):
            raise UnavailableError(
                "no_catalogue",
                "The catalogue has no posters yet; `marquee catalogue import-folder`, or "
                "another of the import commands, brings some.",
            )


async def build_index(
    store: Store,
    encoder: Encoder,
    settings: Settings,
    *,
    batch: int = 32,
    report: BuildReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    on_features: Callable[[int, int], None] = lambda done, total: None,
) -> BuildReport:
    """Embed the posters that this encoder has not seen, then write its index.

    Every batch of embeddings is kept, so that a build that was stopped goes on where it was. The
    index is replaced at the end, in one step.

    Args:
        store: The open database.
        encoder: Turns the pictures into embeddings.
        settings: `max_bytes`, `max_pixels`, `threads` that read pictures, and `indexes_dir`.
        batch: Pictures embedded at a time, at most.
        report: Filled as the build goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each batch.
        on_features: The same while local features are read.

    Raises:
        UnavailableError: `no_catalogue`, there is no poster, or none that can be embedded.
    """
    report = BuildReport() if report is None else report
    spec = encoder.spec
    await require_posters(store)
    report.encoder_changed = await _forget_another_encoder(store, encoder)
    async with store.session() as session:
        report.total = await films.count_pending(session, spec.key, spec.dimension)
    on_progress(0, report.total)
    await _embed(store, encoder, settings, batch, report=report, on_progress=on_progress)
    await local_features.read_pending(
        store, settings, report=report.features, on_progress=on_features
    )
    # Before the index, which may be opened at once, and by a later release.
    await asyncio.to_thread(kept.keep, settings, spec)
    report.manifest = await _index(store, encoder, settings, report)
    await asyncio.to_thread(_forget_weights, settings, spec.name)
    return report


def _forget_weights(settings: Settings, name: str) -> None:
    """Remove kept weights of an encoder with which none of its builds was made."""
    root = settings.indexes_dir / name
    try:
        builds = [Manifest.read(path.parent) for path in root.glob(f"*/{MANIFEST}")]
    except UnavailableError as error:
        # A damaged one does not tell what it needs.
        _log.warning("%s", error.message)
        return
    used = {f"{name}@{manifest.revision}" for manifest in builds}
    kept.forget(settings.encoders_dir, keep=used, name=name)


async def _index(
    store: Store, encoder: Encoder, settings: Settings, report: BuildReport
) -> Manifest:
    spec = encoder.spec
    calibration_rows: list[int] = []
    digests: list[str] = []
    with IndexWriter(settings.indexes_dir / spec.name, spec) as writer:
        async with store.session() as session:
            pictures = films.embedded(session, spec.key, spec.dimension, editions=True)
            async for entries, vectors in pictures:
                # The threshold for "this is the film itself" is chosen where nothing was trained.
                calibration_rows += [
                    len(writer) + row for row, entry in enumerate(entries) if entry.split == "val"
                ]
                rows = [
                    IndexEntry(entry.film, entry.digest, entry.path, entry.position)
                    for entry in entries
                ]
                await asyncio.to_thread(writer.add, rows, vectors)
                digests += [entry.digest for entry in entries]
        if not len(writer):
            raise UnavailableError(
                "no_catalogue",
                f"None of the {report.total} posters can be read any more, so there is nothing to "
                "index; `marquee catalogue import-folder` tells where they are now.",
            )
        await local_features.write_beside(store, writer.folder, digests)
        return await asyncio.to_thread(writer.finish, calibration_rows=calibration_rows or None)


async def _embed(
    store: Store,
    encoder: Encoder,
    settings: Settings,
    size: int,
    *,
    report: BuildReport,
    on_progress: Callable[[int, int], None],
) -> None:
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-decode")
    loop = asyncio.get_running_loop()

    async def finish(pictures: Sequence[Picture], decoding: _Decoding) -> None:
        looked_at = dict(zip(pictures, await asyncio.gather(*decoding), strict=True))
        await _embed_batch(store, encoder, looked_at, report)
        on_progress(report.done, report.total)

    try:
        before: tuple[Sequence[Picture], _Decoding] | None = None
        async for pictures in _batches(store, encoder, size):
            decoding = [
                loop.run_in_executor(pool, read_picture, item, settings) for item in pictures
            ]
            # This batch is decoded while the encoder works on the one before it.
            if before:
                await finish(*before)
            before = pictures, decoding
        if before:
            await finish(*before)
    finally:
        pool.shutdown(cancel_futures=True)


async def _embed_batch(
    store: Store,
    encoder: Encoder,
    looked_at: dict[Picture, Image.Image | Skipped],
    report: BuildReport,
) -> None:
    images: dict[Picture, Image.Image] = {}
    left_out: list[Skipped] = []
    for picture, image in looked_at.items():
        if isinstance(image, Skipped):
            left_out.append(image)
        else:
            images[picture] = image
    embeddings: dict[str, NDArray[np.float32]] = {}
    if images:
        vectors = await asyncio.to_thread(_call, encoder, list(images.values()))
        for picture, vector in zip(images, vectors, strict=True):
            if films.is_storable(vector):
                embeddings[picture.digest] = vector
            else:
                left_out.append(Skipped("the encoder gave no finite embedding", picture.path))
    async with store.session() as session:
        await films.add_embeddings(session, encoder.spec.key, embeddings)
        await session.commit()
    report.embedded += len(embeddings)
    for item in left_out:
        report.leave_out(item)


def _call(encoder: Encoder, images: Sequence[Image.Image]) -> NDArray[np.float32]:
    vectors = encoder.embed(images)
    if vectors.shape != (len(images), encoder.spec.dimension):
        raise ValueError(
            f"{encoder.spec.name} gave {vectors.shape} for {len(images)} images, "
            f"not (n, {encoder.spec.dimension})"
        )
    return vectors


async def _batches(store: Store, encoder: Encoder, size: int) -> AsyncIterator[list[Picture]]:
    """Cut what is pending into batches of at most `size` that, decoded, fit in memory."""
    spec = encoder.spec
    batch: list[Picture] = []
    pixels = 0
    after: Picture | None = None
    while True:
        async with store.session() as session:
            pictures = await films.pending(session, spec.key, spec.dimension, after=after)
        if not pictures:
            break
        for picture in pictures:
            if batch and (len(batch) == size or pixels + picture.pixels > _BATCH_PIXELS):
                yield batch
                batch, pixels = [], 0
            batch.append(picture)
            pixels += picture.pixels
        after = pictures[-1]
    if batch:
        yield batch


async def _forget_another_encoder(store: Store, encoder: Encoder) -> bool:
    """Drop the kept embeddings where the same encoder and revision now gives others.

    New weights have a revision of their own; but when preprocessing or a runtime changes, nothing
    says so. So a drawn test picture is embedded with every catalogue: where its embedding has
    moved, the posters' have too, and old and new ones must not stand in one index.
    """
    key = encoder.spec.key
    picture = _test_picture()
    digest = test_digest()
    now = (await asyncio.to_thread(_call, encoder, [picture]))[0]
    async with store.session() as session:
        kept = await films.embedding(session, key, digest)
        if kept is not None and is_same(kept, now):
            return False
        dropped = await films.drop_embeddings(session, key)
        await films.add_embeddings(session, key, {digest: now})
        await session.commit()
    return dropped > 0


def is_same(kept: NDArray[np.float32], now: NDArray[np.float32]) -> bool:
    """Return whether two embeddings of one picture, shape (d,), are one encoder's."""
    if kept.shape != now.shape:
        return False
    return bool(np.linalg.norm(now - kept) <= _SAME * np.linalg.norm(kept))


def test_digest() -> str:
    """Return what the embedding of the test picture is kept under, for every encoder."""
    return hashlib.sha256(_test_picture().tobytes()).hexdigest()


def _test_picture() -> Image.Image:
    """Draw a picture with ramps, edges and fine grain, the same on every machine."""
    y, x = np.mgrid[0:268, 0:182]
    ramp = (x * 255 // 181).astype(np.uint8)
    checks = ((x // 26 + y // 26) % 2 * 200).astype(np.uint8)
    grain = ((x * 7919 + y * 104729) % 251).astype(np.uint8)
    return Image.fromarray(np.stack([ramp, checks, grain], axis=-1))
