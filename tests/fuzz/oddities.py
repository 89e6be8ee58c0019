"""Requests that are none, or odd ones, made by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.fuzz import bodies, heads
from tests.fuzz.oddity import Oddity

SORTS: dict[str, Callable[[random.Random], Oddity]] = {
    "boundaries": bodies.boundaries,
    "headers of a part": bodies.part_headers,
    "lengths": bodies.lengths,
    "chunks": bodies.chunks,
    "packed bodies": bodies.packed,
    "headers": heads.headers,
    "addresses": heads.targets,
    "queries": heads.queries,
    "methods": heads.methods,
    "versions": heads.versions,
    "pipelined": heads.pipelined,
    "sign-in": bodies.sign_ins,
    "types of a body": bodies.content_types,
    "questions with a picture": bodies.questions,
}


def odd(rng: random.Random) -> Oddity:
    """Return a request, odd in one way or several."""
    name = rng.choice(sorted(SORTS))
    made = replace(SORTS[name](rng), sort=name)
    if rng.random() < 0.06:
        whole = b"".join(made.pieces)
        cut = whole[: rng.randrange(len(whole) + 1)]
        end = rng.choice(("close", "reset", "half"))
        made = replace(made, sort="half a request", pieces=[cut], target=None, whole=False, end=end)
    elif rng.random() < 0.06:
        whole = bytearray(b"".join(made.pieces))
        for _ in range(rng.randrange(1, 6)):
            if whole:
                whole[rng.randrange(min(len(whole), 600))] = rng.choice(
                    b'\0\r\n :;,="%\x80\xff/a0-'
                )
        made = replace(
            made, sort="bytes by chance", pieces=[bytes(whole)], target=None, whole=False
        )
    elif rng.random() < 0.1:
        whole, step = b"".join(made.pieces), rng.choice((1, 7, 60))
        edge = min(len(whole), 40 * step)
        pieces = [whole[at : at + step] for at in range(0, edge, step)]
        made = replace(made, pieces=[*pieces, whole[edge:]])
    return made
