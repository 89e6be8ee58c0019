"""The match threshold: from which cosine on a picture is taken for the film itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.vision.encoders.base import normalise
from services.vision.index.rows import BLOCK, StoredRows

FALSE_MATCH_RATE = 0.005
# A copy of a poster, saved again at the same size, stays above it; no threshold need be stricter.
STRICTEST = 0.9995
_SAMPLE = 3000
_QUERIES = 500


def nearest_other(
    vectors: NDArray[np.floating] | StoredRows,
    rows: Sequence[int],
    films: NDArray[np.int64] | None = None,
) -> NDArray[np.float32]:
    """Return, for each of the rows, the highest cosine with another film's; shape (len(rows),).

    Args:
        vectors: Embeddings, shape (n, d).
        rows: Some of the n.
        films: Whose each row is, as numbers that grow, shape (n,); None: each one's own.
    """
    own = np.asarray(rows, dtype=np.int64)
    unit = normalise(np.asarray(vectors[own], dtype=np.float32))
    best = np.full(len(own), -1.0, dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        others = normalise(np.asarray(vectors[start : start + BLOCK], dtype=np.float32))
        for first in range(0, len(own), _QUERIES):
            part = slice(first, first + _QUERIES)
            cosines = unit[part] @ others.T
            if films is None:
                place = own[part] - start
                here = np.flatnonzero((place >= 0) & (place < len(others)))
                cosines[here, place[here]] = -1.0
            else:
                block = films[start : start + len(others)]
                cosines[films[own[part]][:, None] == block] = -1.0
            best[part] = np.maximum(best[part], cosines.max(axis=1))
    return best


def match_threshold(
    vectors: NDArray[np.floating] | StoredRows,
    rows: Sequence[int] | None = None,
    films: NDArray[np.int64] | None = None,
) -> float:
    """Return the cosine that at most 0.5 % of posters reach with a film that is not theirs.

    Leaving a poster's own row out makes it a poster that is not in the catalogue; what its best
    rival scores is then a false match. Films that share one picture count as the errors that they
    would be, up to `STRICTEST`: where more than 0.5 % share theirs, no threshold tells them apart.
    Below 200 posters 0.5 % cannot be measured, and the threshold lies further out, at most half
    of the way from the nearest pair to a faultless copy.

    Args:
        vectors: The catalogue's embeddings, shape (n, d).
        rows: Rows to calibrate on, such as the validation split; a fixed sample of all by default.
        films: Whose each row is, see `nearest_other`.
    """
    if len(vectors) < 2 or (films is not None and films[0] == films[-1]):
        return STRICTEST
    if not rows:
        size = min(_SAMPLE, len(vectors))
        sample = np.random.default_rng(0).choice(len(vectors), size, replace=False)
        rows = [int(row) for row in sample]
    rivals = nearest_other(vectors, rows, films)
    # `higher` picks a measured value, not one in between, and the next float above it excludes it.
    threshold = float(np.quantile(rivals, 1 - FALSE_MATCH_RATE, method="higher"))
    if len(rivals) * FALSE_MATCH_RATE < 1:
        # Too few to have met the rare near one: as far out as one in 740 of a bell curve lies, but
        # at most half of the way to a faultless copy, lest no other copy were found.
        far = min(float(rivals.mean() + 3 * rivals.std()), (threshold + 1) / 2)
        threshold = max(threshold, far)
    return min(float(np.nextafter(np.float32(threshold), np.float32(2.0))), STRICTEST)
