"""What phones, chats and screens do to a poster: for testing an encoder, and for training one.

Every function is pure: an RGB image and a NumPy generator in, a new RGB image out, the same for
the same generator state. `MILD` and `HARD` have fixed strengths, for testing; `random_view` draws
strengths, for training. Nothing here mirrors a poster: lettering reads one way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Distortion = Callable[[Image.Image, Generator], Image.Image]
Corners = NDArray[np.float64]

_BICUBIC, _BILINEAR = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR


def distorted(image: Image.Image, name: str, key: str) -> Image.Image:
    """Return one of `MILD` or `HARD` of an image, always the same for the same key.

    Args:
        image: RGB.
        name: A name of `DISTORTIONS`.
        key: What the film is known by; fixes where a crop lies, which way a poster is turned.
    """
    seed = hashlib.sha256(f"{name} {key}".encode()).digest()[:8]
    return DISTORTIONS[name](image, np.random.default_rng(int.from_bytes(seed, "little")))


def crop(image: Image.Image, rng: Generator, *, share: float) -> Image.Image:
    """Keep `share` of each side, somewhere in the picture."""
    width, height = image.size
    wide, high = max(1, round(width * share)), max(1, round(height * share))
    left, top = int(rng.integers(width - wide + 1)), int(rng.integers(height - high + 1))
    return image.crop((left, top, left + wide, top + high))


def jpeg(image: Image.Image, _rng: Generator, *, quality: int) -> Image.Image:
    """Save as a JPEG of `quality` and open it again."""
    file = BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def blur(image: Image.Image, _rng: Generator, *, radius: float) -> Image.Image:
    """Blur with a Gaussian of `radius` pixels."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def rotate(image: Image.Image, rng: Generator, *, degrees: float) -> Image.Image:
    """Turn either way; all of the poster stays in the picture, on a ground."""
    angle = degrees if rng.random() < 0.5 else -degrees
    mask = Image.new("L", image.size, 255).rotate(angle, _BILINEAR, expand=True)
    ground = background(mask.size, rng)
    ground.paste(image.rotate(angle, _BICUBIC, expand=True), mask=mask)
    return ground


def perspective(
    image: Image.Image, rng: Generator, *, depth: float, margin: float = 0.0
) -> Image.Image:
    """Look at the poster from the side.

    Args:
        image: RGB.
        rng: Chooses the side that recedes, and the ground.
        depth: How far the corners of that side move in, as a share of the poster's sides.
        margin: The ground around the poster, as a share of its sides.
    """
    width, height = image.size
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
    far = int(rng.integers(4))
    one, two = far, (far + 1) % 4
    along = corners[two] - corners[one]
    inwards = corners[(two + 1) % 4] - corners[two]
    moved = corners.copy()
    moved[one] += depth * (along * rng.uniform(0.6, 1.0) + inwards * rng.uniform(0.3, 1.0))
    moved[two] += depth * (-along * rng.uniform(0.6, 1.0) + inwards * rng.uniform(0.3, 1.0))
    size = (round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin)))
    place = (moved + margin) * (width, height)
    return lay(image, background(size, rng), place)


def brightness(image: Image.Image, _rng: Generator, *, factor: float) -> Image.Image:
    """Multiply the brightness; what passes white is lost."""
    return ImageEnhance.Brightness(image).enhance(factor)


def greyscale(image: Image.Image, _rng: Generator) -> Image.Image:
    """Take the colour out."""
    return ImageOps.grayscale(image).convert("RGB")


def hide(image: Image.Image, rng: Generator, *, share: float) -> Image.Image:
    """Cover `share` of the area: a sticker somewhere, or a strip along one edge."""
    width, height = image.size
    aspect = share ** rng.uniform(0.0, 1.0)
    wide, high = max(1, round(width * share / aspect)), max(1, round(height * aspect))
    left, top = int(rng.integers(width - wide + 1)), int(rng.integers(height - high + 1))
    covered = image.copy()
    covered.paste(background((wide, high), rng), (left, top))
    return covered


def screenshot(image: Image.Image, rng: Generator) -> Image.Image:
    """Show the poster as a phone's screenshot does: status bar, letterbox or chat bubble."""
    styles = (_status_bar, _letterbox, _chat_bubble)
    return styles[int(rng.integers(len(styles)))](image, rng)


def screen_photo(image: Image.Image, rng: Generator, *, strength: float = 1.0) -> Image.Image:
    """Photograph a screen that shows the poster: bezel, tilt, moire, glare, washed-out black.

    Args:
        image: RGB.
        rng: Chooses everything but how much of it.
        strength: 0 is nearly the poster itself, 1 a bad photo.
    """
    width, height = image.size
    edge = max(2, round(0.03 * width))
    black = tuple(int(v) for v in rng.integers(5, 40, 3))
    screen = ImageOps.expand(image, border=edge, fill=black)
    shown = perspective(screen, rng, depth=0.10 * strength, margin=0.06 * strength)
    pixels = np.asarray(shown, dtype=np.float32)
    pixels = 255 * (pixels / 255) ** rng.uniform(0.8, 1.0 + 0.2 * strength)
    lift = 30 * strength * rng.uniform(0.3, 1.0)
    pixels = lift + pixels * (1 - lift / 255) * (1 + rng.uniform(-0.12, 0.12, 3) * strength)
    pixels *= _moire(pixels.shape[:2], rng, 0.3 * strength)
    pixels += _glare(pixels.shape[:2], rng, strength)
    photo = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    photo = blur(photo, rng, radius=0.8 * strength * height / 268)
    return jpeg(photo, rng, quality=60)


MILD: Mapping[str, Distortion] = {
    "crop to 85 %": partial(crop, share=0.85),
    "JPEG 30": partial(jpeg, quality=30),
    "blur of 2 pixels": partial(blur, radius=2.0),
    "3 degrees": partial(rotate, degrees=3.0),
    "slight perspective": partial(perspective, depth=0.06),
    "brightness 1.5": partial(brightness, factor=1.5),
    "screenshot": screenshot,
}
HARD: Mapping[str, Distortion] = {
    "crop to 60 %": partial(crop, share=0.6),
    "12 degrees": partial(rotate, degrees=12.0),
    "strong perspective": partial(perspective, depth=0.22, margin=0.2),
    "a quarter hidden": partial(hide, share=0.25),
    "photo of a screen": screen_photo,
    "greyscale": greyscale,
}
DISTORTIONS: Mapping[str, Distortion] = {**MILD, **HARD}


def random_view(image: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Return the poster as someone might attach it.

    Args:
        image: RGB.
        rng: Chooses what happens and how strongly.
        strength: 0 changes nearly nothing; 1 reaches past `HARD`, several things at once.
    """
    scale = image.height / 268

    def happens(share: float) -> bool:
        return rng.random() < share * strength

    def much(low: float, high: float) -> float:
        return low + (high - low) * strength * rng.random()

    if rng.random() < 0.3 + 0.5 * strength:
        image = crop(image, rng, share=much(0.98, 0.5))
    if happens(0.25):
        image = hide(image, rng, share=much(0.05, 0.35))
    # One way of getting onto a ground at a time: nobody photographs a screenshot of a photo.
    way = rng.random() / max(strength, 1e-6)
    if way < 0.34:
        image = screen_photo(image, rng, strength=much(0.2, 1.2))
    elif way < 0.50:
        image = perspective(image, rng, depth=much(0.02, 0.26), margin=much(0.0, 0.3))
    elif way < 0.64:
        image = rotate(image, rng, degrees=much(0.5, 16.0))
    elif way < 0.78:
        image = screenshot(image, rng)
    if rng.random() < 0.2 + 0.4 * strength:
        image = brightness(image, rng, factor=float(np.exp(much(0, 0.5) * rng.choice((-1, 1)))))
    if rng.random() < 0.2 + 0.3 * strength:
        image = ImageEnhance.Contrast(image).enhance(float(np.exp(rng.normal() * 0.3 * strength)))
    if rng.random() < 0.2 + 0.3 * strength:
        image = ImageEnhance.Color(image).enhance(float(np.exp(rng.normal() * 0.4 * strength)))
    if happens(0.20):
        image = greyscale(image, rng)
    if happens(0.35):
        image = blur(image, rng, radius=much(0.3, 2.5) * scale)
    if happens(0.35):
        image = jpeg(image, rng, quality=round(much(90, 15)))
    return image


def background(size: tuple[int, int], rng: Generator) -> Image.Image:
    """Return a wall, a desk or a plain ground: a colour, cluttered more or less."""
    width, height = size
    colour = rng.uniform(0, 255, 3) * rng.uniform(0.2, 1.0)
    if rng.random() < 0.4:
        colour = np.full(3, rng.choice((0.0, 30.0, 128.0, 225.0, 255.0)))
        return Image.new("RGB", size, tuple(int(value) for value in colour))
    cells = (max(2, height // 24), max(2, width // 24))
    # Mostly light and shade, some colour: rooms are greyer than noise.
    coarse = colour + rng.normal(0, rng.uniform(0, 40), (*cells, 1))
    coarse += rng.normal(0, rng.uniform(0, 20), (*cells, 3))
    clutter = Image.fromarray(np.clip(coarse, 0, 255).astype(np.uint8))
    return clutter.resize(size, _BICUBIC)


def warp_coefficients(source: Corners, target: Corners) -> tuple[float, ...]:
    """Return Pillow's eight PERSPECTIVE numbers that bring `source` to `target`.

    Args:
        source: Four corners in the picture given, shape (4, 2), x before y.
        target: Where they shall come to lie in the picture made.
    """
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append((x, y, 1, 0, 0, 0, -u * x, -u * y))
        rows.append((0, 0, 0, x, y, 1, -v * x, -v * y))
    return tuple(np.linalg.solve(np.array(rows, dtype=np.float64), source.reshape(8)).tolist())


def lay(image: Image.Image, ground: Image.Image, place: Corners) -> Image.Image:
    """Lay an image onto a ground with its corners, clockwise from top left, at `place`."""
    width, height = image.size
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    numbers = warp_coefficients(own, place)
    warp = Image.Transform.PERSPECTIVE
    mask = Image.new("L", image.size, 255).transform(ground.size, warp, numbers, _BILINEAR)
    ground.paste(image.transform(ground.size, warp, numbers, _BICUBIC), mask=mask)
    return ground


def _moire(shape: tuple[int, int], rng: Generator, depth: float) -> NDArray[np.float32]:
    """Return the beats of two pixel grids, a factor for each pixel and colour."""
    height, width = shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    # A lens bends the grid a little, which is what makes the bands curve.
    bend = rng.uniform(-3, 3, 2) / height**2
    beats = np.zeros((height, width, 3), dtype=np.float32)
    for _ in range(2):
        angle, period = rng.uniform(0, np.pi), rng.uniform(3, 20) * height / 268
        along = x * np.cos(angle) + y * np.sin(angle) + (x * x * bend[0] + y * y * bend[1]) * period
        phase = rng.uniform(0, 2 * np.pi) + rng.uniform(0, 1.5) * np.arange(3)
        beats += np.sin(2 * np.pi / period * along[..., None] + phase.astype(np.float32))
    return 1 + np.float32(depth * rng.uniform(0.3, 1.0) / 2) * beats


def _glare(shape: tuple[int, int], rng: Generator, strength: float) -> NDArray[np.float32]:
    """Return the light of a lamp or a window on the glass, added to each pixel."""
    height, width = shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / width - rng.uniform(0, 1), y / height - rng.uniform(0, 1)
    angle = rng.uniform(0, np.pi)
    across = x * np.cos(angle) + y * np.sin(angle)
    along = y * np.cos(angle) - x * np.sin(angle)
    wide, long = rng.uniform(0.06, 0.25), rng.uniform(0.1, 1.0)
    light = np.exp(-((across / wide) ** 2) - (along / long) ** 2)
    return (rng.uniform(80, 230) * strength * light)[..., None].astype(np.float32)


def _status_bar(image: Image.Image, rng: Generator) -> Image.Image:
    """Return the poster below a status bar and above a row of buttons, as wide as the screen."""
    width, height = image.size
    dark = bool(rng.random() < 0.5)
    ground, ink = ((16, 16, 18), (235, 235, 235)) if dark else ((250, 250, 250), (30, 30, 30))
    bar, foot = round(0.09 * height), round(0.12 * height)
    screen = Image.new("RGB", (width, bar + height + foot), ground)
    screen.paste(image, (0, bar))
    draw = ImageDraw.Draw(screen)
    unit = max(1, bar // 6)
    draw.rectangle((2 * unit, 2 * unit, width // 5, 4 * unit), fill=ink)
    draw.rectangle((width - width // 6, 2 * unit, width - 2 * unit, 4 * unit), fill=ink)
    for place in (0.2, 0.5, 0.8):
        x, y, r = width * place, bar + height + foot / 2, foot / 6
        draw.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=max(1, unit // 2))
    return screen


def _letterbox(image: Image.Image, rng: Generator) -> Image.Image:
    """Return the poster whole on a phone's black (or white) screen, upright or on its side."""
    width, height = image.size
    colour = (0, 0, 0) if rng.random() < 0.8 else (255, 255, 255)
    if rng.random() < 0.75:
        size = (width, round(max(width * rng.uniform(1.78, 2.17), height)))
    else:
        size = (round(max(height * rng.uniform(1.0, 1.33), width)), height)
    screen = Image.new("RGB", size, colour)
    screen.paste(image, ((size[0] - width) // 2, (size[1] - height) // 2))
    return screen


def _chat_bubble(image: Image.Image, rng: Generator) -> Image.Image:
    """Return the poster in a chat: a bubble around it, lines of text above and below."""
    width, height = image.size
    pad = max(2, round(0.04 * width))
    dark = bool(rng.random() < 0.6)
    ground, bubble, ink = (
        ((49, 51, 56), (64, 68, 75), (200, 202, 206))
        if dark
        else ((255, 255, 255), (225, 238, 250), (60, 60, 66))
    )
    left = round(width * rng.uniform(0.06, 0.2))
    line = max(3, round(0.035 * height))
    above, below = line * int(rng.integers(3, 7)), line * int(rng.integers(2, 6))
    screen = Image.new("RGB", (left + width + 3 * pad, above + height + below + 2 * pad), ground)
    draw = ImageDraw.Draw(screen)
    box = (left, above, left + width + 2 * pad, above + height + 2 * pad)
    draw.rounded_rectangle(box, radius=2 * pad, fill=bubble)
    draw.ellipse((pad // 2, line, max(left - pad // 2, pad), line + left - pad), fill=bubble)
    for y in (*range(line, above - line, 2 * line), above + height + 3 * pad):
        end = left + width * rng.uniform(0.2, 0.9)
        draw.rectangle((left, y, end, y + line // 2), fill=ink)
    screen.paste(image, (left + pad, above + pad))
    return screen
