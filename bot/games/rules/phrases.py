"""What is said of a question, as plain data: `bot.games.lines` says it in a member's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.core.types import Film


@dataclass(frozen=True, slots=True)
class Genres:
    """Genres, by the names that the catalogue has for them."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decade:
    """A decade, by its first year."""

    year: int


# A string is somebody's own words, such as a title: nothing in it is translated or formatted.
Term = str | int | Film | Genres | Decade


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the locales.

    Attributes:
        key: Its key there.
        values: What its placeables stand for.
    """

    key: str
    values: Mapping[str, Term]
