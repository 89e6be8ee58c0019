"""A catalogue that is carried to another machine is the same there."""

import asyncio
import json
import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pyarrow import parquet
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from services.catalogue.package import layout
from services.catalogue.package.export import FILM_FACTS, export_catalogue, film_additions
from services.catalogue.package.layout import PackageManifest
from services.catalogue.package.load import import_catalogue
from services.catalogue.verify import verify_package
from services.core.errors import RequestError
from services.store.film_keys import former_keys
from services.store.models import EmbeddingRow, FilmRow
from tests.catalogue.cleaning.helpers import POSTER, PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder


async def _fill(catalogue: PosterCatalogue, encoder: TinyEncoder) -> None:
    for number in range(1, 6):
        draw(catalogue.folder / f"{number}.jpg", number)
    Image.new("RGB", POSTER, "navy").save(catalogue.folder / "6.jpg")
    rows = [film(number) for number in range(1, 7)]
    rows[1] |= {"imdb_id": "", "tmdb_id": "77", "title": "Heat (Fever)"}
    rows[2] |= {"imdb_id": "", "year": "", "genres": ""}
    await catalogue.import_rows(rows)
    await catalogue.clean()
    await catalogue.build(encoder)


async def _facts(catalogue: PosterCatalogue) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in FILM_FACTS) for row in await catalogue.films()]


async def _embeddings(catalogue: PosterCatalogue) -> dict[tuple[str, str], bytes]:
    async with catalogue.store.session() as session:
        rows = await session.scalars(select(EmbeddingRow))
        return {(row.encoder, row.digest): row.vector for row in rows}


async def _bring(catalogue: PosterCatalogue, folder: Path):
    return await import_catalogue(catalogue.store, folder, catalogue.settings)


@pytest.mark.parametrize("pictures", [False, True])
async def test_it_is_the_same_there_and_nothing_is_embedded_again(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path, pictures: bool
) -> None:
    encoder = TinyEncoder()
    await _fill(catalogue, encoder)
    target = tmp_path / "carried"
    manifest = (await export_catalogue(catalogue.store, target, pictures=pictures)).manifest
    assert (manifest.films, manifest.posters, manifest.rejected) == (6, 6, 1)
    assert manifest.pictures == (6 if pictures else 0)
    assert (manifest.encoders["tiny"].count, manifest.encoders["tiny"].dimension) == (6, 18)
    shutil.rmtree(catalogue.folder)
    report = await _bring(elsewhere, target)
    assert (report.added, report.rejected, report.embeddings) == (6, 1, {"tiny": 6})
    assert report.without_picture == (0 if pictures else 6)
    assert await _facts(elsewhere) == await _facts(catalogue)
    assert await _embeddings(elsewhere) == await _embeddings(catalogue)
    fresh = TinyEncoder()
    assert (await elsewhere.build(fresh)).embedded == 0
    assert not fresh.seen
    assert elsewhere.indexed(fresh) == catalogue.indexed(encoder)
    again = await _bring(elsewhere, target)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 6)
    assert again.embeddings == {"tiny": 0}


@pytest.mark.parametrize("pictures", [False, True])
async def test_every_film_comes_with_its_key_and_its_pictures(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path, pictures: bool
) -> None:
    for number in (1, 2, 3, 4, 5):
        draw(catalogue.folder / f"{number}.jpg", number)
    for name in ("A", "B"):
        draw(catalogue.folder / name / "Film 3 (1993).jpg", ord(name))
    rows = [film(1, kind="", language="")]
    rows += [film(1, file=f"{number}.jpg", kind="edition", language="de") for number in (2, 3)]
    rows += [
        film(3, file=f"{name}/Film 3 (1993).jpg", imdb_id="", title="Film 3", year="1993")
        for name in ("A", "B")
    ]
    rows += [film(4, imdb_id="", tmdb_id="949", title="Film 5"), film(5, title="Film 5")]
    await catalogue.import_rows(rows)
    async with catalogue.store.session() as session:
        await session.execute(update(FilmRow).where(FilmRow.title == "Film 5").values(tmdb_id=949))
        await session.execute(update(FilmRow).where(FilmRow.title == "Film 5").values(year=1995))
        await session.commit()
    assert len((await catalogue.clean()).merged) == 1
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    report = await export_catalogue(catalogue.store, tmp_path / "all", pictures=pictures)
    assert (report.manifest.posters, report.editions) == (4, 3)
    assert report.manifest.pictures == (7 if pictures else 0)
    assert verify_package(tmp_path / "all").problems == {}
    taken = await _bring(elsewhere, tmp_path / "all")
    assert (taken.added, taken.editions, taken.embeddings) == (4, 3, {"tiny": 7 + 1})
    assert await _keys(elsewhere) == await _keys(catalogue)
    assert (await elsewhere.build(TinyEncoder())).embedded == 0
    assert elsewhere.indexed(encoder) == catalogue.indexed(encoder)
    again = await _bring(elsewhere, tmp_path / "all")
    assert (again.added, again.updated, again.unchanged, again.editions) == (0, 0, 4, 0)
    # Here too, and without one key of the other catalogue's becoming another film's.
    elsewhere.folder.mkdir()
    draw(elsewhere.folder / "A" / "Film 3 (1993).jpg", 99)
    await elsewhere.import_folder()
    assert len(await _keys(elsewhere)) == 5


async def _keys(catalogue: PosterCatalogue) -> list[tuple[str, list[str], list[str | None]]]:
    """Return of every film its key, its former ones, and the languages of its other pictures."""
    async with catalogue.store.session() as session:
        former = await former_keys(session)
        question = select(FilmRow).options(selectinload(FilmRow.editions)).order_by(FilmRow.id)
        return [
            (row.key or "", former.get(row.id, []), [picture.language for picture in row.editions])
            for row in await session.scalars(question)
        ]


async def test_a_package_of_0_1_0_comes_in_too(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue, TinyEncoder())
    target = tmp_path / "old"
    await export_catalogue(catalogue.store, target)
    (target / layout.EDITIONS).unlink()
    films = parquet.read_table(target / layout.FILMS)
    new = [*film_additions().names]
    parquet.write_table(films.drop_columns(new), target / layout.FILMS, compression="zstd")
    manifest = PackageManifest.read(target)
    manifest.files.clear()
    manifest.write(target)
    assert (await _bring(elsewhere, target)).added == 6
    keys = [key for key, _, _ in await _keys(elsewhere)]
    assert (keys[0], keys[1], keys[2][:5]) == ("tt0000001", "tmdb-77", "file-")
    assert (await _bring(elsewhere, target)).unchanged == 6
    assert [key for key, _, _ in await _keys(elsewhere)] == keys


async def test_pictures_may_follow_later(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue, TinyEncoder())
    await export_catalogue(catalogue.store, tmp_path / "facts")
    await export_catalogue(catalogue.store, tmp_path / "all", pictures=True)
    shutil.rmtree(catalogue.folder)
    await _bring(elsewhere, tmp_path / "facts")
    assert {reason: len(names) for reason, names in (await elsewhere.clean()).unread.items()} == {
        "missing file": 5
    }
    report = await _bring(elsewhere, tmp_path / "all")
    assert (report.updated, report.without_picture) == (6, 0)
    assert (await elsewhere.clean()).unread == {}


async def test_what_was_judged_and_kept_here_stays_so(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue, TinyEncoder())
    await export_catalogue(catalogue.store, tmp_path / "all", pictures=True)
    await _bring(elsewhere, tmp_path / "all")
    assert await elsewhere.rejected() == {"tt0000006": "blank"}
    assert (await elsewhere.clean()).rejected == {}


async def test_what_cleaning_made_one_is_not_doubled_by_the_next_import(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    draw(catalogue.folder / "1.jpg", 1)
    draw(catalogue.folder / "2.jpg", 2)
    await catalogue.import_rows([film(1, imdb_id="", tmdb_id="949", title="Fever", year="1995")])
    await catalogue.import_rows([film(2, tmdb_id="949", title="Heat", year="1995", genres="")])
    await export_catalogue(catalogue.store, tmp_path / "out")
    assert (await _bring(elsewhere, tmp_path / "out")).added == 2
    await elsewhere.clean()
    once = await _facts(elsewhere)
    (row,) = await elsewhere.films()
    assert (row.title, row.genres, row.aliases) == ("Heat", ["Drama"], ["Fever"])
    for _ in range(2):
        again = await _bring(elsewhere, tmp_path / "out")
        assert again.added == 0
        await elsewhere.clean()
        assert await _facts(elsewhere) == once


async def test_embeddings_of_an_encoder_that_sees_otherwise_stay_out(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue, TinyEncoder(weights=1))
    await export_catalogue(catalogue.store, tmp_path / "all")
    draw(catalogue.folder / "9.jpg", 9)
    elsewhere.folder = catalogue.folder
    await elsewhere.import_rows([film(9)])
    await elsewhere.build(TinyEncoder(weights=2))
    before = await _embeddings(elsewhere)
    report = await _bring(elsewhere, tmp_path / "all")
    assert "other embeddings" in report.refused["tiny"]
    assert await _embeddings(elsewhere) == before
    assert report.added == 6


async def test_only_the_wanted_encoder_comes_along(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue, TinyEncoder(revision="a"))
    await catalogue.build(TinyEncoder(revision="b"))
    both = (await export_catalogue(catalogue.store, tmp_path / "both", encoders=["tiny"])).manifest
    assert set(both.encoders) == {"tiny@a", "tiny@b"}
    one = (await export_catalogue(catalogue.store, tmp_path / "one", encoders=["tiny@b"])).manifest
    assert set(one.encoders) == {"tiny@b"}
    with pytest.raises(RequestError, match=r"no embeddings of vgg16.* are of tiny@a, tiny@b\."):
        await export_catalogue(catalogue.store, tmp_path / "none", encoders=["tiny", "vgg16"])
    assert not [name for name in os.listdir(tmp_path) if "none" in name]  # noqa: PTH208


async def test_an_export_that_is_stopped_leaves_nothing(
    catalogue: PosterCatalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(catalogue, TinyEncoder())
    began, may_go_on, ended = threading.Event(), threading.Event(), threading.Event()
    copy = layout.copy_picture

    def held(source: Path, digest: str, target: Path) -> bool:
        began.set()
        may_go_on.wait()
        try:
            return copy(source, digest, target)
        finally:
            ended.set()

    monkeypatch.setattr(layout, "copy_picture", held)
    work = asyncio.create_task(export_catalogue(catalogue.store, tmp_path / "out", pictures=True))
    await asyncio.to_thread(began.wait)
    work.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await work
    await asyncio.to_thread(ended.wait)
    assert not [name for name in os.listdir(tmp_path) if "out" in name]  # noqa: PTH208


async def test_a_target_in_the_way_stays_unless_it_is_an_export(
    catalogue: PosterCatalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(catalogue, TinyEncoder())
    target = tmp_path / "out"
    target.mkdir()
    (target / "diary.txt").write_text("mine")
    for replace, sentence in ((False, "exists already"), (True, "is no export")):
        with pytest.raises(RequestError, match=sentence):
            await export_catalogue(catalogue.store, target, replace=replace)
    assert (target / "diary.txt").read_text() == "mine"
    (target / "diary.txt").unlink()
    target.rmdir()
    await export_catalogue(catalogue.store, target)
    await catalogue.import_rows([film(number) for number in range(1, 7)])
    await export_catalogue(catalogue.store, target, replace=True)
    assert PackageManifest.read(target).films == 6
    monkeypatch.chdir(target)
    await export_catalogue(catalogue.store, Path(), replace=True)
    assert verify_package(target).problems == {}
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".out")]  # noqa: PTH208


async def test_what_killed_exports_left_is_put_back_or_swept(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    target = await _exported(catalogue, tmp_path / "all")
    target.rename(tmp_path / ".all.0badcafe.old")  # killed between the two renames
    for name, age in ((".all.00000001.partial", 0), (".all.00000002.partial", 2 * 86_400)):
        (tmp_path / name).mkdir()
        then = time.time() - age
        os.utime(tmp_path / name, (then, then))
    with pytest.raises(RequestError, match="exists already"):
        await export_catalogue(catalogue.store, target)
    assert PackageManifest.read(target).films == 6
    await export_catalogue(catalogue.store, target, replace=True)
    left = {name for name in os.listdir(tmp_path) if name.startswith(".all")}  # noqa: PTH208
    assert left == {".all.00000001.partial"}


async def _exported(catalogue: PosterCatalogue, target: Path) -> Path:
    await _fill(catalogue, TinyEncoder())
    await export_catalogue(catalogue.store, target, pictures=True)
    return target


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("films.parquet", b"PAR1", "another size or checksum"),
        ("embeddings/0.parquet", None, "is missing"),
        ("manifest.json", b"{}", "cannot be read"),
        ("manifest.json", b'{"format": 9}', "version 9"),
        ("manifest.json", None, "no manifest.json"),
    ],
)
async def test_a_damaged_package_brings_nothing(
    catalogue: PosterCatalogue,
    elsewhere: PosterCatalogue,
    tmp_path: Path,
    name: str,
    data: bytes | None,
    sentence: str,
) -> None:
    target = await _exported(catalogue, tmp_path / "all")
    if data is None:
        (target / name).unlink()
    else:
        (target / name).write_bytes(data)
    with pytest.raises(RequestError, match=sentence) as caught:
        await _bring(elsewhere, target)
    assert caught.value.code == "bad_package"
    assert await elsewhere.films() == []


async def test_a_manifest_cannot_lead_out_of_its_folder(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    target = await _exported(catalogue, tmp_path / "all")
    raw = json.loads((target / "manifest.json").read_text())
    raw["files"]["../../etc/passwd"] = {"size": 1, "sha256": "0" * 64}
    (target / "manifest.json").write_text(json.dumps(raw))
    with pytest.raises(RequestError, match="names a file wrongly"):
        await _bring(elsewhere, target)


async def test_a_picture_that_was_swapped_does_not_come_in(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    target = await _exported(catalogue, tmp_path / "all")
    shutil.rmtree(catalogue.folder)
    first = sorted((target / "pictures").rglob("*.jpg"))[0]
    draw(first, 1234)
    assert (await _bring(elsewhere, target)).without_picture == 1


async def test_vectors_are_plain_half_floats_for_other_tools(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    from pyarrow import parquet

    encoder = TinyEncoder()
    target = await _exported(catalogue, tmp_path / "all")
    table = parquet.read_table(target / "embeddings" / "0.parquet")
    vectors = np.array(table.column("vector").to_pylist(), dtype=np.float32)
    kept = await _embeddings(catalogue)
    for digest, vector in zip(table.column("digest").to_pylist(), vectors, strict=True):
        stored = np.frombuffer(kept[encoder.spec.key, digest], "<f2")
        np.testing.assert_array_equal(vector, stored.astype(np.float32))
