"""Picture and neighbours -> the film whose title is read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from PIL import Image

from services.core.types import Film, YearEstimate
from services.vision.lettering.decision import Decision, shipped_decision
from services.vision.lettering.reader import Reader
from services.vision.lettering.titles import TitleReading


@dataclass(frozen=True, slots=True)
class ReadTitle:
    """A film whose title was read.

    Attributes:
        film: The film.
        confidence: Probability that it is the picture's film.
        named_from: Probability from which a film is named; below, it is a perhaps.
    """

    film: Film
    confidence: float
    named_from: float

    @property
    def named(self) -> bool:
        """Whether the title alone is enough to name the film."""
        return self.confidence >= self.named_from


class TitleReader:
    """Reads the title of one picture at a time; the models are opened by the first.

    Args:
        threads: CPU threads that reading may take.
        reader: What reads; None: the extra's models.
        decision: When a film is named; None: what ships.
    """

    def __init__(
        self,
        *,
        threads: int = 1,
        reader: Reader | None = None,
        decision: Decision | None = None,
    ) -> None:
        self._threads = threads
        self._reader = reader
        self._decision = decision
        self._turn = Lock()

    def read(
        self,
        image: Image.Image,
        titles: TitleReading,
        neighbours: Sequence[str],
        era: YearEstimate | None = None,
    ) -> ReadTitle | None:
        """Return the film whose title stands in an RGB picture, or None.

        Args:
            image: The picture, as it was decoded.
            titles: Those of the catalogue.
            neighbours: Keys of the films whose posters are nearest, nearest first.
            era: The year that the picture looks like.

        Raises:
            UnavailableError: `no_ocr` without the extra.
        """
        with self._turn:
            if self._reader is None:
                self._reader = Reader.open(threads=self._threads)
            lines = self._reader.read(image)
        candidates = titles.candidates(lines, neighbours, era=era)
        if not candidates:
            return None
        decision = self._decision or shipped_decision()
        shares = decision.probabilities(candidates)
        best = int(shares.argmax())
        likely = float(shares[best])
        if likely < decision.perhaps_from:
            return None
        return ReadTitle(candidates[best].film, likely, decision.named_from)
