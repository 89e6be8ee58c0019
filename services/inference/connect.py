"""Which client the settings ask for: neither's libraries are loaded before it is chosen."""

from __future__ import annotations

from services.core.settings import Settings
from services.inference.client import InferenceClient


def connect(settings: Settings) -> InferenceClient:
    """Return the client that the settings ask for: HTTP with `inference_url`, else embedded."""
    # Imported here: the bot must start without the libraries of the client it does not use.
    if settings.inference_url is not None and settings.inference_url.get_secret_value():
        from services.inference.http import HttpClient  # noqa: PLC0415

        return HttpClient(settings)
    from services.inference.embedded import EmbeddedClient  # noqa: PLC0415

    return EmbeddedClient(settings)
