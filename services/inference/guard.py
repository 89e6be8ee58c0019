"""Who may ask the service: by which name, from which page, with which secret.

- A name that is not the service's is refused: a page elsewhere may have its own name lead here.
- Of what changes or costs something, POST, requests from pages of others are refused.
- Where a secret is set, it comes as `Authorization: Bearer`, or once from the sign-in page, which
  leaves a cookie: not the secret, but a value made from it.

`/healthz` and `/readyz` are free of the secret: whatever watches a container cannot keep one, and
they tell an encoder's name and how many films there are. The page's own files are free as well, for
the sign-in page is made of them; they are the same in every copy of Marquee.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address

from aiohttp import hdrs, web
from yarl import URL

from services.core.errors import RequestError, UnavailableError
from services.core.settings import Settings

LEAST_SECRET = 16
COOKIE = "marquee_key"
PROBES = frozenset({"/healthz", "/readyz"})
SIGN_IN = "/sign-in"
_FREE = PROBES | {SIGN_IN, "/session"}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOW = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def require_secret(settings: Settings) -> None:
    """Raise UnavailableError where the service would be open to others than this machine.

    Its sentence says how to make a secret; a secret that can be guessed is none.
    """
    secret = _secret(settings)
    if secret and len(secret) < LEAST_SECRET:
        raise UnavailableError(
            "bad_settings",
            f"MARQUEE_SECRET has fewer than {LEAST_SECRET} characters. Make one: {_HOW}",
        )
    if not secret and not is_local(settings):
        raise UnavailableError(
            "bad_settings",
            f"On {settings.host or 'every address'} others can reach Marquee, which takes a shared "
            f"secret, MARQUEE_SECRET or MARQUEE_SECRET_FILE. Make one: {_HOW}",
        )


def is_local(settings: Settings) -> bool:
    """Say whether only this machine can reach the service."""
    return settings.socket is not None or _is_loopback(settings.host)


class Guard:
    """The rules for one service.

    Args:
        settings: `secret`, `allowed_hosts`, `host` and `socket`.
    """

    def __init__(self, settings: Settings) -> None:
        self._secret = _secret(settings).encode()
        key = hmac.new(self._secret, b"marquee: the explorer's cookie", hashlib.sha256)
        self._cookie = key.hexdigest().encode()
        named = {_bare(name) for name in settings.allowed_hosts.split(",") if name.strip()}
        self._named = named
        self._local = is_local(settings)
        # By a socket come proxies and programs, under whatever name; a wide service without a list
        # is held by its secret, which a page that leads here by another name does not have.
        self._any = "*" in named or (not named and (settings.socket is not None or not self._local))
        self._names = named | _LOOPBACK | {_bare(settings.host)}

    @property
    def asks(self) -> bool:
        """Whether a secret is asked for."""
        return bool(self._secret)

    @property
    def cookie(self) -> str:
        """What a browser that knows the secret is given."""
        return self._cookie.decode()

    def is_secret(self, given: bytes) -> bool:
        """Say whether that is the secret, in a time that tells nothing of it."""
        return hmac.compare_digest(given, self._secret)

    def check(self, request: web.Request) -> None:
        """Raise RequestError where a request is not to be answered."""
        path = request.path
        # What watches a container asks by its address, which no list can have.
        if not (path in PROBES and not self._local):
            self._check_host(request)
        if request.method not in (hdrs.METH_GET, hdrs.METH_HEAD):
            self._check_page(request)
        free = path in _FREE or path.startswith("/static/")
        if self.asks and not free and not self.knows(request):
            raise RequestError("unauthorized", "Please come with the secret of this service.")

    def knows(self, request: web.Request) -> bool:
        """Say whether a request shows that its sender knows the secret."""
        kind, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        if kind.lower() == "bearer" and self.is_secret(_bytes(given.strip())):
            return True
        return hmac.compare_digest(_bytes(request.cookies.get(COOKIE, "")), self._cookie)

    def _check_host(self, request: web.Request) -> None:
        given = request.headers.getall(hdrs.HOST, [])
        # A browser always says one; what says none is no page.
        if given and not self._any and not (len(given) == 1 and _bare(given[0]) in self._names):
            raise RequestError(
                "wrong_host",
                "This service does not answer to that name; MARQUEE_ALLOWED_HOSTS has those it may "
                "be asked by.",
            )

    def _check_page(self, request: web.Request) -> None:
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get(hdrs.ORIGIN)
        # What the browser itself vouches for; behind a proxy the names may differ.
        if site == "same-origin" or (site in (None, "none") and origin is None):
            return
        if site != "cross-site" and origin is not None and self._is_own(origin, request):
            return
        raise RequestError("foreign_page", "Pages of other sites may not send pictures here.")

    def _is_own(self, origin: str, request: web.Request) -> bool:
        try:
            url = URL(origin)
        except ValueError:
            return False
        if url.scheme not in ("http", "https") or url.host is None:
            return False
        return url.authority == request.headers.get(hdrs.HOST, "") or _bare(url.host) in self._named


GUARD = web.AppKey("guard", Guard)


@web.middleware
async def guarded(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Answer only who may ask; a browser that has no cookie yet is led to the sign-in page."""
    guard = request.app[GUARD]
    try:
        guard.check(request)
    except RequestError as error:
        if error.code == "unauthorized" and request.path == "/":
            return web.Response(status=302, headers={hdrs.LOCATION: SIGN_IN})
        raise
    return await handler(request)


def _secret(settings: Settings) -> str:
    return settings.secret.get_secret_value().strip() if settings.secret is not None else ""


def _bytes(given: str) -> bytes:
    return given.encode("utf-8", "surrogateescape")


def _bare(host: str) -> str:
    """Return a name without its port, brackets and case: `[::1]:8080` is `::1`."""
    name = host.strip().lower()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    return name.rstrip(".")


def _is_loopback(host: str) -> bool:
    name = _bare(host)
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False  # a name may lead anywhere
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback
