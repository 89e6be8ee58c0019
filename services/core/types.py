"""The words of the domain: plain frozen dataclasses that every package may import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from services.core.facts import checked, checked_title, checked_tmdb_id, is_imdb_id, plain
from services.core.film_details import FilmDetails
from services.core.film_keys import is_key


@dataclass(frozen=True, slots=True)
class Film:
    """A film's facts.

    Attributes:
        title: Display title, article first ("The Gardener").
        year: Release year, or None where it is not known.
        genres: Genre names in the catalogue's vocabulary; may be empty.
        imdb_id: "tt" and at least seven digits, or None.
        tmdb_id: TMDB's number, or None.
        poster_url: Where the poster can be fetched from, or None.
        stored_key: The key that a catalogue gave the film for good; None where that is the one
            that follows from its facts, or where no catalogue holds it.
        series: Whether it is a series of television.
        tmdb_series_id: TMDB's number of a series, which a film may have as well; or None.
        titles: What it is called in other languages, as pairs of a code such as `de` and a title.
            No part of what makes two films the same.
        marked: Whether its poster is not for everybody; no part of it either.
    """

    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    imdb_id: str | None = None
    tmdb_id: int | None = None
    poster_url: str | None = None
    stored_key: str | None = None
    series: bool = False
    tmdb_series_id: int | None = None
    titles: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    marked: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        # One form of each film, so that films are equal whether or not their key was told.
        if self.stored_key is not None and self.stored_key == self._named_key:
            object.__setattr__(self, "stored_key", None)

    @property
    def key(self) -> str:
        """The film's name in logs, routes and buttons, which stays when its facts change.

        The catalogue's own where it gave one, else IMDb id, else `tmdb-<id>`, else title and year.
        """
        return self.stored_key or self._named_key

    @property
    def _named_key(self) -> str:
        """The first of `named_keys`."""
        return self.imdb_id or self.named_keys[0]

    @property
    def named_keys(self) -> tuple[str, ...]:
        """What the film is or was called by its facts alone, the most certain first.

        Others may share all but an IMDb id: sources give two films one TMDB id, or one title.
        """
        by_tmdb = (f"tmdb-{self.tmdb_id}",) if self.tmdb_id is not None else ()
        if self.tmdb_series_id is not None:
            by_tmdb = (f"tmdb-tv-{self.tmdb_series_id}",)
        return (*((self.imdb_id,) if self.imdb_id else ()), *by_tmdb, self._named)

    @property
    def label(self) -> str:
        """Title and year as people write them, "Heat (1995)", fit to be shown anywhere."""
        # A database of before facts were checked may hold titles that turn a terminal's colours.
        return plain(self._named)

    @property
    def _named(self) -> str:
        return f"{self.title} ({self.year})" if self.year is not None else self.title

    @property
    def url(self) -> str | None:
        """The film's page on IMDb, else on TMDB, else None; never made of what is no id."""
        if is_imdb_id(self.imdb_id):
            return f"https://www.imdb.com/title/{self.imdb_id}/"
        if checked_tmdb_id(self.tmdb_id) is not None:
            return f"https://www.themoviedb.org/movie/{self.tmdb_id}"
        if checked_tmdb_id(self.tmdb_series_id) is not None:
            return f"https://www.themoviedb.org/tv/{self.tmdb_series_id}"
        return None

    def checked(self) -> Film:
        """Return the film without facts that are wrong; see `services.core.facts`."""
        kept = checked(
            title=self.title,
            year=self.year,
            imdb_id=self.imdb_id,
            tmdb_id=self.tmdb_id,
            poster_url=self.poster_url,
        )
        if kept.title is None:
            raise ValueError("a film without a title")
        genres = tuple([plain(name) for name in self.genres if isinstance(name, str)])
        key = self.stored_key if is_key(self.stored_key) else None
        return Film(
            kept.title,
            kept.year,
            genres,
            kept.imdb_id,
            kept.tmdb_id,
            kept.poster_url,
            key,
            series=self.series is True,
            tmdb_series_id=checked_tmdb_id(self.tmdb_series_id),
            titles=_checked_titles(dict(self.titles)) if self.titles else (),
            marked=self.marked is True,
        )

    def in_language(self, language: str) -> Film:
        """Return the film with its title in that language, where it has one; its key stays."""
        title = dict(self.titles).get(language, self.title)
        if title == self.title:
            return self
        return replace(self, title=title, stored_key=self.key)

    def to_json(self) -> dict[str, Any]:
        """Return the facts as a JSON-ready dictionary.

        A word about series, or about a mark, stands there only for one, `titles` only where there
        are any.
        """
        told: dict[str, Any] = {"titles": dict(self.titles)} if self.titles else {}
        if self.series:
            told["series"] = True
        if self.tmdb_series_id is not None:
            told["tmdb_series_id"] = self.tmdb_series_id
        if self.marked:
            told["marked"] = True
        return told | {
            "key": self.key,
            "imdb_id": self.imdb_id,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "year": self.year,
            "genres": list(self.genres),
            "poster_url": self.poster_url,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Film:
        """Return the film that `to_json` described. Raises KeyError where the title is missing."""
        return cls(
            title=data["title"],
            year=data.get("year"),
            genres=tuple(data.get("genres") or ()),
            imdb_id=data.get("imdb_id"),
            tmdb_id=data.get("tmdb_id"),
            poster_url=data.get("poster_url"),
            stored_key=data.get("key"),
            series=data.get("series") is True,
            tmdb_series_id=checked_tmdb_id(data.get("tmdb_series_id")),
            titles=_checked_titles(data.get("titles")),
            marked=data.get("marked") is True,
        )


def _checked_titles(told: object) -> tuple[tuple[str, str], ...]:
    """Return titles by language as pairs, without what is no title."""
    if not told or not isinstance(told, Mapping):
        return ()
    titles = {
        code: title
        for code, named in told.items()
        if isinstance(code, str) and len(code) == 2 and (title := checked_title(named))
    }
    return tuple(sorted(titles.items()))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A film of the catalogue and how near its poster is.

    Attributes:
        film: The film.
        similarity: Cosine of the two embeddings, -1 to 1.
    """

    film: Film
    similarity: float


@dataclass(frozen=True, slots=True)
class Match(Neighbour):
    """A film that a picture is taken for.

    Attributes:
        confidence: Probability that the picture shows this film, 0 to 1, where one film in two is
            in the catalogue; None from a service of before it was told.
        by: What decided: `picture`, the embeddings alone; `geometry`, local features that lie as
            on the film's picture; `title`, lettering that was read; None where it was not told.
    """

    confidence: float | None = None
    by: Literal["picture", "geometry", "title"] | None = None


@dataclass(frozen=True, slots=True)
class SeenPoster:
    """A poster that was recognised in a picture.

    Attributes:
        corners: Its top left, top right, bottom right and bottom left corner as (x, y) in pixels of
            the upright picture, which may lie outside of it; None where only the whole is known.
        match: The film that it shows, or None.
        perhaps: The film that it may show; None beside a match.
    """

    corners: tuple[tuple[int, int], ...] | None
    match: Match | None = None
    perhaps: Match | None = None


@dataclass(frozen=True, slots=True)
class YearEstimate:
    """The year a poster looks like.

    Attributes:
        estimate: Expected release year, fractional.
        low: Lower end of the calibrated 80 % interval, in years.
        high: Upper end of the calibrated 80 % interval, in years.
    """

    estimate: float
    low: float
    high: float

    @property
    def era(self) -> str:
        """The estimate's decade: "1990s"."""
        return f"{int(self.estimate) // 10 * 10}s"


# Years by which an era is off before it is worth a word: a known film's, and a film's likely one.
APART_YEARS, OLDER_YEARS = 15, 10


@dataclass(frozen=True, slots=True)
class GenreScore:
    """One genre's probability for a poster.

    Attributes:
        name: Genre in the catalogue's vocabulary.
        probability: 0 to 1.
        predicted: Whether the probability passes the genre's own threshold.
    """

    name: str
    probability: float
    predicted: bool


# What is said of a picture: "this is", "perhaps", "I do not know", "no poster at all".
Decision = Literal["match", "perhaps", "none", "not_poster"]


@dataclass(frozen=True, slots=True)
class Identification:
    """The answer for one poster.

    Attributes:
        encoder: Name of the encoder that saw the poster.
        match: The film whose poster this is, or None.
        neighbours: The k nearest other films than the match, nearest first. A film that is
            `perhaps` meant may be among them.
        year: The era estimate, or None where the encoder has no year head.
        genres: Every genre, most probable first; empty where there is no genre head.
        timings_ms: Milliseconds spent per stage (decode, embed, search, geometry, heads).
        perhaps: A film likelier meant than not, but not sure enough to be named; None beside a
            match.
        is_poster: False where the picture does not look like a poster at all; None for a film of
            the catalogue, and from a service that does not say.
        posters: Every poster recognised in the picture, the one of `match` or `perhaps` first.
        film_year: How old the film is likely to be, where that differs from how old its poster
            looks; else None.
        id: An opaque word with which the title may be asked for later, or None.
    """

    encoder: str
    match: Match | None
    neighbours: tuple[Neighbour, ...]
    year: YearEstimate | None
    genres: tuple[GenreScore, ...]
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    perhaps: Match | None = None
    is_poster: bool | None = None
    posters: tuple[SeenPoster, ...] = ()
    film_year: YearEstimate | None = None
    id: str | None = None

    def drawn_out(self, across: float, down: float) -> Identification:
        """Return the same with the corners of posters in a larger print of the picture."""
        if across == down == 1:
            return self
        return replace(
            self,
            posters=tuple(
                replace(
                    poster,
                    corners=poster.corners
                    and tuple((round(x * across), round(y * down)) for x, y in poster.corners),
                )
                for poster in self.posters
            ),
        )

    def in_language(self, language: str) -> Identification:
        """Return the same with the films' titles in that language, where they have one."""
        return replace(
            self,
            match=self.match and _spoken(self.match, language),
            perhaps=self.perhaps and _spoken(self.perhaps, language),
            neighbours=tuple(_spoken(near, language) for near in self.neighbours),
            posters=tuple(
                replace(
                    poster,
                    match=poster.match and _spoken(poster.match, language),
                    perhaps=poster.perhaps and _spoken(poster.perhaps, language),
                )
                for poster in self.posters
            ),
        )

    @property
    def predicted_genres(self) -> tuple[GenreScore, ...]:
        """The genres past their thresholds, most probable first."""
        return tuple(score for score in self.genres if score.predicted)

    @property
    def artwork(self) -> Literal["newer", "older"] | None:
        """Whether the picture looks newer or older by far than the film that it is known to show.

        None where it does not, or no film with a year was recognised.
        """
        film = self.match.film if self.match else None
        if film is None or film.year is None or self.year is None:
            return None
        apart = self.year.estimate - film.year
        if abs(apart) < APART_YEARS:
            return None
        return "newer" if apart > 0 else "older"

    @property
    def notable_film_year(self) -> YearEstimate | None:
        """`film_year`, where it is so far from how old the poster looks that people should know."""
        known = self.match is not None and self.match.film.year is not None
        if known or self.film_year is None or self.year is None:
            return None
        apart = abs(self.film_year.estimate - self.year.estimate)
        return self.film_year if apart >= OLDER_YEARS else None

    @property
    def decision(self) -> Decision:
        """What was decided; a picture in which a film was recognised is a poster."""
        if self.match is not None:
            return "match"
        if self.perhaps is not None:
            return "perhaps"
        return "not_poster" if self.is_poster is False else "none"

    @property
    def others(self) -> tuple[Neighbour, ...]:
        """The neighbours without the films that the answer names, surely or perhaps."""
        seen = [self, *self.posters]
        named = {found.film.key for each in seen for found in (each.match, each.perhaps) if found}
        return tuple(near for near in self.neighbours if near.film.key not in named)

    @property
    def left_to_right(self) -> tuple[SeenPoster, ...]:
        """The posters as they lie in the picture; those of unknown place come last."""
        return tuple(sorted(self.posters, key=_across))


_N = TypeVar("_N", bound=Neighbour)


def _spoken(near: _N, language: str) -> _N:
    return replace(near, film=near.film.in_language(language))


def _across(poster: SeenPoster) -> float:
    """Return how far to the right the middle of a poster lies."""
    return sum(x for x, _ in poster.corners) / 4 if poster.corners else float("inf")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two posters beside each other.

    Attributes:
        similarity: Cosine of the two embeddings, -1 to 1.
        first: The answer for the first poster.
        second: The answer for the second poster.
    """

    similarity: float
    first: Identification
    second: Identification


@dataclass(frozen=True, slots=True)
class CatalogueFilm:
    """A film as the catalogue holds it.

    Attributes:
        film: The film's facts.
        has_poster: Whether its own picture is at hand.
        popularity: TMDB's measure of how known it is, or None where no source told.
        indexed: Whether its poster was embedded, so that it has neighbours.
        pictures: How many pictures of it the catalogue has, its poster the first.
        known: How known it is beside the catalogue's best known, 0 to 1, by whichever source
            counted it; None where none did.
        details: What TMDB tells of it, where the catalogue has it from there; else None.
    """

    film: Film
    has_poster: bool = False
    popularity: float | None = None
    indexed: bool = True
    pictures: int = 1
    known: float | None = None
    details: FilmDetails | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A film that a search found.

    Attributes:
        film: The film.
        score: 0 to 1 for titles; the cosine, -1 to 1, for a description.
        indexed: Whether its poster was embedded, so that it has neighbours.
        known: How known it is; see `CatalogueFilm`.
    """

    film: Film
    score: float
    indexed: bool = True
    known: float | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found.

    Attributes:
        by: What was compared: `title`, or `words` with what the posters show.
        found: The films, best first.
    """

    by: Literal["title", "words"]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class EncoderStatus:
    """An encoder as people choose it.

    Attributes:
        name: The encoder's name.
        state: `open`, `built` (opened by the first request) or `missing`.
        films: Films in its index.
        metric: How its neighbours are ranked: `cosine` or `euclidean`.
        words: Whether its space also holds words.
        default: Whether it answers where none is asked for.
        build: The command that builds its index.
    """

    name: str
    state: Literal["open", "built", "missing"]
    films: int
    metric: str
    words: bool
    default: bool
    build: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """Said of an index that answers with other weights than the next build takes.

    Attributes:
        built_with: The key of the weights that it was built with, and answers with.
        newest: The key of those that the next build takes.
    """

    built_with: str
    newest: str
