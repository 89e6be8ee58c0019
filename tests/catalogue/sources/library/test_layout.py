"""Files and folders as Plex, Jellyfin, Kodi, Kometa and NAS boxes lay them out -> films."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PIL import Image

from services.catalogue.sources.library import walk as walking
from services.catalogue.sources.library.layout import Library, read_library
from services.catalogue.sources.records import SERIES_OUT, Record, Skipped
from services.core.errors import RequestError
from tests.catalogue.helpers import draw
from tests.catalogue.sources.library.made import compare, lay_out

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 60


@pytest.fixture
def library(folder: Path) -> Callable[..., Library]:
    def make(*files: str, **options: object) -> Library:
        for name in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(JPEG)
        return read_library(folder, **options)  # pyright: ignore[reportArgumentType]

    return make


def read(found: Library) -> dict[str, tuple[str, str | None, str]]:
    """Return what every file is read as: label, id, and which picture; or why it is none."""
    told: dict[str, tuple[str, str | None, str]] = {}
    for item in found.items:
        if isinstance(item, Record):
            film = item.film
            number = film.imdb_id or (f"tmdb-{film.tmdb_id}" if film.tmdb_id else None)
            told[item.name] = film.label, number, item.kind
        else:
            told[item.name] = item.reason, None, "-"
    return told


def reasons(found: Library) -> dict[str, str]:
    return {item.name: item.reason for item in found.items if isinstance(item, Skipped)}


Make = Callable[..., Library]


@pytest.mark.parametrize(
    "word", ["poster", "folder", "cover", "movie", "default", "Poster", "COVER"]
)
def test_a_poster_in_a_films_folder_is_that_films(library: Make, word: str) -> None:
    assert read(library(f"Heat (1995)/{word}.jpg")) == {
        f"Heat (1995)/{word}.jpg": ("Heat (1995)", None, "poster")
    }


@pytest.mark.parametrize(
    "art",
    [
        *("fanart.jpg", "backdrop.jpg", "banner.jpg", "logo.png", "disc.png", "landscape.jpg"),
        *(
            "thumb.jpg",
            "clearart.png",
            "fanart3.jpg",
            "Heat (1995)-fanart.jpg",
            "Heat-backdrop.jpg",
        ),
        *("extrafanart/fanart1.jpg", "extrathumbs/thumb1.jpg", "Backdrops/1.jpg"),
    ],
)
def test_what_lies_beside_it_is_no_poster_and_counted(library: Make, art: str) -> None:
    found = library("Heat (1995)/poster.jpg", f"Heat (1995)/{art}")
    told = read(found)
    assert told["Heat (1995)/poster.jpg"] == ("Heat (1995)", None, "poster")
    assert told[f"Heat (1995)/{art}"][0].startswith("no poster: ")
    (left_out,) = (item for item in found.items if isinstance(item, Skipped))
    assert left_out.beside is not None and left_out.beside.name == "poster.jpg"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Heat (1995) {tmdb-949}", "tmdb-949"),
        ("Heat (1995) [tmdbid=949]", "tmdb-949"),
        ("Heat (1995) [tmdbid-949]", "tmdb-949"),
        ("Heat (1995) {imdb-tt0113277}", "tt0113277"),
        ("Heat (1995) [imdbid-tt0113277]", "tt0113277"),
    ],
)
def test_an_id_is_read_from_a_file_a_folder_or_both(library: Make, name: str, number: str) -> None:
    right = ("Heat (1995)", number, "poster")
    assert read(library(f"{name}.jpg")) == {f"{name}.jpg": right}
    for file in (
        "poster.jpg",
        "Heat (1995).jpg",
        "Heat.jpg",
        f"{name}-poster.jpg",
        "Heat-1080p.jpg",
    ):
        told = read(library(f"lib/{name}/{file}"))
        assert told[f"lib/{name}/{file}"][:2] == right[:2], file


def test_several_pictures_of_a_film_are_one_film_whose_poster_comes_first(library: Make) -> None:
    names = ("poster.jpg", "folder.jpg", "Heat (1995).jpg", "Heat (1995) (1).jpg", "poster-2.jpg")
    told = read(library(*(f"Heat (1995)/{name}" for name in names)))
    assert {name: kind for name, (_, _, kind) in told.items()} == {
        f"Heat (1995)/{name}": "poster" if name == "poster.jpg" else "edition" for name in names
    }
    assert {label for label, _, _ in told.values()} == {"Heat (1995)"}


@pytest.mark.parametrize("copy", ["Heat (1).jpg", "Heat copy.jpg", "Heat.png", "Heat - Copy.jpg"])
def test_a_copy_without_a_year_is_no_film_of_its_own(library: Make, copy: str) -> None:
    assert read(library("Heat.jpg", copy))[copy] == ("Heat", None, "edition")


def test_folders_that_are_for_pictures_name_no_film(library: Make) -> None:
    told = read(library("Heat (1995)/Posters/1.jpg", "Heat (1995)/artwork/poster.jpg"))
    assert {label for label, _, _ in told.values()} == {"Heat (1995)"}


def test_a_files_own_name_is_believed_where_it_has_a_year_or_an_id(library: Make) -> None:
    told = read(
        library(
            "Crime/Heat (1995).jpg",
            "Marvel (2008-2019)/Iron Man (2008).jpg",
            "Heat (1995)/Casino (1995).jpg",
            "Ronin (1998)/tt0122690.jpg",
            "Amour (2012) [tmdbid-86837]/Liebe (2012).jpg",
            "1995/Babe.jpg",
            "2012/2012.jpg",
        )
    )
    assert {name: (label, number) for name, (label, number, _) in told.items()} == {
        "Crime/Heat (1995).jpg": ("Heat (1995)", None),
        "Marvel (2008-2019)/Iron Man (2008).jpg": ("Iron Man (2008)", None),
        "Heat (1995)/Casino (1995).jpg": ("Casino (1995)", None),
        "Ronin (1998)/tt0122690.jpg": ("Ronin (1998)", "tt0122690"),
        "Amour (2012) [tmdbid-86837]/Liebe (2012).jpg": ("Amour (2012)", "tmdb-86837"),
        "1995/Babe.jpg": ("Babe (1995)", None),
        "2012/2012.jpg": ("2012", None),
    }


def test_a_folder_with_a_year_may_be_a_list_of_films(library: Make) -> None:
    told = read(library("Oscars (1995)/Babe.jpg", "Oscars (1995)/Apollo 13.jpg"))
    assert {label for label, _, _ in told.values()} == {"Babe", "Apollo 13"}
    told = read(library("Memento (2000)/IMG_1234.jpg", "Alien (1979)/scan.jpg"))
    assert told["Memento (2000)/IMG_1234.jpg"][0] == "Memento (2000)"
    assert told["Alien (1979)/scan.jpg"][0] == "Alien (1979)"


def test_folders_of_films_and_collections_are_none(library: Make) -> None:
    found = library(
        "poster.jpg",
        "Bond/poster.jpg",
        "Bond/Dr. No (1962)/poster.jpg",
        "James Bond Collection/poster.jpg",
        "The Collection (2012)/poster.jpg",
        "Up/poster.jpg",
    )
    assert reasons(found) == {
        "poster.jpg": "no title: in a folder that names no film",
        "Bond/poster.jpg": "no film: a folder of films",
        "James Bond Collection/poster.jpg": "no film: a folder of films",
    }
    told = read(found)
    assert told["The Collection (2012)/poster.jpg"][0] == "The Collection (2012)"
    assert told["Up/poster.jpg"][0] == "Up"


@pytest.mark.parametrize(
    "hidden",
    [
        *("@eaDir/Heat (1995).jpg/SYNO.jpg", "#recycle/Heat (1995).jpg", ".Trash/Heat (1995).jpg"),
        *("$RECYCLE.BIN/Heat (1995).jpg", "._Heat (1995).jpg", ".DS_Store", "__MACOSX/a.jpg"),
        *("Thumbs.db", "#snapshot/Heat (1995).jpg", "@Recycle/a.jpg", "lost+found/a.jpg"),
    ],
)
def test_what_systems_keep_for_themselves_is_left_out(library: Make, hidden: str) -> None:
    found = library("Ronin (1998).jpg", hidden, f"sub/{hidden}")
    assert list(read(found)) == ["Ronin (1998).jpg"]
    assert sum(found.passed.values()) == 2


def test_what_is_excluded_is_left_out_by_name_and_by_path(library: Make) -> None:
    files = (
        "Heat (1995).jpg",
        "old/Ronin (1998).jpg",
        "new/Up (2009) draft.JPG",
        "new/Up (2009).jpg",
    )
    found = library(*files, exclude=["old/", "*DRAFT*"])
    assert sorted(read(found)) == ["Heat (1995).jpg", "new/Up (2009).jpg"]
    assert found.passed == {"excluded folder": 1, "excluded file": 1}
    assert "new/Up (2009).jpg" not in read(library(exclude=["new/*.jpg"]))


def test_pictures_are_known_by_their_content(folder: Path, library: Make) -> None:
    image = Image.open(draw(folder / "Heat (1995).png", 1)).convert("RGB")
    for suffix, kind in (
        *((".jfif", "JPEG"), (".jpe", "JPEG"), (".mpo", "MPO"), (".AVIF", "AVIF"), (".JPG", "PNG")),
        *(("", "JPEG"), (".tbn", "PNG"), (".1", "WEBP")),
    ):
        image.save(folder / f"Film {len(suffix)}{kind} (1999){suffix}", kind)
    (folder / "Film heic (1999).heic").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    (folder / "notes").write_text("no picture")
    (folder / "Heat (1995).nfo").write_text("<movie/>")
    (folder / "Poster (1999).psd").write_bytes(b"8BPS")
    found = library()
    assert len([item for item in found.items if isinstance(item, Record)]) == 10
    assert reasons(found) == {"Poster (1999).psd": "a kind of picture that is not read (.psd)"}
    assert found.passed == {"other file": 2}
    assert all(
        label.endswith("(1999)") or label == "Heat (1995)"
        for label, _, kind in read(found).values()
        if kind != "-"
    )


def test_an_unreadable_folder_is_named(
    library: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library("Heat (1995).jpg", "locked/Ronin (1998).jpg")
    real = os.scandir

    def scandir(path: Path) -> Iterable[os.DirEntry[str]]:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(walking.os, "scandir", scandir)
    assert reasons(library()) == {"locked/": "unreadable folder (Permission denied)"}
    monkeypatch.setattr(walking.os, "scandir", lambda _: (_ for _ in ()).throw(OSError(5, "I/O")))
    assert reasons(read_library(folder)) == {"./": "unreadable folder (I/O)"}


def test_a_link_to_a_folder_is_named_and_not_followed(
    library: Make, folder: Path, tmp_path: Path
) -> None:
    draw(tmp_path / "elsewhere" / "Ronin (1998).png", 1)
    (folder / "more").symlink_to(tmp_path / "elsewhere")
    (folder / "round").symlink_to(folder)
    (folder / "gone (1999).jpg").symlink_to(tmp_path / "nothing")
    found = library("Heat (1995).jpg")
    assert reasons(found) == {
        "more/": "folder link, not followed",
        "round/": "folder link, not followed",
        "gone (1999).jpg": "path outside the folder",
    }


def test_a_folder_without_pictures_gives_one_sentence(library: Make, folder: Path) -> None:
    with pytest.raises(RequestError, match="There are no pictures in"):
        library()
    with pytest.raises(RequestError, match="There is no folder"):
        read_library(folder / "none")


SHOWS = (
    "TV Shows/Breaking Bad (2008)/poster.jpg",
    "Lost (2004)/poster.jpg",
    "Lost (2004)/season01-poster.jpg",
    "Lost (2004)/Season 01/poster.jpg",
    "Lost (2004)/Season 01/Lost - S01E01.jpg",
    "Dark (2017) {tvdb-334824}/poster.jpg",
    "Fargo (2014) {tmdb-60622}/poster.jpg",
    "Fargo (2014) {tmdb-60622}/Season 1/S01E01.mkv",
    "Rome (2005-2007).jpg",
)


def test_series_are_left_out_by_default(library: Make) -> None:
    found = library(*SHOWS, "Fargo (1996) {tmdb-275}/poster.jpg")
    assert set(reasons(found).values()) == {SERIES_OUT}
    (fargo,) = (item for item in found.items if isinstance(item, Record))
    assert (fargo.film.label, fargo.film.key, fargo.film.series) == (
        "Fargo (1996)",
        "tmdb-275",
        False,
    )


def test_series_have_keys_and_addresses_of_their_own(library: Make) -> None:
    found = library(*SHOWS, "Heat (1995).jpg", with_series=True)
    records = {item.name: item for item in found.items if isinstance(item, Record)}
    assert not records.pop("Heat (1995).jpg").film.series
    assert all(item.film.series for item in records.values())
    fargo = records["Fargo (2014) {tmdb-60622}/poster.jpg"].film
    assert (fargo.key, fargo.tmdb_id) == ("tmdb-tv-60622", None)
    assert fargo.url == "https://www.themoviedb.org/tv/60622"
    lost = {name: item.kind for name, item in records.items() if item.film.title == "Lost"}
    assert lost == {
        "Lost (2004)/poster.jpg": "poster",
        "Lost (2004)/season01-poster.jpg": "edition",
        "Lost (2004)/Season 01/poster.jpg": "edition",
    }
    assert reasons(found) == {"Lost (2004)/Season 01/Lost - S01E01.jpg": "no poster: an episode"}


def test_a_library_of_twelve_layouts_is_read_and_nothing_dropped_in_silence(folder: Path) -> None:
    # All 2,000 files: python -m tests.catalogue.sources.library.made DIR
    found = compare(folder, lay_out(folder, 300))
    assert len(found.by_layout) == 12
    assert found.share >= 0.99, list(found.lines())
    assert (found.taken, found.silent) == ([], [])
