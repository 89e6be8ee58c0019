"""What a source says of a film and of one picture of it; what of a source is left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.core.types import Film

POSTER, EDITION = "poster", "edition"
# Reasons why a row or a file is no film.
SERIES_OUT = "a series (--with-series takes it)"
EPISODE_OUT = "an episode or a season"
BLOCKED = "on the block list (catalogue unblock)"


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
        adult: Whether it is not for everybody; None where the source does not say.
        certification: Of whom it is for, as boards write it, or None.
        place: The folder whose films it belongs to: several files of one title in it are pictures
            of one film. None where a list tells which are.
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
    place: Path | None = None
    adult: bool | None = None
    certification: str | None = None

    @property
    def is_poster(self) -> bool:
        """Whether it is the film's poster, and not another picture of it."""
        return self.kind == POSTER


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or file that cannot be taken: why, in words that group, and which.

    Attributes:
        reason: Why.
        name: Which; that of a folder ends with a slash.
        gone: Its file, where it is known to be no film's poster, whatever it was taken for before.
        beside: The file of the poster that it lies beside, if one film alone is there.
    """

    reason: str
    name: str
    gone: Path | None = None
    beside: Path | None = None
