"""Image -> embedding. `open_encoder` is the registry; a name's libraries load on first use."""

from __future__ import annotations

from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, Encoder, EncoderSpec, Metric, TextEncoder
from services.vision.encoders.specs import SPECS

__all__ = [
    "SPECS",
    "Embeddings",
    "Encoder",
    "EncoderSpec",
    "Metric",
    "TextEncoder",
    "encoder_spec",
    "open_encoder",
]


def encoder_spec(name: str) -> EncoderSpec:
    """Return an encoder's facts without loading it. Raises UnavailableError, `unknown_encoder`."""
    try:
        return SPECS[name]
    except KeyError:
        known = ", ".join(SPECS)
        raise UnavailableError(
            "unknown_encoder", f"There is no encoder called {name!r}; there are {known}."
        ) from None


def open_encoder(name: str, settings: Settings) -> Encoder:
    """Load an encoder.

    Raises:
        UnavailableError: `unknown_encoder`, or `no_weights` saying which file is wanted, where it
            comes from and where to put it, or `no_torch` where the `models` extra is missing.
    """
    spec = encoder_spec(name)
    if name == "poster-lite":
        from services.vision.encoders.poster_lite import PosterLite  # noqa: PLC0415

        return PosterLite.open(settings)
    try:
        from services.vision.encoders.torch_models import open_torch_encoder  # noqa: PLC0415
    except ImportError as error:
        raise UnavailableError(
            "no_torch",
            f"{spec.name} needs torch and its companions: pip install 'marquee-bot[models]'.",
        ) from error
    return open_torch_encoder(spec, settings)
