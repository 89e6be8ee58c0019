"""The pipeline: images -> identifications."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter

from PIL import Image

from services.encoders import Encoder, encoder_spec, open_encoder
from services.errors import RequestError, UnavailableError
from services.heads import Heads, open_heads
from services.index import Hit, open_index
from services.index.folder import OpenIndex
from services.lookup import look_up
from services.settings import Settings
from services.types import Film, Identification, Neighbour

_log = logging.getLogger(__name__)


class Identifier:
    """An encoder, its index and its heads, opened together."""

    def __init__(self, encoder: Encoder, index: OpenIndex, heads: Heads | None) -> None:
        """Put the parts together.

        Args:
            encoder: What sees the posters.
            index: The catalogue in that encoder's space.
            heads: Year and genre heads, or None to answer without era and genres.
        """
        self._encoder = encoder
        self._index = index
        self._heads = heads
        self._rows = {entry.film.key: row for row, entry in enumerate(index.entries)}

    @classmethod
    def open(cls, settings: Settings, encoder: str | None = None) -> Identifier:
        """Open an encoder with its own catalogue, or with the starter's where none was built.

        Raises:
            UnavailableError: the encoder, its index or its heads are missing or damaged; the
                message names the command that mends it.
        """
        name = encoder_spec(encoder or settings.encoder).name
        with as_file(files("services.starter") / "catalogue" / name) as shipped:
            own = settings.indexes_dir / name
            root = own if own.is_dir() else shipped
            # Before the encoder: one that has no index need not fetch its weights to say so.
            if not root.is_dir():
                raise UnavailableError(
                    "no_catalogue",
                    f"There is no {name} index yet. Build it with "
                    f"`marquee catalogue build --encoder {name}`.",
                )
            eye = open_encoder(name, settings)
            index = open_index(root, eye.spec)
        heads = open_heads(settings, eye.spec)
        _log.info("%s: %d films, heads: %s", name, len(index.entries), "yes" if heads else "none")
        return cls(eye, index, heads)

    @property
    def encoder_name(self) -> str:
        """The encoder's name."""
        return self._encoder.spec.name

    @property
    def size(self) -> int:
        """The number of films in the catalogue."""
        return len(self._index.entries)

    @property
    def match_threshold(self) -> float:
        """The cosine from which a poster is taken for a film's own."""
        return self._index.manifest.match_threshold

    def identify(self, images: Sequence[Image.Image], *, k: int = 3) -> list[Identification]:
        """Answer each of the images.

        Args:
            images: Upright RGB images, as `services.images.decode` gives them.
            k: Neighbours wanted, at least 1.

        Returns:
            One identification an image, in order; the timings are an image's share of the batch.

        Raises:
            RequestError: k is below 1.
        """
        if k < 1:
            raise RequestError("bad_request", "k must be at least 1.")
        if not images:
            return []
        seen = look_up(self._encoder, self._index.vectors, images, k + 1, self.match_threshold)
        start = perf_counter()
        years = self._heads.years(seen.embeddings) if self._heads else [None] * len(images)
        genres = self._heads.genres(seen.embeddings) if self._heads else [()] * len(images)
        share = 1000.0 / len(images)
        timings = {
            "embed": seen.embed_seconds * share,
            "search": seen.search_seconds * share,
            "heads": (perf_counter() - start) * share,
        }
        answers = []
        for hits, matches, year, scores in zip(seen.hits, seen.matches, years, genres, strict=True):
            match, others = self._split(hits, k, matches=matches)
            answers.append(Identification(self.encoder_name, match, others, year, scores, timings))
        return answers

    def nearest(self, image: Image.Image, k: int = 3) -> list[Film]:
        """Return the k films whose posters are nearest, the query's own film left out."""
        (answer,) = self.identify([image], k=k)
        return [neighbour.film for neighbour in answer.neighbours]

    def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that `Film.key`, or None."""
        row = self._rows.get(key)
        return None if row is None else self._index.entries[row].film

    def poster_path(self, film: Film) -> Path | None:
        """Return the film's own poster file where it is on this machine, else None."""
        row = self._rows.get(film.key)
        path = None if row is None else self._index.entries[row].poster_path
        return Path(path) if path and Path(path).is_file() else None

    def _split(
        self, hits: Sequence[Hit], k: int, *, matches: bool
    ) -> tuple[Neighbour | None, tuple[Neighbour, ...]]:
        neighbours = [Neighbour(self._index.entries[hit.row].film, hit.similarity) for hit in hits]
        if neighbours and matches:
            return neighbours[0], tuple(neighbours[1 : k + 1])
        return None, tuple(neighbours[:k])
