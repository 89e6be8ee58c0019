"""2022: flat, loud, all type; the letters are the picture and the birds live among them."""

from __future__ import annotations

from collections.abc import Sequence

from services.samples import lettering
from services.samples.canvas import Canvas, both, minus
from services.samples.films import Sample
from services.samples.shapes import Point, arc, moved, points, ribbon

_PINK = "#ff4f8b"
_BLUE = "#2438e0"
_YELLOW = "#ffd51f"
_MINT = "#2fd6a3"
_ORANGE = "#ff7a1f"
_INK = "#15122b"
_CREAM = "#fff6e4"
_ROWS = ((_PINK, _YELLOW), (_YELLOW, _BLUE), (_MINT, _CREAM))
_ROW = 178.0

_BODY: list[Point] = points(
    "16,-62 18,-46 2,-32 -22,-20 -50,-2 -86,14 -86,14 -82,27 -82,27 -44,24 -12,34 "
    "18,30 40,10 49,-16 51,-44 50,-62 34,-76"
)
_WING: list[Point] = points("18,-14 22,6 4,20 -34,20 -74,20 -74,20 -50,4 -20,-14 4,-24")


def paint(sample: Sample, width: int) -> Canvas:
    """Paints "Pigeon Pigeon Pigeon"."""
    canvas = Canvas(width, _MINT)
    for i, (ground, _) in enumerate(_ROWS):
        canvas.paint(canvas.rect(0, 6 + i * _ROW if i else 0, 400, 600), ground)
    _title(canvas, sample)
    _bird(canvas, 118, 146, ("#7a63f0", _INK))
    _bird(canvas, 212, 324, ("#ff8fb6", "#c8245f"), flip=-1)
    _bird(canvas, 146, 502, (_BLUE, _INK))
    _sandwich(canvas)
    _small_print(canvas, sample)
    canvas.grain(3, 2022)
    return canvas


def _title(canvas: Canvas, sample: Sample) -> None:
    k = canvas.scale
    for i, word in enumerate(sample.film.title.upper().split()):
        shape = canvas.line(word, 150, across=13, along=7, stretch=0.5, track=-3, fit=380)
        shape = shape.resize((shape.width, round(164 * k)))
        mask = canvas.letter(shape, 200, 14 + i * _ROW, "mt", role="title")
        canvas.paint(mask, _ROWS[i][1])
        x, y = 287.0, 96 + i * _ROW
        canvas.paint(canvas.ellipse(x, y, 31), _ORANGE)
        canvas.paint(canvas.ellipse(x, y, 25), _CREAM)
        gaze = ((-9, 8), (-10, 3), (4, 11))[i]
        canvas.paint(canvas.ellipse(x + gaze[0], y + gaze[1], 13), _INK)
        canvas.paint(canvas.ellipse(x + gaze[0] + 4, y + gaze[1] - 5, 4), _CREAM)


def _bird(canvas: Canvas, x: float, y: float, inks: tuple[str, str], flip: int = 1) -> None:
    """A pigeon whose feet stand 38 below (x, y); its body and its wing take the inks."""
    ink, dark = inks

    def put(shape: Sequence[Point]) -> list[Point]:
        return moved([(flip * px, py) for px, py in shape], x, y)

    legs = []
    for dx, lean in ((-6, -4), (14, 5)):
        legs.append(ribbon([(dx, 26), (dx + lean, 38)], 3.6, 3.6))
        legs += [ribbon([(dx + lean, 37), (dx + lean + t, 39.5)], 3.4, 2) for t in (-8, 10)]
    canvas.paint(canvas.polygon(*map(put, legs)), _ORANGE)
    body = canvas.curve(put(_BODY))
    canvas.paint(body, ink)
    collar = [_MINT, _PINK, _YELLOW] if ink != "#ff8fb6" else [_YELLOW, _BLUE, _MINT]
    for i, tint in enumerate(collar):
        top = -50 + i * 8
        band = [(0, top), (30, top + 7), (60, top), (60, top + 8), (30, top + 15), (0, top + 8)]
        canvas.paint(both(body, canvas.polygon(put(band))), tint)
    wing = canvas.curve(put(_WING))
    canvas.paint(wing, dark)
    for dx in (-16, -38):
        bar = [(dx, -24), (dx + 10, -24), (dx - 4, 26), (dx - 14, 26)]
        canvas.paint(both(wing, canvas.polygon(put(bar))), ink)
    canvas.paint(
        canvas.curve(put(points("46,-66 46,-66 58,-62 70,-52 70,-52 58,-51 47,-53 47,-53"))),
        _ORANGE,
    )
    canvas.paint(canvas.polygon(put(arc(50, -62, 5.2, 4, turn=20))), _CREAM)
    canvas.paint(canvas.polygon(put(arc(34, -61, 8.6, 8.6))), _ORANGE)
    canvas.paint(canvas.polygon(put(arc(34, -61, 6.4, 6.4))), _CREAM)
    canvas.paint(canvas.polygon(put(arc(36.4, -60, 3.4, 3.4))), _INK)


def _sandwich(canvas: Canvas) -> None:
    x, y = 300.0, 541.0
    layers: list[tuple[list[Point], str]] = [
        ([(-50, 0), (54, 0), (50, 13), (-46, 13)], "#e09a3c"),
        (
            points("-54,-8 -40,-3 -26,-9 -12,-3 4,-9 18,-3 34,-9 48,-3 58,-8 56,2 -52,2"),
            "#1fa35f",
        ),
        ([(-48, -14), (52, -14), (54, -7), (-50, -7)], "#e8354f"),
        (points("-52,-20 56,-20 56,-15 26,-13 12,-4 -2,-13 -52,-14"), "#ffe15a"),
    ]
    bites = canvas.polygon(
        *[arc(x + dx, y + dy, 9, 9) for dx, dy in ((60, -34), (56, -20), (58, -5), (54, 10))]
    )
    for shape, ink in layers:
        canvas.paint(minus(canvas.polygon(moved(shape, x, y)), bites), ink)
    crust = points("-54,-20 -54,-20 -50,-38 -24,-46 4,-47 32,-45 54,-36 58,-20 58,-20")
    loaf = minus(canvas.curve(moved(crust, x, y)), bites)
    canvas.paint(loaf, "#f2b04e")
    canvas.paint(both(loaf, canvas.shift(loaf, -6, -7)), "#ffc86a")
    seeds = [
        arc(x + dx, y + dy, 2.6, 1.5, turn=dx * 2)
        for dx, dy in ((-34, -32), (-18, -38), (0, -34), (16, -40), (34, -33), (-6, -41), (24, -29))
    ]
    canvas.paint(canvas.polygon(*seeds), _CREAM)
    crumbs = [arc(x + 62, y + 6, 2, 2), arc(x + 70, y + 10, 2.6, 2.2), arc(x + 78, y + 4, 1.6, 1.6)]
    canvas.paint(canvas.polygon(*crumbs), "#e09a3c")


def _small_print(canvas: Canvas, sample: Sample) -> None:
    tag = canvas.line(sample.tagline.upper(), 9, across=9, along=4, track=3, fit=178)
    canvas.paint(canvas.letter(tag, 14, 578, "lm", role="tagline"), _INK)
    cast = [
        "COO VOICES BY MILO ABERDEEN, PRIYA LUNDE & BIG STEVE",
        "A FLOCKWORK ANIMATION FILM  -  ONLY IN CINEMAS",
    ]
    rows = [canvas.line(text, 3.3, across=4, track=7) for text in cast]
    block = lettering.stack(rows, 2.6 * canvas.scale, "r")
    canvas.paint(canvas.letter(block, 386, 578, "rm", role="credits"), _INK)
