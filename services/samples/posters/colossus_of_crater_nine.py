"""1956: atomic-age science fiction, gouache and halftone, with lettering that comes at you."""

from __future__ import annotations

from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.films import Sample
from services.samples.shapes import Point, arc, mirror, moved, points, ribbon, spline

_DARK = "#14202b"
_STEEL = [(0, "#1d2d38"), (0.35, "#48687a"), (0.6, "#9fc0c4"), (0.8, "#e8f2e2"), (1, "#6f8f98")]


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Colossus of Crater Nine"."""
    canvas = Canvas(width, "#0c2a3c")
    _sky(canvas)
    _ground(canvas)
    _robot(canvas)
    _people(canvas)
    dots = tones.halftone(canvas.down(120, 620), 3.4 * canvas.scale, 22)
    canvas.paint(dots, "#c2410f", 0.14, "multiply")
    _lettering(canvas, sample)
    canvas.grain(8, 1956)
    return canvas


def _sky(canvas: Canvas) -> None:
    canvas.paint(
        canvas.blank(255),
        tones.ramp(
            canvas.down(0, 430),
            [
                (0, "#0b2233"),
                (0.35, "#155a66"),
                (0.6, "#e0a33c"),
                (0.82, "#f26a21"),
                (1, "#b3261a"),
            ],
        ),
    )
    gusts = tones.level(canvas.clouds(51, 190, 36), 0.5, 0.72)
    canvas.paint(both(gusts, canvas.down(120, 420)), "#ffd25a", 0.45)
    stars = tones.level(canvas.clouds(52, 5, octaves=1), 0.9, 0.97)
    canvas.paint(minus(stars, canvas.down(90, 230)), "#fff6d8")
    x, y, r = 318.0, 168.0, 52.0
    back = [
        ribbon(arc(x, y, r * k, r * k * 0.26, sweep=(178, 362), turn=-18), w, w)
        for k, w in ((1.95, 5), (1.7, 7), (1.45, 3))
    ]
    front = [
        ribbon(arc(x, y, r * k, r * k * 0.26, sweep=(-2, 182), turn=-18), w, w)
        for k, w in ((1.95, 5), (1.7, 7), (1.45, 3))
    ]
    canvas.paint(canvas.polygon(*back), "#d59a45")
    globe = canvas.ellipse(x, y, r)
    canvas.paint(
        globe,
        tones.ramp(
            canvas.glow(x - 20, y - 20, 86),
            [(0, "#3a0f1e"), (0.35, "#a8322a"), (0.7, "#ef8a3e"), (1, "#ffe3a0")],
        ),
    )
    stripes = [
        arc(x, y + d, r * 1.1, h, turn=-18) for d, h in ((-30, 4), (-10, 7), (14, 4), (30, 6))
    ]
    canvas.paint(both(globe, canvas.polygon(*stripes)), "#7c1f22", 0.45)
    canvas.paint(canvas.polygon(*front), "#ffd98a")


def _ground(canvas: Canvas) -> None:
    peaks = canvas.polygon(
        points(
            "0,420 22,352 40,392 62,330 88,400 120,372 150,410 250,408 290,366 312,396 "
            "338,340 362,390 382,356 400,384 400,620 0,620"
        )
    )
    canvas.paint(peaks, tones.ramp(canvas.down(340, 440), [(0, "#8e2a2a"), (1, "#4a1626")]))
    floor = canvas.curve(
        points("0,424 0,424 110,408 220,414 400,404 400,404 400,640 400,640 0,640 0,640")
    )
    canvas.paint(
        floor,
        tones.ramp(
            canvas.down(404, 590),
            [(0, "#f0a544"), (0.3, "#c4582a"), (0.7, "#5a1c24"), (1, "#1f0d18")],
        ),
    )
    for x, y, rx in ((60, 446, 44), (330, 440, 50), (384, 470, 40), (28, 490, 52)):
        canvas.paint(canvas.ellipse(x, y, rx, rx * 0.2), "#ffc564")
        canvas.paint(canvas.ellipse(x, y + rx * 0.05, rx * 0.94, rx * 0.17), "#4d1a24")


def _robot(canvas: Canvas) -> None:
    x = 168.0
    glow = canvas.glow(x, 250, 180, 230)
    canvas.paint(glow, "#ffe890", 0.55, "screen")
    torso: list[Point] = [
        (x - 58, 236),
        (x + 58, 236),
        (x + 46, 332),
        (x + 34, 350),
        (x - 34, 350),
        (x - 46, 332),
    ]
    leg: list[Point] = [
        (x - 36, 352),
        (x - 4, 352),
        (x - 8, 470),
        (x - 2, 486),
        (x - 60, 486),
        (x - 44, 470),
    ]
    legs = canvas.polygon(leg, mirror(leg, x))
    across = canvas.across((x - 60, 0), (x + 60, 0))
    steel = tones.ramp(across, _STEEL)
    _arms(canvas, x)
    canvas.paint(legs, steel)
    for top in range(366, 466, 16):
        canvas.paint(both(legs, canvas.rect(0, top, 400, top + 3)), _DARK, 0.55)
    canvas.paint(canvas.ellipse(x - 24, 420, 15, 12), "#f2a53a")
    canvas.paint(canvas.ellipse(x + 24, 420, 15, 12), "#f2a53a")
    canvas.paint(canvas.ring(x - 24, 420, 13, 2.5), _DARK)
    canvas.paint(canvas.ring(x + 24, 420, 13, 2.5), _DARK)
    body = canvas.polygon(torso)
    canvas.paint(body, steel)
    canvas.paint(both(body, canvas.rect(0, 236, 400, 246)), _DARK, 0.5)
    canvas.paint(canvas.ellipse(x, 288, 31), _DARK)
    canvas.paint(
        canvas.ellipse(x, 288, 28),
        tones.ramp(canvas.glow(x, 288, 30), [(0, "#8e1d10"), (0.5, "#ff8b2b"), (1, "#fffbd0")]),
    )
    for angle in (0, 60, 120):
        canvas.paint(canvas.polygon(ribbon(arc(x, 288, 25, 8, turn=angle), 1.8, 1.8)), "#fff9d6")
    canvas.paint(canvas.ellipse(x, 288, 4.5), "#fffef2")
    rivets = [arc(x + d, 242, 2, 2) for d in range(-50, 51, 12)] + [
        arc(x + d, 342, 2, 2) for d in range(-28, 29, 14)
    ]
    canvas.paint(canvas.polygon(*rivets), "#f3f7e4")
    _head(canvas, x)


def _arms(canvas: Canvas, x: float) -> None:
    left = spline([(x - 62, 254), (x - 96, 272), (x - 116, 312), (x - 108, 352)], steps=12)
    right = spline([(x + 62, 254), (x + 100, 246), (x + 118, 208), (x + 122, 166)], steps=12)
    arms = canvas.polygon(ribbon(left, 30, 22), ribbon(right, 30, 22))
    canvas.paint(
        arms,
        tones.ramp(
            canvas.across((x - 130, 230), (x + 130, 330)),
            [(0, "#7ea3ac"), (0.25, "#37525f"), (0.6, "#c8dcd8"), (1, "#4a6a78")],
        ),
    )
    for path in (left, right):
        joints = [ribbon([path[i], path[i + 1]], 31, 29) for i in range(2, len(path) - 2, 3)]
        canvas.paint(both(canvas.polygon(*joints), arms), _DARK, 0.55)
    canvas.paint(
        canvas.ellipse(x - 62, 254, 23),
        tones.ramp(canvas.glow(x - 70, 246, 34), [(0, "#22333d"), (1, "#e8f2e2")]),
    )
    canvas.paint(
        canvas.ellipse(x + 62, 254, 23),
        tones.ramp(canvas.glow(x + 54, 246, 34), [(0, "#22333d"), (1, "#e8f2e2")]),
    )
    claw = points(
        "-12,0 12,0 16,14 22,26 16,44 16,44 10,26 6,16 0,12 -6,16 -10,26 -16,44 -16,44 "
        "-22,26 -16,14"
    )
    canvas.paint(
        canvas.curve(moved(claw, x - 108, 350), moved(claw, x + 122, 170, turn=182)), "#5d7f8b"
    )
    canvas.paint(
        canvas.shift(
            canvas.curve(moved(claw, x - 106, 350, 0.5), moved(claw, x + 124, 168, 0.5, 182)), -1, 0
        ),
        "#dcebe2",
        0.7,
    )


def _head(canvas: Canvas, x: float) -> None:
    canvas.paint(
        canvas.polygon([(x - 20, 222), (x + 20, 222), (x + 26, 238), (x - 26, 238)]), _DARK
    )
    dome = both(canvas.ellipse(x, 206, 47, 64), canvas.rect(0, 0, 400, 206))
    jaw = canvas.polygon([(x - 47, 205), (x + 47, 205), (x + 40, 229), (x - 40, 229)])
    steel = tones.ramp(canvas.across((x - 50, 0), (x + 50, 0)), _STEEL)
    canvas.paint(join(dome, jaw), steel)
    canvas.paint(both(dome, canvas.rect(x - 2, 140, x + 2, 206)), _DARK, 0.5)
    visor = canvas.polygon([(x - 42, 178), (x + 42, 178), (x + 45, 199), (x - 45, 199)])
    canvas.paint(lettering.rounded(visor, 2.5 * canvas.scale), _DARK)
    canvas.paint(
        visor,
        tones.ramp(
            canvas.glow(x + 18, 188, 60, 30), [(0, "#8b0f14"), (0.4, "#ff4a1c"), (1, "#fff8c8")]
        ),
    )
    grille = [
        [
            (x - 30 + i * 10, 211),
            (x - 25 + i * 10, 211),
            (x - 25 + i * 10, 224),
            (x - 30 + i * 10, 224),
        ]
        for i in range(7)
    ]
    canvas.paint(canvas.polygon(*grille), _DARK)
    for side in (-1, 1):
        canvas.paint(
            canvas.polygon(
                ribbon([(x + side * 47, 196), (x + side * 60, 196)], 14, 10),
                ribbon([(x + side * 58, 196), (x + side * 64, 164)], 2.6, 1.4),
            ),
            "#8fb0b6",
        )
        canvas.paint(canvas.ellipse(x + side * 64, 162, 4), "#ffe27a")
    _ray(canvas, x)


def _ray(canvas: Canvas, x: float) -> None:
    beam = canvas.polygon([(x + 20, 184), (x + 20, 194), (400, 296), (400, 262)])
    canvas.paint(canvas.soft(beam, 5), "#ffdf5a", 0.8)
    canvas.paint(beam, "#fff7bf", 0.95)
    burst = []
    for i in range(18):
        r = 44 if i % 2 else 17
        burst.append(moved([(r, 0)], 334, 262, turn=i * 20)[0])
    canvas.paint(canvas.soft(canvas.polygon(burst), 4), "#ff5a1c")
    canvas.paint(canvas.polygon(burst), "#ffd23c")
    canvas.paint(
        canvas.polygon(moved([((px - 334), (py - 262)) for px, py in burst], 334, 262, 0.55, 10)),
        "#fffbe2",
    )
    hull = moved(points("0,-44 9,-22 10,6 7,22 -7,22 -10,6 -9,-22"), 352, 306, 0.95, 32)
    fins = [
        moved(fin, 352, 306, 0.95, 32)
        for fin in ([(-9, 6), (-20, 28), (-6, 22)], [(9, 6), (20, 28), (6, 22)])
    ]
    flame = moved([(-6, 24), (0, 52), (6, 24)], 352, 306, 0.95, 32)
    canvas.paint(canvas.curve(flame), "#ffdf5a")
    canvas.paint(canvas.polygon(*fins), "#c21f1a")
    canvas.paint(
        canvas.curve(hull),
        tones.ramp(canvas.across((342, 300), (364, 312)), [(0, "#fffdf0"), (1, "#6b7f86")]),
    )
    canvas.paint(canvas.ellipse(*moved([(0, -14)], 352, 306, 0.95, 32)[0], 4), "#1c5a70")


def _people(canvas: Canvas) -> None:
    for x, y, k, flip, suit in (
        (262, 480, 1.15, 1, "#f6efd8"),
        (306, 494, 1.35, 1, "#e23d22"),
        (66, 500, 1.2, -1, "#f6efd8"),
    ):
        parts = [
            ribbon(spline([(0, 0), (4, -16), (2, -30)]), 9, 13),
            ribbon(spline([(-1, -2), (10, 8), (4, 24), (14, 26)]), 7, 4.5),
            ribbon(spline([(0, -2), (-8, 12), (-22, 14), (-24, 20)]), 7, 4.5),
            ribbon(spline([(4, -28), (16, -24), (24, -34)]), 5.5, 3.6),
            ribbon(spline([(2, -28), (-10, -22), (-16, -12)]), 5.5, 3.6),
        ]
        shapes = [moved([(flip * px, py) for px, py in part], x, y, k) for part in parts]
        figure = canvas.polygon(*shapes)
        canvas.paint(canvas.ellipse(x - 3, y + 28 * k, 26 * k, 4 * k), "#14080f", 0.6)
        canvas.paint(lettering.rounded(figure, 1.4 * canvas.scale), "#1c0d16")
        canvas.paint(figure, suit)
        canvas.paint(
            both(figure, canvas.shift(minus(canvas.blank(255), figure), flip * 2.4, 0)),
            "#5c2a2a",
            0.5,
        )
        hx, hy = moved([(flip * 5, -40)], x, y, k)[0]
        canvas.paint(canvas.ellipse(hx, hy, 9.6 * k), "#1c0d16")
        canvas.paint(
            canvas.ellipse(hx, hy, 8.4 * k),
            tones.ramp(canvas.glow(hx - 3, hy - 3, 12 * k), [(0, "#3b8b9b"), (1, "#f6ffff")]),
        )


def _extruded(canvas: Canvas, mask: Image.Image, dx: float, dy: float, ink: str) -> None:
    steps = round(max(abs(dx), abs(dy)) * canvas.scale)
    body = mask
    for i in range(1, steps + 1):
        body = join(body, canvas.shift(mask, dx * i / steps, dy * i / steps))
    canvas.paint(lettering.rounded(body, 1.2 * canvas.scale), "#1a0a12")
    canvas.paint(body, ink)


def _lettering(canvas: Canvas, sample: Sample) -> None:
    words = sample.film.title.upper().split()
    k = canvas.scale
    first = canvas.line(words[0], 70, weight=3, across=9, along=2, stretch=0.7, track=1, fit=372)
    rest = canvas.line(
        " ".join(words[1:]), 38, weight=2, across=7, along=2, stretch=0.8, track=3, fit=300
    )
    w, h = round(376 * k), round(124 * k)
    first = lettering.tilt(
        first, [(0, h * 0.36), (w * 0.97, 0), (w, h * 0.66), (w * 0.03, h * 0.84)], (w, h)
    )
    mask = canvas.letter(first, 199, 74, role="title")
    _extruded(canvas, mask, -5, 7, "#8e1414")
    canvas.paint(
        mask, tones.ramp(canvas.down(30, 118), [(0, "#fff7a8"), (0.5, "#ffd21f"), (1, "#ff8a12")])
    )
    rest = lettering.turn(lettering.shear(rest, 0.18), 4.2)
    mask = canvas.letter(rest, 206, 536, role="title")
    _extruded(canvas, mask, -3.4, 4.4, "#8e1414")
    canvas.paint(
        mask, tones.ramp(canvas.down(514, 558), [(0, "#fff7a8"), (0.6, "#ffd21f"), (1, "#ff9a1a")])
    )
    head, tail = sample.tagline.split(" - ")
    lines = [
        canvas.line(head + "...", 7.4, weight=1, across=3, track=4),
        canvas.line(tail[0].upper() + tail[1:], 7.4, weight=1, across=3, track=4),
    ]
    for i, line in enumerate(lines):
        spot = (14.0, 19.0, "lm") if i == 0 else (14.0, 33.0, "lm")
        mask = canvas.letter(lettering.shear(line, 0.2), *spot, role="tagline")
        canvas.paint(lettering.rounded(mask, 0.9 * k), "#10202c", 0.8)
        canvas.paint(mask, "#fff3cf" if i == 0 else "#ffe04a")
    names = canvas.line(
        'REX HALLORAN - DR. MINA SOLARI - "BUZZ" TREMAINE',
        6.6,
        weight=1,
        across=3,
        track=6,
        fit=250,
    )
    canvas.paint(canvas.letter(names, 200, 577, role="credits"), "#fff3cf")
    scope = canvas.line("in VISTARAMA and blazing PRISMACOLOR", 5.4, across=3, track=8, fit=170)
    canvas.paint(canvas.letter(lettering.shear(scope, 0.2), 200, 588.5, role="credits"), "#ffd21f")
