"""Each step of an answer that needs geometry, beside the whole of a plain one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import process_time
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np

from benchmarks.recognition.catalogue import Catalogue, rgb
from benchmarks.wild.figures import Row
from services.training.attached import attached
from services.vision.pipeline import Identifier
from services.vision.recognition import finder, recogniser
from services.vision.recognition.code_index import CodeIndex

_FORMS = (
    "cover on a desk",
    "poster on a wall",
    "photo of a page on a screen",
    "turned to the left",
)
_STEPS: tuple[tuple[str, Any, str], ...] = (
    ("read spots", finder, "read_features"),
    ("candidates", CodeIndex, "search"),
    ("pairs", finder, "pair"),
    ("homographies", finder, "agree"),
    ("straighten", recogniser, "straighten"),
    ("rectangles", recogniser, "rectangles"),
    ("embed and search, each time", recogniser.Recogniser, "_look"),
)


def measure(
    catalogue: Catalogue, *, posters: int, on_progress: Callable[[int, int], None]
) -> Mapping[str, list[Row]]:
    """Time val posters as they are and in drawn photos, by turns, one at a time.

    Args:
        catalogue: The catalogue.
        posters: How many.
        on_progress: Called with (done, total).
    """
    cv2.setNumThreads(1)
    identifier = Identifier.open(catalogue.settings)
    spent: dict[str, list[float]] = defaultdict(list)
    plain: list[float] = []
    hard: list[float] = []
    with _steps() as steps:
        for number, (picture, *_) in enumerate(catalogue.val(posters, several=False, seed=16)):
            image = rgb(picture)
            form = _FORMS[number % len(_FORMS)]
            drawn = attached(form, [image], picture.imdb_id).image
            for asked in (image, drawn):
                steps.clear()
                began = process_time()
                identifier.identify([asked])
                took = process_time() - began
                if not number:
                    continue
                if steps["read spots"]:
                    hard.append(took)
                    for name, _, _ in _STEPS:
                        spent[name].append(steps[name])
                elif asked is image:
                    plain.append(took)
            on_progress(number + 1, posters)
    base = float(np.median(plain))
    whole = [("a plain answer", plain), ("one that needs geometry", hard)]
    return {
        f"{len(plain)} plain answers, {len(hard)} with geometry; ms of processor": [
            {
                "what": name,
                "p50 ms": 1000 * float(np.median(times)),
                "p95 ms": 1000 * float(np.quantile(times, 0.95)),
                "p50, of a plain answer": float(np.median(times)) / base,
            }
            for name, times in [*whole, *spent.items()]
        ]
    }


@contextmanager
def _steps() -> Iterator[dict[str, float]]:
    """Give the seconds spent in each step since this was last cleared."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            began = process_time()
            try:
                return function(*args, **options)
            finally:
                spent[name] += process_time() - began

        return called

    with ExitStack() as stack:
        for name, owner, attribute in _STEPS:
            stack.enter_context(
                patch.object(owner, attribute, timed(name, getattr(owner, attribute)))
            )
        yield spent
