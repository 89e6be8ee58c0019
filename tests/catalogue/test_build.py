"""Posters become embeddings once, and an index of all that can be read."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.catalogue import build
from services.catalogue.build import BuildReport, build_index
from services.catalogue.sources.folder import import_posters
from services.catalogue.sources.rows import read_csv
from services.catalogue.stats import catalogue_stats
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.store import Store, films
from services.vision.index import open_index
from tests.catalogue.helpers import TinyEncoder, draw, draw_films, write_csv


class Builder:
    """Imports a folder by a CSV that lies in it, and builds its index."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store, self.folder, self.settings = store, folder, settings
        self.root = settings.indexes_dir / TinyEncoder.spec.name

    async def import_rows(self, rows: list[dict[str, Any]]) -> None:
        items = read_csv(write_csv(self.folder / "films.csv", rows), self.folder)
        await import_posters(self.store, items, self.settings)

    async def build(self, encoder: TinyEncoder, **options: Any) -> BuildReport:
        return await build_index(self.store, encoder, self.settings, **options)

    async def vectors(self) -> np.ndarray:
        async with self.store.session() as session:
            _, vectors = await films.load_embeddings(
                session, TinyEncoder.spec.name, TinyEncoder.spec.dimension
            )
        return vectors


@pytest.fixture
def builder(store: Store, folder: Path, settings: Settings) -> Builder:
    return Builder(store, folder, settings)


async def test_each_poster_is_found_in_the_index_by_its_own_embedding(builder: Builder) -> None:
    await builder.import_rows(draw_films(builder.folder, 12))
    encoder = TinyEncoder()
    report = await builder.build(encoder, batch=5)
    assert (report.embedded, report.total, report.left_out) == (12, 12, {})
    assert report.manifest is not None
    assert encoder.batches == [5, 5, 2]
    index = open_index(builder.root, encoder.spec)
    for row, entry in enumerate(index.entries):
        path = builder.folder.resolve() / f"{row + 1:04}.png"
        assert entry.film.imdb_id == f"tt{row + 1:07}"
        assert entry.poster_path == str(path)
        assert entry.digest == hashlib.sha256(path.read_bytes()).hexdigest()
        with Image.open(path) as image:
            ((hit,),) = index.vectors.search(encoder.embed([image.convert("RGB")]), 1)
        assert hit.row == row
        assert hit.similarity == pytest.approx(1, abs=1e-4)


async def test_no_picture_is_embedded_twice(builder: Builder) -> None:
    rows = draw_films(builder.folder, 8)
    # Two films of one box set: one picture.
    (builder.folder / "0002.png").write_bytes((builder.folder / "0001.png").read_bytes())
    await builder.import_rows(rows[:5])
    encoder = TinyEncoder()
    assert (await builder.build(encoder)).embedded == 4
    assert (await builder.build(encoder)).embedded == 0
    await builder.import_rows(rows)
    report = await builder.build(encoder)
    assert (report.embedded, report.encoder_changed) == (3, False)
    assert sorted(encoder.seen.values()) == [1] * 7
    assert len(open_index(builder.root, encoder.spec).entries) == 8


async def test_a_changed_picture_is_embedded_anew(builder: Builder) -> None:
    rows = draw_films(builder.folder, 3)
    await builder.import_rows(rows)
    encoder = TinyEncoder()
    await builder.build(encoder)
    before = await builder.vectors()
    draw(builder.folder / "0002.png", 77)
    await builder.import_rows(rows)
    assert (await builder.build(encoder)).embedded == 1
    after = await builder.vectors()
    assert (before != after).any(axis=1).tolist() == [False, True, False]
    with Image.open(builder.folder / "0002.png") as image:
        expected = encoder.embed([image.convert("RGB")])[0]
    np.testing.assert_allclose(after[1], expected, atol=1e-3)


async def test_stopped_and_resumed_it_ends_as_if_undisturbed(
    builder: Builder, tmp_path: Path
) -> None:
    rows = draw_films(builder.folder, 20)
    await builder.import_rows(rows)
    settings = builder.settings.model_copy(update={"data_dir": tmp_path / "undisturbed"})
    async with await Store.open(settings.database_path) as store:
        other = Builder(store, builder.folder, settings)
        await other.import_rows(rows)
        await other.build(TinyEncoder())
        undisturbed = await other.vectors()

    encoder, report = TinyEncoder(), BuildReport()

    def stop(done: int, _total: int) -> None:
        if done == 8:
            task.cancel()

    task = asyncio.create_task(builder.build(encoder, batch=4, report=report, on_progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (report.embedded, report.total, report.manifest) == (8, 20, None)
    assert not builder.root.exists()

    resumed = await builder.build(encoder, batch=4)
    assert (resumed.total, resumed.embedded) == (12, 12)
    assert sorted(encoder.seen.values()) == [1] * 20
    np.testing.assert_array_equal(await builder.vectors(), undisturbed)
    one, two = (open_index(item.root, encoder.spec).entries for item in (builder, other))
    assert one == two


async def test_a_stopped_build_leaves_the_old_index_in_use(builder: Builder) -> None:
    rows = draw_films(builder.folder, 6)
    await builder.import_rows(rows[:3])
    encoder = TinyEncoder()
    await builder.build(encoder)
    await builder.import_rows(rows)
    task = asyncio.create_task(
        builder.build(encoder, batch=1, on_progress=lambda done, total: task.cancel() and None)
    )
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(open_index(builder.root, encoder.spec).entries) == 3


async def test_revisions_are_kept_side_by_side_and_never_mix(builder: Builder) -> None:
    await builder.import_rows(draw_films(builder.folder, 5))
    old, new = TinyEncoder(revision="1"), TinyEncoder(weights=1, revision="2")
    for encoder, embedded in ((old, 5), (new, 5), (old, 0), (new, 0)):
        report = await builder.build(encoder)
        assert (report.embedded, report.encoder_changed) == (embedded, False)
        index = open_index(builder.root, encoder.spec)
        with Image.open(index.entries[2].poster_path or "") as image:
            ((hit,),) = index.vectors.search(encoder.embed([image.convert("RGB")]), 1)
        assert (hit.row, round(hit.similarity, 3)) == (2, 1)
    assert (await catalogue_stats(builder.store)).embeddings == {"tiny@1": 5, "tiny@2": 5}


async def test_an_encoder_that_gives_other_embeddings_embeds_all_anew(builder: Builder) -> None:
    await builder.import_rows(draw_films(builder.folder, 5))
    await builder.build(TinyEncoder())
    before = await builder.vectors()
    changed = TinyEncoder(weights=1)
    report = await builder.build(changed)
    assert (report.embedded, report.encoder_changed) == (5, True)
    assert sorted(changed.seen.values()) == [1] * 5
    assert not np.allclose(before, await builder.vectors(), atol=0.1)


async def test_pictures_that_broke_since_the_import_are_told_and_left_out(
    builder: Builder,
) -> None:
    folder = builder.folder.resolve()
    await builder.import_rows(draw_films(folder, 6))
    (folder / "0001.png").unlink()
    (folder / "0002.png").write_bytes(b"broken")
    (folder / "0003.png").unlink()
    (folder / "0003.png").mkdir()
    with Image.open(folder / "0004.png") as image:
        encoder = TinyEncoder(blind_to=image.convert("RGB").tobytes())
    report = await builder.build(encoder)
    assert report.left_out == {
        "missing file": [f"{folder}/0001.png"],
        "changed since the import (import again)": [f"{folder}/0002.png"],
        "unreadable file (Is a directory)": [f"{folder}/0003.png"],
        "the encoder gave no finite embedding": [f"{folder}/0004.png"],
    }
    assert (report.done, report.embedded) == (6, 2)
    index = open_index(builder.root, encoder.spec)
    assert [entry.film.imdb_id for entry in index.entries] == ["tt0000005", "tt0000006"]


async def test_a_picture_above_a_limit_that_was_lowered_is_left_out(builder: Builder) -> None:
    rows = draw_films(builder.folder, 2)
    draw(builder.folder / "0002.png", 2, (400, 600))
    await builder.import_rows(rows)
    builder.settings = builder.settings.model_copy(update={"max_pixels": 100_000})
    report = await builder.build(TinyEncoder())
    assert list(report.left_out) == ["unreadable picture (too_many_pixels)"]
    assert report.embedded == 1


async def test_nothing_to_index_gives_one_sentence(builder: Builder) -> None:
    with pytest.raises(UnavailableError, match="`marquee catalogue import-folder`") as caught:
        await builder.build(TinyEncoder())
    assert caught.value.code == "no_catalogue"
    await builder.import_rows(draw_films(builder.folder, 2))
    for path in builder.folder.glob("*.png"):
        path.unlink()
    with pytest.raises(UnavailableError, match="None of the 2 posters can be read"):
        await builder.build(TinyEncoder())
    assert not builder.root.exists()


@pytest.mark.slow
async def test_large_pictures_share_a_batch_only_while_they_fit_in_memory(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_BATCH_PIXELS", 5_000_000)
    rows = draw_films(builder.folder, 5)
    for number in (2, 3):
        Image.new("RGB", (2000, 12_000), (number, 0, 0)).save(builder.folder / f"000{number}.png")
    await builder.import_rows(rows)
    sizes: list[int] = []
    done_before = 0

    def note(done: int, _total: int) -> None:
        nonlocal done_before
        sizes.append(done - done_before)
        done_before = done

    report = await builder.build(TinyEncoder(), on_progress=note)
    # 2.7 megapixels each, as they are when they were shrunk: the third poster no longer fits
    # beside the second one.
    assert sizes == [0, 2, 3]
    assert report.embedded == 5


async def test_embeddings_of_another_length_are_replaced(builder: Builder) -> None:
    await builder.import_rows(draw_films(builder.folder, 2))
    encoder = TinyEncoder()
    await builder.build(encoder)
    digest = open_index(builder.root, encoder.spec).entries[0].digest
    assert digest is not None
    async with builder.store.session() as session:
        await films.add_embeddings(session, "tiny", {digest: np.ones(4, dtype=np.float32)})
        await session.commit()
    assert (await builder.build(encoder)).embedded == 1
    assert (await builder.vectors()).shape == (2, 18)


async def test_an_encoder_of_the_wrong_shape_is_a_bug_and_keeps_nothing(builder: Builder) -> None:
    class Crooked(TinyEncoder):
        def embed(self, images: Any) -> Any:
            return super().embed(images)[:, :5]

    await builder.import_rows(draw_films(builder.folder, 2))
    with pytest.raises(ValueError, match=r"tiny gave \(1, 5\) for 1 images"):
        await builder.build(Crooked())


async def test_stats_count_films_gaps_and_embeddings(builder: Builder) -> None:
    rows = draw_films(builder.folder, 4)
    rows[0] |= {"year": "1995", "genres": "", "tmdb_id": ""}
    rows[1] |= {"year": "", "genres": "Drama|War"}
    rows[2] |= {"year": "1990", "genres": "War", "split": ""}
    rows[3] |= {"year": "2000", "genres": "Drama|War", "split": "val"}
    (builder.folder / "0002.png").write_bytes((builder.folder / "0001.png").read_bytes())
    await builder.import_rows(rows[:3])
    await builder.build(TinyEncoder())
    await builder.import_rows(rows)
    stats = await catalogue_stats(builder.store)
    assert (stats.films, stats.posters, stats.pictures) == (4, 4, 3)
    assert stats.decades == {"1990s": 2, "2000s": 1}
    assert stats.genres == {"War": 3, "Drama": 2}
    assert stats.splits == {"val": 2, "test": 1, "none": 1}
    assert stats.missing == {"year": 1, "genres": 1, "IMDb id": 0, "TMDB id": 1, "poster": 0}
    assert stats.embeddings == {"tiny": 3}
