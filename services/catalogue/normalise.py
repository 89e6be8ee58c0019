"""What makes films of several sources comparable: their other titles, one genre vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from services.catalogue.genres import canonical_genres, unknown_genres
from services.catalogue.titles import display_title
from services.core.text_folding import fold, without_article
from services.core.titles import names as read

_BRACKETS = re.compile(r"\(([^()]*)\)")
_ELIDED = re.compile(r"^l'\s*(?=\w)")
_ALSO = re.compile(r"^(?:a\.?k\.?a\.?|also known as)\s+", re.IGNORECASE)
# In brackets, but no name: a year, a part, a kind of film.
_NOTE = re.compile(
    r"\d{4}(?:\s*-\s*\d{4})?|(?:part|vol\.?|volume|chapter|episode|no\.?)\s.*|[ivx]+|tv|video|short"
    r"|film|movie|mini-?series|documentary|director'?s cut|unrated|3-?d|imax",
    re.IGNORECASE,
)


def other_titles(title: str, *more: str) -> tuple[str, ...]:
    """Return the names besides `title` that people may look for, in the order they stand.

    They are its name without what stands in brackets, the names in brackets, and `more` (a
    translated title, a merged film's), each with its article first.
    """
    names = list(_inner_titles(title))
    for name in more:
        names += [display_title(name), *_inner_titles(name)]
    # A name with other accents or dashes stays: it is what a source calls the film.
    kept = {fold(title, "case"): title}
    for name in filter(None, names):
        kept.setdefault(fold(name, "case"), name)
    return tuple(kept.values())[1:]


def _inner_titles(title: str) -> Iterator[str]:
    yield display_title(_BRACKETS.sub(" ", title))
    for inside in _BRACKETS.findall(title):
        name = _ALSO.sub("", inside.strip())
        if name and not _NOTE.fullmatch(name):
            yield display_title(name)


def tidy_genres(names: Iterable[str]) -> tuple[str, ...]:
    """Return the genres in the catalogue's vocabulary, sorted, each once.

    Those of no vocabulary that Marquee knows stay as they are: a list of one's own may have some.
    """
    names = list(names)
    return tuple(sorted({*canonical_genres(names), *unknown_genres(names)}))


def folded_title(title: str) -> str:
    """Return what two spellings of one title share: see `services.core.titles`.

    Names in brackets behind it are names of their own; see `other_titles`.
    """
    text = _ELIDED.sub("", fold(_BRACKETS.sub(" ", title), "case"))
    return without_article(" ".join(read.name(text).words)).replace(" ", "") or read.compared_name(
        text
    )


def imdb_number(imdb_id: str | None) -> int | None:
    """Return the number in an IMDb id: "tt0113277" and "tt00113277" are one film."""
    digits = (imdb_id or "").removeprefix("tt")
    return int(digits) if digits.isdecimal() else None
