"""Image -> embedding. `open_encoder` opens one by its name; its libraries load on first use.

The facts of all of them are in `services.core.encoders`.

- base.py: what an encoder does
- preprocessing.py: image -> input
- onnx_network.py: a network in an ONNX file
- runtimes.py, tuning.py: what runs it; which is quickest on this machine
- poster_lite.py: the one that ships
- kept.py: weights of before, with which catalogues that were built with them go on
- torch_models.py: CLIP, ResNet50, VGG16 and the ImageNet baseline, by torch
- exported.py: the same from ONNX files, without torch
- lite.py: the networks that poster-lite and its teachers began as
"""

from __future__ import annotations

from dataclasses import replace
from pkgutil import resolve_name

from services.core.encoders import EncoderSpec, encoder_spec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, Encoder, TextEncoder

__all__ = ["Embeddings", "Encoder", "TextEncoder", "open_encoder", "open_original"]


def open_encoder(name: str, settings: Settings, revision: str = "") -> Encoder:
    """Load an encoder: what was exported of it, else what it was exported from.

    Args:
        name: Its name.
        settings: Where its weights are looked for.
        revision: The weights wanted, of an encoder whose weights are a file that may be replaced;
            by default, and where that file is gone, those that new catalogues are built with.

    Raises:
        UnavailableError: `unknown_encoder`, or `no_weights` saying which file is wanted, where it
            comes from and where to put it, or `no_torch` where the `models` extra is missing.
    """
    spec = encoder_spec(name)
    if spec.extra is not None:
        # Imported here: who asks for the one that ships needs nothing of it.
        from services.vision.encoders.exported import open_exported  # noqa: PLC0415

        exported = open_exported(spec, settings)
        if exported is not None:
            return exported
    # Of the others the revision is a fact of this version of Marquee.
    if revision and not spec.revision:
        spec = replace(spec, revision=revision)
    return open_original(spec, settings)


def open_original(spec: EncoderSpec, settings: Settings) -> Encoder:
    """Load an encoder from its own weights; raises as `open_encoder` does."""
    try:
        opener = resolve_name(spec.opener)
    except ImportError as error:
        if spec.extra is None:
            raise
        raise UnavailableError(
            "no_torch",
            f"{spec.name} needs torch and its companions: pip install 'marquee-bot[{spec.extra}]'.",
        ) from error
    return opener(spec, settings)
