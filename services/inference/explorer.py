"""The explorer: its page at `/`, and the questions it asks beside `/v1/identify`.

- `GET /` the page; `GET /static/{name}` its style, script and icon, all from this package.
- `GET /v1/encoders` `{"encoders": [{"name", "state", "films", "metric", "words", "default",
  "build"}], "max_k", "max_bytes"}`; `state` is `open`, `built` or `missing`, `build` the command
  that builds the index.
- `GET /v1/search?q=&limit=&by=` `{"by": "title" | "words", "films": [{"film", "score"}]}`; `by` is
  `auto` (words where CLIP has an index, else titles), `title` or `words`.
- `GET /v1/films?sample=` `{"films": [{...}]}`: some of the catalogue's films, drawn by chance.
- `GET /v1/films/{key}` `{"film": {...}, "has_poster": bool}`.
- `GET /v1/films/{key}/neighbours?k=&encoder=` the answer of `/v1/identify` for a film of the
  catalogue, from its stored embedding; `match` is the film itself.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import asdict
from importlib.resources import files

from aiohttp import hdrs, web

from services.errors import RequestError
from services.inference.finder import MAX_FOUND
from services.inference.parts import CLIENT, DEFAULT_K, SETTINGS, opened, whole_number
from services.inference.wire import identification_to_json

_TYPES = {
    "index.html": "text/html",
    "style.css": "text/css",
    "app.js": "text/javascript",
    "answer.js": "text/javascript",
    "search.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_DEFAULT_FOUND = 8
# Nothing but this service's own files; `blob:` is the picture that a person chose, in the page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Asked again each time: a page of one version must not meet the script of another.
    hdrs.CACHE_CONTROL: "no-cache",
}


class _Files:
    """The page's files, read once: what can be asked for is what is in here."""

    def __init__(self) -> None:
        folder = files("services.explorer")
        self._bodies = {name: (folder / name).read_bytes() for name in _TYPES}
        self._etags = {
            name: hashlib.sha256(body).hexdigest()[:16] for name, body in self._bodies.items()
        }

    def answer(self, request: web.Request, name: str) -> web.Response:
        body = self._bodies.get(name)
        if body is None:
            raise web.HTTPNotFound
        etag = self._etags[name]
        if any(given.value == etag for given in request.if_none_match or ()):
            response = web.Response(status=304, headers=_HEADERS)
        else:
            response = web.Response(
                body=body, content_type=_TYPES[name], charset="utf-8", headers=_HEADERS
            )
        response.etag = etag
        return response


_FILES = web.AppKey("files", _Files)


def add_explorer(app: web.Application) -> None:
    """Add the page and its routes to a service that has its client and settings."""
    app[_FILES] = _Files()
    app.router.add_get("/", _page)
    app.router.add_get("/static/{name}", _static)
    app.router.add_get("/v1/encoders", _encoders)
    app.router.add_get("/v1/search", _search)
    app.router.add_get("/v1/films", _some_films)
    app.router.add_get("/v1/films/{key}", _film)
    app.router.add_get("/v1/films/{key}/neighbours", _neighbours)


async def _page(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, "index.html")


async def _static(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, request.match_info["name"])


async def _encoders(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    opened(client)
    spaces = [asdict(space) for space in await client.encoders()]
    limits = {"max_k": settings.max_k, "max_bytes": settings.max_bytes}
    return web.json_response({"encoders": spaces, **limits})


async def _search(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    query = request.query
    limit = whole_number(query.get("limit"), "limit", _DEFAULT_FOUND, MAX_FOUND)
    search = await client.search(query.get("q", ""), limit=limit, by=query.get("by", "auto"))
    found = [{"film": item.film.to_json(), "score": round(item.score, 4)} for item in search.found]
    return web.json_response({"by": search.by, "films": found})


async def _some_films(request: web.Request) -> web.Response:
    films = opened(request.app[CLIENT]).films
    count = whole_number(request.query.get("sample"), "sample", _DEFAULT_FOUND, MAX_FOUND)
    drawn = random.sample(films, min(count, MAX_FOUND, len(films)))
    return web.json_response({"films": [film.to_json() for film in drawn]})


async def _film(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    film = await client.film(request.match_info["key"])
    if film is None:
        raise web.HTTPNotFound
    has_poster = await client.poster(film) is not None
    return web.json_response({"film": film.to_json(), "has_poster": has_poster})


async def _neighbours(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    k = whole_number(request.query.get("k"), "k", DEFAULT_K, settings.max_k)
    encoder = request.query.get("encoder")
    client.check(k, encoder)
    opened(client)
    answer = await client.neighbours(request.match_info["key"], k=k, encoder=encoder)
    if answer is None:
        name = encoder or settings.encoder
        raise RequestError("not_found", f"That film is not in the catalogue that {name} has seen.")
    return web.json_response(identification_to_json(answer))
