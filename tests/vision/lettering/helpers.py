"""Lines as a reader gives them, and a catalogue of a few films to find them in."""

from __future__ import annotations

from services.core.types import Film
from services.vision.lettering.reader import Line
from services.vision.lettering.titles import EVIDENCE, Candidate, TitleReading

FILMS = (
    Film("The Godfather", 1972, imdb_id="tt0068646"),
    Film("Rocky", 1976, imdb_id="tt0075148"),
    Film("Rocky II", 1979, imdb_id="tt0079817"),
    Film("It", 1990, imdb_id="tt0099864"),
    Film("Heat", 1995, imdb_id="tt0113277"),
    Film("Heat", 1986, imdb_id="tt0093164"),
    Film("Stakeout", 1987, imdb_id="tt0094025"),
    Film("Another Stakeout", 1993, imdb_id="tt0106292"),
    Film("Shall We Dance? (Shall We Dansu?)", 1996, imdb_id="tt0117615"),
    Film("Star Trek III: The Search for Spock", 1984, imdb_id="tt0088170"),
    Film("Runaway Train", 1985, imdb_id="tt0089941"),
    Film("Short Term 12", 2013, imdb_id="tt2370248"),
)


def line(text: str, top: float, height: float = 20, left: float = 10, sure: float = 1.0) -> Line:
    right, bottom = left + 0.6 * height * len(text), top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Line(text, sure, corners)


def titles() -> TitleReading:
    return TitleReading(FILMS, {"tt0068646": ["Der Pate"]})


def labels(candidates: list[Candidate]) -> list[str]:
    return [candidate.film.label for candidate in candidates]


def evidence(candidates: list[Candidate], label: str) -> dict[str, float]:
    found = next(each for each in candidates if each.film.label == label)
    return dict(zip(EVIDENCE, found.evidence, strict=True))
