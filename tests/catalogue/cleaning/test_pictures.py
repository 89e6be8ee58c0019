"""What is no poster goes out, stays out until the file changes, and can be taken back."""

import numpy as np
import pytest
from PIL import Image

from services.catalogue.cleaning.clean import keep_pictures
from services.core.errors import RequestError
from tests.catalogue.cleaning.helpers import POSTER, PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder


def _speckled(mean: int, deviation: float) -> Image.Image:
    noise = np.random.default_rng(0).normal(mean, deviation, (9, 6, 3)).clip(0, 255)
    return Image.fromarray(noise.astype(np.uint8)).resize(POSTER, Image.Resampling.NEAREST)


async def _five(catalogue: PosterCatalogue) -> list[dict[str, str]]:
    draw(catalogue.folder / "1.jpg", 1)
    Image.new("RGB", POSTER, "white").save(catalogue.folder / "2.jpg")
    draw(catalogue.folder / "3.jpg", 3, (40, 60))
    _speckled(90, 4).save(catalogue.folder / "4.jpg", quality=95)
    _speckled(40, 12).save(catalogue.folder / "5.jpg", quality=95)  # dark, and still a picture
    rows = [film(number) for number in range(1, 6)]
    await catalogue.import_rows(rows)
    return rows


async def test_each_goes_out_for_its_own_reason(catalogue: PosterCatalogue) -> None:
    await _five(catalogue)
    report = await catalogue.clean()
    assert report.pictures == 5
    assert report.rejected == {
        "blank": ["Film 2 (1952)"],
        "tiny": ["Film 3 (1953)"],
        "nearly flat": ["Film 4 (1954)"],
    }
    wanted = {"tt0000002": "blank", "tt0000003": "tiny", "tt0000004": "nearly flat"}
    assert await catalogue.rejected() == wanted
    again = await catalogue.clean()
    assert (again.rejected, again.rejected_before) == ({}, 3)


async def test_a_dry_run_changes_nothing(catalogue: PosterCatalogue) -> None:
    await _five(catalogue)
    report = await catalogue.clean(dry_run=True)
    assert sum(map(len, report.rejected.values())) == 3
    assert await catalogue.rejected() == {}


async def test_what_is_out_is_neither_embedded_nor_indexed_until_its_file_changes(
    catalogue: PosterCatalogue,
) -> None:
    rows = await _five(catalogue)
    await catalogue.clean()
    encoder = TinyEncoder()
    assert (await catalogue.build(encoder)).embedded == 2
    assert catalogue.indexed(encoder) == ["Film 1", "Film 5"]
    assert (await catalogue.import_rows(rows)).unchanged == 5
    assert (await catalogue.build(encoder)).embedded == 0
    draw(catalogue.folder / "2.jpg", 2)
    assert (await catalogue.import_rows(rows)).updated == 1
    assert (await catalogue.clean()).rejected == {}
    assert (await catalogue.build(encoder)).embedded == 1
    assert catalogue.indexed(encoder) == ["Film 1", "Film 2", "Film 5"]


async def test_one_that_was_indexed_leaves_the_next_index(catalogue: PosterCatalogue) -> None:
    await _five(catalogue)
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    assert len(catalogue.indexed(encoder)) == 5
    await catalogue.clean()
    await catalogue.build(encoder)
    assert catalogue.indexed(encoder) == ["Film 1", "Film 5"]


async def test_a_folder_without_ids_imports_nothing_twice(catalogue: PosterCatalogue) -> None:
    Image.new("RGB", POSTER, "black").save(catalogue.folder / "Heat (1995).jpg")
    draw(catalogue.folder / "Ran (1985).jpg", 1)
    await catalogue.import_folder()
    assert (await catalogue.clean()).rejected == {"blank": ["Heat (1995)"]}
    assert (await catalogue.import_folder()).unchanged == 2
    assert len(await catalogue.films()) == 2


async def test_a_person_may_take_a_picture_back_for_good(catalogue: PosterCatalogue) -> None:
    await _five(catalogue)
    await catalogue.clean()
    with pytest.raises(RequestError, match="No picture of tt0000001, nobody was taken out"):
        await keep_pictures(catalogue.store, ["tt0000004", "tt0000001", "nobody"])
    assert (await catalogue.clean()).rejected_before == 3
    await keep_pictures(catalogue.store, ["tt0000004"], dry_run=True)
    assert (await catalogue.clean()).rejected_before == 3
    await keep_pictures(catalogue.store, ["tt0000004"])
    again = await catalogue.clean()
    assert (again.rejected, again.rejected_before) == ({}, 2)
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    assert catalogue.indexed(encoder) == ["Film 1", "Film 4", "Film 5"]


async def test_a_picture_of_many_films_is_a_placeholder_even_saved_anew(
    catalogue: PosterCatalogue,
) -> None:
    for number in range(1, 5):
        draw(catalogue.folder / f"{number}.jpg", 77)
    for number in range(5, 9):
        draw(catalogue.folder / f"{number}.jpg", 77, (240, 360), quality=40 + number)
    for number in range(9, 12):  # a box set
        draw(catalogue.folder / f"{number}.jpg", 78)
    await catalogue.import_rows([film(number) for number in range(1, 12)])
    report = await catalogue.clean()
    assert {reason: len(names) for reason, names in report.rejected.items()} == {"placeholder": 8}
    ((box, found_by),) = [(twins.films, twins.found_by) for twins in report.twins]
    assert len(box) == 3
    assert found_by == "file"


async def test_what_is_gone_or_changed_is_not_checked(catalogue: PosterCatalogue) -> None:
    await _five(catalogue)
    (catalogue.folder / "2.jpg").unlink()
    draw(catalogue.folder / "3.jpg", 9)
    report = await catalogue.clean()
    assert report.rejected == {"nearly flat": ["Film 4 (1954)"]}
    assert {reason: len(names) for reason, names in report.unread.items()} == {
        "missing file": 1,
        "changed since the import (import again)": 1,
    }


async def test_pictures_alike_are_reported_and_stay(catalogue: PosterCatalogue) -> None:
    draw(catalogue.folder / "1.jpg", 1)
    draw(catalogue.folder / "2.jpg", 1, (96, 144), quality=60)
    draw(catalogue.folder / "3.jpg", 3)
    await catalogue.import_rows([film(number) for number in range(1, 4)])
    (by_hash,) = (await catalogue.clean()).twins
    assert (by_hash.films, by_hash.found_by) == (("Film 1 (1951)", "Film 2 (1952)"), "hash")
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    (by_both,) = (await catalogue.clean()).twins
    assert by_both.found_by == "both"
    assert (await catalogue.clean()).compared == "tiny"
    assert by_both.cosine is not None
    assert by_both.cosine > 0.99
    assert len(catalogue.indexed(encoder)) == 3
