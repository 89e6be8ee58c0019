"""Whether the catalogue is what it says: files, checksums, embeddings, and index against database.

Problems are what is wrong; notes are what the next build or import brings in order by itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning.duplicates import Entry, load_pictures, rejected_digests
from services.catalogue.package import layout
from services.catalogue.package.layout import PackageManifest
from services.core.encoders import EncoderSpec, Preprocessing
from services.core.errors import MarqueeError, UnavailableError
from services.core.settings import Settings
from services.store import Store
from services.store.models import EmbeddingRow
from services.vision.encoders import kept
from services.vision.index import manifest as index_files
from services.vision.index.folder import CURRENT, current_build, open_index
from services.vision.index.manifest import Manifest, file_facts

_BATCH = 256


@dataclass(slots=True)
class VerifyReport:
    """What a check found.

    Attributes:
        checked: What was looked at, counted.
        problems: What is wrong, by reason.
        notes: What is behind, and comes in order by itself, by reason.
    """

    checked: dict[str, int] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def problem(self, reason: str, name: str) -> None:
        """Count what is wrong."""
        self.problems.setdefault(reason, []).append(name)

    def note(self, reason: str, name: str) -> None:
        """Count what is behind."""
        self.notes.setdefault(reason, []).append(name)


def require_database(path: Path) -> None:
    """Raise UnavailableError, `no_catalogue`, where the database is a file without a byte."""
    if path.is_file() and path.stat().st_size == 0:
        raise UnavailableError(
            "no_catalogue",
            f"The database {path} is empty, 0 bytes: it was cut off or never written. Please bring "
            "it back from a backup, or delete it and import the films again.",
        )


async def verify_catalogue(
    store: Store,
    settings: Settings,
    *,
    checksums: bool = True,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> VerifyReport:
    """Check the database, the posters' files, the embeddings and every index; change nothing.

    Args:
        store: The open database.
        settings: `indexes_dir`, and `threads` that read files.
        checksums: Whether files are read, and not only measured.
        on_progress: Called with (done, total) files.
    """
    report = VerifyReport()
    async with store.session() as session:
        await _check_database(session, report)
        films = await load_pictures(session)
        out = {digest for digest, kept in (await rejected_digests(session)).items() if not kept}
    report.checked["films"] = len({film.id for film in films})
    await _check_files(films, settings, checksums, report, on_progress)
    async with store.session() as session:
        await _check_embeddings(session, report)
    roots = await asyncio.to_thread(_index_roots, settings.indexes_dir)
    for root in roots:
        await _check_index(store, root, films, out, report)
        await asyncio.to_thread(_check_weights, settings, root, report)
    return report


def verify_package(folder: Path, *, checksums: bool = True) -> VerifyReport:
    """Check an export: its files, checksums and counts, and the pictures that came along.

    Args:
        folder: The export.
        checksums: Whether files are read, and not only measured.

    Raises:
        UnavailableError: `no_pyarrow`.
        RequestError: `bad_package`, its manifest cannot be read.
    """
    layout.require_pyarrow()
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    manifest = PackageManifest.read(folder)
    report = VerifyReport()
    counts = {layout.FILMS: manifest.films, layout.REJECTED: manifest.rejected}
    counts |= {part.file: part.count for part in manifest.encoders.values()}
    for name, facts in manifest.files.items():
        path = folder / name
        if not path.is_file():
            report.problem("missing file", name)
        elif path.stat().st_size != facts.size or (checksums and file_facts(path) != facts):
            report.problem("another size or checksum than was written", name)
        elif name in counts:
            try:
                rows = parquet.read_metadata(path).num_rows
            except (OSError, pa.ArrowException):
                report.problem("unreadable file", name)
                continue
            if rows != counts[name]:
                report.problem("another number of rows than the manifest says", name)
    pictures = [path for path in (folder / layout.PICTURES).rglob("*") if path.is_file()]
    for path in pictures if checksums else ():
        if file_facts(path).sha256 != path.stem:
            report.problem("picture with another checksum than its name", path.name)
    if len(pictures) != manifest.pictures:
        report.problem(
            "another number of pictures than the manifest says",
            f"{len(pictures):,} instead of {manifest.pictures:,}",
        )
    report.checked = {"films": manifest.films, "pictures": len(pictures)}
    report.checked |= {f"embeddings of {key}": x.count for key, x in manifest.encoders.items()}
    return report


async def _check_database(session: AsyncSession, report: VerifyReport) -> None:
    for (line,) in await session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            report.problem("damaged database", str(line))
    for table, row, parent, _ in await session.execute(text("PRAGMA foreign_key_check")):
        report.problem(f"row of {table} without its {parent}", str(row))


async def _check_files(
    films: Sequence[Entry],
    settings: Settings,
    checksums: bool,
    report: VerifyReport,
    on_progress: Callable[[int, int], None],
) -> None:
    # Two films may have one file, and one of them what it was before it changed.
    files = list(
        dict.fromkeys(
            (film.path, film.size or 0, film.digest)
            for film in films
            if film.path is not None and film.digest is not None
        )
    )
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-verify")
    try:
        for start in range(0, len(files), _BATCH):
            batch = files[start : start + _BATCH]
            looks = [
                loop.run_in_executor(pool, _check_file, Path(path), size, digest, checksums)
                for path, size, digest in batch
            ]
            for (path, _, _), reason in zip(batch, await asyncio.gather(*looks), strict=True):
                if reason:
                    report.problem(reason, path)
            on_progress(start + len(batch), len(files))
    finally:
        pool.shutdown(cancel_futures=True)
    report.checked["files"] = len({path for path, _, _ in files})


def _check_file(path: Path, size: int, digest: str, checksums: bool) -> str | None:
    try:
        if not path.is_file():
            return "missing file"
        if path.stat().st_size != size:
            return "changed since the import (import again)"
        if checksums and file_facts(path).sha256 != digest:
            return "changed since the import (import again)"
    except OSError as error:
        return f"unreadable file ({error.strerror})"
    return None


async def _check_embeddings(session: AsyncSession, report: VerifyReport) -> None:
    question = select(EmbeddingRow.encoder, EmbeddingRow.digest, EmbeddingRow.vector)
    lengths: dict[str, Counter[int]] = {}
    async for key, digest, vector in await session.stream(
        question.execution_options(yield_per=1000)
    ):
        lengths.setdefault(key, Counter())[len(vector)] += 1
        name = f"{key} {digest[:12]}"
        if len(vector) % 2 or not vector:
            report.problem("embedding that is no row of half floats", name)
        elif not np.isfinite(np.frombuffer(vector, "<f2")).all():
            report.problem("embedding with numbers that are none", name)
    for key, sizes in lengths.items():
        usual = max(sizes, key=lambda size: sizes[size])
        report.checked[f"embeddings of {key}"] = sizes.total()
        for size, count in sizes.items():
            if size != usual:
                reason = f"{count:,} of {size // 2} numbers instead of {usual // 2}"
                report.problem("embeddings of another length", f"{key}: {reason}")


def _index_roots(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{CURRENT}"))


def _check_weights(settings: Settings, root: Path, report: VerifyReport) -> None:
    """Tell where the weights are gone that an index was built with, so that none can open it."""
    try:
        spec = _spec_of(Manifest.read(current_build(root) or root))
    except MarqueeError:
        return  # told of as an index that cannot be used
    if kept.is_gone(settings, spec):
        report.problem("index whose encoder is gone (build)", spec.key)


async def _check_index(
    store: Store,
    root: Path,
    films: Sequence[Entry],
    out: set[str],
    report: VerifyReport,
) -> None:
    name = root.name
    try:
        build = current_build(root) or root
        facts = Manifest.read(build)
        index = await asyncio.to_thread(open_index, root, _spec_of(facts))
        stored = np.load(build / index_files.VECTORS, mmap_mode="r")
    except (MarqueeError, OSError, ValueError) as error:
        told = error.message if isinstance(error, MarqueeError) else str(error)
        report.problem("index that cannot be used", told)
        return
    report.checked[f"index of {name}"] = len(index.entries)
    posters = {film.digest: film.label for film in films if film.digest is not None}
    digests = [entry.digest for entry in index.entries]
    for entry in index.entries:
        if entry.digest in out:
            report.note(f"in the index of {name}, but taken out (build)", entry.film.label)
        elif entry.digest and entry.digest not in posters:
            report.note(f"in the index of {name}, but no longer a poster (build)", entry.film.label)
    for digest in posters.keys() - out - set(digests):
        report.note(f"not yet in the index of {name} (build)", posters[digest])
    await _compare_vectors(store, _spec_of(facts).key, digests, stored, report)


def _spec_of(facts: Manifest) -> EncoderSpec:
    """Return the encoder's facts as the index tells them: its weights need not be here."""
    return EncoderSpec(
        name=facts.encoder,
        dimension=facts.dimension,
        metric=facts.metric,
        preprocessing=Preprocessing(1, 1, "stretch", (0, 0, 0), (1, 1, 1)),
        weights="",
        revision=facts.revision,
    )


async def _compare_vectors(
    store: Store,
    key: str,
    digests: Sequence[str | None],
    stored: NDArray[np.floating],
    report: VerifyReport,
) -> None:
    """Compare the vectors of an index, shape (n, d), with the embeddings they came from."""
    places: dict[str, list[int]] = {}
    for place, digest in enumerate(digests):
        if digest:
            places.setdefault(digest, []).append(place)
    question = select(EmbeddingRow.digest, EmbeddingRow.vector).where(EmbeddingRow.encoder == key)
    found: set[str] = set()
    async with store.session() as session:
        async for digest, vector in await session.stream(
            question.execution_options(yield_per=1000)
        ):
            found.add(digest)
            ours = np.frombuffer(vector[: len(vector) // 2 * 2], "<f2")
            for place in places.get(digest, ()):
                if not np.array_equal(ours, stored[place]):
                    report.problem("vector of the index that is not the embedding", digest[:12])
    # Without any, the index came from elsewhere; with some, the others were lost.
    if found:
        for digest in places.keys() - found:
            report.problem("vector of the index whose embedding is gone", digest[:12])
