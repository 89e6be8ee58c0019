"""1933: a stone lithograph of a monster, lit from below, over a chapel on a moor."""

from __future__ import annotations

import numpy as np
from PIL import Image

from services.samples import lettering, tones
from services.samples.canvas import HEIGHT, WIDTH, Canvas, both, minus
from services.samples.films import Sample
from services.samples.shapes import points, ribbon, spline

# The face is a relief of soft bumps: x, y, radius across, radius down, height (units of the sheet).
_SKULL = [
    (200, 205, 128, 190, 150),
    (200, 120, 100, 70, 22),
    (148, 168, 62, 22, 34),
    (252, 168, 62, 22, 34),
    (200, 170, 34, 22, 16),
    (136, 250, 44, 30, 30),
    (264, 250, 44, 30, 30),
    (200, 226, 15, 58, 38),
    (200, 262, 24, 16, 26),
    (182, 266, 11, 9, 13),
    (218, 266, 11, 9, 13),
    (200, 360, 40, 20, 44),
    (200, 296, 62, 9, 14),
    (200, 328, 56, 9, 18),
    (188, 366, 15, 12, 10),
    (212, 366, 15, 12, 10),
    (122, 334, 30, 40, 26),
    (278, 334, 30, 40, 26),
]
_HOLLOWS = [
    (152, 203, 34, 20, 36),
    (248, 203, 34, 20, 36),
    (112, 215, 20, 60, 22),
    (288, 215, 20, 60, 22),
    (150, 296, 22, 40, 40),
    (250, 296, 22, 40, 40),
    (200, 341, 44, 8, 26),
    (200, 362, 4, 14, 10),
    (200, 312, 60, 6, 30),
    (190, 272, 5, 4, 14),
    (210, 272, 5, 4, 14),
    (200, 142, 7, 20, 5),
    (178, 130, 50, 3, 4),
    (222, 116, 50, 3, 4),
]


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "The Beast of Belfry Moor"."""
    canvas = Canvas(width, "#07060a")
    canvas.paint(canvas.glow(200, 200, 330, 380), "#2b1640", 0.95)
    canvas.paint(
        both(tones.level(canvas.clouds(31, 150, 60), 0.45, 0.9), canvas.glow(200, 160, 330, 360)),
        "#56306b",
        0.5,
    )
    _face(canvas)
    _moor(canvas)
    canvas.vignette(0.6, "#0a0610")
    _lettering(canvas, sample)
    canvas.grain(13, 1933, 0.9)
    return canvas


def _face(canvas: Canvas) -> None:
    light = _relief(canvas, (-0.12, 0.9, 0.42))
    cold = _relief(canvas, (0.85, -0.35, 0.4))
    head = canvas.soft(
        canvas.curve(
            points(
                "200,34 128,52 84,110 78,190 92,280 122,350 164,396 200,404 236,396 278,350 "
                "308,280 322,190 316,110 272,52"
            )
        ),
        2.5,
    )
    canvas.paint(
        head,
        tones.ramp(
            light,
            [
                (0, "#08060c"),
                (0.22, "#142018"),
                (0.42, "#2f5a34"),
                (0.62, "#79a04a"),
                (0.82, "#d3d36f"),
                (1, "#fbf3b4"),
            ],
        ),
    )
    canvas.paint(both(head, tones.level(cold, 0.5, 1.0)), "#8c4fd0", 0.55, "screen")
    # The ears and the cowl stand off the skull, so they are cut out and not modelled.
    ears = canvas.curve(
        points("86,176 60,150 40,104 40,104 84,128 96,150"),
        points("314,176 340,150 360,104 360,104 316,128 304,150"),
    )
    canvas.paint(ears, tones.ramp(canvas.down(100, 180), [(0, "#0f1a12"), (1, "#4b7a3c")]))
    canvas.paint(
        both(
            ears,
            canvas.soft(
                canvas.curve(
                    [(82, 160), (62, 130), (52, 114), (84, 138)],
                    [(318, 160), (338, 130), (348, 114), (316, 138)],
                ),
                2,
            ),
        ),
        "#0b0810",
        0.9,
    )
    strands = []
    rng = np.random.default_rng(4)
    for x in np.linspace(104, 296, 44):
        lean = (x - 200) * 0.16
        drop = 34 + 38 * abs(x - 200) / 96 + rng.uniform(0, 34)
        top = 44 + 0.0042 * (x - 200) ** 2
        path = [
            (x - lean * 0.4, top - 12),
            (x + lean * 0.5, top + drop * 0.5),
            (x + lean + rng.uniform(-5, 5), top + drop),
        ]
        strands.append(ribbon(spline(path), rng.uniform(4, 8), 0.4))
    canvas.paint(canvas.polygon(*strands), "#09070d")
    teeth = [
        [(x, 307), (x + 10, 307), (x + 5 + d, 307 + h)]
        for x, d, h in (
            (160, 1, 12),
            (173, 0, 8),
            (186, 1, 7),
            (203, -1, 7),
            (217, 0, 8),
            (229, -1, 12),
        )
    ]
    teeth += [
        [(x, 321), (x + 9, 321), (x + 4, 321 - h)]
        for x, h in ((167, 9), (180, 6), (194, 6), (210, 6), (222, 9))
    ]
    mouth = canvas.curve(
        points("140,306 140,306 170,303 200,306 230,303 260,306 260,306 236,321 200,324 164,321")
    )
    canvas.paint(canvas.soft(mouth, 1.2), "#050305")
    canvas.paint(both(canvas.polygon(*teeth), mouth), "#e9e2a8")
    for x in (154, 246):
        canvas.paint(canvas.glow(x, 203, 46, 36), "#ff5a1e", 0.6, "screen")
        eye = canvas.curve(
            [
                (x - 17, 206),
                (x - 17, 206),
                (x - 4, 198),
                (x + 10, 199),
                (x + 17, 206),
                (x + 17, 206),
                (x, 212),
            ]
            if x < 200
            else [
                (x + 17, 206),
                (x + 17, 206),
                (x + 4, 198),
                (x - 10, 199),
                (x - 17, 206),
                (x - 17, 206),
                (x, 212),
            ]
        )
        canvas.paint(
            eye,
            tones.ramp(canvas.glow(x, 205, 18), [(0, "#b3240c"), (0.5, "#ff9a2a"), (1, "#fff6b8")]),
        )
        canvas.paint(canvas.ellipse(x + (2 if x < 200 else -2), 205, 2.4, 5), "#120406")


def _relief(canvas: Canvas, light: tuple[float, float, float]) -> Image.Image:
    """The face's brightness under one lamp (a direction: right, down, towards the viewer)."""
    xs = np.arange(0, WIDTH, dtype=np.float32)
    ys = np.arange(0, HEIGHT, dtype=np.float32)[:, None]
    height = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    for sign, bumps in ((1, _SKULL), (-1, _HOLLOWS)):
        for x, y, rx, ry, rise in bumps:
            away = ((xs - x) / rx) ** 2 + ((ys - y) / ry) ** 2
            if rise > 100:
                height += rise * np.sqrt(np.maximum(1.02 - away, 0))
            else:
                height += sign * rise * np.exp(-1.4 * away)
    rng = np.random.default_rng(9)
    pores = Image.fromarray(rng.standard_normal((150, 100), dtype=np.float32))
    height += np.asarray(pores.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)) * 0.22
    down, right = np.gradient(height)
    length = np.sqrt(down**2 + right**2 + 1)
    lx, ly, lz = (part / sum(p * p for p in light) ** 0.5 for part in light)
    shade = np.maximum((-right * lx - down * ly + lz) / length, 0)
    picture = Image.fromarray(np.clip(shade * 255, 0, 255).astype(np.uint8))
    return picture.resize(canvas.size, Image.Resampling.BICUBIC)


def _moor(canvas: Canvas) -> None:
    canvas.paint(canvas.down(330, 470), "#0a0710")
    canvas.paint(canvas.glow(200, 430, 240, 90), "#ff7a1e", 0.75, "screen")
    mist = both(tones.level(canvas.clouds(44, 120, 22), 0.4, 0.8), canvas.glow(200, 425, 330, 70))
    canvas.paint(mist, "#ffb257", 0.7)
    far = canvas.curve(
        points(
            "0,440 0,440 60,424 130,432 200,418 280,430 350,420 400,432 400,432 400,620 "
            "400,620 0,620 0,620"
        )
    )
    canvas.paint(far, "#1c0f20")
    chapel = canvas.polygon(
        points(
            "286,436 286,372 291,372 291,362 296,362 309,318 322,362 327,362 327,372 "
            "332,372 332,440"
        ),
        points("332,440 332,400 352,384 372,400 372,440"),
        [(308, 320), (308, 304), (310, 304), (310, 320)],
        [(304, 309), (314, 309), (314, 311), (304, 311)],
    )
    canvas.paint(canvas.soft(chapel, 4), "#ff9a3c", 0.35)
    canvas.paint(chapel, "#0b0610")
    arch = canvas.curve(points("302,392 302,392 302,378 309,369 316,378 316,392 316,392"))
    canvas.paint(arch, "#ffd36b")
    canvas.paint(canvas.curve(points("305,388 306,380 309,376 312,380 313,388")), "#0b0610")
    canvas.paint(canvas.polygon(points("346,420 346,408 352,402 358,408 358,420")), "#ff9a3c")
    near = canvas.curve(
        points(
            "0,462 0,462 70,446 150,452 230,440 300,446 400,436 400,436 400,620 400,620 0,620 0,620"
        )
    )
    canvas.paint(near, "#08050b")
    crosses = []
    for x, y, k, lean in (
        (40, 450, 1.3, 2),
        (70, 446, 0.8, -2),
        (372, 438, 1.1, -2),
        (246, 440, 0.8, 2),
    ):
        crosses += [
            [
                (x - 2 * k + lean, y - 22 * k),
                (x + 2 * k + lean, y - 22 * k),
                (x + 2 * k, y + 6),
                (x - 2 * k, y + 6),
            ],
            [
                (x - 8 * k + lean, y - 16 * k),
                (x + 8 * k + lean, y - 15 * k),
                (x + 8 * k + lean, y - 11.5 * k),
                (x - 8 * k + lean, y - 12 * k),
            ],
        ]
    canvas.paint(canvas.polygon(*crosses), "#08050b")
    tree = [
        ribbon(spline([(96, 452), (98, 420), (90, 392), (78, 366)]), 8, 1),
        ribbon(spline([(96, 414), (112, 396), (116, 374)]), 4.4, 0.6),
        ribbon(spline([(94, 404), (76, 394), (58, 392)]), 3.6, 0.5),
        ribbon(spline([(110, 398), (126, 394), (136, 384)]), 2.6, 0.4),
        ribbon(spline([(84, 378), (70, 374), (62, 362)]), 2.4, 0.4),
    ]
    canvas.paint(canvas.polygon(*tree), "#08050b")
    _fugitive(canvas)


def _fugitive(canvas: Canvas) -> None:
    gown = points(
        "176,414 182,410 190,412 190,424 196,436 206,446 218,450 218,450 204,456 "
        "188,452 178,456 166,452 172,438 174,424"
    )
    limbs = [
        ribbon(spline([(188, 414), (198, 408), (206, 398)]), 3, 1.6),
        ribbon(spline([(178, 415), (168, 420), (160, 414)]), 3, 1.6),
        ribbon(spline([(176, 452), (168, 460), (158, 462)]), 3, 1.6),
    ]
    veil = points("184,402 192,400 206,408 214,420 214,420 200,416 190,414")
    canvas.paint(canvas.soft(canvas.curve(gown), 5), "#ffe6b0", 0.5)
    canvas.paint(canvas.curve(veil), "#c98f4a")
    canvas.paint(canvas.polygon(*limbs), "#f3d9a4")
    canvas.paint(
        canvas.curve(gown),
        tones.ramp(
            canvas.across((170, 0), (215, 0)), [(0, "#fffbe6"), (0.5, "#f0dcae"), (1, "#9a6b3c")]
        ),
    )
    canvas.paint(canvas.ellipse(182, 404, 4.6, 5.6), "#f6dfae")
    canvas.paint(
        canvas.curve(points("178,400 184,397 190,402 192,410 186,408 184,402")),
        "#1a0c0a",
    )


def _lettering(canvas: Canvas, sample: Sample) -> None:
    words = sample.film.title.upper().split()
    k = canvas.scale
    head = canvas.line(" ".join(words[:3]), 26, weight=3, across=5, stretch=0.86, track=8, fit=262)
    foot = canvas.line(" ".join(words[3:]), 52, weight=3, across=6, stretch=0.7, track=6, fit=340)
    head = lettering.bend(
        head, lambda t: 0.28 * (2 * t - 1) ** 2, lambda t: 1 + 0.05 * np.sin(9 * t)
    )
    foot = lettering.bend(
        foot,
        lambda t: 0.1 * np.sin(7 * t) - 0.16 * abs(2 * t - 1),
        lambda t: 1 + 0.2 * (2 * t - 1) ** 2,
    )
    for shape, y, seed in ((head, 474.0, 5), (foot, 530.0, 6)):
        cut = lettering.rough(shape, 2.2 * k, seed, 0.75)
        mask = canvas.letter(cut, 200, y, role="title")
        halo = lettering.rounded(mask, 2.2 * k)
        canvas.paint(canvas.soft(halo, 8), "#ff4d12", 0.55)
        canvas.paint(canvas.shift(halo, 1.5, 3), "#3c0606")
        canvas.paint(halo, "#8f1410")
        canvas.paint(
            mask,
            tones.ramp(
                canvas.down(y - 26, y + 26), [(0, "#fff3a0"), (0.5, "#ffb52e"), (1, "#f2551c")]
            ),
        )
        lit = minus(mask, canvas.shift(mask, 0.8, 1.2))
        canvas.paint(lit, "#fffbe0", 0.8)
    tag = canvas.line(sample.tagline, 10, weight=1, across=3, track=5, fit=250)
    canvas.paint(canvas.letter(lettering.shear(tag, 0.22), 200, 25, role="tagline"), "#f0dd8a")
    cast = canvas.line(
        "with AURELIUS THORNE - VESNA MARLOWE - DR. OTTO KRANICH", 6.4, across=3, track=8, fit=312
    )
    canvas.paint(canvas.letter(cast, 200, 576, role="credits"), "#d9c77c")
