"""Pictures that agree, and pictures of other films that do, by kind of local features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from time import process_time

import cv2
import numpy as np
from PIL import Image

from benchmarks.recognition.catalogue import Catalogue, rgb
from benchmarks.recognition.kinds import Kind, Spots, kinds
from benchmarks.recognition.pair import inliers, kept
from benchmarks.wild.figures import Row, count
from services.training.attached import attached
from services.vision.recognition.finder import GLANCE, STUDY
from services.vision.recognition.geometry import LEAST_INLIERS

AGREED = 8
# Each form, and as which of the finder's looks it is read.
FORMS = (("cover on a desk", STUDY), ("photo of a page on a screen", GLANCE), ("edition", GLANCE))
_OTHERS = 5
_FALSE = 0.005


class _Tally:
    """What one kind did."""

    def __init__(self) -> None:
        self.right: dict[str, list[int]] = defaultdict(list)
        self.wrong: list[int] = []
        self.read: list[float] = []
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.compared: list[float] = []
        self.bytes: list[int] = []


def measure(
    catalogue: Catalogue, *, films: int, on_progress: Callable[[int, int], None]
) -> Mapping[str, list[Row]]:
    """Compare drawn photos and editions with their own picture and with the nearest other films.

    Args:
        catalogue: The catalogue.
        films: Val films of two pictures and more.
        on_progress: Called with (done, total).
    """
    cv2.setNumThreads(1)
    compared = kinds(catalogue)
    tallies = {kind.name: _Tally() for kind in compared}
    chosen = catalogue.val(films, several=True, seed=12)
    for number, (first, second, *_) in enumerate(chosen):
        image, other = rgb(first), rgb(second)
        false = [rgb(item) for item in catalogue.others(image, first.imdb_id, _OTHERS)]
        queries = [
            (
                form,
                look,
                image if form == "edition" else attached(form, [image], first.imdb_id).image,
            )
            for form, look in FORMS
        ]
        asked: dict[tuple[object, str], tuple[Spots, float]] = {}
        for kind in compared:
            tally = tallies[kind.name]
            own, edition, *absent = (
                _read(kind, picture, tally) for picture in (image, other, *false)
            )
            for form, look, picture in queries:
                side, points = look.side, look.points
                # Kinds that differ in the catalogue's pictures alone share their queries.
                if (kind.describe, form) not in asked:
                    began = process_time()
                    read = kind.describe(picture, side, points)
                    asked[kind.describe, form] = read, process_time() - began
                query, took = asked[kind.describe, form]
                tally.asked[form].append(took)
                began = process_time()
                tally.right[form].append(
                    inliers(kind, query, edition if form == "edition" else own)
                )
                tally.wrong += [inliers(kind, query, item) for item in absent]
                tally.compared.append((process_time() - began) / (1 + len(absent)))
        on_progress(number + 1, len(chosen))
    base = tallies[compared[0].name]
    rows = {kind.name: tallies[kind.name] for kind in compared}
    return {
        f"share with {AGREED} agreeing spots and more": [
            _agreeing(name, tally) for name, tally in rows.items()
        ],
        # Kinds are fair to each other where each asks for as many as few false pairs have.
        f"share with more agreeing spots than all but {_FALSE:.1%} of false pairs": [
            _beyond_false(name, tally) for name, tally in rows.items()
        ],
        "cost, in ms of processor": [_cost(name, tally, base) for name, tally in rows.items()],
    }


def _read(kind: Kind, image: Image.Image, tally: _Tally) -> Spots:
    began = process_time()
    spots = kind.describe(image, kind.side, kind.points)
    tally.read.append(process_time() - began)
    tally.bytes.append(6 + (4 + kind.bytes) * len(spots.described))
    return kept(spots)


def _agreeing(name: str, tally: _Tally) -> Row:
    right = {form: count([found >= AGREED for found in tally.right[form]]) for form, _ in FORMS}
    return {"features": name} | right | {"false": count([n >= AGREED for n in tally.wrong])}


def _beyond_false(name: str, tally: _Tally) -> Row:
    reached = int(np.quantile(tally.wrong, 1 - _FALSE, method="higher"))
    least = max(reached + 1, LEAST_INLIERS)
    right = {form: count([found >= least for found in tally.right[form]]) for form, _ in FORMS}
    return {"features": name, "spots": least} | right


def _cost(name: str, tally: _Tally, base: _Tally) -> Row:
    desk, _ = FORMS[0]
    row: dict[str, object] = {"features": name, "bytes": float(np.mean(tally.bytes))}
    for what, times, of in (
        ("read a catalogue picture", tally.read, base.read),
        ("read a cover on a desk", tally.asked[desk], base.asked[desk]),
        ("compare a pair", tally.compared, base.compared),
    ):
        row[what] = 1000 * float(np.median(times))
        row[f"{what}, ratio"] = float(np.median(times) / np.median(of))
    return row
