"""Words -> films: what a poster shows where CLIP has an index, else titles."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from services.errors import RequestError, UnavailableError
from services.inference.spaces import WORDS_ENCODER, Pipeline, Spaces
from services.settings import Settings

if TYPE_CHECKING:
    from services.catalogue.search import Found, TitleIndex

log = logging.getLogger(__name__)

MAX_WORDS = 200
MAX_FOUND = 50
WAYS = ("auto", "title", "words")


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found.

    Attributes:
        by: What was compared: `title`, or `words` with what the posters show.
        found: The films, best first.
    """

    by: Literal["title", "words"]
    found: tuple[Found, ...]


class Finder:
    """Searches the catalogue of the default encoder by title, and that of CLIP by words.

    Args:
        settings: Where the database lies, which knows other names of films.
        spaces: The encoders.
    """

    def __init__(self, settings: Settings, spaces: Spaces) -> None:
        self._settings = settings
        self._spaces = spaces
        self._titles: tuple[Pipeline, asyncio.Task[TitleIndex]] | None = None

    async def search(self, words: str, *, limit: int = 10, by: str = "auto") -> Search:
        """Return at most `limit` films.

        Args:
            words: A title, or a description such as "lonely astronaut, blue".
            limit: 1 to `MAX_FOUND`.
            by: `title`, `words` (what the posters show, by CLIP), or `auto`: words where CLIP
                can answer, else titles.

        Raises:
            RequestError: a limit or way that is none, or too long a text.
            UnavailableError: by `words` without an index of CLIP's; names what builds it.
        """
        words = words.strip()
        if len(words) > MAX_WORDS:
            raise RequestError("bad_request", f"Please search with at most {MAX_WORDS} characters.")
        if not 1 <= limit <= MAX_FOUND:
            raise RequestError("bad_request", f"The limit has to be from 1 to {MAX_FOUND}.")
        if by not in WAYS:
            raise RequestError("bad_request", f"Search by {', '.join(WAYS[:-1])} or {WAYS[-1]}.")
        if not words:
            return Search("title", ())
        if by != "title":
            try:
                return await self._by_words(words, limit)
            except UnavailableError as error:
                if by == "words":
                    raise
                log.debug("titles are searched instead: %s", error.message)
        titles = await self._title_index()
        return Search("title", tuple(await asyncio.to_thread(titles.search, words, limit)))

    async def _by_words(self, words: str, limit: int) -> Search:
        from services.catalogue.search import Found  # noqa: PLC0415

        pipeline = await self._spaces.get(WORDS_ENCODER)
        near = await asyncio.to_thread(pipeline.search_words, words, k=limit)
        return Search("words", tuple(Found(item.film, item.similarity) for item in near))

    async def _title_index(self) -> TitleIndex:
        pipeline = await self._spaces.get()
        if self._titles is None or self._titles[0] is not pipeline:
            self._titles = (pipeline, asyncio.create_task(self._read_titles(pipeline)))
        _, reading = self._titles
        return await asyncio.shield(reading)

    async def _read_titles(self, pipeline: Pipeline) -> TitleIndex:
        from services.catalogue.search import TitleIndex  # noqa: PLC0415

        aliases = await self._aliases()
        return await asyncio.to_thread(TitleIndex, pipeline.films, aliases)

    async def _aliases(self) -> Mapping[str, Sequence[str]]:
        from services.catalogue.search import aliases_of  # noqa: PLC0415
        from services.store import Store  # noqa: PLC0415

        if not self._settings.database_path.is_file():
            return {}
        try:
            async with await Store.open(self._settings.database_path) as store:
                return await aliases_of(store)
        except UnavailableError as error:
            log.warning("searching without the other names of films: %s", error.message)
            return {}
