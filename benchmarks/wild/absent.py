"""False names: pictures of val and test whose own film is hidden from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.wild.asking import Asker, batches
from benchmarks.wild.catalogues import Picture, opened
from benchmarks.wild.figures import Row, count
from benchmarks.wild.twins import twin

NOTHING, TWIN, PERHAPS, NAMED = "nothing", "twin", "perhaps", "named"


def chosen(pictures: Sequence[Picture], limit: int | None, seed: int = 0) -> list[Picture]:
    """Return pictures of val and test, at most so many, the same each time."""
    known = [picture for picture in pictures if picture.split != "train"]
    order = np.random.default_rng(seed).permutation(len(known))
    return [known[place] for place in order.tolist()[:limit]]


def measure(
    asker: Asker,
    pictures: Sequence[Picture],
    *,
    limit: int | None,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Ask about pictures as if their films were not in the catalogue.

    Who is named though it shares the picture, by its pixels, is a twin and no error.

    Args:
        asker: The catalogue.
        pictures: Of which val and test are taken.
        limit: At most so many; None: all.
        on_progress: Called with (done, total).
    """
    queries = chosen(pictures, limit)
    outcomes: dict[tuple[str, str], list[str]] = defaultdict(list)
    errors: list[Row] = []
    done = 0
    for batch in batches(queries):
        images = [opened(picture.path) for picture in batch]
        hidden = [_hidden(asker, picture) for picture in batch]
        for picture, image, answer in zip(batch, images, asker.ask(images, hidden), strict=True):
            named = answer.match or answer.perhaps
            outcome = NOTHING
            if named is not None:
                outcome = NAMED if answer.match else PERHAPS
                if twin(asker.identifier, named.film, image):
                    outcome = TWIN
                else:
                    errors.append(
                        {"file": picture.path.name, "shows": picture.title}
                        | {"told": outcome, "film": named.film.label, "by": named.by or ""}
                        | {"confidence": named.confidence, "similarity": named.similarity}
                    )
            outcomes[picture.kind, picture.split].append(outcome)
        done += len(batch)
        on_progress(done, len(queries))
    groups = {key: outcomes[key] for key in sorted(outcomes)}
    groups["all", "all"] = [outcome for group in outcomes.values() for outcome in group]
    figures: list[Row] = [
        {
            "pictures of": kind,
            "split": split,
            "asked": len(group),
            "falsely named": count([outcome == NAMED for outcome in group]),
            "falsely perhaps": count([outcome == PERHAPS for outcome in group]),
            "twins": sum(outcome == TWIN for outcome in group),
        }
        for (kind, split), group in groups.items()
    ]
    return {"figures": figures, "errors": errors}


def _hidden(asker: Asker, picture: Picture) -> list[str]:
    key = asker.key(picture.imdb_id)
    return [key] if key else []
