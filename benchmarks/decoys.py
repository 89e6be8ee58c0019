"""Are the wrong answers of multiple choice ones that somebody could choose?

    python -m benchmarks.decoys --questions 1000

Draws questions from the catalogue of `MARQUEE_DATA_DIR` as a game does, and counts those whose
three wrong answers all share one genre with the right one or all lie within ten years of it, and
which of the nearest posters they are. Beside it: three films by chance.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from statistics import mean, median

from benchmarks.titles import every_film
from bot.games.draw import choose_decoys, near
from bot.games.rules import decoys
from bot.games.rules.options import DIFFICULTIES, Options
from services.core.settings import get_settings
from services.core.types import Film
from services.inference.client import InferenceClient
from services.inference.connect import connect

_RANKED = 100
_DRAWN = 200  # films that a client draws at a time


async def main(questions: int, seed: int) -> None:
    client = connect(get_settings())
    await client.start()
    try:
        films = await _films(client, questions)
        rng = random.Random(seed)
        print(f"{len(films)} films of {len(await every_film(client)):,}")
        print(
            "wrong answers  one reason fits all  each fits  share a genre  within 10 years  nearest"
        )
        for difficulty in DIFFICULTIES:
            options = Options(difficulty=difficulty)
            pairs = [(film, await choose_decoys(client, film, options)) for film in films]
            _show(difficulty, pairs, await _rank(client, pairs))
        _show("by chance", [(film, rng.sample(films, decoys.WRONG)) for film in films], "")
    finally:
        await client.close()


async def _films(client: InferenceClient, count: int) -> list[Film]:
    found: dict[str, Film] = {}
    while len(found) < count:
        before = len(found)
        for item in await client.sample(_DRAWN, pictured=True):
            found.setdefault(item.film.key, item.film)
        if len(found) == before:
            break
    return list(found.values())[:count]


async def _rank(client: InferenceClient, pairs: Sequence[tuple[Film, Sequence[Film]]]) -> str:
    """Return which neighbour the median wrong answer is, of the first questions."""
    ranks: list[int] = []
    for film, wrong in pairs[:_RANKED]:
        nearest, _ = await near(client, film, 0, decoys.FROM["easy"] + decoys.WIDTH)
        ranks += [nearest.index(other) + 1 for other in wrong]
    return f"{median(ranks):.0f}."


def _show(name: str, pairs: Sequence[tuple[Film, Sequence[Film]]], rank: str) -> None:
    complete = [(film, wrong) for film, wrong in pairs if len(wrong) == decoys.WRONG]
    figures = {
        "fit": mean(decoys.fit(film, wrong) for film, wrong in complete),
        "each": mean(all(decoys.kin(film, other) for other in wrong) for film, wrong in complete),
        "genre": mean(
            bool(decoys.shared(film, other)) for film, wrong in complete for other in wrong
        ),
        "years": mean(decoys.near(film, other) for film, wrong in complete for other in wrong),
    }
    print(
        f"{name:13}  {figures['fit']:19.1%}  {figures['each']:9.1%}"
        f"  {figures['genre']:13.1%}  {figures['years']:15.1%}  {rank:>7}"
    )
    if len(complete) < len(pairs):
        print(f"{'':14}  {len(pairs) - len(complete)} questions had fewer than three")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5, help="of the films by chance")
    given = parser.parse_args()
    asyncio.run(main(given.questions, given.seed))
