"""Lists as Letterboxd and IMDb write them: every film once, what cannot be read by its line."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest

from services.core.errors import RequestError
from services.core.lists.reading import MAX_BYTES, FilmList, read_list
from services.core.lists.writing import written_list
from services.core.types import Film

HEAT = Film("Heat", 1995)
WATCHLIST = """Date,Name,Year,Letterboxd URI
2024-03-01,Heat,1995,https://boxd.it/2aNE
2024-03-02,"Good, the Bad and the Ugly, The",1966,https://boxd.it/2bqw
2024-03-03,Untitled Film,,https://boxd.it/zzzz
"""
DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2024-01-02,Heat,1995,https://boxd.it/a,4.5,,,2024-01-01
2024-05-02,Heat,1995,https://boxd.it/b,5,Yes,"bank, LA",2024-05-01
"""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2023-07-08,Heat,1995,https://boxd.it/2aNE,4.5
"""
LIST = """Letterboxd list export v7
Date,Name,Tags,URL,Description
2024-02-03,Heists,"crime, la",https://boxd.it/xyz,"A first line,
and a second one."

Position,Name,Year,URL,Description
1,Heat,1995,https://boxd.it/2aNE,
2,,1998,https://boxd.it/29Hg,
3,Ronin,1998,https://boxd.it/29Hh,"Cars, ""fast"" ones"
"""
IMDB = (
    "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,"
    "IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,"
    "Date Rated\n"
    "1,tt0113277,2021-02-03,2021-02-03,,Heat,Heat,https://www.imdb.com/title/tt0113277/,Movie,8.3,"
    '170,1995,"Action, Crime, Drama",700000,1995-12-15,Michael Mann,9,2022-03-04\n'
    "2,tt0903747,2021-02-03,2021-02-03,,Breaking Bad,,https://www.imdb.com/title/tt0903747/,"
    "TV Series,9.5,49,2008,Crime,2000000,2008-01-20,,,\n"
    "3,tt0211915,2021-02-04,2021-02-04,,Amélie,,https://www.imdb.com/title/tt0211915/,Movie,8.3,"
    "122,2001,Comedy,700000,2001-04-25,,,\n"
    "4,tt9,2021-02-04,,,Odd,,,Movie,,,20x1,,,,,,\n"
)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def read(text: str, name: str = "watchlist.csv") -> FilmList:
    return read_list(text.encode(), name)


def test_letterboxds_watchlist() -> None:
    found = read(WATCHLIST)
    assert (found.source, found.unread) == ("letterboxd", [])
    assert [(one.film.title, one.film.year, one.line) for one in found.films] == [
        ("Heat", 1995, 2),
        ("Good, the Bad and the Ugly, The", 1966, 3),
        ("Untitled Film", None, 4),
    ]
    assert (found.films[0].added_at, found.films[0].seen_at) == (at(2024, 3, 1), None)


def test_what_was_watched_is_told_by_the_files_name() -> None:
    found = read(WATCHLIST, "watched.csv")
    assert found.films[0].seen_at == at(2024, 3, 1)


def test_a_film_seen_twice_is_one_seen_when_it_was_seen_last() -> None:
    (film,) = read(DIARY, "diary.csv").films
    assert (film.film, film.added_at, film.seen_at) == (HEAT, at(2024, 1, 2), at(2024, 5, 1))


def test_what_was_rated_was_seen() -> None:
    (film,) = read(RATINGS, "ratings.csv").films
    assert (film.film, film.seen_at) == (HEAT, at(2023, 7, 8))


def test_a_list_of_letterboxds_is_found_behind_what_it_says_of_itself() -> None:
    found = read(LIST, "heists.csv")
    assert found.source == "letterboxd"
    assert [(one.film.label, one.line) for one in found.films] == [
        ("Heat (1995)", 7),
        ("Ronin (1998)", 9),
    ]
    assert [(one.line, one.reason) for one in found.unread] == [(8, "no_title")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_imdbs_list_however_it_was_saved(encoding: str) -> None:
    found = read_list(IMDB.encode(encoding), "list.csv")
    assert found.source == "imdb"
    assert [one.film for one in found.films] == [
        Film("Heat", 1995, (), "tt0113277"),
        Film("Amélie", 2001, (), "tt0211915"),
    ]
    assert [one.seen_at for one in found.films] == [at(2022, 3, 4), None]
    assert [(one.line, one.reason, one.text) for one in found.unread] == [
        (3, "no_film", "Breaking Bad"),
        (5, "bad_year", "20x1"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_list"),
        ("a,b\n1,2\n", "not_a_list"),
        ('Name,Year\n"Heat,1995\n', "not_a_list"),
        ("\x89PNG\r\n\x1a\n\0\0", "not_a_list"),
        ("Letterboxd list export v7\nnothing else\n", "not_a_list"),
        ("Name\n" + "x" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_list_is_refused(text: str, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        read(text)
    assert refused.value.code == code


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.csv", data)
    return packed.getvalue()


def test_of_all_that_letterboxd_exports_the_watchlist_is_read() -> None:
    data = zipped(watched=DIARY.encode(), watchlist=WATCHLIST.encode())
    found = read_list(data, "watched-letterboxd-alice.zip")
    assert [one.film.year for one in found.films] == [1995, 1966, None]
    assert {one.seen_at for one in found.films} == {None}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(profile=b"a"), "not_a_list"),
        (zipped(watchlist=b"a,b"), "not_a_list"),
        (zipped(watchlist=WATCHLIST.encode())[:60], "not_a_list"),
        (b"PK\x03\x04" + bytes(200), "not_a_list"),
        # Of a few kilobytes: no more is unpacked than a list may have.
        (zipped(watchlist=b"Name\n" + b"x" * (9 * MAX_BYTES)), "too_large"),
    ],
    # A ZIP holds the time at which it was made, and a test is to be called the same everywhere.
    ids=["of nothing known", "other columns", "cut off", "no ZIP", "far too much"],
)
def test_a_zip_without_a_list_is_refused(data: bytes, code: str) -> None:
    assert len(data) < 40_000
    with pytest.raises(RequestError) as refused:
        read_list(data, "letterboxd.zip")
    assert refused.value.code == code


def test_odd_fields_are_told_or_left_out() -> None:
    found = read(
        "title;year;imdb_id;tmdb_id;added\n"
        "Heat;1995.0;113277;949;tomorrow\n"
        "Alien;1979;nonsense;;\n"
        ";;;;\n"
        "Wire;2002;;https://www.themoviedb.org/tv/1438;\n",
        "mine.csv",
    )
    assert [one.film for one in found.films] == [Film("Heat", 1995, (), "tt0113277", 949)]
    assert [(one.line, one.reason) for one in found.unread] == [(3, "bad_id"), (5, "no_film")]
    assert found.films[0].added_at is None


def test_what_is_written_is_read_again() -> None:
    films = [
        (Film("Heat", 1995, ("Crime",), "tt0113277", 949), at(2024, 1, 2), at(2024, 5, 1)),
        (Film('=HYPERLINK("x", 1)', None), at(2024, 1, 3), None),
        (Film("Amélie, oder", 2001), at(2024, 1, 4), None),
    ]
    data = written_list(films)
    assert not any(row[0].startswith("=") for row in csv.reader(io.StringIO(data.decode())))
    again = read_list(data, "watchlist.csv")
    assert [(one.film.label, one.added_at, one.seen_at) for one in again.films] == [
        (film.label, added, seen) for film, added, seen in films
    ]
    assert (again.films[0].film.imdb_id, again.films[0].film.tmdb_id) == ("tt0113277", 949)
