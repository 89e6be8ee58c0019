"""Odd heads: headers, addresses, questions, methods, versions, one behind the other."""

from __future__ import annotations

import random

from tests.fuzz.bodies import picture
from tests.fuzz.oddity import GETS, MARK, POSTS, WORDS, Oddity, posted, request


def headers(rng: random.Random) -> Oddity:
    target = rng.choice(GETS)
    lines = (
        b"X: " + b"y" * rng.choice((8_000, 8_190, 8_191, 9_000, 10**5, 10**6)),
        *(b"X%d: y" % number for number in range(rng.choice((0, 100, 130, 1_000, 20_000)))),
    )
    odd_lines = [
        *(b"%s: %s" % (name, rng.choice(WORDS)) for name in (
            b"Host", b"Cookie", b"Authorization", b"If-None-Match", b"If-Modified-Since", b"Range",
            b"Accept-Encoding", b"Accept", b"Connection", b"Upgrade", b"Expect", b"Origin",
            b"Sec-Fetch-Site", b"Content-Type", b"X-Forwarded-For", b"Forwarded", b"TE", b"Referer",
            b"Keep-Alive", b"Sec-WebSocket-Key", b"X-HTTP-Method-Override", b"Trailer",
        )),
        b" folded", b"\tfolded", b"no colon", b": no name", b"X : y", b"X\0: y", b"X: y\0",
        b"X\xff: y", b"X: \xff" + MARK, b"X: y\rZ: z", b"Connection: upgrade\r\nUpgrade: websocket",
        b"Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        b"Cookie: marquee_key=" + MARK, b"Cookie: " + b"a=b; " * 1_500, b"Cookie: \"=\"; a",
        b"Expect: 100-continue", b"Connection: close, keep-alive", b"Authorization: Bearer " + MARK,
        b"Origin: http://[", b"Origin: null", b"Host: [::1", b"Host: a:b:c",
        b"Host: 127.0.0.1:99999",
        b"Range: bytes=0-0,-1,5-2", b"If-None-Match: *", b"If-None-Match: W/\"" + MARK + b"\"",
    ]  # fmt: skip
    chosen = rng.sample(odd_lines, rng.randrange(1, 5))
    if rng.random() < 0.25:
        chosen = list(lines)
    method = rng.choice(("GET", "GET", "GET", "HEAD"))
    return Oddity("", [request(method, target.encode(), chosen)], method, target)


def targets(rng: random.Random) -> Oddity:
    base = rng.choice(GETS).encode()
    target = rng.choice(
        (
            b"http://127.0.0.1" + base, b"http://" + MARK + base, b"*", b"//" + base,
            base + b"?" * 5,
            base + b"#" + MARK, b"http://[" + base, b"http://a:99999" + base, b"", b"?", b"#", b" ",
            b"/" + b"a/" * 3_000, b"/" + b"a" * 8_200, b"/v1/films/" + rng.choice(WORDS),
            b"/v1/films/" + b"%2e%2e%2f" * 5, b"/static/" + rng.choice(WORDS), b"/\xff\xfe",
            b"/v1/films/" + rng.choice(WORDS) + b"/poster", b"/static/..%2f..%2fetc%2fpasswd",
            b"/v1//films", b"/V1/FILMS", base + b"/", base + b";a=b", b"127.0.0.1:80", b"/%",
            b"/%0d%0aX:y",
            b"javascript:alert(1)", b"/\\..\\..", b"/" + rng.randbytes(20).hex().encode(),
        )
    )  # fmt: skip
    method = rng.choice(("GET", "GET", "GET", "HEAD", "OPTIONS", "CONNECT", "POST"))
    return Oddity("", [request(method, target, [])], method, None, whole=b" " not in target)


def queries(rng: random.Random) -> Oddity:
    path = rng.choice(
        (
            "/v1/search",
            "/v1/titles",
            "/v1/films",
            "/v1/films/tt0113277/neighbours",
            "/v1/films",
            "/",
        )
    )
    names = (
        "q",
        "limit",
        "by",
        "encoder",
        "skip",
        "sample",
        "pictured",
        "genre",
        "from",
        "to",
        "known",
        "k",
        "x",
    )
    values = (*WORDS[:-1], b"1", b"3", b"title", b"words", b"auto", b"clip-vit-b-32", b"resnet50",
              b"poster-lite", b"0.5", b"1990", b"2000", b"10", b"Drama", b"%F0%9F%8E%AC",
              b"%C5%81" * 180)  # fmt: skip
    pairs = [
        b"%s=%s"
        % (
            rng.choice(names).encode(),
            rng.choice(values).replace(b"\r", b"%0D").replace(b"\0", b"%00").replace(b"\t", b"%09"),
        )
        for _ in range(rng.choice((1, 2, 3, 3, 8, 700)))
    ]
    target = path.encode() + b"?" + rng.choice((b"&", b"&", b"&&", b";")).join(pairs)
    return Oddity("", [request("GET", target, [])], "GET", path)


def methods(rng: random.Random) -> Oddity:
    method = rng.choice(
        ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "PROPFIND", "PRI", "X" * 5_000,
        "G\xcbT", "GET\t", "", "HEAD", "POST", "QUERY", "M-SEARCH", "\0")
    )  # fmt: skip
    target = rng.choice((*GETS, *POSTS))
    lines = [b"Content-Length: 0"] if rng.random() < 0.7 else []
    data = request(method, target.encode(), lines)
    known = method in {"PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST"}
    return Oddity("", [data], method, target if known else None, whole=known)


def versions(rng: random.Random) -> Oddity:
    data = rng.choice(
        (
            b"GET /healthz\r\n\r\n", b"GET /healthz HTTP/0.9\r\n\r\n",
            b"GET /healthz HTTP/1.0\r\n\r\n",
            b"GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\n\r\n", b"GET /healthz HTTP/2.0\r\n\r\n",
            b"GET /healthz http/1.1\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
            b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(300),
            b"\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"\0" * 100,
            b"\n\n\n", MARK * 1_000, b"HTTP/1.1 200 OK\r\n\r\n", b"GET  /healthz  HTTP/1.1\r\n\r\n",
            b"GET /healthz HTTP/1.1 x\r\n\r\n",
            b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n", b"SSH-2.0-x\r\n",
            b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
            rng.randbytes(rng.choice((1, 40, 5_000))),
        )
    )  # fmt: skip
    return Oddity("", [data], "GET", None, whole=False, end=rng.choice(("close", "half", "reset")))


def pipelined(rng: random.Random) -> Oddity:
    count = rng.choice((2, 5, 40))
    gets = [request("GET", rng.choice(GETS).encode(), []) for _ in range(count)]
    match rng.randrange(4):
        case 0:
            return Oddity("", [b"".join(gets)], answers=count)
        case 1:
            post = posted("/v1/identify", picture(rng), b"image/jpeg")
            return Oddity("", [post + gets[0] + post], "POST", answers=3, whole=False)
        case 2:
            return Oddity("", [gets[0] + b"garbage " + MARK + b"\r\n\r\n" + gets[1]], whole=False)
        case _:
            return Oddity("", [b"".join(gets)], answers=0, whole=False, end="reset")
