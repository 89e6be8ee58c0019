"""How well what somebody typed fits a title.

Best first: the very title; the same but for articles, "and", "&" or how numbers are written; a
part of it that belongs to no other film; a slip of the finger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from services.core.text_folding import fold
from services.core.titles.names import Name, begins, name, part_names, title_parts, whole_names
from services.core.titles.numbers import is_number
from services.core.titles.spellings import spellings
from services.core.titles.typos import likeness

WHOLE, LIKE_WHOLE, PART, SLIP = 4.0, 3.0, 2.0, 1.0

_YEAR = re.compile(r"^(?P<words>.*\S)[\s,]+[(\[]?(?P<year>(?:18|19|20)\d\d)[)\]]?$")
_LEAD = re.compile(
    r"^(?:i think|maybe|perhaps|probably)?\s*"
    r"(?:it'?s|is it|is this|this is|that'?s)?\s+(?=\S)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^(?P<words>.*?\S)(?:[\s:,-]+(?:part|pt|vol|volume|chapter|episode)\.?\s+(?:1|one|i)"
    r"|\s+(?P<bare>1|one|i)|[\s,-]+(?:the\s+)?(?:first|1st)(?:\s+(?:part|one))?)$"
)
# "The King and I", "Who Am I": the letter is a word there.
_NO_NUMBER = frozenset(("and", "&", "am", "was", "do", "did", "will", "have", "than", "as", "or"))


@dataclass(frozen=True, slots=True)
class Meant:
    """How a form of what was typed may be taken.

    Attributes:
        most: How well it can fit at most.
        exactly: Whether slips are not looked for in it.
        series: Whether it counts only where another film goes on from the title.
        dated: The year that stood behind it.
    """

    most: float
    exactly: bool = False
    series: bool = False
    dated: int | None = None


Guesses = Mapping[Name, Meant]


def guesses(typed: str, year: int | None = None) -> Guesses:
    """Return what may have been meant by what was typed, each with how well it can fit.

    As typed; without "is it" or a year; with letters for digits and signs; without the 1 that
    nobody's title has, but that is many people's way of writing the first of a series.

    Args:
        typed: What somebody typed.
        year: The year of the film that is asked for.
    """
    text = fold(typed, "case")
    bare = text.rstrip(" ?!.")
    without_lead = _LEAD.sub("", f" {bare}", count=1) if _LEAD.match(bare) else bare
    forms = {text: Meant(WHOLE), bare: Meant(WHOLE)}
    forms.setdefault(without_lead, Meant(LIKE_WHOLE))
    for form in tuple(forms):
        dated = _YEAR.match(form)
        # People are a year off often; who names another year means another film.
        if dated and (year is None or abs(int(dated["year"]) - year) <= 1):
            forms.setdefault(dated["words"], Meant(LIKE_WHOLE, dated=int(dated["year"])))
    for form in tuple(forms):
        for spelt in spellings(form):
            forms.setdefault(spelt, Meant(LIKE_WHOLE, exactly=True, dated=forms[form].dated))
    for form in tuple(forms):
        first = _FIRST.match(form)
        if first is None or first["words"].split()[-1] in _NO_NUMBER:
            continue
        # "Air Force One" is no first of "Air Force", which has no second.
        lone = first["bare"] is not None and first["bare"] != "1"
        if first["bare"] == "i":
            forms.setdefault(f"{first['words']} 1", Meant(LIKE_WHOLE))
        was = forms[form]
        forms.setdefault(
            first["words"], Meant(PART, exactly=was.exactly, series=lone, dated=was.dated)
        )
    found: dict[Name, Meant] = {}
    for form, meant in forms.items():
        if (guess := name(form)).folded:
            found.setdefault(guess, meant)
    return found


def fit(guess: Name, title: str, *, exactly: bool = False) -> float:
    """Return how well a guess fits the whole of a title, 0.0 where it does not."""
    best = 0.0
    for whole in whole_names(title):
        if guess.folded == whole.folded:
            return WHOLE
        if guess.letters == whole.letters:
            best = max(best, LIKE_WHOLE)
        elif not exactly and (alike := likeness(guess, whole)):
            # Below 2: a slip never fits as well as a part. Articles tell which of two was meant.
            articles = OSA.normalized_similarity(guess.folded, whole.folded)
            best = max(best, SLIP + 0.8 * alike + 0.1 * articles)
    return best


def best_fit(given: Guesses, title: str, *, series: bool = True) -> float:
    """Return how well the best of the guesses fits the whole of a title.

    Args:
        given: The guesses.
        title: The title.
        series: Whether a film is known that goes on from the title.
    """
    return max(
        (
            fit(guess, title, exactly=meant.exactly) * meant.most / WHOLE
            for guess, meant in given.items()
            if series or not meant.series
        ),
        default=0.0,
    )


def fits_part(given: Guesses, title: str, others: Iterable[str], *, lone_words: bool) -> bool:
    """Whether a guess is a part of the title that is enough, and no other film's.

    Args:
        given: The guesses.
        title: The title.
        others: Titles of other films.
        lone_words: Whether the others are known so well that one word may be enough.
    """
    for part in (*part_names(title), *begins(title)):
        lone = len(part.content) + len(part.numbers) == 1
        if lone and (not lone_words or len(part.letters) < 4):
            continue
        if not any(_same(guess, part, meant) for guess, meant in given.items()):
            continue
        if not any(_holds(other, part) for other in others):
            return True
    return False


def goes_on(other: str, title: str) -> bool:
    """Whether another film is the second or third of which this title is the first."""
    return any(counts_on(other, whole) for whole in whole_names(title))


def counts_on(other: str, part: Name) -> bool:
    """Whether another film is "Anchorman 2" where "Anchorman" is the part: then the first is."""
    pieces = title_parts(other)
    heads = [name(" ".join(pieces[:count])).words for count in (1, 2)]
    # "Alien³ (a.k.a. Alien 3)" goes on by each of its names.
    heads += [whole.words for whole in whole_names(other)]
    size = len(part.words)
    return any(
        words[:size] == part.words and len(words) > size and all(map(is_number, words[size:]))
        for words in heads
    )


def lacks(given: Guesses, names: Iterable[Name]) -> bool:
    """Whether every guess has a number that none of a film's names has."""
    held = {number for each in names for number in each.numbers}
    return all(set(guess.numbers) - held for guess in given)


def _same(guess: Name, part: Name, meant: Meant) -> bool:
    if meant.series:
        return False
    if guess.letters == part.letters:
        return True
    return not meant.exactly and len(part.letters) >= 8 and likeness(guess, part) > 0.0


def _holds(other: str, part: Name) -> bool:
    """Whether another film's title holds the part; not where it only counts on from it."""
    size = len(part.words)
    for whole in whole_names(other):
        for start in range(len(whole.words) - size + 1):
            if whole.words[start : start + size] == part.words:
                return not counts_on(other, part)
    return False
