"""What was seen in a picture, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.vision.encoders.base import Embeddings
from services.vision.index.search import Hit
from services.vision.recognition.decision import Geometry, Likeness


@dataclass(frozen=True, slots=True)
class Sighting:
    """A poster in a picture, and what speaks for the film it is taken for.

    Attributes:
        row: The index's row of the picture that it is nearest to or agrees with.
        similarity: Cosine between the two.
        likeness: What the embedding says.
        geometry: What local features say; None where they do not speak.
        probability: That it shows the row's film, where half of the films are absent.
        sure: Whether that is enough to name it.
        corners: Where it lies in the picture, shape (4, 2); None where it is the whole.
        embedding: Of the poster as it was looked at, shape (d,).
        hits: The films nearest to that, nearest first.
    """

    row: int
    similarity: float
    likeness: Likeness
    geometry: Geometry | None
    probability: float
    sure: bool
    corners: NDArray[np.float64] | None
    embedding: Embeddings
    hits: list[Hit]


@dataclass(slots=True)
class Seen:
    """What was found in one picture.

    Attributes:
        embedding: Of the picture, or of the poster in it; shape (d,).
        hits: The films nearest to that, nearest first.
        whole: All that the encoder saw of the picture as it was sent: its embedding, then what
            earlier layers saw, one row.
        posters: The posters in it, the likeliest first; the whole is one where none stands out.
        considered: All that the posters were chosen from.
    """

    embedding: Embeddings
    hits: list[Hit]
    whole: NDArray[np.float32]
    posters: list[Sighting] = field(default_factory=list)
    considered: list[Sighting] = field(default_factory=list)


@dataclass(slots=True)
class Clock:
    """Seconds spent."""

    embed: float = 0.0
    search: float = 0.0
    geometry: float = 0.0
