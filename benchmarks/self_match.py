"""How many catalogued posters `marquee identify --json` takes for their own film.

    python -m benchmarks.self_match DIR [--limit N]

DIR holds the posters and their posters.csv, imported and built beforehand. Every file goes through
the command itself, as a user would give it. A miss whose picture another film shares byte for byte
is counted apart: nothing can tell those two films apart.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

CHUNK = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N films")
    args = parser.parse_args()
    with (args.folder / "posters.csv").open(encoding="utf-8", newline="") as lines:
        films = {str(args.folder / row["file"]): row["imdb_id"] for row in csv.DictReader(lines)}
    paths = list(films)[: args.limit]
    digests = {path: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths}
    copies = Counter(digests.values())
    right = shared = 0
    wrong: list[str] = []
    for start in range(0, len(paths), CHUNK):
        command = [sys.executable, "-m", "marquee", "identify", "--json"]
        command += paths[start : start + CHUNK]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            match = answer.get("match")
            if match and match["film"]["imdb_id"] == films[answer["file"]]:
                right += 1
            elif copies[digests[answer["file"]]] > 1:
                shared += 1
            else:
                wrong.append(f"{answer['file']} -> {match or answer.get('error')}")
        print(f"\r{min(start + CHUNK, len(paths)):,} of {len(paths):,}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(f"{right:,} of {len(paths):,} named as their own film: {right / len(paths):.3%}")
    print(f"{shared} more share their picture, byte for byte, with another film")
    print(f"{len(wrong)} are wrong for another reason")
    for line in wrong[:20]:
        print(" ", line)


if __name__ == "__main__":
    main()
