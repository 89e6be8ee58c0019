"""In what films are alike, said in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from services.core.types import Film

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def likeness(films: Sequence[Film]) -> str:
    """Say which genres the films share and which years they span.

    Args:
        films: At least one film, nearest first.

    Raises:
        ValueError: there is no film to speak of.
    """
    if not films:
        raise ValueError("likeness needs at least one film")
    if len(films) == 1:
        return _one(films[0])
    return f"{_genres(films)}, and {_years(films)}."


def shared_genres(films: Sequence[Film]) -> tuple[list[str], int]:
    """Return the genres that most of the films share, and how many films that is.

    Among genres of equally many films, those of the nearer films; no genres where none is known.
    """
    holders: dict[str, frozenset[int]] = {}
    for genre in dict.fromkeys(genre for film in films for genre in film.genres):
        holders[genre] = frozenset(i for i, film in enumerate(films) if genre in film.genres)
    if not holders:
        return [], 0
    group = max(holders.values(), key=lambda held: (len(held), [-i for i in sorted(held)]))
    return [genre for genre, held in holders.items() if held == group], len(group)


def join(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _one(film: Film) -> str:
    genres = f"is filed under {join(film.genres)}" if film.genres else "has no genre on file"
    year = f"dates from {film.year}" if film.year is not None else "its year is not known"
    return f"The nearest {genres}, and {year}."


def _genres(films: Sequence[Film]) -> str:
    genres, count = shared_genres(films)
    if not genres:
        return "Their genres are not known"
    shared = join(genres)
    if count == len(films):
        return f"{_all(len(films))} share {shared}"
    if count > 1:
        return f"{_number(count).capitalize()} of the {_number(len(films))} share {shared}"
    return "The two share no genre" if len(films) == 2 else "No two share a genre"


def _years(films: Sequence[Film]) -> str:
    years = sorted(film.year for film in films if film.year is not None)
    if not years:
        return "their years are not known"
    if len(years) == 1:
        return f"the one whose year is known dates from {years[0]}"
    first, last = years[0], years[-1]
    complete = len(years) == len(films)
    who = _all(len(films)).lower() if complete else "those whose year is known"
    if first == last:
        return f"{who} date from {first}"
    if first // 10 == last // 10:
        return f"{who} date from the {first // 10 * 10}s ({first} to {last})"
    return f"{'they' if complete else who} span {first} to {last}"


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {_number(count)}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
