"""`python -m benchmarks.recognition`; see the package."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import cv2
from rich.console import Console

from benchmarks import recognition
from benchmarks.recognition import candidates, cost, features, inversion, memory
from benchmarks.recognition.catalogue import Catalogue
from benchmarks.wild.figures import Row, json_of, print_rows
from marquee.console import progress
from services.core.settings import get_settings

Part = Callable[..., Mapping[str, list[Row]]]


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(
        description=recognition.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="the folder with posters and more")
    names = ("features", "candidates", "inversion", "cost", "memory")
    parser.add_argument("--only", action="append", choices=names)
    parser.add_argument("--films", type=int, default=120, help="asked, of features")
    parser.add_argument("--covers", type=int, default=150, help="asked, of candidates")
    parser.add_argument("--brute", type=int, default=20, help="of these, by brute force too")
    parser.add_argument("--drawn", type=int, default=60, help="pictures drawn again")
    parser.add_argument("--library", type=int, default=600, help="train pictures for patches")
    parser.add_argument("--sheet", type=Path, help="where a sheet of drawn pictures is written")
    parser.add_argument("--rounds", type=int, default=100, help="posters whose time is taken")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    args = parser.parse_args()

    catalogue = Catalogue.open(get_settings(), args.shared)
    parts: dict[str, Part] = {
        "features": partial(features.measure, catalogue, films=args.films),
        "candidates": partial(candidates.measure, catalogue, covers=args.covers, brute=args.brute),
        "inversion": partial(
            inversion.measure,
            catalogue,
            pictures=args.drawn,
            library=args.library,
            sheet=args.sheet,
        ),
        "cost": partial(cost.measure, catalogue, posters=args.rounds),
        "memory": partial(memory.measure, catalogue, requests=2 * args.rounds),
    }
    console = Console(width=240)
    written: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pictures": len(catalogue.films),
        "opencv": cv2.__version__,
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
