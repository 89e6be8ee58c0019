"""Photos of the sample posters: the same every time, of one size, each its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from services.samples import SAMPLES, photo_path, save_all, save_photos
from services.samples.photo import SIZE, photograph


def test_a_photo_is_the_same_every_time_and_each_its_own() -> None:
    poster = Image.new("RGB", (40, 60), "red")
    first = photograph(poster, "a-film")
    assert (first.mode, first.size) == ("RGB", SIZE)
    assert first.tobytes() == photograph(poster, "a-film").tobytes()
    assert first.tobytes() != photograph(poster, "another").tobytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", [sample.slug for sample in SAMPLES])
def test_the_whole_poster_is_in_the_photo(name: str) -> None:
    red, blue = (photograph(Image.new("RGB", (40, 60), ink), name) for ink in ("red", "blue"))
    box = ImageChops.difference(red, blue).convert("L").point([0] * 16 + [255] * 240).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left > 0 and top > 0 and right < SIZE[0] and bottom < SIZE[1]
    assert (right - left) * (bottom - top) > 0.2 * SIZE[0] * SIZE[1]


def test_photos_lie_beside_the_posters(tmp_path: Path) -> None:
    save_all(tmp_path, width=16)
    photos = save_photos(tmp_path)
    assert photos == [photo_path(tmp_path, sample) for sample in SAMPLES]
    with Image.open(photos[0]) as photo:
        assert (photo.format, photo.size) == ("JPEG", SIZE)
    assert len(list(tmp_path.iterdir())) == 2 * len(SAMPLES)


def test_without_posters_there_are_no_photos(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        save_photos(tmp_path)
