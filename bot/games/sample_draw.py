"""Questions about the drawn samples, for a catalogue that has no pictures (the starter)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

from bot.games.rules import decoys
from bot.games.rules.kinds.base import Kind, Stranger
from bot.games.rules.options import Options
from bot.games.rules.types import Question
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
    source = _Samples(client, films)
    last: Question | None = None
    for film in films:
        if not _fits(film, options):
            continue
        question = await kind.question(source, film, options, seed)
        if question is None:
            continue
        question = replace(question, sample=True)
        if kind.posters == 1 or await _leaves_another(client, options, kind, question, films):
            return question
        last = last or question
    return last


class _Samples:
    """The drawn samples as the `Source` of a round's question.

    Args:
        client: What Marquee thinks of a poster comes from there.
        films: Those that were not shown yet.
    """

    genres: Sequence[str] = _VOCABULARY

    def __init__(self, client: InferenceClient, films: Sequence[Film]) -> None:
        self._client = client
        self._films = films

    async def seen(self, film: Film) -> Identification | None:
        """Return what Marquee thinks; None, and a line in the log, where it cannot."""
        poster = await sample_poster(film)
        if poster is None:
            return None
        try:
            return await self._client.identify(poster, k=1)
        except MarqueeError as error:
            log.warning("Marquee does not play along: %s", error)
            return None

    async def decoys(self, film: Film) -> Sequence[Film]:
        return decoys.choose(film, _alike(film, [sample.film for sample in SAMPLES]))

    async def rivals(self, film: Film) -> Sequence[str]:
        return [other.title for other in self._films if other != film]

    async def stranger(self, film: Film) -> Stranger | None:
        for genre in film.genres:
            same = [other for other in _alike(film, self._films) if genre in other.genres]
            others = [other for other in self._films if genre not in other.genres]
            if len(same) >= 2 and others:
                trio = (film, *same[:2])
                shared = set.intersection(*(set(other.genres) for other in trio))
                # The more different, the fairer.
                stranger = min(others, key=lambda other: len(set(other.genres) & set(film.genres)))
                return Stranger(stranger, trio, sorted(shared - set(stranger.genres)))
        return None

    async def linked(self, film: Film, *, genre: str | None, decade: int | None) -> Sequence[Film]:
        return [
            other
            for other in self._films
            if other != film
            and (genre is None or genre in other.genres)
            and (decade is None or (other.year or 0) // 10 * 10 == decade)
        ]


async def _leaves_another(
    client: InferenceClient,
    options: Options,
    kind: Kind,
    question: Question,
    films: Sequence[Film],
) -> bool:
    """Return whether the films that are left are enough for one more question of the kind."""
    left = [film for film in films if film.key not in question.keys]
    source = _Samples(client, left)
    for film in left:
        if _fits(film, options) and await kind.question(source, film, options, question.seed):
            return True
    return False


def _alike(film: Film, films: Sequence[Film]) -> list[Film]:
    """Return the others, the likest first: a dozen posters have no neighbours to speak of."""

    def key(other: Film) -> tuple[int, int]:
        shared = len(set(film.genres) & set(other.genres))
        return -shared, abs((film.year or 0) - (other.year or 0))

    return sorted((other for other in films if other != film), key=key)


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
