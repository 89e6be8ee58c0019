"""Guess the film: one of four titles, or the title typed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.games.rules import decoys, titles
from bot.games.rules.hints import facts, wrong_ones
from bot.games.rules.kinds.base import Controls, Form, Kind, Source
from bot.games.rules.phrases import Sentence, Term
from bot.games.rules.types import (
    Difficulty,
    Effect,
    Guess,
    Hint,
    Question,
    RoundOptions,
    Verdict,
)
from services.core.text_folding import fold
from services.core.titles.names import whole_names
from services.core.types import Film, Found

# Chosen on val films by `python -m benchmarks.reveals`: what is shown of either kind is recognised
# about as often at each step, and at the first by two in five who know the film (one in two where
# it is easy, one in six where it is hard).
DETAIL: dict[Effect, dict[Difficulty, tuple[int, ...]]] = {
    "pixels": {"easy": (18, 26, 38, 56), "medium": (14, 20, 28, 40), "hard": (11, 14, 20, 30)},
    "crop": {"easy": (18, 28, 42, 70), "medium": (14, 22, 34, 55), "hard": (8, 14, 22, 36)},
}
"""What each reveal shows: columns of `pixels`, percent of the poster of `crop`."""
_HIDDEN = 2  # letters that a hint must leave to be found, at least
TITLE = Form("title", least=1, most=150)


class GuessFilm(Kind):
    """Which film is this? Its poster is revealed in steps."""

    name = "film"
    typed_too = True

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask for the film, in the way that the options want."""
        if options.choice:
            return film_question(film, options, seed, wrong=await source.decoys(film))
        return film_question(film, options, seed, rivals=await source.rivals(film))

    def controls(self, question: Question) -> Controls:
        """Return buttons where there are choices, else the form."""
        return Controls.ROWS if question.choices else Controls.TYPED

    def prompt(self, question: Question) -> str:
        """Say in the prompt whether the title is typed."""
        return "typed" if self.free_text(question) else self.name

    def form(self, question: Question) -> Form:
        """Return the form for a title."""
        return TITLE

    def free_text(self, question: Question) -> bool:
        """Whether there are no choices."""
        return not question.choices

    def is_empty(self, question: Question, guess: Guess) -> bool:
        """Whether no title was typed, or nothing chosen."""
        if self.free_text(question):
            return not (guess.text or "").strip()
        return super().is_empty(question, guess)

    def check(
        self, question: Question, guess: Guess, found: Sequence[Found] | None = None
    ) -> Verdict:
        """Compare a title with the film's, and with the titles of others."""
        if not self.free_text(question):
            return super().check(question, guess)
        answer = titles.check(question.film, guess.text or "", rivals=question.rivals, found=found)
        return Verdict(answer.right, near=answer.near, score=float(answer.right))

    def said(self, question: Question, guess: Guess) -> Term | Sentence:
        """Return the chosen title; of typed ones when the right one came, or the wrong one."""
        if guess.choice is not None:
            return super().said(question, guess)
        if guess.right:
            return Sentence("game-said-right", {"seconds": max(1, round(guess.at))})
        return guess.text or ""

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return the film."""
        return (Sentence("game-truth-film", {"film": question.film}),)


def film_question(
    film: Film,
    options: RoundOptions,
    seed: int,
    *,
    wrong: Sequence[Film] = (),
    rivals: Sequence[str] = (),
) -> Question | None:
    """Ask which film it is; None where nobody could type it, or there are too few to choose from.

    Args:
        film: The film.
        options: The game's.
        seed: What chance goes by.
        wrong: Three decoys, of multiple choice.
        rivals: Titles of other films that one may type instead.
    """
    rng = random.Random(f"film/{seed}")
    effect: Effect = rng.choice(("pixels", "crop"))
    detail = DETAIL[effect][options.difficulty]
    question = Question(
        "film", film, seed, effect=effect, steps=len(detail), detail=detail, shown=(film,)
    )
    if not options.choice:
        if not any("a" <= letter <= "z" or letter.isdigit() for letter in fold(film.title)):
            return None
        hints = (*facts(film), *_letters(film.title))
        return replace(question, rivals=tuple(dict.fromkeys(rivals)), hints=hints)
    if len(wrong) < decoys.WRONG:
        return None
    choices, answer = decoys.shuffled(film, wrong, seed)
    first, second = wrong_ones(len(choices), answer, rng)[:2]
    hints = (first, *(hint for hint in facts(film) if _tells(hint, film, choices)), second)
    return replace(question, choices=choices, answer=answer, hints=hints)


def _tells(hint: Hint, film: Film, choices: Sequence[Film]) -> bool:
    """Whether what a hint tells of the film is not true of all that there is to choose from."""
    return any(hint not in facts(other) for other in choices if other != film)


def _letters(title: str) -> tuple[Hint, ...]:
    """Return the first letter of each word and a dash for every other: "T__ G________".

    None for a title that this would tell, whole ("M*A*S*H", "9") or but for a letter.
    """
    words = whole_names(title)[0].folded.split()
    if sum(len(word) - 1 for word in words) < _HIDDEN:
        return ()
    told = "  ".join(word[0].upper() + "_" * (len(word) - 1) for word in words)
    return (Hint("letters", told),)
