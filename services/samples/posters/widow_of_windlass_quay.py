"""1914: a stock lithograph for a silent melodrama, hand-tinted sepia in an ornamental border."""

from __future__ import annotations

import math

from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import HEIGHT, WIDTH, Canvas, both, join, minus
from services.samples.films import Sample
from services.samples.shapes import Point, arc, mirror, moved, points, ribbon, spline

_PAPER = "#ecdcb4"
_SEPIA = "#3b2314"
_UMBER = "#7b4c26"
_RED = "#8e2a1c"
_GREEN = "#56654a"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "The Widow of Windlass Quay"."""
    canvas = Canvas(width, _PAPER)
    stains = canvas.clouds(3, 160)
    canvas.paint(
        canvas.blank(255), tones.ramp(stains, [(0, "#d9c08c"), (0.5, _PAPER), (1, "#f3e8c9")])
    )
    _border(canvas)
    _scene(canvas)
    _lettering(canvas, sample)
    canvas.vignette(0.55, "#b98d52")
    canvas.paint(tones.level(canvas.clouds(8, 5, octaves=2), 0.86, 0.95), "#f6ead0", 0.3)
    canvas.grain(7, 1914)
    return canvas


def _border(canvas: Canvas) -> None:
    canvas.paint(canvas.frame(9, 31), _GREEN)
    canvas.paint(join(canvas.frame(9, 2.4), canvas.frame(37.6, 2.4), canvas.frame(43, 0.9)), _SEPIA)
    vines, leaves = [], []
    for length, place in ((WIDTH, _level), (HEIGHT, _upright)):
        steps = [60 + i * (length - 120) / 160 for i in range(161)]
        waves = round((length - 120) / 40)
        for phase in (0, math.pi):
            line = [
                (t, 24.5 + 6.5 * math.sin((t - 60) / (length - 120) * waves * 2 * math.pi + phase))
                for t in steps
            ]
            vines += place(ribbon(line, 1.8, 1.8))
        for i in range(2 * waves):
            middle = 60 + (i + 0.5) * (length - 120) / (2 * waves)
            leaves += place(arc(middle, 24.5, 4.6, 2.6))
            joint = 60 + i * (length - 120) / (2 * waves)
            for side in (-1, 1):
                leaves += place(arc(joint, 24.5 + side * 7.5, 3.4, 1.4, turn=side * 30))
    canvas.paint(canvas.polygon(*vines), "#d9c58e")
    canvas.paint(canvas.polygon(*leaves), "#e6d29a")
    petals, dots = [], []
    for x in (33.0, WIDTH - 33.0):
        for y in (33.0, HEIGHT - 33.0):
            petals += [moved(arc(11, 0, 10, 4.2), x, y, turn=angle) for angle in range(0, 360, 45)]
            dots.append(arc(x, y, 5, 5))
    for x in (33, WIDTH - 33):
        for y in (33, HEIGHT - 33):
            canvas.paint(canvas.ellipse(x, y, 26), _SEPIA)
            canvas.paint(canvas.ellipse(x, y, 24), _RED)
            canvas.paint(canvas.ring(x, y, 22.4, 0.9), "#e6d29a")
    canvas.paint(canvas.polygon(*petals), "#e6d29a")
    canvas.paint(canvas.polygon(*dots), _RED)


def _level(shape: list[Point]) -> list[list[Point]]:
    return [shape, [(x, HEIGHT - y) for x, y in shape]]


def _upright(shape: list[Point]) -> list[list[Point]]:
    turned = [(y, x) for x, y in shape]
    return [turned, mirror(turned, WIDTH / 2)]


def _scene(canvas: Canvas) -> None:
    x, y, rx, ry = 200.0, 327.0, 126.0, 158.0
    oval = canvas.ellipse(x, y, rx, ry)
    canvas.paint(canvas.soft(canvas.ellipse(x + 3, y + 5, rx + 9, ry + 9), 4), _UMBER, 0.5)
    canvas.paint(canvas.ellipse(x, y, rx + 10, ry + 10), _SEPIA)
    canvas.paint(canvas.ellipse(x, y, rx + 8.6, ry + 8.6), "#c79a4e")
    beads = [
        arc(x + (rx + 5) * math.cos(a), y + (ry + 5) * math.sin(a), 2.3, 2.3)
        for a in (i * math.pi / 40 for i in range(80))
    ]
    canvas.paint(canvas.polygon(*beads), "#f3e2ae")
    canvas.paint(canvas.ellipse(x, y, rx + 1.6, ry + 1.6), _SEPIA)

    sky = tones.ramp(
        canvas.down(170, 380),
        [
            (0, "#66685a"),
            (0.3, "#a89a78"),
            (0.62, "#e2b87c"),
            (0.85, "#f3d49a"),
            (1, "#f7e3b4"),
        ],
    )
    canvas.paint(oval, sky)
    canvas.paint(both(oval, canvas.glow(268, 372, 120, 100)), "#fff0c4", 0.9)
    drifts = tones.level(canvas.clouds(21, 110, 26), 0.5, 0.8)
    canvas.paint(
        both(oval, drifts, minus(canvas.blank(255), canvas.down(200, 372))), "#5f513c", 0.6
    )
    lit = tones.level(canvas.clouds(22, 90, 18), 0.6, 0.85)
    canvas.paint(
        both(oval, lit, canvas.down(220, 330), canvas.rect(60, 160, 340, 376)), "#fbe8be", 0.6
    )
    canvas.paint(both(oval, canvas.ellipse(268, 366, 17)), "#fff6d8")

    sea = both(oval, canvas.rect(60, 376, 340, 500))
    canvas.paint(
        sea, tones.ramp(canvas.down(376, 450), [(0, "#c9ac77"), (0.3, "#6f7360"), (1, "#3a4136")])
    )
    swell = tones.level(canvas.clouds(5, 46, 4.4, octaves=3), 0.52, 0.7)
    canvas.paint(both(sea, swell), "#2d3129", 0.55)
    glitter = tones.level(canvas.clouds(6, 22, 3, octaves=2), 0.45, 0.6)
    canvas.paint(both(sea, glitter, canvas.glow(268, 384, 46, 110)), "#ffeebc")
    _ship(canvas, oval)
    _lighthouse(canvas, oval)
    _widow(canvas, oval)
    canvas.paint(
        both(oval, minus(canvas.blank(255), canvas.glow(x, y - 10, 190, 235))), "#2a170b", 0.75
    )


def _ship(canvas: Canvas, oval: Image.Image) -> None:
    hull = points("232,378 232,378 286,377 286,377 280,387 280,387 238,387")
    masts = [
        ribbon([(246, 380), (246, 322)], 1.3, 0.7),
        ribbon([(264, 380), (264, 314)], 1.4, 0.7),
        ribbon([(230, 378), (214, 370)], 1.2, 0.6),
    ]
    sails = [
        points("247,326 247,326 259,346 258,370 258,370 246,371 246,371"),
        points("266,318 266,318 282,344 280,370 280,370 265,371 265,371"),
        points("244,328 244,328 238,352 217,370 217,370 240,368 244,366"),
    ]
    canvas.paint(both(oval, canvas.curve(*sails)), "#8a6b41")
    canvas.paint(
        both(oval, canvas.shift(canvas.curve(*sails), 3, 2), canvas.curve(*sails)), "#5d4429", 0.7
    )
    canvas.paint(both(oval, join(canvas.curve(hull), canvas.polygon(*masts))), _SEPIA)


def _lighthouse(canvas: Canvas, oval: Image.Image) -> None:
    rock = points("60,400 60,400 84,376 100,366 118,370 134,380 152,392 160,398 160,398 60,402")
    canvas.paint(both(oval, canvas.polygon([(110, 261), (330, 196), (330, 250)])), "#fff2c0", 0.34)
    canvas.paint(both(oval, canvas.polygon([(110, 261), (330, 212), (330, 236)])), "#fff6d2", 0.4)
    canvas.paint(both(oval, canvas.curve(rock)), "#33251a")
    tower = canvas.polygon([(102, 272), (118, 272), (122, 372), (98, 372)])
    canvas.paint(
        both(oval, tower),
        tones.ramp(
            canvas.across((98, 0), (122, 0)), [(0, "#5b4630"), (0.7, "#d8bd88"), (1, "#efd9a6")]
        ),
    )
    stripes = canvas.polygon(
        *[[(90, t), (130, t - 5), (130, t + 8), (90, t + 13)] for t in (286, 314, 342)]
    )
    canvas.paint(both(oval, tower, stripes), _RED, 0.85)
    canvas.paint(
        both(
            oval,
            canvas.polygon(
                [(99, 268), (121, 268), (121, 273), (99, 273)], [(100, 252), (110, 243), (120, 252)]
            ),
        ),
        _SEPIA,
    )
    canvas.paint(both(oval, canvas.rect(104, 252, 116, 268)), "#ffeaa0")
    canvas.paint(both(oval, canvas.glow(110, 260, 34)), "#fff3c0", 0.9)


def _widow(canvas: Canvas, oval: Image.Image) -> None:
    quay = points("60,446 200,438 340,444 340,500 60,500")
    canvas.paint(
        both(oval, canvas.polygon(quay)),
        tones.ramp(canvas.down(438, 485), [(0, "#6a5238"), (1, "#20130a")]),
    )
    joints = [ribbon([(60 + i * 34, 438), (40 + i * 40, 492)], 1.2, 2) for i in range(9)]
    joints += [ribbon([(60, t), (340, t - 2)], 1.0, 1.0) for t in (452, 464)]
    canvas.paint(both(oval, canvas.polygon(*joints)), "#20130a", 0.7)
    skirt = points(
        "176,318 176,318 168,350 156,392 140,432 118,458 118,458 150,463 190,464 "
        "222,460 222,460 217,420 207,372 198,318 198,318"
    )
    bodice = points(
        "172,280 180,275 196,275 205,281 204,296 198,318 198,322 176,322 176,318 170,298"
    )
    arm = spline([(201, 283), (214, 300), (226, 306), (240, 298)])
    head = arc(190, 259, 8.6, 10.4, turn=10)
    hair = points("181,254 186,246 195,246 200,253 198,262 190,268 182,272 178,266 178,258")
    shawl = points(
        "178,276 164,278 140,268 116,274 98,262 98,262 112,286 132,284 150,296 168,302 176,298"
    )
    neck = [(186, 264), (196, 264), (197, 280), (184, 280)]
    figure = join(canvas.curve(skirt, bodice, hair), canvas.polygon(head, neck, ribbon(arm, 9, 5)))
    canvas.paint(both(oval, canvas.glow(243, 310, 70)), "#ffe7a6", 0.7)
    canvas.paint(both(oval, canvas.curve(shawl)), _RED)
    folds = [
        ribbon(spline([(172, 282), (146, 276), (120, 280), (102, 266)]), 2, 0.4),
        ribbon(spline([(172, 292), (150, 288), (130, 280)]), 2, 0.4),
    ]
    canvas.paint(both(oval, canvas.polygon(*folds)), "#4d120b", 0.8)
    canvas.paint(both(oval, figure), "#1d120b")
    canvas.paint(both(oval, canvas.polygon(neck), canvas.rect(190, 262, 200, 276)), "#c79a6a")
    canvas.paint(both(oval, canvas.ellipse(195, 261, 4.6, 7.6, 8)), "#d9b383")
    pleats = [
        ribbon(spline([(180 + i * 4, 324), (176 + i * 8, 380), (150 + i * 16, 458)]), 0.8, 3.4)
        for i in range(5)
    ]
    canvas.paint(both(oval, figure, canvas.polygon(*pleats)), "#5a402a", 0.6)
    rim = minus(figure, canvas.shift(figure, -1.8, 1.0))
    canvas.paint(both(oval, rim, canvas.rect(185, 240, 260, 466)), "#ffdf9c", 0.9)
    lantern = join(
        canvas.rect(237, 304, 249, 320),
        canvas.polygon([(235, 304), (243, 297), (251, 304)]),
        canvas.ring(243, 295, 4, 1),
    )
    canvas.paint(both(oval, lantern), _SEPIA)
    canvas.paint(both(oval, canvas.rect(239, 306, 247, 318)), "#fff3bd")
    canvas.paint(both(oval, canvas.glow(243, 312, 26)), "#fff3bd", 0.8)


def _lettering(canvas: Canvas, sample: Sample) -> None:
    words = sample.film.title.upper().split()
    small = canvas.line(" ".join(words[:-2]), 13, slab=7, across=3, track=22)
    note = canvas.line(
        "THE PENHALIGON-ASTER COMPANY PRESENTS", 5.6, slab=4, across=2, track=16, fit=226
    )
    canvas.paint(canvas.letter(note, 200, 58), _UMBER)
    bow = lettering.bend(
        small, lambda t: 0.9 * (2 * t - 1) ** 2, lambda t: 1 + 0.9 * (2 * t - 1) ** 2
    )
    canvas.paint(canvas.letter(bow, 200, 81, role="title"), _SEPIA)
    large = canvas.line(" ".join(words[-2:]), 34, slab=9, across=5, track=2, fit=296)
    arch = lettering.bend(
        large, lambda t: 0.42 * (2 * t - 1) ** 2, lambda t: 1 + 0.22 * (2 * t - 1) ** 2
    )
    mask = canvas.letter(arch, 200, 117, role="title")
    canvas.paint(canvas.shift(mask, 1.7, 1.7), "#c79a4e")
    canvas.paint(mask, tones.ramp(canvas.down(96, 140), [(0, _RED), (1, "#5c150d")]))

    middle = points(
        "72,486 72,486 136,477 200,474 264,477 328,486 328,486 328,512 328,512 264,503 "
        "200,500 136,503 72,512 72,512"
    )
    tail = points("52,500 52,500 92,492 92,492 92,520 92,520 52,526 52,526 62,513 62,513")
    tails = canvas.curve(tail, mirror(tail, 200))
    canvas.paint(tails, "#8d5f2f")
    canvas.paint(minus(lettering.rounded(tails, 1.6), tails), _SEPIA)
    folds = [[(72, 486), (72, 512), (92, 519), (92, 508)]]
    canvas.paint(canvas.polygon(*folds, mirror(folds[0], 200)), _SEPIA)
    band = canvas.curve(middle)
    canvas.paint(lettering.rounded(band, 2), _SEPIA)
    canvas.paint(band, "#f0dca6")
    tag = canvas.line(sample.tagline, 10, across=3, track=6, fit=236)
    tag = lettering.bend(
        lettering.shear(tag, 0.16),
        lambda t: 0.62 * (2 * t - 1) ** 2,
        lambda t: 1 + 0.62 * (2 * t - 1) ** 2,
    )
    canvas.paint(canvas.letter(tag, 200, 490, role="tagline"), _SEPIA)
    reels = canvas.line(
        "A PHOTO-DRAMA OF THE SEA IN FIVE REELS", 7.4, slab=5, across=3, track=10, fit=262
    )
    canvas.paint(canvas.letter(reels, 200, 529, role="credits"), _RED)
    cast = canvas.line(
        "with MISS ODALYS FERRAND and MR. CASPIAN HOLLIS", 6, across=2.5, track=9, fit=232
    )
    canvas.paint(canvas.letter(cast, 200, 542.5, role="credits"), _SEPIA)
