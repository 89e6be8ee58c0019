"""A catalogue that is asked about pictures, as if some films were not in it."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from PIL import Image

from services.core.types import Film, Identification, Match
from services.vision.encoders.base import Embeddings
from services.vision.index import Hit
from services.vision.index.search import VectorIndex
from services.vision.pipeline import Identifier

NEIGHBOURS = 10
BATCH = 8
_T = TypeVar("_T")


class Asker:
    """Asks an identifier.

    Args:
        identifier: Asked.
    """

    def __init__(self, identifier: Identifier) -> None:
        self.identifier = identifier
        # An Identifier of before films could be hidden is asked one picture at a time.
        self._hides = "without" in inspect.signature(identifier.identify).parameters

    def ask(
        self, images: Sequence[Image.Image], without: Sequence[Collection[str]] | None = None
    ) -> list[Identification]:
        """Answer pictures.

        Args:
            images: RGB.
            without: For each picture the keys of the films that shall not be in the catalogue.
        """
        if without is None:
            return self.identifier.identify(images, k=NEIGHBOURS)
        if self._hides:
            hidden = [frozenset(keys) for keys in without]
            return self.identifier.identify(images, k=NEIGHBOURS, without=hidden)  # pyright: ignore[reportCallIssue]
        return [self._ask_one(image, keys) for image, keys in zip(images, without, strict=True)]

    def likeliest(
        self, images: Sequence[Image.Image], without: Sequence[Collection[str]]
    ) -> list[Match | None]:
        """Return the likeliest film of each picture with its probability, however low.

        An identifier that does not tell those gives what it names or thinks possible.
        """
        tell = getattr(self.identifier, "likeliest", None)
        if tell is not None:
            return tell(images, without=[frozenset(keys) for keys in without])
        return [answer.match or answer.perhaps for answer in self.ask(images, without)]

    def key(self, name: str) -> str | None:
        """Return the catalogue's key for an IMDb id or an older name, or None."""
        film = self.identifier.film(name)
        return film.key if film else None

    def _ask_one(self, image: Image.Image, keys: Collection[str]) -> Identification:
        # Private names of the present pipeline; goes when `identify` takes `without`.
        identifier = self.identifier
        whole = identifier._near
        rows = {row for key in keys for row in identifier._films.rows(key)}
        identifier._near = _Without(whole, rows)
        try:
            (answer,) = identifier.identify([image], k=NEIGHBOURS)
        finally:
            identifier._near = whole
        return answer


def batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Return the items in parts that are asked at a time."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def first_films(answer: Identification) -> list[Film]:
    """Return the films of an answer, the nearest first."""
    named = [answer.match.film] if answer.match else []
    return [*named, *(neighbour.film for neighbour in answer.neighbours)][:NEIGHBOURS]


class _Without:
    """An index some of whose rows are not there."""

    def __init__(self, index: VectorIndex, missing: set[int]) -> None:
        self._index, self._missing = index, missing

    def __len__(self) -> int:
        return len(self._index) - len(self._missing)

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        found = self._index.search(queries, k + len(self._missing))
        return [[hit for hit in row if hit.row not in self._missing][:k] for row in found]

    def vector(self, row: int) -> Embeddings:
        return self._index.vector(row)
