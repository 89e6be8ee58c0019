"""What the bot asks of the pipeline: one protocol, whichever client answers."""

from __future__ import annotations

from typing import Protocol

from services.core.types import (
    CatalogueFilm,
    Comparison,
    EncoderStatus,
    Film,
    Found,
    Identification,
    Search,
)

MAX_SKIP = 1000


class InferenceClient(Protocol):
    """What the bot knows of the model and of its catalogue.

    Everything but `close` and `poster` raises UnavailableError where Marquee is busy, unreachable
    or not set up, and RequestError where an argument is out of its range.
    """

    @property
    def waiting(self) -> int:
        """Posters sent and not yet answered."""
        ...

    async def start(self) -> None:
        """Open what the client needs; raises UnavailableError when it cannot work at all."""
        ...

    async def close(self) -> None:
        """Let go of threads and connections. Safe to call twice."""
        ...

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster.

        Args:
            poster: The file's bytes, untrusted.
            k: Neighbours wanted, 1 to `Settings.max_k`.
            encoder: Encoder's name; None takes the service's default.

        Raises:
            PosterError: the bytes are no poster that can be looked at.
            RequestError: k or the encoder's name is wrong.
            UnavailableError: Marquee is busy, unreachable or not set up.
        """
        ...

    async def read_title(self, id: str) -> Identification | None:
        """Return an answer anew, with the film whose title was read in its picture.

        It may take seconds. `match` or `perhaps` of it is by `title`, its `similarity` 0 where the
        film is not among the nearest.

        Args:
            id: `Identification.id` of an answer that is not older than two minutes.

        Returns:
            The answer; None where no title of the catalogue was read, or the picture is forgotten.
        """
        ...

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        """Say how alike two posters are, and answer each of them.

        Raises:
            PosterError: one of them is no poster; the message says which.
        """
        ...

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        """Return a picture of the film where it is at hand, else None.

        Args:
            film: The film.
            picture: Which, from 1, its own poster, to `CatalogueFilm.pictures`.
        """
        ...

    async def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that `Film.key`, or of one that it had before, or None."""
        ...

    async def facts(self, key: str) -> CatalogueFilm | None:
        """Return what the catalogue holds of the film that `film` returns, or None."""
        ...

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        """Answer a film of the catalogue from its stored embedding.

        Args:
            key: Its `Film.key`.
            k: Neighbours wanted, 1 to `Settings.max_k`.
            skip: How many of the nearest to leave out, 0 to `MAX_SKIP`: the pages before this.
            encoder: As in `identify`.

        Returns:
            The film as the match, its neighbours from `skip` on (fewer than k where the catalogue
            ends), era and genres; None for a film that this encoder has not seen.
        """
        ...

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        """Find films by what their posters show, or by title; the answer says which it was.

        Args:
            words: A title, misspelt or not, or a description such as "lonely astronaut, blue".
            k: Films wanted, 1 to 50.
            by: `title`, `words` (what the posters show, by CLIP), or `auto`: words where CLIP
                can answer, else titles.
            encoder: Whose space is searched; `auto` with one that sees no words means titles.

        Raises:
            UnavailableError: an encoder asked for, or `words`, without an index of CLIP's; the
                message names what builds it.
        """
        ...

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        """Return at most `limit` (1 to 50) films that a half-typed title or alias may become.

        Best first; quick enough for every key that somebody presses. Nothing typed: the best known.
        """
        ...

    async def films(self, *, skip: int = 0, limit: int = 1000) -> tuple[CatalogueFilm, ...]:
        """Return a page of the catalogue (at most 1000 films), empty behind its end."""
        ...

    async def sample(
        self,
        count: int,
        *,
        pictured: bool = False,
        genre: str | None = None,
        first_year: int | None = None,
        last_year: int | None = None,
        known: float | None = None,
        marked: bool = False,
    ) -> tuple[CatalogueFilm, ...]:
        """Draw different films by chance, all of which have neighbours.

        Args:
            count: Films wanted, 1 to 200; fewer come back where fewer fit.
            pictured: Only films whose picture is at hand.
            genre: Only films of this genre.
            first_year: Only films of this year and later.
            last_year: Only films of this year and earlier.
            known: Only the best known of those, as a share above 0 up to 1; without effect where
                no source told how known the films are.
            marked: Also films whose posters are not for everybody.
        """
        ...

    async def encoders(self) -> list[EncoderStatus]:
        """Return every encoder, the default first, and whether it can answer."""
        ...
