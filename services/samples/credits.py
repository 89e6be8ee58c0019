"""Credit blocks: the small print at a poster's foot."""

from __future__ import annotations

from PIL import Image

from services.samples.canvas import WIDTH, Canvas, Ink
from services.samples.lettering import stack


def billing(
    canvas: Canvas,
    lines: list[str],
    bottom: float,
    width: float,
    ink: Ink,
    *,
    cap: float = 7,
    gap: float = 2.6,
    opacity: float = 1.0,
    x: float = WIDTH / 2,
    squeeze: float = 0.42,
) -> None:
    """Sets the narrow block of names that every poster since the 1960s ends in.

    Args:
        canvas: The sheet.
        lines: CAPITALS are names, set tall; small letters are what they did, set small.
        bottom: Where the block's last line ends, in units.
        width: The widest the block may be, in units.
        ink: Its colour.
        cap: Height of the names, in units.
        gap: Space between the lines, in units.
        opacity: 0 to 1.
        x: The block's middle, in units.
        squeeze: How narrow the letters are.
    """
    rows = [_row(canvas, line, cap, squeeze) for line in lines]
    block = stack(rows, gap * canvas.scale)
    limit = width * canvas.scale
    if block.width > limit:
        block = block.resize((round(limit), block.height), Image.Resampling.LANCZOS)
    canvas.paint(canvas.letter(block, x, bottom, "mb", role="credits"), ink, opacity)


def _row(canvas: Canvas, line: str, cap: float, squeeze: float) -> Image.Image:
    words = []
    for word in line.split():
        small = word != word.upper()
        height = cap * (0.55 if small else 1)
        words.append(
            canvas.line(word.upper(), height, weight=1, across=2.5, stretch=squeeze, track=5)
        )
    space = round(cap * 0.34 * canvas.scale)
    width = sum(word.width for word in words) + space * (len(words) - 1)
    row = Image.new("L", (width, max(word.height for word in words)))
    left = 0
    for word in words:
        row.paste(word, (left, row.height - word.height))
        left += word.width + space
    return row
