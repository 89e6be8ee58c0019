"""A sheet of 400 x 600 units to paint on: shapes as masks, inks, and the press that prints it."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from services.samples import lettering, tones
from services.samples.shapes import Point, arc, ribbon, spline

WIDTH = 400
HEIGHT = 600

Ink = str | Image.Image
"""A colour ("#d8b26a") or an RGB picture as large as the sheet."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """One piece of lettering that was set.

    Attributes:
        role: "title", "tagline", "credits" or "note".
        box: Left, top, right, bottom of its ink, in units of the sheet.
    """

    role: str
    box: tuple[float, float, float, float]


class Canvas:
    """A sheet in units, whatever its size in pixels.

    Attributes:
        scale: Pixels to a unit.
        image: The RGB picture so far, larger than what is printed (shapes are anti-aliased by it).
        lettered: What was lettered, in order.
    """

    def __init__(self, width: int, ground: Ink = "#000000") -> None:
        pixels = max(2 * WIDTH, min(2 * width, 4 * WIDTH), width)
        self.scale = pixels / WIDTH
        self.size = (pixels, round(self.scale * HEIGHT))
        self.image = Image.new("RGB", self.size)
        self.lettered: list[Lettered] = []
        self.paint(self.blank(255), ground)

    def blank(self, value: int = 0) -> Image.Image:
        """A mask of one value."""
        return Image.new("L", self.size, value)

    def another(self) -> Canvas:
        """A second sheet of the same size, black: what is painted on it can serve as an ink."""
        sheet = copy.copy(self)
        sheet.image = Image.new("RGB", self.size)
        sheet.lettered = []
        return sheet

    # Shapes: each returns a mask (L, as large as the sheet).

    def polygon(self, *shapes: Sequence[Point]) -> Image.Image:
        """Filled polygons, their union."""
        xs = [x * self.scale for shape in shapes for x, _ in shape]
        ys = [y * self.scale for shape in shapes for _, y in shape]
        left, top = max(0, math.floor(min(xs)) - 1), max(0, math.floor(min(ys)) - 1)
        right = min(self.size[0], math.ceil(max(xs)) + 1)
        bottom = min(self.size[1], math.ceil(max(ys)) + 1)
        mask = self.blank()
        if right <= left or bottom <= top:
            return mask
        # Drawn twice as large and reduced: ImageDraw itself knows no anti-aliasing.
        patch = Image.new("L", (2 * (right - left), 2 * (bottom - top)))
        pen = ImageDraw.Draw(patch)
        k = 2 * self.scale
        for shape in shapes:
            pen.polygon([(x * k - 2 * left, y * k - 2 * top) for x, y in shape], fill=255)
        mask.paste(patch.reduce(2), (left, top))
        return mask

    def rect(self, left: float, top: float, right: float, bottom: float) -> Image.Image:
        """A filled rectangle."""
        return self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)])

    def curve(self, *shapes: Sequence[Point]) -> Image.Image:
        """Filled closed curves through the points; a point given twice in a row is a corner."""
        return self.polygon(*(spline(shape, closed=True) for shape in shapes))

    def ellipse(
        self, x: float, y: float, rx: float, ry: float | None = None, turn: float = 0
    ) -> Image.Image:
        """A filled ellipse about (x, y), turned by degrees."""
        return self.polygon(arc(x, y, rx, rx if ry is None else ry, turn=turn))

    def ring(self, x: float, y: float, r: float, thickness: float) -> Image.Image:
        """A circle's line, its thickness inwards."""
        return minus(self.ellipse(x, y, r), self.ellipse(x, y, r - thickness))

    def stroke(
        self, points: Sequence[Point], thickness: float, end: float | None = None
    ) -> Image.Image:
        """A line through the points, as thick as told at its start, tapering to `end`."""
        return self.polygon(ribbon(points, thickness, thickness if end is None else end))

    def frame(self, inset: float, thickness: float) -> Image.Image:
        """A rectangular line along the sheet's edge."""
        inner = inset + thickness
        return minus(
            self.rect(inset, inset, WIDTH - inset, HEIGHT - inset),
            self.rect(inner, inner, WIDTH - inner, HEIGHT - inner),
        )

    def soft(self, mask: Image.Image, radius: float) -> Image.Image:
        """The mask, blurred by a radius in units."""
        box = mask.getbbox()
        if box is None:
            return mask
        radius *= self.scale
        pad = math.ceil(3 * radius) + 1
        left, top = max(0, box[0] - pad), max(0, box[1] - pad)
        right, bottom = min(self.size[0], box[2] + pad), min(self.size[1], box[3] + pad)
        patch = mask.crop((left, top, right, bottom))
        # A wide blur holds no detail: it is made small and enlarged, which is several times faster.
        shrink = 4 if radius > 11 else 2 if radius > 5 else 1
        if shrink > 1:
            small = patch.reduce(shrink).filter(ImageFilter.GaussianBlur(radius / shrink))
            patch = small.resize(patch.size, Image.Resampling.BICUBIC)
        else:
            patch = patch.filter(ImageFilter.GaussianBlur(radius))
        blurred = self.blank()
        blurred.paste(patch, (left, top))
        return blurred

    def shift(self, mask: Image.Image, dx: float, dy: float) -> Image.Image:
        """The mask, moved by units; what leaves the sheet is lost."""
        moved = self.blank()
        moved.paste(mask, (round(dx * self.scale), round(dy * self.scale)))
        return moved

    # Tones: masks that run from 0 to 255, for `tones.ramp` or to paint through.

    def down(self, top: float = 0, bottom: float = HEIGHT) -> Image.Image:
        """0 at `top` and above, 255 at `bottom` and below."""
        return tones.linear(self.size, (0, top * self.scale), (0, bottom * self.scale))

    def across(self, start: Point, end: Point) -> Image.Image:
        """0 at `start`, 255 at `end`."""
        k = self.scale
        return tones.linear(self.size, (start[0] * k, start[1] * k), (end[0] * k, end[1] * k))

    def glow(self, x: float, y: float, rx: float, ry: float | None = None) -> Image.Image:
        """255 at (x, y), falling smoothly to 0 at the ellipse."""
        k = self.scale
        return tones.radial(self.size, (x * k, y * k), rx * k, (rx if ry is None else ry) * k)

    def clouds(
        self, seed: int, cell: float, cell_y: float | None = None, octaves: int = 4
    ) -> Image.Image:
        """Cloudy noise, 0 to 255, its largest features `cell` units across."""
        cells = (WIDTH / cell, HEIGHT / (cell if cell_y is None else cell_y))
        return tones.clouds(self.size, cells, octaves, seed)

    # Ink.

    def paint(
        self, mask: Image.Image, ink: Ink, opacity: float = 1.0, mode: str = "normal"
    ) -> None:
        """Lays an ink through a mask; `mode` is normal, multiply, screen or add."""
        box = mask.getbbox()
        if box is None:
            return
        patch = mask.crop(box)
        under = self.image.crop(box)
        if isinstance(ink, str):
            over = Image.new("RGB", patch.size, ImageColor.getrgb(ink))
        else:
            over = ink.crop(box)
        if mode == "multiply":
            over = ImageChops.multiply(under, over)
        elif mode == "screen":
            over = ImageChops.screen(under, over)
        elif mode == "add":
            over = ImageChops.add(under, over)
        elif mode != "normal":
            raise ValueError(f"There is no blend mode {mode!r}.")
        if opacity < 1:
            patch = patch.point([round(value * opacity) for value in range(256)])
        self.image.paste(over, box[:2], patch)

    def line(self, text: str, cap: float, fit: float | None = None, **style: float) -> Image.Image:
        """`lettering.letters`, its cap height and fit in units of the sheet."""
        width = None if fit is None else fit * self.scale
        return lettering.letters(text, cap * self.scale, fit=width, **style)

    def letter(
        self,
        shape: Image.Image,
        x: float,
        y: float,
        anchor: str = "mm",
        *,
        role: str = "note",
    ) -> Image.Image:
        """Sets lettering on the sheet and returns its mask, to be painted.

        Args:
            shape: A mask from `services.samples.lettering`, in pixels of this sheet.
            x: Where its anchor comes to lie, in units.
            y: The same, downwards.
            anchor: "l", "m" or "r", then "t", "m" or "b", of the ink's own box.
            role: "title", "tagline", "credits" or "note".
        """
        box = shape.getbbox() or (0, 0, 1, 1)
        shape = shape.crop(box)
        width, height = shape.size
        left = x * self.scale - width * {"l": 0, "m": 0.5, "r": 1}[anchor[0]]
        top = y * self.scale - height * {"t": 0, "m": 0.5, "b": 1}[anchor[1]]
        mask = self.blank()
        mask.paste(shape, (round(left), round(top)))
        k = self.scale
        ends = (left / k, top / k, (left + width) / k, (top + height) / k)
        self.lettered.append(Lettered(role, ends))
        return mask

    # The press.

    def grain(self, amount: float, seed: int, cell: float = 0.8) -> None:
        """Film grain: brightness noise of `amount` (0 to 255) standard deviation."""
        self.image = tones.grain(self.image, amount, (WIDTH / cell, HEIGHT / cell), seed)

    def vignette(self, opacity: float, ink: str = "#000000", reach: float = 1.0) -> None:
        """Darkens the corners."""
        middle = self.glow(WIDTH / 2, HEIGHT / 2, WIDTH * 0.9 * reach, HEIGHT * 0.8 * reach)
        self.paint(ImageChops.invert(middle), ink, opacity, "multiply")

    def printed(self, width: int) -> Image.Image:
        """The picture at its final size, `(width, 1.5 * width)`."""
        size = (width, round(width * HEIGHT / WIDTH))
        return self.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def join(*masks: Image.Image) -> Image.Image:
    """Where any of the masks is."""
    result = masks[0]
    for mask in masks[1:]:
        result = ImageChops.lighter(result, mask)
    return result


def both(*masks: Image.Image) -> Image.Image:
    """Where all of the masks are."""
    result = masks[0]
    for mask in masks[1:]:
        result = ImageChops.multiply(result, mask)
    return result


def minus(mask: Image.Image, *others: Image.Image) -> Image.Image:
    """Where the first mask is and the others are not."""
    for other in others:
        mask = ImageChops.multiply(mask, ImageChops.invert(other))
    return mask
