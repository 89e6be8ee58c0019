"""Words -> films: what a poster shows where an encoder of words has an index, else titles."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from services.core.encoders import POSTER_LITE, SPECS, WORDS_ENCODER
from services.core.errors import RequestError, UnavailableError
from services.core.film_details import FilmDetails
from services.core.settings import Settings
from services.core.types import Film, Found, Search
from services.inference.registry import Pipeline, PipelineRegistry, look_at

if TYPE_CHECKING:
    from services.catalogue.search import StoredFilm
    from services.inference.film_library import FilmLibrary
    from services.store import Store

log = logging.getLogger(__name__)

MAX_WORDS = 200
MAX_FOUND = 50
_SHIPPED = POSTER_LITE.name
WAYS = ("auto", "title", "words")


class FilmSearch:
    """Searches the default encoder's catalogue by title; by words that of one who knows words.

    Args:
        settings: Where the database lies, which knows films without a poster and other names; it is
            read when an index is opened, so that a build brings in what was imported before it.
        registry: The pipelines, by encoder.
    """

    def __init__(self, settings: Settings, registry: PipelineRegistry) -> None:
        self._settings = settings
        self._registry = registry
        self._store: Store | None = None
        self._opening = asyncio.Lock()
        self._reading: tuple[Pipeline, asyncio.Task[FilmLibrary]] | None = None

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        """Return at most `k` films; see `InferenceClient.search`."""
        words = _checked(words, k)
        if by not in WAYS:
            raise RequestError("bad_request", f"Search by {', '.join(WAYS[:-1])} or {WAYS[-1]}.")
        if not words:
            return Search("title", ())
        # An encoder that was asked for by name and sees no words leaves titles, unless words must.
        if by == "words" or (by == "auto" and _knows_words(encoder)):
            try:
                return await self._by_words(words, k, encoder or WORDS_ENCODER.name)
            except UnavailableError as error:
                if by == "words" or encoder is not None:
                    raise
                log.debug("titles are searched instead: %s", error.message)
        library = await self.library()
        return Search("title", await asyncio.to_thread(library.search, words, k))

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        """Return at most `limit` films that a half-typed title may become."""
        typed = _checked(typed, limit)
        library = await self.library()
        return await asyncio.to_thread(library.complete, typed, limit)

    async def library(self) -> FilmLibrary:
        """Return the films of the default catalogue as it is now."""
        pipeline = await self._any_pipeline()
        if (
            self._reading is None
            or self._reading[0] is not pipeline
            or (self._reading[1].done() and self._reading[1].exception() is not None)
        ):
            reading = asyncio.create_task(self._read(pipeline), name="marquee-library")
            reading.add_done_callback(look_at)
            self._reading = (pipeline, reading)
        # Shielded: one caller's leaving must not undo the reading that others wait for.
        return await asyncio.shield(self._reading[1])

    async def details(self, film: Film) -> FilmDetails | None:
        """Return what TMDB told of a film; None where it told nothing that may be shown still."""
        if film.tmdb_id is None and film.tmdb_series_id is None:
            return None
        from services.store import Store, film_details  # noqa: PLC0415

        try:
            async with self._opening:
                if self._store is None:
                    if not self._settings.database_path.is_file():
                        return None
                    self._store = await Store.open(self._settings.database_path)
            async with self._store.session() as session:
                return await film_details.of(session, film)
        except UnavailableError as error:
            log.warning("a film is told without its details: %s", error.message)
            return None

    async def _any_pipeline(self) -> Pipeline:
        try:
            return await self._registry.get()
        except UnavailableError as error:
            if self._settings.encoder == _SHIPPED:
                raise
            # Titles are the same in every space, and what ships is always there.
            log.info("titles of %s are searched: %s", _SHIPPED, error.message)
            return await self._registry.get(_SHIPPED)

    async def close(self) -> None:
        """Wait for what is being read. Safe to call twice."""
        if self._reading is not None:
            await asyncio.wait([self._reading[1]])
        store, self._store = self._store, None
        if store is not None:
            await store.close()

    async def _by_words(self, words: str, k: int, encoder: str) -> Search:
        pipeline = await self._registry.get(encoder)
        near = await asyncio.to_thread(pipeline.search_words, words, k=k)
        return Search("words", tuple(Found(item.film, item.similarity) for item in near))

    async def _read(self, pipeline: Pipeline) -> FilmLibrary:
        # Imported here: only a search needs it.
        from services.inference.film_library import FilmLibrary  # noqa: PLC0415

        stored, absent = await self._stored()
        pipeline.expect_absent(absent)
        return await asyncio.to_thread(FilmLibrary, pipeline, stored)

    async def _stored(self) -> tuple[list[StoredFilm], float]:
        """Return the database's films, and the share of queries whose film it lacks."""
        if not self._settings.database_path.is_file():
            return [], 0.5
        from services.catalogue.search import stored_films  # noqa: PLC0415
        from services.store import Store, query_log  # noqa: PLC0415

        try:
            async with await Store.open(self._settings.database_path) as store:
                async with store.session() as session:
                    absent = await query_log.absent_share(session)
                return await stored_films(store), absent
        except UnavailableError as error:
            log.warning("searching without what the database knows: %s", error.message)
            return [], 0.5


def _knows_words(encoder: str | None) -> bool:
    return encoder is None or (encoder in SPECS and SPECS[encoder].words)


def _checked(words: str, limit: int) -> str:
    words = words.strip()
    if len(words) > MAX_WORDS:
        raise RequestError("bad_request", f"Please search with at most {MAX_WORDS} characters.")
    if not 1 <= limit <= MAX_FOUND:
        raise RequestError("bad_request", f"The limit has to be from 1 to {MAX_FOUND}.")
    return words
