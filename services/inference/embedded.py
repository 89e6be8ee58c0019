"""The pipeline inside this process: model work in threads, decoding in processes beside it."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from services.core.errors import RequestError
from services.core.settings import Settings
from services.core.types import (
    CatalogueFilm,
    Comparison,
    EncoderStatus,
    Film,
    Found,
    Identification,
    Outdated,
    Search,
)
from services.inference.answer_cache import AnswerCache, AnswerKey, digest_of
from services.inference.batcher import Batcher, Ticket
from services.inference.client import MAX_SKIP
from services.inference.picture_batch import (
    Pair,
    Picture,
    answer_all,
    compare_all,
    decode_pair,
    decode_poster,
)
from services.inference.registry import OpenPipeline, Pipeline, PipelineRegistry, look_at
from services.inference.search import FilmSearch
from services.inference.tallies import Tallies
from services.inference.title_reading import SOUGHT, TitleQueue, reduced
from services.pictures.allocator import return_large_blocks
from services.pictures.checks import is_heavy
from services.pictures.pool import DecodePool

log = logging.getLogger(__name__)

T = TypeVar("T")

_ENCODER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# The network looks at pictures one by one, a core each; in groups one core would wait while the
# films of the group are looked up on the other.
_GROUP = 1
# What is being decoded when the client is closed has so long to finish.
_GRACE_S = 2.0
# The largest pictures take a second or two; what takes longer hangs.
_STUCK_S = 30.0
_WARM_AFTER_S = 0.5
# How long a question waits for a place before it is refused, its picture unread.
_HOLD_S = 0.25
# What watches a container waits no longer than a few seconds.
_LOOK_S = 1.0


class EmbeddedClient:
    """`InferenceClient` that runs the pipeline in this process.

    Args:
        settings: The settings; `threads` pictures are decoded at a time, `queue_size` requests
            are let in.
        open_pipeline: Opens the pipeline of an encoder (None: the default one), called in a
            thread; raises UnavailableError.
        pool: Decodes the pictures, and is closed with the client; None: one of its own.
        watch_s: Seconds between two looks for a newer index.
        titles: Reads titles where nothing else decides; None: as the settings and the extra say.
        rest: Waits so many seconds, before a full house refuses.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        open_pipeline: OpenPipeline | None = None,
        pool: DecodePool | None = None,
        watch_s: float = 1.0,
        titles: TitleQueue | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._rest = rest
        self._titles = titles if titles is not None else TitleQueue.installed(settings)
        self._registry = PipelineRegistry(
            settings, open_pipeline or _open_identifier, watch_s=watch_s
        )
        self._film_search = FilmSearch(settings, self._registry)
        self._warming: asyncio.Task[None] | None = None
        self._starting: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()
        self._hastened: asyncio.TimerHandle | None = None
        self._pool = pool if pool is not None else open_pool(settings)
        # Each waits for a worker process. What may take long has threads of its own, one less
        # than there are workers: a poster finds one free whatever else was sent.
        self._decoders = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-decode")
        self._heavy_decoders = ThreadPoolExecutor(
            max(1, settings.threads - 1), thread_name_prefix="marquee-decode-heavy"
        )
        self.tallies = Tallies()
        self._answers = AnswerCache(settings.cache_bytes, self.tallies.cache)
        self._batcher: Batcher[Picture, Identification] = Batcher(
            answer_all,
            size=_GROUP,
            workers=settings.threads,
            places=settings.queue_size,
            slots=settings.threads,
            refused=self.tallies.refused,
        )
        self._pairs: Batcher[Pair, Comparison] = Batcher(
            compare_all,
            size=1,
            places=settings.queue_size,
            slots=settings.threads,
            refused=self.tallies.refused,
        )

    @property
    def pipeline(self) -> Pipeline | None:
        """The default pipeline once it is open, else None."""
        return self._registry.default

    def outdated(self) -> dict[str, Outdated]:
        """Return the open encoders whose index was built with other weights than newer ones are."""
        return self._registry.outdated()

    @property
    def waiting(self) -> int:
        """Requests let in and not yet answered."""
        return self._batcher.depth + self._pairs.depth

    @property
    def pace_s(self) -> float:
        """Seconds an answer takes, while others wait."""
        return self._batcher.pace_s

    @property
    def kills(self) -> Mapping[str, int]:
        """Decoders that ended before they answered, by why."""
        return self._pool.kills

    @property
    def problem(self) -> str | None:
        """Why a poster would not be answered now, in a sentence; None where it would."""
        if self._hastened is not None:
            return "Marquee is closing for a moment, please try again in a minute."
        if self.pipeline is None:
            return "Marquee is still waking up, please try again in a moment."
        if max(self._batcher.running_s, self._pairs.running_s) > _STUCK_S:
            return "Marquee has been looking at one poster for too long, please try again later."
        if not self._pool.able:
            return "Marquee cannot open pictures right now, please try again in a minute."
        return None

    async def start(self) -> None:
        """Open the default pipeline; raises UnavailableError where it cannot be.

        The titles are read behind it, so that the first search need not wait for them; the
        decoders start beside it.
        """
        return_large_blocks()
        await asyncio.gather(self._registry.get(), asyncio.to_thread(self._pool.start))
        self._warming = asyncio.create_task(self._warm(), name="marquee-warm")

    async def look_again(self) -> None:
        """Try once more what could not be done the last time, so that `problem` is of now."""
        if self._pool.able or self._hastened is not None:
            return
        if self._starting is None or self._starting.done():
            self._starting = asyncio.create_task(asyncio.to_thread(self._pool.start))
            self._starting.add_done_callback(look_at)
        await asyncio.wait({self._starting}, timeout=_LOOK_S)

    def hasten(self) -> None:
        """End what is still being decoded in two seconds, for `close` is about to be called."""
        if self._hastened is None:
            loop = asyncio.get_running_loop()
            self._hastened = loop.call_later(_GRACE_S, self._pool.close)

    async def close(self) -> None:
        """Finish the requests let in, then let go of the threads. Safe to call twice.

        A picture that is still being decoded after two seconds is refused.
        """
        self.hasten()
        self._ending.set()
        await self._registry.close()
        if self._warming is not None:
            await self._warming
        await self._film_search.close()
        await self._batcher.close()
        await self._pairs.close()
        if self._titles is not None:
            await self._titles.close()
        if self._hastened is not None:
            self._hastened.cancel()
        await asyncio.to_thread(self._pool.close)
        await asyncio.to_thread(self._decoders.shutdown)
        await asyncio.to_thread(self._heavy_decoders.shutdown)

    def check(self, k: int, encoder: str | None) -> None:
        """Raise RequestError where k or the encoder's name cannot be right."""
        if not 1 <= k <= self._settings.max_k:
            raise RequestError(
                "bad_request",
                f"The number of neighbours has to be from 1 to {self._settings.max_k}.",
            )
        if encoder is not None and not _ENCODER_NAME.fullmatch(encoder):
            raise RequestError("bad_request", "That is not the name of an encoder.")

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster; see `InferenceClient.identify`.

        `timings_ms` gains `decode`, `queue` (waiting for the decoder, and for the model) and
        `total`. Where the same picture was answered before, or is being answered for somebody
        else, they are `kept` or `shared`, and `total`.
        """
        self.check(k, encoder)
        began = time.perf_counter()
        pipeline = await self._registry.get(encoder)
        ticket = Ticket.of_now(heavy=is_heavy(poster))
        name = encoder or self._settings.encoder
        key = AnswerKey(await digest_of(poster), pipeline.version, name, k)

        async def compute(ticket: Ticket) -> Identification:
            return await self._computed(pipeline, poster, k, ticket)

        answer, how = await self._answers.answer(key, ticket, compute, usable=self._has_picture)
        ticket.notes["answer"] = how
        total = (time.perf_counter() - began) * 1e3
        if how == "computed":
            return replace(answer, timings_ms={**answer.timings_ms, "total": total})
        if answer.id is not None and self._titles is not None:
            # A word is good for one reading, and each of them may want it.
            answer = replace(answer, id=self._titles.another_word(answer.id))
        return replace(answer, timings_ms={how: total, "total": total})

    async def _computed(
        self, pipeline: Pipeline, poster: bytes, k: int, ticket: Ticket
    ) -> Identification:
        # A title that is read later is held against more neighbours than are shown.
        sought = max(k, SOUGHT) if self._titles is not None else k
        picture: Picture | None = None
        asked = time.perf_counter()

        async def prepare() -> Picture:
            nonlocal picture
            picture = await self._decoding(
                ticket.heavy,
                lambda: decode_poster(
                    pipeline, poster, sought, self._settings, self._pool, asked=asked
                ),
            )
            return picture

        found = await self._batcher.submit(prepare, ticket)
        answer = replace(found, neighbours=found.neighbours[:k])
        if self._titles is not None and picture is not None and answer.match is None:
            image = picture.image
            small = await self._aside(lambda: reduced(image))
            answer = self._titles.keep(small, answer, found.neighbours)
        return answer

    def _has_picture(self, answer: Identification) -> bool:
        """Return whether the picture of an answer is kept still, where its title may be asked."""
        return answer.id is None or (self._titles is not None and self._titles.has(answer.id))

    async def check_room(self, *, pair: bool = False) -> None:
        """Raise UnavailableError, `busy`, where the question of now would be refused at once.

        So that its picture need not be read. It is a guess: for one that was answered before, or
        is being answered now, there would be room. Before a full house refuses, it waits for a
        moment: a place may become free, and who asks again at once is refused less often.

        Args:
            pair: Whether two pictures are to be compared.
        """
        ticket, batcher = Ticket.of_now(), self._pairs if pair else self._batcher
        if batcher.is_full(ticket):
            await self._rest(_HOLD_S)
        batcher.check(ticket)

    async def read_title(self, id: str) -> Identification | None:
        """Read the title of a picture; see `InferenceClient.read_title`."""
        if self._titles is None:
            return None
        return await self._titles.read(id, self._film_search.library)

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        """Say how alike two posters are; see `InferenceClient.compare`."""
        self.check(1, encoder)

        pipeline = await self._registry.get(encoder)
        ticket = Ticket.of_now(heavy=is_heavy(first) or is_heavy(second))

        async def prepare() -> Pair:
            return await self._decoding(
                ticket.heavy,
                lambda: decode_pair(pipeline, first, second, self._settings, self._pool),
            )

        return await self._pairs.submit(prepare, ticket)

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        """Return a picture of the film where the catalogue has its file, else None."""
        await self._registry.get()
        pipelines = self._registry.ready().values()

        def read() -> bytes | None:
            paths = (pipeline.poster_path(film, picture) for pipeline in pipelines)
            path = next((path for path in paths if path is not None), None)
            if path is None:
                return None
            try:
                return path.read_bytes()
            except FileNotFoundError:
                log.info("the picture of %s is gone from disk", film.key)
            except OSError:
                log.warning("the picture of %s cannot be read", film.key, exc_info=True)
            return None

        return await asyncio.to_thread(read)

    async def film(self, key: str) -> Film | None:
        """Return the film of that key in any open catalogue, or in the database; else None."""
        await self._registry.get()
        found = [pipeline.film(key) for pipeline in self._registry.ready().values()]
        exact = (film for film in found if film is not None and film.key == key)
        if (film := next(exact, None)) is not None:
            return film
        # The database knows which film had a key before; an index can only guess by the facts.
        known = (await self._film_search.library()).film(key)
        return known or next((film for film in found if film is not None), None)

    async def facts(self, key: str) -> CatalogueFilm | None:
        """Return what the catalogue holds of the film of that key, or None."""
        film = await self.film(key)
        if film is None:
            return None
        library = await self._film_search.library()
        facts = await asyncio.to_thread(library.facts, film)
        # Another encoder's catalogue may have the picture.
        return replace(
            facts,
            has_poster=facts.has_poster or await self.poster(film) is not None,
            details=await self._film_search.details(film),
        )

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        """Answer a film of the catalogue; see `InferenceClient.neighbours`."""
        self.check(k, encoder)
        if not 0 <= skip <= MAX_SKIP:
            raise RequestError("bad_request", f"skip has to be from 0 to {MAX_SKIP}.")
        pipeline = await self._registry.get(encoder)
        found = pipeline.film(key)
        if found is None or found.key != key:
            film = await self.film(key)
            found = None if film is None else pipeline.film(film.key)
            if film is None or found is None or found.key != film.key:
                return None
            key = film.key
        return await self._aside(lambda: pipeline.neighbours(key, k=k, skip=skip))

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        """Find films by what their posters show, or by title; see `InferenceClient.search`."""
        self.check(1, encoder)
        return await self._film_search.search(words, k=k, by=by, encoder=encoder)

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        """Complete a half-typed title; see `InferenceClient.titles`."""
        return await self._film_search.titles(typed, limit=limit)

    async def films(self, *, skip: int = 0, limit: int = 1000) -> tuple[CatalogueFilm, ...]:
        """Return a page of the catalogue; see `InferenceClient.films`."""
        library = await self._film_search.library()
        return await asyncio.to_thread(library.page, skip, limit)

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
        """Draw films by chance; see `InferenceClient.sample`."""
        library = await self._film_search.library()
        return await asyncio.to_thread(
            lambda: library.sample(
                count,
                pictured=pictured,
                genre=genre,
                years=(first_year, last_year),
                known=known,
                marked=marked,
            )
        )

    async def encoders(self) -> list[EncoderStatus]:
        """Return every encoder, the default first, and whether it has an index."""
        return await self._registry.statuses()

    async def _warm(self) -> None:
        # Whoever waits for the start asks first; reading thousands of titles would hold them up.
        with suppress(TimeoutError):
            async with asyncio.timeout(_WARM_AFTER_S):
                await self._ending.wait()
                return
        try:
            await self._film_search.library()
        except Exception:
            log.exception("the titles could not be read; the next search tries again")

    async def _decoding(self, heavy: bool, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._heavy_decoders if heavy else self._decoders, work
        )

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._decoders, work)


def open_pool(settings: Settings) -> DecodePool:
    """Return the decoders of a client that was given none; the tests share one instead."""
    return DecodePool(settings)


def _open_identifier(settings: Settings, encoder: str | None) -> Pipeline:
    # Imported here, in the opening thread: the bot's process must not load the model's libraries.
    from services.vision.pipeline import Identifier  # noqa: PLC0415

    identifier = Identifier.open(settings, encoder)
    # Whatever would fail with the first poster fails here; and what is read when it is first
    # needed is read before somebody waits.
    identifier.warm_up()
    return identifier
