"""Films' keys: given for good, those of 0.1.0 as they were, each one once."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, insert, select, text

from services.core.film_keys import file_key
from services.core.types import Film
from services.store import Store
from services.store.database import migrate
from services.store.film_keys import candidates, former_keys, hand_over, taken
from services.store.films import FACTS, film_of
from services.store.models import FilmKeyRow, FilmRow, PosterRow
from services.store.watchlist import page
from tests.recorded.store import DATA

pytestmark = pytest.mark.usefixtures("migrated")

SCOPE = 700000000000000000
FACTS_OF_A_FILM = {"genres": [], "redistributable": False, "source": "folder", "aliases": []}


async def _keys(path: Path) -> list[str]:
    async with await Store.open(path) as store, store.session() as session:
        rows = (await session.execute(select(*FACTS).order_by(FilmRow.id))).all()
        own = [film_of(row).key for row in rows]
        assert await taken(session, own) == set(own)
        assert own == [row.key for row in rows]
        return own


def _add(database: Path, **facts: object) -> None:
    """Write a film as a process of 0.1.0 does, without a key."""
    with create_engine(f"sqlite:///{database}").begin() as connection:
        digest, file = "0" * 64, str(facts.pop("path"))
        film = connection.execute(insert(FilmRow).values(**FACTS_OF_A_FILM, **facts))
        (number,) = film.inserted_primary_key or (0,)
        look = {"path": file, "digest": digest, "width": 1, "height": 1, "size": 1, "mtime_ns": 1}
        connection.execute(insert(PosterRow).values(film_id=number, **look))


async def test_films_of_0_1_0_keep_their_keys_and_all_else(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = folder / "marquee.db"
    tables = "films", "posters", "embeddings", "watchlist", "game_rounds", "game_points", "queries"
    with create_engine(f"sqlite:///{path}").connect() as connection:
        facts = "title, year, genres, imdb_id, tmdb_id"
        before = connection.execute(text(f"SELECT {facts} FROM films ORDER BY id")).all()
        count = {name: text(f"SELECT count(*) FROM {name}") for name in tables}
        counts = {name: connection.scalar(question) for name, question in count.items()}
    assert len(before) == 12
    assert await _keys(path) == [Film(row[0], row[1], (), row[3], row[4]).key for row in before]
    async with await Store.open(path) as store, store.session() as session:
        assert len(await page(session, SCOPE)) > 5
        assert counts == {name: await session.scalar(q) for name, q in count.items()}
        assert (await session.execute(text("PRAGMA foreign_key_check"))).all() == []


async def test_films_that_shared_a_key_get_two(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    migrate(path)
    for folder in "AB":
        _add(path, title="Film 3", year=1993, path=f"/x/{folder}/Film 3 (1993).jpg")
    _add(path, title="One", year=None, tmdb_id=5, path="/x/1.jpg")
    _add(path, title="Two", year=None, tmdb_id=5, path="/x/2.jpg")
    _add(path, title="Three", year=None, imdb_id="tt0000003", tmdb_id=5, path="/x/3.jpg")
    assert await _keys(path) == [
        "Film 3 (1993)",
        file_key("/x/B/Film 3 (1993).jpg"),
        "tmdb-5",
        file_key("/x/2.jpg"),
        "tt0000003",
    ]


async def test_what_an_old_process_adds_gets_a_key_when_the_database_is_opened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    migrate(path)
    _add(path, title="Heat", year=1995, path="/x/heat.jpg")
    before = await _keys(path)
    _add(path, title="Heat", year=1995, path="/x/other.jpg")
    assert await _keys(path) == [*before, file_key("/x/other.jpg")]


async def test_a_film_that_became_one_with_another_is_found_by_its_key(store: Store) -> None:
    async with store.session() as session:
        rows = [
            FilmRow(**FACTS_OF_A_FILM, title=key, key=key, keys=[FilmKeyRow(key=key)])
            for key in ("a", "b")
        ]
        session.add_all(rows)
        await session.flush()
        await hand_over(session, [rows[1].id], rows[0].id)
        await session.execute(delete(FilmRow).where(FilmRow.title == "b"))
        await session.commit()
        assert await former_keys(session) == {rows[0].id: ["b"]}


def test_a_key_is_of_the_ids_else_of_the_source() -> None:
    def first(film: Film) -> str:
        return next(candidates(film, "A/Film 3 (1993).jpg", "/x/A/Film 3 (1993).jpg"))

    assert first(Film("Film 3", 1993, (), "tt0000003", 5)) == "tt0000003"
    assert first(Film("Film 3", 1993, (), None, 5)) == "tmdb-5"
    assert first(Film("Film 3", 1993)) == file_key("A/Film 3 (1993).jpg")
    assert len(first(Film("Film 3", 1993))) == 21
    names = list(candidates(Film("Film 3", 1993), "3.jpg", "/x/3.jpg"))
    assert len(set(names)) == len(names) > 50


def test_a_film_is_one_whether_its_key_was_told_or_not() -> None:
    heat = Film("Heat", 1995, imdb_id="tt0113277")
    assert Film("Heat", 1995, imdb_id="tt0113277", stored_key="tt0113277") == heat
    other = Film("Heat", 1995, imdb_id="tt0113277", stored_key="file-0123456789abcdef")
    assert other != heat
    assert Film.from_json(other.to_json()) == other
    assert other.key == "file-0123456789abcdef"
    assert other.named_keys == ("tt0113277", "Heat (1995)")
