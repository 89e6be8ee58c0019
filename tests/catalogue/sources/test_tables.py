"""CSVs as spreadsheets, exports and people write them: read as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.catalogue.genres import canonical_genres, split_genres
from services.catalogue.sources.addresses import read_addresses
from services.catalogue.sources.records import EPISODE_OUT, SERIES_OUT, Record, Skipped
from services.catalogue.sources.rows import read_csv
from services.core.film_ids import imdb_id, kind_of_title, tmdb_id
from services.core.types import Film
from tests.catalogue.helpers import write_csv

TEXT = "file,title,year,genres,imdb_id\nheat.png,Amélie – “Żar”,1995,Crime|Drama,tt0113277\n"
PLAIN = TEXT.replace("Ż", "Z")
RIGHT = Film("Amélie – “Zar”", 1995, ("Crime", "Drama"), "tt0113277")


def read(folder: Path, data: bytes, **options: bool) -> list[Record | Skipped]:
    path = folder / "films.csv"
    path.write_bytes(data)
    return read_csv(path, folder, **options)


def films(items: list[Record | Skipped]) -> list[Film]:
    assert all(isinstance(item, Record) for item in items), items
    return [item.film for item in items if isinstance(item, Record)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_any_usual_encoding_and_line_end(folder: Path, encoding: str, end: str) -> None:
    assert films(read(folder, PLAIN.replace("\n", end).encode(encoding))) == [RIGHT]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_any_usual_separator(folder: Path, sign: str) -> None:
    text = PLAIN.replace("Crime|Drama", "Crime/Drama").replace(",", sign)
    assert films(read(folder, text.encode())) == [RIGHT]
    # What Excel writes first, to tell itself the separator.
    assert films(read(folder, f"sep={sign}\r\n{text}".encode())) == [RIGHT]


def test_a_title_with_commas_is_no_reason_to_take_another_separator(folder: Path) -> None:
    text = 'file;title\na.png;"Crazy, Stupid, Love"\nb.png;Good, Bad\n'
    assert [film.title for film in films(read(folder, text.encode()))] == [
        "Crazy, Stupid, Love",
        "Good, Bad",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Crime|Drama",
            "Crime, Drama",
            "Crime,Drama",
            "Crime/Drama",
            "Crime; Drama",
            "crime / DRAMA",
        ),
        *(
            "Crime|Drama|",
            "['Crime', 'Drama']",
            '["Crime", "Drama"]',
            "Crime\nDrama",
            "Drama, N/A|Crime",
        ),
    ],
)
def test_genres_are_parted_by_whatever_lists_part_them_by(text: str) -> None:
    assert canonical_genres(split_genres(text)) == ("Crime", "Drama")


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("N/A", ()),
        ("(no genres listed)", ()),
        ("", ()),
        ("Sci-Fi", ("Sci-Fi",)),
        ("Sci-Fi & Fantasy", ("Fantasy", "Sci-Fi")),
        ("Action & Adventure, War & Politics", ("Action", "Adventure", "War")),
        ("Film-Noir", ("Film-Noir",)),
    ],
)
def test_genres_whose_names_have_signs_stay_whole(text: str, genres: tuple[str, ...]) -> None:
    assert canonical_genres(split_genres(text)) == genres


@pytest.mark.parametrize(
    "text",
    [
        *("113277", "0113277", "tt0113277", "TT0113277", "tt00113277", "113277.0", " 113277 "),
        "https://www.imdb.com/title/tt0113277/",
        "https://www.imdb.com/title/tt0113277/?ref_=nv_sr_1",
        "http://m.imdb.com/title/tt0113277",
        "https://www.imdb.com/de/title/tt0113277/",
        "imdb.com/title/tt0113277/",
    ],
)
def test_an_imdb_id_as_number_or_address(folder: Path, text: str) -> None:
    rows = [{"file": "heat.png", "title": "Heat", "imdb_id": text}]
    items = read_csv(write_csv(folder / "films.csv", rows), folder)
    assert [film.imdb_id for film in films(items)] == ["tt0113277"]


@pytest.mark.parametrize(
    "text",
    ["0", "tt", "nm0000134", "https://evil.example/title/tt0113277/", "12345678901", "tt1/x"],
)
def test_what_is_no_imdb_id_is_told(folder: Path, text: str) -> None:
    rows = [{"file": "heat.png", "title": "Heat", "imdb_id": text}]
    (item,) = read_csv(write_csv(folder / "films.csv", rows), folder)
    assert isinstance(item, Record)
    assert (item.film.imdb_id, item.wrong) == (None, ("bad imdb_id",))


def test_a_tmdb_id_as_number_or_address() -> None:
    assert tmdb_id("949") == tmdb_id("949.0") == (949, None)
    assert tmdb_id("https://www.themoviedb.org/movie/949-heat") == (949, False)
    assert tmdb_id("https://www.themoviedb.org/tv/1396?language=de") == (1396, True)
    assert tmdb_id("") == (None, None)
    assert tmdb_id("heat") == ("heat", None)
    assert imdb_id("") is None


def test_columns_by_other_lists_names(folder: Path) -> None:
    text = (
        "Const,File Name,Title,Release Year,Genre,TMDB ID\n113277,a.png,Heat,1995-12-15,Crime,949\n"
    )
    film = Film("Heat", 1995, ("Crime",), "tt0113277", 949)
    assert films(read(folder, text.encode())) == [film]


def test_nul_in_a_title_is_a_blank_and_in_a_files_name_told(folder: Path) -> None:
    items = read(folder, b"file,title\na.png,He\0at\nb\0.png,Ronin\n")
    assert isinstance(items[0], Record)
    assert items[0].film.title == "He at"
    assert items[1] == Skipped("bad file name", "b\0.png")


def test_a_field_of_ten_megabytes_costs_its_line_alone(folder: Path) -> None:
    data = b"file,title\na.png,A\nb.png," + b"x" * 10_000_000 + b"\nc.png,C\n"
    items = read(folder, data)
    assert [item.name for item in items] == ["a.png", "line 3 (title)", "c.png"]
    assert isinstance(items[1], Skipped)
    assert items[1].reason == "field too long"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("movie", "film"), ("Movie", "film"), ("tvMovie", "film"), ("TV Special", "film")),
        *(("tvSeries", "series"), ("TV Series", "series"), ("TV Mini Series", "series")),
        *(("tv", "series"), ("tvEpisode", "episode"), ("TV Episode", "episode"), ("", None)),
    ],
)
def test_what_lists_call_series(text: str, kind: str | None) -> None:
    assert kind_of_title(text) == kind


def test_rows_of_series_are_told_apart(folder: Path) -> None:
    rows = [
        {"file": "a.png", "title": "Fargo", "year": "1996", "tmdb_id": "275", "type": "movie"},
        {
            "file": "b.png",
            "title": "Fargo",
            "year": "2014",
            "tmdb_id": "60622",
            "type": "TV Series",
        },
        {
            "file": "c.png",
            "title": "Dark",
            "tmdb_id": "https://www.themoviedb.org/tv/70523",
            "type": "",
        },
        {"file": "d.png", "title": "Pilot", "type": "tvEpisode"},
    ]
    path = write_csv(folder / "films.csv", rows)
    out = [item for item in read_csv(path, folder) if isinstance(item, Skipped)]
    assert out == [
        Skipped(SERIES_OUT, "b.png"),
        Skipped(SERIES_OUT, "c.png"),
        Skipped(EPISODE_OUT, "d.png"),
    ]
    taken = [it.film for it in read_csv(path, folder, with_series=True) if isinstance(it, Record)]
    assert [film.key for film in taken] == ["tmdb-275", "tmdb-tv-60622", "tmdb-tv-70523"]
    assert [film.series for film in taken] == [False, True, True]


def test_a_list_of_addresses_is_read_the_same_way(folder: Path) -> None:
    path = folder / "list.csv"
    path.write_bytes(
        "imdbId;Title;Genre;Poster;Title Type\n"
        "https://www.imdb.com/title/tt0113277/;Café (1995);Crime, Drama;http://x.example/a.jpg;movie\n"
        "1;Lost (2004);Drama;http://x.example/b.jpg;tvSeries\n".encode("cp1252")
    )
    first, second = read_addresses(path).items
    assert not isinstance(first, Skipped)
    assert (first.film.label, first.film.genres) == ("Café (1995)", ("Crime", "Drama"))
    assert first.film.imdb_id == "tt0113277"
    assert second == Skipped(SERIES_OUT, "Lost (2004)")
    (_, taken) = read_addresses(path, with_series=True).items
    assert not isinstance(taken, Skipped)
    assert taken.film.series
