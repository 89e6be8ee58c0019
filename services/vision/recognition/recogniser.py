"""What films a picture shows: embeddings first, local features where those do not decide.

The order is that of cost. A clean poster is known by its embedding alone. For the rest, the
spots of the picture are compared with those of the nearest films and of the films whose spots
they resemble; where they agree, the poster is straightened and looked at again.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.types import Film
from services.vision.crops import other_views
from services.vision.encoders.base import Embeddings, Encoder
from services.vision.index.by_film import FilmRows, one_row_a_film
from services.vision.index.search import Hit, VectorIndex
from services.vision.recognition.decision import (
    Decision,
    Geometry,
    Likeness,
    Rule,
    geometry_numbers,
    likeness_numbers,
)
from services.vision.recognition.feature_files import CatalogueFeatures
from services.vision.recognition.features import LocalFeatures, read_features
from services.vision.recognition.geometry import (
    LEAST_INLIERS,
    Agreement,
    agree,
    area,
    inside,
    pair,
    straighten,
)

# Two films of the catalogue whose pictures are this alike share one.
TWINS = 0.97
# How much nearer a part of a picture must be than the whole, in cosine, to count instead of it:
# several views are several chances of a wrong match.
HANDICAP = 0.03
# Spots, and the square root of the area that they are read at: once for a picture that is mostly
# poster, once more for one in which posters are small.
_LOOKS = ((300, 400), (640, 1200))
_NEAREST, _SPOKEN_FOR = 30, 20
# Pictures whose pairs are looked at closely, those with the most of them first.
_CLOSELY = 12
# So many agreeing spots leave no doubt that a picture is this one.
_PLAIN = 30
_POSTERS = 4
# Agreements of one poster that are compared by their straightened looks.
_RIVALS = 3
_MOSTLY = 0.6
# Likelier than not.
_EVEN = 0.5
# Nothing is left out for a picture unless somebody asks.
_NONE: frozenset[str] = frozenset()


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
        posters: The posters in it, the likeliest first; the whole is one where none stands out.
        considered: All that the posters were chosen from.
    """

    embedding: Embeddings
    hits: list[Hit]
    posters: list[Sighting] = field(default_factory=list)
    considered: list[Sighting] = field(default_factory=list)


@dataclass(slots=True)
class Clock:
    """Seconds spent."""

    embed: float = 0.0
    search: float = 0.0
    geometry: float = 0.0


class Recogniser:
    """Finds the films that pictures show.

    Args:
        encoder: Of the same space as `vectors`.
        vectors: The catalogue.
        films: The films of its rows.
        features: The rows' local features, or None to decide by embeddings alone.
        decision: The rules.
        crowd: See `Likeness.crowd`.
    """

    def __init__(
        self,
        encoder: Encoder,
        vectors: VectorIndex,
        films: FilmRows,
        features: CatalogueFeatures | None,
        *,
        decision: Decision,
        crowd: float,
    ) -> None:
        self._encoder, self._vectors, self._films = encoder, vectors, films
        self._near = one_row_a_film(vectors, films)
        self._features, self._decision, self._crowd = features, decision, crowd

    def deciding(self, decision: Decision, films: FilmRows | None = None) -> Recogniser:
        """Return the same with other rules, and, for measurements, other films for its rows."""
        films = films or self._films
        return Recogniser(
            self._encoder,
            self._vectors,
            films,
            self._features,
            decision=decision,
            crowd=self._crowd,
        )

    def recognise(
        self,
        images: Sequence[Image.Image],
        k: int,
        *,
        without: Sequence[Container[str]] | None = None,
    ) -> tuple[list[Seen], Clock]:
        """Return what each picture shows.

        Args:
            images: RGB.
            k: Nearest films wanted of each.
            without: For each picture keys of films that count as absent from the catalogue, so
                that their own pictures may ask for them; few.
        """
        clock = Clock()
        hidden = without or [_NONE] * len(images)
        embeddings, hits = self._look(images, max(k, _NEAREST), hidden, clock)
        seen = []
        open_places = []
        for place, (embedding, row) in enumerate(zip(embeddings, hits, strict=True)):
            item = Seen(embedding, row)
            if row:
                item.posters.append(self._by_likeness(self._decision.likeness, embedding, row))
                item.considered += item.posters
            if not (item.posters and item.posters[0].sure):
                open_places.append(place)
            seen.append(item)
        if not open_places:
            return seen, clock
        if self._features is not None:
            found = self._by_geometry(
                [images[place] for place in open_places],
                [seen[place] for place in open_places],
                [hidden[place] for place in open_places],
                clock,
            )
            open_places = [
                place for place, done in zip(open_places, found, strict=True) if not done
            ]
        self._by_views(images, seen, open_places, hidden, clock)
        return seen, clock

    def _look(
        self,
        images: Sequence[Image.Image],
        k: int,
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> tuple[Embeddings, list[list[Hit]]]:
        start = perf_counter()
        embeddings = np.array(self._encoder.embed(images))
        embedded = perf_counter()
        hits = self._near.search(embeddings, k + 1)
        if any(item is not _NONE for item in hidden):
            hits = [
                [hit for hit in row if self._film(hit.row).key not in item]
                for row, item in zip(hits, hidden, strict=True)
            ]
        clock.embed += embedded - start
        clock.search += perf_counter() - embedded
        return embeddings, hits

    def _film(self, row: int) -> Film:
        return self._films.films[self._films.of_row[row]]

    def _likeness(self, row: int, similarity: float, hits: Sequence[Hit]) -> Likeness:
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

    def _by_likeness(
        self, rule: Rule, embedding: Embeddings, hits: list[Hit], handicap: float = 0.0
    ) -> Sighting:
        best = hits[0]
        likeness = self._likeness(best.row, best.similarity - handicap, hits)
        probability = rule.probability(likeness_numbers(likeness))
        return Sighting(
            best.row,
            best.similarity,
            likeness,
            None,
            probability,
            probability >= rule.sure,
            None,
            embedding,
            hits,
        )

    def _by_views(
        self,
        images: Sequence[Image.Image],
        seen: Sequence[Seen],
        places: Sequence[int],
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> None:
        """Look at trimmed and middle parts of pictures too; keep what comes nearer by far."""
        # Local features find a poster wherever it lies; only even borders are worth another look.
        views = [
            (place, view)
            for place in places
            for view in other_views(images[place], middles=self._features is None)
        ]
        if not views:
            return
        embeddings, hits = self._look(
            [view for _, view in views],
            _NEAREST,
            [hidden[place] for place, _ in views],
            clock,
        )
        for (place, _), embedding, row in zip(views, embeddings, hits, strict=True):
            if not row:
                continue
            whole = seen[place]
            rule = self._decision.unagreed if self._features else self._decision.likeness
            sighting = self._by_likeness(rule, embedding, row, HANDICAP)
            whole.considered.append(sighting)
            if sighting.probability > _first(whole):
                whole.embedding, whole.hits, whole.posters = embedding, row, [sighting]

    def _by_geometry(
        self,
        images: Sequence[Image.Image],
        seen: Sequence[Seen],
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> list[bool]:
        """Find posters in pictures by their spots; return in which there are any."""
        start = perf_counter()
        agreements: list[tuple[int, int, int, Agreement]] = []
        for place, (image, whole, out) in enumerate(zip(images, seen, hidden, strict=True)):
            for poster, rivals in enumerate(self._agreements(image, whole.hits, out)):
                agreements += [(place, poster, row, found) for row, found in rivals]
        views = [straighten(images[place], found.corners) for place, _, _, found in agreements]
        clock.geometry += perf_counter() - start
        embeddings, hits = (
            self._look(views, _NEAREST, [hidden[place] for place, _, _, _ in agreements], clock)
            if views
            else (np.empty((0, 0), np.float32), [])
        )
        best: dict[tuple[int, int], Sighting] = {}
        for (place, poster, row, found), embedding, near in zip(
            agreements, embeddings, hits, strict=True
        ):
            sighting = self._by_agreement(row, found, embedding, near)
            before = best.get((place, poster))
            if before is None or sighting.probability > before.probability:
                best[place, poster] = sighting
        done = []
        for place, whole in enumerate(seen):
            posters = [sighting for (at, _), sighting in best.items() if at == place]
            posters.sort(key=lambda sighting: -sighting.probability)
            whole.considered += posters
            # What the embedding says counts for less where no spots bear it out.
            whole.posters = (
                [self._by_likeness(self._decision.unagreed, whole.embedding, whole.hits)]
                if whole.hits
                else []
            )
            better = posters and posters[0].probability > _first(whole)
            if better:
                whole.posters = [item for item in posters if item.probability > _EVEN] or posters
                whole.embedding, whole.hits = posters[0].embedding, posters[0].hits
            done.append(bool(better and posters[0].probability > _EVEN))
        return done

    def _agreements(
        self, image: Image.Image, hits: Sequence[Hit], hidden: Container[str]
    ) -> list[list[tuple[int, Agreement]]]:
        """Return, for each poster found in a picture, the rows that agree with it."""
        posters: list[list[tuple[int, Agreement]]] = []
        for look, (side, points) in enumerate(_LOOKS):
            if look and (image.width * image.height) ** 0.5 < 1.3 * _LOOKS[0][0]:
                break
            query = read_features(image, side=side, points=points)
            for rivals in posters:
                query = query.without(inside(query.places, rivals[0][1].corners))
            while len(posters) < _POSTERS:
                rivals = self._agreeing(query, hits, hidden)
                if not rivals:
                    break
                posters.append(rivals)
                query = query.without(rivals[0][1].used)
            covered = sum(area(rivals[0][1].corners) for rivals in posters)
            if covered > _MOSTLY * image.width * image.height:
                break
        return posters

    def _agreeing(
        self, query: LocalFeatures, hits: Sequence[Hit], hidden: Container[str]
    ) -> list[tuple[int, Agreement]]:
        features = self._features
        assert features is not None
        near = [row for hit in hits[:_NEAREST] for row in self._films.rows(self._film(hit.row).key)]
        paired = []
        for row in features.index.search(query.codes, _SPOKEN_FOR, among=near):
            if self._film(row).key not in hidden:
                pairs = pair(query.codes, features.codes(row))
                if len(pairs) >= LEAST_INLIERS:
                    paired.append((len(pairs), row, pairs))
        paired.sort(key=lambda item: (-item[0], item[1]))
        found = []
        for _, row, pairs in paired[:_CLOSELY]:
            places, size = features.places(row)
            agreement = agree(query, places, size, pairs)
            if agreement is not None:
                found.append((row, agreement))
                if agreement.inliers >= _PLAIN:
                    break
        found.sort(key=lambda item: -item[1].inliers)
        return found[:_RIVALS]

    def _by_agreement(
        self, row: int, found: Agreement, embedding: Embeddings, hits: list[Hit]
    ) -> Sighting:
        vector = self._near.vector(row)
        lengths = float(np.linalg.norm(vector)) * float(np.linalg.norm(embedding))
        similarity = float(vector @ embedding) / (lengths or 1.0)
        likeness = self._likeness(row, similarity, hits)
        geometry = Geometry(found.inliers, found.pairs, found.spread, likeness)
        rule = self._decision.geometry
        probability = rule.probability(geometry_numbers(geometry))
        return Sighting(
            row,
            similarity,
            likeness,
            geometry,
            probability,
            probability >= rule.sure,
            found.corners,
            embedding,
            hits,
        )


def _first(seen: Seen) -> float:
    return seen.posters[0].probability if seen.posters else 0.0
