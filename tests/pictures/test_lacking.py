"""What is read although something of it is missing or unusual: ends, shades, frames, profiles."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from services.pictures import animation
from tests.pictures.pictures import assert_corners, busy, corners, encoded, read

# Of the colours' own linear light into that which profiles are written in (XYZ under D50).
_PROPHOTO = np.array(
    [[0.7976749, 0.1351917, 0.0313534], [0.2880402, 0.7118741, 0.0000857], [0, 0, 0.8252100]]
)
_SRGB = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)


def _difference(one: Image.Image, other: Image.Image) -> NDArray[np.int64]:
    return np.abs(np.asarray(one).astype(int) - np.asarray(other).astype(int))


@pytest.mark.parametrize("lacks", [1, 2, 3, 20, 200])
def test_a_jpeg_that_lacks_its_last_bytes_is_read(lacks: int) -> None:
    data = encoded(busy(300, 450), "JPEG")
    image, whole = read(data[:-lacks]), read(data)
    assert image.size == whole.size
    # All but the lowest rows are as they were.
    assert _difference(image, whole)[:405].max() == 0


@pytest.mark.parametrize("lacks", [2, 20, 200])
def test_a_progressive_jpeg_that_lacks_a_part_of_its_last_scan(lacks: int) -> None:
    data = encoded(busy(300, 450), "JPEG", progressive=True)
    assert _difference(read(data[:-lacks]), read(data)).mean() < 1


def test_a_cmyk_jpeg_and_a_large_one_that_lack_their_end() -> None:
    assert_corners(read(encoded(corners().convert("CMYK"), "JPEG")[:-3]))
    data = encoded(corners(2400, 3600), "JPEG")
    image = read(data[:-20], max_pixels=10**8)
    assert image.size == (1200, 1800)
    assert_corners(image)


def test_a_jpeg_that_lacks_its_end_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = corners().transpose(Image.Transpose.ROTATE_90)
    assert_corners(read(encoded(lying, "JPEG", exif=exif.tobytes())[:-3]))


@pytest.mark.parametrize(("top", "white"), [(1.0, 1.0), (255.0, 255.0), (65535.0, 65535.0)])
def test_greys_of_fractions_keep_their_shades(top: float, white: float) -> None:
    greys = np.linspace(0, top, 40 * 60, dtype=np.float32).reshape(60, 40)
    pixels = np.asarray(read(encoded(Image.fromarray(greys), "TIFF"))).astype(float)
    assert np.abs(pixels - (greys * 255 / white)[..., None]).max() <= 1


def test_lights_brighter_than_white_do_not_darken_the_others() -> None:
    greys = np.full((40, 40), 0.5, np.float32)
    greys[:4] = 3.0
    pixels = np.asarray(read(encoded(Image.fromarray(greys), "TIFF"))).astype(int)
    assert np.abs(pixels[20] - 127).max() <= 1
    assert pixels[0].min() == 255


def test_numbers_beyond_16_bits_keep_their_shades() -> None:
    greys = np.linspace(0, 2**30, 40 * 60).astype("<i4").reshape(60, 40)
    pixels = np.asarray(read(encoded(Image.fromarray(greys), "TIFF"))).astype(float)
    assert np.abs(pixels - (greys / 2**30 * 255)[..., None]).max() <= 1


@pytest.mark.parametrize("none", [np.nan, np.inf])
def test_a_number_that_is_none_does_not_cost_the_shades(none: float) -> None:
    greys = np.linspace(0, 1, 40 * 60, dtype=np.float32).reshape(60, 40)
    greys[0, 0] = none
    pixels = np.asarray(read(encoded(Image.fromarray(greys), "TIFF"))).astype(float)
    assert np.abs(pixels - (greys * 255)[..., None])[1:].max() <= 2


def _animated(frames: list[Image.Image], kind: str) -> bytes:
    lossless = {"lossless": True} if kind == "WEBP" else {}
    return encoded(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=40, **lossless
    )


def _fading(light: float) -> Image.Image:
    return Image.blend(Image.new("RGB", (48, 72)), corners(), light)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_that_begins_black_is_judged_by_a_better_frame(kind: str) -> None:
    frames = [_fading(light) for light in (0, 0.005, 0.02, 1, 0.5)]
    assert_corners(read(_animated(frames, kind)), tolerance=20)


def test_a_film_that_fades_in_is_not_judged_by_its_first_glimmer() -> None:
    data = _animated([_fading(step / 10) for step in range(5)], "GIF")
    # None of the frames has all of the light; the brightest counts.
    assert np.asarray(read(data)).max() >= 0.35 * 250


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_that_stays_black_is_black(kind: str) -> None:
    black = [Image.new("RGB", (48, 72), (0, 0, step)) for step in range(3)]
    assert np.asarray(read(_animated(black, kind))).max() <= 2


def test_an_animation_that_breaks_off_is_judged_by_what_came_before() -> None:
    data = _animated([_fading(0), corners(), busy(48, 72)], "GIF")
    assert_corners(read(data[:-40]), tolerance=20)


def test_a_frame_larger_than_the_canvas_is_not_looked_at() -> None:
    data = _animated([_fading(0), corners(), busy(48, 72)], "GIF")
    place = data.index(b"\x2c", data.index(b"\x2c") + 10)
    assert struct.unpack_from("<HHHH", data, place + 1) == (0, 0, 48, 72)
    huge = data[: place + 5] + struct.pack("<HH", 60_000, 60_000) + data[place + 9 :]
    assert read(huge).size == (48, 72)
    assert np.asarray(read(huge)).max() == 0


def test_no_more_frames_are_looked_at_than_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("RGB", (48, 72), (0, 0, step % 3)) for step in range(9)] + [corners()]
    data = _animated(frames, "GIF")
    assert_corners(read(data), tolerance=20)
    monkeypatch.setattr(animation, "MOST_FRAMES", 9)
    assert np.asarray(read(data)).max() <= 2


def _profile(primaries: NDArray[np.float64], gamma: float, space: bytes = b"RGB ") -> bytes:
    """Write an ICC profile of version 2: three primaries and one curve."""

    def number(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(values: NDArray[np.float64]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(number, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    name = b"Wide\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 79
    tags = {
        b"desc": described,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": xyz(np.array([0.9642, 1.0, 0.8249])),
        **dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, primaries.T), strict=True)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, unpadded in tags.items():
        data = unpadded + b"\0" * (-len(unpadded) % 4)
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(
        ">I4sI4s4s4s", at + len(body), b"\0" * 4, 0x02100000, b"mntr", space, b"XYZ "
    )
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    head += b"".join(map(number, (0.9642, 1.0, 0.8249)))
    return head.ljust(128, b"\0") + table + body


def _in_prophoto(image: Image.Image) -> Image.Image:
    """Write sRGB colours in ProPhoto's numbers, by the two standards."""
    shares = np.asarray(image) / 255
    light = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    wide = (light @ _SRGB.T) @ np.linalg.inv(_PROPHOTO).T
    numbers = np.clip(wide, 0, 1) ** (1 / 1.8)
    return Image.fromarray(np.round(numbers * 255).astype(np.uint8))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP"])
def test_prophoto_is_brought_to_srgb(kind: str) -> None:
    sent = _in_prophoto(corners())
    # Without its profile, its red would be a brown.
    assert np.asarray(sent)[5, 5].tolist() != pytest.approx([230, 20, 20], abs=40)
    options = {"JPEG": {"quality": 98, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})
    data = encoded(sent, kind, icc_profile=_profile(_PROPHOTO, 1.8), **options)
    assert_corners(read(data), tolerance=24 if kind == "JPEG" else 12)


def test_srgb_stays_as_it_is_with_its_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for image in (corners(), busy()):
        data = encoded(image, "PNG", icc_profile=profile)
        assert np.array_equal(np.asarray(read(data)), np.asarray(image))


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(b"no profile", id="text"),
        pytest.param(_profile(_PROPHOTO, 1.8)[:200], id="cut off"),
        pytest.param(_profile(_PROPHOTO, 1.8, b"CMYK"), id="of inks"),
        pytest.param(_profile(_PROPHOTO * 0, 1.8), id="without colours"),
    ],
)
def test_a_profile_that_cannot_be_used_changes_nothing(profile: bytes) -> None:
    data = encoded(corners(), "PNG", icc_profile=profile)
    with Image.open(BytesIO(data)) as opened:
        assert opened.info["icc_profile"] == profile
    image = read(data)
    assert image.size == (48, 72)
    if len(profile) < 300 or b"CMYK" in profile:
        assert_corners(image)
