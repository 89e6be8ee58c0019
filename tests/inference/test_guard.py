"""Who may ask the service: names, pages of others, and the secret."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from services.core.errors import UnavailableError
from services.inference.guard import COOKIE, LEAST_SECRET, Guard, is_local, require_secret
from services.inference.http import HttpClient
from tests.inference.conftest import Serve
from tests.inference.helpers import poster, settings

SECRET = "open-sesame-of-nobody-5f1c"
BEARER = {"Authorization": f"Bearer {SECRET}"}
PICTURE = {"Content-Type": "image/png"}
CLOSED = ("/metrics", "/openapi.json", "/v1/encoders", "/v1/titles?q=heat", "/v1/films")
FREE = ("/healthz", "/readyz", "/sign-in", "/static/style.css", "/static/sign-in.js")


async def asked(
    http: ClientSession, url: Any, headers: dict[str, str] | None = None, **rest: Any
) -> tuple[int, Any]:
    method = "POST" if "data" in rest else "GET"
    async with http.request(
        method, url, headers=headers, allow_redirects=False, **rest
    ) as response:
        if response.content_type != "application/json":
            return response.status, await response.read()
        body = await response.json()
        return response.status, body.get("error", {}).get("code", body)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.168.1.7", False),
        ("inference", False),
        ("localhost.example.org", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_whoever_listens_wider_than_this_machine_needs_a_secret(
    tmp_path: Path, host: str, local: bool
) -> None:
    assert is_local(settings(tmp_path, host=host)) is local
    require_secret(settings(tmp_path, host=host, secret=SECRET))
    require_secret(settings(tmp_path, host=host, socket=tmp_path / "socket"))
    if local:
        require_secret(settings(tmp_path, host=host))
        return
    with pytest.raises(UnavailableError) as refused:
        require_secret(settings(tmp_path, host=host))
    for words in ("MARQUEE_SECRET_FILE", 'python -c "import secrets; print(secrets.token_url'):
        assert words in refused.value.message


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path, host: str) -> None:
    short = "k" * (LEAST_SECRET - 1)
    with pytest.raises(UnavailableError) as refused:
        require_secret(settings(tmp_path, host=host, secret=short))
    assert "fewer than 16 characters" in refused.value.message
    assert short not in refused.value.message
    require_secret(settings(tmp_path, host=host, secret=f"{short}k"))


async def test_without_a_secret_nobody_is_asked_for_one(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    for path in ("/", *FREE, *CLOSED):
        assert (await asked(http, server.make_url(path)))[0] == 200, path
    assert (await asked(http, server.make_url("/session"), data=b"")) == (200, {"status": "open"})


async def test_with_a_secret_the_rest_is_closed(serve: Serve, http: ClientSession) -> None:
    server = await serve(secret=SECRET)
    for path in FREE:
        assert (await asked(http, server.make_url(path)))[0] == 200, path
    wrong = ("Bearer x", f"Bearer {SECRET}x", f"Basic {SECRET}", SECRET, "Bearer", "Bearer é")
    for path in CLOSED:
        url = server.make_url(path)
        assert await asked(http, url) == (401, "unauthorized"), path
        assert (await asked(http, url, BEARER))[0] == 200, path
    metrics = server.make_url("/metrics")
    for given in wrong:
        assert (await asked(http, metrics, {"Authorization": given}))[0] == 401, given
    identify = server.make_url("/v1/identify")
    assert (await asked(http, identify, PICTURE, data=poster()))[0] == 401
    assert (await asked(http, identify, {**PICTURE, **BEARER}, data=poster()))[0] == 200
    # What is not there is not told to strangers either.
    assert (await asked(http, server.make_url("/nowhere")))[0] == 401
    async with http.get(server.make_url("/metrics")) as response:
        assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_browser_enters_the_secret_once(serve: Serve) -> None:
    server = await serve(secret=SECRET)
    # Cookies of addresses are taken too.
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        async with browser.get(server.make_url("/"), allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (302, "/sign-in")
        session = server.make_url("/session")
        for wrong in (b"", b"wrong", SECRET[:-1].encode(), b"\xff" * 10):
            assert await asked(browser, session, data=wrong) == (401, "unauthorized")
        assert await asked(browser, session, data=b"x" * 5000) == (400, "bad_request")
        async with browser.post(session, data=f"{SECRET}\n".encode()) as response:
            assert response.status == 200
            cookie = response.headers["Set-Cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert SECRET not in cookie
        assert hashlib.sha256(SECRET.encode()).hexdigest() not in cookie
        for path in ("/", *CLOSED):
            assert (await asked(browser, server.make_url(path)))[0] == 200
    async with ClientSession(cookies={COOKIE: SECRET}) as other:
        assert (await asked(other, server.make_url("/metrics")))[0] == 401
    guards = [Guard(settings(Path(), secret=secret)) for secret in (SECRET, SECRET + "x")]
    assert guards[0].cookie != guards[1].cookie


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/", "/v1/films", "/static/app.js"])
async def test_on_loopback_only_names_of_this_machine_are_answered(
    serve: Serve, http: ClientSession, path: str
) -> None:
    server = await serve(host="127.0.0.9")
    for host in ("127.0.0.1", "localhost:8080", "LOCALHOST.", "[::1]:99", "127.0.0.9:1"):
        assert (await asked(http, server.make_url(path), {"Host": host}))[0] == 200, host
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "[x", ""):
        status, code = await asked(http, server.make_url(path), {"Host": host})
        assert (status, code) == (403, "wrong_host"), host


async def test_names_that_were_allowed_are_answered(serve: Serve, http: ClientSession) -> None:
    server = await serve(allowed_hosts="Marquee.example.org, [fd00::7]:8080")
    for host in ("marquee.example.org", "marquee.example.org:443", "[fd00::7]", "localhost"):
        assert (await asked(http, server.make_url("/readyz"), {"Host": host}))[0] == 200, host
    assert (await asked(http, server.make_url("/readyz"), {"Host": "evil.example"}))[0] == 403
    server = await serve(allowed_hosts="*")
    assert (await asked(http, server.make_url("/readyz"), {"Host": "evil.example"}))[0] == 200


async def test_a_wide_service_is_held_by_its_secret_and_by_its_names(
    serve: Serve, http: ClientSession
) -> None:
    anywhere = {"Host": "10.1.2.3:8080"}
    server = await serve(host="0.0.0.0", secret=SECRET)
    assert (await asked(http, server.make_url("/metrics"), {**anywhere, **BEARER}))[0] == 200
    server = await serve(host="0.0.0.0", secret=SECRET, allowed_hosts="inference")
    assert (await asked(http, server.make_url("/metrics"), {**anywhere, **BEARER}))[0] == 403
    # Whatever watches a container asks by its address.
    assert (await asked(http, server.make_url("/readyz"), anywhere))[0] == 200


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "http://HERE"}, True),
        ({"Origin": "https://marquee.example.org"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://HERE"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://127.0.0.1:1"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[x"}, False),
        ({"Origin": ""}, False),
    ],
    ids=str,
)
async def test_pages_of_other_sites_may_not_post(
    serve: Serve, http: ClientSession, headers: dict[str, str], taken: bool
) -> None:
    server = await serve(allowed_hosts="marquee.example.org")
    here = f"{server.host}:{server.port}"
    sent = {name: value.replace("HERE", here) for name, value in headers.items()}
    for path, data in (("/v1/identify", poster()), ("/session", b"")):
        url = server.make_url(path)
        status, code = await asked(http, url, {**PICTURE, **sent}, data=data)
        assert (status == 200) is taken
        assert taken or (status, code) == (403, "foreign_page")
    # Links from elsewhere are followed.
    assert (await asked(http, server.make_url("/"), sent))[0] == 200


async def test_the_bots_client_sends_the_secret(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve(secret=SECRET)
    url = str(server.make_url("/"))

    def client(**changes: Any) -> HttpClient:
        return HttpClient(settings(tmp_path, inference_url=url, **changes))

    knowing = client(secret=f"{SECRET}\n")
    assert (await knowing.identify(poster(7))).match is not None
    await knowing.close()
    for changes in ({}, {"secret": "another secret of nobody"}):
        stranger = client(**changes)
        with pytest.raises(UnavailableError):
            await stranger.identify(poster(7))
        await stranger.close()
    assert "is MARQUEE_SECRET here what it is there" in caplog.text
    assert SECRET not in caplog.text
    assert "another secret" not in caplog.text


async def test_two_secrets_for_one_header_are_refused_without_telling_them(tmp_path: Path) -> None:
    url = "http://someone:p4ssw0rd@127.0.0.1:1"
    client = HttpClient(settings(tmp_path, inference_url=url, secret=SECRET))
    with pytest.raises(UnavailableError) as refused:
        await client.start()
    assert "only one of them" in refused.value.message
    assert "p4ssw0rd" not in refused.value.message
