"""One check of a film's facts, whichever source they come from; see `services.core.facts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.catalogue.genres import canonical_genres, unknown_genres
from services.catalogue.titles import display_title
from services.core import facts
from services.core.types import Film

MOST_GENRES = 64
MOST_ALIASES = 32


@dataclass(frozen=True, slots=True)
class CheckedFilm:
    """A film of a source.

    Attributes:
        film: Its facts, those that are wrong left out.
        wrong: What was left out, as reasons that group: "bad year", "unknown genre".
    """

    film: Film
    wrong: tuple[str, ...] = ()


def checked_film(
    *,
    title: object,
    year: object = None,
    genres: object = (),
    imdb_id: object = None,
    tmdb_id: object = None,
    poster_url: object = None,
    articles_behind: bool = False,
    series: bool = False,
) -> CheckedFilm | None:
    """Return the film that a source tells of, or None where its title is none.

    Args:
        title: As the source writes it.
        year: A number, or None.
        genres: Names of any vocabulary; those of none are left out.
        imdb_id: "tt" and digits, or None.
        tmdb_id: A number, or None.
        poster_url: An address of http or https, or None.
        articles_behind: Whether the source writes "Gardener, The".
        series: Whether it is a series; its `tmdb_id` is a number of TMDB's series then.
    """
    kept = facts.checked(
        title=title, year=year, imdb_id=imdb_id, tmdb_id=tmdb_id, poster_url=poster_url
    )
    if kept.title is None:
        return None
    title = display_title(kept.title) if articles_behind else kept.title
    names = [name for name in _names(genres, MOST_GENRES) if name]
    film = Film(
        title=title or kept.title,
        year=kept.year,
        genres=canonical_genres(names),
        imdb_id=kept.imdb_id,
        tmdb_id=None if series else kept.tmdb_id,
        poster_url=kept.poster_url,
        series=series,
        tmdb_series_id=kept.tmdb_id if series else None,
    )
    unknown = ("unknown genre",) if unknown_genres(names) else ()
    return CheckedFilm(film, (*kept.wrong, *unknown))


def checked_aliases(names: object) -> tuple[str, ...]:
    """Return a film's other names, checked as its title is."""
    titles = (facts.checked_title(name) for name in _names(names, MOST_ALIASES))
    return tuple(dict.fromkeys(title for title in titles if title))


def _names(names: object, most: int) -> list[str]:
    if not isinstance(names, Iterable) or isinstance(names, str | bytes):
        return []
    return [name for name in names if isinstance(name, str)][:most]
