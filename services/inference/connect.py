"""Which client the settings ask for: neither's libraries are loaded before it is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from services.core.settings import Settings
from services.inference.client import InferenceClient

if TYPE_CHECKING:
    from services.inference.registry import Pipeline


def connect(settings: Settings, *, drawn: Path | None = None) -> InferenceClient:
    """Return the client that the settings ask for: HTTP with `inference_url`, else embedded.

    Args:
        settings: The settings.
        drawn: The folder with the sample posters, whose films then stand beside the starter's. A
            service, and a catalogue of one's own, answer without them.
    """
    # Imported here: the bot must start without the libraries of the client it does not use.
    if settings.inference_url is not None and settings.inference_url.get_secret_value():
        from services.inference.http import HttpClient  # noqa: PLC0415

        return HttpClient(settings)
    from services.inference.embedded import EmbeddedClient  # noqa: PLC0415

    if drawn is None:
        return EmbeddedClient(settings)

    def open_pipeline(settings: Settings, encoder: str | None) -> Pipeline:
        # In the opening thread, as the embedded client's own.
        from services.catalogue.drawn import open_with_drawn  # noqa: PLC0415

        return open_with_drawn(settings, encoder, drawn)

    return EmbeddedClient(settings, open_pipeline=open_pipeline)
