"""Whether a picture shows a poster at all, from what its encoder saw and a few plain measures.

It lies in a folder of its own, `is-poster/<encoder>` beside the folders of encoders' other heads,
for it is fitted apart from them: `marquee train not-a-poster`.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core import foreign_json
from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.kept import companions
from services.vision.heads.heads import put_in_place, sigmoid
from services.vision.heads.statistics import COUNT, statistics
from services.vision.index.manifest import FileFacts, file_facts

FORMAT = 2
MANIFEST = "manifest.json"
WEIGHTS = "head.npz"
FOLDER = "is-poster"
_ARRAYS = ("first", "first_bias", "second", "second_bias")


@dataclass(frozen=True, slots=True)
class PosterHeadManifest:
    """What the file beside the weights says of them.

    Attributes:
        format: Version of the files' layout.
        encoder: Encoder whose embeddings are read.
        revision: The encoder's revision.
        dimension: Length of an embedding.
        inside: How much is read of what earlier layers saw.
        threshold: Probability below which a picture is told to be no poster.
        pictures: Pictures used, by split and whether they show a poster.
        metrics: Figures on the val and test pictures.
        trained_at: ISO 8601, UTC.
        file: Size and checksum of the weights.
    """

    format: int
    encoder: str
    revision: str
    dimension: int
    inside: int
    threshold: float
    pictures: Mapping[str, int]
    metrics: Mapping[str, Any]
    trained_at: str
    file: FileFacts


@dataclass(frozen=True, slots=True)
class PosterHead:
    """One hidden layer over `features`.

    d is their number, h the layer's width.

    Attributes:
        encoder: Name of the encoder that it belongs to.
        revision: The encoder's revision.
        dimension: Length of its embeddings.
        threshold: Probability below which a picture is told to be no poster.
        first: (d, h).
        first_bias: (h,).
        second: (h,).
        second_bias: ().
    """

    encoder: str
    revision: str
    dimension: int
    threshold: float
    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]

    def is_poster(
        self, seen: NDArray[np.float32], images: Sequence[Image.Image]
    ) -> NDArray[np.float32]:
        """Return the probability that each picture shows a poster, shape (n,).

        Args:
            seen: What the encoder saw in whole pictures: an embedding and what earlier layers saw
                a row, as `services.vision.encoders.base.look` gives both.
            images: The same pictures, RGB.
        """
        embeddings, inside = seen[:, : self.dimension], seen[:, self.dimension :]
        return self.chances(features(embeddings, inside, statistics(images)))

    def chances(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability for each row of `features`, shape (n,)."""
        hidden = np.maximum(seen @ self.first + self.first_bias, 0.0)
        return sigmoid(hidden @ self.second + self.second_bias)

    def write(
        self, folder: Path, *, pictures: Mapping[str, int], metrics: Mapping[str, Any]
    ) -> None:
        """Write the head into `folder`, whole or not at all; replaces what was there.

        Args:
            folder: Where to.
            pictures: See `PosterHeadManifest`.
            metrics: See `PosterHeadManifest`.
        """
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        work.chmod(0o755)
        arrays = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        np.savez_compressed(work / WEIGHTS, **arrays)
        manifest = PosterHeadManifest(
            format=FORMAT,
            encoder=self.encoder,
            revision=self.revision,
            dimension=self.dimension,
            inside=len(self.first) - self.dimension - COUNT,
            threshold=self.threshold,
            pictures=pictures,
            metrics=metrics,
            trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
            file=file_facts(work / WEIGHTS),
        )
        text = json.dumps(dataclasses.asdict(manifest), indent=2) + "\n"
        (work / MANIFEST).write_text(text, encoding="utf-8")
        put_in_place(work, folder)

    @classmethod
    def read(cls, folder: Path, spec: EncoderSpec) -> PosterHead | None:
        """Read the head of a folder; None where it has none, or one for another encoder.

        Raises:
            UnavailableError: `bad_heads` where it is damaged.
        """
        try:
            text = (folder / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _bad(folder, f"{MANIFEST} cannot be read") from error
        try:
            if foreign_json.parse(text)["format"] != FORMAT:
                return None
            manifest = foreign_json.parse_as(PosterHeadManifest, text)
        except (ValueError, KeyError, TypeError) as error:
            raise _bad(folder, f"{MANIFEST} cannot be read") from error
        # An encoder that was trained anew answers without this head until it is fitted again.
        expected = (spec.name, spec.revision, spec.dimension)
        if (manifest.encoder, manifest.revision, manifest.dimension) != expected:
            return None
        try:
            if file_facts(folder / WEIGHTS) != manifest.file:
                raise _bad(folder, f"{WEIGHTS} is not the file that was written")
            with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
                arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
        except (OSError, ValueError, KeyError) as error:
            raise _bad(folder, f"{WEIGHTS} cannot be read") from error
        return cls(spec.name, spec.revision, spec.dimension, manifest.threshold, **arrays)


def features(
    embeddings: Embeddings, inside: NDArray[np.float32], measures: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what the head reads: unit-length embeddings, earlier layers, `statistics`, (n, d)."""
    return np.hstack([normalise(embeddings), inside, measures])


def folder_of(settings: Settings, encoder: str) -> Path:
    """Return where the head that is fitted here for an encoder lies."""
    return settings.heads_dir / FOLDER / encoder


def shipped_folder(encoder: str) -> Path:
    """Return where the head that ships for an encoder lies, where Marquee is plain files."""
    return Path(str(files("services.starter"))) / "heads" / FOLDER / encoder


def open_poster_head(settings: Settings, spec: EncoderSpec) -> PosterHead | None:
    """Return the head fitted here, else the one that shipped, else None where there is none.

    Raises:
        UnavailableError: `bad_heads` where it is damaged.
    """
    own = (folder_of(settings, name) for name in (spec.name, spec.key))
    with as_file(files("services.starter")) as starter:
        roots = (starter, *companions(settings, spec.key))
        shipped = (root / "heads" / FOLDER / spec.name for root in roots)
        heads = (PosterHead.read(folder, spec) for folder in (*own, *shipped))
        return next((head for head in heads if head is not None), None)


def _bad(folder: Path, reason: str) -> UnavailableError:
    return UnavailableError(
        "bad_heads",
        f"What tells posters from other pictures in {folder} cannot be used: {reason}. "
        "`marquee train not-a-poster` makes it anew.",
    )
