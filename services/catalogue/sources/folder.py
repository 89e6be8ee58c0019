"""Films and their posters' files -> the database, in batches, so that it can stop anywhere."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.known import Known, Named
from services.catalogue.mend import Facts, drop, film_told, join, strays, tell
from services.catalogue.merge import (
    Look,
    kept_look,
    new_film,
    update_facts,
    update_pictures,
)
from services.catalogue.pictures import decode_file
from services.catalogue.sources.records import BLOCKED, Record, Skipped
from services.core.errors import PosterError
from services.core.settings import Settings
from services.pictures.checks import kind_of
from services.pictures.heif import MISSING, register
from services.pictures.images import too_large
from services.store import Store
from services.store.blocked import Blocked
from services.store.film_keys import candidates, taken
from services.store.models import FilmRow

# `PosterError` codes as reasons that group; its sentences speak to whoever attached one picture.
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

_TRIES = 6  # keys of a film that are asked about: more of one file nobody has

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ImportReport:
    """What an import did so far.

    Attributes:
        total: Rows or files that the source holds.
        added: Films that are new.
        updated: Films whose facts or picture changed.
        unchanged: Films that were there already, just so.
        editions: Further pictures of films, new or there already.
        new_editions: Those of them that are new or changed.
        changed: Films that were there, and what is another of them now, a line each.
        joined: Films that turned out to be another's picture, a line each.
        dropped: Films that turned out to be none, a line each.
        passed: What nobody would miss, counted by kind; see `library.layout.Library`.
        skipped: The left out, by reason.
        left_out: Films that were taken without a fact of theirs, by what is wrong with it.
    """

    total: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    editions: int = 0
    new_editions: int = 0
    changed: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Rows or files that have been dealt with."""
        skipped = sum(map(len, self.skipped.values()))
        return self.added + self.updated + self.unchanged + self.editions + skipped

    def skip(self, item: Skipped) -> None:
        """Count one that is left out."""
        self.skipped.setdefault(item.reason, []).append(item.name)

    def without(self, record: Record) -> None:
        """Count the facts that were left out of a film that is taken."""
        for reason in record.wrong:
            self.left_out.setdefault(reason, []).append(record.name)

    def add(self, other: ImportReport) -> None:
        """Count what a batch did."""
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.editions += other.editions
        self.new_editions += other.new_editions
        self.changed += other.changed
        self.joined += other.joined
        self.dropped += other.dropped
        for mine, theirs in (
            (self.skipped, other.skipped),
            (self.left_out, other.left_out),
        ):
            for reason, names in theirs.items():
                mine.setdefault(reason, []).extend(names)


async def import_posters(
    store: Store,
    items: Sequence[Record | Skipped],
    settings: Settings,
    *,
    library: Path | None = None,
    batch: int = 256,
    report: ImportReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Bring films and posters into the database; those that are there already are compared.

    Every batch is kept as a whole, so that an import that was stopped goes on where it was. A
    picture whose path, size and time of change are known is not read again.

    Args:
        store: The open database.
        items: What `rows.read_csv` or `library.layout.read_library` found.
        settings: `max_bytes`, `max_pixels`, and `threads` that read pictures.
        library: The folder that was read by its files' names, if it was: what lies there in
            systems' folders, and was taken for a film before, goes.
        batch: Films kept at a time.
        report: Filled as the import goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each batch.
    """
    report = ImportReport() if report is None else report
    if library is not None:
        items = [*items, *await strays(store, await asyncio.to_thread(library.resolve))]
    report.total = len(items)
    async with store.session() as session:
        blocked = await Blocked.load(session)
    items = _without_blocked(items, blocked)
    named = Named(items)
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-import")
    try:
        for start in range(0, len(items), batch):
            await _import_batch(
                store,
                items[start : start + batch],
                settings,
                pool,
                report,
                named=named,
                blocked=blocked,
            )
            on_progress(report.done, report.total)
    finally:
        pool.shutdown(cancel_futures=True)
    return report


async def _import_batch(
    store: Store,
    items: Sequence[Record | Skipped],
    settings: Settings,
    pool: ThreadPoolExecutor,
    report: ImportReport,
    *,
    named: Named,
    blocked: Blocked,
) -> None:
    loop = asyncio.get_running_loop()
    records = [item for item in items if isinstance(item, Record)]
    outcome = ImportReport()
    left_out = [item for item in items if isinstance(item, Skipped)]
    for item in left_out:
        outcome.skip(item)
    async with store.session() as session:
        known = await Known.load(session, records, left_out, named)
        rows = [known.claim(record) for record in records]
        seen = [
            kept_look(known.former(record, row) or row, record)
            for record, row in zip(records, rows, strict=True)
        ]
        looks = await asyncio.gather(
            *(
                loop.run_in_executor(pool, _look, record, look, settings)
                for record, look in zip(records, seen, strict=True)
            )
        )
        keys = await _Keys.load(
            session, [it for it, row in zip(records, rows, strict=True) if row is None]
        )
        for record, row, seen_now in zip(records, rows, looks, strict=True):
            look = seen_now if row is not None else _heeding(blocked, record, seen_now)
            if isinstance(look, Skipped):
                outcome.skip(look)
                continue
            outcome.without(record)
            # The first picture of a film may have come in just now.
            film = row if row is not None or record.beside is None else known.claim(record)
            if film is None:
                film = new_film(record, look, keys.give(record))
                session.add(film)
                known.add(film, record)
                outcome.added += 1
                continue
            former = known.former(record, film)
            if former is not None:
                outcome.joined.append(f"{record.name}: {_label(former)} is {record.film.label}")
                await join(session, known, former, film)
            facts = Facts(film)
            # Both are carried out, whatever the first one says.
            changed = update_facts(film, record) | update_pictures(film, record, look)
            if changed and record.is_poster:
                outcome.changed.append(f"{record.name}: {facts.changes() or 'its picture'}")
            if facts.told:
                await tell(session, [film])
            if not record.is_poster:
                outcome.editions += 1
                outcome.new_editions += changed
            elif changed:
                outcome.updated += 1
            else:
                outcome.unchanged += 1
        for item in left_out:
            if item.gone is not None:
                dropped = await drop(session, known, item)
                outcome.dropped += [f"{item.name}: {name} ({item.reason})" for name in dropped]
        await session.commit()
    report.add(outcome)


def _without_blocked(
    items: Sequence[Record | Skipped], blocked: Blocked
) -> Sequence[Record | Skipped]:
    """Return the items with those of films that are on the block list as left out."""
    if not blocked:
        return items
    kept: list[Record | Skipped] = []
    for item in items:
        if isinstance(item, Record) and (
            item.beside in blocked.files
            or blocked.has(item.film, Path(item.name).as_posix(), str(item.path))
        ):
            # The film's other pictures come after it, and are put beside it.
            blocked.files.add(item.path)
            kept.append(Skipped(BLOCKED, item.name))
        else:
            kept.append(item)
    return kept


def _heeding(blocked: Blocked, record: Record, look: Look | Skipped) -> Look | Skipped:
    """Return the look at a film's picture, or why it is left out: the film's picture is blocked."""
    if isinstance(look, Skipped) or not (
        record.beside in blocked.files or blocked.has_picture(record.film, look.digest)
    ):
        return look
    blocked.files.add(record.path)
    return Skipped(BLOCKED, record.name)


def _label(row: FilmRow) -> str:
    return film_told(row).label


class _Keys:
    """Gives new films their keys."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    @classmethod
    async def load(cls, session: AsyncSession, records: Sequence[Record]) -> _Keys:
        """Ask which of the keys that these films may get are taken."""
        wanted = {key for record in records for key in islice(_candidates(record), _TRIES)}
        return cls(await taken(session, wanted))

    def give(self, record: Record) -> str:
        """Return a key that no film has, and that no other will get."""
        key = next(key for key in _candidates(record) if key not in self._taken)
        self._taken.add(key)
        return key


def _candidates(record: Record) -> Iterator[str]:
    return candidates(record.film, Path(record.name).as_posix(), str(record.path))


def _look(record: Record, known: Look | None, settings: Settings) -> Look | Skipped:
    """Return a picture's facts; the known ones where the file is as it was then."""
    path, head = str(record.path), b""
    try:
        status = record.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Skipped("not a file", record.name)
        if known and (path, status.st_size, status.st_mtime_ns) == (
            known.path,
            known.size,
            known.mtime_ns,
        ):
            return known
        if status.st_size > settings.max_bytes:
            raise too_large(status.st_size, settings.max_bytes)
        data = record.path.read_bytes()
        head = data[:256]
        digest = hashlib.sha256(data).hexdigest()
        if known and digest == known.digest:
            width, height = known.width, known.height
        else:
            width, height = decode_file(data, settings).size
    except FileNotFoundError:
        return Skipped("missing file", record.name)
    except OSError as error:
        _log.debug("%s cannot be read", record.name, exc_info=True)
        return Skipped(f"unreadable file ({error.strerror})", record.name)
    except PosterError as error:
        _log.debug("%s: %s", record.name, error.message)
        reason = _REASONS.get(error.code, error.code)
        if error.code == "not_an_image" and kind_of(head) == "HEIF" and not register():
            reason = MISSING
        return Skipped(reason, record.name)
    return Look(path, digest, width, height, len(data), status.st_mtime_ns)
