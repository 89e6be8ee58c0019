"""Films beside an index's: in memory alone, for a catalogue that shall hold a few more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from services.core.types import Film
from services.vision.encoders import Encoder
from services.vision.index import IndexEntry
from services.vision.index.folder import OpenIndex
from services.vision.index.manifest import Kind
from services.vision.index.search import ExactIndex
from services.vision.recognition.feature_files import CatalogueFeatures, extended
from services.vision.recognition.features import KeptFeatures, read_catalogue_features


@dataclass(frozen=True, slots=True)
class Poster:
    """A film, and its poster."""

    film: Film
    image: Image.Image


Further = Callable[[], Sequence[Poster]]
"""Gives the films; called when the index is opened, in the opening thread."""


def with_further(
    index: OpenIndex,
    features: CatalogueFeatures | None,
    posters: Sequence[Poster],
    encoder: Encoder,
) -> tuple[OpenIndex, CatalogueFeatures]:
    """Return an index and its local features with more films at their end.

    The films that were there keep their rows, and the crowding that matches are measured against
    stays theirs. Every row is then compared with every query, so this is for small catalogues.

    Args:
        index: The index.
        features: Its pictures', where it has any.
        posters: What it shall hold beside its own.
        encoder: Of the index's space.
    """
    own = [index.vectors.vector(row) for row in range(len(index.vectors))]
    new = encoder.embed([poster.image for poster in posters])
    vectors = ExactIndex(np.vstack([*own, new]), encoder.spec.metric)
    manifest = replace(
        index.manifest,
        items=len(vectors),
        kind=Kind.EXACT,
        films=index.manifest.film_count + len(posters),
    )
    entries = (*index.entries, *(IndexEntry(poster.film) for poster in posters))
    kept = [
        KeptFeatures.from_bytes(read_catalogue_features(poster.image).to_bytes())
        for poster in posters
    ]
    return (
        replace(index, manifest=manifest, entries=entries, vectors=vectors),
        extended(features, len(index.entries), kept),
    )
