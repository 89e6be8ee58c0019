"""The sample posters: facts, pictures, files."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services import samples
from services.samples import SAMPLES, Sample, canvas, draw, lettering, save_all, tones
from services.samples.posters import PAINTERS

GENRES = (
    "Action Adventure Animation Children Comedy Crime Documentary Drama Fantasy Film-Noir Horror "
    "Musical Mystery Romance Sci-Fi Thriller War Western"
)
each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)


@pytest.fixture(scope="module")
def sheets() -> dict[str, canvas.Canvas]:
    return {sample.slug: PAINTERS[sample.slug](sample, 200) for sample in SAMPLES}


@pytest.fixture(scope="module")
def pictures(sheets: dict[str, canvas.Canvas]) -> dict[str, Image.Image]:
    return {slug: sheet.printed(200) for slug, sheet in sheets.items()}


def test_one_film_a_decade_from_the_1910s_to_the_2020s() -> None:
    decades = [(sample.film.year or 0) // 10 * 10 for sample in SAMPLES]
    assert decades == list(range(1910, 2030, 10))


def test_facts_are_complete_and_in_the_vocabulary() -> None:
    assert len({sample.slug for sample in SAMPLES}) == len({s.film.title for s in SAMPLES}) == 12
    for sample in SAMPLES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", sample.slug)
        assert sample.film.genres
        assert set(sample.film.genres) <= set(GENRES.split())
        assert len(set(sample.film.genres)) == len(sample.film.genres)
        assert sample.tagline
        assert sample.film.imdb_id is sample.film.tmdb_id is sample.film.poster_url is None
    assert len({genre for sample in SAMPLES for genre in sample.film.genres}) >= 14


def test_every_film_has_its_own_painter() -> None:
    assert list(PAINTERS) == [sample.slug for sample in SAMPLES]
    assert len(set(PAINTERS.values())) == 12


@pytest.mark.usefixtures("painted")
@pytest.mark.slow
@pytest.mark.parametrize("width", [16, 61, 182, 400, 900])
def test_a_poster_is_rgb_and_two_to_three(width: int) -> None:
    picture = draw(SAMPLES[width % 12], width)
    assert picture.mode == "RGB"
    assert picture.width == width
    assert abs(picture.height - 1.5 * width) <= 0.5


@pytest.mark.slow
@each
def test_every_poster_is_rgb_and_two_to_three(
    sample: Sample, pictures: dict[str, Image.Image]
) -> None:
    assert pictures[sample.slug].mode == "RGB"
    assert pictures[sample.slug].size == (200, 300)


@pytest.mark.usefixtures("painted")
@pytest.mark.slow
@each
def test_a_poster_is_the_same_at_every_call(
    sample: Sample, pictures: dict[str, Image.Image]
) -> None:
    assert draw(sample, 200).tobytes() == pictures[sample.slug].tobytes()


@pytest.mark.usefixtures("painted")
@pytest.mark.slow
@each
def test_a_larger_poster_is_the_same_picture(
    sample: Sample, pictures: dict[str, Image.Image]
) -> None:
    large = draw(sample, 500).resize((50, 75), Image.Resampling.BOX)
    small = pictures[sample.slug].resize((50, 75), Image.Resampling.BOX)
    assert _difference(large, small) < 6


@pytest.mark.slow
@each
def test_a_poster_is_not_blank(sample: Sample, pictures: dict[str, Image.Image]) -> None:
    picture = pictures[sample.slug]
    assert picture.convert("L").entropy() > 4
    assert np.asarray(picture.convert("L")).std() > 20


@pytest.mark.slow
def test_posters_differ_clearly(pictures: dict[str, Image.Image]) -> None:
    for one, other in itertools.combinations(pictures.values(), 2):
        assert _difference(one, other) > 25


@pytest.mark.slow
@each
def test_lettering_lies_inside_the_picture(
    sample: Sample, sheets: dict[str, canvas.Canvas]
) -> None:
    sheet = sheets[sample.slug]
    roles = {piece.role for piece in sheet.lettered}
    assert {"title", "tagline", "credits"} <= roles
    for piece in sheet.lettered:
        left, top, right, bottom = piece.box
        assert 4 <= left < right <= canvas.WIDTH - 4, piece
        assert 4 <= top < bottom <= canvas.HEIGHT - 4, piece


@pytest.mark.slow
@each
def test_the_title_is_large_and_plain_to_see(
    sample: Sample, sheets: dict[str, canvas.Canvas], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_title = sheets[sample.slug]
    boxes = [piece.box for piece in with_title.lettered if piece.role == "title"]
    assert max(box[2] for box in boxes) - min(box[0] for box in boxes) > canvas.WIDTH / 2

    masks: list[Image.Image] = []
    letter = canvas.Canvas.letter

    def leave_out(self: canvas.Canvas, *args, role: str = "note", **kwargs) -> Image.Image:
        mask = letter(self, *args, role=role, **kwargs)
        if role != "title":
            return mask
        masks.append(mask)
        return self.blank()

    monkeypatch.setattr(canvas.Canvas, "letter", leave_out)
    without = PAINTERS[sample.slug](sample, 200)
    title = np.asarray(canvas.join(*masks)) > 200
    seen = np.asarray(with_title.image, dtype=float)[title]
    bare = np.asarray(without.image, dtype=float)[title]
    assert np.abs(seen - bare).max(axis=1).mean() > 60


@pytest.mark.parametrize("width", [0, -5, 15, 2001])
def test_a_width_out_of_range_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="pixels wide"):
        draw(SAMPLES[0], width)


@pytest.mark.slow
def test_save_all_writes_readable_files(tmp_path: Path, pictures: dict[str, Image.Image]) -> None:
    paths = save_all(tmp_path / "new" / "folder", 200)
    assert [path.name for path in paths] == [f"{sample.slug}.png" for sample in SAMPLES]
    assert sorted((tmp_path / "new" / "folder").iterdir()) == sorted(paths)
    for path, sample in zip(paths, SAMPLES, strict=True):
        with Image.open(path) as picture:
            assert picture.tobytes() == pictures[sample.slug].tobytes()


@pytest.mark.slow
def test_save_all_replaces_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "SAMPLES", SAMPLES[:1])
    old = tmp_path / f"{SAMPLES[0].slug}.png"
    old.write_bytes(b"old")
    save_all(tmp_path, 30)
    with Image.open(old) as picture:
        assert picture.size == (30, 45)


@pytest.mark.slow
def test_a_failed_save_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / f"{SAMPLES[0].slug}.png"
    old.write_bytes(b"old")

    def fail(self: Image.Image, file, kind: str) -> None:
        file.write(b"half a picture")
        raise OSError("disk full")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        save_all(tmp_path, 30)
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_painting_needs_no_file_of_its_own() -> None:
    folder = Path(samples.__file__).parent
    kinds = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert kinds <= {".py", ".pyc"}


def test_an_unknown_blend_mode_is_refused() -> None:
    sheet = canvas.Canvas(100)
    with pytest.raises(ValueError, match="blend mode"):
        sheet.paint(sheet.blank(255), "#ffffff", mode="dodge")


def test_letters_have_the_height_they_were_asked_for() -> None:
    for cap in (5, 20, 60, 150):
        line = lettering.letters("HEN", cap)
        assert abs(line.height - cap) <= max(2, 0.04 * cap)
    assert lettering.letters("HEN", 40, fit=321).width == 321


def test_halftone_dots_grow_with_the_tone() -> None:
    shares = [
        np.asarray(tones.halftone(Image.new("L", (200, 200), tone), 10, 30)).mean()
        for tone in (0, 60, 130, 200, 255)
    ]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] > 230


def _difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean())
