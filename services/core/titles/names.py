"""What a film may be called: its names, and the words that count in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.core.text_folding import comparable, fold
from services.core.titles.numbers import PARTS, ROMAN, is_number, read_numbers, set_numbers
from services.core.titles.spellings import spellings

# "Teh" is how hurried thumbs write it.
_ARTICLES = frozenset(("the", "a", "an", "teh", "hte"))
# "Die" is left to names with the article behind ("Mörder, Die"): there is "Die Hard".
_FOREIGN = frozenset(
    re.findall(r"\w+", "le la les l el los las il lo gli der das un una une ein eine")
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
# "Monty Python's", "Wes Craven's": who made it, where two words or more own the title.
_OWNED = re.compile(r"^(?P<owner>\S+(?: \S+){1,2}(?:'s|s'))\s+(?P<rest>\S.*)$")
# "Indiana Jones and the Temple of Doom": a hero of two words, and this film of his.
_HERO = re.compile(r"^(?P<hero>[^,]*?)\s+(?:and|&|in) (?P<rest>the\b.*)$")
# "The Life Aquatic with Steve Zissou", "Close Encounters of the Third Kind".
_HEAD = re.compile(r"^(?P<head>.*?)\s+(?:with|of the)\s+\S.*$")
_MARKED = re.compile(r"'s |s' | (?:and|&|in) the\b| with | of the ")
_SHORT = {
    "mr": "mister",
    "mrs": "missus",
    "vs": "versus",
    "prof": "professor",
    "inc": "incorporated",
    "jr": "junior",
    "sgt": "sergeant",
    "bros": "brothers",
    "blvd": "boulevard",
    "hrs": "hours",
}
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "of in on to for at by with from and or my your his her our i you it is as"
        " de la le du del der das und et y e",
    )
)
# "No" and "number" are words of a title elsewhere: "Dr. No".
_LABELS = PARTS - {"no", "nr", "number"}
_ACRONYM = 3  # words at least


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
        """The words without blanks: of two names with the same letters each is the other."""
        return "".join(self.words)

    @property
    def content(self) -> tuple[str, ...]:
        """The words as written that are neither digits nor such as "of" and "part"."""
        return tuple(
            word
            for word in self.plain
            if not (word in _SMALL or word in _LABELS or word in ROMAN or is_number(word))
        )


@lru_cache(maxsize=4096)
def name(text: str) -> Name:
    """Return a title, part of one or a guess, ready to be compared."""
    marks = fold(text)
    # "Eight and a half" is "8½", and "Alien3" is "Alien 3".
    folded = _GLUED.sub(r"\1 \2", _HALF.sub("1 2", marks))
    set_apart = fold(set_numbers(fold(text, "case"))) if any(map(str.isdigit, text)) else marks
    tokens = _with_initials(_GLUED.sub(r"\1 \2", set_apart).split())
    plain = _counting(tokens)
    numbered, spelt = read_numbers(tokens)
    words = _counting(list(_long_forms(numbered)))
    return Name(
        folded=folded,
        words=tuple(words),
        numbers=tuple(sorted(word for word in words if is_number(word))),
        spelt=tuple(spelt),
        plain=tuple(plain),
    )


@lru_cache(maxsize=4096)
def whole_names(title: str) -> tuple[Name, ...]:
    """Return what the film of that title is called: the title, and other names in brackets.

    E.T. is called so without what that means.
    """
    found: dict[Name, None] = {}
    for text in _texts(title):
        if (whole := name(text)).folded:
            found.setdefault(whole)
    for text in _texts(title):
        found.update(dict.fromkeys(name(spelt) for spelt in spellings(text) if fold(spelt)))
        if short := _initials(name(text)):
            found.setdefault(short)
    return tuple(found)


@lru_cache(maxsize=4096)
def part_names(title: str) -> tuple[Name, ...]:
    """Return the parts of a title that may stand for the whole.

    Around a colon or dash, "Terminator 2: Judgment Day" gives "Terminator 2" and "Judgment Day";
    parts of nothing but a number or such words as "of" are left out. "Monty Python's Life of
    Brian" and "Indiana Jones and the Temple of Doom" go without whose they are. Whether a part is
    enough depends on other films.
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
        if _MARKED.search(text):
            found.update(dict.fromkeys(_without_owner(text)))
    whole = whole_names(title)
    return tuple(part for part in found if part not in whole)


def acronyms(title: str) -> tuple[Name, ...]:
    """Return the first letters of a title of three words or more: "lotr", "bttf 2"."""
    found: dict[Name, None] = {}
    for text in _texts(title):
        for part in dict.fromkeys((text, *title_parts(text)[:1])):
            if part.count(" ") + 1 >= _ACRONYM and (letters := _acronym(part)):
                found.setdefault(name(letters))
    return tuple(found)


@lru_cache(maxsize=1024)
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


def compared_name(text: str) -> str:
    """Return what two ways of writing one name share; see `like_name`.

    One without a letter or a digit ("???") is only itself.
    """
    return name(text).letters or comparable(text)


@lru_cache(maxsize=1024)
def _texts(title: str) -> tuple[str, ...]:
    """Return the title and what stands in brackets behind it, each with its article in front."""
    return tuple(_read_texts(title))


def _read_texts(title: str) -> Iterator[str]:
    title = fold(title, "case")  # one kind of brackets, commas, apostrophes
    if "(" not in title:
        yield _article_first(title)
        return
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
    return all(is_number(word) for word in name(part).words)


def _article_first(text: str) -> str:
    moved = _MOVED.match(text)
    if moved is None:
        return text
    gap = "" if moved["article"].endswith("'") else " "
    return f"{moved['article']}{gap}{moved['rest']}"


def _without_number_one(text: str) -> Iterator[Name]:
    """Yield "Kill Bill" for "Kill Bill: Vol. 1": the first of a series goes without its number."""
    tokens = name(text).folded.split()
    first = len(tokens) > 2 and tokens[-2] in PARTS and tokens[-1] in ("1", "i", "one")
    if first:
        yield name(" ".join(tokens[:-2]))


def _without_foreign_article(text: str) -> Iterator[Name]:
    tokens = name(text).folded.split()
    if len(tokens) > 1 and tokens[0] in _FOREIGN and len("".join(tokens[1:])) >= 5:
        yield name(" ".join(tokens[1:]))


def _without_owner(text: str) -> Iterator[Name]:
    """Yield what is left without the name in front, and a hero's name or a head by itself."""
    if owned := _OWNED.match(text):
        yield from _of_two_words(owned["rest"])
    if hero := _HERO.match(text):
        if len(name(hero["hero"]).content) >= 2:
            yield from _of_two_words(hero["rest"])
        if _PARTS.search(text) is None:
            yield from _of_two_words(hero["hero"])
    if (head := _HEAD.match(text)) and _PARTS.search(head["head"]) is None:
        yield from _of_two_words(head["head"])


def _of_two_words(text: str) -> Iterator[Name]:
    part = name(text)
    if len(part.content) >= 2:
        yield part


def _initials(whole: Name) -> Name | None:
    """Return "E.T." of "E.T. the Extra-Terrestrial": letters, and then what they stand for."""
    first, *others = whole.words or ("",)
    stand_for = "".join(word[0] for word in others[: len(first)])
    return name(first) if len(first) >= 2 and first == stand_for else None


def _acronym(text: str) -> str:
    tokens = fold(text).split()
    if tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
    numbered, _ = read_numbers(tokens)
    words = [word for word in numbered if not is_number(word)]
    if len(words) < _ACRONYM or not all(word[0].isalpha() for word in words):
        return ""
    return " ".join(["".join(word[0] for word in words), *filter(is_number, numbered)])


def _with_initials(tokens: list[str]) -> list[str]:
    """Make one word of single letters in a row: the A of "S.W.A.T." is no article."""
    words: list[str] = []
    for alone, group in itertools.groupby(tokens, lambda word: len(word) == 1 and word.isalpha()):
        letters = list(group)
        words += ["".join(letters)] if alone and len(letters) > 1 else letters
    return words


def _counting(words: list[str]) -> list[str]:
    return [word for word in words if word not in _ARTICLES and word != "and"] or words


def _long_forms(words: list[str]) -> Iterator[str]:
    last = len(words) - 1
    for place, word in enumerate(words):
        if word == "dr":
            yield "drive" if place == last > 0 else "doctor"
        elif word == "st":
            street = place == last > 0 or (place > 0 and is_number(words[place - 1]))
            yield "street" if street else "saint"
        else:
            yield _SHORT.get(word, word)
