"""A film and what Marquee thinks of it -> a question: effect, choices, hints."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.games.rules import decoys
from bot.games.rules.names import whole_names
from bot.games.rules.options import Difficulty, Options
from bot.games.rules.types import Effect, Hint, Question
from services.core.text_folding import fold
from services.core.types import Film, GenreScore, Identification

_DETAIL: dict[Effect, dict[Difficulty, tuple[int, ...]]] = {
    "pixels": {"easy": (12, 18, 28, 44), "medium": (8, 13, 22, 36), "hard": (6, 9, 15, 26)},
    "crop": {"easy": (22, 34, 50, 75), "medium": (14, 24, 40, 60), "hard": (8, 15, 26, 42)},
}
_GENRES: dict[Difficulty, int] = {"easy": 8, "medium": 12, "hard": 25}
_WINDOW = 20  # years of the hint that tells a time


def film_question(
    film: Film, options: Options, seed: int, *, wrong: Sequence[Film], rivals: Sequence[str] = ()
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
    detail = _DETAIL[effect][options.difficulty]
    question = Question(
        "film", film, seed, effect=effect, steps=len(detail), detail=detail, shown=(film,)
    )
    facts = _facts(film)
    if not options.choice:
        if not any("a" <= letter <= "z" or letter.isdigit() for letter in fold(film.title)):
            return None
        hints = (*facts, Hint("letters", _letters(film.title)))
        return replace(question, rivals=tuple(dict.fromkeys(rivals)), hints=hints)
    if len(wrong) < decoys.WRONG:
        return None
    choices, answer = decoys.shuffled(film, wrong, seed)
    hints = (_one_out(len(choices), answer, rng), *facts)
    return replace(question, choices=choices, answer=answer, hints=hints)


def year_question(film: Film, seed: int, seen: Identification | None) -> Question | None:
    """Ask for the year; None where it is not known."""
    if film.year is None:
        return None
    first = film.year - random.Random(f"year/{seed}").randrange(_WINDOW)
    window = Hint("years", f"{first}-{first + _WINDOW - 1}")
    return Question(
        "year",
        film,
        seed,
        shown=(film,),
        year=seen.year.estimate if seen and seen.year else None,
        hints=tuple(hint for hint in (*_facts(film), window) if hint.kind != "decade"),
    )


def genres_question(
    film: Film, options: Options, seed: int, seen: Identification | None, vocabulary: Sequence[str]
) -> Question | None:
    """Ask for the genres; None where they are not known.

    Args:
        film: The film.
        options: The game's.
        seed: What chance goes by.
        seen: What Marquee thinks of the poster, or None.
        vocabulary: Genres that there are, where Marquee does not tell.
    """
    if not film.genres:
        return None
    rng = random.Random(f"genres/{seed}")
    scores = seen.genres if seen else ()
    own = _own_genres(scores)
    # The likeliest wrong ones are the best decoys.
    likely = [score.name for score in scores] or rng.sample(vocabulary, len(vocabulary))
    # More than the menu holds are cut off behind those that are needed.
    choices = list(dict.fromkeys([*film.genres, *own, *likely]))
    room = max(_GENRES[options.difficulty], len(film.genres) + len(own))
    return Question(
        "genres",
        film,
        seed,
        shown=(film,),
        genres=tuple(sorted(choices[: min(room, 25)])),
        own_genres=own,
        hints=(Hint("count", str(len(film.genres))), Hint("genre", rng.choice(film.genres))),
    )


def odd_question(
    stranger: Film, trio: Sequence[Film], shared: Sequence[str], seed: int
) -> Question:
    """Ask which of four posters does not belong with the others.

    Args:
        stranger: The one.
        trio: The three others.
        shared: Genres that they share and the stranger lacks.
        seed: What chance goes by.
    """
    rng = random.Random(f"odd/{seed}")
    shown, answer = decoys.shuffled(stranger, trio, seed)
    hints = [Hint("genre", shared[0])] if shared else []
    return Question(
        "odd",
        stranger,
        seed,
        effect="four",
        shown=shown,
        choices=shown,
        answer=answer,
        hints=(_one_out(len(shown), answer, rng), *hints),
        shared=tuple(shared),
    )


def _facts(film: Film) -> tuple[Hint, ...]:
    decade = [Hint("decade", f"{film.year // 10 * 10}s")] if film.year is not None else []
    return (*decade, *([Hint("genres", ", ".join(film.genres))] if film.genres else []))


def _one_out(count: int, answer: int, rng: random.Random) -> Hint:
    wrong = [place for place in range(count) if place != answer]
    return Hint("out", str(rng.choice(wrong) + 1))


def _letters(title: str) -> str:
    """Return the first letter of each word and a dash for every other: "T__ G________"."""
    main = whole_names(title)[0].folded
    return "  ".join(word[0].upper() + "_" * (len(word) - 1) for word in main.split())


def _own_genres(scores: Sequence[GenreScore]) -> tuple[str, ...]:
    """Return what Marquee would tick: what it predicts, else the likeliest."""
    predicted = tuple(score.name for score in scores if score.predicted)
    return predicted or tuple(score.name for score in scores[:1])
