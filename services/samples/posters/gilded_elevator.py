"""1928: art deco in gold leaf on lacquer; the floor dial of a lift is the rising sun."""

from __future__ import annotations

import math

from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.films import Sample
from services.samples.shapes import Point, arc, mirror, points, ribbon, spline

_GOLD = [
    (0, "#6b4312"),
    (0.25, "#c8923a"),
    (0.45, "#f7e2a0"),
    (0.6, "#d9a648"),
    (0.8, "#9a6521"),
    (1, "#f0cf83"),
]
_NIGHT = "#0d1f21"
_JADE = "#1f6a5c"
_CORAL = "#d8553a"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "The Gilded Elevator"."""
    canvas = Canvas(width, _NIGHT)
    gold = tones.ramp(canvas.across((60, 0), (340, 600)), _GOLD)
    canvas.paint(
        canvas.blank(255),
        tones.ramp(canvas.down(), [(0, "#123638"), (0.5, _NIGHT), (1, "#08100f")]),
    )
    x, y = 200.0, 250.0
    _rays(canvas, x, y)
    _tower(canvas, gold)
    _dial(canvas, x, y, gold)
    _doors(canvas, gold)
    _lettering(canvas, sample, gold)
    edge = join(canvas.frame(8, 2), canvas.frame(13, 0.8))
    canvas.paint(edge, gold)
    canvas.grain(6, 1928)
    return canvas


def _wedge(middle: Point, near: float, far: float, start: float, end: float) -> list[Point]:
    outer = arc(*middle, far, far, sweep=(start, end))
    return outer + arc(*middle, near, near, sweep=(end, start))


def _rays(canvas: Canvas, x: float, y: float) -> None:
    rays = [_wedge((x, y), 150, 520, 180 + i * 10, 185 + i * 10) for i in range(18)]
    fan = both(canvas.polygon(*rays), canvas.rect(14, 14, 386, y))
    canvas.paint(
        fan,
        tones.ramp(canvas.glow(x, y, 360), [(0, "#123b3b"), (0.4, "#1f6a5c"), (1, "#6fb08f")]),
        0.75,
    )


def _tower(canvas: Canvas, gold: Image.Image) -> None:
    half = points("200,440 40,440 40,300 62,300 62,268 86,268 86,250 200,250")
    body = canvas.polygon(half, mirror(half, 200))
    canvas.paint(
        body,
        tones.ramp(
            canvas.across((40, 0), (360, 0)), [(0, "#0b1a1b"), (0.5, "#17423f"), (1, "#0b1a1b")]
        ),
    )
    lines = []
    for i, top in ((50, 306), (56, 306), (68, 274), (74, 274), (80, 274), (92, 256), (98, 256)):
        lines.append(ribbon([(i, top), (i, 440)], 1.4, 1.4))
    canvas.paint(canvas.polygon(*lines, *[mirror(line, 200) for line in lines]), gold, 0.85)
    canvas.paint(minus(lettering.rounded(body, 3), body), gold)


def _dial(canvas: Canvas, x: float, y: float, gold: Image.Image) -> None:
    upper = canvas.rect(0, 0, 400, y)
    disc = both(canvas.ellipse(x, y, 150), upper)
    canvas.paint(disc, gold)
    canvas.paint(both(canvas.ellipse(x, y, 146), upper), "#0b1617")
    petals = [_wedge((x, y), 92, 140, 181 + i * 16.36, 195.4 + i * 16.36) for i in range(11)]
    canvas.paint(
        canvas.polygon(*petals),
        tones.ramp(canvas.glow(x, y, 150), [(0, "#b6452f"), (0.12, _CORAL), (0.45, "#f2a65e")]),
    )
    for i in range(11):
        angle = 180 + 8.18 + i * 16.36
        cx, cy = x + 122 * math.cos(math.radians(angle)), y + 122 * math.sin(math.radians(angle))
        floor = canvas.line(str(i + 2), 13, weight=1, stretch=0.75)
        canvas.paint(canvas.letter(lettering.turn(floor, 270 - angle), cx, cy), _NIGHT)
    canvas.paint(both(minus(canvas.ellipse(x, y, 88), canvas.ellipse(x, y, 84)), upper), gold)
    shells = [_wedge((x, y), 30, 80, 180.8 + i * 9, 188.2 + i * 9) for i in range(20)]
    canvas.paint(
        canvas.polygon(*shells),
        tones.ramp(canvas.glow(x, y, 84), [(0, "#f3d68e"), (0.5, "#c38a35"), (1, "#5c3a12")]),
    )
    angle = math.radians(180 + 8.18 + 9 * 16.36)
    tip = (x + 104 * math.cos(angle), y + 104 * math.sin(angle))
    side = (7 * math.sin(angle), -7 * math.cos(angle))
    hand = [tip, (x + side[0], y + side[1]), (x - side[0], y - side[1])]
    canvas.paint(canvas.shift(canvas.polygon(hand), 2, 3), "#000000", 0.5)
    canvas.paint(canvas.polygon(hand), "#fff4d0")
    canvas.paint(both(canvas.ellipse(x, y, 22), upper), _CORAL)
    canvas.paint(both(canvas.ring(x, y, 22, 2.5), upper), gold)


def _doors(canvas: Canvas, gold: Image.Image) -> None:
    canvas.paint(canvas.rect(106, 250, 294, 440), gold)
    canvas.paint(canvas.rect(111, 255, 289, 440), "#091213")
    light = canvas.rect(150, 258, 250, 440)
    canvas.paint(
        light,
        tones.ramp(
            canvas.glow(200, 330, 90, 150), [(0, "#b9632b"), (0.4, "#f3b65c"), (1, "#fff3c9")]
        ),
    )
    canvas.paint(
        both(
            light,
            canvas.polygon(*[_wedge((200, 300), 0, 200, i * 15, i * 15 + 7.5) for i in range(24)]),
        ),
        "#fff8df",
        0.28,
    )
    leaf = [(114, 258), (160, 258), (160, 440), (114, 440)]
    doors = canvas.polygon(leaf, mirror(leaf, 200))
    canvas.paint(
        doors, tones.ramp(canvas.down(258, 440), [(0, "#2b7f6c"), (0.6, _JADE), (1, "#0e3833")])
    )
    marks = []
    for i in range(5):
        top = 262 + i * 36
        marks.append(ribbon([(118, top + 30), (137, top + 4), (156, top + 30)], 1.6, 1.6))
        marks.append(ribbon([(123, top + 30), (137, top + 12), (151, top + 30)], 1.2, 1.2))
        marks.append(_wedge((137, top + 31), 0, 6, 180, 360))
    marks += [
        ribbon([(116.5, 258), (116.5, 440)], 1, 1),
        ribbon([(157.5, 258), (157.5, 440)], 1, 1),
    ]
    canvas.paint(canvas.polygon(*marks, *[mirror(mark, 200) for mark in marks]), gold)
    _couple(canvas)
    for i in range(4):
        canvas.paint(
            canvas.rect(96 - i * 18, 440 + i * 5, 304 + i * 18, 445 + i * 5),
            gold if i % 2 == 0 else "#123b3b",
        )


def _couple(canvas: Canvas) -> None:
    man = points(
        "205,332 205,332 216,328 226,334 229,352 227,374 231,404 236,434 246,438 "
        "226,440 226,440 218,404 214,386 208,410 206,438 206,438 194,440 196,436 "
        "198,404 200,372 200,350"
    )
    woman = points(
        "188,341 194,344 196,360 195,376 202,396 200,408 200,408 194,404 190,410 "
        "184,404 178,410 172,403 172,403 178,384 180,362 180,348"
    )
    legs = [
        ribbon(spline([(190, 404), (191, 420), (187, 438)]), 5, 2.6),
        ribbon(spline([(181, 404), (174, 416), (160, 412)]), 5, 2.6),
    ]
    arms = [
        ribbon(spline([(208, 336), (192, 326), (176, 308)]), 6.5, 3.4),
        ribbon(spline([(184, 345), (180, 330), (174, 306)]), 4.6, 2.6),
        ribbon(spline([(224, 340), (214, 362), (194, 366)]), 6.5, 3.4),
        ribbon(spline([(192, 346), (206, 344), (220, 338)]), 4.4, 2.8),
    ]
    suit = join(
        canvas.curve(man),
        canvas.polygon(arms[0], arms[2]),
        canvas.ellipse(211, 317, 7.4, 9.4),
        canvas.rect(208, 322, 214, 334),
    )
    canvas.paint(suit, "#0a1516")
    canvas.paint(canvas.polygon([(203, 333), (207, 346), (209, 331)]), "#fff8e4")
    dress = canvas.curve(woman)
    skin = join(
        canvas.polygon(*legs, arms[1], arms[3]),
        canvas.ellipse(190, 327, 6.6, 8.2, -8),
        canvas.rect(187.5, 332, 191.5, 344),
    )
    canvas.paint(skin, "#8c2f22")
    canvas.paint(dress, _CORAL)
    fringe = [
        ribbon([(176 + i * 3, 392 - i % 2 * 3), (175 + i * 3.2, 405)], 0.8, 0.8) for i in range(8)
    ]
    canvas.paint(canvas.polygon(*fringe), "#fbd9a0")
    canvas.paint(
        canvas.curve(points("183,322 187,316 195,317 198,325 196,333 191,328 186,330 184,334")),
        "#0a1516",
    )
    canvas.paint(canvas.stroke([(182.5, 323), (198, 321)], 1.6), "#f7e2a0")
    canvas.paint(canvas.stroke(spline([(184, 321), (178, 312), (180, 304)]), 2.4, 0.6), "#f7e2a0")


def _lettering(canvas: Canvas, sample: Sample, gold: Image.Image) -> None:
    article, *rest = sample.film.title.upper().split()
    first = canvas.line(rest[0], 37, weight=6, stretch=0.62, track=8, fit=210)
    second = canvas.line(rest[1], 37, weight=6, stretch=0.62, track=6, fit=318)
    the = canvas.line(article, 11, weight=1, track=40)
    for shape, top in ((first, 474.0), (second, 522.0)):
        mask = canvas.letter(shape, 200, top, "mt", role="title")
        canvas.paint(canvas.shift(mask, 2, 2), "#000000", 0.8)
        canvas.paint(mask, gold)
        # The inline: a dark line along the middle of every stroke, the decade's own mark.
        inline = minus(
            lettering.rounded(mask, -1.5 * canvas.scale),
            lettering.rounded(mask, -2.3 * canvas.scale),
        )
        canvas.paint(inline, _NIGHT, 0.85)
    canvas.paint(canvas.letter(the, 62, 489, role="title"), gold)
    for x in (62, 338):
        canvas.paint(
            canvas.polygon(
                *[
                    [
                        (x - 18 + i * 4, 500 + i * 4),
                        (x + 18 - i * 4, 500 + i * 4),
                        (x + 18 - i * 4, 501.4 + i * 4),
                        (x - 18 + i * 4, 501.4 + i * 4),
                    ]
                    for i in range(3)
                ]
            ),
            gold,
        )
    note = canvas.line("ALL TALKING", 6, weight=1, track=20, fit=46)
    canvas.paint(canvas.letter(note, 338, 483), _CORAL)
    note = canvas.line("ALL SINGING", 6, weight=1, track=20, fit=46)
    canvas.paint(canvas.letter(note, 338, 492), _CORAL)
    tag = canvas.line(sample.tagline.upper(), 7, weight=1, track=48, fit=268)
    canvas.paint(canvas.letter(tag, 200, 32, role="tagline"), "#f7e2a0")
    foot = canvas.line(
        "LOTTE VANDERHEYDEN - BASIL CROME - THE SIXTEENTH FLOOR ORCHESTRA",
        4.6,
        weight=1,
        track=26,
        fit=318,
    )
    canvas.paint(canvas.letter(foot, 200, 579, role="credits"), "#e8c883")
