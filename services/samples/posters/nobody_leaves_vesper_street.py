"""1947: film noir; a man's shadow, cut into strips by a venetian blind."""

from __future__ import annotations

from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import Canvas, both, join, minus
from services.samples.films import Sample
from services.samples.shapes import points, ribbon, spline

_INK = "#0b0d12"


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Nobody Leaves Vesper Street"."""
    canvas = Canvas(width, "#10141c")
    canvas.paint(
        canvas.blank(255),
        tones.ramp(
            canvas.across((400, 60), (0, 520)), [(0, "#4a5868"), (0.4, "#232c3a"), (1, "#0b0d12")]
        ),
    )
    slats = _blind(canvas)
    _wall(canvas, slats)
    _man(canvas, slats)
    _woman(canvas)
    canvas.vignette(0.7)
    _lettering(canvas, sample)
    canvas.grain(10, 1947)
    return canvas


def _blind(canvas: Canvas) -> Image.Image:
    """Light through the slats: bars that fall slantwise, as from a street lamp on the right."""
    bars = []
    for i in range(15):
        top = -30 + i * 30.0
        thick = 13.5 + i * 0.35
        bars.append([(0, top + 92), (400, top), (400, top + thick), (0, top + 92 + thick * 1.15)])
    cords = [[(x, 0), (x + 3, 0), (x - 22, 620), (x - 26, 620)] for x in (120, 306)]
    lit = minus(canvas.polygon(*bars), canvas.polygon(*cords))
    return canvas.soft(lit, 1.3)


def _wall(canvas: Canvas, slats: Image.Image) -> None:
    pool = both(slats, tones.level(canvas.glow(250, 190, 330, 360), 0.05, 0.75))
    canvas.paint(
        pool,
        tones.ramp(canvas.glow(280, 150, 320), [(0, "#a06a2c"), (0.5, "#e6b65a"), (1, "#fff0b8")]),
    )
    # The shadow that he throws lies on the wall behind him, larger and softer than he is.
    shadow = canvas.soft(canvas.shift(_silhouette(canvas), 46, -14), 5)
    canvas.paint(shadow, "#0e1119", 0.82)


def _silhouette(canvas: Canvas) -> Image.Image:
    hat = canvas.curve(
        points(
            "98,172 98,172 120,166 148,160 150,160 156,128 166,106 186,102 204,108 222,104 "
            "238,114 248,140 252,162 252,162 280,172 296,186 296,186 270,192 220,188 "
            "160,184 120,182"
        ),
    )
    face = canvas.curve(
        points(
            "150,180 150,180 148,196 147,206 138,222 135,228 138,232 145,234 145,234 "
            "143,242 139,246 143,250 141,255 146,260 144,268 146,280 156,288 172,290 "
            "188,284 196,300 196,330 196,330 254,330 254,330 250,280 252,240 252,184 "
            "252,184"
        ),
    )
    coat = canvas.curve(
        points(
            "180,296 180,296 160,306 150,330 150,330 112,346 76,372 58,420 46,500 40,610 "
            "40,610 352,610 352,610 350,500 340,410 318,364 280,338 264,284 264,284 252,268 "
            "252,268 232,300"
        ),
    )
    return join(hat, face, coat)


def _man(canvas: Canvas, slats: Image.Image) -> None:
    man = _silhouette(canvas)
    canvas.paint(
        man, tones.ramp(canvas.down(100, 560), [(0, "#0a0c11"), (0.6, "#11151d"), (1, "#07080b")])
    )
    # On him the bars of light bend round: the same blind, moved and squeezed, only where he is lit.
    lit = both(
        man, _bent(canvas, slats), tones.level(canvas.across((236, 0), (92, 60)), 0.45, 0.95)
    )
    canvas.paint(
        lit, tones.ramp(canvas.down(150, 520), [(0, "#fff2c0"), (0.45, "#f0bc62"), (1, "#7a3f1a")])
    )
    brim = both(
        man,
        canvas.soft(canvas.curve(points("98,174 160,184 252,188 252,204 160,204 130,196")), 3),
    )
    canvas.paint(brim, "#05060a", 0.85)
    band = both(man, canvas.polygon([(149, 152), (253, 150), (255, 166), (147, 168)]))
    canvas.paint(band, "#030406", 0.9)
    lapels = [
        ribbon(spline([(166, 306), (176, 346), (206, 396)]), 2.4, 1),
        ribbon(spline([(262, 290), (246, 344), (206, 396)]), 2.4, 1),
        ribbon([(206, 396), (202, 610)], 2, 2),
        ribbon(spline([(152, 330), (136, 352), (150, 372), (206, 398)]), 1.8, 1),
        ribbon(spline([(282, 338), (286, 360), (262, 374), (208, 398)]), 1.8, 1),
    ]
    canvas.paint(both(man, canvas.polygon(*lapels)), "#000000", 0.95)
    edge = minus(man, canvas.shift(man, 1.6, 0.4))
    canvas.paint(both(edge, canvas.rect(30, 90, 230, 420)), "#ffe2a0", 0.9)
    canvas.paint(canvas.polygon([(141, 251), (141, 255), (108, 263), (107, 259)]), "#f4ecd8")
    canvas.paint(canvas.polygon([(113, 257.4), (113, 262), (107, 263.6), (106, 259)]), "#ff7a2a")
    canvas.paint(canvas.glow(107, 261, 22), "#ff8a35", 0.9, "screen")
    for path, width in (
        (
            points("106,256 98,236 112,214 96,190 82,164 100,136 88,104 70,78"),
            15,
        ),
        (points("106,256 104,232 92,214 80,194 92,170 78,140 62,122"), 10),
    ):
        smoke = canvas.soft(canvas.stroke(spline(path, steps=14), 1.4, width), 2.6)
        canvas.paint(both(smoke, tones.level(canvas.clouds(61, 60), 0.0, 0.6)), "#dfe6ea", 0.5)


def _bent(canvas: Canvas, slats: Image.Image) -> Image.Image:
    """The bars as they fall on a rounded body: bowed, and out of step with the wall's."""
    width, height = canvas.size
    mesh = []
    for x in range(0, width, width // 40):
        right = min(x + width // 40, width)
        lift = [38 * canvas.scale * (1 - ((u / canvas.scale - 170) / 130) ** 2) for u in (x, right)]
        mesh.append(
            (
                (x, 0, right, height),
                (x, lift[0], x, height + lift[0], right, height + lift[1], right, lift[1]),
            )
        )
    return slats.transform((width, height), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def _woman(canvas: Canvas) -> None:
    """A small figure under a street lamp, in the fold of his coat."""
    canvas.paint(canvas.glow(318, 366, 120, 150), "#d9a040", 0.65, "screen")
    post = canvas.polygon(
        ribbon([(346, 610), (346, 306)], 4.4, 2.6),
        ribbon(spline([(346, 308), (345, 292), (330, 288), (322, 294)]), 2.4, 2),
    )
    canvas.paint(
        both(
            canvas.polygon([(318, 304), (328, 304), (384, 474), (256, 474)]),
            minus(canvas.blank(255), canvas.down(360, 454)),
        ),
        "#ffe09a",
        0.4,
    )
    canvas.paint(post, _INK)
    canvas.paint(canvas.ellipse(323, 304, 6, 5), "#fff6d0")
    canvas.paint(canvas.polygon([(314, 302), (332, 302), (327, 294), (319, 294)]), _INK)
    dress = points(
        "310,368 318,364 328,365 334,372 331,386 329,398 336,416 336,440 331,460 "
        "340,478 340,478 308,478 308,478 312,454 306,430 308,410 314,396 310,382"
    )
    hair = points("314,342 322,336 331,340 334,352 338,362 330,364 326,354 320,348 316,358 311,356")
    arms = [
        ribbon(spline([(312, 370), (302, 386), (312, 400)]), 4, 2.6),
        ribbon(spline([(333, 372), (342, 388), (332, 402)]), 4, 2.6),
    ]
    canvas.paint(canvas.soft(canvas.curve(dress), 6), "#ff5a3c", 0.35)
    canvas.paint(
        join(
            canvas.ellipse(321, 351, 5.6, 7.4),
            canvas.rect(318.5, 356, 324, 368),
            canvas.polygon(*arms),
        ),
        "#f6cf96",
    )
    canvas.paint(
        canvas.curve(dress),
        tones.ramp(
            canvas.across((304, 0), (342, 0)), [(0, "#7c0f12"), (0.45, "#e03424"), (1, "#5d0a0e")]
        ),
    )
    canvas.paint(canvas.curve(hair), "#2c1408")


def _lettering(canvas: Canvas, sample: Sample) -> None:
    k = canvas.scale
    canvas.paint(canvas.down(440, 530), "#07080c", 0.86)
    words = sample.film.title.split()
    sets = [
        (" ".join(words[:2]).upper(), 40.0, 300.0, 472.0, 190.0, "#ffd84a"),
        (" ".join(words[2:]).upper(), 44.0, 344.0, 521.0, 204.0, "#ffd84a"),
    ]
    for text, cap, fit, y, x, ink in sets:
        shape = canvas.line(text, cap, weight=1, across=8, stretch=0.62, track=3, fit=fit)
        shape = lettering.shear(shape, 0.2)
        shape = lettering.turn(shape, 3.2)
        shape = lettering.rough(shape, 1.5 * k, 7, 0.35)
        mask = canvas.letter(shape, x, y, role="title")
        canvas.paint(canvas.shift(lettering.rounded(mask, 1.2 * k), 2.4, 3), "#000000")
        canvas.paint(mask, ink)
        brush = tones.level(canvas.clouds(77, 120, 5), 0.58, 0.8)
        canvas.paint(both(mask, brush), "#f08a1e", 0.75)
    swash = canvas.polygon(ribbon(spline([(34, 560), (140, 549), (260, 541), (366, 540)]), 1.2, 5))
    canvas.paint(lettering.rough(swash, 2 * k, 3, 0.4).resize(canvas.size), "#d8311f")
    tag = canvas.line(sample.tagline, 10.4, across=3, track=6, fit=262)
    canvas.paint(canvas.letter(lettering.shear(tag, 0.2), 200, 34, role="tagline"), "#f5ead0")
    names = canvas.line(
        "DASHIELL ROURKE   *   IRIS VALENTYNE   *   GUS PELLETIER",
        7.2,
        across=3,
        stretch=0.8,
        track=8,
        fit=322,
    )
    canvas.paint(canvas.letter(names, 200, 565, role="credits"), "#f5ead0")
    foot = canvas.line(
        "FROM THE NOVEL 'THE LONG WAY TO ELEVEN'   -   A CORMORANT PICTURE", 4.8, track=10, fit=270
    )
    canvas.paint(canvas.letter(foot, 200, 579, role="credits"), "#b9a988")
