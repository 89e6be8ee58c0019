"""The explorer's page at `/`, and its style, scripts and icon at `/static/{name}`.

What it asks beside `/v1/identify` is in `services.inference.routes`. Where the service has a
secret, a browser enters it at `/sign-in`, which leaves a cookie by way of `/session`.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

from aiohttp import hdrs, web

from services.core.errors import RequestError
from services.inference.guard import COOKIE, GUARD, SIGN_IN
from services.inference.request_context import SETTINGS
from services.inference.upload import read_text

_MONTH_S = 30 * 24 * 3600
_LONGEST_SECRET = 4096
_TYPES = {
    "index.html": "text/html",
    "sign-in.html": "text/html",
    "sign-in.js": "text/javascript",
    "style.css": "text/css",
    "app.js": "text/javascript",
    "answer.js": "text/javascript",
    "recognition.js": "text/javascript",
    "search.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
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
        folder = files("services.inference.explorer")
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
    """Add the page to a service."""
    app[_FILES] = _Files()
    app.router.add_get("/", _page)
    app.router.add_get("/static/{name}", _static)
    app.router.add_get(SIGN_IN, _sign_in)
    app.router.add_post("/session", _session)


async def _page(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, "index.html")


async def _sign_in(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, "sign-in.html")


async def _session(request: web.Request) -> web.Response:
    guard, settings = request.app[GUARD], request.app[SETTINGS]
    given = await read_text(request, max_bytes=_LONGEST_SECRET, timeout_s=settings.timeout_s)
    response = web.json_response({"status": "open"})
    if guard.asks:
        if not guard.is_secret(given.strip()):
            raise RequestError("unauthorized", "That is not the secret of this service.")
        response.set_cookie(
            COOKIE,
            guard.cookie,
            max_age=_MONTH_S,
            httponly=True,
            samesite="Strict",
            secure=request.secure,
        )
    return response


async def _static(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, request.match_info["name"])
