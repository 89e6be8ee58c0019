"""What may be told for points."""

from __future__ import annotations

from bot.games.rules.types import Hint, Question

COST = 15
"""What each hint takes of the points of a right answer, of 100."""


def hint(question: Question, had: int) -> Hint | None:
    """Return the next hint for a player who had so many, or None where there are no more."""
    return question.hints[had] if 0 <= had < len(question.hints) else None
