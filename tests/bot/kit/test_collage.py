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
    assert side_by_side([]) is None


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (4, 2), (10, 4), (12, 4)])
def test_size(count: int, rows: int):
    data = side_by_side([(i + 1, picture("red")) for i in range(count)])
    sheet = opened(data)
    assert sheet.format == "JPEG"
    # However few there are, each takes a third of the width: 90 pixels of a phone's 270.
    width, height = (280, 420) if rows == 1 else (200, 300)
    assert sheet.size == (3 * (width + 10) + 10, rows * (height + 10) + 10)
    assert data is not None
    assert len(data) < 400_000


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
    neighbours.append((5, picture("blue", kind="WEBP")))
    assert opened(side_by_side(neighbours)).size[1] == 2 * 310 + 10


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
