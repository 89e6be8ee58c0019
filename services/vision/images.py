"""Untrusted bytes -> an upright RGB image, or a `PosterError` that says why not."""

from __future__ import annotations

import logging
import warnings
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image

from services.core.errors import PosterError

# What phones, browsers and Discord produce. A closed list keeps Pillow's rarer parsers, which
# nobody attaches posters in, out of reach of strangers' bytes.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
MIN_SIDE = 16
ENOUGH = 1024
# How those formats begin (AVIF says so after its first four bytes, WebP after eight): what tells
# a picture that was cut off in its first bytes from a file that never was one.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# The pixel limit of `decode` is ours; Pillow's own guess at a bomb would only repeat it. Set once,
# since changing warning filters around each call is not safe between threads.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

_log = logging.getLogger(__name__)


def decode(data: bytes, *, max_bytes: int, max_pixels: int) -> Image.Image:
    """Decode a poster.

    The header is checked before any pixel is read, so a small file that unpacks to a huge picture
    costs nothing. Alpha is laid on white, CMYK and 16-bit greys become 8-bit RGB, EXIF rotation is
    applied. Of an animation the first frame counts. A picture of at least 2,048 pixels on its
    shorter side is shrunk by a whole factor: no encoder sees more, and fifty megapixels would take
    hundreds of megabytes.

    Args:
        data: The file's bytes.
        max_bytes: Largest file accepted, in bytes.
        max_pixels: Largest picture accepted, width times height.

    Returns:
        An RGB image of at least 16 pixels a side.

    Raises:
        PosterError: code `empty`, `too_large`, `not_an_image`, `too_many_pixels`, `too_small` or
            `truncated`.
    """
    if not data:
        raise PosterError("empty", "That file is empty. Please attach a picture of a poster.")
    if len(data) > max_bytes:
        raise too_large(len(data), max_bytes)
    return _finished(_open(data), max_pixels, ours=True)


def upright_rgb(image: Image.Image, *, max_pixels: int) -> Image.Image:
    """Bring a picture that somebody else opened into the form that `decode` gives.

    Args:
        image: The picture, its pixels read or not; what it shows stays as it is.
        max_pixels: As in `decode`.

    Returns:
        An RGB image of its own, as from `decode`.

    Raises:
        PosterError: code `too_many_pixels`, `too_small`, or `truncated` where its file is damaged
            or was closed before its pixels were read.
    """
    return _finished(image, max_pixels, ours=False)


def _finished(image: Image.Image, max_pixels: int, *, ours: bool) -> Image.Image:
    width, height = image.size
    if width * height > max_pixels:
        raise PosterError(
            "too_many_pixels",
            f"That picture is {width} x {height} pixels, more than I can look at "
            f"(at most {max_pixels / 1e6:.0f} megapixels). Please send a smaller copy.",
        )
    if min(width, height) < MIN_SIDE:
        raise PosterError(
            "too_small", f"That picture is only {width} x {height} pixels, too small to recognise."
        )
    try:
        if ours:
            # A JPEG decoder skips what would be shrunk away at once; the picture is then smaller
            # for whoever holds it.
            image.draft(image.mode, (ENOUGH, ENOUGH))
        image.load()
        turn = _turn(image)
        image = _to_rgb(_shrunk(image))
        return image if turn is None else image.transpose(turn)
    except Exception as error:
        _log_refusal(error)
        raise _truncated() from error


def too_large(size: int | None, limit: int) -> PosterError:
    """Return the error for a file of more than `limit` bytes; its size is told where known."""
    has = "" if size is None else f"{size / 2**20:.1f} MB, "
    return PosterError(
        "too_large",
        f"That file has {has}more than the {limit / 2**20:.0f} MB I accept. "
        "Please send a smaller copy.",
    )


def _truncated() -> PosterError:
    return PosterError(
        "truncated", "That picture is damaged or was cut off on its way. Please resend it."
    )


def _log_refusal(error: Exception) -> None:
    # Pillow's readers stumble over broken files in more ways than they have errors for: fuzzing
    # met RuntimeError, struct.error, TypeError, AttributeError and OverflowError. Those are logged
    # in full, since a mistake of our own would look like them.
    if isinstance(error, OSError | SyntaxError | ValueError | EOFError):
        _log.info("refused a file: %r", error)
    else:
        _log.warning("refused a file on which Pillow stumbled", exc_info=error)


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise PosterError(
            "too_many_pixels", "That picture has far too many pixels. Please send a smaller copy."
        ) from error
    except Exception as error:
        _log_refusal(error)
        if _begins_as_picture(data):
            raise _truncated() from error
        raise PosterError(
            "not_an_image",
            "I can't read that file as a picture. JPEG, PNG, WebP, GIF and AVIF work.",
        ) from error


def _begins_as_picture(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data[4:12] in {b"ftypavif", b"ftypavis"} or data.startswith(_BEGINNINGS)


def _turn(image: Image.Image) -> Image.Transpose | None:
    # Not `ImageOps.exif_transpose`: it writes the other tags anew, and fails where one is broken.
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except Exception as error:
        _log.info("took a picture as it lies, its EXIF data cannot be read: %r", error)
        return None
    return _UPRIGHT.get(orientation) if isinstance(orientation, int) else None


def _shrunk(image: Image.Image) -> Image.Image:
    factor = min(image.size) // ENOUGH
    # Colours of a palette cannot be averaged by their numbers.
    if factor < 2 or image.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.reduce(factor)


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        # Pillow's own conversion clips 16-bit greys to white instead of scaling them.
        grey = np.asarray(image, dtype=np.float64)
        top = 65535.0 if image.mode.startswith("I;16") or grey.max() > 255 else 255.0
        image = Image.fromarray(np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")
