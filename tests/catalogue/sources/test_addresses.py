"""The Kaggle form and MovieLens's files: read, fetched, dead links counted, merged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from services.catalogue.sources.address_import import NO_POSTER, import_addresses
from services.catalogue.sources.addresses import read_addresses
from services.catalogue.sources.folder import ImportReport
from services.catalogue.sources.records import Skipped
from services.catalogue.sources.remote import Wanted
from services.core.errors import RequestError
from services.core.types import Film
from services.store import Store
from tests.catalogue.sources.helpers import QUICK, catalogue, settings_for, start, watch_store
from tests.catalogue.sources.stand_in import StandIn

HEADER = "imdbId,Imdb Link,Title,IMDB Score,Genre,Poster\n"


def kaggle(path: Path, *rows: str, encoding: str = "latin-1") -> Path:
    path.write_bytes((HEADER + "".join(f"{row}\n" for row in rows)).encode(encoding))
    return path


def movielens(folder: Path, movies: str, links: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "links.csv").write_text("movieId,imdbId,tmdbId\n" + links, encoding="utf-8")
    path = folder / "movies.csv"
    path.write_text("movieId,title,genres\n" + movies, encoding="utf-8")
    return path


async def bring(path: Path, server: StandIn, data: Path, token: str | None = None) -> ImportReport:
    settings = settings_for(server, data, token)
    async with await Store.open(settings.database_path) as store:
        return await import_addresses(
            store, read_addresses(path), settings, patience=QUICK, allow_private=True
        )


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_the_kaggle_form_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = kaggle(
        tmp_path / "MovieGenre.csv",
        '112682,http://www.imdb.com/title/tt112682,"Cité des enfants perdus, La (1995)",7.6,'
        "Fantasy|Sci-Fi|Family,http://x/a.jpg",
        "10000123,http://i,Æon (1999-2001),5,Biography,https://x/b.jpg",
        encoding=encoding,
    )
    found = read_addresses(path)
    assert found.form == "kaggle"
    assert [item.film for item in found.items if isinstance(item, Wanted)] == [
        Film(
            "La Cité des enfants perdus",
            1995,
            ("Children", "Fantasy", "Sci-Fi"),
            "tt0112682",
            poster_url="http://x/a.jpg",
        ),
        Film("Æon", 1999, (), "tt10000123", poster_url="https://x/b.jpg"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,l,Heat (1995),8,Crime,", "no address"),
        ("1,l,Heat (1995),8,Crime,javascript:x", "bad address"),
        ("1,l,(1995),8,Crime,http://x/a.jpg", None),  # a film may be named so
        ("1,l, ,8,Crime,http://x/a.jpg", "empty title"),
        ("1,l", "empty title"),
        (",l,Heat (1995),8,Crime,http://x/a.jpg", None),
    ],
)
def test_a_bad_row_is_left_out_with_its_reason(
    tmp_path: Path, row: str, reason: str | None
) -> None:
    (item,) = read_addresses(kaggle(tmp_path / "a.csv", row)).items
    assert (item.reason if isinstance(item, Skipped) else None) == reason


@pytest.mark.parametrize(
    ("row", "film", "reason"),
    [
        ("1,l,Heat (0995),8,Crime", Film("Heat", None, ("Crime",), "tt0000001"), "bad year"),
        ("0,l,Heat (1995),8,Crime", Film("Heat", 1995, ("Crime",)), "bad imdb_id"),
        ("x,l,Heat (1995),8,Crime", Film("Heat", 1995, ("Crime",)), "bad imdb_id"),
        ("1,l,Heat (1995),8,Crime|@here", Film("Heat", 1995, ("Crime",), "tt0000001"), None),
    ],
)
def test_a_bad_fact_is_left_out_and_the_film_stays(
    tmp_path: Path, row: str, film: Film, reason: str | None
) -> None:
    (item,) = read_addresses(kaggle(tmp_path / "a.csv", f"{row},http://x/a.jpg")).items
    assert isinstance(item, Wanted)
    assert item.film == replace(film, poster_url="http://x/a.jpg")
    assert item.wrong == (reason or "unknown genre",)


def test_a_field_without_end_costs_its_line_alone(tmp_path: Path) -> None:
    rows = [f"{n},l,{title},8,Crime,http://x/a.jpg" for n, title in ((1, "A" * 200_000), (2, "B"))]
    long, short = read_addresses(kaggle(tmp_path / "a.csv", *rows)).items
    assert long == Skipped("field too long", "line 2 (title)")
    assert isinstance(short, Wanted)


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", 'imdbId,Title,Poster\n1,"open,http://x\n', "\0\0\0"]
)
def test_what_is_neither_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=r"a\.csv"):
        read_addresses(tmp_path / "a.csv")
    with pytest.raises(RequestError, match="cannot be read"):
        read_addresses(tmp_path / "none.csv")


def test_movielens_needs_its_links(tmp_path: Path) -> None:
    path = movielens(tmp_path / "ml", "1,Toy Story (1995),Animation\n", "1,0114709,862\n")
    (item,) = read_addresses(path).items
    assert isinstance(item, Wanted)
    assert item.film == Film("Toy Story", 1995, ("Animation",), "tt0114709", 862)
    with pytest.raises(RequestError, match="links"):
        read_addresses(path, path)
    (path.parent / "links.csv").unlink()
    with pytest.raises(RequestError, match=r"links\.csv cannot be read"):
        read_addresses(path)


async def test_dead_links_are_counted_and_the_others_come(server: StandIn, tmp_path: Path) -> None:
    good, other = (f"{server.url}/t/p/w500/p{film.id}.jpg" for film in server.films[:2])
    path = kaggle(
        tmp_path / "a.csv",
        f"1,l,One (1991),8,Crime|Drama,{good}",
        f"2,l,Two (1992),8,Crime,{server.url}/t/p/w500/pnone.jpg",
        "3,l,Three (1993),8,Crime,http://127.0.0.1:9/p.jpg",
        f"4,l,Four (1994),8,Crime,{server.url}/3/movie/popular?page=1",
        f"5,l,Five (1995),8,Crime,{other}",
        f"5,l,Five (1995),8,Crime,{other}",
        f"6,l,Six (1996),8,Crime,{good}",
        "7,l,Seven (1997),8,Crime,",
    )
    watch_store(server, tmp_path)
    report = await bring(path, server, tmp_path)
    assert report.skipped == {
        "poster: HTTP 404": ["tt0000002 Two (1992)"],
        "poster: no connection": ["tt0000003 Three (1993)"],
        "poster: HTTP 401": ["tt0000004 Four (1994)"],
        "duplicate id": ["tt0000005 Five (1995)"],
        "no address": ["Seven (1997)"],
    }
    assert (report.added, report.total, report.done) == (3, 8, 8)
    rows = await catalogue(tmp_path)
    assert [row[:5] for row in rows] == [
        ("tt0000001", None, "One", 1991, ("Crime", "Drama")),
        ("tt0000005", None, "Five", 1995, ("Crime",)),
        ("tt0000006", None, "Six", 1996, ("Crime",)),
    ]
    again = await bring(path, server, tmp_path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 3)
    assert await catalogue(tmp_path) == rows
    assert server.fetched_again == []


async def test_movielens_gives_facts_to_films_that_have_a_picture(
    server: StandIn, tmp_path: Path
) -> None:
    film = server.films[0]
    url = f"{server.url}/t/p/w500{film.poster_path}"
    await bring(kaggle(tmp_path / "a.csv", f"9,l,Nein (1990),8,,{url}"), server, tmp_path)
    path = movielens(
        tmp_path / "ml",
        '1,"Nine, The (1991)",Sci-Fi|War\n2,Other (1992),War\n3,Lost (1993),War\n4,No (1994),War\n',
        f"1,0000009,{film.id}\n2,0000010,{server.films[1].id}\n3,0000011,\n",
    )
    server.asked.clear()
    report = await bring(path, server, tmp_path)
    assert not server.asked
    assert (report.added, report.updated) == (0, 1)
    assert {reason: len(names) for reason, names in report.skipped.items()} == {
        NO_POSTER: 1,
        "no TMDB id": 1,
        "not in links.csv": 1,
    }
    ((*facts, poster),) = await catalogue(tmp_path)
    assert facts[:5] == ["tt0000009", film.id, "The Nine", 1991, ("Sci-Fi", "War")]
    assert facts[10] == f"/w500{film.poster_path}"  # its picture's address is still known
    assert poster is not None


async def test_movielens_takes_pictures_from_tmdb_with_a_key(
    server: StandIn, tmp_path: Path
) -> None:
    one, gone = server.films[1], next(film for film in server.films if film.poster == "gone")
    path = movielens(
        tmp_path / "ml",
        "2,Own Title (1992),War\n3,Gone (1993),War\n",
        f"2,0000010,{one.id}\n3,0000011,{gone.id}\n",
    )
    report = await bring(path, server, tmp_path, server.token)
    assert (report.added, list(report.skipped)) == (1, ["not on TMDB"])
    ((*facts, _),) = await catalogue(tmp_path)
    assert facts[:5] == ["tt0000010", one.id, "Own Title", 1992, ("War",)]
    assert facts[7:11] == ["movielens", one.popularity, (), f"/w500{one.poster_path}"]
    server.asked.clear()
    again = await bring(path, server, tmp_path, server.token)
    assert again.unchanged == 1
    assert [asked.split("?")[0] for asked in server.asked] == [f"/3/movie/{gone.id}"]
    assert server.leaks == []


@pytest.mark.slow
async def test_the_command(server: StandIn, tmp_path: Path) -> None:
    url = f"{server.url}/t/p/w500/p{server.films[0].id}.jpg"
    path = kaggle(
        tmp_path / "a.csv",
        f"1,l,Amélie (2001),8,Comedy,{url}",
        f"2,l,Lost (1992),8,Crime,{server.url}/t/p/w500/pnone.jpg",
    )
    process = await start(server, tmp_path / "data", "import-csv", "--allow-private", str(path))
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert "1 added, 0 updated, 0 unchanged, 1 skipped." in out.decode()
    assert "HTTP 404" in out.decode()
    process = await start(server, tmp_path / "data", "import-csv", str(tmp_path))
    out, errors = await process.communicate()
    assert process.returncode == 1
    assert len(errors.strip().splitlines()) == 1
