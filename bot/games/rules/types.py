"""The words of the games: frozen dataclasses that are kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from services.core.types import Film

Difficulty = Literal["easy", "medium", "hard"]
Effect = Literal["pixels", "crop", "whole", "four"]

MARQUEE = 0
"""The player who is Marquee itself: its guesses and points carry this id."""


class RoundOptions(Protocol):
    """Of a game's options, those that a round goes by; see `bot.games.rules.options.Options`."""

    @property
    def choice(self) -> bool:
        """Whether the film is chosen out of four, not typed."""
        ...

    @property
    def difficulty(self) -> Difficulty:
        """How near decoys are and how much is shown; raises points."""
        ...

    @property
    def seconds(self) -> int:
        """How long a round is open."""
        ...

    @property
    def everyone(self) -> bool:
        """Whether all who are right score."""
        ...

    @property
    def decade(self) -> int | None:
        """The decade that all films are of, or None."""
        ...

    @property
    def genre(self) -> str | None:
        """The genre that all films are of, or None."""
        ...

    @property
    def guesses(self) -> int:
        """How many titles a player may type in a round."""
        ...


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that helps, for points.

    Attributes:
        kind: What it tells: `decade` ("1990s"), `genres` ("Crime, Drama"), `letters` ("H___"),
            `years` ("1980-1999"), `count` (how many genres), `genre` (one that is right), `out`
            (the number, from 1, of a choice that is wrong).
        value: What a member reads; a number where `kind` says so.
    """

    kind: Literal["decade", "genres", "letters", "years", "count", "genre", "out"]
    value: str

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary."""
        return {"kind": self.kind, "value": self.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Hint:
        """Return what `to_json` described."""
        return cls(data["kind"], data["value"])


@dataclass(frozen=True, slots=True)
class Question:
    """One round: all that is needed to show it, to check it and to go on with it.

    Attributes:
        kind: Which kind of game, by its name.
        film: The film in question; of `odd` the stranger.
        seed: What chance goes by: reveals, file names.
        effect: How the picture is shown: `pixels` and `crop` in `steps`, `whole`, or `four` posters
            beside each other.
        steps: How many reveals there are, 1 where all is shown at once.
        detail: What each reveal shows: columns of `pixels`, percent of the poster of `crop`.
        shown: The films whose posters are shown, in their order; one, or four of `odd`.
        choices: Films to choose from, of multiple choice and `odd`; else empty.
        genres: Genres to choose from, of `genres`; else empty.
        answer: Place of the right one among what there is to choose from, or None.
        rivals: Titles of other films that a title may be mistaken for, of `film` in free text.
        year: Marquee's own estimate, or None where it does not play along.
        own_genres: Marquee's own genres, empty where it does not play along.
        hints: What may be told for points, the first first.
        shared: Genres that the three films of `odd` share and the stranger lacks.
        sample: Whether the film is one of the drawn samples, for want of pictures.
        decades: Decades to choose from, by their first years, of `decade`; else empty.
        links: What the four films of `connect` may share, as "genre:Western" or "decade:1970".
    """

    kind: str
    film: Film
    seed: int
    effect: Effect = "whole"
    steps: int = 1
    detail: tuple[int, ...] = ()
    shown: tuple[Film, ...] = ()
    choices: tuple[Film, ...] = ()
    genres: tuple[str, ...] = ()
    answer: int | None = None
    rivals: tuple[str, ...] = ()
    year: float | None = None
    own_genres: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    shared: tuple[str, ...] = ()
    sample: bool = False
    decades: tuple[int, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The `Film.key`s of every poster that is shown: none comes again in the game."""
        return tuple(film.key for film in self.shown)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary."""
        return {
            "kind": self.kind,
            "film": self.film.to_json(),
            "seed": self.seed,
            "effect": self.effect,
            "steps": self.steps,
            "detail": list(self.detail),
            "shown": [film.to_json() for film in self.shown],
            "choices": [film.to_json() for film in self.choices],
            "genres": list(self.genres),
            "answer": self.answer,
            "rivals": list(self.rivals),
            "year": self.year,
            "own_genres": list(self.own_genres),
            "hints": [hint.to_json() for hint in self.hints],
            "shared": list(self.shared),
            "sample": self.sample,
            "decades": list(self.decades),
            "links": list(self.links),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Question:
        """Return the question that `to_json` described."""
        return cls(
            kind=data["kind"],
            film=Film.from_json(data["film"]),
            seed=data["seed"],
            effect=data["effect"],
            steps=data["steps"],
            detail=tuple(data["detail"]),
            shown=tuple(map(Film.from_json, data["shown"])),
            choices=tuple(map(Film.from_json, data["choices"])),
            genres=tuple(data["genres"]),
            answer=data["answer"],
            rivals=tuple(data["rivals"]),
            year=data["year"],
            own_genres=tuple(data["own_genres"]),
            hints=tuple(map(Hint.from_json, data["hints"])),
            shared=tuple(data["shared"]),
            sample=data["sample"],
            decades=tuple(data.get("decades", ())),
            links=tuple(data.get("links", ())),
        )


@dataclass(frozen=True, slots=True)
class Guess:
    """What a player answered, one try. One of `text`, `choice`, `year` and `genres` is given.

    Attributes:
        player: Who.
        at: Seconds after the round was opened, by Discord's own clock (the interaction's id).
        step: Which reveal was shown, from 1.
        hints: How many hints the player had had.
        text: A title, as typed.
        choice: A place among the choices of the question's kind, from 0.
        year: A year.
        genres: Genres.
        right: What `check` said then; kept, since the catalogue may have changed since.
    """

    player: int
    at: float
    step: int = 1
    hints: int = 0
    text: str | None = None
    choice: int | None = None
    year: int | None = None
    genres: tuple[str, ...] = ()
    right: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary."""
        return {
            "player": self.player,
            "at": self.at,
            "step": self.step,
            "hints": self.hints,
            "text": self.text,
            "choice": self.choice,
            "year": self.year,
            "genres": list(self.genres),
            "right": self.right,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Guess:
        """Return the guess that `to_json` described."""
        return cls(**{**data, "genres": tuple(data["genres"])})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a guess is worth telling its player.

    Attributes:
        right: Whether it is the answer; None for years and genres, which are compared at the close.
        near: Whether it came close without being right: worth another try.
        score: 0 to 1: of genres the Jaccard index, of others 1.0 where right.
        off: Of years how many years away, else None.
    """

    right: bool | None
    near: bool = False
    score: float = 0.0
    off: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a round brought a player (or Marquee).

    Attributes:
        player: Who; `MARQUEE` where Marquee played along.
        points: Points of this round, 0 or more.
        won: Whether it took the round, alone or not: the first right answer (all who are right,
            where several may be), the closest year, the best genres. Marquee's is true where no
            member's was better; it never takes a member's away.
        right: Whether it was right (a year: among the closest; genres: all of them, no other).
        streak: Rounds won in a row up to this one.
        bonus: How many of the points the streak brought.
    """

    player: int
    points: int
    won: bool
    right: bool
    streak: int = 0
    bonus: int = 0


@dataclass(frozen=True, slots=True)
class Player:
    """A member in a game.

    Attributes:
        id: Discord's id, never 0.
        name: How they are called.
        team: Number of their team, from 1, or None.
    """

    id: int
    name: str
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """A round that is over, as it was stored.

    Attributes:
        number: From 1.
        question: The question.
        guesses: Every guess, as they came in; their order does not matter.
        skipped: Whether it was skipped: it brings nobody anything and breaks no streak.
    """

    number: int
    question: Question
    guesses: tuple[Guess, ...] = ()
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A player's line in the scoreboard.

    Attributes:
        rank: From 1; those who are level share it, and the next is left out.
        player: Who.
        points: The sum of the rounds.
        won: Rounds won.
        streak: Rounds won in a row, now.
        best_streak: The longest of the game.
        out: Number of the round that threw the player out, or None.
    """

    rank: int
    player: Player
    points: int
    won: int = 0
    streak: int = 0
    best_streak: int = 0
    out: int | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team's line in the scoreboard.

    Attributes:
        rank: As in `Place`.
        number: From 1.
        players: Its members.
        total: What its members scored together.
        points: What it counts: the total, scaled to the size of the largest team, so that nobody
            loses by being few.
        out: Whether all of its members are out.
    """

    rank: int
    number: int
    players: tuple[Player, ...]
    total: int
    points: int
    out: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """That a game is over.

    Attributes:
        reason: `rounds` are played, the `target` is reached, one is the `last` one in, or, alone,
            has `missed`.
        winners: Ids of the players in front, of a game of teams those of the teams in front.
        teams: Numbers of the teams in front, or empty.
    """

    reason: Literal["rounds", "target", "last", "missed"]
    winners: tuple[int, ...]
    teams: tuple[int, ...] = ()
