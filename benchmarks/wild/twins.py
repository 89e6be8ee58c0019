"""Whether two files show one picture: films of a box set share theirs, which no rule can help."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image

from services.core.types import Film
from services.training.twins import same_picture
from services.vision.pipeline import Identifier


def twin(identifier: Identifier, film: Film, picture: Image.Image) -> bool:
    """Return whether one of a film's own pictures in the catalogue is this very picture."""
    for number in range(1, identifier.picture_count(film) + 1):
        path = identifier.poster_path(film, number)
        if path is not None and same_picture(_opened(path), picture):
            return True
    return False


@lru_cache(maxsize=4096)
def _opened(path: Path) -> Image.Image:
    with Image.open(path) as file:
        return file.convert("RGB")
