"""A catalogue of drawn posters with local features, and pictures of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from services.samples import SAMPLES, draw
from services.vision.recognition.feature_files import (
    CatalogueFeatures,
    FeaturesWriter,
    open_features,
)
from services.vision.recognition.features import KeptFeatures, read_catalogue_features


def drawn(width: int = 240) -> list[Image.Image]:
    return [draw(sample, width) for sample in SAMPLES]


def kept(images: Sequence[Image.Image]) -> list[KeptFeatures]:
    return [KeptFeatures.from_bytes(read_catalogue_features(image).to_bytes()) for image in images]


def written(folder: Path, images: Sequence[Image.Image], *, sort: bool = True) -> CatalogueFeatures:
    with FeaturesWriter(folder) as writer:
        writer.add(kept(images))
        writer.finish(sort=sort)
    features = open_features(folder, len(images))
    assert features is not None
    return features


def laid(
    picture: Image.Image, corners: Sequence[tuple[float, float]], size: tuple[int, int]
) -> Image.Image:
    """Return a picture as it lies between four corners on an uneven ground."""
    width, height = picture.size
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(frame, np.array(corners, dtype=np.float32))
    ground = np.random.default_rng(3).integers(90, 130, (size[1] // 40, size[0] // 40, 3))
    out = cv2.resize(ground.astype(np.uint8), size, interpolation=cv2.INTER_CUBIC)
    shown = cv2.warpPerspective(np.asarray(picture), matrix, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size) > 127
    out[inside] = shown[inside]
    return Image.fromarray(out)
