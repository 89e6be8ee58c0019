"""2014: an independent western; almost nothing on the sheet, and laurels."""

from __future__ import annotations

import math

import numpy as np

from services.samples import tones
from services.samples.canvas import Canvas, both, minus
from services.samples.credits import billing
from services.samples.films import Sample
from services.samples.shapes import arc, moved, points, ribbon, spline

_INK = "#2d2a2b"
_RUST = "#b5573a"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "The Quiet Acre"."""
    canvas = Canvas(width, "#ece4d6")
    canvas.paint(
        canvas.blank(255),
        tones.ramp(
            canvas.down(0, 470),
            [(0, "#dfe0d8"), (0.5, "#ece4d6"), (0.85, "#f1ddc4"), (1, "#eecdaa")],
        ),
    )
    _sun(canvas)
    _land(canvas)
    _rider(canvas)
    _laurels(canvas)
    _lettering(canvas, sample)
    paper = tones.level(canvas.clouds(14, 3, octaves=2), 0.3, 1)
    canvas.paint(paper, "#8a7a66", 0.1, "multiply")
    canvas.grain(5, 2014)
    return canvas


def _sun(canvas: Canvas) -> None:
    sun = canvas.ellipse(200, 330, 104)
    wash = tones.level(canvas.clouds(15, 120), 0.0, 0.7)
    canvas.paint(
        sun, tones.ramp(canvas.down(226, 434), [(0, "#d98a63"), (0.6, "#e2a27a"), (1, "#efc7a2")])
    )
    canvas.paint(both(sun, wash), "#c96a48", 0.35)
    bites = tones.level(canvas.clouds(16, 5, octaves=3), 0.72, 0.8)
    canvas.paint(both(sun, bites), "#ecd9c2", 0.7)


def _land(canvas: Canvas) -> None:
    edge = points("0,429 0,429 90,427 200,430 310,427 400,430 400,430 400,640 400,640 0,640 0,640")
    land = canvas.curve(edge)
    canvas.paint(
        land, tones.ramp(canvas.down(424, 600), [(0, "#cdb592"), (0.12, "#d9c5a5"), (1, "#e6d9c2")])
    )
    furrows = [ribbon([(200 + i * 10, 430), (200 + i * 74, 610)], 0.4, 2.2) for i in range(-20, 21)]
    canvas.paint(
        both(land, canvas.polygon(*furrows), minus(canvas.blank(255), canvas.down(430, 560))),
        "#a98f6c",
        0.4,
    )
    rng = np.random.default_rng(20)
    grass = []
    for x in np.linspace(0, 400, 200):
        tall = rng.uniform(1, 5)
        grass.append([(x - 0.5, 431), (x + rng.uniform(-2, 2), 430 - tall), (x + 0.5, 431)])
    canvas.paint(canvas.polygon(*grass), "#7a674f", 0.8)
    posts, wires = [], []
    for i in range(9):
        x, y, tall = 400 - 188 * (1 - 0.74**i) * 1.05, 446 - 15 * (1 - 0.74**i) * 1.05, 30 * 0.74**i
        posts.append(
            [
                (x - tall * 0.05, y),
                (x - tall * 0.05 + 0.4, y - tall),
                (x + tall * 0.05, y - tall),
                (x + tall * 0.05, y),
            ]
        )
        wires.append((x, y, tall))
    for part in (0.9, 0.55):
        posts.append(ribbon([(x, y - tall * part) for x, y, tall in wires], 0.9, 0.3))
    canvas.paint(canvas.polygon(*posts), _INK)


def _rider(canvas: Canvas) -> None:
    """A man who leads his horse, small, before the sun; the shadow has someone in the saddle."""
    horse = points(
        "-30,-26 -24,-31 -8,-30 6,-30 13,-36 18,-46 23,-50 24,-54 25.5,-49 29,-46 "
        "34,-37 33,-34.5 29,-35 25,-37 22,-30 19,-22 16,-17 -4,-15 -22,-16 -29,-20"
    )
    legs = [
        ribbon(spline([(14, -20), (15, -11), (13, 0)]), 4, 1.9),
        ribbon(spline([(9, -19), (6, -10), (9, -1)]), 3.6, 1.7),
        ribbon(spline([(-24, -20), (-21, -11), (-25, 0)]), 4.6, 1.9),
        ribbon(spline([(-19, -19), (-18, -10), (-15, 0)]), 4, 1.8),
    ]
    tail = ribbon(spline([(-29, -27), (-36, -21), (-36, -9)]), 2.6, 1.2)
    saddle = points("-10,-31 -8,-34 -4,-32 2,-34 4,-31 1,-22 -7,-22")
    man = [
        ribbon(spline([(46, -33), (46.5, -22), (46, -17)]), 7, 6.4),
        ribbon(spline([(45, -19), (43, -9), (40, 0)]), 3.8, 2.4),
        ribbon(spline([(47.4, -19), (50, -9), (53, 0)]), 3.8, 2.4),
        ribbon(spline([(45, -33), (40, -26), (35, -28)]), 2.6, 1.6),
        arc(46.6, -38, 2.9, 3.5),
        [(40.5, -40.2), (53, -40.6), (50.6, -38.9), (43, -38.7)],
        [(43.8, -40), (44.6, -44.8), (48.8, -44.8), (49.8, -40)],
    ]
    rein = ribbon(spline([(35, -28), (34, -31), (33, -35)]), 0.6, 0.6)
    shapes = [spline(horse, closed=True), *legs, tail, spline(saddle, closed=True), *man, rein]
    x, y, k = 190.0, 432.0, 0.95
    rider = [
        ribbon(spline([(-3, -33), (-4, -44), (-3, -50)]), 7.4, 6.4),
        arc(-2.6, -54, 3, 3.6),
        ribbon(spline([(-4, -34), (3, -27), (2, -18)]), 4, 2.4),
        ribbon(spline([(-3, -47), (3, -40), (9, -39)]), 2.8, 1.6),
        [(-9, -56.4), (4, -56.8), (2, -55), (-7, -54.8)],
        [(-5.6, -56), (-5, -61), (-0.4, -61), (0.6, -56)],
    ]
    cast = [
        [(x + px * k - py * k * 0.55, y - py * k * 1.5) for px, py in shape]
        for shape in [*shapes, *rider]
    ]
    shade = canvas.polygon(*cast)
    canvas.paint(canvas.soft(shade, 0.5), "#8a6e50", 0.62)
    canvas.paint(canvas.polygon(*[moved(shape, x, y, k) for shape in shapes]), _INK)


def _laurels(canvas: Canvas) -> None:
    for x, lines in (
        (84.0, ("OFFICIAL SELECTION", "PRAIRIE LIGHT", "FILM FESTIVAL")),
        (200.0, ("GRAND JURY PRIZE", "NORTHFIELD", "INTERNATIONAL")),
        (316.0, ("BEST FIRST FEATURE", "COAST & PLAIN", "FILM WEEK")),
    ):
        y = 44.0
        leaves = []
        for side in (-1, 1):
            for i in range(9):
                angle = math.radians(70 - i * 17)
                px, py = x + side * 45 * math.cos(angle), y + 19 * math.sin(angle)
                leaves.append(
                    moved(arc(0, -3.4, 1.5, 4.1), px, py, 1, side * (112 - i * 17) - side * 62)
                )
        canvas.paint(canvas.polygon(*leaves), _INK, 0.85)
        for i, text in enumerate(lines):
            line = canvas.line(text, 4.6 if i == 1 else 3.2, across=3, track=6)
            canvas.paint(canvas.letter(line, x, y - 7.4 + i * 7), _INK, 0.9)


def _lettering(canvas: Canvas, sample: Sample) -> None:
    article, *rest = sample.film.title.lower().split()
    title = canvas.line(" ".join(rest), 29, track=30, stretch=0.94, fit=268)
    canvas.paint(canvas.letter(title, 200, 160, role="title"), _INK)
    the = canvas.line(article, 10, track=60)
    canvas.paint(canvas.letter(the, 200, 128, role="title"), _RUST)
    tag = canvas.line(sample.tagline, 6.4, track=40)
    canvas.paint(canvas.letter(tag, 200, 192, role="tagline"), _INK, 0.85)
    billing(
        canvas,
        [
            "SLOW RIVER presents in association with TWELVE FENCES a film by MARA LINDQVIST",
            "JONAH ELDER WREN CALLOWAY THE QUIET ACRE with AUGUST BELL",
            "photography SOREN HALE music by THE LOW BARNS written & directed by MARA LINDQVIST",
        ],
        582,
        300,
        _INK,
        cap=6.6,
        opacity=0.85,
    )
