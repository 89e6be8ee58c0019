from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from bot.fonts import face
from bot.games.crops import crop_box, lettering
from bot.games.reveal import WIDTH, reveal
from bot.games.rules.kinds.film import film_question
from bot.games.rules.options import DIFFICULTIES, Options
from bot.games.rules.types import Question
from services.core.errors import PosterError
from services.samples import SAMPLES, draw
from tests.bot.games.rules.helpers import FILM, OTHERS, question
from tests.pictures import hostile

CROP = question(effect="crop", detail=(14, 24, 40, 60))
PIXELS = question(effect="pixels", detail=(8, 13, 22, 36))


def as_bytes(picture: Image.Image, kind: str = "PNG", **facts: object) -> bytes:
    held = BytesIO()
    picture.save(held, kind, **facts)
    return held.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.fixture(scope="module")
def posters() -> list[Image.Image]:
    return [draw(sample, 182) for sample in SAMPLES[::3]]


def titled(top: float, bottom: float) -> Image.Image:
    """Paint a poster: a big title between two heights (shares), coloured shapes elsewhere."""
    picture = Image.new("RGB", (200, 300), (40, 50, 70))
    pen = ImageDraw.Draw(picture)
    for place in range(12):
        x, y = 25 + 50 * (place % 4), 50 + 100 * (place // 4)
        colour = (60 * (place % 4) + 40, 200 - 50 * (place % 3), 30 * place % 255)
        pen.ellipse((x - 24, y - 46, x + 24, y + 46), fill=colour)
    box = (0, round(300 * top), 200, round(300 * bottom))
    pen.rectangle(box, fill=(15, 15, 15))
    for row in range(box[1] + 4, box[3] - 20, 24):
        pen.text(
            (100, row), "THE LONG TITLE OF IT", font=face(16, bold=True), fill="white", anchor="ma"
        )
    return picture


@pytest.mark.parametrize("asked", [CROP, PIXELS], ids=["crop", "pixels"])
def test_a_reveal_is_the_same_whenever_it_is_asked_for(
    asked: Question, posters: list[Image.Image]
) -> None:
    data = [as_bytes(posters[2])]
    assert reveal(data, asked, 2) == reveal(data, Question.from_json(asked.to_json()), 2)
    assert len({reveal(data, asked, step).data for step in range(1, 6)}) == 5


def test_names_tell_nothing_and_never_come_twice(posters: list[Image.Image]) -> None:
    data = [as_bytes(posters[0].resize((60, 90)))]
    names = {
        reveal(data, replace(asked, seed=seed), step).name
        for asked in (CROP,)
        for seed in range(6)
        for step in range(1, 6)
    }
    assert len(names) == 30
    assert all(re.fullmatch(r"[0-9a-f]{16}\.jpg", name) for name in names)


def test_nothing_that_a_file_said_of_itself_is_left() -> None:
    secret = "Heat 1995 Michael Mann"
    exif = Image.Exif()
    exif[0x010E] = secret
    exif[0x9286] = secret
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", secret)
    picture = titled(0.7, 1.0)
    files = [
        as_bytes(picture, "JPEG", exif=exif, comment=secret.encode(), quality=90),
        as_bytes(picture, "PNG", pnginfo=text, exif=exif),
        as_bytes(picture, "WEBP", exif=exif, xmp=secret.encode()),
    ]
    for asked, step in ((CROP, 1), (PIXELS, 1), (PIXELS, 5), (question("year"), 1)):
        for data in files:
            shown = opened(reveal([data], asked, step).data)
            assert shown.format == "JPEG"
            assert not shown.getexif()
            # What every JPEG has.
            assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert b"Heat" not in reveal([data], asked, step).data
    four = question("odd")
    assert b"Heat" not in reveal([files[0]] * 4, four).data


def test_a_picture_lying_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = as_bytes(Image.new("RGB", (90, 60)), "JPEG", exif=exif)
    shown = opened(reveal([data], question("year")).data)
    assert shown.height > shown.width


def test_pixels_get_finer_step_by_step() -> None:
    poster = titled(0.7, 1.0)
    for step, columns in enumerate(PIXELS.detail, start=1):
        shown = opened(reveal([as_bytes(poster)], PIXELS, step).data)
        block = WIDTH // columns
        rows = round(columns * 1.5)
        assert shown.size == (columns * block, rows * block)
        # All that is shown is one colour a block, but for what JPEG does to it.
        meant = poster.resize((columns, rows), Image.Resampling.BOX)
        middles = [
            (block * column + block // 2, block * row + block // 2)
            for row in range(rows)
            for column in range(columns)
        ]
        values = meant.tobytes()
        colours = zip(values[0::3], values[1::3], values[2::3], strict=True)
        for middle, colour in zip(middles, colours, strict=True):
            seen = shown.getpixel(middle)
            assert isinstance(seen, tuple)
            assert all(abs(one - other) < 20 for one, other in zip(seen, colour, strict=True))


def test_a_crop_grows_and_holds_what_was_shown(posters: list[Image.Image]) -> None:
    for poster in posters:
        for seed in range(3):
            asked = replace(CROP, seed=seed)
            boxes = [crop_box(poster, asked, step) for step in range(1, 5)]
            for box, percent in zip(boxes, asked.detail, strict=True):
                area = (box.right - box.left) * (box.bottom - box.top)
                assert area / (poster.width * poster.height) == pytest.approx(
                    percent / 100, abs=0.01
                )
                assert 0 <= box.left < box.right <= poster.width
                assert 0 <= box.top < box.bottom <= poster.height
            for inner, outer in pairwise(boxes):
                assert outer.left <= inner.left + 1 and outer.top <= inner.top + 1
                assert outer.right >= inner.right - 1 and outer.bottom >= inner.bottom - 1


@pytest.mark.parametrize(("top", "bottom"), [(0.7, 1.0), (0.0, 0.3), (0.35, 0.6), (0.6, 0.9)])
def test_the_first_crop_is_not_the_title(top: float, bottom: float) -> None:
    poster = titled(top, bottom)
    letters = lettering(poster).resize(poster.size)
    band = letters.crop((0, round(300 * top), 200, round(300 * bottom))).histogram()[255]
    assert band > 0.6 * letters.histogram()[255]
    for difficulty in DIFFICULTIES:
        for seed in range(8):
            asked = film_question(FILM, Options(difficulty=difficulty), seed, wrong=OTHERS)
            assert asked is not None
            if asked.effect != "crop":
                continue
            box = crop_box(poster, asked, 1)
            covered = max(0, min(box.bottom, 300 * bottom) - max(box.top, 300 * top))
            assert covered / (box.bottom - box.top) < 0.35


def test_the_first_crop_shows_something() -> None:
    """Most of this poster is an empty sky."""
    poster = Image.new("RGB", (200, 300), (90, 140, 200))
    pen = ImageDraw.Draw(poster)
    pen.ellipse((130, 90, 170, 130), fill="red")
    pen.rectangle((140, 130, 160, 180), fill="yellow")
    for seed in range(8):
        shown = poster.crop(crop_box(poster, replace(CROP, seed=seed), 1))
        colours = shown.getcolors(10)
        assert colours is not None
        assert len(colours) > 1


def test_four_posters_lie_two_by_two_in_their_order() -> None:
    colours = ["#a03020", "#20a040", "#3040b0", "#b0a020"]
    data = [as_bytes(Image.new("RGB", (182, 268), colour)) for colour in colours]
    shown = opened(reveal(data, question("odd")).data).convert("RGB")
    for place, colour in enumerate(colours):
        x = shown.width * (0.4 if place % 2 == 0 else 0.9)
        y = shown.height * (0.4 if place < 2 else 0.9)
        seen = shown.getpixel((round(x), round(y)))
        assert isinstance(seen, tuple)
        meant = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert isinstance(meant, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(seen, meant, strict=True))


@pytest.mark.parametrize("size", [(16, 16), (16, 320), (800, 40), (100, 2000), (182, 268)])
def test_posters_of_any_shape_are_shown(size: tuple[int, int]) -> None:
    data = [as_bytes(Image.new("RGB", size, "teal"))]
    for asked in (CROP, PIXELS, question("year")):
        for step in range(1, 6):
            shown = opened(reveal(data, asked, step).data)
            assert 0 < shown.width <= WIDTH + 10
            assert shown.height <= 3 * WIDTH


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no picture", b"\xff\xd8\xff\xe0", b"GIF89a", as_bytes(Image.new("RGB", (1, 900))),
        hostile.scanned(3_000),
    ],
    ids=["empty", "words", "cut jpeg", "cut gif", "line", "endless"],
)  # fmt: skip
def test_a_broken_picture_is_told(data: bytes) -> None:
    with pytest.raises(PosterError):
        reveal([data], CROP)


def test_a_picture_cut_off_is_told(posters: list[Image.Image]) -> None:
    whole = as_bytes(posters[0])
    with pytest.raises(PosterError):
        reveal([whole[: len(whole) // 2]], CROP)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_posters_in_any_mode_are_shown(mode: str, posters: list[Image.Image]) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    data = as_bytes(posters[1].convert(mode), kind)
    assert opened(reveal([data], PIXELS, 1).data).mode == "RGB"
