"""HEIC pictures, as phones take them: read where the `heif` extra is installed."""

from __future__ import annotations

from functools import cache

MISSING = "a HEIC picture; pip install 'marquee-bot[heif]' reads it"


@cache
def register() -> bool:
    """Let Pillow read HEIC in this process; return whether it can."""
    try:
        import pi_heif  # noqa: PLC0415  # pyright: ignore[reportMissingImports]
    except ImportError:
        return False
    # Only the picture itself: neither its small copy nor the depths that a phone adds.
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return True
