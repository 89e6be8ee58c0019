"""Untrusted bytes -> an upright RGB image, or a `PosterError` that says why not."""

from __future__ import annotations

import logging
import math
import warnings
from array import array
from io import BytesIO
from math import isqrt

from PIL import ExifTags, Image, ImageFile

from services.core.errors import PosterError
from services.pictures.animation import best_of, frames_after_first, is_blank, may_move
from services.pictures.checks import PIXEL_SHARE, Kind, check, check_shape, kind_of
from services.pictures.cut_off import completed
from services.pictures.profile import in_srgb

MIN_SIDE = 16
ENOUGH = 1024
# Most pixels of a decoded picture. Encoders look at 272 x 184 at most, other views of a picture
# at a quarter of its sides at least.
MAX_RESULT = 2**22
# Pixels that are brought into another form at a time, so that no second copy of a large picture
# lies in memory.
_STRIP = 2**19
# Fractions go from 0 to 1, with lights that are brighter; greys of up to 255 that stayed below
# this would be black.
_MOST_FRACTION = 8.0
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


def decode(
    data: bytes, *, max_bytes: int, max_pixels: int, heif: bool = False, whole: bool = False
) -> Image.Image:
    """Decode a poster.

    The bytes and the header are checked before any pixel is read, so a small file that asks for a
    huge picture or for endless work costs nothing. Alpha is laid on white, CMYK, 16-bit greys and
    greys of fractions become 8-bit RGB, colours of other profiles become sRGB, EXIF rotation is
    applied. Of an animation the first frame counts, unless it is blank. A JPEG that lacks its last
    bytes is read. A picture of at least 2,048 pixels on its shorter side, or of more than four
    megapixels, is shrunk by a whole factor: no encoder sees more, and fifty megapixels would take
    hundreds of megabytes.

    Args:
        data: The file's bytes.
        max_bytes: Largest file accepted, in bytes.
        max_pixels: Largest picture accepted, width times height; of kinds that take less or more
            memory another share of it, as `PIXEL_SHARE` says.
        heif: Whether HEIC is read; a plugin that reads it is registered with Pillow then.
        whole: Refuse a JPEG that lacks its last bytes: whoever fetches it can ask again.

    Returns:
        An RGB image of at least 16 pixels a side and at most `MAX_RESULT` pixels.

    Raises:
        PosterError: code `empty`, `too_large`, `not_an_image`, `too_much_work`, `too_many_pixels`,
            `too_small`, `too_narrow` or `truncated`.
    """
    if not data:
        raise PosterError("empty", "That file is empty. Please attach a picture of a poster.")
    if len(data) > max_bytes:
        raise too_large(len(data), max_bytes)
    # A closed list of what phones, browsers and Discord produce keeps Pillow's rarer parsers,
    # which nobody attaches posters in, out of reach of strangers' bytes.
    kind = kind_of(data)
    if kind is None:
        raise PosterError(
            "not_an_image",
            "I can't read that file as a picture. JPEG, PNG, WebP, GIF and AVIF work.",
        )
    if kind == "HEIF" and not heif:
        raise PosterError(
            "not_an_image", "I can't read HEIC pictures here. Please send the poster as a JPEG."
        )
    if (asked := check(data)) is not None:
        # Some readers make room for the whole picture as soon as they are asked for its size.
        _check_pixels(asked.width, asked.height, max_pixels, kind)
    return _finished(_open(data, kind), max_pixels, kind, data, whole=whole)


def shrunk_by(data: bytes, seen: tuple[int, int]) -> tuple[float, float]:
    """Return how much wider and higher an upright picture was sent than `decode` gave it.

    Args:
        data: The file's bytes, which `decode` has read.
        seen: Width and height of what `decode` gave.
    """
    # Only of a large picture is less given than was sent.
    if min(seen) < ENOUGH and seen[0] * seen[1] < MAX_RESULT // 4:
        return 1.0, 1.0
    asked = check(data)
    if asked is None or not asked.width or not asked.height:
        return 1.0, 1.0
    sides = sorted((asked.width, asked.height))
    # The header tells of the picture as it lies.
    width, height = sides if seen[0] <= seen[1] else reversed(sides)
    return max(width / seen[0], 1.0), max(height / seen[1], 1.0)


def upright_rgb(image: Image.Image, *, max_pixels: int) -> Image.Image:
    """Bring a picture that somebody else opened into the form that `decode` gives.

    Args:
        image: The picture, its pixels read or not; what it shows stays as it is.
        max_pixels: As in `decode`.

    Returns:
        An RGB image of its own, as from `decode`.

    Raises:
        PosterError: code `too_many_pixels`, `too_small`, `too_narrow`, or `truncated` where its
            file is damaged or was closed before its pixels were read.
    """
    return _finished(image, max_pixels, None)


def _finished(
    image: Image.Image,
    max_pixels: int,
    kind: Kind | None,
    data: bytes = b"",
    *,
    whole: bool = False,
) -> Image.Image:
    width, height = image.size
    _check_pixels(width, height, max_pixels, kind)
    if min(width, height) < MIN_SIDE:
        raise PosterError(
            "too_small", f"That picture is only {width} x {height} pixels, too small to recognise."
        )
    check_shape(width, height)
    try:
        if kind == "JPEG" and isinstance(image, ImageFile.ImageFile):
            image = _loaded_jpeg(image, data, whole=whole)
        image.load()
        turn = _turn(image)
        picture = _shrunk_rgb(image)
        if may_move(image, kind) and is_blank(picture):
            frames = map(_shrunk_rgb, frames_after_first(image, data, kind))
            picture = best_of(frames, picture)
        picture = in_srgb(picture, image)
        return picture if turn is None else picture.transpose(turn)
    except MemoryError as error:
        raise PosterError(
            "too_many_pixels",
            f"That picture, {width} x {height} pixels, takes more memory than I have for one. "
            "Please send a smaller copy.",
        ) from error
    except Exception as error:
        _log_refusal(error)
        raise _truncated() from error


def _loaded_jpeg(image: ImageFile.ImageFile, data: bytes, *, whole: bool) -> Image.Image:
    _draft(image)
    try:
        image.load()
    except OSError:
        complete = None if whole else completed(data, image, _draft)
        if complete is None:
            raise
        _log.info("took a picture whose last bytes are missing")
        return complete
    return image


def _draft(image: Image.Image) -> None:
    # Its decoder skips what would be shrunk away at once; the picture is then smaller for whoever
    # holds it. Not for one that somebody else opened.
    factor = _factor(image.size)
    image.draft(image.mode, (image.width // factor, image.height // factor))


def _check_pixels(width: int, height: int, max_pixels: int, kind: Kind | None) -> None:
    most = round(max_pixels * PIXEL_SHARE.get(kind or "", 1.0))
    if width * height > most:
        raise PosterError(
            "too_many_pixels",
            f"That picture is {width} x {height} pixels, more than I can look at "
            f"(at most {most / 1e6:.0f} megapixels). Please send a smaller copy.",
        )


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


def _open(data: bytes, kind: Kind) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=(kind,))
    except Image.DecompressionBombError as error:
        raise PosterError(
            "too_many_pixels", "That picture has far too many pixels. Please send a smaller copy."
        ) from error
    except Exception as error:
        _log_refusal(error)
        raise _truncated() from error


def _turn(image: Image.Image) -> Image.Transpose | None:
    # Not `ImageOps.exif_transpose`: it writes the other tags anew, and fails where one is broken.
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except Exception as error:
        _log.info("took a picture as it lies, its EXIF data cannot be read: %r", error)
        return None
    return _UPRIGHT.get(orientation) if isinstance(orientation, int) else None


def _factor(size: tuple[int, int]) -> int:
    """Return by what whole number a picture of that size is shrunk."""
    pixels = size[0] * size[1]
    fits = isqrt(max(0, pixels - 1) // MAX_RESULT) + 1
    return max(1, min(size) // ENOUGH, fits)


def _shrunk_rgb(image: Image.Image) -> Image.Image:
    factor = _factor(image.size)
    top = _white(image)
    if factor == 1:
        return _to_rgb(image, top)
    if image.mode in {"L", "RGB"} and not image.has_transparency_data:
        return image.reduce(factor).convert("RGB")
    width, height = (-(-side // factor) for side in image.size)
    result = Image.new("RGB", (width, height))
    rows = max(1, _STRIP // (image.width * factor))
    for row in range(0, height, rows):
        bottom = min((row + rows) * factor, image.height)
        strip = image.crop((0, row * factor, image.width, bottom))
        result.paste(_to_rgb(strip, top).reduce(factor), (0, row))
    return result


def _white(image: Image.Image) -> float:
    """Return the number that is white among the greys of a picture."""
    if image.mode in {"I", "F"}:
        most = _most(image)
        if image.mode == "F" and most <= _MOST_FRACTION:
            return 1.0
        return next((white for white in (255.0, 65535.0) if most <= white), most)
    return 65535.0 if image.mode.startswith("I;16") else 255.0


def _most(image: Image.Image) -> float:
    """Return the largest of a picture's numbers."""
    _, most = image.getextrema()
    if not isinstance(most, int | float) or not math.isfinite(most):
        # Some are none, or without end: what the others reach is seen in a sample.
        sample = image.resize((256, 256), Image.Resampling.NEAREST)
        return max(filter(math.isfinite, array("f", sample.tobytes())), default=1.0)
    return float(most)


def _to_rgb(image: Image.Image, top: float) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        # Pillow's own conversion clips 16-bit greys to white instead of scaling them.
        scale = 255.0 / top
        return image.convert("F").point(lambda grey: grey * scale).convert("L").convert("RGB")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")
