"""Whether a title that somebody typed is the title of this film, and of no other.

What decides is how it fits, best first: the very title; the same but for articles, "and", "&" or
how numbers are written; a part of it that belongs to no other film; a slip of the finger. Where it
fits another film of the catalogue better, that film was meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.games.rules.names import (
    Name,
    begins,
    name,
    part_names,
    same_name,
    title_parts,
    whole_names,
)
from bot.games.rules.typos import likeness
from services.core.text_folding import fold
from services.core.types import Film, Found

LONGEST = 200
"""Characters of a typed title that are looked at."""

_WHOLE, _LIKE_WHOLE, _PART, _SLIP = 4.0, 3.0, 2.0, 1.0
_YEAR = re.compile(r"^(?P<words>.*\S)[\s,]+[(\[]?(?P<year>(?:18|19|20)\d\d)[)\]]?$")
_LEAD = re.compile(
    r"^(?:i think|maybe|perhaps|probably)?\s*"
    r"(?:it'?s|is it|is this|this is|that'?s)?\s+(?=\S)",
    re.IGNORECASE,
)
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
    text = fold(typed[:LONGEST], "case")
    forms = _forms(text, film.year)
    guesses = {name(form): most for form, most in reversed(forms.items()) if name(form).folded}
    if not guesses:
        return Answer(False)
    others = {title for title in rivals if not same_name(title, film.title)}
    surely: set[str] = set()
    fit = 0.0
    for item in found or ():
        if item.film.key == film.key:
            # The catalogue knows names that the title does not tell. It leaves articles out, also
            # such as are none: "Hard" is not "Die Hard".
            if item.score >= 1.0 and not any(_ends(guess, film.title) for guess in guesses):
                fit = _WHOLE
        elif not same_name(item.film.title, film.title):
            others.add(item.film.title)
            if item.score >= 1.0:
                surely.add(item.film.title)
    lone_words = found is not None or bool(rivals)
    fit = max(fit, _best(guesses, film.title))
    if fit < _PART and _part(guesses, film.title, others, lone_words=lone_words):
        fit = _PART
    best_other = max((_other_fit(guesses, title, title in surely) for title in others), default=0.0)
    # Of two that fit alike, the whole title is right for both, a part or a slip for neither.
    right = fit > best_other or (fit >= _LIKE_WHOLE and fit == best_other)
    return Answer(right, near=not right and _near(guesses, film.title))


def _forms(text: str, year: int | None) -> dict[str, float]:
    """Return what may have been meant, and how well that can fit at most.

    As typed; without "is it" or a year; without the 1 that nobody's title has, but that is many
    people's way of writing the first of a series.
    """
    bare = text.rstrip(" ?!.")
    without_lead = _LEAD.sub("", f" {bare}", count=1) if _LEAD.match(bare) else bare
    forms = {text: _WHOLE, bare: _WHOLE}
    forms.setdefault(without_lead, _LIKE_WHOLE)
    for form in tuple(forms):
        dated = _YEAR.match(form)
        # People are a year off often; who names another year means another film.
        if dated and (year is None or abs(int(dated["year"]) - year) <= 1):
            forms.setdefault(dated["words"], _LIKE_WHOLE)
    for form in tuple(forms):
        if form.endswith(" 1"):
            forms.setdefault(form[:-2], _PART)
    return forms


def _fit(guess: Name, title: str) -> float:
    """Return how well a guess fits the whole of a title, 0.0 where it does not."""
    best = 0.0
    for whole in whole_names(title):
        if guess.folded == whole.folded:
            return _WHOLE
        if guess.letters == whole.letters and guess.numbers == whole.numbers:
            best = max(best, _LIKE_WHOLE)
        elif alike := likeness(guess, whole):
            # Below 2: a slip never fits as well as a part. Articles tell which of two was meant.
            articles = OSA.normalized_similarity(guess.folded, whole.folded)
            best = max(best, _SLIP + 0.8 * alike + 0.1 * articles)
    return best


def _best(guesses: Mapping[Name, float], title: str) -> float:
    return max(_fit(guess, title) * most / _WHOLE for guess, most in guesses.items())


def _other_fit(guesses: Mapping[Name, float], title: str, surely: bool) -> float:
    fit = _best(guesses, title)
    return max(fit, _LIKE_WHOLE) if surely else fit


def _part(
    guesses: Collection[Name], title: str, others: Collection[str], *, lone_words: bool
) -> bool:
    """Whether a guess is a part of the title that is enough, and no other film's."""
    for part in (*part_names(title), *begins(title)):
        lone = len(part.content) + len(part.numbers) == 1
        if lone and (not lone_words or len(part.letters) < 4):
            continue
        if not any(_same(guess, part) for guess in guesses):
            continue
        if not any(_holds(other, part, title) for other in others):
            return True
    return False


def _same(guess: Name, part: Name) -> bool:
    if guess.letters == part.letters and guess.numbers == part.numbers:
        return True
    return len(part.letters) >= 8 and likeness(guess, part) > 0.0


def _holds(other: str, part: Name, title: str) -> bool:
    """Whether another film's title holds the part; not where it only counts on from it."""
    size = len(part.words)
    for whole in whole_names(other):
        for start in range(len(whole.words) - size + 1):
            if whole.words[start : start + size] == part.words:
                return not _counts_on(other, part)
    return False


def _counts_on(other: str, part: Name) -> bool:
    """Whether another film is "Anchorman 2" where "Anchorman" is the part: then the first is."""
    pieces = title_parts(other)
    heads = (name(" ".join(pieces[:count])).words for count in (1, 2))
    return any(words[:-1] == part.words and words[-1].isdigit() for words in heads if words)


def _ends(guess: Name, title: str) -> bool:
    """Whether a guess is the end of a title, but not all of it."""
    names = whole_names(title)
    return any(whole.folded.endswith(f" {guess.folded}") for whole in names)


def _near(guesses: Collection[Name], title: str) -> bool:
    names = (*whole_names(title), *part_names(title))
    for guess in guesses:
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
