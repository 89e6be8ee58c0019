"""What the handlers of the service share: the app's parts, and how a query is read."""

from __future__ import annotations

from aiohttp import web

from services.core.asking import Asking
from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings
from services.inference.embedded import EmbeddedClient
from services.inference.registry import Pipeline

CLIENT = web.AppKey("client", EmbeddedClient)
SETTINGS = web.AppKey("settings", Settings)
# Of a request: who asks.
ASKING = web.RequestKey("asking", Asking)
DEFAULT_K = 3


def opened(client: EmbeddedClient) -> Pipeline:
    """Return the default pipeline. Raises UnavailableError while it is not open."""
    if client.pipeline is None:
        raise UnavailableError(
            "unavailable", "Marquee is still waking up, please try again in a moment."
        )
    return client.pipeline


def whole_number(given: str | None, name: str, default: int, most: int) -> int:
    """Return a query's number, `default` where it is not given; its range is checked elsewhere.

    Raises:
        RequestError: it is no number.
    """
    if given is None:
        return min(default, most)
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise RequestError("bad_request", f"{name} has to be a whole number from 1 to {most}.")
    return int(given)
