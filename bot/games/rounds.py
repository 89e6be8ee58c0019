"""A round in memory: the one that goes on, and those that are over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.games.rules.types import Guess, Played, Question, Result
from services.store.rounds import Round


@dataclass
class OpenRound:
    """The round that goes on.

    Attributes:
        row: Its row in the database.
        question: What is asked.
        guesses: Every answer so far.
        hints: How many hints each player had.
        votes: Who wants to skip.
    """

    row: Round
    question: Question
    guesses: list[Guess] = field(default_factory=list)
    hints: Counter[int] = field(default_factory=Counter)
    votes: set[int] = field(default_factory=set)

    def elapsed(self, now: datetime) -> float:
        """Return how many seconds the round has been open."""
        return (now - self.row.opened_at).total_seconds()

    @property
    def played(self) -> Played:
        """The round as the rules want it, once it is over."""
        skipped = self.row.state == "skipped"
        return Played(self.row.number, self.question, tuple(self.guesses), skipped)


@dataclass(frozen=True)
class ClosedRound:
    """A round that is over: its row, what was answered and what that brought."""

    row: Round
    played: Played
    results: tuple[Result, ...]
