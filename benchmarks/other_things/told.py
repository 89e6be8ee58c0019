"""How many pictures of other things are told to be no posters, by the whole of `identify`."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.wild.asking import batches
from benchmarks.wild.catalogues import opened
from benchmarks.wild.figures import Row, count
from services.training.not_posters import SOURCES
from services.training.other_things import KINDS, drawn
from services.vision.pipeline import Identifier

# Numbers that no fit has drawn.
_FIRST = 1_000_000


def measure(
    identifier: Identifier,
    folder: Path,
    *,
    part: str = "test",
    each: int = 20,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Mapping[str, list[Row]]:
    """Ask about pictures of sources that nothing was fitted on, and about drawn ones.

    Args:
        identifier: Asked.
        folder: As `fetch` filled it.
        part: Of which sources.
        each: Pictures of each kind that is drawn.
        on_progress: Called with (done, total).
    """
    with (folder / SOURCES).open(encoding="utf-8", newline="") as lines:
        sources = [row["folder"] for row in csv.DictReader(lines) if row["part"] == part]
    wanted: list[tuple[str, Path | int]] = [
        (name, path) for name in sources for path in sorted((folder / name).glob("*.jpg"))
    ]
    wanted += [(kind, number) for kind in KINDS for number in range(_FIRST, _FIRST + each)]
    told: dict[str, list[bool]] = defaultdict(list)
    named: dict[str, list[bool]] = defaultdict(list)
    done = 0
    for batch in batches(wanted):
        images = [
            opened(what) if isinstance(what, Path) else drawn(name, what) for name, what in batch
        ]
        for (name, _), answer in zip(batch, identifier.identify(images), strict=True):
            for group in (name, "all fetched" if name in sources else "all drawn"):
                told[group].append(answer.is_poster is False)
                named[group].append(answer.match is not None)
        done += len(batch)
        on_progress(done, len(wanted))
    rows: list[Row] = [
        {"source": name, "pictures": len(told[name])}
        | {"told": count(told[name]), "taken for a film": count(named[name])}
        for name in told
    ]
    return {"figures": rows}
