"""Guess the genres: the best choice of them wins, and Marquee plays along."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from bot.games.rules import phrases, scoring
from bot.games.rules.kinds.base import Controls, Kind, Source, furthest
from bot.games.rules.phrases import Sentence, Term
from bot.games.rules.types import (
    MARQUEE,
    Difficulty,
    Guess,
    Hint,
    Question,
    Result,
    RoundOptions,
    Verdict,
)
from services.core.types import Film, Found, GenreScore

_OFFERED: dict[Difficulty, int] = {"easy": 8, "medium": 12, "hard": 25}
_MOST_OFFERED = 25  # what a menu of Discord holds


class GuessGenres(Kind):
    """Which genres has this film?"""

    name = "genres"

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask for the genres; None where they are not known."""
        seen = await source.seen(film)
        if not film.genres:
            return None
        rng = random.Random(f"genres/{seed}")
        scores = seen.genres if seen else ()
        own = _own_genres(scores)
        # The likeliest wrong ones are the best decoys.
        likely = [s.name for s in scores] or rng.sample(source.genres, len(source.genres))
        # More than the menu holds are cut off behind those that are needed.
        offered = list(dict.fromkeys([*film.genres, *own, *likely]))
        room = max(_OFFERED[options.difficulty], len(film.genres) + len(own))
        return Question(
            self.name,
            film,
            seed,
            shown=(film,),
            genres=tuple(sorted(offered[: min(room, _MOST_OFFERED)])),
            own_genres=own,
            hints=(Hint("count", str(len(film.genres))), Hint("genre", rng.choice(film.genres))),
        )

    def controls(self, question: Question) -> Controls:
        """Return the menu."""
        return Controls.MENU

    def is_empty(self, question: Question, guess: Guess) -> bool:
        """Whether no genre was chosen."""
        return not guess.genres

    def check(
        self, question: Question, guess: Guess, found: Sequence[Found] | None = None
    ) -> Verdict:
        """Say how good the genres are; they are compared at the close."""
        return Verdict(None, score=float(_mark(question, guess)))

    def marquee(self, question: Question) -> Guess | None:
        """Return the genres that the poster looks like."""
        own = question.own_genres
        return Guess(MARQUEE, 0.0, genres=own) if own else None

    def said(self, question: Question, guess: Guess) -> Term | Sentence:
        """Return the genres."""
        return phrases.Genres(guess.genres)

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return the film and its genres."""
        film = question.film
        values: dict[str, Term] = {"film": film, "genres": phrases.Genres(film.genres)}
        return (Sentence("game-truth-genres", values),)

    def score(
        self, question: Question, counted: Mapping[int, Guess], options: RoundOptions
    ) -> dict[int, Result]:
        """Return everybody's points by their Jaccard index; Marquee's own beside them."""
        marks = {who: _mark(question, guess) for who, guess in counted.items()}
        best = max(marks.values(), default=Fraction(0))
        marquee = self.marquee(question)
        own = None if marquee is None else _mark(question, marquee)
        results = {}
        for who, guess in counted.items():
            points = scoring.by_genres(marks[who], guess, options)
            if points and own is not None and marks[who] > own:
                points += scoring.BEAT
            won = bool(best) and marks[who] == best
            results[who] = Result(who, points, won, marks[who] == 1)
        if own is not None and counted:
            points = scoring.by_genres(own, Guess(MARQUEE, 0.0), options)
            results[MARQUEE] = Result(MARQUEE, points, bool(own) and own >= best, own == 1)
        return results

    def missed(
        self, question: Question, counted: Mapping[int, Guess], players: Collection[int]
    ) -> set[int]:
        """Return who chose none, else whose were worst."""
        return furthest({who: _mark(question, guess) for who, guess in counted.items()}, players)


def _mark(question: Question, guess: Guess) -> Fraction:
    return scoring.jaccard(guess.genres, question.film.genres)


def _own_genres(scores: Sequence[GenreScore]) -> tuple[str, ...]:
    """Return what Marquee would tick: what it predicts, else the likeliest."""
    predicted = tuple(score.name for score in scores if score.predicted)
    return predicted or tuple(score.name for score in scores[:1])
