"""`python -m benchmarks.wild`; see the package."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import wild
from benchmarks.wild import absent, calibration, copies, cost, wild_set
from benchmarks.wild.asking import Asker
from benchmarks.wild.catalogues import catalogue, pictures
from benchmarks.wild.figures import Row, json_of, print_rows
from marquee.console import progress
from services.vision.pipeline import Identifier

Part = Callable[..., Mapping[str, list[Row]]]


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(
        description=wild.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wild", type=Path, help="the folder with wild.csv")
    parser.add_argument("--posters", type=Path, help="default: posters beside it")
    parser.add_argument("--more", action="store_true", help="import `more` beside it, too")
    names = ("wild", "absent", "copies", "calibration", "cost")
    parser.add_argument("--only", action="append", choices=names)
    parser.add_argument("--limit", type=int, help="pictures of wild and of absent, at most")
    parser.add_argument("--copies", type=int, default=300, help="posters, each in every form")
    parser.add_argument("--queries", type=int, default=5000, help="for the calibration")
    parser.add_argument("--rounds", type=int, default=300, help="posters whose time is taken")
    parser.add_argument("--encoder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    cache = Path.home() / ".cache" / "marquee" / "wild"
    parser.add_argument("--cache", type=Path, default=cache, help=f"default: {cache}")
    parser.add_argument("--rebuild", action="store_true", help="build the index again")
    args = parser.parse_args()

    posters = args.posters or args.wild.parent / "posters"
    folders = [posters, args.wild.parent / "more"] if args.more else [posters]
    settings = catalogue(args.cache, folders, encoder=args.encoder, again=args.rebuild)
    asker = Asker(Identifier.open(settings))
    own = pictures(posters)
    known = [picture for folder in folders for picture in pictures(folder)]
    # What `more` has is absent from `posters` alone, or another picture of a hidden film.
    beyond = args.wild.parent / "more"
    asked = [*own, *(pictures(beyond) if beyond.is_dir() else ())]
    parts: dict[str, Part] = {
        "wild": partial(wild_set.measure, asker, args.wild, more=args.more, limit=args.limit),
        "absent": partial(absent.measure, asker, asked, limit=args.limit),
        "copies": partial(copies.measure, asker, own, posters=args.copies),
        "calibration": partial(calibration.measure, asker, known, limit=args.queries),
        "cost": partial(cost.measure, asker, own, settings, posters=args.rounds),
    }
    console = Console(width=240)
    written: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "encoder": asker.identifier.encoder_name,
        "catalogue": [folder.name for folder in folders],
        "films": asker.identifier.size,
    }
    for name in args.only or names:
        with progress(name) as on_progress:
            tables = parts[name](on_progress=on_progress)
        for title, rows in tables.items():
            print_rows(f"{name}: {title}", rows, console)
        written[name] = json_of(tables)
        if args.json:
            args.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
