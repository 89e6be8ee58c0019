"""TMDB and its picture server in one local aiohttp server, which can misbehave.

Its transient faults (429 bursts, 500s, cut connections, HTML instead of JSON) hit an address at
most twice in a row, so that a patient client gets everything; its lasting ones (empty posters, web
pages named .jpg, films that are gone) are the same for every run.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import numpy as np
from aiohttp import web
from PIL import Image

POPULAR = Path(__file__).parents[3].parent / "shared" / "tmdb" / "popular.json"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.stand-in_SECRET.signature"
PER_PAGE = 20
GENRES = ("Drama", "Comedy", "Science Fiction", "Family", "Music", "TV Movie", "History", "Crime")
HTML = "<!doctype html><title>Please wait</title><p>Checking your browser"
BURST = 8


@dataclass(frozen=True)
class StandInFilm:
    """A film of the stand-in; `poster` is jpeg, png, empty, html, none or gone.

    `others` are the languages of its further posters, the best liked first; `translated` its titles
    by language, `also` its alternative titles.
    """

    id: int
    title: str
    year: int
    imdb_id: str | None
    genres: tuple[str, ...]
    poster: str
    popularity: float
    adult: bool = False
    certifications: tuple[tuple[str, str], ...] = ()
    original: str = ""
    others: tuple[str | None, ...] = ()
    translated: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def poster_path(self) -> str | None:
        return None if self.poster == "none" else f"/p{self.id}.jpg"

    def listed(self) -> dict[str, Any]:
        return {
            "adult": self.adult,
            "genre_ids": [18],
            "id": self.id,
            "original_title": self.original or self.title,
            "overview": "",
            "popularity": self.popularity,
            "poster_path": self.poster_path,
            "release_date": f"{self.year}-05-17",
            "title": self.title,
            "vote_average": 6.1,
        }

    def translations(self) -> dict[str, Any]:
        return {
            "translations": [
                {"iso_3166_1": "XX", "iso_639_1": language, "data": {"title": title}}
                for language, title in self.translated
            ]
        }

    def images(self) -> dict[str, Any]:
        posters = [{"file_path": self.poster_path, "iso_639_1": "en"}]
        posters += [
            {"file_path": f"/p{self.id}-{number}.jpg", "iso_639_1": language}
            for number, language in enumerate(self.others, 1)
        ]
        return {"backdrops": [], "posters": posters}

    def details(self) -> dict[str, Any]:
        facts = self.listed()
        del facts["genre_ids"]
        genres = [{"id": 10 + GENRES.index(name), "name": name} for name in self.genres]
        return facts | {"genres": genres, "imdb_id": self.imdb_id, "status": "Released"}


def make_films(count: int) -> list[StandInFilm]:
    """Return the films of the shared crawl where it is there, filled up with drawn-up ones."""
    labels = json.loads(POPULAR.read_text(encoding="utf-8")) if POPULAR.is_file() else []
    labels = [(item["id"], *item["label"].rsplit(" - ", 1)) for item in labels[:count]]
    labels = [
        (number, title, int(year) if year.isdecimal() else 1999) for number, title, year in labels
    ]
    labels += [
        (5_000_000 + number, f"Drawn-up Film {number}", 1950 + number % 70)
        for number in range(count - len(labels))
    ]
    films = []
    for place, (number, title, year) in enumerate(labels):
        imdb_id: str | None = f"tt{2_000_000 + place:07}"
        if place % 50 == 7:
            imdb_id = None
        elif place % 40 == 11:  # two entries for one film
            imdb_id = f"tt{2_000_000 + place - 1:07}"
        faults = {13: "empty", 17: "html", 19: "none", 23: "gone", 29: "png", 31: "png"}
        films.append(
            StandInFilm(
                id=number,
                title=title,
                year=year,
                imdb_id=imdb_id,
                genres=tuple(GENRES[(place + step) % len(GENRES)] for step in range(place % 3 + 1)),
                poster=faults.get(place % 60, "jpeg"),
                popularity=float(count - place),
                adult=place % 60 == 37,
            )
        )
    return films


@dataclass(frozen=True)
class StandInSeries:
    """A series of the stand-in, whose poster is the film's of `poster`."""

    id: int
    name: str
    year: int
    imdb_id: str | None
    poster: int

    def listed(self) -> dict[str, Any]:
        return {
            "adult": False,
            "first_air_date": f"{self.year}-01-20",
            "genre_ids": [18],
            "id": self.id,
            "name": self.name,
            "original_name": self.name,
            "popularity": 7.5,
            "poster_path": f"/p{self.poster}.jpg",
        }

    def details(self) -> dict[str, Any]:
        genres = [{"id": 18, "name": "Drama"}, {"id": 10765, "name": "Sci-Fi & Fantasy"}]
        return self.listed() | {
            "genres": genres,
            "external_ids": {"imdb_id": self.imdb_id},
            "number_of_seasons": 5,
        }


def picture(number: int, kind: str = "JPEG") -> bytes:
    """Draw a poster that only this number gives."""
    tiles = np.random.default_rng(number).integers(0, 255, (3, 2, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(tiles).resize((40, 60), Image.Resampling.NEAREST).save(out, kind)
    return out.getvalue()


@dataclass
class StandIn:
    """The server; an async context manager.

    Attributes:
        films: What it knows, the most popular first.
        series: The same of television.
        faulty: The share of answers that go wrong.
        retry_after: Seconds that a 429 asks for.
        stored: Told a poster's path, whether the client has it already.
    """

    films: list[StandInFilm]
    series: list[StandInSeries] = field(default_factory=list)
    faulty: float = 0.0
    retry_after: int = 1
    seed: int = 0
    token: str = TOKEN
    stored: Callable[[str], bool] = lambda path: False
    on_poster: Callable[[], None] = lambda: None
    asked: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    fetched_again: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    too_early: int = 0

    def __post_init__(self) -> None:
        self._by_id = {film.id: film for film in self.films}
        self._random = random.Random(self.seed)
        self._in_a_row = Counter[str]()
        self._burst = 0
        self._closed_until = 0.0

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._misbehave])
        app.router.add_get("/3/movie/popular", self._popular)
        app.router.add_get("/3/discover/movie", self._discover)
        app.router.add_get(r"/3/movie/{id:\d+}", self._film)
        app.router.add_get("/3/tv/popular", self._popular_series)
        app.router.add_get(r"/3/tv/{id:\d+}", self._one_series)
        app.router.add_get("/t/p/w500/{name}", self._poster)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What points the command line here."""
        return {
            "MARQUEE_TMDB_TOKEN": self.token,
            "MARQUEE_TMDB_URL": f"{self.url}/3",
            "MARQUEE_TMDB_IMAGE_URL": f"{self.url}/t/p",
            "MARQUEE_TMDB_RATE": "1000",
        }

    @web.middleware
    async def _misbehave(
        self, request: web.Request, handler: Callable[[web.Request], Any]
    ) -> web.StreamResponse:
        where = request.path_qs if "/3/" in request.path else request.path
        self.asked[where] += 1
        is_poster = request.path.startswith("/t/")
        now = asyncio.get_running_loop().time()
        if now < self._closed_until and not self._burst:
            self.too_early += 1
        if is_poster:
            if self.token in str(request.headers) or self.token in request.path_qs:
                self.leaks.append(where)
            if self.stored(request.path):
                self.fetched_again.append(where)
            self.on_poster()
        elif (
            request.headers.get("Authorization") != f"Bearer {self.token}"
            and request.query.get("api_key") != self.token
        ):
            return web.json_response({"success": False, "status_code": 7}, status=401)
        if fault := self._fault(where):
            self.faults[fault] += 1
            return await self._faulty(fault, request, is_poster=is_poster)
        self._in_a_row.pop(where, None)
        answer = await handler(request)
        self.sent[where] += answer.status == 200
        return answer

    def _fault(self, where: str) -> str | None:
        if self._burst:
            self._burst -= 1
            return "429"
        if self._in_a_row[where] >= 2 or self._random.random() >= self.faulty:
            return None
        self._in_a_row[where] += 1
        # A burst hits many at once, so it begins a tenth as often as the others.
        kinds = ("429", "500", "503", "cut", "reset", "html")
        fault = self._random.choices(kinds, weights=(0.3, 3, 1, 2, 1, 2))[0]
        if fault == "429":
            self._burst = BURST
        return fault

    async def _faulty(
        self, fault: str, request: web.Request, *, is_poster: bool
    ) -> web.StreamResponse:
        match fault:
            case "429":
                self._closed_until = asyncio.get_running_loop().time() + self.retry_after
                headers = {"Retry-After": str(self.retry_after)}
                return web.Response(status=429, headers=headers)
            case "500" | "503":
                return web.Response(status=int(fault), text=HTML, content_type="text/html")
            case "html" if not is_poster:
                return web.Response(text=HTML, content_type="text/html")
            case "reset":
                pass
            case _:
                response = web.StreamResponse(headers={"Content-Length": "5000"})
                await response.prepare(request)
                await response.write(b'\xff\xd8\xff{"half":')
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _popular(self, request: web.Request) -> web.Response:
        return self._page(self.films, request)

    async def _discover(self, request: web.Request) -> web.Response:
        year = int(request.query["primary_release_year"])
        return self._page([film for film in self.films if film.year == year], request)

    async def _popular_series(self, request: web.Request) -> web.Response:
        return self._page(self.series, request)

    async def _one_series(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        found = next((each for each in self.series if each.id == number), None)
        if found is None:
            return web.json_response({"success": False, "status_code": 34}, status=404)
        beside = request.query.get("append_to_response", "").split(",")
        facts = found.details()
        if "external_ids" not in beside:
            del facts["external_ids"]
        return web.json_response(facts)

    def _page(
        self, films: Sequence[StandInFilm | StandInSeries], request: web.Request
    ) -> web.Response:
        page = int(request.query["page"])
        body = {
            "page": page,
            "results": [it.listed() for it in films[(page - 1) * PER_PAGE : page * PER_PAGE]],
            "total_pages": -(-len(films) // PER_PAGE),
            "total_results": len(films),
        }
        return web.json_response(body)

    async def _film(self, request: web.Request) -> web.Response:
        film = self._by_id.get(int(request.match_info["id"]))
        if film is None or film.poster == "gone":
            return web.json_response({"success": False, "status_code": 34}, status=404)
        appended = request.query.get("append_to_response", "").split(",")
        told: dict[str, Any] = {}
        if "images" in appended:
            told["images"] = film.images()
        if "translations" in appended:
            told["translations"] = film.translations()
        if "alternative_titles" in appended:
            titles = [{"iso_3166_1": "US", "title": name, "type": ""} for name in film.also]
            told["alternative_titles"] = {"titles": titles}
        if "release_dates" in appended:
            told["release_dates"] = {
                "results": [
                    {"iso_3166_1": country, "release_dates": [{"certification": told_there}]}
                    for country, told_there in film.certifications
                ]
            }
        return web.json_response(film.details() | told)

    async def _poster(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        number, _, other = name[1:-4].partition("-")
        film = self._by_id.get(int(number)) if number.isdecimal() else None
        if film is not None and other.isdecimal() and int(other) <= len(film.others):
            body = picture(1000 * int(other) + film.id)
            return web.Response(body=body, content_type="image/jpeg")
        if film is None or other:
            return web.Response(status=404, text=HTML, content_type="text/html")
        if film.poster == "empty":
            return web.Response(body=b"", content_type="image/jpeg")
        if film.poster == "html":
            return web.Response(text=HTML, content_type="text/html")
        etag = f'"{film.id}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        body = picture(film.id, "PNG" if film.poster == "png" else "JPEG")
        return web.Response(body=body, content_type="image/jpeg", headers={"ETag": etag})
