"""`python -m benchmarks.lettering`; see the package."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import lettering
from benchmarks.lettering import fitting, wild
from benchmarks.lettering.picture_sets import Shared


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(
        description=lettering.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("read", "fit", "wild"))
    parser.add_argument("shared", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--pictures", type=int, default=600)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--index", type=Path)
    args = parser.parse_args()
    shared = Shared(args.shared, args.cache)
    if args.what == "read":
        shared.read("pictures", shared.val()[: args.pictures])
        shared.read("photos", shared.val()[::-1][: args.photos])
        shared.read("wild", shared.wild())
    elif args.what == "fit":
        fitting.fit(shared, args.write)
    else:
        wild.measure(shared, args.index)


if __name__ == "__main__":
    main()
