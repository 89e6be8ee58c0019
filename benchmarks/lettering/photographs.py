"""Posters -> photos of covers on a desk, drawn."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image


def photographed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return a poster as a cover on a desk: askew, in bad light, with glare, blur and noise."""
    poster = np.asarray(image)
    height, width = poster.shape[:2]
    spine, top = int(width * rng.uniform(0.02, 0.08)), int(height * rng.uniform(0, 0.09))
    edge = [int(value) for value in rng.integers(0, 60, 3)]
    poster = cv2.copyMakeBorder(
        poster, top, spine, 2 * spine, spine, cv2.BORDER_CONSTANT, value=edge
    )
    height, width = poster.shape[:2]
    w, h = 640, 480
    patches = rng.integers(60, 230, (*rng.integers(2, 5, 2), 3)).astype(np.uint8)
    desk = cv2.resize(patches, (w, h), interpolation=cv2.INTER_CUBIC)
    scale = h * rng.uniform(0.7, 1.0) / height
    half = np.array([width, height]) * scale / 2
    angle = np.radians(rng.normal(0, 8) if rng.random() < 0.8 else rng.uniform(-60, 60))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners *= 1 + rng.uniform(-0.07, 0.07, (4, 2))
    middle = [w / 2 + rng.uniform(-60, 60), h / 2 + rng.uniform(-15, 15)]
    target = (corners @ turn.T + middle).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (w, h))
    placed = cv2.warpPerspective(poster, matrix, (w, h), flags=cv2.INTER_CUBIC)
    out = np.where(inside[..., None] > 128, placed, desk).astype(np.float32)
    glare = np.zeros((h, w), np.float32)
    spot = (int(middle[0] + rng.normal(0, 80)), int(middle[1] + rng.normal(0, 120)))
    axes = (int(rng.uniform(20, 120)), int(rng.uniform(10, 50)))
    cv2.ellipse(glare, spot, axes, float(rng.uniform(0, 180)), 0, 360, 1, -1)
    glare = cv2.GaussianBlur(glare, (0, 0), rng.uniform(10, 40)) * rng.uniform(0, 220)
    out = out * rng.uniform(0.55, 1.05) * rng.uniform(0.85, 1.1, 3) + glare[..., None]
    out = cv2.GaussianBlur(out + rng.uniform(0, 25), (0, 0), rng.uniform(0.5, 1.5))
    out += rng.normal(0, rng.uniform(2, 7), out.shape)
    _, jpeg = cv2.imencode(
        ".jpg",
        np.clip(out, 0, 255).astype(np.uint8)[:, :, ::-1],
        [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 90))],
    )
    seen = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    assert seen is not None
    return Image.fromarray(np.ascontiguousarray(seen[:, :, ::-1]))
