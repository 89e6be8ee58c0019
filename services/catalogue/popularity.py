"""How known films are, whichever source counted it: 0 to 1, the best known of each source 1."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

FILE = "popularity.json"
"""In `services/starter`: how many of MovieLens's members rated each film, by IMDb id."""


@cache
def shipped() -> Mapping[str, float]:
    """Return how known the films are that ship, by IMDb id; empty where that does not ship."""
    try:
        counts = json.loads((files("services.starter") / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return shares(counts)


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Return counts of one source as shares of the highest.

    As logarithms: what is known twice as well is a step ahead, whether by ten people or by ten
    thousand.
    """
    highest = max(counts.values(), default=0.0)
    if highest <= 0:
        return dict.fromkeys(counts, 0.0)
    return {key: math.log1p(max(count, 0.0)) / math.log1p(highest) for key, count in counts.items()}


def how_known(
    told: Iterable[Mapping[str, float]], ids: Mapping[str, str | None]
) -> dict[str, float]:
    """Return how known films are by `Film.key`; without those of which nobody told.

    Args:
        told: Counts by key, one mapping a source, the best source first.
        ids: The IMDb ids of all films, by key: what ships speaks for those that no source counted.
    """
    known: dict[str, float] = {}
    for counts in told:
        known = shares(counts) | known
    for key, imdb_id in ids.items():
        if imdb_id is not None and imdb_id in shipped():
            known.setdefault(key, shipped()[imdb_id])
    return known
