"""The answer on the wire: dataclasses of `services.core.types` to and from JSON-ready dictionaries.

The shapes are those of the service's routes and of `marquee identify --json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.core.encoders import SPECS
from services.core.errors import MarqueeError
from services.core.film_details import FilmDetails
from services.core.types import (
    CatalogueFilm,
    Comparison,
    EncoderStatus,
    Film,
    Found,
    GenreScore,
    Identification,
    Match,
    Neighbour,
    Outdated,
    Search,
    SeenPoster,
    YearEstimate,
)

_SIMILARITY_DIGITS = 4
_PROBABILITY_DIGITS = 4
_YEAR_DIGITS = 1
_MS_DIGITS = 2


def _neighbour_to_json(neighbour: Neighbour) -> dict[str, Any]:
    return {
        "film": neighbour.film.to_json(),
        "similarity": round(neighbour.similarity, _SIMILARITY_DIGITS),
    }


def _neighbour_from_json(data: Mapping[str, Any]) -> Neighbour:
    return Neighbour(Film.from_json(data["film"]), float(data["similarity"]))


def _match_to_json(match: Match | None) -> dict[str, Any] | None:
    if match is None:
        return None
    confidence = match.confidence
    return {
        **_neighbour_to_json(match),
        "confidence": None if confidence is None else round(confidence, _PROBABILITY_DIGITS),
        "by": match.by,
    }


def _match_from_json(data: Mapping[str, Any] | None) -> Match | None:
    if not data:
        return None
    near, confidence = _neighbour_from_json(data), data.get("confidence")
    # A word of a later version says no more than none.
    by = said if (said := data.get("by")) in ("picture", "geometry", "title") else None
    sure = None if confidence is None else float(confidence)
    return Match(near.film, near.similarity, sure, by)


def _seen_to_json(poster: SeenPoster) -> dict[str, Any]:
    return {
        "corners": [list(corner) for corner in poster.corners] if poster.corners else None,
        "match": _match_to_json(poster.match),
        "perhaps": _match_to_json(poster.perhaps),
    }


def _seen_from_json(data: Mapping[str, Any]) -> SeenPoster:
    corners = data.get("corners")
    return SeenPoster(
        tuple((int(x), int(y)) for x, y in corners) if corners else None,
        _match_from_json(data.get("match")),
        _match_from_json(data.get("perhaps")),
    )


def _year_to_json(year: YearEstimate | None) -> dict[str, Any] | None:
    if year is None:
        return None
    return {
        "estimate": round(year.estimate, _YEAR_DIGITS),
        "low": round(year.low, _YEAR_DIGITS),
        "high": round(year.high, _YEAR_DIGITS),
        "era": year.era,
    }


def _year_from_json(data: Mapping[str, Any] | None) -> YearEstimate | None:
    return YearEstimate(data["estimate"], data["low"], data["high"]) if data else None


def identification_to_json(answer: Identification) -> dict[str, Any]:
    """Return an answer as the design's JSON body."""
    return {
        "encoder": answer.encoder,
        "id": answer.id,
        "match": _match_to_json(answer.match),
        "perhaps": _match_to_json(answer.perhaps),
        "is_poster": answer.is_poster,
        "posters": [_seen_to_json(poster) for poster in answer.posters],
        "neighbours": [_neighbour_to_json(neighbour) for neighbour in answer.neighbours],
        "year": _year_to_json(answer.year),
        "film_year": _year_to_json(answer.film_year),
        "genres": [
            {
                "name": score.name,
                "probability": round(score.probability, _PROBABILITY_DIGITS),
                "predicted": score.predicted,
            }
            for score in answer.genres
        ],
        "timings_ms": rounded_ms(answer.timings_ms),
    }


def rounded_ms(timings_ms: Mapping[str, float]) -> dict[str, float]:
    """Return milliseconds by stage as they are told."""
    return {stage: round(value, _MS_DIGITS) for stage, value in timings_ms.items()}


def identification_from_json(data: Mapping[str, Any]) -> Identification:
    """Return the answer that `identification_to_json` described.

    Services of before tell no `perhaps`, `is_poster`, `posters`, `film_year` and `id`.

    Raises:
        KeyError: a field is missing.
        TypeError: a field has another type.
    """
    return Identification(
        encoder=data["encoder"],
        match=_match_from_json(data["match"]),
        neighbours=tuple(_neighbour_from_json(item) for item in data["neighbours"]),
        year=_year_from_json(data["year"]),
        genres=tuple(
            GenreScore(item["name"], item["probability"], item["predicted"])
            for item in data["genres"]
        ),
        timings_ms=dict(data["timings_ms"]),
        perhaps=_match_from_json(data.get("perhaps")),
        is_poster=data.get("is_poster"),
        posters=tuple(_seen_from_json(item) for item in data.get("posters") or ()),
        film_year=_year_from_json(data.get("film_year")),
        id=data.get("id"),
    )


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return two posters' likeness and their answers."""
    return {
        "similarity": round(comparison.similarity, _SIMILARITY_DIGITS),
        "first": identification_to_json(comparison.first),
        "second": identification_to_json(comparison.second),
    }


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Return what `comparison_to_json` described; raises as `identification_from_json`."""
    return Comparison(
        float(data["similarity"]),
        identification_from_json(data["first"]),
        identification_from_json(data["second"]),
    )


def catalogue_film_to_json(item: CatalogueFilm) -> dict[str, Any]:
    """Return a film and what the catalogue holds of it; `details` only where there are any."""
    told = {"details": item.details.to_json()} if item.details is not None else {}
    return told | {
        "film": item.film.to_json(),
        "has_poster": item.has_poster,
        "popularity": item.popularity,
        "indexed": item.indexed,
        "pictures": item.pictures,
        "known": _rounded(item.known),
    }


def catalogue_film_from_json(data: Mapping[str, Any]) -> CatalogueFilm:
    """Return what `catalogue_film_to_json` described; raises as `identification_from_json`."""
    return CatalogueFilm(
        Film.from_json(data["film"]),
        data["has_poster"],
        data["popularity"],
        data["indexed"],
        # Services of before have one of each film.
        data.get("pictures", 1),
        data.get("known"),
        FilmDetails.from_json(data["details"]) if data.get("details") else None,
    )


def found_to_json(item: Found) -> dict[str, Any]:
    """Return a film that was found."""
    return {
        "film": item.film.to_json(),
        "score": round(item.score, _SIMILARITY_DIGITS),
        "indexed": item.indexed,
        "known": _rounded(item.known),
    }


def found_from_json(data: Mapping[str, Any]) -> Found:
    """Return what `found_to_json` described; raises as `identification_from_json`."""
    film, score = Film.from_json(data["film"]), float(data["score"])
    return Found(film, score, data["indexed"], data.get("known"))


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _SIMILARITY_DIGITS)


def search_to_json(search: Search) -> dict[str, Any]:
    """Return what a search found, and how."""
    return {"by": search.by, "films": [found_to_json(item) for item in search.found]}


def search_from_json(data: Mapping[str, Any]) -> Search:
    """Return what `search_to_json` described; raises as `identification_from_json`."""
    return Search(data["by"], tuple(found_from_json(item) for item in data["films"]))


def encoder_status_to_json(encoder: EncoderStatus) -> dict[str, Any]:
    """Return an encoder's facts."""
    return asdict(encoder)


def encoder_status_from_json(data: Mapping[str, Any]) -> EncoderStatus:
    """Return what `encoder_status_to_json` described; raises as `identification_from_json`."""
    return EncoderStatus(**data)


def encoder_names_to_json(outdated: Mapping[str, Outdated]) -> dict[str, Any]:
    """Return how people call every encoder, whether it can answer here or not.

    Args:
        outdated: Those that go on with the weights that their index was built with.
    """
    return {
        "encoders": [
            {
                "name": spec.name,
                "display_name": spec.display_name,
                "outdated": outdated_to_json(outdated.get(spec.name)),
            }
            for spec in SPECS.values()
        ]
    }


def outdated_to_json(outdated: Outdated | None) -> dict[str, Any] | None:
    """Return with which weights an index was built, and which are newer."""
    return None if outdated is None else asdict(outdated)


def error_to_json(error: MarqueeError) -> dict[str, Any]:
    """Return an error as the design's JSON body."""
    return {"error": {"code": error.code, "message": error.message}}
