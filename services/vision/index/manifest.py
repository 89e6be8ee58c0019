"""The manifest of an index folder, and the checks that come before any file of it is opened.

Annoy takes a file's metric and dimension on trust and ends the process where they are wrong, so a
folder is compared with its manifest, and the manifest with the encoder, first.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from services.core import foreign_json
from services.core.encoders import EncoderSpec, Metric
from services.core.errors import UnavailableError

FORMAT = 1
MANIFEST = "manifest.json"
FILMS = "films.jsonl"
VECTORS = "vectors.npy"
SCALES = "scales.npy"
ANNOY = "index.ann"
AXES = "axes.npy"
_CHUNK = 2**20


class Kind(StrEnum):
    """How an index finds its candidates."""

    ANNOY = "annoy"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file's size in bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder says of itself.

    Attributes:
        format: Version of the folder's layout.
        encoder: Name of the encoder whose embeddings these are.
        revision: The encoder's revision.
        dimension: Length of an embedding.
        metric: How neighbours are ranked.
        items: Number of rows, one a picture.
        kind: `annoy` or `exact`.
        trees: Annoy's trees; 0 for an exact index.
        annoy_dimension: Length of the projected vectors in Annoy's file; 0 for an exact index.
        match_threshold: Cosine from which a picture is taken for the film itself, see
            `services.vision.index.calibration`.
        created_at: ISO 8601, UTC.
        files: Size and checksum of each file beside the manifest.
        films: Number of films where it is not `items`, since some have several pictures. The
            versions before would list such a film several times, and refuse a manifest with this.
    """

    format: int
    encoder: str
    revision: str
    dimension: int
    metric: Metric
    items: int
    kind: Kind
    trees: int
    annoy_dimension: int
    match_threshold: float
    created_at: str
    files: dict[str, FileFacts]
    films: int | None = None

    @property
    def film_count(self) -> int:
        """How many films the index holds."""
        return self.items if self.films is None else self.films

    def to_json(self) -> str:
        """Return the manifest as indented JSON."""
        facts = dataclasses.asdict(self)
        if self.films is None:
            del facts["films"]
        return json.dumps(facts, indent=2) + "\n"

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a folder's manifest. Raises UnavailableError (`no_catalogue`, `bad_index`)."""
        path = folder / MANIFEST
        try:
            text = path.read_bytes()
            layout = foreign_json.parse(text)["format"]
            if layout != FORMAT:
                raise bad_index(folder, f"its layout is version {layout}, not {FORMAT}")
            manifest = foreign_json.parse_as(cls, text)
        except FileNotFoundError as error:
            raise UnavailableError("no_catalogue", f"There is no index in {folder}.") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise bad_index(folder, f"{MANIFEST} cannot be read") from error
        if not -1.0 <= manifest.match_threshold <= 1.0:
            raise bad_index(folder, "its match threshold is not a cosine")
        return manifest

    def check(self, folder: Path, spec: EncoderSpec) -> None:
        """Compare the manifest with the encoder and the files with the manifest.

        Raises:
            UnavailableError: code `bad_index`, naming what differs.
        """
        expected = (spec.name, spec.revision, spec.dimension, spec.metric)
        if (self.encoder, self.revision, self.dimension, self.metric) != expected:
            raise bad_index(
                folder,
                f"it is for {self.encoder}@{self.revision} ({self.dimension} numbers, "
                f"{self.metric}), not for {spec.key} ({spec.dimension} numbers, {spec.metric})",
            )
        needed = {FILMS, VECTORS} | ({ANNOY, AXES} if self.kind is Kind.ANNOY else set())
        for name in sorted(needed - self.files.keys()):
            raise bad_index(folder, f"its manifest does not list {name}")
        for name, facts in self.files.items():
            path = folder / name
            try:
                if Path(name).name != name or not path.is_file():
                    raise bad_index(folder, f"{name} is missing")
                if path.stat().st_size != facts.size:
                    raise bad_index(folder, f"{name} has another size than was written")
                if file_facts(path).sha256 != facts.sha256:
                    raise bad_index(folder, f"{name} has another checksum than was written")
            except OSError as error:
                raise bad_index(folder, f"{name[:100]} cannot be read") from error


def file_facts(path: Path) -> FileFacts:
    """Return a file's size and SHA-256, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileFacts(path.stat().st_size, digest.hexdigest())


def bad_index(folder: Path, reason: str) -> UnavailableError:
    """Return the error for an index that must not be opened."""
    return UnavailableError(
        "bad_index",
        f"The index in {folder} cannot be used: {reason}. "
        "`marquee catalogue build` writes it anew.",
    )
