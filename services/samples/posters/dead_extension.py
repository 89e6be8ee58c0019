"""1975: a paranoia thriller; grainy duotone in a wide pale border, small cold type."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.credits import billing
from services.samples.films import Sample
from services.samples.shapes import arc, points, ribbon, spline

_PAPER = "#eadfc8"
_BROWN = "#24150e"
_ORANGE = "#d9571c"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Dead Extension"."""
    canvas = Canvas(width, _PAPER)
    plate = _plate(canvas)
    _tower(canvas, plate)
    _phone(canvas, plate)
    clean = canvas.image.copy()
    canvas.grain(20, 1975, 1.1)
    canvas.paint(minus(canvas.blank(255), plate), clean)
    _lettering(canvas, sample)
    creases = canvas.polygon(
        [(0, 299.4), (400, 299.9), (400, 300.5), (0, 300.2)],
        [(199.6, 0), (200.2, 0), (200.4, 600), (199.9, 600)],
    )
    canvas.paint(creases, "#fff8e6", 0.3)
    canvas.grain(5, 5)
    return canvas


def _plate(canvas: Canvas) -> Image.Image:
    left, top, right, bottom, r = 24.0, 24.0, 376.0, 424.0, 13.0
    plate = join(
        canvas.rect(left + r, top, right - r, bottom),
        canvas.rect(left, top + r, right, bottom - r),
        *[canvas.ellipse(x, y, r) for x in (left + r, right - r) for y in (top + r, bottom - r)],
    )
    canvas.paint(
        plate,
        tones.ramp(
            canvas.down(24, 424),
            [(0, "#8c2f12"), (0.35, "#c9591c"), (0.65, "#e58b32"), (1, "#f3bd62")],
        ),
    )
    haze = tones.level(canvas.clouds(71, 200, 90), 0.35, 0.85)
    canvas.paint(both(plate, haze), "#7a2a12", 0.45)
    canvas.paint(both(plate, canvas.ellipse(126, 196, 112)), "#f7cf83", 0.9)
    return plate


def _tower(canvas: Canvas, plate: Image.Image) -> None:
    """A telephone exchange seen from the street: windows converging upwards, one of them lit."""
    k = canvas.scale
    columns, rows = 11, 19
    sheet = Image.new("L", (columns * 40, rows * 40), 255)
    rng = np.random.default_rng(75)
    for i in range(columns):
        for j in range(rows):
            shade = int(rng.choice([20, 32, 44, 70, 96]))
            sheet.paste(shade, (i * 40 + 8, j * 40 + 6, i * 40 + 33, j * 40 + 32))
    lit = Image.new("L", sheet.size)
    lit.paste(255, (6 * 40 + 8, 6 * 40 + 6, 6 * 40 + 33, 6 * 40 + 32))
    quad = [(206 * k, 92 * k), (322 * k, 92 * k), (370 * k, 430 * k), (134 * k, 430 * k)]
    front = canvas.polygon([(x / k, y / k) for x, y in quad])
    side = canvas.polygon([(322, 92), (342, 104), (404, 430), (370, 430)])
    body = both(plate, front)
    canvas.paint(both(plate, side), "#120a07")
    canvas.paint(
        body,
        tones.ramp(
            lettering.tilt(sheet, quad, canvas.size),
            [(0, "#0e0806"), (0.5, "#3a2015"), (1, "#6d3a1e")],
        ),
    )
    canvas.paint(both(body, canvas.down(90, 470)), "#140a06", 0.8)
    roof = canvas.polygon(
        points("202,86 328,86 345,100 324,95 200,95"),
        ribbon([(246, 88), (246, 46)], 2, 1),
        ribbon([(290, 88), (290, 58)], 2, 1),
        ribbon([(234, 62), (258, 62)], 1.4, 1.4),
        ribbon([(238, 54), (254, 54)], 1.2, 1.2),
    )
    canvas.paint(both(plate, roof), "#120a07")
    window = both(plate, lettering.tilt(lit, quad, canvas.size))
    canvas.paint(canvas.soft(window, 7), "#ffb84a", 0.9, "screen")
    canvas.paint(window, "#fff0b4")
    box = window.getbbox() or (0, 0, 1, 1)
    x, y = (box[0] + box[2]) / 2 / k, box[3] / k
    canvas.paint(
        both(window, join(canvas.ellipse(x, y - 7.2, 1.8, 2.2), canvas.ellipse(x, y, 3.6, 5.2))),
        "#140a06",
    )
    target = [ribbon(arc(x, y - 6, r, r), w, w) for r, w in ((22, 1.3), (36, 0.8))]
    target += [
        ribbon([(x + dx * 14, y - 6 + dy * 14), (x + dx * 47, y - 6 + dy * 47)], 0.9, 0.9)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    canvas.paint(both(plate, canvas.polygon(*target)), "#f5e3bd", 0.9)


def _phone(canvas: Canvas, plate: Image.Image) -> None:
    """The receiver hangs before the city by a coiled cord that comes from off the sheet."""
    coil = []
    for i in range(340):
        t = i / 339
        y = 14 + 212 * t
        sway = 70 + 24 * math.sin(t * 2.0)
        coil.append(
            (sway + 8.5 * math.cos(t * 2 * math.pi * 22), y + 4.4 * math.sin(t * 2 * math.pi * 22))
        )
    cord = canvas.polygon(*[ribbon(coil[i : i + 12], 3.4, 3.4) for i in range(0, 330, 10)])
    canvas.paint(both(plate, cord), "#0d0705")
    shine = both(cord, canvas.shift(minus(canvas.blank(255), cord), 0.9, 0.9))
    canvas.paint(both(plate, shine), "#e8863a", 0.8)
    handle = spline([(86, 246), (68, 280), (66, 320), (80, 362)], steps=14)
    body = join(
        canvas.polygon(ribbon(handle, 25, 25)),
        canvas.curve(
            points(
                "66,236 66,236 84,222 108,222 126,236 132,252 132,252 120,262 120,262 100,262 "
                "86,270 70,268"
            )
        ),
        canvas.curve(
            points(
                "64,350 78,340 92,348 104,356 124,352 124,352 138,360 138,360 134,378 118,392 "
                "92,394 70,380"
            )
        ),
        canvas.polygon(
            [(120, 259), (133, 250), (138, 256), (124, 267)],
            [(124, 349), (128, 344), (143, 357), (138, 363)],
        ),
    )
    body = both(plate, body)
    canvas.paint(canvas.soft(canvas.shift(body, 8, 7), 6), "#140a06", 0.6)
    canvas.paint(body, "#120a07")
    rim = minus(body, canvas.shift(body, -2.2, 1.6))
    canvas.paint(canvas.soft(rim, 0.8), "#f29a44", 0.95)
    canvas.paint(
        both(body, canvas.soft(canvas.polygon(ribbon([(x + 3, y) for x, y in handle], 3, 3)), 1.6)),
        "#d9702c",
        0.7,
    )


def _lettering(canvas: Canvas, sample: Sample) -> None:
    title = canvas.line(sample.film.title, 41, weight=1, across=4, track=-9, stretch=0.9, fit=352)
    canvas.paint(canvas.letter(title, 24, 484, "lm", role="title"), _BROWN)
    head, tail = sample.tagline.split(". ")
    for i, text in enumerate((head + ".", tail)):
        line = canvas.line(text, 8.6, across=3, track=-1, stretch=0.92)
        canvas.paint(
            canvas.letter(line, 24, 436 + i * 12.5, "lm", role="tagline"), _ORANGE if i else _BROWN
        )
    canvas.paint(canvas.rect(24, 513, 376, 514.2), _BROWN)
    billing(
        canvas,
        [
            "a MERIDIAN EXCHANGE production of a LUKAS WEIR film",
            "CONRAD SLATE DIANE OKONEDO-PRICE MARTIN FEUER in DEAD EXTENSION",
            "music by ALDO REMINI director of photography VILGOT STENMARK edited by RUTH CASS",
            "screenplay by J. P. HARROWGATE produced by SAUL ABERNATHY directed by LUKAS WEIR",
        ],
        560,
        352,
        _BROWN,
        cap=7.6,
    )
    badge = canvas.rect(24, 568, 38, 582)
    canvas.paint(minus(badge, canvas.rect(25, 569, 37, 581)), _BROWN)
    canvas.paint(canvas.letter(canvas.line("R", 8, weight=2), 31, 575), _BROWN)
    scope = canvas.line("COLOR BY CHROMALAB   PANASCAN", 4.4, across=3, track=14)
    canvas.paint(canvas.letter(scope, 376, 575, "rm", role="credits"), _BROWN)
