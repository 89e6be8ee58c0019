"""Are the wrong answers of multiple choice ones that somebody could choose?

    python -m benchmarks.decoys --questions 300

Draws questions from the catalogue of `MARQUEE_DATA_DIR` as a game does, among the films that many
know, and counts those whose three wrong answers all share one genre with the right one or all lie
within ten years of it, the wrong answers that show the same picture by their pixels, and how well
known they are beside the right ones: their places among all films. Beside it: the three nearest
posters, and three films by chance.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from io import BytesIO
from statistics import mean, median

from PIL import Image

from benchmarks.titles import every_film
from bot.games.likeness import choose_decoys, near
from bot.games.rules import decoys
from bot.games.rules.options import DIFFICULTIES, KNOWN, Options
from services.core.settings import get_settings
from services.core.types import Film
from services.inference.client import InferenceClient
from services.inference.connect import connect
from services.training.twins import same_picture

_DRAWN = 200  # films that a client draws at a time

Pairs = Sequence[tuple[Film, Sequence[Film]]]


async def main(questions: int, seed: int) -> None:
    client = connect(get_settings())
    await client.start()
    try:
        share = KNOWN["many"]
        films = await _films(client, questions, share)
        rng = random.Random(seed)
        facts = await every_film(client)
        order = sorted(facts, key=lambda item: -(item.known or 0.0))
        places = {item.film.key: place for place, item in enumerate(order, 1)}
        print(f"{len(films)} of the best known {share:.0%} of {len(facts):,} films")
        print(
            "wrong answers  share a genre  within 10 years  both  same picture"
            "  place of the right, of the wrong ones"
        )
        for difficulty in DIFFICULTIES:
            options = Options(difficulty=difficulty)
            pairs = [(it, await choose_decoys(client, it, options, known=share)) for it in films]
            await _show(client, difficulty, pairs, places)
        nearest = [(it, (await near(client, it, 0, decoys.WRONG))[0]) for it in films]
        await _show(client, "nearest", nearest, places)
        all_films = [item.film for item in facts]
        chance = [(it, rng.sample(all_films, decoys.WRONG)) for it in films]
        await _show(client, "by chance", chance, places)
    finally:
        await client.close()


async def _films(client: InferenceClient, count: int, known: float) -> list[Film]:
    found: dict[str, Film] = {}
    while len(found) < count:
        before = len(found)
        for item in await client.sample(_DRAWN, pictured=True, known=known):
            found.setdefault(item.film.key, item.film)
        if len(found) == before:
            break
    return list(found.values())[:count]


async def _show(client: InferenceClient, name: str, pairs: Pairs, places: dict[str, int]) -> None:
    complete = [(film, wrong) for film, wrong in pairs if len(wrong) == decoys.WRONG]
    each = [(film, other) for film, wrong in complete for other in wrong]
    genre = mean(bool(decoys.shared(film, other)) for film, other in each)
    years = mean(decoys.near(film, other) for film, other in each)
    both = mean(
        decoys.near(film, other) and bool(decoys.shared(film, other)) for film, other in each
    )
    twins = 0
    for film, wrong in complete:
        twins += any([await _same(client, film, other) for other in wrong])
    right = median(places[film.key] for film, _ in complete)
    others = median(places[other.key] for _, other in each)
    print(
        f"{name:13}  {genre:13.1%}  {years:15.1%}  {both:4.0%}  {twins:5} of {len(complete)}"
        f"  {right:6.0f}, {others:.0f}"
    )
    if len(complete) < len(pairs):
        print(f"{'':14}  {len(pairs) - len(complete)} questions had fewer than three")


async def _same(client: InferenceClient, film: Film, other: Film) -> bool:
    pictures = [await client.poster(each) for each in (film, other)]
    first, second = (
        None if data is None else Image.open(BytesIO(data)).convert("RGB") for data in pictures
    )
    return first is not None and second is not None and same_picture(first, second)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5, help="of the films by chance")
    given = parser.parse_args()
    asyncio.run(main(given.questions, given.seed))
