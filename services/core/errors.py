"""Errors with a code for programs and a sentence for people.

Codes of `PosterError` (the picture's fault): `empty`, `not_an_image`, `truncated`, `too_large`,
`too_many_pixels`, `too_much_work`, `too_narrow`, `too_small`, `unreadable`; from the bot `gone` and
`no_picture`. Codes of
`UnavailableError` (ours): `unavailable`, `busy`, `no_catalogue`, `bad_index`, `no_heads`,
`bad_heads`, `no_weights`, `no_torch`, `no_tokenizers`, `no_sklearn`, `too_few_films`,
`unknown_encoder`, `database_version`, `no_pyarrow`, `bad_settings`. `RequestError` (the caller's):
`bad_request`, `bad_package`, `not_found`, `unauthorized`, `wrong_host`, `foreign_page`; from the
bot `cooldown`, `wrong_channel`, `games_off`, `not_allowed`, `stale`, `closing`.
"""

from __future__ import annotations


class MarqueeError(Exception):
    """Base of the errors whose message may be shown to a user.

    Attributes:
        code: Stable machine-readable name, as in `{"error": {"code": ...}}`.
        message: One clear, kind sentence.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class PosterError(MarqueeError):
    """The bytes are not a poster that can be looked at."""


class RequestError(MarqueeError):
    """The question itself is wrong (a bad k, a missing field)."""


class UnavailableError(MarqueeError):
    """Marquee cannot answer now: a part is missing, busy or unreachable.

    Attributes:
        retry_after_s: Seconds after which it is worth asking again, where that is known.
    """

    def __init__(self, code: str, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(code, message)
        self.retry_after_s = retry_after_s
