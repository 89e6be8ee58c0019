"""`python -m tests.fuzz [--seconds 300] [--seed 1] [--only PART]`: what `make fuzz` runs.

Each part has its share of the time, in a process of its own, so that what ends one is told too.
Exits with 1 where something was found; each finding is a file in `findings`, with a note beside it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.fuzz import decoders, files, operations, uploads
from tests.fuzz.findings import LAST, Report

# Each with its share of the time.
PARTS: dict[str, tuple[Callable[[Report, int], None], float]] = {
    "decoders": (decoders.fuzz, 0.3),
    "uploads": (uploads.fuzz_uploads, 0.15),
    "requests": (uploads.fuzz_requests, 0.25),
    "operations": (operations.fuzz, 0.1),
    "files": (files.fuzz, 0.2),
}
# Beyond its share: to start a service, to end what is being tried, and to make it small.
_MORE_S = 240.0


def run(part: str, folder: Path, seconds: float, seed: int) -> bool:
    """Run one part here; return whether it found nothing."""
    report = Report(part, folder, seconds)
    PARTS[part][0](report, seed)
    report.tell()
    (folder / f"{part}-{LAST}").unlink(missing_ok=True)
    return not report.found


def run_all(folder: Path, seconds: float, seed: int) -> bool:
    """Run all parts, each in a process of its own; return whether they found nothing."""
    sound = True
    for part, (_, share) in PARTS.items():
        given = ["--only", part, "--seconds", str(seconds * share), "--seed", str(seed)]
        command = [sys.executable, "-m", "tests.fuzz", *given, "--folder", str(folder)]
        try:
            code = subprocess.run(
                command, timeout=seconds * share + _MORE_S, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        if code not in (0, 1):
            how = "did not end" if code is None else f"ended with {code}"
            print(f"  FOUND the part {part} {how}; what was tried last may be in {folder}")
        sound = sound and code == 0
    return sound


def main() -> None:
    """Read the options, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument("--folder", type=Path, default=Path("findings"))
    given = parser.parse_args()
    if given.only:
        sound = run(given.only, given.folder, given.seconds, given.seed)
    else:
        sound = run_all(given.folder, given.seconds, given.seed)
        print("Nothing was found." if sound else f"What was found is in {given.folder}.")
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
