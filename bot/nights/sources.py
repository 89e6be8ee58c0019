"""Where a night's films come from, in a form that a series can keep."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.app import Marquee
from bot.kit.limits import OPTIONS, POLL_ANSWERS
from services.core.types import Film
from services.store import watchlist as lists

FEWEST, MOST = 2, POLL_ANSWERS
POOL = OPTIONS


@dataclass(frozen=True, slots=True)
class Source:
    """Films to draw from.

    Attributes:
        kind: The films of a watchlist that were not seen, or the catalogue's.
        count: How many a night asks about.
        genre: Only films of it.
        decade: Only films of it, by its first year.
        known: The share of the best known ones to draw from; None for all.
        films_of: Of a watchlist, the `scope_id` of its films.
    """

    kind: Literal["watchlist", "draw"]
    count: int
    genre: str | None = None
    decade: int | None = None
    known: float | None = None
    films_of: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what a database keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Source:
        """Return what a database kept, also one of a later version."""
        return cls(**{name: kept.get(name) for name in cls.__slots__})  # pyright: ignore[reportArgumentType]

    async def pool(self, bot: Marquee) -> Sequence[Film]:
        """Return films to choose among. Raises UnavailableError."""
        if self.kind == "watchlist":
            assert self.films_of is not None
            async with bot.store.session() as session:
                kept = await lists.page(session, self.films_of, unseen=True)
            fit = [k.film for k in kept if _fits(k.film, self.genre, self.decade)]
            return drawn(fit, POOL)
        found = await bot.client.sample(
            POOL,
            genre=self.genre,
            first_year=self.decade,
            last_year=self.decade + 9 if self.decade else None,
            known=self.known,
        )
        return [hit.film for hit in found]


def drawn(pool: Sequence[Film], count: int) -> tuple[Film, ...]:
    """Return `count` films of the pool by chance, in the pool's order; all where it has fewer."""
    places = sorted(random.SystemRandom().sample(range(len(pool)), min(count, len(pool))))
    return tuple(pool[place] for place in places)


def _fits(film: Film, genre: str | None, decade: int | None) -> bool:
    if genre and genre.casefold() not in (name.casefold() for name in film.genres):
        return False
    return decade is None or (film.year is not None and decade <= film.year < decade + 10)
