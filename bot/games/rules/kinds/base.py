"""What a kind of game is: how it asks, checks and scores, and what is said of its questions.

A kind says only what sets it apart: what is written here is right for a kind in which one of
several choices is right, and the first who takes it wins.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar, Protocol

from bot.games.rules import scoring
from bot.games.rules.phrases import Sentence, Term
from bot.games.rules.types import Guess, Question, Result, RoundOptions, Verdict
from services.core.types import Film, Found, Identification


class Controls(Enum):
    """What a question is answered with."""

    ROWS = auto()
    """A button for each choice, each in a row of its own: titles are long, screens small."""
    WORDS = auto()
    """A button for each choice, two or three in a row: decades, genres."""
    NUMBERED = auto()
    """A button for each choice by its number, all in one row."""
    MENU = auto()
    """A menu of genres, of which several may be chosen."""
    TYPED = auto()
    """A button that opens a form."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one line, into which an answer is typed.

    Attributes:
        name: Of what: `title` or `year`; the keys of its texts end so.
        least: Characters that an answer has at least.
        most: Characters that an answer has at most.
        example: What stands in the line before anything is typed, or None.
    """

    name: str
    least: int
    most: int
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Stranger:
    """A film that does not belong with three others.

    Attributes:
        film: The one.
        trio: The three others.
        shared: Genres that the three share and the stranger lacks.
    """

    film: Film
    trio: Sequence[Film]
    shared: Sequence[str]


class Source(Protocol):
    """Where a question's films come from: the catalogue, or the drawn samples."""

    @property
    def genres(self) -> Sequence[str]:
        """Genres that there are, for where Marquee does not tell; empty where it always does."""
        ...

    async def seen(self, film: Film) -> Identification | None:
        """Return what Marquee thinks of the film's poster, or None."""
        ...

    async def decoys(self, film: Film) -> Sequence[Film]:
        """Return three wrong answers; fewer where there are not enough."""
        ...

    async def rivals(self, film: Film) -> Sequence[str]:
        """Return titles of other films that one may type instead."""
        ...

    async def stranger(self, film: Film) -> Stranger | None:
        """Return a film that does not belong with this one and two like it; None for none."""
        ...

    async def linked(self, film: Film, *, genre: str | None, decade: int | None) -> Sequence[Film]:
        """Return other films with posters by chance, of a genre or a decade, not shown yet."""
        ...


class Kind(ABC):
    """A kind of game.

    Attributes:
        name: In stored rounds, in ids, and in the keys of its texts: `game-kind-NAME` and the like.
        posters: How many posters a question shows.
        typed_too: Whether the host chooses between choosing and typing the answer.
    """

    name: ClassVar[str]
    posters: ClassVar[int] = 1
    typed_too: ClassVar[bool] = False

    @abstractmethod
    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask about a film; None where that cannot be.

        Args:
            source: Where other films, and what Marquee thinks, come from.
            film: The film.
            options: The game's.
            seed: What chance goes by.
        """

    @abstractmethod
    def controls(self, question: Question) -> Controls:
        """Return what the question is answered with."""

    @abstractmethod
    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return what would have been right."""

    def prompt(self, question: Question) -> str:
        """Return what the key of the sentence that asks ends with: `game-ask-PROMPT`."""
        return self.name

    def choices(self, question: Question) -> tuple[Term, ...]:
        """Return what the buttons say, of `ROWS`, `WORDS` and `NUMBERED`, where it is a choice.

        `Guess.choice` is a place here.
        """
        return question.choices

    def form(self, question: Question) -> Form:
        """Return the form, of `TYPED`."""
        raise NotImplementedError(f"nothing is typed in {self.name}")

    def read(self, text: str) -> dict[str, Any] | None:
        """Return what was typed as the fields of a `Guess`; None where it is no answer at all."""
        return {"text": text}

    def free_text(self, question: Question) -> bool:
        """Whether a title is typed, with more than one try."""
        return False

    def is_empty(self, question: Question, guess: Guess) -> bool:
        """Whether there is no answer in a guess."""
        return guess.choice is None or not 0 <= guess.choice < len(self.choices(question))

    def check(
        self, question: Question, guess: Guess, found: Sequence[Found] | None = None
    ) -> Verdict:
        """Say whether a guess is right.

        Args:
            question: The round's.
            guess: The guess.
            found: Of a typed title: what the catalogue finds by it, or None.
        """
        right = guess.choice is not None and guess.choice == question.answer
        return Verdict(right, score=float(right))

    def is_right(self, question: Question, guess: Guess) -> bool:
        """Whether a guess is right by what was said when it was made.

        False of what is compared at the close.
        """
        right = guess.right if guess.right is not None else self.check(question, guess).right
        return bool(right)

    def marquee(self, question: Question) -> Guess | None:
        """Return Marquee's own answer; None where it does not play along."""
        return None

    def said(self, question: Question, guess: Guess) -> Term | Sentence:
        """Return what a player answered."""
        if guess.choice is None:
            return ""
        if self.controls(question) is Controls.NUMBERED:
            return Sentence("game-said-place", {"place": guess.choice + 1})
        choice = self.choices(question)[guess.choice]
        return choice.title if isinstance(choice, Film) else choice

    def score(
        self, question: Question, counted: Mapping[int, Guess], options: RoundOptions
    ) -> dict[int, Result]:
        """Return what a round brings, streaks left out, by player; Marquee's among it.

        Args:
            question: The round's.
            counted: The guess of each player that counts.
            options: The game's.
        """
        right = {who for who, guess in counted.items() if self.is_right(question, guess)}
        full = scoring.FULL if self.free_text(question) else scoring.CHOSEN
        return scoring.by_time(question, counted, right, options, full)

    def missed(
        self, question: Question, counted: Mapping[int, Guess], players: Collection[int]
    ) -> set[int]:
        """Return who of the players did worst, where elimination throws such out.

        Args:
            question: The round's.
            counted: The guess of each player that counts, of those alone.
            players: Ids of those who are still in.
        """
        return {
            who
            for who in players
            if who not in counted or not self.is_right(question, counted[who])
        }


def furthest(marks: Mapping[int, scoring.Mark], players: Collection[int]) -> set[int]:
    """Return whose mark is lowest; before them who has none. Nobody where all are alike."""
    silent = set(players) - set(marks)
    if silent:
        return silent
    worst = min(marks.values(), default=0)
    losers = {who for who, mark in marks.items() if mark == worst}
    return losers if len(losers) < len(marks) else set()
