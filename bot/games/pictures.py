"""What is shown of posters: reveals in steps, without a trace of which film it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.games.types import Question


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture to send.

    Attributes:
        name: A meaningless file name, `<16 hex digits>.jpg`; another each step.
        data: A JPEG without metadata.
    """

    name: str
    data: bytes


def reveal(posters: Sequence[bytes], question: Question, step: int = 1) -> Shown:
    """Return what a round shows at a step. CPU-bound: call in a thread.

    Args:
        posters: What `draw.pictures` returned.
        question: The question.
        step: From 1 to `question.steps`; above, the whole poster: what the close of a round shows.

    Raises:
        PosterError: A picture cannot be read.
    """
    raise NotImplementedError
