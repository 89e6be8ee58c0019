"""Marquee in Python, `marquee.open`; and the command line, the only package above bot and services.

    import marquee

    with marquee.open() as catalogue:
        print(catalogue.identify("poster.jpg").neighbours)

What is listed in `__all__` is public and stays as it is; docs/python-api.md has examples. Every
name is imported when it is first asked for, so that `import marquee` costs nothing.

- api.py: `open` and `Catalogue`
- __main__.py, console.py: the commands put together; errors and progress that they share
- identify.py, picture_sources.py, search.py: questions, and the pictures that one names
- serve.py, tune.py, bot.py: the inference service, what runs its encoder; the bot, and its demo
- catalogue.py, import_web.py, maintain.py, block.py, mark.py, rebalance.py: a catalogue's films
- watchlist.py: watchlists as files
- setup/: from an empty machine to the first answer
- doctor.py, checks/: what is not well with an installation, and what to do about it
- import_report.py, maintain_tables.py: what such a command did, as a terminal shows it
- train.py, evaluate.py, study.py, report.py: encoders, heads and their figures
- encoder.py: encoders that serve without torch
- starter.py: what ships
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marquee.api import Catalogue, open
    from services.core.errors import MarqueeError, PosterError, RequestError, UnavailableError
    from services.core.types import (
        Film,
        Found,
        GenreScore,
        Identification,
        Match,
        Neighbour,
        Search,
        SeenPoster,
        YearEstimate,
    )

__all__ = [
    "Catalogue",
    "Film",
    "Found",
    "GenreScore",
    "Identification",
    "MarqueeError",
    "Match",
    "Neighbour",
    "PosterError",
    "RequestError",
    "Search",
    "SeenPoster",
    "UnavailableError",
    "YearEstimate",
    "open",
]

_HOMES = {
    "marquee.api": ("Catalogue", "open"),
    "services.core.errors": ("MarqueeError", "PosterError", "RequestError", "UnavailableError"),
    "services.core.types": (
        "Film",
        "Found",
        "GenreScore",
        "Identification",
        "Match",
        "Neighbour",
        "Search",
        "SeenPoster",
        "YearEstimate",
    ),
}

# Hidden from type checkers, which would take any name for one that this can give.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names:
                value = getattr(import_module(home), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
