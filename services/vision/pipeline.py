"""The pipeline: images -> identifications."""

from __future__ import annotations

import logging
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from services.core.encoders import encoder_spec
from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings
from services.core.types import (
    Comparison,
    Film,
    GenreScore,
    Identification,
    Match,
    Neighbour,
    Outdated,
    SeenPoster,
    YearEstimate,
)
from services.vision.encoders import Encoder, open_encoder
from services.vision.encoders.base import normalise
from services.vision.encoders.kept import keep, outdated
from services.vision.further import Further, with_further
from services.vision.heads import Heads, open_heads, written_at
from services.vision.heads.poster_head import PosterHead, open_poster_head
from services.vision.index import Hit, Manifest, current_build, open_index
from services.vision.index.by_film import FilmRows, one_row_a_film
from services.vision.index.folder import OpenIndex
from services.vision.index.standing import Standing, Standings
from services.vision.recognition.decision import Decision, decision, decision_for, shifted
from services.vision.recognition.feature_files import CatalogueFeatures, open_features
from services.vision.recognition.recogniser import Recogniser
from services.vision.recognition.sightings import Clock, Seen, Sighting

_log = logging.getLogger(__name__)


def index_root(settings: Settings, name: str) -> AbstractContextManager[Path | None]:
    """Give the folder of an encoder's own indexes, else the starter's, else None.

    A folder in which the first build is still being written counts as none.
    """
    own = settings.indexes_dir / name
    if own.is_dir() and current_build(own) is not None:
        return nullcontext(own)
    shipped = files("services.starter") / "catalogue" / name
    return as_file(shipped) if shipped.is_dir() else nullcontext(None)


def build_command(name: str) -> str:
    """Return the command that builds an encoder's index."""
    return f"marquee catalogue build --encoder {name}"


@dataclass(frozen=True, slots=True)
class Looks:
    """What the heads say of a picture.

    Attributes:
        year: The era, or None without a head.
        film_year: When a film came out whose picture may be a later one; see `Heads.film_years`.
        genres: The genres; empty without a head.
        is_poster: Whether it looks like a poster, or None without a head.
    """

    year: YearEstimate | None
    film_year: YearEstimate | None
    genres: tuple[GenreScore, ...]
    is_poster: bool | None


class Identifier:
    """An encoder, its index and its heads, opened together."""

    def __init__(
        self,
        encoder: Encoder,
        index: OpenIndex,
        heads: Heads | None,
        *,
        features: CatalogueFeatures | None = None,
        poster_head: PosterHead | None = None,
        settings: Settings | None = None,
        build: Path | None = None,
        heads_written: int | None = None,
        further: Further | None = None,
        rules: Decision | None = None,
        outdated: Outdated | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            encoder: What sees the posters.
            index: The catalogue in that encoder's space.
            heads: Year and genre heads, or None to answer without era and genres.
            features: The local features of the index's pictures, or None to recognise films by
                their embeddings alone.
            poster_head: Tells posters from other pictures, or None to leave that open.
            settings: Where newer indexes are looked for; None where that is not wanted.
            build: The folder that the index was opened from.
            heads_written: When the heads trained here were written; see `written_at`.
            further: See `open`.
            rules: The rules by which films are recognised; None: those that ship.
            outdated: Where the index was built with other weights than the next build takes.
        """
        self._version = object()
        self._outdated = outdated
        self._settings = settings
        self._further = further
        self._build = build
        self._heads_written = heads_written
        self._encoder = encoder
        self._index = index
        self._heads = heads
        self._films = FilmRows([entry.film for entry in index.entries])
        self._near = one_row_a_film(index.vectors, self._films)
        self._recogniser = Recogniser(
            encoder,
            index.vectors,
            self._films,
            features,
            decision=rules or decision(),
            crowd=index.manifest.match_threshold,
            head=poster_head,
        )
        self._poster_head = poster_head
        self._absent = 0.5

    @classmethod
    def open(
        cls, settings: Settings, encoder: str | None = None, *, further: Further | None = None
    ) -> Identifier:
        """Open an encoder with its own catalogue, or with the starter's where none was built.

        A catalogue goes on with the weights that it was built with, though others came since.

        Args:
            settings: Where the catalogue, its heads and the weights are looked for.
            encoder: Its name; None for the default one.
            further: What stands beside the starter's films; a catalogue of one's own is as it is.

        Raises:
            UnavailableError: the encoder, its index or its heads are missing or damaged; the
                message names the command that mends it.
        """
        name = encoder_spec(encoder or settings.encoder).name
        with index_root(settings, name) as root:
            # Before the encoder: one that has no index need not fetch its weights to say so.
            if root is None:
                raise UnavailableError(
                    "no_catalogue",
                    f"There is no {name} index yet. Build it with `{build_command(name)}`.",
                )
        return cls._over(name, None, settings, further)

    @classmethod
    def _over(
        cls, name: str, before: Encoder | None, settings: Settings, further: Further | None
    ) -> Identifier:
        """Open what is current now; `before` is taken where it is the encoder of that index."""
        with index_root(settings, name) as root:
            if root is None:
                raise UnavailableError("no_catalogue", f"The index of {name} is gone.")
            # Read before the parts: where one changes in between, the worst is opening it twice.
            build, heads_written = current_build(root), written_at(settings, name)
            folder = build or root
            manifest = Manifest.read(folder)
            revision = manifest.revision
            same = before is not None and before.spec.revision == revision
            with ThreadPoolExecutor(1, thread_name_prefix="marquee-features") as aside:
                # Beside the rest: it is sorting and checksums, which leave Python to the others.
                opening = aside.submit(open_features, folder, manifest.items)
                encoder = before if before and same else open_encoder(name, settings, revision)
                # The heads first: they are small, and bad ones are looked at again and again.
                heads = open_heads(settings, encoder.spec)
                poster_head = open_poster_head(settings, encoder.spec)
                index = open_index(root, encoder.spec)
                features = (
                    opening.result()
                    if index.folder == folder
                    else open_features(index.folder, len(index.entries))
                )
            own = root == settings.indexes_dir / name
            if further is not None and not own:
                index, features = with_further(index, features, further(), encoder)
        _log.info(
            "%s: %d pictures, heads: %s, local features: %s",
            name,
            len(index.entries),
            "yes" if heads else "none",
            "yes" if features else "none",
        )
        if own:
            keep(settings, encoder.spec)
        return cls(
            encoder,
            index,
            heads,
            features=features,
            poster_head=poster_head,
            settings=settings,
            build=build,
            heads_written=heads_written,
            further=further,
            rules=decision_for(settings, encoder.spec.key),
            outdated=outdated(settings, encoder.spec),
        )

    def warm_up(self) -> None:
        """Answer a picture without anything in it, so that the first that is asked takes no longer.

        Raises:
            Exception: whatever would come of it.
        """
        self.identify([Image.new("RGB", (96, 144), (128, 128, 128))])

    def expect_absent(self, share: float) -> None:
        """Take for the share of pictures whose film is absent what is known of it.

        From which probability on a film is `perhaps` meant depends on it, and nothing else: what
        is named and the probability that is told do not.

        Args:
            share: Above 0 and below 1; half where nothing is known.
        """
        if share != self._absent:
            self._version = object()
        self._absent = share

    def is_stale(self) -> bool:
        """Return whether another index or other heads have taken these ones' place on disk.

        Raises:
            UnavailableError: `bad_index`, the pointer to it is damaged.
        """
        if self._settings is None:
            return False
        with index_root(self._settings, self.encoder_name) as root:
            if root is None:
                return False
            heads_written = written_at(self._settings, self.encoder_name)
            return current_build(root) != self._build or heads_written != self._heads_written

    def renewed(self) -> Identifier:
        """Return the same encoder over the index that is current now, with the heads of now.

        Where that index was built with other weights, those are opened.

        Raises:
            UnavailableError: the index or the heads cannot be used; this one goes on working.
        """
        if self._settings is None:
            return self
        renewed = self._over(self.encoder_name, self._encoder, self._settings, self._further)
        renewed.expect_absent(self._absent)
        return renewed

    @property
    def encoder_name(self) -> str:
        """The encoder's name."""
        return self._encoder.spec.name

    @property
    def outdated(self) -> Outdated | None:
        """The index's weights and the newest ones, where the next build takes others."""
        return self._outdated

    @property
    def version(self) -> object:
        """Stands for encoder, index, heads and rules as they are here.

        Compared by identity: another one once any of them changes, and of each `Identifier`.
        """
        return self._version

    @property
    def recogniser(self) -> Recogniser:
        """What decides which films pictures show; for measurements."""
        return self._recogniser

    def film_of_row(self, row: int) -> Film:
        """Return the film of one of the index's rows; for measurements."""
        return self._films.films[self._films.of_row[row]]

    @property
    def size(self) -> int:
        """The number of films in the catalogue."""
        return len(self._films)

    def identify(
        self,
        images: Sequence[Image.Image],
        *,
        k: int = 3,
        without: Sequence[Container[str]] | None = None,
    ) -> list[Identification]:
        """Answer each of the images.

        Args:
            images: Upright RGB images, as `services.pictures.images.decode` gives them.
            k: Neighbours wanted, at least 1.
            without: For each image keys of films that count as absent from the catalogue, for
                measurements; few.

        Returns:
            One identification an image, in order; the timings are an image's share of the batch.

        Raises:
            RequestError: k is below 1.
        """
        if k < 1:
            raise RequestError("bad_request", "k must be at least 1.")
        if not images:
            return []
        return self._answers(images, *self._recogniser.recognise(images, k, without=without), k)

    def likeliest(
        self,
        images: Sequence[Image.Image],
        *,
        without: Sequence[Container[str]] | None = None,
    ) -> list[Match | None]:
        """Return the likeliest film of each image with its probability, however low that is.

        For measurements; the arguments are those of `identify`.
        """
        seen, _ = self._recogniser.recognise(images, 3, without=without)
        return [self._found(item.posters[0]) if item.posters else None for item in seen]

    def compare(self, first: Image.Image, second: Image.Image, *, k: int = 3) -> Comparison:
        """Say how alike two posters are, as the cosine of their embeddings, and answer each.

        A poster that was found in a picture is compared without what surrounds it.
        """
        seen, clock = self._recogniser.recognise([first, second], k)
        a, b = normalise(np.stack([item.embedding for item in seen]))
        return Comparison(
            float((a @ b).clip(-1.0, 1.0)), *self._answers([first, second], seen, clock, k)
        )

    def _answers(
        self, images: Sequence[Image.Image], seen: Sequence[Seen], clock: Clock, k: int
    ) -> list[Identification]:
        start = perf_counter()
        embeddings = np.stack([item.embedding for item in seen])
        years = self._heads.years(embeddings) if self._heads else [None] * len(seen)
        genres = self._heads.genres(embeddings) if self._heads else [()] * len(seen)
        # Of what shows a film of the catalogue both are known.
        films: list[YearEstimate | None] = [None] * len(seen)
        likely: list[bool | None] = [None] * len(seen)
        unsure = [place for place, item in enumerate(seen) if not self._is_known(item)]
        if unsure:
            some = [seen[place] for place in unsure]
            for place, film_year in zip(unsure, self._film_years(some), strict=True):
                films[place] = film_year
            shown = [images[place] for place in unsure]
            for place, is_poster in zip(unsure, self._are_posters(some, shown), strict=True):
                likely[place] = is_poster
        share = 1000.0 / len(seen)
        timings = {
            "embed": clock.embed * share,
            "search": clock.search * share,
            "geometry": clock.geometry * share,
            "heads": (perf_counter() - start) * share,
        }
        return [
            self._answer(item, k, Looks(year, film_year, scores, is_poster), timings)
            for item, year, film_year, scores, is_poster in zip(
                seen, years, films, genres, likely, strict=True
            )
        ]

    def _is_known(self, seen: Seen) -> bool:
        """Return whether a picture shows a film of the catalogue whose year is known."""
        if not seen.posters or not seen.posters[0].sure:
            return False
        return self.film_of_row(seen.posters[0].row).year is not None

    def _film_years(self, seen: Sequence[Seen]) -> Sequence[YearEstimate | None]:
        if self._heads is None:
            return [None] * len(seen)
        return self._heads.film_years(np.stack([item.embedding for item in seen]))

    def _are_posters(
        self, seen: Sequence[Seen], images: Sequence[Image.Image]
    ) -> Sequence[bool | None]:
        if self._poster_head is None:
            return [None] * len(seen)
        whole = np.stack([item.whole for item in seen])
        chances = self._poster_head.is_poster(whole, images)
        return [bool(chance >= self._poster_head.threshold) for chance in chances]

    def _answer(
        self,
        seen: Seen,
        k: int,
        looks: Looks,
        timings: Mapping[str, float],
    ) -> Identification:
        posters = tuple(
            told
            for item in seen.posters
            if (told := self._told(item)).match
            # What looks like no poster is not perhaps one, unless local features say so.
            or (told.perhaps and (item.geometry or looks.is_poster is not False))
        )
        match = posters[0].match if posters else None
        named = match.film.key if match else None
        others = [hit for hit in seen.hits if self.film_of_row(hit.row).key != named]
        return Identification(
            self.encoder_name,
            match,
            self._neighbours(others[:k]),
            looks.year,
            looks.genres,
            timings,
            perhaps=posters[0].perhaps if posters else None,
            # What shows a film of the catalogue is a poster, however it was photographed.
            is_poster=True if posters else looks.is_poster,
            posters=posters,
            # Of a film that was recognised the year is known.
            film_year=None if match and match.film.year else looks.film_year,
        )

    def _told(self, item: Sighting) -> SeenPoster:
        found = self._found(item)
        corners = None
        if item.corners is not None:
            corners = tuple((round(x), round(y)) for x, y in item.corners.tolist())
        if item.sure:
            return SeenPoster(corners, match=found)
        likely = shifted(item.probability, self._absent) > 0.5
        return SeenPoster(corners, perhaps=found if likely else None)

    def _found(self, item: Sighting) -> Match:
        by = "geometry" if item.geometry else "picture"
        return Match(self.film_of_row(item.row), item.similarity, item.probability, by)

    def nearest(self, image: Image.Image, k: int = 3) -> list[Film]:
        """Return the k films whose posters are nearest, the query's own film left out."""
        (answer,) = self.identify([image], k=k)
        return [neighbour.film for neighbour in answer.neighbours]

    @cached_property
    def _standings(self) -> Standings:
        return Standings(self._index.vectors, self._films)

    def standing(self, image: Image.Image) -> Standing:
        """Return what tells how near films lie to an RGB image beside all the others."""
        return self._standings.of(self._encoder.embed([image])[0])

    def neighbours(self, key: str, *, k: int = 3, skip: int = 0) -> Identification | None:
        """Answer a film of the catalogue from its stored embedding.

        Args:
            key: The film's `Film.key`, or what it was called before keys were stored.
            k: Neighbours wanted, at least 1.
            skip: How many of the nearest to leave out, those of the pages before.

        Returns:
            The film itself as the match, its neighbours, era and genres; None for another key.
        """
        own = self._films.rows(key)
        if not own:
            return None
        start = perf_counter()
        query = self._near.vector(own[0])[None]
        near = self._near.search(query, skip + k + 1)[0]
        hits = [hit for hit in near if hit.row not in own][skip : skip + k]
        searched = perf_counter()
        (year,) = self._heads.years(query) if self._heads else [None]
        (genres,) = self._heads.genres(query) if self._heads else [()]
        timings = {
            "search": (searched - start) * 1000,
            "heads": (perf_counter() - searched) * 1000,
        }
        film = Match(self._index.entries[own[0]].film, 1.0)
        return Identification(
            self.encoder_name, film, self._neighbours(hits), year, genres, timings
        )

    def search_words(self, words: str, *, k: int = 3) -> list[Neighbour]:
        """Return the k films whose posters are nearest to a description, nearest first.

        Raises:
            RequestError: this encoder's space holds no words.
        """
        embed_text = getattr(self._encoder, "embed_text", None)
        if embed_text is None:
            raise RequestError("bad_request", f"{self.encoder_name} sees pictures, but no words.")
        hits = self._near.search(embed_text([words]), k)[0]
        return list(self._neighbours(hits))

    @property
    def films(self) -> list[Film]:
        """Every film of the catalogue, in the order of the index."""
        return self._films.films

    def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that `Film.key`, or None.

        Also by what it was called before keys were stored, where no other film has that key.
        """
        place = self._films.place(key)
        return None if place is None else self._films.films[place]

    def picture_count(self, film: Film) -> int:
        """Return how many pictures of a film the index holds, its poster and others."""
        return len(self._films.of(film))

    def poster_path(self, film: Film, picture: int = 1) -> Path | None:
        """Return the file of one of the film's pictures where it is on this machine, else None.

        Args:
            film: The film.
            picture: Which, from 1, the film's own poster, to `picture_count`.
        """
        rows = self._films.of(film)
        if not 1 <= picture <= len(rows):
            return None
        path = self._index.entries[rows[picture - 1]].poster_path
        return Path(path) if path and Path(path).is_file() else None

    def _neighbours(self, hits: Sequence[Hit]) -> tuple[Neighbour, ...]:
        return tuple(Neighbour(self.film_of_row(hit.row), hit.similarity) for hit in hits)
