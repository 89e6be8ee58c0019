"""A dozen fictional films, one a decade, with posters drawn by code: something to try Marquee on.

No image is stored: `draw` paints a poster from shapes, noise with fixed seeds and Pillow's own
typeface, so the same Pillow paints the same picture every time.

- films.py: their facts
- posters/: how each is painted
- photo.py: a poster as a phone takes it
- canvas.py, shapes.py, tones.py: a sheet, outlines, textures
- lettering.py, credits.py: letters, and the small print at the foot
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image

from services.samples.films import SAMPLES, Sample
from services.samples.photo import photograph
from services.samples.posters import PAINTERS

__all__ = ["SAMPLES", "Sample", "draw", "photo_path", "poster_path", "save_all", "save_photos"]

_NARROWEST = 16
_WIDEST = 2000
_QUALITY = 85  # of photos


def draw(sample: Sample, width: int = 400) -> Image.Image:
    """Paints a sample's poster.

    Args:
        sample: One of `SAMPLES`.
        width: Width in pixels, 16 to 2000; the height is one and a half times that, rounded.

    Returns:
        An RGB picture, the same bytes at every call.

    Raises:
        ValueError: The width is out of range.
    """
    if not _NARROWEST <= width <= _WIDEST:
        raise ValueError(f"A poster can be {_NARROWEST} to {_WIDEST} pixels wide, not {width}.")
    return PAINTERS[sample.slug](sample, width).printed(width)


def save_all(folder: Path, width: int = 400) -> list[Path]:
    """Writes every poster as `<slug>.png`; a file is replaced in one step or not at all.

    Args:
        folder: Where to; it is made if it is missing.
        width: Width of the pictures in pixels.

    Returns:
        The files, in the order of `SAMPLES`.

    Raises:
        OSError: The folder or a file in it cannot be written.
        ValueError: The width is out of range.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_save(draw(sample, width), poster_path(folder, sample)) for sample in SAMPLES]


def save_photos(folder: Path) -> list[Path]:
    """Writes a photo of every poster in the folder, as `save_all` writes the posters.

    Args:
        folder: Where `save_all` has put them.

    Returns:
        The files, in the order of `SAMPLES`.

    Raises:
        OSError: A poster cannot be read, or a photo cannot be written.
    """
    photos = []
    for sample in SAMPLES:
        with Image.open(poster_path(folder, sample)) as file:
            photo = photograph(file.convert("RGB"), sample.slug)
        photos.append(_save(photo, photo_path(folder, sample)))
    return photos


def poster_path(folder: Path, sample: Sample) -> Path:
    """Returns where `save_all` puts a sample's poster."""
    return folder / f"{sample.slug}.png"


def photo_path(folder: Path, sample: Sample) -> Path:
    """Returns where `save_photos` puts a photo of it."""
    return folder / f"{sample.slug}-photo.jpg"


def _save(picture: Image.Image, path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if path.suffix == ".png":
                picture.save(file, "PNG")
            else:
                picture.save(file, "JPEG", quality=_QUALITY)
        # mkstemp makes files that only their owner can read; these are for everyone.
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path
