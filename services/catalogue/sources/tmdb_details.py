"""TMDB's answer about a film -> what people ask of it: director, cast, runtime, where to stream.

Where to stream is JustWatch's, and TMDB wants JustWatch named wherever that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.catalogue.sources.tmdb_titles import LANGUAGES
from services.core.film_details import FilmDetails

_BOTH = ("credits", "videos", "watch/providers")
# What a question about a film asks for besides; a series has other words for who may see it.
FILM_PARTS = (*_BOTH, "release_dates")
SERIES_PARTS = (*_BOTH, "content_ratings")
_CAST = 5
# Paid for already, or free: not what is rented or bought film by film.
_STREAMED = ("flatrate", "free", "ads")


def details_of(facts: Mapping[str, Any], imdb_id: str | None, at: datetime) -> FilmDetails:
    """Return the details in TMDB's answer; whatever is not as TMDB says is left out.

    Args:
        facts: The answer.
        imdb_id: The film's id at IMDb.
        at: When TMDB was asked.
    """
    crew = _rows(_part(facts, "credits").get("crew"))
    made = [each.get("name") for each in crew if each.get("job") == "Director"]
    made = made or [each.get("name") for each in _rows(facts.get("created_by"))]
    times = facts.get("episode_run_time")
    runtime = facts.get("runtime") or (times[0] if isinstance(times, list) and times else None)
    told = {
        "fetched_at": at.isoformat(),
        "imdb_id": imdb_id,
        "runtime": runtime,
        "directors": made,
        "cast": [each.get("name") for each in _rows(_part(facts, "credits").get("cast"))][:_CAST],
        "certifications": dict(_certifications(facts)),
        "overviews": dict(_overviews(facts)),
        "trailer": next(_trailers(facts), None),
        "streaming": dict(_streaming(facts)),
    }
    return FilmDetails.from_json(told)


def _certifications(facts: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for country in _rows(_part(facts, "release_dates").get("results")):
        for release in _rows(country.get("release_dates")):
            if told := release.get("certification"):
                yield country.get("iso_3166_1"), told
                break
    for country in _rows(_part(facts, "content_ratings").get("results")):
        if told := country.get("rating"):
            yield country.get("iso_3166_1"), told


def _overviews(facts: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    # The film's own is in the language of the question, which is English.
    if told := facts.get("overview"):
        yield "en", told
    for each in _rows(_part(facts, "translations").get("translations")):
        language = each.get("iso_639_1")
        if language in LANGUAGES and (told := _part(each, "data").get("overview")):
            yield language, told


def _trailers(facts: Mapping[str, Any]) -> Iterator[object]:
    videos = [
        each
        for each in _rows(_part(facts, "videos").get("results"))
        if each.get("site") == "YouTube" and each.get("type") in ("Trailer", "Teaser")
    ]
    # Official ones first, and trailers before teasers.
    videos.sort(key=lambda each: (each.get("type") != "Trailer", each.get("official") is not True))
    yield from (each.get("key") for each in videos)


def _streaming(facts: Mapping[str, Any]) -> Iterator[tuple[object, list[object]]]:
    countries = _part(facts, "watch/providers").get("results")
    for code, told in countries.items() if isinstance(countries, dict) else ():
        if not isinstance(told, dict):
            continue
        names = [each.get("provider_name") for kind in _STREAMED for each in _rows(told.get(kind))]
        if names:
            yield code, list(dict.fromkeys(name for name in names if isinstance(name, str)))


def _part(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = facts.get(name)
    return part if isinstance(part, dict) else {}


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
