"""What people ask of a film beside its name: who made it, how long it is, where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.core.facts import checked_imdb_id, plain

# Word for word what TMDB's terms of use ask to be shown; it is not translated.
TMDB_ATTRIBUTION = "This product uses the TMDB API but is not endorsed or certified by TMDB."
# TMDB's terms: nothing of it is kept for longer than six months.
KEEP = timedelta(days=180)
# Asked anew before that, so that nothing is lost where imports run now and then.
REFRESH = timedelta(days=150)

_NAMES = 10
_NAME = 100
_OVERVIEW = 2000
_COUNTRIES = 300


@dataclass(frozen=True, slots=True)
class FilmDetails:
    """A film's details, as a source told them.

    Attributes:
        fetched_at: When; what is older than `KEEP` is let go.
        imdb_id: Of the film that they are about, or None.
        runtime: Minutes, or None.
        directors: Their names; of a series who created it.
        cast: Names, the leading ones first.
        certifications: By a country's code, such as `DE`: "12".
        overviews: By a language's code, such as `de`: what it is about.
        trailer: The id of a video on YouTube, or None.
        streaming: By a country's code: the names of those who stream it, by JustWatch.
    """

    fetched_at: datetime
    imdb_id: str | None = None
    runtime: int | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    certifications: tuple[tuple[str, str], ...] = ()
    overviews: tuple[tuple[str, str], ...] = ()
    trailer: str | None = None
    streaming: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def trailer_url(self) -> str | None:
        """Where the trailer is."""
        return f"https://www.youtube.com/watch?v={self.trailer}" if self.trailer else None

    def certification(self, country: str) -> str | None:
        """Return who may see it in a country, in that country's words."""
        return dict(self.certifications).get(country)

    def streamed(self, country: str) -> tuple[str, ...]:
        """Return who streams it in a country."""
        return dict(self.streaming).get(country, ())

    def overview(self, language: str) -> str | None:
        """Return what it is about: in that language, else in English."""
        told = dict(self.overviews)
        return told.get(language) or told.get("en")

    def is_old(self, now: datetime | None = None) -> bool:
        """Whether it may not be kept any longer."""
        return (now or datetime.now(UTC)) - self.fetched_at > KEEP

    def to_json(self) -> dict[str, Any]:
        """Return the details as a JSON-ready dictionary."""
        return {
            "fetched_at": self.fetched_at.isoformat(),
            "imdb_id": self.imdb_id,
            "runtime": self.runtime,
            "directors": list(self.directors),
            "cast": list(self.cast),
            "certifications": dict(self.certifications),
            "overviews": dict(self.overviews),
            "trailer": self.trailer,
            "streaming": {country: list(names) for country, names in self.streaming},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FilmDetails:
        """Return the details that `to_json` described, without what is wrong.

        Raises:
            KeyError: `fetched_at` is missing.
            ValueError: it is no time.
        """
        fetched = datetime.fromisoformat(data["fetched_at"])
        streaming = data.get("streaming")
        trailer, runtime = data.get("trailer"), data.get("runtime")
        return cls(
            fetched_at=fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC),
            imdb_id=checked_imdb_id(data.get("imdb_id")),
            runtime=runtime if type(runtime) is int and 0 < runtime < 10_000 else None,
            directors=_names(data.get("directors")),
            cast=_names(data.get("cast")),
            certifications=_by_code(data.get("certifications"), 20),
            overviews=_by_code(data.get("overviews"), _OVERVIEW),
            trailer=trailer if isinstance(trailer, str) and _is_video(trailer) else None,
            streaming=tuple(
                (code, names)
                for code, listed in (
                    list(streaming.items())[:_COUNTRIES] if isinstance(streaming, Mapping) else ()
                )
                if _is_code(code) and (names := _names(listed))
            ),
        )


def _names(value: object) -> tuple[str, ...]:
    told = value[:_NAMES] if isinstance(value, list) else ()
    plained = (plain(name[: 5 * _NAME])[:_NAME] for name in told if isinstance(name, str))
    return tuple(name for name in plained if name)


def _by_code(value: object, length: int) -> tuple[tuple[str, str], ...]:
    told = list(value.items())[:_COUNTRIES] if isinstance(value, Mapping) else ()
    return tuple(
        (code, words)
        for code, said in told
        if _is_code(code) and isinstance(said, str) and (words := plain(said[:length]))
    )


def _is_code(value: object) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()


def _is_video(value: str) -> bool:
    return (
        0 < len(value) <= 20
        and value.isascii()
        and value.replace("-", "").replace("_", "").isalnum()
    )
