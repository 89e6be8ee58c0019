"""Whether a title that somebody typed is the title of this film, and of no other.

What decides is how it fits, see `services.core.titles.fit`. Where it fits another film of the
catalogue better, that film was meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.core.titles.fit import (
    LIKE_WHOLE,
    PART,
    Guesses,
    best_fit,
    fits_part,
    goes_on,
    guesses,
)
from services.core.titles.names import Name, part_names, same_name, whole_names
from services.core.types import Film, Found

LONGEST = 200
"""Characters of a typed title that are looked at."""

_NEAR = 82.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a typed title is.

    Attributes:
        right: It names the film.
        near: It does not, but nearly: part of the title, the wrong number, too many slips.
    """

    right: bool
    near: bool = False


def check(
    film: Film, typed: str, *, rivals: Sequence[str] = (), found: Sequence[Found] | None = None
) -> Answer:
    """Say whether a typed title names the film.

    Args:
        film: The film in question.
        typed: What somebody typed.
        rivals: Titles of other films that it may be mistaken for.
        found: What the catalogue finds for `typed`; None where it was not asked.
    """
    given = guesses(typed[:LONGEST], film.year)
    if not given:
        return Answer(False)
    others = {title for title in rivals if not same_name(title, film.title)}
    surely: set[str] = set()
    fit = 0.0
    for item in found or ():
        if item.film.key == film.key:
            # The catalogue knows names that the title does not tell. It leaves articles out, also
            # such as are none: "Hard" is not "Die Hard".
            if item.score >= 1.0 and not any(_ends(guess, film.title) for guess in given):
                fit = LIKE_WHOLE
        elif not same_name(item.film.title, film.title):
            others.add(item.film.title)
            if item.score >= 1.0:
                surely.add(item.film.title)
    lone_words = found is not None or bool(rivals)
    series = any(goes_on(title, film.title) for title in others)
    fit = max(fit, best_fit(given, film.title, series=series))
    if fit < PART and fits_part(given, film.title, others, lone_words=lone_words):
        fit = PART
    best_other = max((_other_fit(given, title, title in surely) for title in others), default=0.0)
    # Of two that fit alike, the whole title is right for both, a part or a slip for neither.
    right = fit > best_other or (fit >= LIKE_WHOLE and fit == best_other)
    return Answer(right, near=not right and _near(given, film.title))


def _other_fit(given: Guesses, title: str, surely: bool) -> float:
    fit = best_fit(given, title)
    return max(fit, LIKE_WHOLE) if surely else fit


def _ends(guess: Name, title: str) -> bool:
    """Whether a guess is the end of a title, but not all of it."""
    names = whole_names(title)
    return any(whole.folded.endswith(f" {guess.folded}") for whole in names)


def _near(given: Collection[Name], title: str) -> bool:
    names = (*whole_names(title), *part_names(title))
    for guess in given:
        for meant in names:
            words = [word for word in meant.words if not word.isdigit()]
            typed = [word for word in guess.words if not word.isdigit()]
            if typed and typed == words:
                return True
            if fuzz.ratio(guess.letters, meant.letters) >= _NEAR:
                return True
            inner, outer = sorted((guess, meant), key=lambda held: len(held.folded))
            if len(inner.content) >= 2 and f" {inner.folded} " in f" {outer.folded} ":
                return True
    return False
