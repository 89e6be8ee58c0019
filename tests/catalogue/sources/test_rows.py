"""What is read from a CSV or from files' names, and what is left out and why."""

import os
from pathlib import Path

import pytest

from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.records import Record, Skipped
from services.catalogue.sources.rows import read_csv
from services.core.errors import RequestError
from services.core.types import Film
from tests.catalogue.helpers import draw, write_csv


def records(items: list[Record | Skipped]) -> list[Record]:
    assert all(isinstance(item, Record) for item in items), items
    return [item for item in items if isinstance(item, Record)]


def skipped(items: list[Record | Skipped]) -> list[tuple[str, str]]:
    return [(item.reason, item.name) for item in items if isinstance(item, Skipped)]


def test_a_full_row(folder: Path) -> None:
    row = {
        "file": "a/heat.webp",
        "imdb_id": "tt0113277",
        "tmdb_id": "949",
        "title": " Heat  (La  fièvre) ",
        "year": "1995",
        "genres": "Crime| Action |Crime|",
        "split": "val",
        "redistributable": "1",
        "rating": "8.3",
    }
    (record,) = records(read_csv(write_csv(folder / "films.csv", [row]), folder))
    assert record.film == Film("Heat (La fièvre)", 1995, ("Action", "Crime"), "tt0113277", 949)
    assert record.path == folder.resolve() / "a/heat.webp"
    assert (record.split, record.redistributable, record.source) == ("val", True, "csv")


def test_two_columns_a_mark_at_the_start_and_windows_line_ends_are_enough(folder: Path) -> None:
    path = folder / "films.csv"
    path.write_bytes(b"\xef\xbb\xbfTitle,FILE\r\nHeat,heat.png\r\n\r\nRonin,ronin.png\r\n")
    heat, ronin = records(read_csv(path, folder))
    assert heat.film == Film("Heat")
    assert ronin.film == Film("Ronin")
    assert (heat.split, heat.redistributable) == (None, False)


def test_what_spreadsheets_and_movielens_write_for_numbers_and_no_genres(folder: Path) -> None:
    row = {
        "file": "a",
        "title": "A",
        "year": "1995.0",
        "tmdb_id": "949.0",
        "genres": "(no genres listed)",
    }
    (record,) = records(read_csv(write_csv(folder / "films.csv", [row]), folder))
    assert record.film == Film("A", 1995, (), None, 949)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "  "}, "empty title"),
        ({"title": "\u202e\x1b"}, "empty title"),
        ({"split": "validation"}, "split is none of train, val, test"),
        ({"file": "../secret.png"}, "path outside the folder"),
        ({"file": "a/../../secret.png"}, "path outside the folder"),
        ({"file": "/etc/passwd"}, "path outside the folder"),
        ({"file": "a\0b"}, "bad file name"),
    ],
)
def test_a_bad_row_is_left_out_alone(folder: Path, change: dict[str, str], reason: str) -> None:
    good = {"file": "a.png", "title": "A", "year": "1995", "imdb_id": "tt0000001", "tmdb_id": ""}
    good |= {"split": ""}
    other = good | {"file": "b.png", "imdb_id": "tt0000002"}
    items = read_csv(write_csv(folder / "films.csv", [good | change, other]), folder)
    assert skipped(items) == [(reason, change.get("file", "a.png"))]
    assert [item.name for item in items if isinstance(item, Record)] == ["b.png"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"year": "next"}, "bad year"),
        ({"year": "1066"}, "bad year"),
        ({"year": "9999"}, "bad year"),
        ({"year": "1995.5"}, "bad year"),
        ({"imdb_id": "113277x"}, "bad imdb_id"),
        ({"imdb_id": "tt1/) [CLICK](https://evil.example/?"}, "bad imdb_id"),
        ({"tmdb_id": "-1"}, "bad tmdb_id"),
        ({"tmdb_id": "99999999999"}, "bad tmdb_id"),
        ({"genres": "Drama|# Free Nitro"}, "unknown genre"),
    ],
)
def test_a_bad_fact_is_left_out_and_the_film_stays(
    folder: Path, change: dict[str, str], reason: str
) -> None:
    row = {"file": "a.png", "title": "A", "year": "1995", "imdb_id": "tt0000001", "tmdb_id": "7"}
    row |= {"genres": "Drama"} | change
    (record,) = records(read_csv(write_csv(folder / "films.csv", [row]), folder))
    assert record.wrong == (reason,)
    (name,) = change
    assert getattr(record.film, name) == (("Drama",) if name == "genres" else None)
    # Nor does it take away what another source told.
    assert (name in record.given) == (name == "genres")


def test_a_title_is_kept_plain(folder: Path) -> None:
    titles = ["Heat\0cut", "\u202eevil\u202c", "# One\nTwo\u2028Three", "x" * 4000, "\x1b[31mRed"]
    rows = [{"file": f"{n}.png", "title": title} for n, title in enumerate(titles)]
    kept = [r.film.title for r in records(read_csv(write_csv(folder / "f.csv", rows), folder))]
    assert kept == ["Heat cut", "evil", "# One Two Three", "x" * 299 + "…", "[31mRed"]


def test_a_row_without_a_file_is_named_by_its_line(folder: Path) -> None:
    path = write_csv(
        folder / "films.csv", [{"file": "a", "title": "A"}, {"file": "", "title": "B"}]
    )
    assert skipped(read_csv(path, folder)) == [("empty file name", "line 3")]


def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    draw(tmp_path / "outside.png", 1)
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    path = write_csv(folder / "films.csv", [{"file": "link.png", "title": "A"}])
    assert skipped(read_csv(path, folder)) == [("path outside the folder", "link.png")]
    assert skipped(read_library(folder).items) == [("path outside the folder", "link.png")]


def test_repeats_are_left_out_but_a_shared_tmdb_id_beside_imdb_ids_is_none(folder: Path) -> None:
    rows = [
        {"file": "a", "title": "A", "imdb_id": "tt0000001", "tmdb_id": "7"},
        {"file": "b", "title": "B", "imdb_id": "tt0000002", "tmdb_id": "7"},
        {"file": "c", "title": "C", "imdb_id": "tt0000001", "tmdb_id": "8"},
        {"file": "d", "title": "D", "imdb_id": "", "tmdb_id": "9"},
        {"file": "e", "title": "E", "imdb_id": "", "tmdb_id": "9"},
        {"file": "f", "title": "F", "imdb_id": "", "tmdb_id": ""},
        {"file": "f", "title": "G", "imdb_id": "", "tmdb_id": ""},
    ]
    items = read_csv(write_csv(folder / "films.csv", rows), folder)
    assert skipped(items) == [
        ("duplicate id", "tt0000001 c"),
        ("duplicate id", "tmdb-9 e"),
        ("duplicate file", "f"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "lacks the column file and title"),
        (b"name,title\na.png,A\n", "lacks the column file;"),
        (b'file,title\na.png,A\nb.png,"B\nc.png,C\n', "near line 4: unexpected end of data"),
        (b'file,title\na.png,A\nb.png,"B\nc.png,C\n', "in the row that begins in line 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x08\x02\x03", "is not a CSV: it is no text"),
    ],
)
def test_what_is_no_csv_gives_one_sentence(folder: Path, content: bytes, message: str) -> None:
    path = folder / "films.csv"
    path.write_bytes(content)
    with pytest.raises(RequestError, match=message):
        read_csv(path, folder)


def test_a_field_without_end_costs_its_line_alone(folder: Path) -> None:
    rows = [{"file": "a", "title": "A"}, {"file": "b", "title": "B" * 200_000}]
    rows.append({"file": "c", "title": "C"})
    items = read_csv(write_csv(folder / "films.csv", rows), folder)
    assert skipped(items) == [("field too long", "line 3 (title)")]
    assert [item.name for item in items if isinstance(item, Record)] == ["a", "c"]


def test_a_csv_or_folder_that_is_not_there_gives_one_sentence(folder: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read: No such file"):
        read_csv(folder / "none.csv", folder)
    with pytest.raises(RequestError, match="There is no folder"):
        read_csv(folder / "none.csv", folder / "none")
    with pytest.raises(RequestError, match="There are no pictures in"):
        read_library(folder)


def test_titles_and_years_from_file_names(folder: Path) -> None:
    for name in ("Heat (1995).jpg", "b/2001 (1968).PNG", "No Year.webp", "Face (Off) (1997).png"):
        draw(folder / name, 1)
    draw(folder / ".thumbnails" / "Heat (1995).jpg", 1)
    (folder / "notes (1999).txt").write_text("not a poster")
    assert {record.film.label for record in records(read_library(folder).items)} == {
        "Heat (1995)",
        "2001 (1968)",
        "No Year",
        "Face (Off) (1997)",
    }


def test_a_file_name_in_no_encoding_is_left_out(folder: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.png")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system only takes UTF-8 names")
    assert skipped(read_library(folder).items) == [("bad file name", "caf?.png")]
