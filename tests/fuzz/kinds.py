"""A stream of broken pictures of every kind that is read."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from functools import cache

from tests.fuzz.bombs import BOMBS
from tests.fuzz.structure import Part, Tree, mutate, overwrite, take_apart
from tests.pictures.broken import mutated, specimens
from tests.pictures.hostile import HEIC


@cache
def seeds() -> dict[str, bytes]:
    """Return a small sound file of every kind that is read."""
    return {**specimens(), "heic": HEIC}


def broken(rng: random.Random) -> tuple[str, bytes]:
    """Return a sort and a file of that sort: a bomb, or a seed that was changed."""
    if rng.random() < 0.1:
        name = rng.choice(sorted(BOMBS))
        data = BOMBS[name](rng)
        return name, mutated(data, rng) if rng.random() < 0.2 and len(data) < 10**6 else data
    name = rng.choice(sorted(seeds()))
    return name, _WAYS[rng.choices(range(len(_WAYS)), (7, 2, 1))[0]](name, rng)


def _by_grammar(name: str, rng: random.Random) -> bytes:
    tree = take_apart(seeds()[name])
    if tree is None:
        return mutated(seeds()[name], rng)
    data = mutate(tree, rng, _others(tree))
    if rng.random() < 0.15:
        # A length that is a lie: wherever it stands, it stands early.
        lied = bytearray(data)
        overwrite(lied, rng, 200)
        data = bytes(lied)
    return data


def _by_bytes(name: str, rng: random.Random) -> bytes:
    return mutated(seeds()[name], rng)


def _huge(name: str, rng: random.Random) -> bytes:
    """Return a seed that says it is large, in the place where its kind says so."""
    data, sides = bytearray(seeds()[name]), (rng.choice(_SIDES), rng.choice(_SIDES))
    for begin, offset, form in _SIZES:
        at = data.find(begin)
        if at >= 0:
            size = struct.calcsize(form)
            top = (1 << 8 * size // 2) - 1
            data[at + offset : at + offset + size] = struct.pack(form, *(s & top for s in sides))
            break
    tree = take_apart(bytes(data)) if data.startswith(b"\x89PNG") else None
    return tree.join(tree) if tree is not None else bytes(data)


_SIDES = (1, 15, 16, 17, 64, 255, 1000, 3130, 4949, 7000, 16383, 16384, 32768, 65500, 65535)
_SIZES = (
    (b"IHDR", 4, ">II"), (b"ispe", 8, ">II"), (b"\xff\xc0\0", 5, ">HH"), (b"\xff\xc2\0", 5, ">HH"),
    (b"GIF8", 6, "<HH"), (b"VP8 ", 14, "<HH"), (b"BM", 18, "<II"),
)  # fmt: skip
_WAYS: tuple[Callable[[str, random.Random], bytes], ...] = (_by_grammar, _by_bytes, _huge)


def _others(tree: Tree) -> list[Part]:
    """Return parts that files of that kind may have, its own among them."""
    found = list(tree.parts)
    for data in seeds().values():
        other = take_apart(data)
        if other is not None and other.join is tree.join:
            found += other.parts
            found += [part for outer in other.parts for part in outer.parts]
    return found
