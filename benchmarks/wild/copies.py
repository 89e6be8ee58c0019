"""Test posters of the catalogue as people attach them: named, and where in the picture they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from benchmarks.wild.asking import BATCH, Asker, batches
from benchmarks.wild.catalogues import Picture, opened
from benchmarks.wild.figures import Row, count
from benchmarks.wild.twins import twin
from benchmarks.wild.wild_set import Told, columns, told
from services.core.types import Film, Identification
from services.training.attached import FORMS, Attached, Corners, attached

# Corners count as found where the outlines overlap by so much of what they cover together.
OVERLAP = 0.8


@dataclass(frozen=True, slots=True)
class Query:
    """Posters in a form."""

    form: str
    pictures: tuple[Picture, ...]

    def draw(self) -> Attached:
        """Draw it; always the same, for the same films."""
        key = " ".join(picture.imdb_id for picture in self.pictures)
        return attached(self.form, [opened(picture.path) for picture in self.pictures], key)


def queries(pictures: Sequence[Picture], posters: int) -> Iterator[Query]:
    """Return so many test posters, the same each time, in every form."""
    test = [picture for picture in pictures if picture.split == "test"]
    order = np.random.default_rng(0).permutation(len(test))
    shown = [test[place] for place in order.tolist()[:posters]]
    for name, form in FORMS.items():
        for place, picture in enumerate(shown):
            others = (shown[place - 1],) if form.posters == 2 else ()
            yield Query(name, (picture, *others))


def measure(
    asker: Asker,
    pictures: Sequence[Picture],
    *,
    posters: int,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Ask about every form of some test posters.

    Args:
        asker: The catalogue, which has these very posters.
        pictures: Of the folder `posters`.
        posters: How many, each in every form.
        on_progress: Called with (done, total).
    """
    wanted = list(queries(pictures, posters))
    answers: dict[str, list[Told]] = defaultdict(list)
    placed: dict[str, list[bool]] = defaultdict(list)
    both: dict[str, list[bool]] = defaultdict(list)
    for done, batch in enumerate(batches(wanted)):
        drawn = [query.draw() for query in batch]
        found = asker.ask([item.image for item in drawn])
        for query, item, answer in zip(batch, drawn, found, strict=True):
            right = _right(asker, query)
            answers[query.form].append(told(answer, right[0] if len(right) == 1 else _any(right)))
            if FORMS[query.form].posters == 2:
                both[query.form].append(_all_named(answer, right))
            placed[query.form] += _placed(answer, item.corners, right)
        on_progress(min((done + 1) * BATCH, len(wanted)), len(wanted))
    table: list[Row] = [
        {"form": name} | columns(answers[name]) | _places(placed[name]) | _both(both[name])
        for name in FORMS
        if name in answers
    ]
    groups: dict[str, list[Told]] = defaultdict(list)
    for name, of in answers.items():
        groups[FORMS[name].group] += of
    table += [
        {"form": f"all of {group}"} | columns(groups[group]) | _places([]) | _both([])
        for group in ("mild", "hard", "turned")
    ]
    return {"figures": table}


def _right(asker: Asker, query: Query) -> list[Callable[[Film], bool]]:
    """Return, for each poster of a query, what tells whether a film is the one that it shows."""

    def is_it(picture: Picture) -> Callable[[Film], bool]:
        def right(film: Film) -> bool:
            same = film.imdb_id == picture.imdb_id
            return same or twin(asker.identifier, film, opened(picture.path))

        return right

    return [is_it(picture) for picture in query.pictures]


def _any(right: Sequence[Callable[[Film], bool]]) -> Callable[[Film], bool]:
    return lambda film: any(of(film) for of in right)


def _all_named(answer: Identification, right: Sequence[Callable[[Film], bool]]) -> bool:
    named = [poster.match.film for poster in answer.posters if poster.match]
    return all(any(of(film) for film in named) for of in right)


def _placed(
    answer: Identification,
    corners: Sequence[Corners | None],
    right: Sequence[Callable[[Film], bool]],
) -> list[bool]:
    """Return, for each poster that was named with its corners, whether they are where it is."""
    placed = []
    for true, of in zip(corners, right, strict=True):
        for poster in answer.posters:
            if true is not None and poster.corners and poster.match and of(poster.match.film):
                placed.append(overlap(true, np.array(poster.corners, np.float32)) >= OVERLAP)
    return placed


def overlap(one: Corners, other: Corners) -> float:
    """Return what two convex outlines share, of what they cover together."""
    shared, _ = cv2.intersectConvexConvex(one, other)
    together = cv2.contourArea(one) + cv2.contourArea(other) - shared
    return float(shared / together) if together else 0.0


def _places(placed: list[bool]) -> dict[str, Any]:
    return {"corners right": count(placed) if placed else ""}


def _both(both: list[bool]) -> dict[str, Any]:
    return {"both named": count(both) if both else ""}
