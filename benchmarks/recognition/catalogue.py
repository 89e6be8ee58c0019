"""A catalogue that was built of the shared pictures, and which picture each row is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.wild.catalogues import Picture, opened, pictures
from services.core.settings import Settings
from services.core.types import Film
from services.vision.encoders import Encoder, open_encoder
from services.vision.encoders.base import normalise
from services.vision.index import manifest as files
from services.vision.index import open_index
from services.vision.pipeline import index_root
from services.vision.recognition.feature_files import CatalogueFeatures, open_features
from services.vision.recognition.features import read_catalogue_features
from services.vision.recognition.weighing import TWINS

FOLDERS = ("posters", "more")


@dataclass
class Catalogue:
    """An encoder's index with local features, opened to be read.

    Attributes:
        settings: Whose data folder it is.
        encoder: The encoder.
        folder: The build's.
        films: Each row's film.
        features: The rows' local features.
        known: All shared pictures, `posters` first.
    """

    settings: Settings
    encoder: Encoder
    folder: Path
    films: Sequence[Film]
    features: CatalogueFeatures
    known: Sequence[Picture]

    @classmethod
    def open(cls, settings: Settings, shared: Path) -> Catalogue:
        """Open the catalogue of the settings' data folder and the CSVs of the shared folder."""
        encoder = open_encoder(settings.encoder, settings)
        with index_root(settings, encoder.spec.name) as root:
            if root is None:
                raise SystemExit("There is no catalogue; see the first lines of this benchmark.")
            index = open_index(root, encoder.spec)
        features = open_features(index.folder, len(index.entries))
        if features is None:
            raise SystemExit("The catalogue has no local features; build it again.")
        known = [picture for name in FOLDERS for picture in pictures(shared / name)]
        films = [entry.film for entry in index.entries]
        return cls(settings, encoder, index.folder, films, features, known)

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """The rows' embeddings, unit, shape (n, d)."""
        return normalise(np.load(self.folder / files.VECTORS).astype(np.float32))

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """The rows of each IMDb id."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, film in enumerate(self.films):
            rows[film.imdb_id or ""].append(row)
        return rows

    @cached_property
    def of_film(self) -> dict[str, list[Picture]]:
        """The pictures of each IMDb id."""
        found: dict[str, list[Picture]] = defaultdict(list)
        for picture in self.known:
            found[picture.imdb_id].append(picture)
        return found

    def embed(self, image: Image.Image) -> NDArray[np.float32]:
        """Return a picture's embedding, unit, shape (d,)."""
        return normalise(np.asarray(self.encoder.embed([image]), dtype=np.float32))[0]

    def others(self, image: Image.Image, imdb_id: str, most: int) -> list[Picture]:
        """Return a picture of each of the nearest other films that share none with this one."""
        similar = self.vectors @ self.embed(image)
        own = self.vectors[self.rows[imdb_id]]
        found: dict[str, Picture] = {}
        for row in np.argsort(-similar)[: 20 * most]:
            film = self.films[row].imdb_id or ""
            twin = film == imdb_id or float((own @ self.vectors[row]).max(initial=0)) >= TWINS
            if not twin and self.of_film[film]:
                found.setdefault(film, self.of_film[film][0])
            if len(found) == most:
                break
        return list(found.values())

    def row_of(self, picture: Picture, image: Image.Image) -> int | None:
        """Return the row that has just a picture's codes, or None."""
        codes = read_catalogue_features(image).codes
        for row in self.rows[picture.imdb_id]:
            if np.array_equal(self.features.codes(row), codes):
                return row
        return None

    def val(self, count: int, *, several: bool, seed: int) -> list[list[Picture]]:
        """Return the pictures of val films in an order by chance, each film's by chance, too.

        Args:
            count: Films, at most.
            several: Whether only films of two pictures and more are wanted.
            seed: Of what is by chance.
        """
        rng = np.random.default_rng(seed)
        films = [
            found
            for found in self.of_film.values()
            if found[0].split == "val" and (len(found) > 1 or not several)
        ]
        return [
            [films[film][place] for place in rng.permutation(len(films[film]))]
            for film in rng.permutation(len(films))[:count]
        ]

    def train(self, count: int, *, seed: int) -> list[Picture]:
        """Return train pictures by chance."""
        train = [picture for picture in self.known if picture.split == "train"]
        chosen = np.random.default_rng(seed).permutation(len(train))[:count]
        return [train[place] for place in chosen]


def rgb(picture: Picture) -> Image.Image:
    """Return a picture as a service decodes it."""
    return opened(picture.path)
