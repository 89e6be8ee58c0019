"""Draws questions from the catalogue, or from the drawn samples where it has no pictures."""

from __future__ import annotations

from collections.abc import Sequence

from bot.games.options import Options
from bot.games.types import Played, Question
from services.inference.client import InferenceClient
from services.types import Film


async def draw(
    client: InferenceClient, options: Options, *, seed: int, played: Sequence[Played] = ()
) -> Question:
    """Draw the next round's question; no poster comes twice in a match.

    Args:
        client: The catalogue.
        options: The match's.
        seed: The match's.
        played: The rounds before, skipped ones among them.

    Raises:
        RequestError: `game_too_few`: no film is left that fits the options.
        UnavailableError: Marquee is busy, unreachable or not set up.
    """
    raise NotImplementedError


async def pictures(client: InferenceClient, question: Question) -> tuple[bytes, ...]:
    """Return the untouched poster of each film in `question.shown`, for `pictures.reveal`.

    Raises:
        UnavailableError: `gone`: a poster is not there any more; skip the round.
    """
    raise NotImplementedError


async def poster(client: InferenceClient, film: Film) -> bytes | None:
    """Return a film's poster: the catalogue's, or a sample's drawn one, or None."""
    raise NotImplementedError
