"""What the sections of a report are made from, and the pictures they have made."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import EncoderSpec
from services.report.page import Picture
from services.training.data import Labelled
from services.vision.heads import Heads


@dataclass
class Draft:
    """What the sections are made from, and what they have put together so far."""

    data: Labelled
    heads: Heads
    spec: EncoderSpec
    run: Path | None
    montage: str
    pictures: list[Picture] = field(default_factory=list)

    def plot(self, name: str, figure: Figure, caption: str) -> Picture:
        """Keep a plot as a PNG."""
        file = BytesIO()
        figure.savefig(file, format="png", dpi=110)
        return self._keep(name, file, caption)

    def picture(self, name: str, image: Image.Image, caption: str) -> Picture:
        """Keep a picture as a PNG."""
        file = BytesIO()
        image.save(file, "PNG", optimize=True)
        return self._keep(name, file, caption)

    def _keep(self, name: str, file: BytesIO, caption: str) -> Picture:
        picture = Picture(f"{name}.png", file.getvalue(), caption)
        self.pictures.append(picture)
        return picture

    def rows(self, split: str, labelled: str) -> NDArray[np.int64]:
        """Return the rows of a split that have such labels."""
        return self.data.rows(split, labelled=labelled)
