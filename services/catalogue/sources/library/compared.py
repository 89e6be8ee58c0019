"""Two names beside each other, such as a file's and its folder's: are they one film's?"""

from __future__ import annotations

import re
from dataclasses import replace

from services.catalogue.sources.library.names import Name
from services.core.text_folding import fold

# Names that cameras, browsers and programs give: no title.
_MEANINGLESS = re.compile(
    r"(?:img|image|dsc|dscn|scan|photo|picture|download|unnamed|untitled|screenshot|original|large"
    r"|small|medium|xl|w\d+|front|back|poster|cover|primary)?[\s._-]*"
    r"(?:\d+|[0-9a-f]{12,}|[0-9a-f-]{30,})?",
    re.IGNORECASE,
)


def is_meaningless(name: Name) -> bool:
    """Return whether a camera or a program gave the name, and nobody who knows the film."""
    return not name.names_a_film and bool(_MEANINGLESS.fullmatch(name.title))


def is_same(name: Name, own: Name) -> bool:
    """Return whether a file's name and a folder's are of one film."""
    if name.imdb_id and own.imdb_id:
        return name.imdb_id == own.imdb_id
    if name.tmdb_id and own.tmdb_id:
        return name.tmdb_id == own.tmdb_id
    one, other = fold(name.title), fold(own.title)
    if name.year is not None and own.year is not None:
        # A film's folder with an id may hold a picture that is named in another language.
        return name.year == own.year and (one == other or own.has_id or not one)
    if not one:
        return name.has_id and own.names_a_film
    if one == other:
        return True
    # "Heat 1080p US" in "Heat (1995)": of a name without a year, the beginning counts.
    begins = one.startswith(f"{other} ")
    return begins and name.year is None and not name.has_id and own.names_a_film


def joined(own: Name, other: Name) -> Name:
    """Return a name with what another one of the same film knows more."""
    more = {
        fact: getattr(other, fact)
        for fact in ("year", "imdb_id", "tmdb_id", "tvdb_id")
        if getattr(own, fact) is None and getattr(other, fact) is not None
    }
    if not own.title:
        more["title"] = other.title
    return replace(own, **more, is_range=own.is_range or other.is_range)


def rank(name: Name) -> int:
    """Return which of a film's pictures stands for it: the lowest one."""
    if name.art == "keyart":
        return 3
    if name.is_copy or name.language:
        return 2
    return 0 if name.art == "poster" else 1
