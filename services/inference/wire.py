"""The answer on the wire: dataclasses of `services.types` to and from JSON-ready dictionaries.

The shapes are those of `POST /v1/identify` and of `marquee identify --json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import MarqueeError
from services.types import Film, GenreScore, Identification, Neighbour, YearEstimate

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


def identification_to_json(answer: Identification) -> dict[str, Any]:
    """Return an answer as the design's JSON body."""
    year = answer.year
    return {
        "encoder": answer.encoder,
        "match": _neighbour_to_json(answer.match) if answer.match else None,
        "neighbours": [_neighbour_to_json(neighbour) for neighbour in answer.neighbours],
        "year": {
            "estimate": round(year.estimate, _YEAR_DIGITS),
            "low": round(year.low, _YEAR_DIGITS),
            "high": round(year.high, _YEAR_DIGITS),
            "era": year.era,
        }
        if year
        else None,
        "genres": [
            {
                "name": score.name,
                "probability": round(score.probability, _PROBABILITY_DIGITS),
                "predicted": score.predicted,
            }
            for score in answer.genres
        ],
        "timings_ms": {
            stage: round(value, _MS_DIGITS) for stage, value in answer.timings_ms.items()
        },
    }


def identification_from_json(data: Mapping[str, Any]) -> Identification:
    """Return the answer that `identification_to_json` described.

    Raises:
        KeyError: a field is missing.
        TypeError: a field has another type.
    """
    year, match = data["year"], data["match"]
    return Identification(
        encoder=data["encoder"],
        match=_neighbour_from_json(match) if match else None,
        neighbours=tuple(_neighbour_from_json(item) for item in data["neighbours"]),
        year=YearEstimate(year["estimate"], year["low"], year["high"]) if year else None,
        genres=tuple(
            GenreScore(item["name"], item["probability"], item["predicted"])
            for item in data["genres"]
        ),
        timings_ms=dict(data["timings_ms"]),
    )


def error_to_json(error: MarqueeError) -> dict[str, Any]:
    """Return an error as the design's JSON body."""
    return {"error": {"code": error.code, "message": error.message}}
