"""Questions about the drawn samples, for a catalogue that has no pictures (the starter)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

from bot.games.rules import decoys, questions
from bot.games.rules.options import Options
from bot.games.rules.types import Kind, Question
from services.core.errors import MarqueeError
from services.core.types import Film, Identification
from services.inference.client import InferenceClient
from services.samples import SAMPLES, Sample, draw

log = logging.getLogger(__name__)

_BY_KEY = {sample.film.key: sample for sample in SAMPLES}
_VOCABULARY = tuple(sorted({genre for sample in SAMPLES for genre in sample.film.genres}))
_WIDTH = 400


async def sample_poster(film: Film) -> bytes | None:
    """Return a sample's poster as PNG, or None where the film is none of them."""
    sample = _BY_KEY.get(film.key)
    return None if sample is None else await asyncio.to_thread(_painted, sample)


async def sample_question(
    client: InferenceClient, options: Options, kind: Kind, seed: int, used: Collection[str]
) -> Question | None:
    """Ask about a sample that fits the options and was not shown yet; None where none is left."""
    rng = random.Random(f"sample/{seed}")
    films = [sample.film for sample in rng.sample(SAMPLES, len(SAMPLES))]
    films = [film for film in films if film.key not in used]
    last: Question | None = None
    for film in films:
        if not _fits(film, options):
            continue
        question = await _ask(client, options, film, films, kind=kind, seed=seed)
        if question is None:
            continue
        question = replace(question, sample=True)
        if kind != "odd" or _leaves_another(question, films, options):
            return question
        last = last or question
    return last


async def _ask(
    client: InferenceClient,
    options: Options,
    film: Film,
    films: Sequence[Film],
    *,
    kind: Kind,
    seed: int,
) -> Question | None:
    if kind == "film":
        rivals = [other.title for other in films if other != film]
        wrong = decoys.choose(film, _alike(film, [sample.film for sample in SAMPLES]))
        return questions.film_question(film, options, seed, wrong=wrong, rivals=rivals)
    if kind == "odd":
        return _odd(film, films, seed)
    seen = await _seen(client, film)
    if kind == "year":
        return questions.year_question(film, seed, seen)
    return questions.genres_question(film, options, seed, seen, _VOCABULARY)


def _odd(film: Film, films: Sequence[Film], seed: int) -> Question | None:
    for genre in film.genres:
        same = [other for other in _alike(film, films) if genre in other.genres]
        others = [other for other in films if genre not in other.genres]
        if len(same) >= 2 and others:
            trio = (film, *same[:2])
            shared = set.intersection(*(set(other.genres) for other in trio))
            # The more different, the fairer.
            stranger = min(others, key=lambda other: len(set(other.genres) & set(film.genres)))
            telling = sorted(shared - set(stranger.genres))
            return questions.odd_question(stranger, trio, telling, seed)
    return None


def _leaves_another(question: Question, films: Sequence[Film], options: Options) -> bool:
    """Return whether the films that are left are enough for one more odd one out."""
    left = [film for film in films if film.key not in question.keys]
    return any(_odd(film, left, question.seed) for film in left if _fits(film, options))


def _alike(film: Film, films: Sequence[Film]) -> list[Film]:
    """Return the others, the likest first: a dozen posters have no neighbours to speak of."""

    def key(other: Film) -> tuple[int, int]:
        shared = len(set(film.genres) & set(other.genres))
        return -shared, abs((film.year or 0) - (other.year or 0))

    return sorted((other for other in films if other != film), key=key)


async def _seen(client: InferenceClient, film: Film) -> Identification | None:
    """Return what Marquee thinks of the poster; None, and a line in the log, where it cannot."""
    poster = await sample_poster(film)
    if poster is None:
        return None
    try:
        return await client.identify(poster, k=1)
    except MarqueeError as error:
        log.warning("Marquee does not play along: %s", error)
        return None


def _fits(film: Film, options: Options) -> bool:
    if options.decade is not None and (film.year or 0) // 10 * 10 != options.decade:
        return False
    wanted = (options.genre or "").strip().casefold()
    return not wanted or wanted in (genre.casefold() for genre in film.genres)


@lru_cache(maxsize=len(SAMPLES))
def _painted(sample: Sample) -> bytes:
    held = BytesIO()
    draw(sample, _WIDTH).save(held, "PNG")
    return held.getvalue()
