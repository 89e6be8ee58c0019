from io import BytesIO

import pytest
from PIL import Image

from bot.kit.collage import pair, side_by_side, thumbnail
from services.core.errors import PosterError
from tests.bot.conftest import picture


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(BytesIO(data))


def test_no_neighbour_no_collage():
    assert side_by_side(picture(), []) is None


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (4, 2), (10, 3), (11, 3)])
def test_size(count: int, rows: int):
    data = side_by_side(picture(), [(i + 1, picture("red")) for i in range(count)])
    sheet = opened(data)
    assert sheet.format == "JPEG"
    assert sheet.height == (428 if rows == 1 else rows * 314 + 14)
    assert sheet.width <= 1200
    assert data is not None
    assert len(data) < 400_000


def test_only_the_asked_poster_is_marked():
    sheet = opened(side_by_side(picture("blue"), [(1, picture("red"))]))
    # The frame's middle, three pixels inside either tile's upper edge.
    accent, red = sheet.getpixel((147, 17)), sheet.getpixel((428, 17))
    assert accent == pytest.approx((0xE3, 0xA8, 0x57), abs=12)
    assert red == pytest.approx((255, 0, 0), abs=12)


def test_neighbours_without_the_asked_poster():
    sheet = opened(side_by_side(None, [(1, picture("red")), (2, picture("red"))]))
    assert sheet.size == (2 * (267 + 14) + 14, 428)


def test_a_pair():
    sheet = opened(pair(picture("blue"), picture("red")))
    left, right = (
        sheet.getpixel((sheet.width // 4, 100)),
        sheet.getpixel((sheet.width * 3 // 4, 100)),
    )
    assert left == pytest.approx((0, 0, 255), abs=12)
    assert right == pytest.approx((255, 0, 0), abs=12)


def test_pictures_of_every_shape_and_mode():
    wide = picture("red", (300, 40))
    clear = BytesIO()
    Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(clear, "PNG")
    grey = BytesIO()
    Image.new("I;16", (40, 60), 0).save(grey, "PNG")
    cmyk = picture_cmyk()
    neighbours = [(1, wide), (2, clear.getvalue()), (3, grey.getvalue()), (4, cmyk)]
    assert opened(side_by_side(picture("blue", kind="WEBP"), neighbours)).size[1] == 2 * 314 + 14


def picture_cmyk() -> bytes:
    out = BytesIO()
    Image.new("CMYK", (40, 60), (0, 0, 0, 0)).save(out, "JPEG")
    return out.getvalue()


def test_metadata_stays_behind_and_the_picture_stands_upright():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "taken at home"
    Image.new("RGB", (90, 60), "red").save(out, "JPEG", exif=exif)
    small = opened(thumbnail(out.getvalue()))
    assert small.size == (256, 384)
    assert not small.getexif()
    assert b"taken at home" not in thumbnail(out.getvalue())


def test_no_picture():
    with pytest.raises(PosterError, match="as a picture"):
        thumbnail(b"nothing")
