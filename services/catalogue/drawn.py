"""The drawn films beside the starter's: what the demo recognises before anybody imports a film."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from services.core.settings import Settings
from services.samples import SAMPLES, poster_path
from services.vision.further import Poster
from services.vision.pipeline import Identifier


def open_with_drawn(settings: Settings, encoder: str | None, folder: Path) -> Identifier:
    """Open an encoder's pipeline; where its films are the starter's, with the drawn ones.

    Args:
        settings: As for `Identifier.open`.
        encoder: The same.
        folder: Where `services.samples.save_all` has put the posters.

    Raises:
        UnavailableError: as `Identifier.open`.
        OSError: a poster cannot be read.
    """

    def posters() -> list[Poster]:
        return [
            Poster(sample.film, Image.open(poster_path(folder, sample)).convert("RGB"))
            for sample in SAMPLES
        ]

    return Identifier.open(settings, encoder, further=posters)
