"""Candidates -> how likely each is the film whose picture it is, and whether one is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from services.core.types import Film
from services.vision.lettering.titles import EVIDENCE, Candidate

WEIGHTS = "title_weights.json"
# What forbids to name a film, however much else speaks for it. The first part looks like the
# second, lies beside it among the neighbours, and has its lettering: so a number that was not read,
# and one that the title lacks. And what the picture itself says to be another film.
_NEVER_NAMED = tuple(EVIDENCE.index(name) for name in ("number_lacks", "number_more", "mention"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A film whose title was read.

    Attributes:
        film: The film.
        confidence: Probability that it is the picture's film.
        named: Whether the title alone is enough to name it; else it is a perhaps.
    """

    film: Film
    confidence: float
    named: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was fitted on val by `python -m benchmarks.lettering`.

    A candidate's score is the sum of its evidence, each times its weight; its probability is the
    share of its score's exponential among those of all candidates and of `none`, that it is a film
    which the catalogue does not have, or whose title was not read.

    Attributes:
        weights: One each of `EVIDENCE`.
        none: The score of none of the candidates.
        named_from: Probability from which a film is named.
        perhaps_from: Probability from which it is said that it may be the film.
    """

    weights: tuple[float, ...]
    none: float
    named_from: float
    perhaps_from: float

    def probabilities(self, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """Return how likely each candidate is the film, 0 to 1; together at most 1."""
        if not candidates:
            return np.zeros(0)
        evidence = np.array([candidate.evidence for candidate in candidates], dtype=np.float64)
        scores = np.append(evidence @ np.array(self.weights), self.none)
        shares = np.exp(scores - scores.max())
        return (shares / shares.sum())[:-1]

    def verdict(self, candidates: Sequence[Candidate]) -> Verdict | None:
        """Return the likeliest candidate, where it is likely enough to be spoken of.

        Args:
            candidates: All that a picture has.
        """
        shares = self.probabilities(candidates)
        if not len(shares) or (likely := float(shares.max())) < self.perhaps_from:
            return None
        best = candidates[int(shares.argmax())]
        may_be = not any(best.evidence[place] for place in _NEVER_NAMED)
        return Verdict(best.film, likely, may_be and likely >= self.named_from)


@cache
def shipped_decision() -> Decision:
    """Return the decision that ships."""
    data = json.loads((files("services.vision.lettering") / WEIGHTS).read_text("utf-8"))
    return Decision(
        tuple(float(data["weights"][name]) for name in EVIDENCE),
        float(data["none"]),
        float(data["named_from"]),
        float(data["perhaps_from"]),
    )
