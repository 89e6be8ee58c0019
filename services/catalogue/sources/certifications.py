"""What sources say of whom a film is for: the mark that keeps a poster from where all may look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.core.facts import plain

# Those that boards give to what is shown to adults alone, whichever country's. A plain "18" is no
# mark: most of what has it are thrillers and horror, whose posters hang in the street.
_EXPLICIT = frozenset({"NC-17", "NC17", "X", "XXX", "R18", "X18", "X18+"})
_COUNTRIES = ("US", "GB", "DE", "ES", "FR", "BR", "PT")
_LONGEST = 20
_NO = frozenset({"0", "false", "no", "n"})


def checked_certification(text: object) -> str | None:
    """Return a certification as it is written, None for what is none."""
    if not isinstance(text, str):
        return None
    told = plain(text)
    return told if told and len(told) <= _LONGEST else None


def is_explicit(certification: str | None) -> bool:
    """Return whether a board lets adults alone see it, and so its poster is not for everybody."""
    if certification is None:
        return False
    return certification.upper().replace(" ", "") in _EXPLICIT


def told_adult(text: str, certification: str | None) -> bool | None:
    """Return what a list says; None where it says nothing. Anything unclear counts as a mark."""
    told = text.lower()
    if is_explicit(certification) or (told and told not in _NO):
        return True
    return False if told else None


def tmdb_certifications(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the certifications of a film or a series as TMDB tells them, by country."""
    found: dict[str, str] = {}
    for country, told in _told(facts):
        certification = checked_certification(told)
        if certification and isinstance(country, str):
            found.setdefault(country, certification)
    return found


def best_known(certifications: Mapping[str, str]) -> str | None:
    """Return the one that is kept: of the first country of the bot's languages that has one."""
    own = (certifications[country] for country in _COUNTRIES if country in certifications)
    return next(own, None) or next(iter(certifications.values()), None)


def _told(facts: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for row in _rows(facts.get("release_dates")):
        dates = row.get("release_dates")
        for each in dates if isinstance(dates, list) else ():
            if isinstance(each, dict):
                yield row.get("iso_3166_1"), each.get("certification")
    for row in _rows(facts.get("content_ratings")):
        yield row.get("iso_3166_1"), row.get("rating")


def _rows(part: object) -> list[dict[str, Any]]:
    rows = part.get("results") if isinstance(part, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
