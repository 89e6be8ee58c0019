"""The pipeline in another process: `InferenceClient` over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote

from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings
from services.core.types import (
    CatalogueFilm,
    Comparison,
    EncoderStatus,
    Film,
    Found,
    Identification,
    Search,
)
from services.inference.transport import Transport
from services.inference.wire import (
    catalogue_film_from_json,
    comparison_from_json,
    encoder_status_from_json,
    found_from_json,
    identification_from_json,
    search_from_json,
)

log = logging.getLogger(__name__)

T = TypeVar("T")


class HttpClient:
    """`InferenceClient` that asks the service at `settings.inference_url`.

    Args:
        settings: The settings.
        transport: How it is asked; None: as the settings say.
    """

    def __init__(self, settings: Settings, *, transport: Transport | None = None) -> None:
        self._transport = transport if transport is not None else Transport(settings)
        self._max_picture = settings.max_bytes
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """Posters sent and not yet answered."""
        return self._waiting

    async def start(self) -> None:
        """Make the session; raises UnavailableError where the service's URL is none."""
        self._transport.open()

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        await self._transport.close()

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster; see `InferenceClient.identify`."""
        with self._counted():
            return await self._transport.answer(
                "POST",
                "v1/identify",
                identification_from_json,
                query=_query(k=k, encoder=encoder),
                files={"poster": poster},
            )

    async def read_title(self, id: str) -> Identification | None:
        """Read the title of a picture; see `InferenceClient.read_title`."""
        return await self._transport.answer(
            "POST",
            f"v1/identifications/{quote(id, safe='')}/title",
            lambda body: None if body is None else identification_from_json(body),
        )

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        """Say how alike two posters are; see `InferenceClient.compare`."""
        with self._counted():
            return await self._transport.answer(
                "POST",
                "v1/compare",
                comparison_from_json,
                query=_query(encoder=encoder),
                files={"first": first, "second": second},
            )

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        """Return a picture of the film from the service; None, and no error, for want of one."""
        try:
            status, body = await self._transport.ask(
                "GET",
                f"{_path(film.key)}/poster",
                query=_query(picture=None if picture == 1 else picture),
                limit=self._max_picture,
            )
        except UnavailableError:
            return None  # logged where it happened; an answer without its picture is still one
        if status == 200:
            return body
        if status != 404:
            log.warning(
                "%s answered %d for the picture of %s", self._transport.origin, status, film.key
            )
        return None

    async def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that key, or None."""
        found = await self.facts(key)
        return found.film if found else None

    async def facts(self, key: str) -> CatalogueFilm | None:
        """Return what the catalogue holds of the film of that key, or None."""
        return await self._or_none(_path(key), catalogue_film_from_json)

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        """Answer a film of the catalogue; see `InferenceClient.neighbours`."""
        query = _query(k=k, skip=skip, encoder=encoder)
        return await self._or_none(f"{_path(key)}/neighbours", identification_from_json, query)

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        """Find films by what their posters show, or by title; see `InferenceClient.search`."""
        query = _query(q=words, limit=k, by=by, encoder=encoder)
        return await self._get("v1/search", search_from_json, query)

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        """Complete a half-typed title; see `InferenceClient.titles`."""
        query = _query(q=typed, limit=limit)
        return await self._get("v1/titles", _each("films", found_from_json), query)

    async def films(self, *, skip: int = 0, limit: int = 1000) -> tuple[CatalogueFilm, ...]:
        """Return a page of the catalogue; see `InferenceClient.films`."""
        query = _query(skip=skip, limit=limit)
        return await self._get("v1/films", _each("films", catalogue_film_from_json), query)

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
        query = _query(
            sample=count,
            pictured=1 if pictured else None,
            genre=genre,
            known=known,
            marked=1 if marked else None,
            **{"from": first_year, "to": last_year},
        )
        return await self._get("v1/films", _each("films", catalogue_film_from_json), query)

    async def encoders(self) -> list[EncoderStatus]:
        """Return every encoder, the default first, and whether it has an index."""
        return list(await self._get("v1/encoders", _each("encoders", encoder_status_from_json)))

    async def _get(
        self, path: str, read: Callable[[Any], T], query: dict[str, str] | None = None
    ) -> T:
        return await self._transport.answer("GET", path, read, query=query)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def _or_none(
        self, path: str, read: Callable[[Any], T], query: dict[str, str] | None = None
    ) -> T | None:
        try:
            return await self._get(path, read, query)
        except RequestError as error:
            if error.code == "not_found":
                return None
            raise


def _path(key: str) -> str:
    # Quoted whole: a title used as key may hold slashes and question marks.
    return f"v1/films/{quote(key, safe='')}"


def _query(**fields: str | float | None) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value is not None}


def _each(name: str, read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    return lambda data: tuple(read(item) for item in data[name])
