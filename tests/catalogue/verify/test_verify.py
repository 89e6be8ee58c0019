"""A sound catalogue passes; each kind of damage is told apart from what is only behind."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import delete

from services.catalogue.package.export import export_catalogue
from services.catalogue.verify import (
    VerifyReport,
    require_database,
    verify_catalogue,
    verify_package,
)
from services.core.errors import UnavailableError
from services.store import films
from services.store.models import EmbeddingRow
from services.vision.index.folder import current_build
from tests.catalogue.cleaning.helpers import POSTER, PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder


async def _fill(catalogue: PosterCatalogue) -> list[dict[str, str]]:
    rows = [film(number) for number in range(1, 6)]
    for number in range(1, 6):
        draw(catalogue.folder / f"{number}.jpg", number)
    await catalogue.import_rows(rows)
    await catalogue.build(TinyEncoder())
    return rows


async def _verify(catalogue: PosterCatalogue, **options: Any) -> VerifyReport:
    return await verify_catalogue(catalogue.store, catalogue.settings, **options)


def _counts(reasons: dict[str, list[str]]) -> dict[str, int]:
    return {reason: len(names) for reason, names in reasons.items()}


async def test_a_sound_catalogue_passes(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    report = await _verify(catalogue)
    assert (report.problems, report.notes) == ({}, {})
    assert report.checked == {
        "films": 5,
        "files": 5,
        "embeddings of tiny": 6,  # and the encoder's test picture
        "index of tiny": 5,
    }


async def test_files_that_are_gone_or_other_are_told(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    (catalogue.folder / "1.jpg").unlink()
    draw(catalogue.folder / "2.jpg", 99)
    data = bytearray((catalogue.folder / "3.jpg").read_bytes())
    data[-10] ^= 1
    (catalogue.folder / "3.jpg").write_bytes(data)
    changed = "changed since the import (import again)"
    assert _counts((await _verify(catalogue)).problems) == {"missing file": 1, changed: 2}
    # Of the same size: only reading it tells.
    assert _counts((await _verify(catalogue, checksums=False)).problems) == {
        "missing file": 1,
        changed: 1,
    }


async def test_what_the_next_build_mends_is_only_told(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    Image.new("RGB", POSTER, "white").save(catalogue.folder / "1.jpg")
    draw(catalogue.folder / "6.jpg", 6)
    await catalogue.import_rows([*rows, film(6)])
    await catalogue.clean()
    report = await _verify(catalogue)
    assert report.problems == {}
    assert _counts(report.notes) == {
        "in the index of tiny, but no longer a poster (build)": 1,
        "not yet in the index of tiny (build)": 1,
    }
    await catalogue.build(TinyEncoder())
    assert (await _verify(catalogue)).notes == {}


async def test_a_picture_taken_out_after_the_build_is_told(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    Image.new("RGB", POSTER, "white").save(catalogue.folder / "6.jpg")
    await catalogue.import_rows([film(number) for number in range(1, 7)])
    await catalogue.build(TinyEncoder())
    await catalogue.clean()
    assert _counts((await _verify(catalogue)).notes) == {
        "in the index of tiny, but taken out (build)": 1
    }


async def test_embeddings_are_compared_with_the_index(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    async with catalogue.store.session() as session:
        digests = [entry.digest for entry in await films.load_posters(session)]
        await films.add_embeddings(session, "tiny", {digests[0]: np.ones(18, dtype=np.float32)})
        await session.execute(delete(EmbeddingRow).where(EmbeddingRow.digest == digests[1]))
        await session.commit()
    assert _counts((await _verify(catalogue)).problems) == {
        "vector of the index that is not the embedding": 1,
        "vector of the index whose embedding is gone": 1,
    }


@pytest.mark.parametrize(
    ("vector", "reason"),
    [
        (np.full(18, np.nan, "<f2").tobytes(), "embedding with numbers that are none"),
        (b"abc", "embedding that is no row of half floats"),
        (np.ones(4, "<f2").tobytes(), "embeddings of another length"),
    ],
)
async def test_damaged_embeddings_are_told(
    catalogue: PosterCatalogue, vector: bytes, reason: str
) -> None:
    await _fill(catalogue)
    async with catalogue.store.session() as session:
        session.add(EmbeddingRow(digest="f" * 64, encoder="tiny", vector=vector))
        await session.commit()
    assert reason in (await _verify(catalogue)).problems


@pytest.mark.parametrize("name", ["vectors.npy", "films.jsonl", "manifest.json"])
async def test_a_damaged_index_is_told(catalogue: PosterCatalogue, name: str) -> None:
    await _fill(catalogue)
    build = current_build(catalogue.settings.indexes_dir / "tiny")
    assert build is not None
    path = build / name
    path.write_bytes(path.read_bytes()[:-7])
    assert _counts((await _verify(catalogue)).problems) == {"index that cannot be used": 1}


async def _exported(catalogue: PosterCatalogue, target: Path) -> Path:
    pytest.importorskip("pyarrow", reason="moving a catalogue needs the `parquet` extra")
    await _fill(catalogue)
    await export_catalogue(catalogue.store, target, pictures=True)
    return target


async def test_a_sound_export_passes(catalogue: PosterCatalogue, tmp_path: Path) -> None:
    report = verify_package(await _exported(catalogue, tmp_path / "out"))
    assert report.problems == {}
    assert report.checked == {"films": 5, "pictures": 5, "embeddings of tiny": 6}


async def test_a_damaged_export_is_told(catalogue: PosterCatalogue, tmp_path: Path) -> None:
    target = await _exported(catalogue, tmp_path / "out")
    (target / "rejected.parquet").unlink()
    with (target / "films.parquet").open("ab") as file:
        file.write(b"x")
    first, second, *_ = sorted((target / "pictures").rglob("*.jpg"))
    first.unlink()
    draw(second, 77)
    assert _counts(verify_package(target).problems) == {
        "missing file": 1,
        "another size or checksum than was written": 1,
        "picture with another checksum than its name": 1,
        "another number of pictures than the manifest says": 1,
    }


def test_a_database_without_a_byte_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    require_database(path)  # none at all is no fault
    path.touch()
    with pytest.raises(UnavailableError, match="0 bytes"):
        require_database(path)
    path.write_bytes(b"SQLite format 3")
    require_database(path)
