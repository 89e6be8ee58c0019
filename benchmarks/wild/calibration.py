"""Whether a film that is told with a probability is the right one as often as that says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.wild.asking import BATCH, Asker, batches
from benchmarks.wild.catalogues import Picture, opened
from benchmarks.wild.figures import BINS, Row, bootstrap, calibration_error, log_loss
from benchmarks.wild.twins import twin
from services.training.attached import FORMS, attached

# One in so many as it is; the others in every form of one poster alike.
_PLAIN = 5


def measure(
    asker: Asker,
    pictures: Sequence[Picture],
    *,
    limit: int,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Ask about test pictures in all forms, every other one with its film hidden.

    A film that shares the picture counts as right where the film is there, and is left out where it
    is not: nobody can say what its probability should be.

    Args:
        asker: The catalogue.
        pictures: Of which test is taken.
        limit: How many are asked.
        on_progress: Called with (done, total).
    """
    test = [picture for picture in pictures if picture.split == "test"]
    order = np.random.default_rng(1).permutation(len(test)).tolist()
    forms = [name for name, form in FORMS.items() if form.posters == 1]
    # Again from the first, in another form, where there are fewer than are asked for.
    wanted = [(number, test[order[number % len(order)]]) for number in range(limit)]
    probabilities: list[float] = []
    truth: list[bool] = []
    untold = twins = 0
    for done, batch in enumerate(batches(wanted)):
        images = []
        for number, picture in batch:
            image = opened(picture.path)
            if number % _PLAIN:
                form = forms[(number * 7 + number // len(order)) % len(forms)]
                image = attached(form, [image], f"{picture.imdb_id} {number}").image
            images.append(image)
        keys = [asker.key(picture.imdb_id) for _, picture in batch]
        hidden = [
            [key] if key and number % 2 else []
            for key, (number, _) in zip(keys, batch, strict=True)
        ]
        likeliest = asker.likeliest(images, hidden)
        for (number, picture), best in zip(batch, likeliest, strict=True):
            if best is None or best.confidence is None:
                untold += 1
                continue
            right = best.film.imdb_id == picture.imdb_id
            if not right and twin(asker.identifier, best.film, opened(picture.path)):
                twins += 1
                if number % 2:
                    continue
                right = True
            probabilities.append(best.confidence)
            truth.append(right)
        on_progress(min((done + 1) * BATCH, len(wanted)), len(wanted))
    figures: list[Row] = [
        {"queries": len(wanted), "with a probability": len(truth), "untold": untold}
        | {"twins": twins, "right": sum(truth)}
    ]
    if not truth:
        return {"queries": figures}
    told, came = np.array(probabilities), np.array(truth)
    errors: list[Row] = [
        {"figure": name} | bootstrap(of, told, came)
        for name, of in (
            (f"calibration error, {BINS} bins of equal mass", calibration_error),
            ("log loss", log_loss),
        )
    ]
    return {"queries": figures, "figures": errors, "bins": _bins(told, came)}


def _bins(told: NDArray[np.floating], came: NDArray[np.bool_]) -> list[Row]:
    order = np.argsort(told, kind="stable")
    return [
        {"told": float(told[part].mean()), "came true": float(came[part].mean()), "of": len(part)}
        for part in np.array_split(order, BINS)
        if len(part)
    ]
