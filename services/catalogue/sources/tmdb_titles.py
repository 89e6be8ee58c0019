"""What TMDB calls a film in other languages: for who types the title that they know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from services.core.facts import checked_title

APPENDED = ("translations", "alternative_titles")
"""What a question about a film asks for besides, to be told its titles."""
LANGUAGES = ("en", "de", "es", "fr", "pt")
"""Those that the bot speaks: titles in them come first, for only so many are kept."""


def other_language_titles(facts: Mapping[str, Any]) -> list[str]:
    """Return a film's titles in the bot's languages, then other names, each once.

    Working titles are left out: nobody saw a film under one.
    """
    found = dict.fromkeys(_translated(facts))
    found.update(dict.fromkeys(_alternative(facts)))
    return list(found)


def titles_by_language(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return a film's title in each of the bot's languages in which it has one.

    Of several countries' the first: TMDB gives the one of most votes first.
    """
    spoken = {language: titles[0] for language, titles in _by_language(facts).items() if titles}
    named = ((code, checked_title(title)) for code, title in sorted(spoken.items()))
    return tuple((code, title) for code, title in named if title)


def _translated(facts: Mapping[str, Any]) -> Iterator[str]:
    for named in _by_language(facts).values():
        yield from named


def _by_language(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for each in _rows(facts, "translations", "translations"):
        data = each.get("data")
        # Of a series it is called a name.
        title = data.get("title") or data.get("name") if isinstance(data, dict) else None
        language = each.get("iso_639_1")
        if isinstance(language, str) and language in titles and _is_title(title):
            titles[language].append(title)
    return titles


def _alternative(facts: Mapping[str, Any]) -> Iterator[str]:
    # A film's stand under the first word, a series' under the second.
    rows = _rows(facts, "alternative_titles", "titles")
    for each in rows or _rows(facts, "alternative_titles", "results"):
        title, kind = each.get("title"), each.get("type")
        if _is_title(title) and not (isinstance(kind, str) and "working" in kind.casefold()):
            yield title


def _rows(facts: Mapping[str, Any], name: str, inner: str) -> list[dict[str, Any]]:
    part = facts.get(name)
    rows = part.get(inner) if isinstance(part, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _is_title(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())
