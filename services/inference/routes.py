"""The catalogue behind HTTP: its films, their neighbours, searches and encoders.

- `GET /v1/encoders` `{"encoders": [{"name", "state", "films", "metric", "words", "default",
  "build"}], "max_k", "max_bytes"}`; `state` is `open`, `built` or `missing`, `build` the command
  that builds the index.
- `GET /v1/encoders/names` `{"encoders": [{"name", "display_name", "outdated"}]}`: how the explorer
  calls them, and which go on with the weights that their index was built with (`{"built_with",
  "newest"}`, else null); a route of its own, since the client of 0.1.0 refuses a field more in the
  list above.
- `GET /v1/search?q=&limit=&by=&encoder=` `{"by": "title" | "words", "films": [{"film", "score",
  "indexed", "known"}]}`; `by` is `auto` (words where CLIP has an index, else titles), `title` or
  `words`.
- `GET /v1/titles?q=&limit=` the same shape: what a half-typed title may become.
- `GET /v1/films?skip=&limit=` `{"films": [{"film", "has_poster", "popularity", "indexed",
  "pictures", "known"}]}`, a page of the catalogue; with `sample=`, `pictured=1`, `genre=`,
  `from=`, `to=` and `known=` that many of those that fit, drawn by chance.
- `GET /v1/films/{key}` one such film.
- `GET /v1/films/{key}/neighbours?k=&skip=&encoder=` the answer of `/v1/identify` for a film of the
  catalogue, from its stored embedding; `match` is the film itself.
- `GET /v1/films/{key}/poster?picture=` the film's own picture, where one is at hand; `picture`,
  from 2 to the film's `pictures`, asks for another one of it.
"""

from __future__ import annotations

from aiohttp import web

from services.core.errors import RequestError
from services.inference.request_context import CLIENT, DEFAULT_K, SETTINGS, opened, whole_number
from services.inference.search import MAX_FOUND
from services.inference.wire import (
    catalogue_film_to_json,
    encoder_names_to_json,
    encoder_status_to_json,
    found_to_json,
    identification_to_json,
    search_to_json,
)

_DEFAULT_FOUND = 8
_DEFAULT_PAGE = 100
_MANY = 10**9
_PICTURE_TYPES = {
    b"RIFF": "image/webp",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
}


def add_films(app: web.Application) -> None:
    """Add the catalogue's routes to a service that has its client and settings."""
    app.router.add_get("/v1/encoders", _encoders)
    app.router.add_get("/v1/encoders/names", _display_names)
    app.router.add_get("/v1/search", _search)
    app.router.add_get("/v1/titles", _titles)
    app.router.add_get("/v1/films", _films)
    app.router.add_get("/v1/films/{key}", _film)
    app.router.add_get("/v1/films/{key}/neighbours", _neighbours)
    app.router.add_get("/v1/films/{key}/poster", _poster)


async def _encoders(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    opened(client)
    encoders = [encoder_status_to_json(encoder) for encoder in await client.encoders()]
    limits = {"max_k": settings.max_k, "max_bytes": settings.max_bytes}
    return web.json_response({"encoders": encoders, **limits})


async def _display_names(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    return web.json_response(encoder_names_to_json(client.outdated()))


async def _search(request: web.Request) -> web.Response:
    client, query = request.app[CLIENT], request.query
    opened(client)
    search = await client.search(
        query.get("q", ""),
        k=whole_number(query.get("limit"), "limit", _DEFAULT_FOUND, MAX_FOUND),
        by=query.get("by", "auto"),
        encoder=query.get("encoder"),
    )
    return web.json_response(search_to_json(search))


async def _titles(request: web.Request) -> web.Response:
    client, query = request.app[CLIENT], request.query
    opened(client)
    limit = whole_number(query.get("limit"), "limit", _DEFAULT_FOUND, MAX_FOUND)
    found = await client.titles(query.get("q", ""), limit=limit)
    return web.json_response({"by": "title", "films": [found_to_json(item) for item in found]})


async def _films(request: web.Request) -> web.Response:
    client, query = request.app[CLIENT], request.query
    opened(client)
    if "sample" in query:
        films = await client.sample(
            whole_number(query["sample"], "sample", _DEFAULT_FOUND, _MANY),
            pictured=query.get("pictured") == "1",
            genre=query.get("genre"),
            first_year=_year(query.get("from"), "from"),
            last_year=_year(query.get("to"), "to"),
            known=_share(query.get("known")),
            marked=query.get("marked") == "1",
        )
    else:
        films = await client.films(
            skip=whole_number(query.get("skip"), "skip", 0, _MANY),
            limit=whole_number(query.get("limit"), "limit", _DEFAULT_PAGE, _MANY),
        )
    return web.json_response({"films": [catalogue_film_to_json(film) for film in films]})


async def _film(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    facts = await client.facts(request.match_info["key"])
    if facts is None:
        raise web.HTTPNotFound
    return web.json_response(catalogue_film_to_json(facts))


async def _neighbours(request: web.Request) -> web.Response:
    settings, client = request.app[SETTINGS], request.app[CLIENT]
    k = whole_number(request.query.get("k"), "k", DEFAULT_K, settings.max_k)
    skip = whole_number(request.query.get("skip"), "skip", 0, _MANY)
    encoder = request.query.get("encoder")
    client.check(k, encoder)
    opened(client)
    answer = await client.neighbours(request.match_info["key"], k=k, skip=skip, encoder=encoder)
    if answer is None:
        name = encoder or settings.encoder
        raise RequestError("not_found", f"That film is not in the catalogue that {name} has seen.")
    return web.json_response(identification_to_json(answer))


async def _poster(request: web.Request) -> web.Response:
    client = request.app[CLIENT]
    opened(client)
    # The key is only ever looked up among the catalogue's films, never made into a path.
    film = await client.film(request.match_info["key"])
    number = whole_number(request.query.get("picture"), "picture", 1, _MANY)
    if number < 1:
        raise RequestError("bad_request", "picture has to be a whole number, 1 or more.")
    picture = await client.poster(film, number) if film is not None else None
    if picture is None:
        raise web.HTTPNotFound
    return web.Response(
        body=picture,
        content_type=_picture_type(picture),
        headers={"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"},
    )


def _picture_type(picture: bytes) -> str:
    for start, content_type in _PICTURE_TYPES.items():
        if picture.startswith(start):
            return content_type
    return "application/octet-stream"


def _year(given: str | None, name: str) -> int | None:
    return None if given is None else whole_number(given, name, 0, 9999)


def _share(given: str | None) -> float | None:
    try:
        return None if given is None else float(given)
    except ValueError as error:
        raise RequestError(
            "bad_request", "known is the share of the best known, such as 0.25."
        ) from error
