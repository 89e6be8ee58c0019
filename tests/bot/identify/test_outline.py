"""Lines around posters, drawn on pictures whose every colour they must be seen on."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from bot.identify.outline import full_size, outline
from services.core.types import Identification, Match, SeenPoster
from tests.fake_client import HEAT, identification, picture

SMALL = ((100, 100), (300, 100), (300, 400), (100, 400))
LARGE = ((5, 5), (595, 5), (595, 795), (5, 795))


def found(*corners: tuple[tuple[int, int], ...] | None) -> Identification:
    match = Match(HEAT, 0.9, 0.99, "geometry")
    posters = tuple(SeenPoster(each, match) for each in corners)
    return replace(identification(), match=match, posters=posters)


def drawn(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(BytesIO(data)).convert("L")


@pytest.mark.parametrize("ground", ["black", "white", "red", "grey"])
def test_a_light_line_in_a_dark_one_is_seen_on_any_ground(ground: str) -> None:
    image = drawn(outline(picture(ground, (600, 800)), found(SMALL)))
    across = [image.getpixel((x, 250)) for x in range(85, 116)]
    assert min(across) < 50 < 200 < max(across)  # pyright: ignore[reportOperatorIssue, reportArgumentType]
    corner = [image.getpixel((x, 90)) for x in range(88, 100)]
    assert max(corner) > 200 or min(corner) < 50  # pyright: ignore[reportOperatorIssue, reportArgumentType]


def test_a_poster_that_fills_the_picture_needs_no_line() -> None:
    poster = picture("grey", (600, 800))
    assert outline(poster, found(LARGE)) is None
    assert outline(poster, found(None)) is None
    assert outline(poster, found()) is None
    assert outline(poster, found(LARGE, SMALL)) is not None  # which is which is worth it


def test_several_are_numbered_and_one_is_not() -> None:
    poster = picture("grey", (600, 800))
    beside = tuple((x + 250, y) for x, y in SMALL)
    one, several = (
        drawn(outline(poster, found(SMALL))),
        drawn(outline(poster, found(beside, SMALL))),
    )
    marked = {shade for _, shade in one.crop((98, 98, 103, 103)).getcolors(10_000) or []}
    assert min(marked) > 200  # pyright: ignore[reportArgumentType, reportOperatorIssue]
    # Higher than wide, it would fill a phone: there is room at its sides.
    assert several.size == (800, 800)
    assert one.size == (600, 800)
    for x in (200, 450):
        label = several.crop((x - 20, 80, x + 20, 120)).getcolors(10_000) or []
        shades = {colour for _, colour in label}
        assert min(shades) < 40 and max(shades) > 220  # pyright: ignore[reportArgumentType, reportOperatorIssue]


def test_corners_are_in_pixels_of_the_picture_as_it_was_sent() -> None:
    """A large photo is opened smaller; a turned one is measured upright."""
    out = BytesIO()
    photo = Image.new("RGB", (4000, 2500), "white")
    exif = photo.getexif()
    exif[ExifTags.Base.Orientation] = 6
    photo.save(out, "JPEG", exif=exif)
    corners = ((250, 400), (2250, 400), (2250, 2400), (250, 2400))
    image = drawn(outline(out.getvalue(), found(corners)))
    assert image.height > image.width
    scale = image.width / 2500
    middle = round(1400 * scale)
    across = [image.getpixel((x, middle)) for x in range(image.width)]
    dark = [x for x, grey in enumerate(across) if grey < 100]  # pyright: ignore[reportOperatorIssue, reportOptionalOperand]
    # The line is thick, for the picture is shown small.
    assert dark[0] == pytest.approx(250 * scale, abs=28)
    assert dark[-1] == pytest.approx(2250 * scale, abs=28)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_the_size_is_told_of_every_kind_of_file(kind: str) -> None:
    assert full_size(picture("red", (700, 500), kind), (350, 250)) == (700, 500)


def test_a_file_that_tells_no_size_is_taken_as_it_was_opened() -> None:
    assert full_size(b"nothing", (350, 250)) == (350, 250)


def test_corners_that_no_picture_has_are_passed_over() -> None:
    far = ((-(10**9), 0), (10**9, 0), (10**9, 10**9), (0, 10**9))
    assert outline(picture("grey", (600, 800)), found(far)) is None
    partly = ((-50, 100), (300, 100), (300, 400), (-50, 400))
    assert outline(picture("grey", (600, 800)), found(partly)) is not None
