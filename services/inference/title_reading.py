"""Pictures in which no film was recognised, kept for a moment, and their titles, read when asked.

Reading takes a second or two, so the answer goes first and has an `id`; who wants the title asks
with it. The pictures lie in memory alone, and what was read is neither logged nor stored.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.core.types import Identification, Match, Neighbour, SeenPoster
from services.inference.batcher import Batcher

if TYPE_CHECKING:
    from PIL import Image

    from services.inference.film_library import FilmLibrary
    from services.vision.lettering.decision import Verdict
    from services.vision.lettering.title_reader import TitleReader

# Neighbours that speak for a title; see `services.vision.lettering.titles`.
SOUGHT = 50
# The reader itself takes no more of a picture than 960 pixels, and cuts lines out of these.
_LONGEST = 1280
_PICTURES = 16
_BYTES = 32 * 2**20
_SECONDS = 120.0
# One is read at a time; a fourth that waited would do so for longer than an answer is looked at.
_PLACES = 4
# Where another doubt means the same film as a title, both together name it from here on.
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture whose title may be asked for.

    Attributes:
        image: The picture, reduced.
        answer: What was answered for it.
        neighbours: The nearest films, more of them than the answer has.
        until: When it is forgotten, by the clock.
    """

    image: Image.Image
    answer: Identification
    neighbours: tuple[Neighbour, ...]
    until: float

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return 3 * self.image.width * self.image.height


class KeptPictures:
    """At most so many pictures and bytes, each for at most so long; the oldest goes first.

    Args:
        pictures: Pictures, at most.
        size: Bytes of them all, at most.
        seconds: How long one is kept.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        *,
        pictures: int = _PICTURES,
        size: int = _BYTES,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pictures = pictures
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return sum(kept.size for kept in self._kept.values())

    def keep(
        self, image: Image.Image, answer: Identification, neighbours: Sequence[Neighbour]
    ) -> str:
        """Keep a picture that was reduced; return the word that it is asked for with."""
        self._forget_old()
        word = secrets.token_urlsafe(16)
        until = self._clock() + self._seconds
        self._kept[word] = Kept(image, answer, tuple(neighbours), until)
        while len(self._kept) > self._pictures or self.size > self._size:
            self._kept.popitem(last=False)
        return word

    def take(self, word: str) -> Kept | None:
        """Return the picture of that word, and keep it no longer; None where it is gone."""
        self._forget_old()
        return self._kept.pop(word, None)

    def has(self, word: str) -> bool:
        """Return whether the picture of that word is kept."""
        self._forget_old()
        return word in self._kept

    def again(self, word: str) -> str | None:
        """Return another word for a kept picture, whose time begins anew; None where it is gone."""
        self._forget_old()
        if (kept := self._kept.get(word)) is None:
            return None
        return self.keep(kept.image, kept.answer, kept.neighbours)

    def put_back(self, word: str, kept: Kept) -> None:
        """Keep a picture on that was taken and could not be read now; its time goes on."""
        self._kept[word] = kept
        self._kept.move_to_end(word, last=False)

    def clear(self) -> None:
        """Forget them all."""
        self._kept.clear()

    def _forget_old(self) -> None:
        now = self._clock()
        for word in [word for word, kept in self._kept.items() if kept.until <= now]:
            del self._kept[word]


@dataclass(frozen=True, slots=True)
class _Asked:
    kept: Kept
    library: FilmLibrary


class TitleQueue:
    """The pictures that are kept, and one thread that reads the titles of those asked for.

    Args:
        open_reader: Gives what reads, in the thread that reads and when it first does: it brings
            the model's libraries.
        kept: The pictures; None: as many as the service has room for.
    """

    def __init__(
        self, open_reader: Callable[[], TitleReader], kept: KeptPictures | None = None
    ) -> None:
        self._open_reader = open_reader
        self._reader: TitleReader | None = None
        self._kept = kept if kept is not None else KeptPictures()
        self._queue: Batcher[_Asked, Identification | None] = Batcher(
            self._read_all, size=1, places=_PLACES
        )

    @classmethod
    def installed(cls, settings: Settings) -> TitleQueue | None:
        """Return a queue over the extra's models; None without it, or where nobody wants it."""
        # Imported here: a bot with a remote service needs none of it.
        from services.vision.lettering.models import model_files  # noqa: PLC0415

        if not settings.read_titles or model_files() is None:
            return None

        def open_reader() -> TitleReader:
            from services.vision.lettering.title_reader import TitleReader  # noqa: PLC0415

            # Half of the threads, for the model's own batches go on meanwhile.
            return TitleReader(threads=max(1, settings.threads // 2))

        return cls(open_reader)

    def keep(
        self, image: Image.Image, answer: Identification, neighbours: Sequence[Neighbour]
    ) -> Identification:
        """Return the answer with the word that its title may be asked for with.

        Args:
            image: The picture, as `reduced` gives it.
            answer: Its answer.
            neighbours: The nearest films, as many as are known.
        """
        return replace(answer, id=self._kept.keep(image, answer, neighbours))

    def has(self, word: str) -> bool:
        """Return whether the picture of that word is kept."""
        return self._kept.has(word)

    def another_word(self, word: str) -> str | None:
        """Return another word for the same picture, None where it is gone."""
        return self._kept.again(word)

    async def read(
        self, word: str, library: Callable[[], Awaitable[FilmLibrary]]
    ) -> Identification | None:
        """Return the answer with the film whose title was read; None where there is none.

        Raises:
            UnavailableError: `busy` where too many wait; the picture is kept on.
        """
        if (kept := self._kept.take(word)) is None:
            return None

        async def prepare() -> _Asked:
            return _Asked(kept, await library())

        try:
            return await self._queue.submit(prepare)
        except UnavailableError:
            self._kept.put_back(word, kept)
            raise

    async def close(self) -> None:
        """Finish what is being read, and forget the pictures. Safe to call twice."""
        self._kept.clear()
        await self._queue.close()

    def _read_all(self, asked: Sequence[_Asked]) -> list[Identification | None]:
        return [self._read_one(each) for each in asked]

    def _read_one(self, asked: _Asked) -> Identification | None:
        kept = asked.kept
        began = time.perf_counter()
        keys = [neighbour.film.key for neighbour in kept.neighbours]
        if self._reader is None:
            self._reader = self._open_reader()
        library = asked.library
        read = self._reader.read(
            kept.image, library.lettering, keys, kept.answer.year, library.standing(kept.image)
        )
        if read is None:
            return None
        return with_title(kept.answer, read, kept.neighbours, 1e3 * (time.perf_counter() - began))


def reduced(image: Image.Image) -> Image.Image:
    """Return a picture small enough to be kept; a copy, for the caller's own may be changed."""
    factor = -(-max(image.size) // _LONGEST)
    return image.reduce(factor) if factor > 1 else image.copy()


def with_title(
    answer: Identification, read: Verdict, near: Sequence[Neighbour], took_ms: float
) -> Identification | None:
    """Return an answer with the film whose title was read; None where that says nothing new.

    A title that is sure names its film. One that is not is a perhaps, unless another film is
    already; where both mean the same film, it is as likely as both together make it.

    Args:
        answer: What was answered before.
        read: The film whose title was read.
        near: The nearest films, as many as are known.
        took_ms: What reading took, in milliseconds.
    """
    before = answer.perhaps
    likely, named = read.confidence, read.named
    if before is not None and before.film.key == read.film.key and before.confidence is not None:
        for_it = likely * before.confidence
        likely = for_it / (for_it + (1 - likely) * (1 - before.confidence))
        named = named or likely >= _SURE
    if not named and before is not None:
        return None
    similarity = 0.0
    with suppress(StopIteration):
        similarity = next(item.similarity for item in near if item.film.key == read.film.key)
    match = Match(read.film, similarity, likely, "title")
    corners = answer.posters[0].corners if answer.posters else None
    seen = SeenPoster(corners, match if named else None, None if named else match)
    others = tuple(
        item for item in answer.neighbours if not named or item.film.key != read.film.key
    )
    return replace(
        answer,
        match=match if named else None,
        perhaps=None if named else match,
        posters=(seen, *answer.posters[1:]),
        neighbours=others,
        timings_ms={**answer.timings_ms, "title": took_ms},
        film_year=None if named and read.film.year else answer.film_year,
        id=None,
    )
