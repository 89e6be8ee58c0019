"""The twelve films that never were: their facts."""

from __future__ import annotations

from dataclasses import dataclass

from services.core.types import Film


@dataclass(frozen=True, slots=True)
class Sample:
    """A fictional film with a poster that is drawn by code.

    Attributes:
        slug: Its name in file names: "dead-extension".
        film: Its facts; no database knows it, so it has neither an IMDb nor a TMDB id.
        tagline: The line on its poster.
    """

    slug: str
    film: Film
    tagline: str


def _sample(title: str, year: int, genres: tuple[str, ...], tagline: str) -> Sample:
    slug = title.lower().replace(" ", "-")
    return Sample(slug, Film(title=title, year=year, genres=genres), tagline)


SAMPLES: tuple[Sample, ...] = (
    _sample(
        "The Widow of Windlass Quay",
        1914,
        ("Drama", "Romance"),
        "She kept the lamp. The sea kept him.",
    ),
    _sample(
        "The Gilded Elevator",
        1928,
        ("Comedy", "Musical", "Romance"),
        "Love goes all the way up!",
    ),
    _sample(
        "The Beast of Belfry Moor",
        1933,
        ("Horror", "Mystery"),
        "When the bell tolls... it answers!",
    ),
    _sample(
        "Nobody Leaves Vesper Street",
        1947,
        ("Crime", "Film-Noir", "Mystery"),
        "He had one alibi - and she was lying.",
    ),
    _sample(
        "Colossus of Crater Nine",
        1956,
        ("Adventure", "Sci-Fi"),
        "It slept a million years - until MAN landed on its eye!",
    ),
    _sample(
        "Six Wrong Keys",
        1962,
        ("Comedy", "Crime", "Thriller"),
        "One door. Six thieves. No way out but in.",
    ),
    _sample(
        "Dead Extension",
        1975,
        ("Drama", "Mystery", "Thriller"),
        "The line has been cut. Someone is still listening.",
    ),
    _sample(
        "Voltage Boulevard",
        1986,
        ("Action", "Sci-Fi"),
        "The night runs on 220.",
    ),
    _sample(
        "Kiss Me at Gate Nine",
        1996,
        ("Comedy", "Romance"),
        "They missed every connection but one.",
    ),
    _sample(
        "Blackout Convoy",
        2007,
        ("Action", "Thriller", "War"),
        "No lights. No signal. No turning back.",
    ),
    _sample(
        "The Quiet Acre",
        2014,
        ("Drama", "Western"),
        "some land remembers",
    ),
    _sample(
        "Pigeon Pigeon Pigeon",
        2022,
        ("Animation", "Children", "Comedy"),
        "Three birds. One sandwich.",
    ),
)
"""One film a decade, oldest first."""
