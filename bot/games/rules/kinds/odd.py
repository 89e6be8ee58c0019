"""Odd one out: four posters, of which one does not belong with the others."""

from __future__ import annotations

import random

from bot.games.rules import decoys
from bot.games.rules.hints import one_out
from bot.games.rules.kinds.base import Controls, Kind, Source
from bot.games.rules.phrases import Genres, Sentence
from bot.games.rules.types import Hint, Question, RoundOptions
from services.core.types import Film


class OddOneOut(Kind):
    """Three of these belong together. Which one does not?"""

    name = "odd"
    posters = 4

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask for the stranger among a film, two like it and one that is not; None for none."""
        odd = await source.stranger(film)
        if odd is None:
            return None
        shown, answer = decoys.shuffled(odd.film, odd.trio, seed)
        hints = [Hint("genre", odd.shared[0])] if odd.shared else []
        return Question(
            self.name,
            odd.film,
            seed,
            effect="four",
            shown=shown,
            choices=shown,
            answer=answer,
            hints=(one_out(len(shown), answer, random.Random(f"odd/{seed}")), *hints),
            shared=tuple(odd.shared),
        )

    def controls(self, question: Question) -> Controls:
        """Return a button for each of the numbered posters."""
        return Controls.NUMBERED

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return the stranger, and what the others share."""
        place = (question.answer or 0) + 1
        stranger = Sentence("game-truth-odd", {"film": question.film, "place": place})
        if not question.shared:
            return (stranger,)
        return stranger, Sentence("game-truth-odd-why", {"genres": Genres(question.shared)})
