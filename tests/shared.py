"""The poster set beside the checkout, where there is one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

POSTERS = Path(__file__).resolve().parents[2] / "shared" / "posters"
STARTER = Path(__file__).resolve().parents[1] / "services" / "starter"

needs_shared = pytest.mark.skipif(
    not (POSTERS / "posters.csv").is_file(), reason="the poster set ../shared/posters is not here"
)


def rows() -> list[dict[str, str]]:
    """Return the rows of the poster set's CSV."""
    with (POSTERS / "posters.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
