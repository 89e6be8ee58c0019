"""1996: romantic comedy; two floating profiles with a sky inside, capitals with serifs."""

from __future__ import annotations

from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.credits import billing
from services.samples.films import Sample
from services.samples.shapes import Point, mirror, moved, points, ribbon, skyline, spline

# Profiles that look right, drawn about 100 units high.
_MAN: list[Point] = points(
    "26,8 42,-3 58,-6 74,-4 87,4 88,12 83,15 83,15 80,20 80,26 82,32 81,37 82,41 "
    "88,50 91,54 89,57 83,59 83,59 84,63 87,66 84,69 86,73 83,77 84,83 81,90 74,93 "
    "64,91 57,94 56,104 60,114 60,114 80,124 92,142 96,170 96,170 -14,170 -14,170 "
    "-10,140 4,122 20,112 24,100 20,86 12,70 8,50 10,28"
)
_WOMAN: list[Point] = points(
    "34,4 50,-2 66,4 76,14 79,24 80,32 79,37 81,42 87,50 88,53 85,55 81,57 81,57 "
    "82,61 86,64 83,67 85,71 81,75 81,80 77,86 68,88 58,90 56,100 58,112 58,112 "
    "74,124 82,144 84,170 84,170 -26,170 -26,170 -18,150 -2,138 -14,130 -18,112 "
    "-8,96 2,84 0,66 2,40 14,16"
)


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Kiss Me at Gate Nine"."""
    canvas = Canvas(width, "#fdfaf3")
    canvas.paint(
        canvas.blank(255),
        tones.ramp(canvas.down(0, 520), [(0, "#bfe0f2"), (0.45, "#fdf3e4"), (1, "#fffdf8")]),
    )
    billow = tones.level(canvas.clouds(96, 190, 90), 0.45, 0.85)
    canvas.paint(minus(billow, canvas.down(60, 400)), "#ffffff", 0.8)
    _heads(canvas)
    _plane(canvas)
    _lettering(canvas, sample)
    canvas.grain(4, 1996)
    return canvas


def _heads(canvas: Canvas) -> None:
    man = canvas.curve(moved(_MAN, 22, 108, 1.72))
    woman = canvas.curve(moved(mirror(_WOMAN, 0), 374, 128, 1.66))
    fade = minus(canvas.blank(255), canvas.down(296, 392))
    for head in (woman, man):
        canvas.paint(both(canvas.soft(canvas.shift(head, 0, 4), 9), fade), "#6a4a5a", 0.3)
    canvas.paint(both(woman, fade), _morning(canvas))
    canvas.paint(both(man, fade), _evening(canvas))
    light = minus(man, canvas.shift(man, -1.8, 1.2))
    canvas.paint(both(canvas.soft(light, 0.6), fade), "#fff0c8", 0.85)
    light = minus(woman, canvas.shift(woman, 1.8, 1.2))
    canvas.paint(both(canvas.soft(light, 0.6), fade), "#ffffff", 0.9)


def _morning(canvas: Canvas) -> Image.Image:
    """Her sky: a pink morning of clouds with runway lights under it."""
    sheet = canvas.another()
    sheet.image = tones.ramp(
        canvas.down(120, 400),
        [(0, "#c8486e"), (0.35, "#f0828a"), (0.65, "#fbbf9a"), (1, "#fff0d2")],
    )
    puffs = tones.level(canvas.clouds(97, 90, 42), 0.46, 0.66)
    sheet.paint(puffs, tones.ramp(canvas.down(140, 380), [(0, "#f39aa6"), (1, "#fff6e6")]), 0.85)
    shade = both(puffs, canvas.shift(minus(canvas.blank(255), puffs), 0, -7))
    sheet.paint(shade, "#d4607c", 0.45)
    return sheet.image


def _evening(canvas: Canvas) -> Image.Image:
    """His sky: a city at dusk."""
    sheet = canvas.another()
    sheet.image = tones.ramp(
        canvas.down(108, 400),
        [(0, "#122a5c"), (0.4, "#3f5f9e"), (0.68, "#e39a72"), (0.84, "#ffd08a"), (1, "#ffe9c0")],
    )
    stars = tones.level(canvas.clouds(98, 4, octaves=1), 0.88, 0.96)
    sheet.paint(minus(stars, canvas.down(170, 240)), "#ffffff", 0.9)
    sheet.paint(canvas.ellipse(92, 150, 15), "#fff6d8")
    for seed, ground, base, ink in ((9, 440, 190, "#6a5a8c"), (10, 460, 140, "#26325e")):
        towers, windows = skyline(seed, (-4, 250), ground, lambda _, base=base: base, lit=0.42)
        sheet.paint(canvas.polygon(*towers), ink)
        sheet.paint(canvas.polygon(*windows), "#ffe08a", 0.9)
    return sheet.image


def _plane(canvas: Canvas) -> None:
    """Its trail draws the heart between them."""
    heart = spline(
        points(
            "203,330 190,312 172,300 168,282 178,270 192,272 203,288 203,288 212,272 "
            "228,268 238,280 234,298 216,312 204,296 200,262 202,220 212,176 244,128 290,96 "
            "330,80"
        ),
        steps=16,
    )
    trail = canvas.polygon(ribbon(heart, 6.8, 2.0))
    canvas.paint(canvas.soft(trail, 4), "#ffffff", 0.9)
    canvas.paint(canvas.soft(lettering.rounded(trail, 1.0), 0.7), "#f4a3a8")
    canvas.paint(both(trail, tones.level(canvas.clouds(99, 12), 0.2, 0.6)), "#fff3ee", 0.85)
    hull = points("0,-21 3,-15 3.4,12 1.4,20 -1.4,20 -3.4,12 -3,-15")
    wings: list[Point] = points("0,-6 24,8 24,12 0,5 -24,12 -24,8")
    tail: list[Point] = points("0,13 9,19 9,21.5 0,18 -9,21.5 -9,19")
    shapes = [moved(shape, 338, 72, 0.95, 42) for shape in (wings, tail)]
    plane = join(canvas.curve(moved(hull, 338, 72, 0.95, 42)), canvas.polygon(*shapes))
    canvas.paint(canvas.soft(canvas.shift(plane, 2, 4), 2), "#4a6a8a", 0.4)
    canvas.paint(
        plane, tones.ramp(canvas.across((325, 60), (350, 84)), [(0, "#ffffff"), (1, "#8aa4be")])
    )
    canvas.paint(both(plane, canvas.polygon(*shapes)), "#d8324a", 0.75)


def _lettering(canvas: Canvas, sample: Sample) -> None:
    names = canvas.line("HOLLY PRENTISS", 9, slab=3, across=1, track=24, fit=146)
    canvas.paint(canvas.letter(names, 26, 28, "lm", role="credits"), "#1c2f5c")
    names = canvas.line("DEAN CASTELLAN", 9, slab=3, across=1, track=24, fit=146)
    canvas.paint(canvas.letter(names, 374, 28, "rm", role="credits"), "#1c2f5c")
    words = sample.film.title.upper().split()
    rows = [(words[:2], 46.0, 437.0), (words[2:], 33.0, 486.0)]
    for row, cap, y in rows:
        parts = [(word, cap * (0.55 if word == "AT" else 1)) for word in row]
        masks = [
            canvas.line(word, height, slab=6, across=4, stretch=0.92, track=4)
            for word, height in parts
        ]
        gap = 0.5 * cap * canvas.scale
        wide = sum(mask.width for mask in masks) + gap * (len(masks) - 1)
        sheet = Image.new("L", (round(wide), max(mask.height for mask in masks)))
        left = 0.0
        for mask in masks:
            sheet.paste(mask, (round(left), sheet.height - mask.height))
            left += mask.width + gap
        limit = 348 * canvas.scale
        if sheet.width > limit:
            sheet = sheet.resize((round(limit), sheet.height), Image.Resampling.LANCZOS)
        place = canvas.letter(sheet, 200, y, role="title")
        canvas.paint(canvas.shift(place, 0.9, 1.1), "#f3b8ad")
        canvas.paint(
            place, tones.ramp(canvas.down(y - 20, y + 20), [(0, "#d8324a"), (1, "#a3163a")])
        )
    tag = canvas.line(sample.tagline, 10, track=4, fit=252)
    canvas.paint(canvas.letter(lettering.shear(tag, 0.2), 200, 398, role="tagline"), "#1c2f5c")
    canvas.paint(canvas.rect(80, 514, 320, 514.8), "#d8324a", 0.7)
    billing(
        canvas,
        [
            "LARKSPUR PICTURES presents a TWO SUITCASES production a NELL HATHERLEY film",
            "HOLLY PRENTISS DEAN CASTELLAN KISS ME AT GATE NINE RUBY ABARA and WALTER PIKE",
            "casting by JOAN DELL costumes MIA FONTAINE music by GIL ROSSITER edited by TESS LOCKE",
            "written by AMY HARGREAVE & BEN SOLOMON directed by NELL HATHERLEY",
        ],
        568,
        340,
        "#3a4a70",
        cap=7.6,
    )
    pg = canvas.line(
        "PG  SOUNDTRACK ON LARKSPUR CASSETTES AND COMPACT DISCS", 3.6, across=3, track=14
    )
    canvas.paint(canvas.letter(pg, 200, 580), "#3a4a70")
