"""The year head and the genre head: linear maps over standardised embeddings, in NumPy alone.

The year head is a softmax over bins of years, read as a distribution that is even within a bin:
its median is the estimate, two of its quantiles, chosen on the validation split, the 80 %
interval, unless it is read as `services.vision.heads.years` tells. The genre head is one logistic
regression a genre.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.core import foreign_json
from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.core.types import GenreScore, YearEstimate
from services.vision.encoders.base import Embeddings
from services.vision.encoders.kept import companions, key_told
from services.vision.heads.years import Dating
from services.vision.index.manifest import FileFacts, file_facts

FORMAT = 1
MANIFEST = "manifest.json"
WEIGHTS = "heads.npz"
_ARRAYS = (
    "mean",
    "scale",
    "genre_weight",
    "genre_bias",
    "genre_thresholds",
    "year_weight",
    "year_bias",
    "year_edges",
    "year_levels",
)
# Of heads that were calibrated so; others have none of them.
_DATINGS = {"look": ("year_shape", "year_floors"), "film": ("film_shape", "film_floors")}
# Years by which a film's likely year lies apart from its poster's look before it is told.
NOTABLE_YEARS = 5.0


@dataclass(frozen=True, slots=True)
class HeadsManifest:
    """What a heads folder says of itself.

    Attributes:
        format: Version of the folder's layout.
        encoder: Encoder whose embeddings the heads read.
        revision: The encoder's revision.
        dimension: Length of an embedding.
        genres: The vocabulary, in the order of the genre head's outputs.
        splits: Films used by split: fitted on `train`, chosen on `val`.
        metrics: Figures on the validation split, and the choices made there.
        trained_at: ISO 8601, UTC.
        file: Size and checksum of the weights.
    """

    format: int
    encoder: str
    revision: str
    dimension: int
    genres: tuple[str, ...]
    splits: Mapping[str, int]
    metrics: Mapping[str, Any]
    trained_at: str
    file: FileFacts


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads' arrays; d is the embedding's length, g the genres, b the year bins.

    Attributes:
        encoder: Name of the encoder they belong to.
        revision: The encoder's revision.
        genre_names: g names.
        mean: (d,) subtracted from an embedding.
        scale: (d,) divides it.
        genre_weight: (d, g).
        genre_bias: (g,).
        genre_thresholds: (g,) probabilities from which a genre counts as predicted.
        year_weight: (d, b).
        year_bias: (b,).
        year_edges: (b + 1,) years; bin i is [edge i, edge i + 1).
        year_levels: (2,) quantile levels of the 80 % interval, where `look` is None.
        look: How the year that a poster looks like is read, or None in heads of before.
        film: How the year of a film is read whose picture may be a later edition, or None where
            nothing tells.
    """

    encoder: str
    revision: str
    genre_names: tuple[str, ...]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    genre_weight: NDArray[np.float32]
    genre_bias: NDArray[np.float32]
    genre_thresholds: NDArray[np.float32]
    year_weight: NDArray[np.float32]
    year_bias: NDArray[np.float32]
    year_edges: NDArray[np.float32]
    year_levels: NDArray[np.float32]
    look: Dating | None = None
    film: Dating | None = None

    def standardise(self, embeddings: Embeddings) -> Embeddings:
        """Return (n, d) embeddings as the linear maps want them."""
        return (embeddings - self.mean) / self.scale

    def genre_probabilities(self, embeddings: Embeddings) -> Embeddings:
        """Return probabilities of shape (n, g)."""
        return sigmoid(self.standardise(embeddings) @ self.genre_weight + self.genre_bias)

    def year_distribution(self, embeddings: Embeddings) -> Embeddings:
        """Return the probability of each bin, shape (n, b)."""
        return softmax(self.standardise(embeddings) @ self.year_weight + self.year_bias)

    def genres(self, embeddings: Embeddings) -> list[tuple[GenreScore, ...]]:
        """Return every genre's score for each embedding, most probable first."""
        answers = []
        for row in self.genre_probabilities(embeddings):
            scores = [
                GenreScore(name, float(probability), bool(probability >= threshold))
                for name, probability, threshold in zip(
                    self.genre_names, row, self.genre_thresholds, strict=True
                )
            ]
            answers.append(tuple(sorted(scores, key=lambda score: -score.probability)))
        return answers

    def years(self, embeddings: Embeddings) -> list[YearEstimate]:
        """Return the year each embedding's picture looks like, and where its film's year lies."""
        distribution = self.year_distribution(embeddings)
        if self.look is not None:
            (middle,) = year_quantiles(distribution, self.year_edges, np.array([0.5])).T
            read = self.look.read(distribution, self.year_edges, middle)
        else:
            low, high = self.year_levels
            read = year_quantiles(distribution, self.year_edges, np.array([0.5, low, high]))
        return [YearEstimate(*map(float, row)) for row in read]

    def film_years(self, embeddings: Embeddings) -> list[YearEstimate | None]:
        """Return the years of the films where they are likely other ones than their posters look.

        None where both are much the same, and in heads that do not tell.
        """
        if self.film is None:
            return [None] * len(embeddings)
        distribution = self.year_distribution(embeddings)
        read = self.film.read(distribution, self.year_edges)
        films = [YearEstimate(*map(float, row)) for row in read]
        return [
            film if abs(film.estimate - look.estimate) >= NOTABLE_YEARS else None
            for film, look in zip(films, self.years(embeddings), strict=True)
        ]

    def write(self, folder: Path, *, splits: Mapping[str, int], metrics: Mapping[str, Any]) -> None:
        """Write the heads into `folder`, whole or not at all; replaces what was there."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        work.chmod(0o755)
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        for attribute, (shape, floors) in _DATINGS.items():
            if (dating := getattr(self, attribute)) is not None:
                arrays |= {shape: dating.shape, floors: dating.floors}
        # Half precision moves a probability by less than 0.001 and halves what ships.
        for name in ("genre_weight", "year_weight"):
            arrays[name] = arrays[name].astype(np.float16)
        np.savez_compressed(work / WEIGHTS, **arrays)
        manifest = HeadsManifest(
            format=FORMAT,
            encoder=self.encoder,
            revision=self.revision,
            dimension=len(self.mean),
            genres=self.genre_names,
            splits=splits,
            metrics=metrics,
            trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
            file=file_facts(work / WEIGHTS),
        )
        text = json.dumps(dataclasses.asdict(manifest), indent=2) + "\n"
        (work / MANIFEST).write_text(text, encoding="utf-8")
        put_in_place(work, folder)

    @classmethod
    def read(cls, folder: Path, spec: EncoderSpec) -> Heads:
        """Read heads and check them against their manifest and the encoder.

        Raises:
            UnavailableError: `no_heads` where there are none, `bad_heads` where they do not fit.
        """
        manifest = read_manifest(folder)
        expected = (spec.name, spec.revision, spec.dimension)
        if (manifest.encoder, manifest.revision, manifest.dimension) != expected:
            theirs = f"{manifest.encoder}@{manifest.revision}"
            raise _bad(folder, f"they are for {theirs}, not for {spec.key}")
        try:
            if file_facts(folder / WEIGHTS) != manifest.file:
                raise _bad(folder, f"{WEIGHTS} is not the file that was written")
            with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
                arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
                datings = {name: _dating(stored, *names) for name, names in _DATINGS.items()}
        except (OSError, ValueError, KeyError) as error:
            raise _bad(folder, f"{WEIGHTS} cannot be read") from error
        return cls(
            spec.name,
            spec.revision,
            genre_names=manifest.genres,
            look=datings["look"],
            film=datings["film"],
            **arrays,
        )


def _dating(stored: Mapping[str, NDArray[Any]], shape: str, floors: str) -> Dating | None:
    """Return how years are read, or None where a file does not tell.

    Raises:
        ValueError: it is not what it should be.
    """
    if shape not in stored or floors not in stored:
        return None
    read = Dating(stored[shape].astype(np.float64), stored[floors].astype(np.float64))
    if read.shape.shape != (2, 3) or read.floors.ndim != 2 or read.floors.shape[1] != 2:
        raise ValueError("not the shape of a calibration")
    return read


def open_heads(settings: Settings, spec: EncoderSpec) -> Heads | None:
    """Return the heads trained here, else those that shipped, else None where there are none.

    Heads belong to weights: those trained here for others, before an upgrade or after it, wait for
    theirs.

    Raises:
        UnavailableError: `bad_heads` where there are some for these weights that do not fit.
    """
    for own in (settings.heads_dir / spec.name, settings.heads_dir / spec.key):
        if own.is_dir() and _is_meant(own, spec):
            return Heads.read(own, spec)
    with as_file(files("services.starter")) as starter:
        for root in (starter, *companions(settings, spec.key)):
            shipped = root / "heads" / spec.name
            if shipped.is_dir() and _is_meant(shipped, spec):
                return Heads.read(shipped, spec)
    return None


def _is_meant(folder: Path, spec: EncoderSpec) -> bool:
    """Return whether heads are for these weights; for a damaged manifest, which is then refused."""
    return key_told(folder / MANIFEST) in (spec.key, None)


def put_aside(folder: Path, spec: EncoderSpec) -> None:
    """Make room for heads trained for these weights: those for others go on with theirs.

    They are renamed to the key of their encoder, under which they are found when an index of it
    is open.
    """
    key = key_told(folder / MANIFEST)
    if key is not None and key != spec.key and Path(key).name == key:
        put_in_place(folder, folder.with_name(key))


def put_in_place(work: Path, folder: Path) -> None:
    """Rename a finished folder to what it shall be called, in place of what was there."""
    if folder.exists():
        old = folder.with_name(f".{folder.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        os.replace(folder, old)  # noqa: PTH105
        os.replace(work, folder)  # noqa: PTH105
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(work, folder)  # noqa: PTH105


def written_at(settings: Settings, encoder: str) -> int | None:
    """Return when an encoder's own heads were written, in ns, or None where there are none."""
    try:
        return (settings.heads_dir / encoder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return None


def read_manifest(folder: Path) -> HeadsManifest:
    """Read a heads folder's manifest. Raises UnavailableError (`no_heads`, `bad_heads`)."""
    try:
        text = (folder / MANIFEST).read_bytes()
        layout = foreign_json.parse(text)["format"]
        if layout != FORMAT:
            raise _bad(folder, f"their layout is version {layout}, not {FORMAT}")
        return foreign_json.parse_as(HeadsManifest, text)
    except FileNotFoundError as error:
        raise UnavailableError("no_heads", f"There are no heads in {folder}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _bad(folder, f"{MANIFEST} cannot be read") from error


def year_quantiles(
    distribution: NDArray[np.floating], edges: NDArray[np.floating], levels: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return years at the given quantile levels, shape (n, len(levels)).

    Args:
        distribution: Probability of each bin, shape (n, b).
        edges: The bins' edges in years, shape (b + 1,).
        levels: Quantile levels, 0 to 1.
    """
    cumulative = np.cumsum(distribution, axis=1, dtype=np.float64)
    cumulative = np.hstack([np.zeros((len(cumulative), 1)), cumulative / cumulative[:, -1:]])
    return np.stack([np.interp(levels, row, edges) for row in cumulative])


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the row-wise softmax."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (exponents / exponents.sum(axis=1, keepdims=True)).astype(np.float32)


def sigmoid(logits: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the logistic function, without overflow."""
    return (0.5 * (1.0 + np.tanh(0.5 * logits))).astype(np.float32)


def _bad(folder: Path, reason: str) -> UnavailableError:
    return UnavailableError(
        "bad_heads",
        f"The heads in {folder} cannot be used: {reason}. `marquee train heads` makes them anew.",
    )
