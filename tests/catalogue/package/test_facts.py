"""A package from a stranger brings films, and none of the facts that are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from services.catalogue.package import layout
from services.catalogue.package.export import export_catalogue
from services.catalogue.package.layout import EncoderPart, PackageManifest
from services.catalogue.package.load import import_catalogue
from services.core.errors import RequestError
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film

EVIL = {
    "imdb_id": "tt1/) [CLICK](https://evil.example/",
    "tmdb_id": -5,
    "title": "Heat\n# Free\x1b[31m\u202e Nitro",
    "year": 1_000_000,
    "genres": ["Drama", "[x](https://evil.example)"],
    "split": "everything",
    "source": "a\nb" * 100,
    "aliases": ["\u202e\u202c", "Fever\0"],
    "poster_url": "javascript:alert(1)",
    "popularity": float("nan"),
}


def rewrite(folder: Path, name: str, table: pa.Table) -> None:
    parquet.write_table(table, folder / name)
    manifest = PackageManifest.read(folder)
    manifest.write(folder)


async def exported(catalogue: PosterCatalogue, tmp_path: Path, films: int = 2) -> Path:
    for number in range(1, films + 1):
        draw(catalogue.folder / f"{number}.jpg", number)
    await catalogue.import_rows([film(number) for number in range(1, films + 1)])
    await export_catalogue(catalogue.store, tmp_path / "carried")
    return tmp_path / "carried"


def with_film(folder: Path, number: int, facts: dict[str, Any]) -> None:
    table = parquet.read_table(folder / layout.FILMS)
    rows = table.to_pylist()
    rows[number] |= facts
    rewrite(folder, layout.FILMS, pa.Table.from_pylist(rows, schema=table.schema))


async def test_a_film_is_kept_without_what_is_wrong(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    with_film(folder, 0, EVIL)
    report = await import_catalogue(elsewhere.store, folder, elsewhere.settings)
    assert (report.added, report.skipped) == (2, {})
    assert set(report.left_out) == {
        *("bad year", "bad imdb_id", "bad tmdb_id", "bad poster_url"),
        *("unknown genre", "bad split", "bad popularity"),
    }
    (row,) = [row for row in await elsewhere.films() if row.imdb_id is None]
    assert (row.title, row.year, row.genres) == ("Heat # Free [31m Nitro", None, ["Drama"])
    assert (row.tmdb_id, row.poster_url, row.split, row.popularity) == (None, None, None, None)
    assert row.aliases == ["Fever"]
    assert row.source.startswith("a b")
    assert len(row.source) <= 40


async def test_a_film_without_a_title_is_left_out(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    with_film(folder, 0, {"title": "\u202e\n"})
    report = await import_catalogue(elsewhere.store, folder, elsewhere.settings)
    assert (report.added, list(report.skipped), report.done) == (1, ["empty title"], 2)


async def test_a_column_of_another_kind_is_refused(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    table = parquet.read_table(folder / layout.FILMS)
    place = table.schema.get_field_index("width")
    words = pa.array(["wide"] * table.num_rows)
    rewrite(folder, layout.FILMS, table.set_column(place, "width", words))
    with pytest.raises(RequestError, match="column of another kind"):
        await import_catalogue(elsewhere.store, folder, elsewhere.settings)


@pytest.mark.parametrize("name", ["path", "width", "height", "size"])
async def test_a_picture_of_which_a_fact_is_missing_is_left_out(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path, name: str
) -> None:
    folder = await exported(catalogue, tmp_path)
    with_film(folder, 0, {name: None})
    report = await import_catalogue(elsewhere.store, folder, elsewhere.settings)
    assert (report.added, list(report.left_out)) == (2, ["bad picture"])


async def test_a_judgement_of_which_a_fact_is_missing_is_left_out(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    row = {"digest": "ab" * 32, "film_key": "x", "reason": None, "kept": True, "judged_at": None}
    schema = parquet.read_schema(folder / layout.REJECTED)
    rewrite(folder, layout.REJECTED, pa.Table.from_pylist([row], schema=schema))
    report = await import_catalogue(elsewhere.store, folder, elsewhere.settings)
    assert (report.added, report.rejected) == (2, 0)


async def test_a_file_whose_words_are_no_text_is_refused(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    data = (folder / layout.FILMS).read_bytes()
    (folder / layout.FILMS).write_bytes(data.replace(b"poster_url", b"pos\x80er_url"))
    PackageManifest.read(folder).write(folder)
    with pytest.raises(RequestError, match="cannot be read"):
        await import_catalogue(elsewhere.store, folder, elsewhere.settings)


async def test_embeddings_that_are_no_numbers_are_refused(
    catalogue: PosterCatalogue, elsewhere: PosterCatalogue, tmp_path: Path
) -> None:
    folder = await exported(catalogue, tmp_path)
    (folder / "embeddings").mkdir()
    table = pa.table({"digest": ["ab" * 32], "vector": ["x"]})
    parquet.write_table(table, folder / "embeddings/0.parquet")
    manifest = PackageManifest.read(folder)
    manifest.encoders["poster-lite@x"] = EncoderPart("embeddings/0.parquet", 4, 1)
    manifest.write(folder)
    with pytest.raises(RequestError, match="another kind"):
        await import_catalogue(elsewhere.store, folder, elsewhere.settings)
