"""The explorer's page at `/`, and its style, scripts and icon at `/static/{name}`.

What it asks beside `/v1/identify` is in `services.inference.routes`.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

from aiohttp import hdrs, web

_TYPES = {
    "index.html": "text/html",
    "style.css": "text/css",
    "app.js": "text/javascript",
    "answer.js": "text/javascript",
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


async def _page(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, "index.html")


async def _static(request: web.Request) -> web.Response:
    return request.app[_FILES].answer(request, request.match_info["name"])
