"""The service's routes as an OpenAPI 3.1 description, served at `/openapi.json`.

Written by hand and held against the running service by tests/inference/test_openapi.py: routes,
query parameters and their ranges, statuses, error codes, and the shape of every answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.core.encoders import WORDS_ENCODER
from services.core.settings import Settings
from services.inference.client import MAX_SKIP
from services.inference.request_context import DEFAULT_K
from services.inference.search import MAX_FOUND, MAX_WORDS, WAYS

_Json = dict[str, Any]
_Codes = Mapping[int, Sequence[str]]

_DESCRIPTION = """\
Movie posters in; out come the film, its nearest neighbours in the catalogue, the era the poster
looks like, and its genres.

Every error that Marquee itself answers with is `{"error": {"code": ..., "message": ...}}`: a name
for programs and a sentence for people. An address that is not here gives 404 with the code
`not_found`, a method that it does not take 405 with `method_not_allowed`. Every GET answers HEAD
as well. Fields may be added to answers; please pass over those that you do not know.
"""
_JSON = "application/json"
_BINARY: _Json = {"type": "string", "contentMediaType": "application/octet-stream"}

# What a request may be refused for, by the part of it that is at fault.
_QUESTION: _Codes = {400: ["bad_request"]}
_ENCODER: _Codes = {
    400: ["unknown_encoder"],
    404: ["no_catalogue"],
    503: ["bad_heads", "bad_index", "no_heads", "no_torch", "no_weights"],
}
_PICTURE: _Codes = {
    413: ["too_large"],
    415: ["not_an_image"],
    422: ["empty", "too_many_pixels", "too_small", "truncated"],
}
_KEY: _Codes = {404: ["not_found"]}
_QUEUE: _Codes = {503: ["busy"]}
_NOT_OPEN: _Codes = {503: ["unavailable"]}
_OURS: _Codes = {**_NOT_OPEN, 500: ["internal"]}

_REASONS = {
    400: "The question is wrong.",
    404: "There is no such film, or the encoder has no index; the message names what builds it.",
    413: "The picture has too many bytes. The connection is closed, the rest of it unread.",
    415: "The bytes are no picture of a kind that is read.",
    422: "The picture cannot be looked at.",
    500: "A slip of the service's own.",
    503: "A part is missing, busy or still opening.",
}


def describe(settings: Settings) -> _Json:
    """Return the description of a service with these settings, ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Marquee's inference service",
            "version": "1",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "tags": [
            {"name": "posters", "description": "Questions about pictures that are sent."},
            {"name": "catalogue", "description": "The films that are known."},
            {"name": "service", "description": "How the service is, and the explorer's page."},
        ],
        "paths": {**_poster_paths(settings), **_catalogue_paths(settings), **_service_paths()},
        "components": {"schemas": _SCHEMAS},
    }


def _poster_paths(settings: Settings) -> _Json:
    most = f"at most {settings.max_bytes:,} bytes and {settings.max_pixels:,} pixels"
    kinds = "JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF"
    return {
        "/v1/identify": {
            "post": _operation(
                "identify",
                "posters",
                "Say which film a poster belongs to, its nearest neighbours, its era and genres.",
                [_k(settings), _ENCODER_NAME],
                _answers(_ref("Identification")),
                _QUESTION, _ENCODER, _PICTURE, _QUEUE, _OURS,
                body={
                    "description": f"The poster: {kinds}, {most}.",
                    "content": {
                        "multipart/form-data": {"schema": _object(poster=_BINARY)},
                        "image/*": {},
                        "application/octet-stream": {},
                    },
                },
            )
        },
        "/v1/compare": {
            "post": _operation(
                "compare",
                "posters",
                "Say how alike two posters are, and answer each.",
                [_ENCODER_NAME],
                _answers(_ref("Comparison")),
                _QUESTION, _ENCODER, _PICTURE, _QUEUE, _OURS,
                body={
                    "description": f"The posters: {kinds}, each {most}.",
                    "content": {
                        "multipart/form-data": {"schema": _object(first=_BINARY, second=_BINARY)}
                    },
                },
            )
        },
    }  # fmt: skip


def _catalogue_paths(settings: Settings) -> _Json:
    # Imported here: it brings the search for titles, and a service listens before it has that.
    from services.inference.film_library import MAX_PAGE, MAX_SAMPLE  # noqa: PLC0415

    films = _object(films=_list(_ref("CatalogueFilm")))
    return {
        "/v1/encoders": {
            "get": _operation(
                "listEncoders",
                "catalogue",
                "List the encoders, the default first, and this service's limits.",
                [],
                _answers(
                    _object(
                        encoders=_list(_ref("Encoder")),
                        max_k=_whole("Most neighbours that can be asked for.", 1),
                        max_bytes=_whole("Largest picture accepted, in bytes.", 1),
                    )
                ),
                _OURS,
            )
        },
        "/v1/encoders/names": {
            "get": _operation(
                "listEncoderNames",
                "catalogue",
                "List how people call the encoders, those too that have no index here.",
                [],
                _answers(_object(encoders=_list(_ref("EncoderName")))),
                _NOT_OPEN,
            )
        },
        "/v1/search": {
            "get": _operation(
                "search",
                "catalogue",
                "Find films by title, or by what their posters show.",
                [
                    _WORDS,
                    _found_limit(),
                    _query(
                        "by",
                        "What is compared: `title`; `words` with what the posters show; `auto`: "
                        f"words where {WORDS_ENCODER.display_name} has an index, else titles.",
                        {"type": "string", "enum": list(WAYS), "default": "auto"},
                    ),
                    _ENCODER_NAME,
                ],
                _answers(_ref("Search")),
                _QUESTION, _ENCODER, _OURS,
            )
        },
        "/v1/titles": {
            "get": _operation(
                "completeTitle",
                "catalogue",
                "List what a half-typed title may become, best first.",
                [_WORDS, _found_limit()],
                _answers(_ref("Search")),
                _QUESTION, _OURS,
            )
        },
        "/v1/films": {
            "get": _operation(
                "listFilms",
                "catalogue",
                "Give a page of the catalogue; or, with `sample`, films drawn by chance.",
                [
                    _query("skip", "Films of the pages before.", _number(0, default=0)),
                    _query("limit", "Films a page, at most.", _number(1, MAX_PAGE, default=100)),
                    _query("sample", "Films to draw, at most.", _number(1, MAX_SAMPLE)),
                    _query(
                        "pictured",
                        "With `sample`: 1 for films whose own picture is at hand only.",
                        {"type": "string", "enum": ["0", "1"], "default": "0"},
                    ),
                    _query("genre", "With `sample`: of this genre only.", {"type": "string"}),
                    _query("from", "With `sample`: of this year and later only.", _number(0)),
                    _query("to", "With `sample`: of this year and earlier only.", _number(0)),
                    _query(
                        "known",
                        "With `sample`: the share of the best known that may be drawn; without "
                        "effect where no source told how known films are.",
                        {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                    ),
                ],
                _answers(films),
                _QUESTION, _OURS,
            )
        },
        "/v1/films/{key}": {
            "parameters": [_FILM_KEY],
            "get": _operation(
                "getFilm",
                "catalogue",
                "Give a film of the catalogue.",
                [],
                _answers(_ref("CatalogueFilm")),
                _KEY, _OURS,
            ),
        },
        "/v1/films/{key}/neighbours": {
            "parameters": [_FILM_KEY],
            "get": _operation(
                "getNeighbours",
                "catalogue",
                "Answer a film of the catalogue as its poster would be; `match` is the film.",
                [
                    _k(settings),
                    _query("skip", "Nearest films to leave out.", _number(0, MAX_SKIP, default=0)),
                    _ENCODER_NAME,
                ],
                _answers(_ref("Identification")),
                _QUESTION, _ENCODER, _KEY, _OURS,
            ),
        },
        "/v1/films/{key}/poster": {
            "parameters": [_FILM_KEY],
            "get": _operation(
                "getPoster",
                "catalogue",
                "Give a film's own picture, where one is at hand.",
                [],
                _content("The picture's file.", "image/*", "application/octet-stream"),
                _KEY, _OURS,
            ),
        },
    }  # fmt: skip


def _service_paths() -> _Json:
    unchanged = {"304": {"description": "Unchanged, by the request's `If-None-Match`."}}
    page = _content("The page.", "text/html")
    file = _content("The file.", "text/css", "text/html", "text/javascript", "image/svg+xml")
    alive = _answers(_object(status={"const": "alive"}))
    ready = _object(
        status={"const": "ready"},
        encoder=_text("The default encoder's name."),
        films=_whole("Films in its index."),
    )
    return {
        "/": {"get": _operation("getPage", "service", "The explorer.", [], {**page, **unchanged})},
        "/static/{name}": {
            "parameters": [_in_path("name", "The file's name.")],
            "get": _operation(
                "getPageFile",
                "service",
                "The explorer's style, scripts and icon.",
                [],
                {**file, **unchanged},
                _KEY,
            ),
        },
        "/healthz": {
            "get": _operation("isAlive", "service", "Whether the process is alive.", [], alive)
        },
        "/readyz": {
            "get": _operation(
                "isReady", "service", "Whether it can answer.", [], _answers(ready), _NOT_OPEN
            )
        },
        "/metrics": {
            "get": _operation(
                "getMetrics",
                "service",
                "What the service counts.",
                [],
                _content("Prometheus's text format.", "text/plain"),
            )
        },
        "/openapi.json": {
            "get": _operation(
                "getDescription",
                "service",
                "This description.",
                [],
                _answers({"type": "object"}),
            )
        },
    }


def _operation(
    name: str,
    tag: str,
    summary: str,
    parameters: Sequence[_Json],
    answers: Mapping[str, _Json],
    *refusals: _Codes,
    body: _Json | None = None,
) -> _Json:
    codes: dict[int, list[str]] = {}
    for refusal in refusals:
        for status, names in refusal.items():
            codes.setdefault(status, []).extend(names)
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        **({"parameters": list(parameters)} if parameters else {}),
        **({"requestBody": {"required": True, **body}} if body else {}),
        "responses": {
            **answers,
            **{str(status): _error(status, sorted(codes[status])) for status in sorted(codes)},
        },
    }


def _error(status: int, codes: Sequence[str]) -> _Json:
    response: _Json = {
        "description": _REASONS[status],
        "content": {
            _JSON: {
                "schema": {
                    "allOf": [
                        _ref("Error"),
                        {"properties": {"error": {"properties": {"code": {"enum": [*codes]}}}}},
                    ]
                }
            }
        },
    }
    if status == 503:
        after = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": after}
    return response


def _answers(schema: _Json) -> _Json:
    return {"200": {"description": "The answer.", "content": {_JSON: {"schema": schema}}}}


def _content(description: str, *kinds: str) -> _Json:
    return {"200": {"description": description, "content": {kind: {} for kind in kinds}}}


def _query(name: str, description: str, schema: _Json) -> _Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _in_path(name: str, description: str) -> _Json:
    schema = {"type": "string"}
    return {
        "name": name, "in": "path", "required": True, "description": description, "schema": schema,
    }  # fmt: skip


def _k(settings: Settings) -> _Json:
    most = settings.max_k
    return _query("k", "Neighbours wanted.", _number(1, most, default=min(DEFAULT_K, most)))


def _found_limit() -> _Json:
    return _query("limit", "Films wanted, at most.", _number(1, MAX_FOUND, default=8))


def _number(least: int, most: int | None = None, *, default: int | None = None) -> _Json:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return {name: value for name, value in schema.items() if value is not None}


def _ref(name: str) -> _Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: _Json) -> _Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


def _text(description: str) -> _Json:
    return {"type": "string", "description": description}


def _whole(description: str, least: int = 0) -> _Json:
    return {"type": "integer", "minimum": least, "description": description}


def _share(description: str, least: int = 0) -> _Json:
    return {"type": "number", "minimum": least, "maximum": 1, "description": description}


def _flag(description: str) -> _Json:
    return {"type": "boolean", "description": description}


def _or_null(schema: _Json) -> _Json:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


_FILM_KEY = _in_path(
    "key",
    "The film's IMDb id (`tt0113277`), else `tmdb-` and its TMDB id, else title and year as in "
    '"Heat (1995)", percent-encoded.',
)
_ENCODER_NAME = _query(
    "encoder",
    "The encoder to ask, as in `/v1/encoders`; without it, the service's default.",
    {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$"},
)
_WORDS = _query(
    "q",
    "A title, misspelt or not, or a description such as `lonely astronaut, blue`.",
    {"type": "string", "maxLength": MAX_WORDS, "default": ""},
)
_YEAR: _Json = {"type": "number"}
_SCHEMAS: _Json = {
    "Film": _object(
        title=_text("Display title, article first."),
        year=_or_null(_whole("Release year.")),
        genres=_list({"type": "string"}),
        imdb_id=_or_null(_text('"tt" and at least seven digits.')),
        tmdb_id=_or_null(_whole("TMDB's number.")),
        poster_url=_or_null(_text("Where the poster can be fetched from.")),
    ),
    "Neighbour": _object(film=_ref("Film"), similarity=_share("Cosine of the two embeddings.", -1)),
    "YearEstimate": {
        "description": "The year that a poster looks like, with an interval of 80 %.",
        **_object(estimate=_YEAR, low=_YEAR, high=_YEAR, era=_text('Its decade: "1990s".')),
    },
    "GenreScore": _object(
        name={"type": "string"},
        probability=_share("How likely the poster's film is of this genre."),
        predicted=_flag("Whether that passes the genre's own threshold."),
    ),
    "Identification": {
        "description": "The answer for one poster.",
        **_object(
            encoder=_text("The encoder that saw the poster."),
            match={
                "description": "The film whose own poster it is.",
                **_or_null(_ref("Neighbour")),
            },
            neighbours={"description": "Nearest first.", **_list(_ref("Neighbour"))},
            year=_or_null(_ref("YearEstimate")),
            genres={"description": "Most probable first.", **_list(_ref("GenreScore"))},
            timings_ms={
                "type": "object",
                "description": "Milliseconds by stage.",
                "additionalProperties": {"type": "number", "minimum": 0},
            },
        ),
    },
    "Comparison": _object(
        similarity=_share("Cosine of the two embeddings.", -1),
        first=_ref("Identification"),
        second=_ref("Identification"),
    ),
    "CatalogueFilm": _object(
        film=_ref("Film"),
        has_poster=_flag("Whether its own picture is at hand."),
        popularity=_or_null({"type": "number", "description": "TMDB's measure."}),
        indexed=_flag("Whether its poster was embedded, so that it has neighbours."),
    ),
    "Search": _object(
        by={"type": "string", "enum": ["title", "words"], "description": "What was compared."},
        films=_list(_ref("Found")),
    ),
    "Found": _object(
        film=_ref("Film"),
        score=_share("0 to 1 for titles; the cosine, -1 to 1, for words.", -1),
        indexed=_flag("Whether its poster was embedded, so that it has neighbours."),
    ),
    "Encoder": _object(
        name={"type": "string"},
        state={
            "type": "string",
            "enum": ["open", "built", "missing"],
            "description": "`built` is opened by the first request; `missing` has no index.",
        },
        films=_whole("Films in its index."),
        metric={"type": "string", "enum": ["cosine", "euclidean"]},
        words=_flag("Whether its space also holds words."),
        default=_flag("Whether it answers where none is asked for."),
        build=_text("The command that builds its index."),
    ),
    "EncoderName": _object(
        name=_text("As in `/v1/encoders`."),
        display_name=_text("As the explorer's page has it."),
    ),
    "Error": _object(
        error=_object(
            code=_text("A name for programs, one of those listed with each status."),
            message=_text("A sentence for people."),
        )
    ),
}
