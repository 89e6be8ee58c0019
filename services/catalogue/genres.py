"""The genre vocabularies of IMDb, TMDB and MovieLens, mapped onto the catalogue's one."""

from __future__ import annotations

import re
from collections.abc import Iterable

GENRES = (
    "Action",
    "Adventure",
    "Animation",
    "Children",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
)

# Genres of IMDb and TMDB that go by another name here. TMDB files musicals under Music.
_ALSO: dict[str, tuple[str, ...]] = {
    "family": ("Children",),
    "kids": ("Children",),
    "childrens": ("Children",),
    "music": ("Musical",),
    "musicals": ("Musical",),
    "noir": ("Film-Noir",),
    "suspense": ("Thriller",),
    "animated": ("Animation",),
    "science fiction": ("Sci-Fi",),
    "scifi": ("Sci-Fi",),
    "romantic": ("Romance",),
    # TMDB's pairs, which it gives to series.
    "action adventure": ("Action", "Adventure"),
    "sci fi fantasy": ("Sci-Fi", "Fantasy"),
    "war politics": ("War",),
}
# What says something of a film that the vocabulary has no genre for: known, and left out.
NO_GENRE = frozenset(
    [
        "adult",
        "biography",
        "game show",
        "history",
        "imax",
        "n a",
        "news",
        "no genres listed",
        "reality",
        "reality tv",
        "short",
        "soap",
        "sport",
        "talk",
        "talk show",
        "tv movie",
    ]
)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.replace("'", "").replace("’", "")).strip().casefold()


# As lists part genres from each other.
_PARTED = re.compile(r"[|,;/\n\t]")
# Around a list that a program wrote down as it was: "['Crime', 'Drama']".
_LIST = re.compile(r"^\[(.*)\]$", re.DOTALL)

_MAPPED = {_folded(name): (name,) for name in GENRES} | _ALSO


def split_genres(text: str) -> list[str]:
    """Return the genres of one text: "Crime|Drama", "Crime, Drama", "Crime/Drama"."""
    text = text.strip()
    if _folded(text) in _MAPPED or _folded(text) in NO_GENRE:  # "N/A"
        return [text]
    inside = _LIST.match(text)
    parts = _PARTED.split(inside[1] if inside else text)
    return [name for part in parts if (name := part.strip(" '\""))]


def canonical_genres(names: Iterable[str]) -> tuple[str, ...]:
    """Return the catalogue's genres for those of any source, sorted, each once.

    Case, hyphens and spaces are folded. Names that the catalogue has no genre for (Biography,
    History, Sport and what is no genre of IMDb, TMDB or MovieLens) are left out.
    """
    return tuple(sorted({genre for name in names for genre in _MAPPED.get(_folded(name), ())}))


def unknown_genres(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that belong to no known vocabulary, as given, for reports."""
    return tuple(
        name
        for name in names
        if (folded := _folded(name)) and folded not in _MAPPED and folded not in NO_GENRE
    )
