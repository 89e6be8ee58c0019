"""Local features of a picture: where its distinctive spots lie, and a code of 64 bits for each.

The spots and their descriptors are OpenCV's SIFT (Lowe, IJCV 2004), compared by their roots
(RootSIFT; Arandjelovic and Zisserman, CVPR 2012). A descriptor is then projected and only the
signs are kept (PCA and ITQ; Gong et al., TPAMI 2013): 8 bytes instead of 128, compared by counting
bits. What can still be drawn from them is told in docs/how-good.md.

Catalogue pictures are read small: the strong spots of a small picture are the ones that a photo
of it still has (`benchmarks/recognition`), and reading costs with the area.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.errors import UnavailableError

Codes = NDArray[np.uint64]
Places = NDArray[np.float32]
Poses = NDArray[np.uint8]
Doubts = NDArray[np.uint16]

# Square root of the area, in pixels, at which catalogue pictures are read and their spots counted.
CATALOGUE_SIDE = 255
CATALOGUE_POINTS = 270
BITS = 64
# A code is looked up by its parts of 16 bits each (`code_index`); how many bits of each part are
# remembered as doubtful.
PARTS = 4
DOUBTS = 2
# Weaker spots than OpenCV takes by default (0.04): posters have large even areas.
_CONTRAST = 0.02
_HEADER = struct.Struct("<fH")


@dataclass(frozen=True, slots=True)
class LocalFeatures:
    """The n distinctive spots of a picture, the strongest first.

    Attributes:
        places: Where they are, (x, y) in pixels of `size`, float32 of shape (n, 2).
        codes: What they look like, shape (n,).
        poses: How each is turned, in 1/256 of a full turn, and how large it is, in 1/16 of an
            octave; uint8 of shape (n, 2).
        size: Width and height that the places are measured in.
        doubts: The bits of each 16-bit part of a code that most nearly came out the other way, as
            masks, the most doubtful first, shape (n, 4, 2); None where they are not known.
    """

    places: Places
    codes: Codes
    poses: Poses
    size: tuple[float, float]
    doubts: Doubts | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def without(self, used: NDArray[np.bool_]) -> LocalFeatures:
        """Return the spots that are not marked in `used`, shape (n,)."""
        kept = ~used
        doubts = None if self.doubts is None else self.doubts[kept]
        return LocalFeatures(
            self.places[kept], self.codes[kept], self.poses[kept], self.size, doubts
        )

    def to_bytes(self) -> bytes:
        """Return what is kept of a catalogue picture: shape, places, poses and codes."""
        width, height = self.size
        scaled = self.places / np.array([width, height], dtype=np.float32) * 255
        places = np.round(scaled).clip(0, 255).astype(np.uint8)
        header = _HEADER.pack(width / height, len(self))
        return header + places.tobytes() + self.poses.tobytes() + self.codes.astype("<u8").tobytes()


@dataclass(frozen=True, slots=True)
class KeptFeatures:
    """A catalogue picture's features as they are stored.

    Attributes:
        aspect: The picture's width over its height.
        places: In 1/255 of width and height, uint8 of shape (n, 2).
        poses: As `LocalFeatures.poses`, shape (n, 2).
        codes: Shape (n,).
    """

    aspect: float
    places: NDArray[np.uint8]
    poses: Poses
    codes: Codes

    @classmethod
    def from_bytes(cls, data: bytes) -> KeptFeatures:
        """Read what `LocalFeatures.to_bytes` gave. Raises ValueError for anything else."""
        if len(data) < _HEADER.size:
            raise ValueError("features without a header")
        aspect, count = _HEADER.unpack_from(data)
        if len(data) != _HEADER.size + 12 * count or not 0 < aspect < float("inf"):
            raise ValueError("features that are cut short")
        places = np.frombuffer(data, np.uint8, 2 * count, _HEADER.size).reshape(count, 2)
        poses = np.frombuffer(data, np.uint8, 2 * count, _HEADER.size + 2 * count)
        codes = np.frombuffer(data, "<u8", count, _HEADER.size + 4 * count)
        return cls(aspect, places, poses.reshape(count, 2), codes.astype(np.uint64))


def kept_size(aspect: float) -> tuple[float, float]:
    """Return width and height, in pixels, of the frame that a catalogue picture's spots lie in."""
    return CATALOGUE_SIDE * aspect**0.5, CATALOGUE_SIDE / aspect**0.5


@dataclass(frozen=True, slots=True)
class Projection:
    """From a descriptor to the code's bits: which side of 64 planes it lies on.

    Attributes:
        mean: Shape (128,).
        planes: Shape (128, 64).
        key: Checksum; codes of another projection cannot be compared.
    """

    mean: NDArray[np.float32]
    planes: NDArray[np.float32]
    key: str

    @classmethod
    def of(cls, mean: NDArray[np.floating], planes: NDArray[np.floating]) -> Projection:
        """Return a projection with its key."""
        mean, planes = np.asarray(mean, np.float32), np.asarray(planes, np.float32)
        # How spots are found belongs to what a code means.
        said = f"sift-root-pose/{CATALOGUE_SIDE}/{CATALOGUE_POINTS}/{_CONTRAST}".encode()
        digest = hashlib.sha256(said + mean.tobytes() + planes.tobytes()).hexdigest()
        return cls(mean, planes, digest[:8])

    def codes(self, descriptors: NDArray[np.float32]) -> Codes:
        """Return the codes of descriptors, shape (n, 128)."""
        return self.codes_and_doubts(descriptors)[0]

    def codes_and_doubts(self, descriptors: NDArray[np.float32]) -> tuple[Codes, Doubts]:
        """Return the codes of descriptors, shape (n, 128), and `LocalFeatures.doubts`."""
        away = (descriptors - self.mean) @ self.planes
        packed = np.packbits(away > 0, axis=1, bitorder="little")
        parts = np.abs(away).reshape(-1, PARTS, BITS // PARTS)
        nearest = np.argsort(parts, axis=2)[:, :, :DOUBTS]
        doubts = (1 << nearest).astype(np.uint16)
        return packed.view("<u8").ravel().astype(np.uint64), doubts


@lru_cache(maxsize=1)
def projection() -> Projection:
    """Return the projection that ships. Raises UnavailableError, `bad_model`, where it is gone."""
    path = files("services.starter") / "recognition" / "projection.npz"
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return Projection.of(arrays["mean"], arrays["planes"])
    except (OSError, ValueError, KeyError) as error:
        raise UnavailableError(
            "bad_model", "Marquee's projection of local features is missing; install it anew."
        ) from error


def read_features(image: Image.Image, *, side: float, points: int) -> LocalFeatures:
    """Find a picture's strongest spots and code them.

    Args:
        image: RGB.
        side: Square root of the area at which it is read; a smaller picture is enlarged.
        points: Spots wanted, at most.

    Returns:
        The spots, in pixels of `image`.
    """
    places, poses, descriptors = describe(image, side=side, points=points)
    codes, doubts = projection().codes_and_doubts(descriptors)
    return LocalFeatures(places, codes, poses, image.size, doubts)


def read_catalogue_features(image: Image.Image) -> LocalFeatures:
    """Read a picture as those of the catalogue are; see `read_features`."""
    return read_features(image, side=CATALOGUE_SIDE, points=CATALOGUE_POINTS)


def describe(
    image: Image.Image, *, side: float, points: int
) -> tuple[Places, Poses, NDArray[np.float32]]:
    """Return places and poses, shape (n, 2), and root descriptors, shape (n, 128).

    See `read_features`.
    """
    gray = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2GRAY)
    scale = side / (image.width * image.height) ** 0.5
    # A strip of a few pixels would be drawn out without end.
    size = (_within(image.width * scale, side), _within(image.height * scale, side))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    gray = cv2.resize(gray, size, interpolation=way)
    sift = cv2.SIFT.create(nfeatures=points, contrastThreshold=_CONTRAST)
    spots, found = sift.detectAndCompute(gray, None)  # pyright: ignore[reportArgumentType, reportCallIssue]
    if found is None or not len(spots):
        return (
            np.empty((0, 2), np.float32),
            np.empty((0, 2), np.uint8),
            np.empty((0, 128), np.float32),
        )
    # OpenCV keeps some more where responses are equal, and orders them by place.
    order = np.argsort([-spot.response for spot in spots], kind="stable")[:points].tolist()
    places = np.array([spots[place].pt for place in order], dtype=np.float32)
    places *= np.array([image.width / size[0], image.height / size[1]], dtype=np.float32)
    turns = np.array([spots[place].angle for place in order]) / 360 * 256
    octaves = np.log2(np.maximum([spots[place].size for place in order], 1.0)) * 16
    poses = np.stack([turns.round() % 256, octaves.round().clip(0, 255)], axis=1).astype(np.uint8)
    rows = np.asarray(found[order], dtype=np.float32)
    sums = np.maximum(rows.sum(axis=1, keepdims=True), np.float32(1e-6))
    return places, poses, np.asarray(np.sqrt(rows / sums), dtype=np.float32)


def _within(length: float, side: float) -> int:
    return round(min(max(length, 16), 8 * side))
