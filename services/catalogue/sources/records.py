"""What a source says of a film and of one picture of it; what of a source is left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.core.types import Film

POSTER, EDITION = "poster", "edition"


@dataclass(frozen=True, slots=True)
class Record:
    """A film and the file of a picture of it.

    Attributes:
        film: The film's facts.
        path: The picture's file, absolute; not looked at yet.
        name: The file as the source names it, for reports, and for the film's key.
        source: `csv`, `folder`, `tmdb`, `addresses` or `movielens`.
        split: `train`, `val`, `test` or None.
        redistributable: Whether the facts may appear in what Marquee ships.
        given: The facts that the source speaks of; the others it leaves as they are.
        popularity: TMDB's figure for how much the film is looked at, or None.
        aliases: Other names of the film, such as the one in its own language.
        wrong: Facts that were left out, as reasons that group; none of them is in `given`.
        kind: `poster` for the film's own, which stands for it; `edition`, or another word of the
            source's, for further pictures.
        language: Of the picture's lettering, as a code such as `de`, or None.
        beside: The file of the film's first picture in this source; None for that one itself.
    """

    film: Film
    path: Path
    name: str
    source: str
    split: str | None = None
    redistributable: bool = False
    given: frozenset[str] = frozenset()
    popularity: float | None = None
    aliases: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    kind: str = POSTER
    language: str | None = None
    beside: Path | None = None

    @property
    def is_poster(self) -> bool:
        """Whether it is the film's poster, and not another picture of it."""
        return self.kind == POSTER


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or file that cannot be taken: why, in words that group, and which."""

    reason: str
    name: str
