"""What the demo adds to SimCord's page: times as they are now, and a word when it was stopped.

- page.js: countdowns that go on, and a word when the demo has ended
- page.css: no broken pictures while they are on their way
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, ClassVar

import simcord
from aiohttp import web
from simcord.preview._server import PreviewServer

_ADDED = {"/marquee.js": "application/javascript", "/marquee.css": "text/css"}
_NOW = "/marquee/now"
_HEAD = (
    '<link rel="stylesheet" href="/marquee.css"><script src="/marquee.js" defer></script></head>'
)


def bring_to_life(preview: simcord.Preview, port: int) -> None:
    """Let a preview that was not entered yet show times as they are whenever it shows something.

    SimCord takes the instant at which the preview began, for pictures that are the same each time:
    a lobby of fifteen minutes would be one of forty-six half an hour later.

    Args:
        preview: As `Env.preview` gives it.
        port: The port that it was made with.
    """
    publish = preview._publish  # pyright: ignore[reportPrivateUsage]

    def published_now(page: Any, **how: Any) -> None:
        preview._advance_presentation_time()  # pyright: ignore[reportPrivateUsage]
        publish(page, **how)

    preview._publish = published_now  # pyright: ignore[reportPrivateUsage]
    preview._server = _Server(preview, port)  # pyright: ignore[reportPrivateUsage]


class _Server(PreviewServer):
    """SimCord's, with two files and the simulated clock beside it."""

    _STATIC_FILES: ClassVar[dict[str, str]] = {
        **PreviewServer._STATIC_FILES,
        **{path: path for path in (*_ADDED, _NOW)},
    }

    async def _static(self, request: Any) -> Any:
        if request.path not in (*_ADDED, _NOW):
            answer = await super()._static(request)
            if request.path == "/":
                answer.text = answer.text.replace("</head>", _HEAD).replace(
                    "<title>SimCord Preview", "<title>Marquee's demo"
                )
            return answer
        if request.headers.get("Host", "") not in self._allowed_hosts():
            raise web.HTTPForbidden
        kind = _ADDED.get(request.path)
        if kind is None:
            now = self.preview.env.now().timestamp() * 1e3
            body, kind = json.dumps({"now": now}), "application/json"
        else:
            name = request.path.removeprefix("/marquee")
            body = files(__name__).joinpath(f"page{name}").read_text(encoding="utf-8")
        return web.Response(text=body, content_type=kind, headers=self._SECURITY_HEADERS)
