"""`python -m benchmarks.other_things`; see the package."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console

from benchmarks import other_things
from benchmarks.other_things import told
from benchmarks.other_things.fetch import fetch
from benchmarks.wild.figures import json_of, print_rows
from marquee.console import progress
from services.core.settings import read_settings
from services.vision.pipeline import Identifier


def main() -> None:
    """Fetch the pictures, or measure what is said of them."""
    parser = argparse.ArgumentParser(
        description=other_things.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("fetch", "told"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("val", "test"), default="test")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    args = parser.parse_args()
    if args.what == "fetch":
        fetch(args.folder)
        return
    with progress("Asking") as on_progress:
        tables = told.measure(
            Identifier.open(read_settings()), args.folder, part=args.part, on_progress=on_progress
        )
    for title, rows in tables.items():
        print_rows(title, rows, Console(width=160))
    if args.json:
        args.json.write_text(json.dumps(json_of(tables), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
