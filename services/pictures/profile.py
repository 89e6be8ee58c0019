"""Colours as a picture's ICC profile means them: brought to sRGB, which everything here expects."""

from __future__ import annotations

import logging
from io import BytesIO

from PIL import Image, ImageCms

# Profiles of RGB are a few hundred bytes, with tables some hundred kilobytes.
_MOST_BYTES = 2**20
_RGB = b"RGB "
_COLOURED = frozenset({"RGB", "RGBA", "RGBX", "P", "PA"})

_log = logging.getLogger(__name__)


def in_srgb(image: Image.Image, sent: Image.Image) -> Image.Image:
    """Return an RGB picture with the colours that its profile means, such as ProPhoto's.

    A profile that cannot be read, or is not of RGB, changes nothing.

    Args:
        image: The picture as RGB.
        sent: The picture as it was opened, with its profile.
    """
    profile = sent.info.get("icc_profile")
    if not isinstance(profile, bytes) or sent.mode not in _COLOURED:
        return image
    # Nearly all profiles are sRGB's own: those need no work.
    if profile[16:20] != _RGB or len(profile) > _MOST_BYTES or _is_srgb(profile):
        return image
    try:
        turned = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        _log.info("took a picture's colours as they are, its profile cannot be used: %r", error)
        return image
    return image if turned is None else turned


def _is_srgb(profile: bytes) -> bool:
    # Its name, in letters of one byte or of two.
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile
