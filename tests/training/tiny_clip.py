"""CLIP, so small that a test embeds and exports it at once; its tokenizer is the real one."""

from __future__ import annotations

import dataclasses
from typing import Any

from services.core.encoders import CLIP_VIT_B_32

# What opens it is not there: only exported files can.
SPEC = dataclasses.replace(
    CLIP_VIT_B_32,
    dimension=32,
    revision="tiny",
    opener="nowhere:open_it",
    preprocessing=dataclasses.replace(
        CLIP_VIT_B_32.preprocessing, height=64, width=64, resize_to=64
    ),
)


def tiny_clip(seed: int = 0) -> Any:
    """Return a `ClipEncoder` with random weights."""
    import open_clip
    import torch

    from services.vision.encoders.torch_models import ClipEncoder

    torch.manual_seed(seed)
    vision = {"layers": 2, "width": 64, "head_width": 32, "patch_size": 32, "image_size": 64}
    text = {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
    return ClipEncoder(SPEC, open_clip.CLIP(SPEC.dimension, vision, text))  # pyright: ignore[reportArgumentType]
