from __future__ import annotations

import random

from bot.games.rules import kinds
from bot.games.rules.checking import check
from bot.games.rules.kinds.base import Controls
from bot.games.rules.options import Options
from bot.games.rules.types import Guess, Played, Player, Question
from services.core.types import Film

FILM = Film("Heat", 1995, ("Action", "Crime", "Thriller"), imdb_id="tt0113277")
OTHERS = (
    Film("Ronin", 1998, ("Action", "Crime", "Thriller"), imdb_id="tt0122690"),
    Film("Thief", 1981, ("Crime", "Drama", "Thriller"), imdb_id="tt0083190"),
    Film("Collateral", 2004, ("Action", "Crime", "Thriller"), imdb_id="tt0369339"),
)
GENRES = ("Action", "Comedy", "Crime", "Drama", "Thriller", "Western")


def question(kind: str = "film", *, typed: bool = False, **changes: object) -> Question:
    """Return a question about Heat."""
    facts: dict[str, object] = {"shown": (FILM,)}
    if kind == "film":
        facts |= {"effect": "pixels", "steps": 4, "detail": (8, 14, 24, 40)}
    if kind == "film" and not typed:
        facts |= {"choices": (OTHERS[0], FILM, *OTHERS[1:]), "answer": 1}
    if kind == "odd":
        four = (*OTHERS, FILM)
        facts |= {"effect": "four", "shown": four, "choices": four, "answer": 3}
    if kind == "decade":
        facts |= {"decades": (1970, 1980, 1990, 2000), "answer": 2}
    if kind == "connect":
        links = ("genre:Action", "genre:Thriller", "decade:1990", "genre:Drama")
        facts |= {"effect": "four", "shown": (*OTHERS, FILM), "links": links, "answer": 1}
    if kind == "genres":
        facts |= {"genres": GENRES}
    return Question(kind, FILM, 7, **{**facts, **changes})  # pyright: ignore


def players(count: int, teams: int = 0) -> tuple[Player, ...]:
    """Return players 1 to `count`, the first team the largest."""
    sizes = [number for number in range(1, teams + 1) for _ in range(1 + (teams - number))]
    return tuple(
        Player(place + 1, f"member {place + 1}", sizes[place % len(sizes)] if teams else None)
        for place in range(count)
    )


def any_guess(asked: Question, player: int, rng: random.Random, seconds: int = 45) -> Guess:
    """Return what somebody might answer, checked as the bot does."""
    kind = kinds.of(asked)
    facts: dict[str, object]
    if kind.controls(asked) is Controls.MENU:
        facts = {"genres": tuple(rng.sample(GENRES, rng.randint(1, 4)))}
    elif kind.controls(asked) is not Controls.TYPED:
        facts = {"choice": rng.randrange(len(kind.choices(asked)))}
    elif kind.form(asked).name == "year":
        facts = {"year": rng.randrange(1985, 2006)}
    else:
        facts = {"text": rng.choice(("heat", "Heat (1995)", "the heat of it", "ronin"))}
    guess = Guess(
        player,
        round(rng.uniform(0, seconds), 3),
        step=rng.randint(1, asked.steps),
        hints=rng.randint(0, 2),
        **facts,  # pyright: ignore
    )
    return Guess.from_json({**guess.to_json(), "right": check(asked, guess).right})


def any_game(
    options: Options, members: tuple[Player, ...], seed: int, rounds: int = 12
) -> list[Played]:
    """Return rounds as they may have gone, some skipped, some that nobody answered."""
    rng = random.Random(seed)
    played = []
    for number in range(1, rounds + 1):
        kind = rng.choice(kinds.among(options.kind)).name
        asked = question(
            kind,
            typed=not options.choice,
            year=1990.0 if kind == "year" else None,
            own_genres=("Action", "Drama") if kind == "genres" else (),
        )
        guesses = []
        for player in members:
            tries = rng.randint(0, 3 if kinds.of(asked).free_text(asked) else 1)
            guesses += [any_guess(asked, player.id, rng) for _ in range(tries)]
        played.append(Played(number, asked, tuple(guesses), skipped=rng.random() < 0.1))
    return played
