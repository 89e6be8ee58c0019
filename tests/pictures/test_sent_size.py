"""How much larger a picture was sent than it is looked at."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from services.core.types import Film, Identification, Match, SeenPoster
from services.pictures.images import decode, shrunk_by


def _sent(size: tuple[int, int], orientation: int = 1) -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("size", [(300, 450), (4032, 3024), (2100, 2500), (1000, 6000)])
def test_the_looked_at_picture_drawn_out_is_the_sent_one(
    size: tuple[int, int], orientation: int
) -> None:
    data = _sent(size, orientation)
    seen = decode(data, max_bytes=2**24, max_pixels=2**25)
    across, down = shrunk_by(data, seen.size)
    upright = size if orientation < 5 else size[::-1]
    assert (round(seen.width * across), round(seen.height * down)) == upright


def test_corners_are_drawn_out_with_the_picture() -> None:
    match = Match(Film("Heat", 1995), 0.9)
    posters = (SeenPoster(((1, 2), (3, 2), (3, 4), (-1, 4)), match), SeenPoster(None, match))
    answer = Identification("poster-lite", match, (), None, (), posters=posters)
    larger = answer.drawn_out(2.0, 3.0)
    assert larger.posters[0].corners == ((2, 6), (6, 6), (6, 12), (-2, 12))
    assert larger.posters[1].corners is None
    assert answer.drawn_out(1.0, 1.0) is answer
