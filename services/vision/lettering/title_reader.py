"""Picture and neighbours -> the film whose title is read in it."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from PIL import Image

from services.core.types import YearEstimate
from services.vision.lettering.decision import Decision, Verdict, shipped_decision
from services.vision.lettering.reader import Reader
from services.vision.lettering.titles import Candidate, TitleReading

if TYPE_CHECKING:
    from services.vision.index.standing import Standing


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
        standing: Standing | None = None,
    ) -> Verdict | None:
        """Return the film whose title stands in an RGB picture, or None.

        Where what was read first names no film, the picture is read once more.

        Args:
            image: The picture, as it was decoded.
            titles: Those of the catalogue.
            neighbours: Keys of the films whose posters are nearest, nearest first.
            era: The year that the picture looks like.
            standing: How near films lie beside all the others; None: not known.

        Raises:
            UnavailableError: `no_ocr` without the extra.
        """
        with self._turn:
            if self._reader is None:
                self._reader = Reader.open(threads=self._threads)
            lines = self._reader.read(image)
            verdict = self._verdict(
                titles.candidates(lines, neighbours, era=era, standing=standing)
            )
            if verdict is not None and verdict.named:
                return verdict
            again = self._reader.read(image, again=True)
        return self._verdict(
            titles.candidates(lines, neighbours, era=era, standing=standing, again=again)
        )

    def _verdict(self, candidates: Sequence[Candidate]) -> Verdict | None:
        return (self._decision or shipped_decision()).verdict(candidates)
