"""What a film may be called: its names, and the words that count in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.core.text_folding import fold

# "Teh" is how hurried thumbs write it.
_ARTICLES = frozenset(("the", "a", "an", "teh", "hte"))
# "Die" is left to names with the article behind ("Mörder, Die"): there is "Die Hard".
_FOREIGN = frozenset(
    re.findall(r"\w+", "le la les l el los las il lo gli der das un une una ein eine")
)
_MOVED = re.compile(
    r"^(?P<rest>.+), (?P<article>the|an?|l'|l[aeo]|les|el|l[ao]s|il|gli|i|der|die|das|den|det|de"
    r"|een|une?|una|ein|eine|en|os?)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\b([^\W\d_]{3,})(\d{1,2})\b")
_HALF = re.compile(r"\band a half\b")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_ALSO = re.compile(r"^(?:a\.?k\.?a\.?|aka)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*:\s+|\s*;\s+|\s+-\s+|,?\s+or:?\s+(?=\()|,?\s+or:\s+|:\s*or,?\s+")
_NUMBERED = frozenset(("part", "pt", "chapter", "vol", "volume", "episode", "ep"))
_UNITS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_LARGE = {"hundred": 100, "thousand": 1000}
_DIGITS = frozenset(str(number) for number in range(1, 100))
_ROMAN_TENS = ("", "x")
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    tens + units: 10 * place + number
    for place, tens in enumerate(_ROMAN_TENS)
    for number, units in enumerate(_ROMAN_UNITS)
    if tens + units
}
# Roman numbers that are letters too, or words: numbers behind "part", or as the last of several.
_LETTERS = frozenset(("v", "x"))
_SHORT = {"mr": "mister", "mrs": "missus", "st": "saint", "vs": "versus", "prof": "professor"}
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "of in on to for at by with from and or my your his her our i you it is as"
        " de la le du del der das und et y e",
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name, or part of one, ready to be compared.

    Attributes:
        folded: Case, diacritics and punctuation gone, numbers apart from words; articles kept.
        words: The words that count: no article, no "and", abbreviations and numbers written out.
        numbers: The numbers among them.
        spelt: Those of the numbers that were long words, in which a key may have been missed.
        plain: As `words`, but numbers as they were written.
    """

    folded: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    spelt: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The words without blanks."""
        return "".join(self.words)

    @property
    def content(self) -> tuple[str, ...]:
        """The words as written that are neither digits nor such as "of" and "part"."""
        return tuple(
            word
            for word in self.plain
            if not (word in _SMALL or word in _NUMBERED or word in _ROMAN or word.isdigit())
        )


@lru_cache(maxsize=4096)
def name(text: str) -> Name:
    """Return a title, part of one or a guess, ready to be compared."""
    # "Eight and a half" is "8½", and "Alien3" is "Alien 3".
    folded = _GLUED.sub(r"\1 \2", _HALF.sub("1 2", fold(text)))
    tokens = folded.split()
    plain = [word for word in tokens if word not in _ARTICLES and word != "and"] or tokens
    numbered, spelt = _with_numbers(tokens)
    words = [word for word in numbered if word not in _ARTICLES and word != "and"] or numbered
    return Name(
        folded=folded,
        words=tuple(words),
        numbers=tuple(sorted(word for word in words if word.isdigit())),
        spelt=tuple(spelt),
        plain=tuple(plain),
    )


@lru_cache(maxsize=4096)
def whole_names(title: str) -> tuple[Name, ...]:
    """Return what the film of that title is called: the title, and other names in brackets."""
    return tuple(dict.fromkeys(name(text) for text in _texts(title) if fold(text)))


@lru_cache(maxsize=4096)
def part_names(title: str) -> tuple[Name, ...]:
    """Return the parts of a title around a colon or dash that may stand for the whole.

    "Terminator 2: Judgment Day" gives "Terminator 2" and "Judgment Day"; parts of nothing but a
    number or such words as "of" are left out. Whether a part is enough depends on other films.
    """
    found: dict[Name, None] = {}
    for text in _texts(title):
        parts = title_parts(text)
        for count in range(1, min(len(parts), 4)):
            for chosen in itertools.combinations(parts[:4], count):
                part = name(" ".join(chosen))
                head = chosen[0] == parts[0]
                # "Kill Bill" is not the second of them, and "Star Wars" not the fifth.
                if chosen == (parts[0],) and any(_is_number(other) for other in parts[1:]):
                    continue
                telling = part.content or re.fullmatch(r"\d{4}", part.letters)
                if len(part.content) >= 2 or (telling and head):
                    found.setdefault(part)
        found.update(dict.fromkeys(_without_number_one(text)))
        found.update(dict.fromkeys(_without_foreign_article(text)))
    whole = whole_names(title)
    return tuple(part for part in found if part not in whole)


def title_parts(title: str) -> list[str]:
    """Return what stands between the colons and dashes of a title."""
    return [part for part in _PARTS.split(fold(title, "case")) if part.strip()]


def begins(title: str) -> tuple[Name, ...]:
    """Return the beginnings of a long title that say most of it: three words at least."""
    found = []
    for whole in whole_names(title):
        tokens = whole.folded.split()
        for end in range(3, len(tokens)):
            start = name(" ".join(tokens[:end]))
            if len(start.content) >= 3 and len(start.content) > 0.6 * len(whole.content):
                found.append(start)
    return tuple(found)


def same_name(one: str, other: str) -> bool:
    """Whether two titles are the same name, so that nobody could tell which was meant."""
    mine = {whole.folded for whole in whole_names(one)}
    return any(whole.folded in mine for whole in whole_names(other))


def like_name(one: str, other: str) -> bool:
    """Whether two titles differ in no more than articles and how numbers are written."""
    mine = {whole.letters for whole in whole_names(one)}
    return any(whole.letters in mine for whole in whole_names(other))


def _texts(title: str) -> Iterable[str]:
    """Yield the title and what stands in brackets behind it, each with its article in front."""
    title = fold(title, "case")  # one kind of brackets, commas, apostrophes
    found = [match for match in _BRACKETS.finditer(title) if title[: match.start()].strip()]
    main = _BRACKETS.sub(lambda match: "" if match.start() else match.group(), title).strip()
    yield _article_first(main or title)
    if found:
        yield title
    for match in found:
        inner = _ALSO.sub("", match[1].strip())
        # "(2000)" is a year, "(1)" a number: no names.
        if re.search(r"[^\W\d_]", inner):
            yield _article_first(inner)


def _is_number(part: str) -> bool:
    return all(word.isdigit() for word in name(part).words)


def _article_first(text: str) -> str:
    moved = _MOVED.match(text)
    if moved is None:
        return text
    gap = "" if moved["article"].endswith("'") else " "
    return f"{moved['article']}{gap}{moved['rest']}"


def _without_number_one(text: str) -> Iterable[Name]:
    """Yield "Kill Bill" for "Kill Bill: Vol. 1": the first of a series goes without its number."""
    tokens = name(text).folded.split()
    first = len(tokens) > 2 and tokens[-2] in _NUMBERED and tokens[-1] in ("1", "i", "one")
    if first:
        yield name(" ".join(tokens[:-2]))


def _without_foreign_article(text: str) -> Iterable[Name]:
    tokens = name(text).folded.split()
    if len(tokens) > 1 and tokens[0] in _FOREIGN and len("".join(tokens[1:])) >= 5:
        yield name(" ".join(tokens[1:]))


def _with_numbers(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Write numbers as digits, "part" before them left out, and abbreviations as words."""
    words: list[str] = []
    spelt: list[str] = []
    behind_part = False
    # What a further number word may still be added to: "twenty" below ten, "hundred" below it.
    room = 0
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        number = _number(token, behind_part=behind_part, last=place == last > 0)
        if number is None:
            words.append(_long_form(token, place, last))
            room = room if token == "and" and room >= 100 else 0
        else:
            if behind_part:
                words.pop()
            if room and 0 < number < room:
                words = [word for word in words if word != "and"] if room >= 100 else words
                number += int(words.pop())
                room = 0
            elif token in _LARGE and words and words[-1] in _DIGITS:
                number *= int(words.pop())
            words.append(str(number))
            room = 10 if token in _TENS else _LARGE.get(token, 0)
            if token.isalpha() and len(token) >= 5:
                spelt.append(str(number))
        behind_part = token in _NUMBERED
    return words, spelt


def _number(token: str, *, behind_part: bool, last: bool) -> int | None:
    if match := re.fullmatch(r"([0-9]{1,9})(?:st|nd|rd|th)?", token):
        return int(match[1])
    if token in _WORDS or token in _LARGE:
        return _WORDS.get(token) or _LARGE.get(token, 0)
    number = _ROMAN.get(token)
    if number is None or behind_part:
        return number
    if token == "i" or (token in _LETTERS and not last):
        return None
    return number


def _long_form(token: str, place: int, last: int) -> str:
    if token == "dr":
        return "drive" if place == last > 0 else "doctor"
    return _SHORT.get(token, token)
