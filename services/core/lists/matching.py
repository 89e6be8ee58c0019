"""Which film of a catalogue a list means: by id, else by title and year, else none.

No likeness counts here: who imports a thousand films looks through none of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol

from services.core.titles.fit import LIKE_WHOLE, fit
from services.core.titles.names import name
from services.core.types import Film, Found

_AT_A_TIME = 4
_LOOKED_AT = 50
_YEARS_OFF = 1  # a festival's year and a cinema's


class Catalogue(Protocol):
    """What is asked of a catalogue; `InferenceClient` is one."""

    async def film(self, key: str) -> Film | None:
        """Return the film of that key, or of a key that it had before."""
        ...

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        """Return the films that a title may become, best first."""
        ...


async def matched(
    catalogue: Catalogue, films: Sequence[Film], *, undated: bool = True
) -> list[Film | None]:
    """Return for each film the catalogue's own, or None where it has none that is surely it.

    Args:
        catalogue: Where they are looked for.
        films: The films, by what a list says.
        undated: Whether a title without a year may be any film's that alone is called so. Of
            Letterboxd's lists it is a film that has not come out: a remake as likely as not.

    Raises:
        UnavailableError: the catalogue cannot be reached.
    """
    found: list[Film | None] = []
    for start in range(0, len(films), _AT_A_TIME):
        few = films[start : start + _AT_A_TIME]
        found += await asyncio.gather(*(_match(catalogue, film, undated) for film in few))
    return found


async def _match(catalogue: Catalogue, film: Film, undated: bool) -> Film | None:
    for key in film.named_keys[:-1]:
        if found := await catalogue.film(key):
            return found
    if film.year is None and not undated:
        return None
    found = await catalogue.titles(film.title, limit=_LOOKED_AT)
    return same_film(film, (hit.film for hit in found))


def same_film(meant: Film, films: Iterable[Film]) -> Film | None:
    """Return the one film that is called so and of that year, or None.

    Of two years beside each other the same one is meant, if there is one. Where two films are
    equally likely, neither is.
    """
    typed = name(meant.title)
    ranked: list[tuple[tuple[float, float], Film]] = []
    for film in films:
        apart = abs(film.year - meant.year) if film.year and meant.year else _YEARS_OFF
        if film.series or apart > _YEARS_OFF or _other_ids(meant, film):
            continue
        titles = (film.title, *dict(film.titles).values())
        fits = max(fit(typed, title, exactly=True) for title in titles)
        if fits >= LIKE_WHOLE:
            ranked.append(((-apart, fits), film))
    ranked.sort(key=lambda each: each[0], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _other_ids(meant: Film, film: Film) -> bool:
    """Whether an id that both have is not the same."""
    pairs = ((meant.imdb_id, film.imdb_id), (meant.tmdb_id, film.tmdb_id))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)
