"""TMDB's API: lists of films, and single ones with their genres, IMDb id and poster."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice, zip_longest
from typing import Any

from services.catalogue.facts import checked_aliases, checked_film
from services.catalogue.sources.certifications import (
    best_known,
    is_explicit,
    tmdb_certifications,
)
from services.catalogue.sources.fetch import Fetched, Fetcher, FetchError
from services.catalogue.sources.records import Skipped
from services.catalogue.sources.remote import Edition, Wanted
from services.catalogue.sources.tmdb_details import FILM_PARTS, SERIES_PARTS, details_of
from services.catalogue.sources.tmdb_titles import (
    APPENDED,
    other_language_titles,
    titles_by_language,
)
from services.core import foreign_json
from services.core.errors import RequestError, UnavailableError
from services.core.film_details import TMDB_ATTRIBUTION
from services.core.settings import Settings
from services.core.text_folding import fold

ATTRIBUTION = TMDB_ATTRIBUTION
SOURCE = "tmdb"
ADULT_OUT = "adult film"
MOST_PAGES = 500
PER_PAGE = 20
POSTER_SIZE = "w500"
_MAX_BYTES = 8 * 2**20
_GIVE_UP_AFTER = 10
_MOST_ID = 2**31
# The older keys (v3) are 32 hexadecimal digits, and TMDB takes them in the query alone.
_OLD_KEY = re.compile(r"[0-9a-fA-F]{32}")
_KEY = re.compile(r"[\w.~+/=-]+", re.ASCII)
_POSTER_PATH = re.compile(r"/[\w-]+\.\w+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}")
_YEAR = re.compile(r"(\d{4})-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Listed:
    """A film or a series as a list names it; TMDB numbers both from one on."""

    id: int
    name: str
    has_poster: bool
    series: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    """What TMDB calls the facts of films or series."""

    title: str
    original: str
    date: str


_FILM = _Names("title", "original_title", "release_date")
_SERIES = _Names("name", "original_name", "first_air_date")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, how many pages there are, and how many films."""

    films: tuple[Listed, ...]
    pages: int
    total: int


class Tmdb:
    """TMDB, asked with the user's key.

    The key goes into the Authorization header (an older one into the query, where TMDB wants it),
    and nowhere else: not into errors, logs, or questions to another server.

    Args:
        settings: `tmdb_token`, `tmdb_url`, `tmdb_image_url`.
        fetcher: Asks the questions; should follow no redirects.
        editions: How many further pictures of a film are wanted.
        languages: Of these languages only, as codes of two letters, the first ones before others;
            none stands for any.
        with_adult: Whether adult films are taken, marked, and not left out.

    Raises:
        RequestError: there is no key, or it cannot be one.
    """

    def __init__(
        self,
        settings: Settings,
        fetcher: Fetcher,
        *,
        editions: int = 0,
        languages: Sequence[str] = (),
        with_adult: bool = False,
    ) -> None:
        token = settings.tmdb_token
        if token is None or not token.get_secret_value().strip():
            raise RequestError(
                "bad_request",
                "TMDB needs a key of yours: themoviedb.org -> Settings -> API -> API Read Access "
                "Token, then put it into .env as MARQUEE_TMDB_TOKEN.",
            )
        if not _KEY.fullmatch(token.get_secret_value().strip()):
            raise RequestError(
                "bad_request",
                "MARQUEE_TMDB_TOKEN holds characters that no key of TMDB has; please copy it anew.",
            )
        self._token = token
        self._fetcher = fetcher
        self._url = settings.tmdb_url.rstrip("/")
        self._image_url = settings.tmdb_image_url.rstrip("/")
        self._gave_up = 0
        self._editions = editions
        self._languages = tuple(languages)
        self._with_adult = with_adult

    async def popular(self, number: int, *, series: bool = False) -> Page:
        """Return a page (from 1) of the films, or series, that people look at most now."""
        return await self._page(f"/{_kind(series)}/popular", {"page": str(number)}, series=series)

    async def discover(self, year: int, number: int) -> Page:
        """Return a page (from 1) of one year's films, the most popular first."""
        query = {
            "primary_release_year": str(year),
            "sort_by": "popularity.desc",
            "include_adult": "false",
            "page": str(number),
        }
        return await self._page("/discover/movie", query)

    async def film(self, number: int, name: str = "", *, series: bool = False) -> Wanted | Skipped:
        """Return a film, or a series, by its TMDB id, or why it is left out."""
        name = name or f"tmdb-{'tv-' if series else ''}{number}"
        try:
            facts = await self._get(f"/{_kind(series)}/{number}", self._asked_beside(series))
        except FetchError as error:
            reason = "not on TMDB" if error.status == 404 else f"TMDB: {error.reason}"
            return Skipped(reason, name)
        return self._wanted(facts, number, name, series=series)

    def _asked_beside(self, series: bool) -> dict[str, str]:
        # Of a film its IMDb id is among the facts.
        further = SERIES_PARTS if series else FILM_PARTS
        parts = [
            *APPENDED,
            *further,
            *["external_ids"] * series,
            *["images"] * bool(self._editions),
        ]
        asked = {"append_to_response": ",".join(parts)}
        if self._editions and self._languages:
            asked["include_image_language"] = ",".join(self._languages)
        return asked

    def _further(self, facts: Mapping[str, Any], own: str) -> tuple[Edition, ...]:
        """Return the best pictures of each language, then the second best, without the film's own.

        TMDB gives those first that its members like most.
        """
        images = facts.get("images")
        posters = images.get("posters") if isinstance(images, dict) else None
        paths: dict[str | None, list[str]] = {name: [] for name in self._languages}
        for each in posters if isinstance(posters, list) else ():
            path = each.get("file_path") if isinstance(each, dict) else None
            if not isinstance(path, str) or not _POSTER_PATH.fullmatch(path) or path == own:
                continue
            told = each.get("iso_639_1")
            language = told if isinstance(told, str) and _LANGUAGE.fullmatch(told) else None
            if language in paths or not self._languages:
                paths.setdefault(language, []).append(path)
        once: dict[str, str | None] = {}
        for row in zip_longest(*paths.values()):
            for path, language in zip(row, paths, strict=True):
                if path is not None:
                    once.setdefault(path, language)
        return tuple(
            Edition(f"{self._image_url}/{POSTER_SIZE}{path}", language)
            for path, language in islice(once.items(), self._editions)
        )

    def _wanted(
        self, facts: Mapping[str, Any], number: int, name: str, *, series: bool
    ) -> Wanted | Skipped:
        of = _SERIES if series else _FILM
        original = _text(facts.get(of.original))
        title = _text(facts.get(of.title)) or original
        if facts.get("id") != number or not title:
            return Skipped("TMDB's answer is not about this film", name)
        certifications = tmdb_certifications(facts)
        adult = facts.get("adult") is True or any(map(is_explicit, certifications.values()))
        if facts.get("adult") is True and not self._with_adult:
            return Skipped(ADULT_OUT, name)
        poster = facts.get("poster_path")
        if poster is None:
            return Skipped("no poster", name)
        if not isinstance(poster, str) or not _POSTER_PATH.fullmatch(poster):
            return Skipped("bad poster path", name)
        dated = _YEAR.fullmatch(str(facts.get(of.date)))
        elsewhere = facts.get("external_ids") if series else facts
        genres = facts.get("genres")
        names = (
            [it.get("name") for it in genres if isinstance(it, dict)]
            if isinstance(genres, list)
            else []
        )
        checked = checked_film(
            title=title,
            year=int(dated[1]) if dated else None,
            genres=names,
            imdb_id=elsewhere.get("imdb_id") if isinstance(elsewhere, dict) else None,
            tmdb_id=number,
            series=series,
            poster_url=f"{self._image_url}/{POSTER_SIZE}{poster}",
        )
        if checked is None:
            return Skipped("TMDB's answer is not about this film", name)
        film = replace(checked.film, titles=titles_by_language(facts))
        return Wanted(
            film,
            name=f"{film.label} ({_told(number, series)})",
            source=SOURCE,
            popularity=_number(facts.get("popularity")),
            aliases=checked_aliases(
                name
                for name in (original, *other_language_titles(facts))
                if fold(name, "case") != fold(film.title, "case")
            ),
            wrong=checked.wrong,
            editions=self._further(facts, poster) if self._editions else (),
            adult=adult,
            certification=best_known(certifications),
            details=details_of(facts, film.imdb_id, datetime.now(UTC)),
        )

    async def _page(self, path: str, query: Mapping[str, str], *, series: bool = False) -> Page:
        data = await self._get(path, query, is_page=True)
        films = tuple(
            _listed(item, series or _is_series(item))
            for item in data["results"]
            if isinstance(item, dict) and _is_id(item.get("id"))
        )
        return Page(films, min(int(data["total_pages"]), MOST_PAGES), int(data["total_results"]))

    async def _get(
        self, path: str, query: Mapping[str, str], *, is_page: bool = False
    ) -> dict[str, Any]:
        tries = self._fetcher.patience.attempts

        async def accept(answer: Fetched) -> dict[str, Any]:
            try:
                data = foreign_json.parse(answer.body)
            except ValueError:
                raise FetchError("no JSON", tries=tries) from None
            if not isinstance(data, dict) or (is_page and not _is_page(data)):
                raise FetchError("not what TMDB sends", tries=tries)
            return data

        key = self._token.get_secret_value().strip()
        old = _OLD_KEY.fullmatch(key) is not None
        try:
            data = await self._fetcher.get(
                self._url + path,
                accept,
                max_bytes=_MAX_BYTES,
                params={**query, "api_key": key} if old else query,
                headers={"Accept": "application/json"}
                | ({} if old else {"Authorization": f"Bearer {key}"}),
            )
        except FetchError as error:
            if error.status in {401, 403}:
                raise RequestError(
                    "bad_request",
                    f"TMDB refused the key in MARQUEE_TMDB_TOKEN (HTTP {error.status}); please "
                    "copy the API Read Access Token anew from themoviedb.org -> Settings -> API.",
                ) from None
            self._gave_up += error.status != 404
            if error.unreachable or self._gave_up >= _GIVE_UP_AFTER:
                raise UnavailableError(
                    "unavailable",
                    f"TMDB does not answer ({error.reason}); what came so far is kept, and the "
                    "same command goes on from there.",
                ) from None
            raise
        self._gave_up = 0
        return data


def _kind(series: bool) -> str:
    return "tv" if series else "movie"


def _told(number: int, series: bool) -> str:
    return f"TMDB tv {number}" if series else f"TMDB {number}"


def _is_series(item: Mapping[str, Any]) -> bool:
    """Return whether a list, such as one of all that is popular, names a series here."""
    if "media_type" in item:
        return item["media_type"] == "tv"
    return "first_air_date" in item and "release_date" not in item


def _listed(item: Mapping[str, Any], series: bool) -> Listed:
    title = _text(item.get((_SERIES if series else _FILM).title))
    has_poster = item.get("poster_path", "") is not None
    return Listed(item["id"], f"{title} ({_told(item['id'], series)})", has_poster, series)


def _text(value: object) -> str:
    # JSON can hold halves of letters that no database takes.
    return (
        " ".join(value.encode("utf-8", "replace").decode().split())
        if isinstance(value, str)
        else ""
    )


def _number(value: object) -> float | None:
    # Neither NaN nor infinite, which JSON can hold too.
    return float(value) if isinstance(value, int | float) and abs(value) < _MOST_ID else None


def _is_id(value: object) -> bool:
    return type(value) is int and 0 < value < _MOST_ID


def _is_page(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("results"), list) and all(
        isinstance(data.get(name), int) for name in ("total_pages", "total_results")
    )
