"""1962: cut paper in the manner of the great title designers; flat, crooked, four colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.films import Sample
from services.samples.shapes import Point, arc, moved, points

_BLACK = "#171412"
_ORANGE = "#e8501f"
_OCHRE = "#f0b02c"
_BONE = "#f4ead2"
_TEAL = "#2c6f74"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Six Wrong Keys"."""
    canvas = Canvas(width, _ORANGE)
    _paper(canvas, points("22,30 376,18 382,300 352,306 344,392 18,404"), _OCHRE)
    _paper(canvas, [(196, 150), (368, 140), (376, 412), (208, 420)], _BONE)
    _door(canvas)
    _hand(canvas)
    _keys(canvas)
    _lettering(canvas, sample)
    fibres = tones.level(canvas.clouds(62, 3, 9, octaves=2), 0.4, 1)
    canvas.paint(fibres, "#ffffff", 0.09)
    canvas.grain(7, 1962)
    return canvas


def _paper(canvas: Canvas, shape: list[Point], ink: str) -> Image.Image:
    """A piece of paper, cut by hand: its own faint shadow, no outline."""
    mask = canvas.polygon(shape)
    canvas.paint(canvas.soft(canvas.shift(mask, 1.4, 2.2), 1.6), "#3a1206", 0.45)
    canvas.paint(mask, ink)
    return mask


def _door(canvas: Canvas) -> None:
    _paper(canvas, [(232, 178), (346, 170), (352, 402), (240, 410)], _BLACK)
    hole = join(
        canvas.polygon([(290, 262), (304, 262), (316, 342), (276, 345)]),
        canvas.polygon(_crooked(arc(296, 252, 33, 34), 3, 2.2)),
    )
    canvas.paint(hole, _BONE)
    eye = canvas.curve(
        points("266,254 266,254 282,238 298,234 314,240 326,254 326,254 312,266 296,269 280,265")
    )
    canvas.paint(both(hole, eye), _TEAL)
    canvas.paint(both(hole, canvas.polygon(_crooked(arc(297, 251, 13, 14), 5, 1.2))), _BLACK)
    canvas.paint(canvas.polygon([(300, 243), (306, 246), (302, 250)]), _BONE)
    canvas.paint(
        both(
            hole,
            canvas.polygon(points("258,240 296,218 334,238 334,226 296,206 258,226")),
        ),
        _ORANGE,
    )


def _crooked(shape: list[Point], seed: int, by: float) -> list[Point]:
    rng = np.random.default_rng(seed)
    return [(x + rng.uniform(-by, by), y + rng.uniform(-by, by)) for x, y in shape[::4]]


def _hand(canvas: Canvas) -> None:
    """An arm of black paper from above, broken at the elbow, holding the ring."""
    arm = points(
        "28,0 92,0 104,70 98,118 128,158 150,176 168,180 172,190 150,194 166,206 "
        "164,216 142,208 150,226 144,234 126,214 122,236 112,240 108,214 88,200 62,150 "
        "40,112"
    )
    mask = canvas.polygon(arm)
    canvas.paint(canvas.soft(canvas.shift(mask, 1.6, 2.4), 1.8), "#3a1206", 0.5)
    canvas.paint(mask, _BLACK)
    canvas.paint(canvas.polygon([(26, 52), (104, 44), (104, 62), (28, 72)]), _BONE)
    canvas.paint(canvas.polygon([(84, 50), (92, 49), (92, 57), (84, 58)]), _ORANGE)


def _key(
    turn: float, grow: float, bow: int, bits: Sequence[float]
) -> tuple[list[list[Point]], list[Point]]:
    shaft: list[Point] = [(-4.5, 18), (4, 17), (5.5, 92), (-4, 93)]
    head = {
        0: _crooked(arc(0, 0, 21, 21), 11, 1.8),
        1: [(-20, -16), (17, -19), (21, 17), (-18, 20)],
        2: [(0, -26), (24, -2), (2, 24), (-23, 1)],
    }[bow]
    hole = {
        0: _crooked(arc(0, -3, 9, 9), 12, 1.2),
        1: [(-9, -8), (8, -9), (9, 5), (-8, 7)],
        2: [(0, -12), (11, -2), (1, 9), (-10, 0)],
    }[bow]
    teeth: list[list[Point]] = [
        [(3, 90 - i * 11), (3 + bit, 89 - i * 11), (4 + bit, 82 - i * 11), (3, 82 - i * 11)]
        for i, bit in enumerate(bits)
    ]
    shapes = [moved(shape, 0, 22, 1, 0) for shape in [head, shaft, *teeth]]
    return [moved(s, 0, 0, grow, turn) for s in shapes], moved(moved(hole, 0, 22), 0, 0, grow, turn)


def _keys(canvas: Canvas) -> None:
    x, y = 128.0, 246.0
    ring = minus(
        canvas.polygon(_crooked(arc(x, y, 30, 30), 2, 0.8)),
        canvas.polygon(_crooked(arc(x, y, 25.5, 25.5), 3, 0.8)),
    )
    fan = [
        (64, 0.98, 2, [14, 8, 16], _TEAL),
        (40, 1.02, 0, [9, 16, 7], _BONE),
        (17, 1.04, 1, [16, 6, 12], _BLACK),
        (-6, 1.06, 0, [12, 15, 6], _ORANGE),
        (-28, 1.02, 2, [7, 13, 16], _BLACK),
        (-52, 0.98, 1, [15, 9, 13], _TEAL),
    ]
    for turn, grow, bow, bits, ink in fan:
        shapes, hole = _key(turn, grow, bow, bits)
        shift = moved([(0, 22)], x, y, 1, turn)[0]
        mask = minus(
            canvas.polygon(*[moved(shape, *shift) for shape in shapes]),
            canvas.polygon(moved(hole, *shift)),
        )
        canvas.paint(canvas.soft(canvas.shift(mask, 1.2, 2), 1.4), "#3a1206", 0.45)
        canvas.paint(mask, ink)
    canvas.paint(ring, _BLACK)


def _lettering(canvas: Canvas, sample: Sample) -> None:
    k = canvas.scale
    rng = np.random.default_rng(1962)
    rows = sample.film.title.upper().split()
    layout = [
        (rows[0], 24.0, 451.0, 52.0, _BLACK),
        (rows[1], 148.0, 451.0, 52.0, _BONE),
        (rows[2], 24.0, 521.0, 68.0, _BLACK),
    ]
    for word, left, middle, cap, ink in layout:
        x = left
        for letter in word:
            tall = cap * rng.uniform(0.94, 1.06)
            shape = canvas.line(letter, tall, across=8, along=3, stretch=rng.uniform(0.8, 0.92))
            wide, high = shape.size
            nick = rng.uniform(0, 0.13, 8) * min(wide, high)
            quad = [
                (nick[0], nick[1]),
                (wide - nick[2], nick[3]),
                (wide - nick[4], high - nick[5]),
                (nick[6], high - nick[7]),
            ]
            shape = lettering.turn(lettering.tilt(shape, quad, shape.size), rng.uniform(-4, 4))
            y = middle + rng.uniform(-3, 3)
            mask = canvas.letter(shape, x, y, "lm", role="title")
            canvas.paint(mask, ink)
            x = canvas.lettered[-1].box[2] + 3.4
    note = canvas.line(sample.tagline.lower(), 8.4, across=3, track=4, fit=246)
    canvas.paint(canvas.letter(note, 24, 568, "lm", role="tagline"), _BONE)
    names = ["fabrizio lant", "coralie west", "hugo prynne", "and the voice", "of ada merrow"]
    lines = [canvas.line(name, 7.2, across=3, track=2, stretch=0.92) for name in names]
    block = lettering.stack(lines, 2.4 * k, "l")
    canvas.paint(canvas.letter(block, 296, 491, "lt", role="credits"), _BONE)
    last = canvas.line("directed by otto feldspar", 6.6, across=3, track=4)
    canvas.paint(canvas.letter(last, 24, 582, "lm", role="credits"), _BLACK)
