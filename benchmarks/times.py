"""Times as members write them: how many are read right, asked, and wrong without a word.

    python -m benchmarks.times

Beside dateparser, a library that reads dates in 200 languages (extra `bench`), on the same 300
expressions: half of them were written before Marquee's own rules, half after, and not tuned on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import dateparser

from bot.kit.times.read import read
from bot.kit.times.zones import Zone

ROWS = Path(__file__).parents[1] / "tests" / "bot" / "kit" / "times" / "expressions"
BERLIN = Zone("Europe/Berlin", ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 11, 25, 15, tzinfo=BERLIN.clock)
ASKED = ["?"]


def main() -> None:
    """Print a line for each half and reader."""
    for name in ("before.tsv", "held_out.tsv"):
        lines = (ROWS / name).read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        for reader, told in (("marquee", ours), ("dateparser", theirs)):
            began = perf_counter()
            counts = judged(rows, told)
            each = (perf_counter() - began) / len(rows) * 1000
            print(f"{name:14} {reader:11} {dict(counts)}, {each:.1f} ms each")


def judged(rows: list[list[str]], told: Callable[[str, str], list[str]]) -> Counter[str]:
    """Return how many of the rows a reader has right, asks about, and has wrong."""
    counts: Counter[str] = Counter(right=0, asked=0, wrong=0)
    for language, typed, *meant in rows:
        said = told(typed, language)
        counts["right" if said == meant else "asked" if said == ASKED else "wrong"] += 1
    return counts


def ours(typed: str, language: str) -> list[str]:
    """Return what Marquee reads."""
    moment = read(typed, language, (BERLIN,), NOW).meant
    if moment is None:
        return ASKED
    local = f"{moment.at.astimezone(BERLIN.clock):%Y-%m-%d %H:%M}"
    return [local, moment.rule] if moment.rule else [local]


def theirs(typed: str, language: str) -> list[str]:
    """Return what dateparser reads; it knows no repetition."""
    found = dateparser.parse(
        typed,
        languages=[language],
        settings={
            "RELATIVE_BASE": NOW.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "TIMEZONE": "Europe/Berlin",
            "TO_TIMEZONE": "Europe/Berlin",
        },
    )
    return ASKED if found is None else [f"{found:%Y-%m-%d %H:%M}"]


if __name__ == "__main__":
    main()
