"""The pictures that a command line names: files, folders with all below them, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from services.core.errors import MarqueeError, PosterError, RequestError

STDIN = "-"
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+://|www\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A picture to look at, or why there is none.

    Attributes:
        name: What it is called in the answer.
        picture: Its file, or standard input; None where it is refused.
        refusal: Why it is refused.
    """

    name: str
    picture: Path | IO[bytes] | None = None
    refusal: MarqueeError | None = None


def sources(named: Iterable[str]) -> list[Source]:
    """Return the pictures of what was named, in order; a folder's by name."""
    found: list[Source] = []
    for name in named:
        if name == STDIN:
            again = any(source.name == STDIN for source in found)
            found.append(_stdin(again))
        elif _ADDRESS.match(name):
            found.append(Source(name, refusal=_no_address()))
        elif Path(name).is_dir():
            found += _folder(Path(name))
        else:
            found.append(Source(name, Path(name)))
    return found


def _no_address() -> MarqueeError:
    return RequestError(
        "bad_request",
        "Addresses are not opened here; fetch the picture first: "
        "curl -L ADDRESS | marquee identify -",
    )


def _stdin(again: bool) -> Source:
    stream = sys.stdin.buffer
    if again:
        refusal = RequestError("bad_request", "Standard input holds one picture.")
        return Source(STDIN, refusal=refusal)
    if stream.isatty():
        refusal = RequestError(
            "bad_request",
            "Standard input is a terminal; give it a picture: marquee identify - < poster.jpg",
        )
        return Source(STDIN, refusal=refusal)
    return Source(STDIN, stream)


def _folder(folder: Path) -> Iterator[Source]:
    from services.catalogue.sources.library.walk import walk  # noqa: PLC0415

    found = walk(folder.resolve())
    for skipped in found.skipped:
        refusal = PosterError("unreadable", f"{skipped.reason}.")
        yield Source(f"{folder}/{skipped.name}", refusal=refusal)
    paths = sorted(
        folder.joinpath(*each.parts, name) for each in found.folders for name in each.pictures
    )
    yield from (Source(str(path), path) for path in paths)
    if not paths:
        refusal = PosterError("unreadable", "The folder holds no pictures.")
        yield Source(str(folder), refusal=refusal)
