"""What films a picture shows: embeddings first, local features where those do not decide.

The order is that of cost. A clean poster is known by its embedding alone. For the rest, the
spots of the picture are compared with those of the nearest films and of the films whose spots
they resemble; where they agree, the poster is straightened and looked at again.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.types import Film
from services.vision.crops import other_views, trim
from services.vision.encoders.base import Embeddings, Encoder, look
from services.vision.heads.poster_head import PosterHead
from services.vision.index.by_film import FilmRows, one_row_a_film
from services.vision.index.search import Hit, VectorIndex
from services.vision.recognition.decision import Decision, Rule
from services.vision.recognition.feature_files import CatalogueFeatures
from services.vision.recognition.finder import Finder
from services.vision.recognition.geometry import Agreement, lifted, overlap, straighten
from services.vision.recognition.rectangles import rectangles
from services.vision.recognition.sightings import Clock, Seen, Sighting
from services.vision.recognition.weighing import Weighing

# How much nearer a part of a picture must be than the whole, in cosine, to count instead of it:
# several views are several chances of a wrong match.
HANDICAP = 0.03
_NEAREST = 30
# Two posters that share more of the smaller one's area than this are one.
_SHARED = 0.3
# The same where both are of one film.
_SHARED_BY_ONE = 0.02
# Where local features can be asked, embeddings alone name only what they are this sure of.
_SURE_ALONE = 0.92
# What is less likely than this is not looked at again.
_HOPELESS = 0.02
# Likelier than not.
_EVEN = 0.5
# Nothing is left out for a picture unless somebody asks.
_NONE: frozenset[str] = frozenset()


class Recogniser:
    """Finds the films that pictures show.

    Args:
        encoder: Of the same space as `vectors`.
        vectors: The catalogue.
        films: The films of its rows.
        features: The rows' local features, or None to decide by embeddings alone.
        decision: The rules.
        crowd: See `Likeness.crowd`.
        head: Tells posters from other pictures; None where the encoder has none.
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
        head: PosterHead | None = None,
    ) -> None:
        self._encoder, self._vectors, self._films = encoder, vectors, films
        self._near = one_row_a_film(vectors, films)
        self._features, self._decision, self._crowd = features, decision, crowd
        self._weighing = Weighing(self._near, films, decision, crowd)
        self._head = head
        self._finder = Finder(features) if features is not None else None

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
            head=self._head,
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
        embeddings, hits, wholes = self._look(images, max(k, _NEAREST), hidden, clock)
        seen = []
        open_places = []
        for place, (embedding, row, whole) in enumerate(zip(embeddings, hits, wholes, strict=True)):
            item = Seen(embedding, row, whole)
            if row:
                item.posters.append(
                    self._weighing.by_likeness(self._decision.likeness, embedding, row)
                )
                item.considered += item.posters
            if not item.posters or not self._is_plain(item.posters[0]):
                open_places.append(place)
            seen.append(item)
        if not open_places:
            return seen, clock
        if self._finder is not None:
            found = self._by_geometry(
                self._finder,
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

    def _is_plain(self, sighting: Sighting) -> bool:
        least = 0.0 if self._finder is None else _SURE_ALONE
        return sighting.sure and sighting.probability >= least

    def _look(
        self,
        images: Sequence[Image.Image],
        k: int,
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> tuple[Embeddings, list[list[Hit]], NDArray[np.float32]]:
        """Return embeddings, nearest films, and all that the encoder saw of each picture."""
        start = perf_counter()
        embeddings, inside = look(self._encoder, images)
        embedded = perf_counter()
        hits = self._near.search(embeddings, k + 1)
        if any(item is not _NONE for item in hidden):
            hits = [
                [hit for hit in row if self._film(hit.row).key not in item]
                for row, item in zip(hits, hidden, strict=True)
            ]
        clock.embed += embedded - start
        clock.search += perf_counter() - embedded
        return embeddings, hits, np.hstack([embeddings, inside])

    def _film(self, row: int) -> Film:
        return self._films.films[self._films.of_row[row]]

    def _unagreed(self, row: int) -> Rule:
        """Return the rule for a row that no spots speak for, which some rows do not have."""
        missed = self._features is not None and self._features.has(row)
        return self._decision.unagreed if missed else self._decision.likeness

    def _by_views(
        self,
        images: Sequence[Image.Image],
        seen: Sequence[Seen],
        places: Sequence[int],
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> None:
        """Look at trimmed and middle parts of pictures too; keep what comes nearer by far."""
        views = [
            (place, view, corners)
            for place in places
            for view, corners in self._views(images[place])
        ]
        if not views:
            return
        embeddings, hits, parts = self._look(
            [view for _, view, _ in views],
            _NEAREST,
            [hidden[place] for place, _, _ in views],
            clock,
        )
        # Several views are several chances of a wrong film, so that less is taken for sure.
        rule = self._decision.unagreed
        for (place, view, corners), embedding, row, part in zip(
            views, embeddings, hits, parts, strict=True
        ):
            if not row:
                continue
            whole = seen[place]
            sighting = replace(
                self._weighing.by_likeness(rule, embedding, row, HANDICAP), corners=corners
            )
            whole.considered.append(sighting)
            better = sighting.probability > _first(whole)
            if better and sighting.probability > _EVEN:
                whole.posters = [sighting]
            # A sheet on a desk tells more of era and neighbours than the desk.
            shown = (part, view), (whole.whole, images[place])
            if better or (corners is not None and self._is_rather(*shown)):
                whole.embedding, whole.hits = embedding, row
            if corners is not None and self._finder is not None and _first(whole) <= _EVEN:
                sheet = Seen(embedding, row, embedding, [sighting])
                self._by_geometry(self._finder, [view], [sheet], [hidden[place]], clock)
                self._take(sheet, view, corners, whole)

    def _take(
        self, sheet: Seen, view: Image.Image, corners: NDArray[np.float64], whole: Seen
    ) -> None:
        """Take what was found in a straightened sheet for what the picture shows."""
        found = [
            replace(item, corners=lifted(item.corners, view.size, corners))
            for item in sheet.posters
            if item.geometry and item.corners is not None
        ]
        whole.considered += found
        if found and found[0].probability > _first(whole):
            whole.posters = found
            whole.embedding, whole.hits = found[0].embedding, found[0].hits

    def _is_rather(
        self,
        part: tuple[NDArray[np.float32], Image.Image],
        whole: tuple[NDArray[np.float32], Image.Image],
    ) -> bool:
        """Return whether a part of a picture looks more like a poster than the picture."""
        if self._head is None:
            return False
        chances = self._head.is_poster(np.stack([part[0], whole[0]]), [part[1], whole[1]])
        return bool(chances[0] > max(chances[1], self._head.threshold))

    def _views(self, image: Image.Image) -> list[tuple[Image.Image, NDArray[np.float64] | None]]:
        # Local features find a poster wherever it lies: beside them, only what has an outline of
        # its own is worth another look.
        if self._finder is None:
            return [(view, None) for view in other_views(image)]
        sheets = rectangles(image)
        views = [(straighten(image, corners), corners) for corners in sheets]
        trimmed = None if views else trim(image)
        return [*views, *([(trimmed, None)] if trimmed else [])]

    def _rows(self, row: int) -> Sequence[int]:
        """Return the rows of the film of a row."""
        return self._films.rows(self._film(row).key)

    def _by_geometry(
        self,
        finder: Finder,
        images: Sequence[Image.Image],
        seen: Sequence[Seen],
        hidden: Sequence[Container[str]],
        clock: Clock,
    ) -> list[bool]:
        """Find posters in pictures by their spots; return in which there are any."""
        start = perf_counter()
        agreements: list[tuple[int, int, int, Agreement]] = []
        for place, (image, whole, out) in enumerate(zip(images, seen, hidden, strict=True)):
            near = [row for hit in whole.hits[:_NEAREST] for row in self._rows(hit.row)]
            posters = finder.posters(
                image, near, lambda row, out=out: self._film(row).key not in out
            )
            for poster, rivals in enumerate(posters):
                agreements += [(place, poster, row, found) for row, found in rivals]
        views = [straighten(images[place], found.corners) for place, _, _, found in agreements]
        clock.geometry += perf_counter() - start
        embeddings, hits, _ = (
            self._look(views, _NEAREST, [hidden[place] for place, _, _, _ in agreements], clock)
            if views
            else (np.empty((0, 0), np.float32), [], None)
        )
        best: dict[tuple[int, int], Sighting] = {}
        for (place, poster, row, found), view, embedding, near in zip(
            agreements, views, embeddings, hits, strict=True
        ):
            sighting = self._weighing.by_agreement(row, found, seen[place], embedding, near)
            if not sighting.sure and sighting.probability > _HOPELESS:
                began = perf_counter()
                again = finder.check(view, row, found.corners, images[place].size)
                sighting = self._weighing.checked(sighting, again)
                clock.geometry += perf_counter() - began
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
                [
                    self._weighing.by_likeness(
                        self._unagreed(whole.hits[0].row), whole.embedding, whole.hits
                    )
                ]
                if whole.hits
                else []
            )
            better = posters and (posters[0].sure or posters[0].probability > _first(whole))
            if better:
                whole.posters = self._apart(posters)
                whole.embedding, whole.hits = posters[0].embedding, posters[0].hits
            done.append(bool(better and posters[0].probability > _EVEN))
        return done

    def _apart(self, posters: Sequence[Sighting]) -> list[Sighting]:
        """Return the likely ones of posters, the likeliest first, one where several share a place.

        Parts of one poster may each agree with its film.
        """
        kept = [posters[0]]
        for item in posters[1:]:
            if item.probability > _EVEN and not any(self._is_one(item, other) for other in kept):
                kept.append(item)
        return kept

    def _is_one(self, item: Sighting, other: Sighting) -> bool:
        if item.corners is None or other.corners is None:
            return True
        same = self._films.of_row[item.row] == self._films.of_row[other.row]
        return overlap(item.corners, other.corners) > (_SHARED_BY_ONE if same else _SHARED)


def _first(seen: Seen) -> float:
    return seen.posters[0].probability if seen.posters else 0.0
