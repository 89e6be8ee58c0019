"""Memory of `marquee serve` over the catalogue, while it is sent posters and photos of them."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from benchmarks.recognition.catalogue import Catalogue, rgb
from benchmarks.service_memory import send, service
from benchmarks.wild.figures import Row
from services.training.attached import attached

_FORMS = ("cover on a desk", "poster on a wall", "photo of a page on a screen")
_RUN_S = 1200
_FIELDS = {"RssAnon": "anonymous MB", "RssFile": "of files MB", "VmRSS": "resident MB"}


def measure(
    catalogue: Catalogue, *, requests: int, on_progress: Callable[[int, int], None]
) -> Mapping[str, list[Row]]:
    """Ask a service of its own, over a copy of the catalogue, and read its memory.

    Args:
        catalogue: The catalogue.
        requests: Half of them posters as they are, half photos of them.
        on_progress: Called with (done, total).
    """
    pictures = [found[0] for found in catalogue.val(requests // 2, several=False, seed=17)]
    parts: list[tuple[str, list[bytes]]] = [("posters", []), ("photos", [])]
    for number, picture in enumerate(pictures):
        image = rgb(picture)
        drawn = attached(_FORMS[number % len(_FORMS)], [image], picture.imdb_id).image
        for (_, sent), look in zip(parts, (image, drawn), strict=True):
            out = BytesIO()
            look.save(out, "JPEG", quality=90)
            sent.append(out.getvalue())
    with tempfile.TemporaryDirectory() as name:
        data_dir = Path(name)
        # A service clears away builds that are not current: never those of who lent the catalogue.
        kept = data_dir / "indexes" / catalogue.encoder.spec.name
        kept.mkdir(parents=True)
        shutil.copytree(catalogue.folder, kept / catalogue.folder.name)
        (kept / "current").write_text(catalogue.folder.name + "\n")
        rows = asyncio.run(_asked(data_dir, parts, on_progress))
    return {f"`marquee serve` over {len(catalogue.films):,} pictures": rows}


async def _asked(
    data_dir: Path,
    parts: list[tuple[str, list[bytes]]],
    on_progress: Callable[[int, int], None],
) -> list[Row]:
    async with (
        service(data_dir) as (pid, url, _),
        ClientSession(url, timeout=ClientTimeout(total=120)) as session,
        asyncio.timeout(_RUN_S),
    ):
        rows = [_memory("started", pid)]
        for number, (name, sent) in enumerate(parts):
            await send(session, sent, 1)
            rows.append(_memory(f"after {len(sent)} {name}", pid))
            on_progress(number + 1, len(parts))
    return rows


def _memory(when: str, pid: int) -> Row:
    """Return the service's own memory, and the anonymous memory of its decoders."""
    # Whichever thread started them.
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [each for task in tasks for each in task.read_text().split()]
    row: dict[str, object] = {"when": when, **_status(pid)}
    row["decoders' anonymous MB"] = sum(_status(int(each))["anonymous MB"] for each in children)
    return row


def _status(pid: int) -> dict[str, float]:
    told = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in _FIELDS:
            told[_FIELDS[name]] = int(value.split()[0]) * 1024 / 1e6
    return told
