"""Posters that are not for everybody: marked by their sources or by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.catalogue.block import block_films
from services.catalogue.mark import mark_films, marked_films
from services.catalogue.package.export import export_catalogue
from services.catalogue.package.load import import_catalogue
from services.catalogue.sources.certifications import (
    best_known,
    is_explicit,
    tmdb_certifications,
    told_adult,
)
from services.catalogue.stats import catalogue_stats
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store
from services.vision.index import open_index
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder


@pytest.fixture
def catalogue(store: Store, settings: Settings, folder: Path) -> PosterCatalogue:
    return PosterCatalogue(store, settings, folder)


async def _marked(store: Store) -> list[str]:
    return [key for key, *_ in await marked_films(store)]


async def _fill(catalogue: PosterCatalogue, **facts: Any) -> list[dict[str, Any]]:
    rows = [film(number, adult="", certification="") for number in range(1, 5)]
    rows[1] |= {"adult": "1"}
    rows[2] |= {"certification": "NC-17"}
    rows[3] |= {"certification": "18"}
    for number in range(1, 5):
        draw(catalogue.folder / f"{number}.jpg", number)
    await catalogue.import_rows(rows)
    return rows


async def test_a_csv_marks_by_a_column_and_by_certification(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    assert await _marked(catalogue.store) == ["tt0000002", "tt0000003"]
    assert (await catalogue_stats(catalogue.store)).marked == 2
    assert [row.certification for row in await catalogue.films()] == [None, None, "NC-17", "18"]
    # The list takes back what it said, and says of which.
    rows[1] |= {"adult": "0"}
    report = await catalogue.import_rows(rows)
    assert report.changed == ["2.jpg: adult True -> False"]
    assert await _marked(catalogue.store) == ["tt0000003"]
    await mark_films(catalogue.store, ["tt0000003"], False)
    assert (await catalogue_stats(catalogue.store)).marked == 0


async def test_another_source_takes_no_mark_back(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    (row,) = [row for row in await catalogue.films() if row.imdb_id == "tt0000002"]
    async with catalogue.store.session() as session:
        row.source = "tmdb"
        await session.merge(row)
        await session.commit()
    rows[1] |= {"adult": "0"}
    await catalogue.import_rows(rows)
    assert "tt0000002" in await _marked(catalogue.store)


async def test_a_persons_word_goes_before_every_source(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    report = await mark_films(catalogue.store, ["Film 1 (1951)", "nothing"], True)
    assert (report.changed, report.unknown) == (["Film 1 (1951)"], ["nothing"])
    await mark_films(catalogue.store, ["tt0000002"], False)
    rows[0] |= {"adult": "0"}
    await catalogue.import_rows(rows)
    assert await _marked(catalogue.store) == ["tt0000001", "tt0000003"]
    await mark_films(catalogue.store, ["tt0000001", "tt0000002"], None)
    assert await _marked(catalogue.store) == ["tt0000002", "tt0000003"]


async def test_the_index_knows_what_is_marked(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    entries = open_index(catalogue.settings.indexes_dir / "tiny", encoder.spec).entries
    assert [entry.film.marked for entry in entries] == [False, True, True, False]


async def test_marks_go_with_an_exported_catalogue(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow", reason="moving a catalogue needs the `parquet` extra")
    await _fill(catalogue)
    await mark_films(catalogue.store, ["tt0000001"], True)
    await mark_films(catalogue.store, ["tt0000002"], False)
    await export_catalogue(catalogue.store, tmp_path / "out", pictures=True)
    other = Settings(_env_file=None, data_dir=tmp_path / "other", threads=2)  # pyright: ignore[reportCallIssue]
    async with await Store.open(other.database_path) as store:
        await import_catalogue(store, tmp_path / "out", other)
        assert await marked_films(store) == await marked_films(catalogue.store)
        assert await _marked(store) == ["tt0000001", "tt0000003"]
        # What was said here stays.
        await mark_films(store, ["tt0000001"], False)
        await import_catalogue(store, tmp_path / "out", other)
        assert await _marked(store) == ["tt0000003"]
        await block_films(store, ["tt0000003"])
        assert await _marked(store) == []


def test_what_boards_and_lists_say() -> None:
    assert all(map(is_explicit, ("NC-17", "x", "XXX", "R18", "X 18+")))
    assert not any(map(is_explicit, (None, "", "R", "18", "16", "PG-13", "R 18+", "TV-MA")))
    assert told_adult("", None) is None
    assert [told_adult(word, None) for word in ("1", "yes", "True", "perhaps")] == [True] * 4
    assert [told_adult(word, None) for word in ("0", "no", "FALSE")] == [False] * 3
    assert told_adult("0", "NC-17") is True


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, {}),
        ({"release_dates": None, "content_ratings": {"results": "no"}}, {}),
        ({"release_dates": {"results": [{"iso_3166_1": "US", "release_dates": [
            {"certification": ""}, {"certification": "NC-17"}, 7]}, 3,
            {"iso_3166_1": "DE", "release_dates": [{"certification": "18"}]}]}},
         {"US": "NC-17", "DE": "18"}),
        ({"content_ratings": {"results": [{"iso_3166_1": "GB", "rating": "15"}]}}, {"GB": "15"}),
        ({"content_ratings": {"results": [{"iso_3166_1": 5, "rating": "x" * 99}]}}, {}),
    ],
)  # fmt: skip
def test_certifications_as_tmdb_tells_them(facts: dict[str, Any], found: dict[str, str]) -> None:
    assert tmdb_certifications(facts) == found
    assert best_known(found) == next(iter(found.values()), None)


def test_a_mark_goes_over_the_wire_and_makes_no_other_film() -> None:
    plain, marked = Film("Heat", 1995), Film("Heat", 1995, marked=True)
    assert plain == marked
    assert Film.from_json(marked.to_json()).marked
    assert Film.from_json(marked.to_json()).checked().marked
    assert "marked" not in plain.to_json()
    assert not Film.from_json({"title": "Heat", "marked": "yes"}).marked
