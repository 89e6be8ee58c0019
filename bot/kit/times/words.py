"""The words of times by language: each phrase, folded, and the tokens that it may stand for.

Names of days and months are CLDR's, through Babel; the others are those of `phrases.py`. Phrases
are compared folded: without case, accents and hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, cast

from babel import Locale

from bot.kit.times.numbers import counted
from bot.kit.times.phrases import FURTHER_DAYS, FURTHER_MONTHS, PHRASES

_SPLIT = re.compile(r"[-'’.]+")
_Add = Callable[[str, str], None]

LANGUAGES = tuple(PHRASES)

_GERMAN_PARTS = {
    "morgen": "MORNING",
    "vormittag": "MORNING",
    "mittag": "NOON|NOONISH",
    "nachmittag": "AFTERNOON",
    "abend": "EVENING",
    "nacht": "NIGHT",
}
# So many letters has the shortest name of a day that is not cut short.
_WHOLE, _WHOLE_LATIN = {"en": 6, "de": 6}, 5
# Of fourth and second the feminine is a day as well.
_FEMININE = {"segunda": 2, "quarta": 4, "quinta": 5}


def folded(text: str) -> str:
    """Return a text as phrases are compared: without case, accents and hyphens between letters."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not _is_silent(c))
    return re.sub(r"(?<=[a-zß])[-'’](?=[a-z])", " ", bare)


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> dict[str, tuple[str, ...]]:
    """Return the tokens, in words, that each folded phrase of a language may stand for."""
    found: dict[str, list[str]] = {}

    def add(phrase: str, tokens: str) -> None:
        # Who has no umlauts on the keyboard writes two letters.
        for written in {phrase, *(_without_umlauts(phrase) if language == "de" else ())}:
            kept = found.setdefault(" ".join(_SPLIT.sub(" ", folded(written)).split()), [])
            kept.extend(token for token in tokens.split("|") if token not in kept)

    for phrase, number in counted(language).items():
        add(phrase, f"N{number}w")
    for day, called in names(language, "days").items():
        for name in called:
            _add_day(language, name, day, add)
    for month, called in names(language, "months").items():
        for name in called:
            add(name, f"MON{month}")
    for line in PHRASES[language].strip().splitlines():
        tokens, _, phrases = line.partition(":")
        for phrase in phrases.split(","):
            add(phrase.strip(), tokens)
    return {phrase: tuple(tokens) for phrase, tokens in found.items()}


def _add_day(language: str, name: str, day: int, add: _Add) -> None:
    add(name, f"WD{day}")
    if language == "de":
        for part, token in _GERMAN_PARTS.items():
            for tokens in token.split("|"):
                add(f"{name}{part}", f"WD{day} {tokens}")
                add(f"{name} {part}", f"WD{day} {tokens}")
                add(f"{name}{part}s", f"WDS{day} {tokens}")
        add(f"{name} morgen", f"WD{day} TOMORROW")
    # Short forms have no plural: "tues" is one Tuesday.
    if len(name) < _WHOLE.get(language, _WHOLE_LATIN):
        return
    if language in ("en", "de"):
        add(f"{name}s", f"WDS{day}")
    elif language == "fr":
        add(f"{name}s", f"WDS{day}")
        add(f"les {name}s", f"WDS{day}")
        add(f"un {name} sur deux", f"EVERY OTHER WD{day}")
    elif language == "es":
        # "Viernes" is one or all of them; the article tells.
        plural = name if name.endswith("s") else f"{name}s"
        if plural != name:
            add(plural, f"WDS{day}")
        add(f"los {plural}", f"WDS{day}")
    elif language == "pt":
        plural = " ".join(f"{word}s" for word in name.split("-"))
        add(plural, f"WDS{day}")
        for before in ("às", "nas", "aos", "nos"):
            add(f"{before} {plural}", f"WDS{day}")
        if name in _FEMININE:
            add(name, f"ORD{_FEMININE[name]}")


def names(language: str, what: Literal["days", "months"]) -> dict[int, set[str]]:
    """Return the names of days or months, by number, CLDR's and further ones."""
    locale = Locale.parse(language)
    found: dict[int, set[str]] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated", "short"):
            widths = cast(dict[str, dict[int, str]], getattr(locale, what)[context])
            for number, name in widths.get(width, {}).items():
                found.setdefault(number, set()).add(name.rstrip("."))
    for number, more in (FURTHER_DAYS if what == "days" else FURTHER_MONTHS)[language].items():
        found[number].update(more.split())
    return found


def _without_umlauts(phrase: str) -> tuple[str, ...]:
    plain = phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return (plain, plain.replace("ß", "ss"))


def _is_silent(letter: str) -> bool:
    # Accents, emoji, and what turns emoji into others.
    return unicodedata.category(letter) in ("Mn", "So", "Sk", "Cf")
