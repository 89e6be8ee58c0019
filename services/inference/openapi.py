"""The service's routes as an OpenAPI 3.1 description, served at `/openapi.json`.

Written by hand and held against the running service by tests/inference/test_openapi.py: routes,
query parameters and their ranges, statuses, error codes, and the shape of every answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.core.encoders import WORDS_ENCODER
from services.core.settings import Settings
from services.inference.client import MAX_SKIP
from services.inference.guard import COOKIE
from services.inference.openapi_schemas import (
    SCHEMAS,
    Json,
    list_of,
    object_of,
    or_null,
    ref,
    text,
    whole,
)
from services.inference.request_context import DEFAULT_K
from services.inference.search import MAX_FOUND, MAX_WORDS, WAYS

_Codes = Mapping[int, Sequence[str]]

_DESCRIPTION = """\
Movie posters in; out come the film, its nearest neighbours in the catalogue, the era the poster
looks like, and its genres.

Every error that Marquee itself answers with is `{"error": {"code": ..., "message": ...}}`: a name
for programs and a sentence for people. An address that is not here gives 404 with the code
`not_found`, a method that it does not take 405 with `method_not_allowed`, what is no HTTP 400 with
`bad_request`. Every GET answers HEAD as well.

A service that has a secret asks for it as `Authorization: Bearer`, or takes the cookie that the
sign-in page leaves. It answers to its own names only, and takes no POST from pages of other sites.

Each answer has an `X-Request-Id`, the caller's own where it sent one. A caller may say in
milliseconds how long it waits (`Marquee-Deadline-Ms`), and for whom it asks (`Marquee-Place`), for
places take turns; 503 says when to come again (`Retry-After`).

Fields may be added to answers; please pass over those that you do not know.
"""
_JSON = "application/json"
_BINARY: Json = {"type": "string", "contentMediaType": "application/octet-stream"}

# What a request may be refused for, by the part of it that is at fault.
_QUESTION: _Codes = {400: ["bad_request"]}
_ENCODER: _Codes = {
    400: ["unknown_encoder"],
    404: ["no_catalogue"],
    503: ["bad_heads", "bad_index", "bad_model", "no_heads", "no_torch", "no_weights"],
}
_PICTURE: _Codes = {
    413: ["too_large"],
    415: ["not_an_image"],
    422: [
        "empty",
        "too_many_pixels",
        "too_much_work",
        "too_narrow",
        "too_small",
        "truncated",
    ],
}
# Who may not ask; everything but the probes and the page's files is closed to who has no secret.
_NAME: _Codes = {403: ["wrong_host"]}
_SECRET: _Codes = {401: ["unauthorized"], **_NAME}
_FOREIGN: _Codes = {403: ["foreign_page", "wrong_host"]}
_CLOSED: _Codes = {**_FOREIGN, 401: ["unauthorized"]}
_KEY: _Codes = {404: ["not_found"]}
_READER: _Codes = {503: ["no_ocr"]}
_READING: _Codes = {503: ["no_tokenizers"]}
_QUEUE: _Codes = {503: ["busy"]}
_NOT_OPEN: _Codes = {503: ["unavailable"]}
_OURS: _Codes = {**_NOT_OPEN, 500: ["internal"]}

_REASONS = {
    400: "The question is wrong.",
    401: "The secret is missing or wrong.",
    403: "The service is not to be asked by this name, or from this page.",
    404: "There is no such film, or the encoder has no index; the message names what builds it.",
    413: "The picture has too many bytes. The connection is closed, the rest of it unread.",
    415: "The bytes are no picture of a kind that is read.",
    422: "The picture cannot be looked at.",
    500: "A slip of the service's own.",
    503: "A part is missing, busy or still opening.",
}


def describe(settings: Settings) -> Json:
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
        # Either of them, or nothing where the service has no secret.
        "security": [{"secret": []}, {"cookie": []}, {}],
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "secret": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
    }


def _poster_paths(settings: Settings) -> Json:
    most = f"at most {settings.max_bytes:,} bytes and {settings.max_pixels:,} pixels"
    kinds = "JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF, or HEIC where its reader is installed"
    return {
        "/v1/identify": {
            "post": _operation(
                "identify",
                "posters",
                "Say which film a poster belongs to, its nearest neighbours, its era and genres.",
                [_k(settings), _ENCODER_NAME],
                _answers(ref("Identification")),
                _CLOSED, _QUESTION, _ENCODER, _PICTURE, _QUEUE, _OURS,
                body={
                    "description": f"The poster: {kinds}, {most}.",
                    "content": {
                        "multipart/form-data": {"schema": object_of(poster=_BINARY)},
                        "image/*": {},
                        "application/octet-stream": {},
                    },
                },
            )
        },
        "/v1/identifications/{id}/title": {
            "parameters": [_in_path("id", "The answer's `id`, two minutes old at most.")],
            "post": _operation(
                "readTitle",
                "posters",
                "Read the title in a picture that was answered before: the answer anew, its film "
                "by `title`; null where none was read, or the picture is forgotten.",
                [],
                _answers(or_null(ref("Identification"))),
                _CLOSED, _READER, _QUEUE, _OURS,
            ),
        },
        "/v1/compare": {
            "post": _operation(
                "compare",
                "posters",
                "Say how alike two posters are, and answer each.",
                [_ENCODER_NAME],
                _answers(ref("Comparison")),
                _CLOSED, _QUESTION, _ENCODER, _PICTURE, _QUEUE, _OURS,
                body={
                    "description": f"The posters: {kinds}, each {most}.",
                    "content": {
                        "multipart/form-data": {"schema": object_of(first=_BINARY, second=_BINARY)}
                    },
                },
            )
        },
    }  # fmt: skip


def _catalogue_paths(settings: Settings) -> Json:
    # Imported here: it brings the search for titles, and a service listens before it has that.
    from services.inference.film_library import MAX_PAGE, MAX_SAMPLE  # noqa: PLC0415

    films = object_of(films=list_of(ref("CatalogueFilm")))
    return {
        "/v1/encoders": {
            "get": _operation(
                "listEncoders",
                "catalogue",
                "List the encoders, the default first, and this service's limits.",
                [],
                _answers(
                    object_of(
                        encoders=list_of(ref("Encoder")),
                        max_k=whole("Most neighbours that can be asked for.", 1),
                        max_bytes=whole("Largest picture accepted, in bytes.", 1),
                    )
                ),
                _SECRET, _OURS,
            )
        },
        "/v1/encoders/names": {
            "get": _operation(
                "listEncoderNames",
                "catalogue",
                "List how people call the encoders, those too that have no index here, and which "
                "go on with the weights that their index was built with.",
                [],
                _answers(object_of(encoders=list_of(ref("EncoderName")))),
                _SECRET, _NOT_OPEN,
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
                _answers(ref("Search")),
                _SECRET, _QUESTION, _ENCODER, _READING, _OURS,
            )
        },
        "/v1/titles": {
            "get": _operation(
                "completeTitle",
                "catalogue",
                "List what a half-typed title may become, best first.",
                [_WORDS, _found_limit()],
                _answers(ref("Search")),
                _SECRET, _QUESTION, _OURS,
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
                    _query(
                        "marked",
                        "With `sample`: 1 for films whose posters are not for everybody, too.",
                        {"type": "string", "enum": ["0", "1"], "default": "0"},
                    ),
                ],
                _answers(films),
                _SECRET, _QUESTION, _OURS,
            )
        },
        "/v1/films/{key}": {
            "parameters": [_FILM_KEY],
            "get": _operation(
                "getFilm",
                "catalogue",
                "Give a film of the catalogue.",
                [],
                _answers(ref("CatalogueFilm")),
                _SECRET, _KEY, _OURS,
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
                _answers(ref("Identification")),
                _SECRET, _QUESTION, _ENCODER, _KEY, _OURS,
            ),
        },
        "/v1/films/{key}/poster": {
            "parameters": [_FILM_KEY],
            "get": _operation(
                "getPoster",
                "catalogue",
                "Give a picture of a film, where it is at hand.",
                [
                    _query(
                        "picture",
                        "Which: 1 is the film's own, more are others, up to its `pictures`.",
                        _number(1, default=1),
                    )
                ],
                _content("The picture's file.", "image/*", "application/octet-stream"),
                _SECRET, _QUESTION, _KEY, _OURS,
            ),
        },
    }  # fmt: skip


def _service_paths() -> Json:
    unchanged = {"304": {"description": "Unchanged, by the request's `If-None-Match`."}}
    page = _content("The page.", "text/html")
    file = _content("The file.", "text/css", "text/html", "text/javascript", "image/svg+xml")
    alive = _answers(object_of(status={"const": "alive"}))
    ready = object_of(
        status={"const": "ready"},
        encoder=text("The default encoder's name."),
        films=whole("Films in its index."),
        outdated=or_null(ref("Outdated")),
    )
    return {
        "/": {
            "get": _operation(
                "getPage",
                "service",
                "The explorer.",
                [],
                {
                    **page,
                    "302": {"description": "To the sign-in page, where a secret is asked for."},
                    **unchanged,
                },
                _NAME,
            )
        },
        "/sign-in": {
            "get": _operation(
                "getSignInPage",
                "service",
                "Where a browser enters the secret, once.",
                [],
                {**page, **unchanged},
                _NAME,
            )
        },
        "/session": {
            "post": _operation(
                "signIn",
                "service",
                "Take the secret, and leave a cookie.",
                [],
                _answers(object_of(status={"const": "open"})),
                _CLOSED, _QUESTION,
                body={"description": "The secret.", "content": {"text/plain": {}}},
            )
        },
        "/static/{name}": {
            "parameters": [_in_path("name", "The file's name.")],
            "get": _operation(
                "getPageFile",
                "service",
                "The explorer's style, scripts and icon.",
                [],
                {**file, **unchanged},
                _KEY, _NAME,
            ),
        },
        "/healthz": {
            "get": _operation(
                "isAlive", "service", "Whether the process is alive.", [], alive, _NAME
            )
        },
        "/readyz": {
            "get": _operation(
                "isReady",
                "service",
                "Whether it can answer.",
                [],
                _answers(ready),
                _NAME, _NOT_OPEN,
            )
        },
        "/metrics": {
            "get": _operation(
                "getMetrics",
                "service",
                "What the service counts.",
                [],
                _content("Prometheus's text format.", "text/plain"),
                _SECRET,
            )
        },
        "/openapi.json": {
            "get": _operation(
                "getDescription",
                "service",
                "This description.",
                [],
                _answers({"type": "object"}),
                _SECRET,
            )
        },
    }  # fmt: skip


def _operation(
    name: str,
    tag: str,
    summary: str,
    parameters: Sequence[Json],
    answers: Mapping[str, Json],
    *refusals: _Codes,
    body: Json | None = None,
) -> Json:
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


def _error(status: int, codes: Sequence[str]) -> Json:
    response: Json = {
        "description": _REASONS[status],
        "content": {
            _JSON: {
                "schema": {
                    "allOf": [
                        ref("Error"),
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


def _answers(schema: Json) -> Json:
    return {"200": {"description": "The answer.", "content": {_JSON: {"schema": schema}}}}


def _content(description: str, *kinds: str) -> Json:
    return {"200": {"description": description, "content": {kind: {} for kind in kinds}}}


def _query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _in_path(name: str, description: str) -> Json:
    schema = {"type": "string"}
    return {
        "name": name, "in": "path", "required": True, "description": description, "schema": schema,
    }  # fmt: skip


def _k(settings: Settings) -> Json:
    most = settings.max_k
    return _query("k", "Neighbours wanted.", _number(1, most, default=min(DEFAULT_K, most)))


def _found_limit() -> Json:
    return _query("limit", "Films wanted, at most.", _number(1, MAX_FOUND, default=8))


def _number(least: int, most: int | None = None, *, default: int | None = None) -> Json:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return {name: value for name, value in schema.items() if value is not None}


_FILM_KEY = _in_path(
    "key",
    "The film's `key`, percent-encoded: its IMDb id (`tt0113277`), else `tmdb-` and its TMDB id, "
    "else `file-` and 16 letters. A key that it had before is taken as well, such as title and "
    'year, "Heat (1995)".',
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
