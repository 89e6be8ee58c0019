"""One odd request, and the pieces that requests are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

# Stands in what is sent; no answer may hold it.
MARK = b"quoted-back-1f6a"
GETS = (
    "/", "/sign-in", "/healthz", "/readyz", "/metrics", "/openapi.json", "/v1/encoders",
    "/v1/encoders/names", "/v1/films", "/v1/films?sample=3", "/v1/search?q=heat", "/v1/titles?q=he",
    "/v1/films/Heat%20(1995)", "/v1/films/tt0113277/poster", "/v1/films/tt0113277/neighbours",
    "/static/app.js", "/static/../server.py",
)  # fmt: skip
POSTS = ("/v1/identify", "/v1/compare", "/session")
WORDS = (
    b"", b"0", b"-1", b"+1", b"1e3", b"0x10", b"1_0", b"\xd9\xa3", b"\xff\xfe", b"%00", b"%",
    b"%zz", b"../..", b"a" * 300, b"a" * 9_000, b"nan", b"inf", b"1" * 400, b"99999999999", b"\0",
    b"\r", b"\t", b"\"", b"'; --", b"<b>", b"{}", b"\xed\xa0\x80", b"\xe2\x80\xae", MARK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to send.

    Attributes:
        sort: In words.
        pieces: The writes.
        method, target: As the service may read them; None where there is nothing to read.
        answers: How many to wait for.
        whole: Whether an answer or an end has to come; half a request may be left waiting.
        end: How the connection is left, as `exchange` has it.
    """

    sort: str
    pieces: list[bytes]
    method: str = "GET"
    target: str | None = None
    answers: int = 1
    whole: bool = True
    end: str = "close"


@dataclass
class Form:
    """A multipart body in the making."""

    boundary: bytes = b"XxBoundaryxX"
    newline: bytes = b"\r\n"
    parts: list[tuple[list[bytes], bytes]] = field(default_factory=list)
    before: bytes = b""
    after: bytes = b"--\r\n"

    def packed(self) -> bytes:
        """Return its bytes."""
        nl, out = self.newline, bytearray(self.before)
        for headers, content in self.parts:
            out += b"--" + self.boundary + nl + b"".join(line + nl for line in headers)
            out += nl + content + nl
        return bytes(out + b"--" + self.boundary + self.after)


def request(
    method: str,
    target: bytes,
    headers: list[bytes],
    body: bytes = b"",
    version: bytes = b"HTTP/1.1",
) -> bytes:
    """Return a request as it is sent."""
    lines = [b"%s %s %s" % (method.encode(), target, version), b"Host: 127.0.0.1", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def posted(
    target: str, body: bytes, content_type: bytes, headers: list[bytes] | None = None
) -> bytes:
    """Return a POST with its right length."""
    given = [b"Content-Type: " + content_type, b"Content-Length: %d" % len(body)]
    return request("POST", target.encode(), [*given, *(headers or [])], body)
