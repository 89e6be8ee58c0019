"""1986: airbrushed neon; a sun in slices, a grid to the horizon, chrome letters."""

from __future__ import annotations

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, minus
from services.samples.credits import billing
from services.samples.films import Sample
from services.samples.shapes import Point, mirror, ribbon, skyline, spline

_HORIZON = 372.0


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Voltage Boulevard"."""
    canvas = Canvas(width, "#0a0420")
    _sky(canvas)
    _grid(canvas)
    _palms(canvas)
    _car(canvas)
    _lettering(canvas, sample)
    canvas.grain(8, 1986)
    return canvas


def _sky(canvas: Canvas) -> None:
    canvas.paint(
        canvas.blank(255),
        tones.ramp(
            canvas.down(0, _HORIZON),
            [
                (0, "#080322"),
                (0.35, "#2a0a5a"),
                (0.65, "#8a1488"),
                (0.85, "#f0347e"),
                (1, "#ff9a5a"),
            ],
        ),
    )
    canvas.paint(
        both(tones.level(canvas.clouds(86, 220, 40), 0.5, 0.85), canvas.down(60, 330)),
        "#ff5ab4",
        0.3,
        "screen",
    )
    stars = tones.level(canvas.clouds(89, 4, octaves=1), 0.9, 0.97)
    canvas.paint(minus(stars, canvas.down(120, 270)), "#fff0ff", 0.9)
    x, y, r = 200.0, 276.0, 108.0
    canvas.paint(canvas.glow(x, y, 250), "#ff4a9a", 0.6, "screen")
    sun = canvas.ellipse(x, y, r)
    cuts = []
    for i in range(8):
        top = y - 6 + i * 15.0
        cuts.append(
            [(60, top), (340, top), (340, top + 1.6 + i * 1.35), (60, top + 1.6 + i * 1.35)]
        )
    canvas.paint(
        minus(sun, canvas.polygon(*cuts)),
        tones.ramp(
            canvas.down(y - r, y + r),
            [(0, "#fff7a0"), (0.4, "#ffb43c"), (0.7, "#ff4a7a"), (1, "#e01c9a")],
        ),
    )
    for seed, base, ink, light in ((12, 62, "#5a1178", "#ff7ad0"), (13, 42, "#22063f", "#ffd27a")):
        towers, windows = skyline(
            seed,
            (-6, 400),
            _HORIZON,
            lambda at, base=base: base * (0.45 + 0.9 * abs(at - 200) / 200),
            lit=0.3,
        )
        canvas.paint(canvas.polygon(*towers), ink)
        canvas.paint(canvas.polygon(*windows), light, 0.85)


def _grid(canvas: Canvas) -> None:
    floor = canvas.rect(0, _HORIZON, 400, 600)
    canvas.paint(
        floor,
        tones.ramp(canvas.down(_HORIZON, 600), [(0, "#5c1182"), (0.25, "#240a52"), (1, "#060214")]),
    )
    canvas.paint(both(floor, canvas.glow(200, _HORIZON, 170, 120)), "#ff5a9a", 0.55, "screen")
    lines: list[list[Point]] = []
    for i in range(-16, 17):
        foot = 200 + i * 66.0
        top = 200 + i * 13.0
        lines.append(
            [(top - 0.35, _HORIZON), (top + 0.35, _HORIZON), (foot + 1.3, 600), (foot - 1.3, 600)]
        )
    for i in range(1, 16):
        y = _HORIZON + 228 * (i / 15) ** 2.1
        thick = 0.5 + 1.5 * (i / 15)
        lines.append(
            [(0, y - thick / 2), (400, y - thick / 2), (400, y + thick / 2), (0, y + thick / 2)]
        )
    grid = canvas.polygon(*lines)
    canvas.paint(canvas.soft(grid, 3), "#ff2fd0", 0.9, "screen")
    canvas.paint(
        grid,
        tones.ramp(canvas.down(_HORIZON, 600), [(0, "#ffc8f0"), (0.4, "#ff5ce0"), (1, "#38e8ff")]),
    )
    edge = canvas.rect(0, _HORIZON - 0.8, 400, _HORIZON + 0.8)
    canvas.paint(canvas.soft(edge, 4), "#ffd0f4", 0.9, "screen")
    canvas.paint(edge, "#ffffff")


def _palms(canvas: Canvas) -> None:
    for flip in (False, True):
        trunk = ribbon(spline([(20, 470), (28, 400), (30, 320), (48, 236)]), 9, 4)
        second = ribbon(spline([(60, 440), (58, 390), (66, 340), (80, 300)]), 6, 2.6)
        fronds = []
        for x, y, k in ((48, 236, 1.0), (80, 300, 0.66)):
            for dx, dy, lift in (
                (-62, 26, 24),
                (-48, -18, 22),
                (-18, -44, 8),
                (20, -46, 10),
                (50, -22, 20),
                (64, 22, 26),
                (44, 50, 22),
                (-42, 54, 22),
            ):
                tip = (x + dx * k, y + dy * k)
                mid = (x + dx * k * 0.5, y + dy * k * 0.5 - lift * k * 0.7)
                path = spline([(x, y), mid, tip], steps=9)
                fronds.append(ribbon(path, 3.4 * k, 0.4))
                for u, v in path[3::2]:
                    fronds.append(
                        [
                            (u - 1.3 * k, v),
                            (u + 1.3 * k, v),
                            (u + (1 if dx > 0 else -1) * 5 * k, v + 15 * k),
                        ]
                    )
        shapes = [trunk, second, *fronds]
        if flip:
            shapes = [mirror(shape, 200) for shape in shapes]
        tree = canvas.polygon(*shapes)
        canvas.paint(canvas.soft(tree, 3), "#12042c", 0.5)
        canvas.paint(tree, "#0b0322")
        rim = minus(tree, canvas.shift(tree, 1.3 if flip else -1.3, 0.9))
        canvas.paint(rim, "#ff4fb0" if not flip else "#ff7a6a", 0.85)


def _car(canvas: Canvas) -> None:
    """A wedge of a sports car from behind, leaving."""
    x = 200.0

    def pair(shape: list[Point]) -> list[list[Point]]:
        return [shape, mirror(shape, x)]

    shadow = canvas.ellipse(x, 489, 92, 9)
    canvas.paint(canvas.soft(shadow, 4), "#05010f", 0.95)
    canvas.paint(canvas.glow(x, 492, 120, 46), "#ff1f5a", 0.7, "screen")
    tyres = canvas.polygon(*pair([(x - 80, 462), (x - 54, 462), (x - 54, 492), (x - 78, 492)]))
    canvas.paint(tyres, "#05020c")
    body = [
        (x, 402),
        (x - 40, 403),
        (x - 56, 428),
        (x - 78, 434),
        (x - 88, 446),
        (x - 88, 470),
        (x - 76, 480),
        (x, 482),
    ]
    shell = canvas.polygon(body, mirror(body, x))
    canvas.paint(
        shell,
        tones.ramp(
            canvas.down(400, 482),
            [
                (0, "#ff8ad0"),
                (0.3, "#7a1a9a"),
                (0.42, "#ffd0f0"),
                (0.47, "#3a0c6a"),
                (1, "#10041f"),
            ],
        ),
    )
    glass = canvas.polygon([(x - 36, 406), (x + 36, 406), (x + 50, 428), (x - 50, 428)])
    canvas.paint(
        glass, tones.ramp(canvas.down(404, 430), [(0, "#ffb35a"), (0.5, "#e0287a"), (1, "#1c0840")])
    )
    slats = [
        [
            (x - 38 - i * 3.2, 409 + i * 5.0),
            (x + 38 + i * 3.2, 409 + i * 5.0),
            (x + 39 + i * 3.2, 411.4 + i * 5.0),
            (x - 39 - i * 3.2, 411.4 + i * 5.0),
        ]
        for i in range(4)
    ]
    canvas.paint(canvas.polygon(*slats), "#14052c")
    wing = canvas.polygon(
        [(x - 84, 428), (x + 84, 428), (x + 88, 434), (x - 88, 434)],
        *pair([(x - 70, 432), (x - 62, 432), (x - 62, 444), (x - 70, 444)]),
    )
    canvas.paint(wing, "#1a0736")
    canvas.paint(canvas.rect(x - 83, 428, x + 83, 429.3), "#ffc0ee")
    panel = canvas.polygon([(x - 80, 448), (x + 80, 448), (x + 78, 464), (x - 78, 464)])
    canvas.paint(panel, "#12041f")
    lamps = canvas.polygon(*pair([(x - 78, 450), (x - 30, 450), (x - 30, 461), (x - 76, 461)]))
    canvas.paint(canvas.soft(lamps, 7), "#ff1f3f", 1.0, "screen")
    canvas.paint(lamps, "#ff2a3c")
    canvas.paint(both(lamps, canvas.rect(0, 453, 400, 456)), "#ffe0c8")
    ribs = [
        [(x - 80 + i * 6, 449), (x - 79 + i * 6, 449), (x - 79 + i * 6, 463), (x - 80 + i * 6, 463)]
        for i in range(28)
    ]
    canvas.paint(both(lamps, canvas.polygon(*ribs)), "#7a0820")
    plate = canvas.rect(x - 18, 466, x + 18, 476)
    canvas.paint(plate, "#ffe9b0")
    canvas.paint(canvas.letter(canvas.line("220V", 5.6, weight=2, across=3), x, 471), "#2a0a4a")
    pipes = canvas.polygon(*pair([(x - 44, 479), (x - 34, 479), (x - 34, 484), (x - 44, 484)]))
    canvas.paint(pipes, "#38e8ff")


def _lettering(canvas: Canvas, sample: Sample) -> None:
    first, second = sample.film.title.upper().split()
    k = canvas.scale
    chrome = canvas.line(first, 62, weight=2, across=7, along=2, stretch=0.9, track=4, fit=330)
    chrome = lettering.shear(chrome, 0.16)
    mask = canvas.letter(chrome, 200, 92, role="title")
    canvas.paint(canvas.soft(lettering.rounded(mask, 4 * k), 7), "#ff2fd0", 0.9, "screen")
    canvas.paint(canvas.shift(lettering.rounded(mask, 3 * k), 0, 3), "#12022e")
    canvas.paint(
        lettering.rounded(mask, 2.6 * k),
        tones.ramp(
            canvas.across((40, 60), (360, 126)), [(0, "#38e8ff"), (0.5, "#ffffff"), (1, "#ff5ce0")]
        ),
    )
    canvas.paint(lettering.rounded(mask, 1.1 * k), "#0d0330")
    canvas.paint(
        mask,
        tones.ramp(
            canvas.down(66, 118),
            [
                (0, "#1a3fae"),
                (0.2, "#5cc8ff"),
                (0.44, "#ffffff"),
                (0.5, "#f4fbff"),
                (0.52, "#2a0a4a"),
                (0.64, "#a0287a"),
                (0.84, "#ffb85a"),
                (1, "#fffbe0"),
            ],
        ),
    )
    for x, y, r in ((58, 66, 17), (318, 65, 22), (214, 118, 13)):
        star = canvas.polygon(
            [(x - r, y), (x, y - 1), (x + r, y), (x, y + 1)],
            [(x, y - r), (x + 1, y), (x, y + r), (x - 1, y)],
        )
        canvas.paint(canvas.glow(x, y, r * 0.8), "#ffffff", 0.9, "screen")
        canvas.paint(star, "#ffffff")
    script = canvas.line(second.capitalize(), 32, weight=0, stretch=1.08, track=0, fit=246)
    script = lettering.turn(lettering.shear(script, 0.34), 5)
    mask = canvas.letter(script, 218, 143, role="title")
    neon = lettering.rounded(mask, 1.2 * k)
    canvas.paint(canvas.shift(neon, 2, 3), "#12022e", 0.8)
    canvas.paint(canvas.soft(neon, 7), "#ff1fa0", 1.0, "screen")
    canvas.paint(canvas.soft(neon, 2.4), "#ff1fa0", 0.9)
    canvas.paint(neon, "#ff3fae")
    canvas.paint(mask, "#fff0fb")
    tag = canvas.line(sample.tagline.upper(), 7.4, weight=1, across=3, track=30, fit=252)
    mask = canvas.letter(tag, 200, 32, role="tagline")
    canvas.paint(canvas.soft(mask, 3), "#38e8ff", 0.8, "screen")
    canvas.paint(mask, "#d8fbff")
    canvas.paint(canvas.down(490, 540), "#060214", 0.85)
    billing(
        canvas,
        [
            "TRIPHASE PICTURES presents a RIK STARLING film",
            "CHET MALLORY YVETTE DIODE BRICK SAVAGE and LORENZO FLINT as THE TRANSFORMER",
            "music by NINA OHM photographed by GREG AMPERSAND stunts by DUKE HAZZELTINE",
            "written by BABS COULOMB produced by MARTY WATTS directed by RIK STARLING",
        ],
        582,
        340,
        "#e9c8ff",
        cap=8,
        gap=3,
    )
