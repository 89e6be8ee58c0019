"""How a game is played, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from bot.games.rules import kinds
from bot.games.rules.types import Difficulty
from services.core.errors import RequestError

Mode = Literal["points", "first_to", "elimination"]

KINDS: tuple[str, ...] = (*kinds.NAMES, kinds.MIX)
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
MODES: tuple[Mode, ...] = ("points", "first_to", "elimination")
ROUNDS = (1, 20)
SECONDS = (10, 180)
TARGET = (50, 5000)
GUESSES = (1, 10)
TEAMS = (2, 4)
DECADES = (1880, 2090)
KNOWN: dict[str, float] = {"blockbusters": 0.01, "many": 0.05, "lovers": 0.2, "anything": 1.0}
"""How well known the films are, by name: the share of the best known that is drawn from."""
MOST_ROUNDS = 30
"""Where the mode and not the number of rounds ends a game, it ends here at the latest."""


class OptionsError(RequestError):
    """An option that does not do.

    Attributes:
        field: Name of the option: `kind`, `rounds`, ...; also `code`, behind "game_".
        values: What a sentence in another language needs: `least` and `most`, or nothing.
    """

    def __init__(self, field: str, message: str, **values: int) -> None:
        super().__init__(f"game_{field}", message)
        self.field = field
        self.values = values


@dataclass(frozen=True, slots=True)
class Options:
    """How a game is played. Checked when made.

    Attributes:
        kind: Which kind of game, or `mix`: another each round.
        rounds: Rounds of a game, 1 to 20; only of the mode `points`.
        seconds: How long a round is open, 10 to 180.
        choice: Whether the film is chosen out of four, not typed.
        difficulty: How near decoys are and how much is shown; raises points.
        decade: Only films of this decade, such as 1990, or None.
        genre: Only films of this genre, or None.
        known: Only the best known of the films, as a share above 0 up to 1; 1, or None in games
            that were begun before there was a default, for all.
        mode: `points` (the most after `rounds`), `first_to` (`target` points), `elimination` (who
            misses is out).
        target: Points that end `first_to`, 50 to 5000.
        teams: How many teams, 2 to 4; 0 for none.
        several: Whether all who are right score, not only the first.
        guesses: How many titles a player may type in a round, 1 to 10.

    Raises:
        OptionsError: An option does not do.
    """

    kind: str = "film"
    rounds: int = 5
    seconds: int = 45
    choice: bool = True
    difficulty: Difficulty = "medium"
    decade: int | None = None
    genre: str | None = None
    known: float | None = KNOWN["many"]
    mode: Mode = "points"
    target: int = 300
    teams: int = 0
    several: bool = False
    guesses: int = 5

    def __post_init__(self) -> None:
        _one_of("kind", self.kind, KINDS)
        _one_of("difficulty", self.difficulty, DIFFICULTIES)
        _one_of("mode", self.mode, MODES)
        _between("rounds", self.rounds, ROUNDS, "A game has {} to {} rounds.")
        _between("seconds", self.seconds, SECONDS, "A round lasts {} to {} seconds.")
        _between("target", self.target, TARGET, "A game goes to {} to {} points.")
        _between("guesses", self.guesses, GUESSES, "A round has {} to {} guesses.")
        if self.teams:
            _between("teams", self.teams, TEAMS, "There can be {} to {} teams, or none.")
        if self.decade is not None:
            _between("decade", self.decade, DECADES, "A decade is a year such as 1990: {} to {}.")
            if self.decade % 10:
                raise OptionsError("decade", "A decade begins with a year such as 1990.")
        if self.genre is not None and not 1 <= len(self.genre.strip()) <= 50:
            raise OptionsError("genre", "Please give the genre by its name, such as Western.")
        if self.known is not None and not (
            isinstance(self.known, int | float)
            and not isinstance(self.known, bool)
            and math.isfinite(self.known)
            and 0 < self.known <= 1
        ):
            raise OptionsError("known", "How known is a share of the films, above 0 and up to 1.")
        for name in ("choice", "several"):
            if not isinstance(getattr(self, name), bool):
                raise OptionsError(name, "That can be on or off.")

    @property
    def everyone(self) -> bool:
        """Whether all who are right score. To stay in, each must have the chance to answer."""
        return self.several or self.mode == "elimination"

    @property
    def most_rounds(self) -> int:
        """After how many rounds the game is over whatever happens."""
        return self.rounds if self.mode == "points" else MOST_ROUNDS

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Options:
        """Return the options; what is missing is the default, what is unknown is left out.

        Raises:
            OptionsError: An option does not do.
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def _one_of(name: str, value: object, values: tuple[str, ...]) -> None:
    if value not in values:
        words = f"{', '.join(values[:-1])} or {values[-1]}"
        raise OptionsError(name, f"Please choose {words}.")


def _between(name: str, value: object, limits: tuple[int, int], sentence: str) -> None:
    least, most = limits
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise OptionsError(name, sentence.format(least, most), least=least, most=most)
