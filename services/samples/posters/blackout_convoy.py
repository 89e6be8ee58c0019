"""2007: teal and orange; silhouettes walk out of a fire that fills the frame."""

from __future__ import annotations

import numpy as np
from PIL import Image

from services.samples import tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.credits import billing
from services.samples.films import Sample
from services.samples.shapes import Point, moved, points, ribbon, spline


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Blackout Convoy"."""
    canvas = Canvas(width, "#04141a")
    _fire(canvas)
    _machines(canvas)
    _squad(canvas)
    _embers(canvas)
    canvas.vignette(0.75, "#021218")
    _lettering(canvas, sample)
    canvas.grain(7, 2007)
    return canvas


def _fire(canvas: Canvas) -> None:
    canvas.paint(
        canvas.blank(255),
        tones.ramp(
            canvas.down(0, 460),
            [(0, "#062a33"), (0.45, "#0e4f58"), (0.8, "#1f6a6a"), (1, "#0a2c30")],
        ),
    )
    storm = canvas.clouds(70, 170, 110, octaves=5)
    canvas.paint(tones.level(storm, 0.35, 0.9), "#02141a", 0.85)
    canvas.paint(
        both(
            tones.level(canvas.clouds(71, 150, 90, octaves=5), 0.55, 0.95),
            minus(canvas.blank(255), canvas.down(160, 330)),
        ),
        "#4fb3ae",
        0.35,
    )
    canvas.paint(canvas.glow(214, 330, 240, 260), "#ff7a1e", 0.9, "screen")
    rough = canvas.clouds(72, 84, octaves=5)
    ball = tones.level(canvas.glow(214, 318, 240, 250), 0.02, 0.55)
    flame = tones.level(both(tones.level(rough, 0.0, 0.62), ball), 0.1, 0.8)
    canvas.paint(
        tones.level(flame, 0, 0.4),
        tones.ramp(
            flame,
            [
                (0, "#4a1206"),
                (0.25, "#b8360a"),
                (0.5, "#f87414"),
                (0.72, "#ffc04a"),
                (1, "#fff8d8"),
            ],
        ),
    )
    smoke = both(
        tones.level(canvas.clouds(73, 110, octaves=5), 0.45, 0.7), canvas.glow(214, 160, 260, 150)
    )
    canvas.paint(smoke, "#140c0a", 0.85)
    rim = both(minus(smoke, canvas.shift(smoke, 0, -5)), canvas.glow(214, 270, 210, 170))
    canvas.paint(rim, "#ff8a2e", 0.9)
    canvas.paint(canvas.glow(214, 372, 210, 60), "#fff0b8", 0.8, "screen")


def _machines(canvas: Canvas) -> None:
    hull: list[Point] = points(
        "-34,0 -26,-9 -8,-13 8,-11 16,-4 58,-3 66,-14 70,-14 68,2 16,5 4,10 -22,10 -32,6"
    )
    for x, y, k in ((92.0, 120.0, 1.0), (318.0, 158.0, 0.6)):
        ship = join(
            canvas.polygon(moved(hull, x, y, k, -5)),
            canvas.polygon(
                *[
                    moved(part, x, y, k, -5)
                    for part in (
                        ribbon([(-74, -19), (66, -19)], 1.8, 1.8),
                        ribbon([(-2, -12), (-2, -20)], 3, 3),
                        ribbon([(-28, 15), (12, 15)], 1.6, 1.6),
                        ribbon([(-16, 9), (-18, 15)], 1.6, 1.6),
                        ribbon([(2, 9), (4, 15)], 1.6, 1.6),
                        ribbon([(60, -18), (76, -6)], 1.2, 1.2),
                    )
                ]
            ),
        )
        canvas.paint(ship, "#031014")
        rim = minus(ship, canvas.shift(ship, -0.8, -1.1))
        canvas.paint(rim, "#ff9a3c", 0.85)
        cone = canvas.polygon(
            [moved([(-30, 6)], x, y, k, -5)[0], (x + 10 * k, 420), (x - 96 * k, 420)]
        )
        canvas.paint(
            both(canvas.soft(cone, 4), minus(canvas.blank(255), canvas.down(y, 400))),
            "#bff4f0",
            0.34,
            "screen",
        )
    ridge = canvas.curve(
        points(
            "0,392 0,392 70,378 120,386 210,380 300,388 400,372 400,372 400,640 400,640 0,640 0,640"
        )
    )
    canvas.paint(
        ridge, tones.ramp(canvas.down(376, 520), [(0, "#5a2408"), (0.2, "#14161a"), (1, "#02090c")])
    )
    truck: list[Point] = points("0,0 0,-26 4,-30 44,-30 46,-22 58,-20 64,-10 66,0")
    for x, y, k in (
        (30.0, 396.0, 1.0),
        (318.0, 394.0, 0.9),
        (112.0, 390.0, 0.55),
        (262.0, 389.0, 0.5),
    ):
        wheels = [[(px + dx, py + 1) for px, py in _circle(7)] for dx in (13, 52)]
        shapes = [moved(shape, x, y, k) for shape in [truck, *wheels]]
        shape = canvas.polygon(*shapes)
        canvas.paint(shape, "#06090b")
        canvas.paint(minus(shape, canvas.shift(shape, 0, 1.2)), "#ff8a2e", 0.9)
    wet = both(
        tones.level(canvas.clouds(75, 60, 5, octaves=3), 0.5, 0.8),
        ridge,
        canvas.glow(214, 420, 170, 150),
    )
    canvas.paint(wet, "#ff9a3c", 0.75, "screen")


def _circle(r: float) -> list[Point]:
    return [(r * float(np.cos(a)), r * float(np.sin(a))) for a in np.linspace(0, 2 * np.pi, 20)]


def _soldier(canvas: Canvas, x: float, y: float, k: float, flip: int) -> Image.Image:
    """A soldier walking towards us, feet at (x, y), about 100 units tall when k is 1."""
    torso: list[Point] = points(
        "-13,-80 -5,-85 5,-85 13,-80 13,-64 10.5,-50 11.5,-40 -11.5,-40 -10.5,-50 -13,-64"
    )
    helmet: list[Point] = points(
        "-8,-93 -8,-93 -7,-99.5 0,-102.5 7,-99.5 8,-93 8,-93 5.6,-91 4.4,-86 0,-83.6 "
        "-4.4,-86 -5.6,-91"
    )
    limbs = [
        ribbon(spline([(-6, -44), (-9, -24), (-12, 0)]), 11, 6),
        ribbon(spline([(6, -44), (10, -26), (8, -12), (11, 3)]), 11, 6),
        [(-17, -3), (-8, -3), (-8, 3), (-19, 3)],
        [(6, 0), (14, 0), (17, 6), (5, 6)],
        ribbon(spline([(-12, -79), (-20, -68), (-20, -56), (-6, -55)]), 7.6, 4.6),
        ribbon(spline([(12, -79), (21, -70), (22, -60), (10, -62)]), 7.6, 4.6),
        ribbon([(-26, -47), (26, -68)], 2.6, 1.8),
        ribbon([(-30, -48), (-17, -50)], 6.4, 4),
        ribbon([(-1, -57), (3, -46)], 3, 2.4),
        ribbon([(6, -61), (14, -65)], 4.4, 4),
        [(-10, -84), (-16, -82), (-16, -66), (-12, -64)],
        [(10, -84), (16, -82), (16, -70), (12, -68)],
        [(-4, -88), (4, -88), (5, -82), (-5, -82)],
        [(-13, -46), (-9, -47), (-9, -37), (-14, -38)],
        [(9, -47), (13, -46), (14, -38), (9, -37)],
    ]
    shapes = [spline(torso, closed=True), spline(helmet, closed=True), *limbs]
    return canvas.polygon(
        *[moved([(flip * px, py) for px, py in shape], x, y, k) for shape in shapes]
    )


def _squad(canvas: Canvas) -> None:
    for x, y, k, flip in (
        (136.0, 426.0, 0.95, -1),
        (298.0, 430.0, 1.1, 1),
        (86.0, 440.0, 1.3, 1),
        (210.0, 452.0, 2.2, 1),
    ):
        man = _soldier(canvas, x, y, k, flip)
        cast = canvas.polygon(
            [
                (x - 16 * k, y),
                (x + 14 * k, y),
                (x + (x - 214) * 0.5 + 38 * k, y + 60 * k),
                (x + (x - 214) * 0.5 - 40 * k, y + 60 * k),
            ]
        )
        canvas.paint(
            both(canvas.soft(cast, 3), minus(canvas.blank(255), canvas.down(y, y + 60 * k))),
            "#02080a",
            0.8,
        )
        canvas.paint(canvas.soft(man, 5), "#ff9a3c", 0.55, "screen")
        canvas.paint(man, tones.ramp(canvas.down(y - 100 * k, y), [(0, "#0c1a1e"), (1, "#03080a")]))
        rim = join(
            minus(man, canvas.shift(man, 0.9, 0.9)), minus(man, canvas.shift(man, -0.9, 0.7))
        )
        canvas.paint(
            rim,
            tones.ramp(
                canvas.down(y - 100 * k, y), [(0, "#ffe0a0"), (0.5, "#ff8a2e"), (1, "#7a2a0a")]
            ),
            0.95,
        )


def _embers(canvas: Canvas) -> None:
    rng = np.random.default_rng(77)
    sparks = []
    for _ in range(150):
        x, y = rng.uniform(0, 400), rng.uniform(60, 470)
        size, lean = rng.uniform(0.4, 1.5), rng.uniform(-1.5, 1.5)
        sparks.append(
            [(x, y - size * 2.2), (x + size, y), (x + lean, y + size * 2.2), (x - size, y)]
        )
    mask = canvas.polygon(*sparks)
    canvas.paint(canvas.soft(mask, 2), "#ff7a1e", 0.9, "screen")
    canvas.paint(mask, "#ffe2a0")


def _lettering(canvas: Canvas, sample: Sample) -> None:
    first, second = sample.film.title.upper().split()
    canvas.paint(canvas.down(438, 490), "#020c10", 0.92)
    scuffs = tones.level(canvas.clouds(78, 26, 4, octaves=4), 0.66, 0.74)
    for text, cap, y, track in ((first, 38.0, 478.0, 3), (second, 19.0, 513.0, 70)):
        shape = canvas.line(
            text, cap, across=7, along=3, stretch=1.0, track=track, fit=348 if cap > 30 else 336
        )
        mask = canvas.letter(shape, 200, y, role="title")
        canvas.paint(canvas.soft(mask, 6), "#ff7a1e", 0.5, "screen")
        canvas.paint(canvas.shift(mask, 0.8, 1.4), "#000000")
        worn = minus(mask, both(scuffs, canvas.blank(150)))
        canvas.paint(
            worn,
            tones.ramp(
                canvas.down(y - cap / 2, y + cap / 2),
                [(0, "#ffffff"), (0.48, "#c8d6d6"), (0.52, "#7f9496"), (1, "#e6efec")],
            ),
        )
        bevel = minus(mask, canvas.shift(mask, 0.5, 0.7))
        canvas.paint(bevel, "#ffd9a0", 0.9)
    cut = canvas.polygon([(0, 480.6), (400, 475.4), (400, 477), (0, 482)])
    canvas.paint(cut, "#020c10", 0.95)
    names = ["TOBIAS KRANE", "LENA MARCHETTI", "IDRIS VALE"]
    for i, name in enumerate(names):
        line = canvas.line(name, 6.6, across=4, stretch=0.86, track=14)
        canvas.paint(canvas.letter(line, 76 + i * 124, 30, role="credits"), "#e9f4f0")
    tag = canvas.line(sample.tagline.upper(), 6, across=3, track=26, fit=300)
    canvas.paint(canvas.letter(tag, 200, 52, role="tagline"), "#ffb56a")
    billing(
        canvas,
        [
            "IRONWOOD FILMS and SABLE GATE present a NIGHT CARGO production a MARCUS HELLER film",
            "TOBIAS KRANE LENA MARCHETTI IDRIS VALE BLACKOUT CONVOY JUN TAKEDA and RHYS MORROW",
            "music by ELIAS DUNN visual effects by PARALLAX ROW edited by KIT SANDOVAL a.c.e.",
            "produced by DEV ANAND-ROSS written by COLE WINTERS directed by MARCUS HELLER",
        ],
        573,
        344,
        "#9fb4b4",
        cap=7.6,
    )
    date = canvas.line("JULY 13", 7.6, across=5, track=40)
    canvas.paint(canvas.letter(date, 200, 585, role="note"), "#ff9a3c")
