"""From what embeddings and spots say of a film to a sighting of it, by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from services.vision.encoders.base import Embeddings
from services.vision.index.by_film import FilmRows
from services.vision.index.search import Hit, VectorIndex
from services.vision.recognition.checking import Check
from services.vision.recognition.decision import (
    Decision,
    Geometry,
    Likeness,
    Rule,
    checked_numbers,
    geometry_numbers,
    likeness_numbers,
)
from services.vision.recognition.geometry import Agreement
from services.vision.recognition.sightings import Seen, Sighting

# Two films of the catalogue whose pictures are this alike share one.
TWINS = 0.97
# Of a poster of which less is to be seen, what is straightened is mostly made up.
_MOSTLY_VISIBLE = 0.7


class Weighing:
    """Weighs what speaks for the films of a catalogue.

    Args:
        near: Vectors of the catalogue.
        films: The films of its rows.
        decision: The rules.
        crowd: See `Likeness.crowd`.
    """

    def __init__(
        self, near: VectorIndex, films: FilmRows, decision: Decision, crowd: float
    ) -> None:
        self._near, self._films, self._crowd = near, films, crowd
        self.decision = decision

    def likeness(self, row: int, similarity: float, hits: Sequence[Hit]) -> Likeness:
        """Return how near a row is and how near the first film that shares no picture with it."""
        own = self._films.of_row[row]
        vector = self._near.vector(row)
        length = float(np.linalg.norm(vector)) or 1.0
        for hit in hits:
            if self._films.of_row[hit.row] == own:
                continue
            other = self._near.vector(hit.row)
            alike = float(vector @ other) / (length * (float(np.linalg.norm(other)) or 1.0))
            if alike < TWINS:
                return Likeness(similarity, hit.similarity, self._crowd)
        return Likeness(similarity, -1.0, self._crowd)

    def by_likeness(
        self, rule: Rule, embedding: Embeddings, hits: list[Hit], handicap: float = 0.0
    ) -> Sighting:
        """Weigh the nearest film by its likeness alone.

        Args:
            rule: By which.
            embedding: Of what was looked at, shape (d,).
            hits: The films nearest to it, nearest first; at least one.
            handicap: Taken from the nearest one's cosine.
        """
        best = hits[0]
        likeness = self.likeness(best.row, best.similarity - handicap, hits)
        numbers = likeness_numbers(likeness)
        probability = rule.probability(numbers)
        return Sighting(
            best.row,
            best.similarity,
            likeness,
            None,
            probability,
            rule.is_sure(probability, numbers),
            None,
            embedding,
            hits,
        )

    def by_agreement(
        self, row: int, found: Agreement, whole: Seen, embedding: Embeddings, hits: list[Hit]
    ) -> Sighting:
        """Weigh an agreement; of a poster that is mostly cut off, the whole picture says more."""
        straightened = self.likeness(row, self._cosine(row, embedding), hits)
        as_sent = self.likeness(row, self._cosine(row, whole.embedding), whole.hits)
        likeness = max(straightened, as_sent, key=lambda seen: (seen.gap, seen.height))
        if likeness is as_sent and found.visible < _MOSTLY_VISIBLE:
            embedding, hits = whole.embedding, whole.hits
        geometry = Geometry(found.inliers, found.pairs, found.spots, found.spread, likeness)
        rule = self.decision.geometry
        numbers = geometry_numbers(geometry)
        probability = rule.probability(numbers)
        return Sighting(
            row,
            likeness.similarity,
            likeness,
            geometry,
            probability,
            rule.is_sure(probability, numbers),
            found.corners,
            embedding,
            hits,
        )

    def _cosine(self, row: int, embedding: Embeddings) -> float:
        vector = self._near.vector(row)
        lengths = float(np.linalg.norm(vector)) * float(np.linalg.norm(embedding))
        return float(vector @ embedding) / (lengths or 1.0)

    def checked(self, sighting: Sighting, found: Check) -> Sighting:
        """Weigh a sighting by local features again, with what its straightened poster says.

        Raises:
            ValueError: it is none by local features.
        """
        if sighting.geometry is None:
            raise ValueError("nothing but local features can be checked")
        geometry = replace(sighting.geometry, check=found)
        rule, numbers = self.decision.checked, checked_numbers(geometry)
        probability = rule.probability(numbers)
        return replace(
            sighting,
            geometry=geometry,
            probability=probability,
            sure=rule.is_sure(probability, numbers),
        )
