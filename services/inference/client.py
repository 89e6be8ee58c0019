"""How the pipeline is reached: one protocol, embedded in this process or over HTTP."""

from __future__ import annotations

from typing import Protocol

from services.settings import Settings
from services.types import Film, Identification


class InferenceClient(Protocol):
    """What the bot knows of the model: bytes in, an `Identification` out."""

    async def start(self) -> None:
        """Open what the client needs; raises UnavailableError when it cannot work at all."""
        ...

    async def close(self) -> None:
        """Let go of threads and connections. Safe to call twice."""
        ...

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster.

        Args:
            poster: The file's bytes, untrusted.
            k: Neighbours wanted, 1 to `Settings.max_k`.
            encoder: Encoder's name; None takes the service's default.

        Raises:
            PosterError: the bytes are no poster that can be looked at.
            RequestError: k or the encoder's name is wrong.
            UnavailableError: Marquee is busy, unreachable or not set up.
        """
        ...

    async def poster(self, film: Film) -> bytes | None:
        """Return the film's own poster picture where one is at hand, else None."""
        ...


def connect(settings: Settings) -> InferenceClient:
    """Return the client that the settings ask for: HTTP with `inference_url`, else embedded."""
    # Imported here: the bot must start without the libraries of the client it does not use.
    if settings.inference_url:
        from services.inference.http import HttpClient  # noqa: PLC0415

        return HttpClient(settings)
    from services.inference.embedded import EmbeddedClient  # noqa: PLC0415

    return EmbeddedClient(settings)
