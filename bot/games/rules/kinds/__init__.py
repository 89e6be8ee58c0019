"""The kinds of game, one file each; what there is to choose from follows from `KINDS`.

- base.py: what a kind is: how it asks, checks and scores, what it is answered with
- film.py, year.py: guess the film; guess the year
- genres.py, odd.py: guess the genres; odd one out
- decade.py, connect.py: guess the decade; what four films share
"""

from __future__ import annotations

from bot.games.rules.kinds.base import Kind
from bot.games.rules.kinds.connect import Connect
from bot.games.rules.kinds.decade import GuessDecade
from bot.games.rules.kinds.film import GuessFilm
from bot.games.rules.kinds.genres import GuessGenres
from bot.games.rules.kinds.odd import OddOneOut
from bot.games.rules.kinds.year import GuessYear
from bot.games.rules.types import Question

KINDS: tuple[Kind, ...] = (
    GuessFilm(),
    GuessYear(),
    GuessGenres(),
    OddOneOut(),
    GuessDecade(),
    Connect(),
)
NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)
MIX = "mix"
"""What a game of all kinds is called, another each round."""


def named(name: str) -> Kind:
    """Return the kind of that name."""
    return KINDS[NAMES.index(name)]


def of(question: Question) -> Kind:
    """Return the kind of a question."""
    return named(question.kind)


def among(name: str) -> tuple[Kind, ...]:
    """Return the kinds that a game of that name may ask: one, or all of a mix."""
    return KINDS if name == MIX else (named(name),)
