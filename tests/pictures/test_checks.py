"""What is counted before a decoder sees it, and where counting stops."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from services.core.errors import PosterError
from services.pictures import checks
from services.pictures.checks import check, is_heavy, kind_of
from services.pictures.images import MAX_RESULT
from tests.pictures import hostile
from tests.pictures.broken import mutated, specimens
from tests.pictures.pictures import black_png, busy, corners, encoded, read, refusal

KINDS = {"jpeg": "JPEG", "mpo": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"} | {
    "bmp": "BMP", "tiff": "TIFF", "avif": "AVIF",
}  # fmt: skip


@pytest.mark.parametrize("name", specimens())
def test_every_kind_is_told_with_its_size(name: str) -> None:
    asked = check(specimens()[name])
    assert asked is not None
    assert asked.kind == KINDS[name.rsplit(maxsplit=1)[-1]]
    assert (asked.width, asked.height) == (40, 60)
    assert is_heavy(specimens()[name]) is (asked.kind == "TIFF")


def test_scans_are_counted() -> None:
    plain, progressive = check(encoded(busy(), "JPEG")), check(hostile.scanned(1))
    assert plain is not None and progressive is not None
    assert plain.scans == 1
    assert 6 <= progressive.scans <= 12


def test_a_picture_of_an_editor_stays_far_below_every_bound() -> None:
    for data in (encoded(busy(900, 1200), "JPEG", progressive=True), encoded(busy(900), "PNG")):
        asked = check(data)
        assert asked is not None
        assert asked.parts < 50


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(hostile.scanned(3_000), id="scans"),
        pytest.param(hostile.scanned(3_000, declared=(7_000, 7_000)), id="scans-7000"),
        pytest.param(hostile.segmented(100_000), id="segments"),
        pytest.param(hostile.chunked(100_000), id="chunks"),
        pytest.param(hostile.commented_gif(100_000), id="comment"),
        pytest.param(hostile.framed(3_000, "WEBP"), id="frames"),
        pytest.param(hostile.run_lengths(3 * 2**20), id="run-lengths"),
        pytest.param(hostile.striped(2**24), id="strips"),
    ],
)
def test_endless_work_is_refused_before_a_decoder_sees_it(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("the file was opened"))
    assert refusal(data, max_bytes=2**24, max_pixels=50_000_000) == "too_much_work"


class Touched(bytes):
    """Bytes that count how often somebody takes a part of them."""

    touches = 0

    def __getitem__(self, place):  # pyright: ignore[reportIncompatibleMethodOverride]
        Touched.touches += 1
        return super().__getitem__(place)


@pytest.mark.parametrize("count", [30_000, 1_500_000])
def test_counting_stops_at_the_bound(count: int) -> None:
    Touched.touches = 0
    with pytest.raises(PosterError):
        check(Touched(hostile.chunked(count)))
    assert Touched.touches < 4 * checks.MAX_CHUNKS


def test_of_a_gif_only_what_comes_before_the_first_frame_is_walked() -> None:
    data = hostile.framed(2_000, "GIF")
    asked = check(data)
    assert asked is not None
    assert asked.parts < 10
    assert read(data, max_bytes=2**24).size == (60, 90)


def test_just_below_the_bounds_is_read() -> None:
    assert read(hostile.scanned(10)).size == (48, 72)
    assert read(hostile.chunked(checks.MAX_CHUNKS - 100)).size == (60, 90)
    assert read(hostile.segmented(checks.MAX_SEGMENTS - 100)).size == (60, 90)


def test_passes_over_a_large_picture_are_refused_by_what_they_would_keep() -> None:
    assert refusal(hostile.scanned(1, declared=(9_000, 9_000)), max_pixels=10**9) == (
        "too_many_pixels"
    )


def test_more_pixels_of_a_jpeg_and_fewer_of_webp_and_avif(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, most in (("JPEG", 20_000), ("PNG", 10_000), ("WEBP", 4_000), ("AVIF", 4_000)):
        assert read(encoded(busy(40, most // 40), kind), max_pixels=10_000)
        too_many = encoded(busy(40, most // 40 + 2), kind)
        assert refusal(too_many, max_pixels=10_000) == "too_many_pixels"
    # Pillow's reader of WebP makes room for the picture as soon as it is opened.
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("the file was opened"))
    for data in (hostile.lossless_webp(16_383, 16_383), hostile.lossless_webp(5_000, 5_000)):
        assert len(data) <= 40
        assert refusal(data, max_pixels=24_500_000) == "too_many_pixels"


def test_what_is_too_long_for_a_poster() -> None:
    assert refusal(encoded(Image.new("RGB", (16, 330)), "PNG")) == "too_narrow"
    assert read(encoded(Image.new("RGB", (16, 320)), "PNG")).size == (16, 320)


@pytest.mark.parametrize(
    ("size", "shrunk"),
    [((1600, 2400), (1600, 2400)), ((1900, 2850), (950, 1425)), ((1000, 19_000), (334, 6334))],
)
def test_no_more_pixels_come_back_than_recognition_needs(
    size: tuple[int, int], shrunk: tuple[int, int]
) -> None:
    image = read(encoded(Image.new("L", size, 90), "PNG"), max_pixels=24_500_000)
    assert image.size == shrunk
    assert image.width * image.height <= MAX_RESULT
    assert image.getpixel((5, 5)) == (90, 90, 90)


@pytest.mark.parametrize(("mode", "value"), [("I;16", 25_700), ("P", 3), ("1", 1), ("LA", (9, 0))])
def test_a_large_picture_is_brought_into_form_in_strips(
    mode: str, value: int | tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[int] = []
    convert = Image.Image.convert

    def counted(image: Image.Image, *rest, **more):
        converted.append(image.width * image.height)
        return convert(image, *rest, **more)

    picture = Image.new(mode, (2200, 2300), value)
    if mode == "P":
        picture.putpalette([*[0] * 9, 10, 200, 30])
    data = encoded(picture, "PNG")
    monkeypatch.setattr(Image.Image, "convert", counted)
    image = read(data, max_bytes=2**24, max_pixels=24_500_000)
    assert image.size == (1100, 1150)
    expected = {"I;16": (100,) * 3, "P": (10, 200, 30), "1": (255,) * 3, "LA": (255,) * 3}[mode]
    assert image.getpixel((1099, 1149)) == expected
    assert converted and max(converted) <= 2**19 + 2 * 2200


@pytest.mark.parametrize(
    ("data", "heavy"),
    [
        (encoded(corners(), "JPEG"), False),
        (hostile.scanned(2, declared=(4_000, 3_000)), False),
        (hostile.scanned(2, declared=(7_000, 7_000)), True),
        (black_png(1_500, 1_500), False),
        (black_png(2_000, 3_000), True),
        (hostile.lossless_webp(3_000, 3_000), True),
        (encoded(corners(), "JPEG") + bytes(5 * 2**20), True),
        (b"words", False),
    ],
    # Pytest would make names of megabytes.
    ids=["small", "12-mp", "49-mp", "2-mp", "6-mp", "webp", "bytes", "words"],
)
def test_what_may_take_long_is_told_by_its_header(data: bytes, heavy: bool) -> None:
    assert is_heavy(data) is heavy


@pytest.mark.parametrize("name", specimens())
def test_counting_takes_whatever_is_broken(name: str) -> None:
    rng = random.Random(7)
    for _ in range(300):
        data = mutated(specimens()[name], rng)
        is_heavy(data)
        try:
            asked = check(data)
        except PosterError as error:
            assert error.code in {"too_much_work", "too_many_pixels"}
        else:
            assert asked is None or asked.kind == kind_of(data)


def test_without_its_reader_heic_is_refused_in_words() -> None:
    with pytest.raises(PosterError, match="as a JPEG") as caught:
        read(hostile.HEIC)
    assert caught.value.code == "not_an_image"
