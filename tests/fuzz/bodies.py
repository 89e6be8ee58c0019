"""Odd bodies: forms, lengths, chunks, packing, types."""

from __future__ import annotations

import gzip
import random
import zlib
from functools import cache

from tests.fuzz.kinds import broken, seeds
from tests.fuzz.oddity import MARK, POSTS, WORDS, Form, Oddity, posted, request
from tests.fuzz.structure import ODD_NUMBERS


def picture(rng: random.Random) -> bytes:
    while True:
        data = rng.choice(sorted(seeds().items()))[1] if rng.random() < 0.7 else broken(rng)[1]
        if len(data) < 200_000:
            return data


def _fields(target: str) -> tuple[str, ...]:
    return ("first", "second") if target == "/v1/compare" else ("poster",)


def _form(rng: random.Random, target: str) -> Form:
    return Form(
        parts=[
            (
                [
                    b'Content-Disposition: form-data; name="%s"; filename="p.jpg"' % name.encode(),
                    b"Content-Type: image/jpeg",
                ],
                picture(rng),
            )
            for name in _fields(target)
        ]
    )


def boundaries(rng: random.Random) -> Oddity:
    target = rng.choice(("/v1/identify", "/v1/compare"))
    form = _form(rng, target)
    told = form.boundary
    match rng.randrange(12):
        case 0:
            told = b'"' + told + b'"'
        case 1:
            told = form.boundary = rng.choice((b"", b" ", b"\xff", b"=", b'"', b"-" * 60, b"a;b"))
        case 2:
            told = form.boundary = b"b" * rng.choice((69, 70, 71, 200, 8_000))
        case 3:
            told = b"another"
        case 4:
            form.newline = rng.choice((b"\n", b"\r", b"\r\r\n"))
        case 5:
            form.after = rng.choice((b"", b"-", b"\r\n", b"--", b"--" + MARK * 900, b"\0"))
        case 6:
            form.before = rng.choice(
                (b"\r\n" * 3, b"before\r\n" * rng.choice((1, 600)), b"x" * 70_000)
            )
        case 7:
            form.parts *= rng.choice((0, 2, 16, 17, 3_000))
        case 8:
            form.parts[0] = (form.parts[0][0], b"\r\n--" + form.boundary[:-1] + form.parts[0][1])
        case 9:
            told = form.boundary + b"; boundary=other"
        case 10:
            inner = Form(boundary=b"inner", parts=form.parts).packed()
            form.parts = [([b"Content-Type: multipart/mixed; boundary=inner"], inner)]
        case _:
            told += rng.choice(WORDS)
    kind = rng.choice((b"multipart/form-data", b"multipart/form-data", b"Multipart/Form-Data"))
    if rng.random() < 0.1:
        kind = rng.choice((b"multipart/mixed", b"multipart/", b"multipart/form-data; charset=x"))
    content_type = kind + rng.choice((b"; boundary=", b";boundary=", b"; BOUNDARY=")) + told
    if rng.random() < 0.05:
        content_type = kind
    return Oddity("", [posted(target, form.packed(), content_type)], "POST", target)


def part_headers(rng: random.Random) -> Oddity:
    target = rng.choice(("/v1/identify", "/v1/compare"))
    form = _form(rng, target)
    odd_lines = (
        b"Content-Transfer-Encoding: "
        + rng.choice((b"base64", b"quoted-printable", b"8bit", b"x")),
        b"Content-Encoding: " + rng.choice((b"gzip", b"deflate", b"br", b"identity", b"x")),
        b"Content-Length: " + rng.choice((b"0", b"-1", b"1", b"99999999999", b"x")),
        b"Content-Disposition: form-data; name*=utf-8''poster; filename*=x''%ff%" + MARK,
        b"Content-Disposition: form-data; name=" + rng.choice(WORDS),
        b'Content-Disposition: attachment; name="_charset_"',
        b"Content-Disposition: " + b"; a=b" * rng.choice((1, 1_000)),
        b"Content-Type: "
        + rng.choice((b"application/json", b"multipart/mixed", b"a/b/c", b"", b";")),
        b"X: " + b"y" * rng.choice((8_000, 8_190, 8_191, 70_000)),
        b"no colon",
        b" folded",
        b": no name",
        b"X\0: y",
        b"X: \r y",
        *(b"X%d: y" % number for number in range(rng.choice((0, 0, 14, 15, 16, 700)))),
    )
    lines, content = form.parts[-1]
    keep = [] if rng.random() < 0.2 else lines
    form.parts[-1] = ([*keep, *rng.sample(odd_lines, rng.randrange(1, 4))], content)
    if rng.random() < 0.15:
        form.parts[-1] = ([*lines, *odd_lines[15:]], content)
    content_type = b"multipart/form-data; boundary=" + form.boundary
    return Oddity("", [posted(target, form.packed(), content_type)], "POST", target)


def lengths(rng: random.Random) -> Oddity:
    body = picture(rng)
    size = len(body)
    lines: list[list[bytes]] = [
        [],
        [b"Content-Length: -1"],
        [b"Content-Length: +%d" % size],
        [b"Content-Length: %d" % size, b"Content-Length: %d" % (size + 1)],
        [b"Content-Length: %d, %d" % (size, size)],
        [b"Content-Length: %d" % rng.choice(ODD_NUMBERS)],
        [b"Content-Length: " + b"9" * rng.choice((20, 5_000))],
        [b"Content-Length: %d" % max(0, size - rng.randrange(1, 50))],
        [b"Content-Length: %d" % (size + rng.randrange(1, 50))],
        [b"Content-Length: 0x10"],
        [b"Content-Length: \xd9\xa3"],
        [b"Content-Length:"],
        [b"Content-Length: %d" % size, b"Transfer-Encoding: chunked"],
        [b"Content-Length: 0", b"Expect: 100-continue"],
    ]
    told = rng.choice(lines)
    data = request("POST", b"/v1/identify", [b"Content-Type: image/jpeg", *told], body)
    return Oddity("", [data], "POST", None, whole=False, end=rng.choice(("close", "half", "reset")))


def chunks(rng: random.Random) -> Oddity:
    body, size = picture(rng), rng.choice((1, 16, 1_000, 10**6))
    if size == 1:
        body = body[:3_000]
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    coded = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    last, whole = b"0\r\n\r\n", True
    match rng.randrange(10):
        case 0:
            coded = b"".join(b"%x;a=%s\r\n%s\r\n" % (len(it), MARK, it) for it in pieces)
        case 1:
            last = b"0\r\n" + b"X-Trailer: %s\r\n" % MARK * rng.choice((1, 1_000)) + b"\r\n"
        case 2:
            last, whole = b"", False
        case 3:
            coded = b"-5\r\nhello\r\n" + coded
        case 4:
            coded = rng.choice(
                (
                    b"fffffffffffffffff\r\n",
                    b"g\r\n",
                    b"\r\n",
                    b"0x5\r\nhello\r\n",
                    b" 5\r\nhello\r\n",
                )
            )
        case 5:
            coded, whole = coded.replace(b"\r\n", b"\n"), False
        case 6:
            coded, whole = b"7fffffff\r\n" + coded, False
        case 7:
            coded = b"%x;%s\r\n" % (len(body), b"x" * 10**5) + body + b"\r\n"
        case _:
            pass
    coding = rng.choice(
        (
            b"chunked",
            b"chunked",
            b"chunked",
            b"Chunked",
            b"chunked, chunked",
            b"gzip, chunked",
            b"identity",
            b"chunked, identity",
            b"\x0bchunked",
            b"x",
        )
    )
    lines = [b"Content-Type: image/png", b"Transfer-Encoding: " + coding]
    version = b"HTTP/1.0" if rng.random() < 0.1 else b"HTTP/1.1"
    data = request("POST", b"/v1/identify", lines, coded + last, version)
    whole = whole and coding == b"chunked"
    return Oddity("", [data], "POST", "/v1/identify" if whole else None, whole=whole)


@cache
def _nothing(size: int) -> bytes:
    """Return zeros, packed: a bomb of a thousandth of its size."""
    return gzip.compress(bytes(size), 6)


def packed(rng: random.Random) -> Oddity:
    """A body that is packed, as a bomb too."""
    plain = picture(rng)
    name, coded = rng.choice(
        (
            (b"gzip", _nothing(rng.choice((10**6, 3 * 10**7, 10**8)))),
            (b"gzip", gzip.compress(_nothing(10**8), 6)),
            (b"gzip", gzip.compress(plain, 6)),
            (b"gzip", gzip.compress(plain, 6)[:-9]),
            (b"deflate", zlib.compress(plain, 6)),
            (rng.choice((b"gzip", b"deflate", b"br", b"zstd", b"x", b"gzip, gzip")), plain[:1000]),
        )
    )
    data = posted("/v1/identify", coded, b"image/png", [b"Content-Encoding: " + name])
    return Oddity("", [data], "POST", "/v1/identify")


def content_types(rng: random.Random) -> Oddity:
    kind = rng.choice(
        (b"image/*", b"image/", b"IMAGE/PNG", b"image/png; charset=utf-16", b"image/png;;;=", b"",
        b"/", b"application/octet-stream", b"text/plain; charset=nonsense",
         b"application/x-www-form-urlencoded",
         b"application/json", b"multipart/form-data", b"image/png\xff", b"image/png, text/html",
         b"image/svg+xml",
         b"x" * 5_000, b"multipart/form-data; boundary=a" * 3)
    )  # fmt: skip
    target = rng.choice(POSTS)
    body = rng.choice((picture(rng), b"", b"{}", b"poster=x", b"[" * 10**5))
    return Oddity("", [posted(target, body, kind)], "POST", target)


def questions(rng: random.Random) -> Oddity:
    values = [word for word in WORDS if word.isalnum() or word.startswith((b"-", b"+", b"%"))]
    query = b"k=%s&encoder=%s" % (rng.choice(values), rng.choice(values))
    if rng.random() < 0.5:
        query = b"k=%d" % rng.choice((0, 1, 3, 10, 11))
    target = rng.choice((b"/v1/identify", b"/v1/compare")) + b"?" + query
    form = _form(rng, target.partition(b"?")[0].decode())
    data = form.packed()
    lines = [
        b"Content-Type: multipart/form-data; boundary=" + form.boundary,
        b"Content-Length: %d" % len(data),
    ]
    if rng.random() < 0.3:
        lines.append(b"Expect: 100-continue")
    path = target.partition(b"?")[0].decode()
    return Oddity("", [request("POST", target, lines), data], "POST", path)


def sign_ins(rng: random.Random) -> Oddity:
    body = rng.choice((*WORDS, b"x" * 5_000, b"x" * 10**6))
    lines = [rng.choice((b"Origin: http://evil.example", b"Sec-Fetch-Site: cross-site", b"X: y"))]
    return Oddity("", [posted("/session", body, b"text/plain", lines)], "POST", "/session")
