"""Tokens put together: what a text says of the day, the clock and the repetition.

A text is understood where its tokens can all be used up, each part of a time said once. There may
be several ways, and each of them is returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.kit.times.patterns import PATTERNS
from bot.kit.times.said import Parts


def parts(tokens: str, language: str) -> list[Parts]:
    """Return each way in which all the tokens say parts of one time."""
    return list(dict.fromkeys(_rest(f"{tokens} ", 0, Parts(), language)))


def _rest(tokens: str, at: int, so_far: Parts, language: str) -> Iterator[Parts]:
    if at == len(tokens):
        yield so_far
        return
    for pattern, said, only in PATTERNS:
        if (only and language not in only) or not (found := pattern.match(tokens, at)):
            continue
        half = found.groupdict().get("half")
        for more in said(found):
            if half is not None:
                more["meridiem"] = half
            if all(getattr(so_far, name) is None for name in more):
                yield from _rest(tokens, found.end(), replace(so_far, **more), language)
