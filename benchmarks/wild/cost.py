"""A plain poster's time beside one's that needs geometry, and beside the encoder's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from time import perf_counter

import numpy as np
from PIL import Image

from benchmarks.wild.asking import NEIGHBOURS, Asker
from benchmarks.wild.catalogues import Picture, opened
from benchmarks.wild.figures import Row
from services.core.settings import Settings
from services.training.attached import attached
from services.vision.encoders import open_encoder

# Forms that the whole picture's embedding seldom decides.
_HARD = ("poster on a wall", "cover on a desk", "crop to 60 %", "turned to the right")
STAGES = ("embed", "search", "geometry", "heads")


def measure(
    asker: Asker,
    pictures: Sequence[Picture],
    settings: Settings,
    *,
    posters: int,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Time test posters as they are and in hard forms, by turns, one at a time.

    Args:
        asker: The catalogue.
        pictures: Of which test is taken.
        settings: The encoder's.
        posters: How many.
        on_progress: Called with (done, total).
    """
    encoder = open_encoder(settings.encoder, settings)
    test = islice((picture for picture in pictures if picture.split == "test"), posters)
    times: dict[str, list[float]] = {"plain": [], "geometry": [], "other": [], "encoder": []}
    stages: dict[str, list[list[float]]] = {"plain": [], "geometry": [], "other": []}
    for number, picture in enumerate(test):
        plain = opened(picture.path)
        hard = attached(_HARD[number % len(_HARD)], [plain], picture.imdb_id).image
        began = perf_counter()
        encoder.embed([plain])
        if number:
            times["encoder"].append((perf_counter() - began) * 1000)
        for image, usual in ((plain, "plain"), (hard, "other")):
            took, spent = _timed(asker, image)
            kind = "geometry" if spent[STAGES.index("geometry")] > 0 else usual
            if number:
                times[kind].append(took)
                stages[kind].append(spent)
        on_progress(number + 1, posters)
    base, own = (float(np.median(times[name])) for name in ("plain", "encoder"))
    rows: list[Row] = []
    for name, of in (
        ("the encoder alone, a plain poster", "encoder"),
        ("a plain poster", "plain"),
        ("one that needs geometry", "geometry"),
        ("a hard one without geometry", "other"),
    ):
        if not times[of]:
            continue
        median = float(np.median(times[of]))
        row: dict[str, object] = {"picture": name, "asked": len(times[of]), "p50 ms": median}
        row |= {"p95 ms": float(np.quantile(times[of], 0.95))}
        row |= {"of a plain one": median / base, "of the encoder": median / own}
        spent = np.median(stages[of], axis=0).tolist() if of in stages else [float("nan")] * 4
        rows.append(
            row | {f"{stage} ms": value for stage, value in zip(STAGES, spent, strict=True)}
        )
    return {"figures": rows}


def _timed(asker: Asker, image: Image.Image) -> tuple[float, list[float]]:
    began = perf_counter()
    (answer,) = asker.identifier.identify([image], k=NEIGHBOURS)
    took = (perf_counter() - began) * 1000
    return took, [answer.timings_ms.get(stage, 0.0) for stage in STAGES]
