"""The files of a library and the folders that they lie in -> films, and which pictures are theirs.

A file's own name is believed where it has a year or an id; else that of the film's folder is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from services.catalogue.facts import checked_film
from services.catalogue.sources.editions import pictures_of_films
from services.catalogue.sources.library import words
from services.catalogue.sources.library.compared import is_meaningless, is_same, joined, rank
from services.catalogue.sources.library.names import Name, read_name
from services.catalogue.sources.library.walk import (
    SUFFIXES,
    Folder,
    Walk,
    stem_of,
    told,
    walk,
)
from services.catalogue.sources.records import SERIES_OUT, Record, Skipped
from services.core.errors import RequestError
from services.core.facts import FIRST_YEAR
from services.core.text_folding import fold

_YEAR_FOLDER = re.compile(r"(?:18|19|20)\d\d")
_COLLECTION = re.compile(r".*\b(?:collection|collectie|filmreihe|colecci[óo]n|kollektion)")


@dataclass(slots=True)
class Library:
    """What a folder of films holds.

    Attributes:
        items: Its films and their pictures, and what is left out.
        passed: What nobody would miss, counted by kind.
    """

    items: list[Record | Skipped] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)


def read_library(
    folder: Path, *, exclude: Sequence[str] = (), with_series: bool = False
) -> Library:
    """Take the posters below `folder`, with titles, years and ids from files' and folders' names.

    Files of one title and year in one folder are pictures of one film; those of another folder
    are another film's, unless an id says that it is the same.

    Args:
        folder: The library.
        exclude: Patterns of names or paths that are left out.
        with_series: Whether series of television are taken too.

    Raises:
        RequestError: there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise RequestError("bad_request", f"There is no folder {folder}.")
    found = walk(folder.resolve(), exclude)
    if not any(each.pictures for each in found.folders) and not found.skipped:
        raise RequestError(
            "bad_request", f"There are no pictures in {folder} ({', '.join(sorted(SUFFIXES))})."
        )
    placed = _Layout(found, with_series).read()
    items = pictures_of_films(item for _, item in sorted(placed, key=lambda one: one[0]))
    return Library([*found.skipped, *_beside(items, dict(_places(placed)))], found.passed)


# Where an item stands among the others, and what it is.
_Placed = tuple[tuple[object, ...], Record | Skipped]


def _places(placed: Sequence[_Placed]) -> list[tuple[Path, object]]:
    return [
        (item.gone, order[0])
        for order, item in placed
        if isinstance(item, Skipped) and item.gone is not None
    ]


def _beside(
    items: Sequence[Record | Skipped], places: dict[Path, object]
) -> list[Record | Skipped]:
    """Tell what is no poster which film's it is, where it lies beside one film alone."""
    films: dict[object, set[Path]] = {}
    for item in items:
        if isinstance(item, Record) and item.place is not None:
            films.setdefault(str(item.place), set()).add(item.beside or item.path)

    def completed(item: Record | Skipped) -> Record | Skipped:
        if isinstance(item, Record) or item.gone is None:
            return item
        there = films.get(places[item.gone], set())
        return replace(item, beside=next(iter(there))) if len(there) == 1 else item

    return [completed(item) for item in items]


class _Layout:
    """Reads the folders of one walk.

    Args:
        found: What the walk found.
        with_series: Whether series are taken.
    """

    def __init__(self, found: Walk, with_series: bool) -> None:
        self._root = found.root
        self._folders = {folder.parts: folder for folder in found.folders}
        self._all = found.folders
        self._with_series = with_series
        self._names: dict[tuple[str, ...], Name] = {}
        self._filled = {
            folder.parts[:depth]
            for folder in found.folders
            if folder.pictures
            for depth in range(1, len(folder.parts) + 1)
        }

    def read(self) -> list[_Placed]:
        """Return every file that may be a picture, as a film's or as left out."""
        placed: list[_Placed] = []
        for folder in self._all:
            names = {file: read_name(stem_of(file)) for file in folder.pictures}
            home = self._home(folder)
            is_of_one = self._is_of_one_film(home, names)
            for file, name in names.items():
                placed.append(self._placed(folder, home, file, name, is_of_one))
        return placed

    def _home(self, folder: Folder) -> Folder:
        """Return the folder whose name may be a film's: not one that is for pictures alone."""
        parts = folder.parts
        while parts and not self._name(parts).names_a_film and _is_for_pictures(parts[-1]):
            parts = parts[:-1]
        return self._folders[parts]

    def _name(self, parts: tuple[str, ...]) -> Name:
        if parts not in self._names:
            self._names[parts] = read_name(parts[-1] if parts else self._root.name)
        return self._names[parts]

    def _is_of_one_film(self, home: Folder, names: dict[str, Name]) -> bool:
        """Return whether a folder is a film's own, and not a list of films like "Oscars (1995)"."""
        own = self._name(home.parts)
        if not own.names_a_film or not names:
            return False
        strangers = [
            name
            for name in names.values()
            if not name.is_art_alone and not is_same(name, own) and not is_meaningless(name)
        ]
        return len(strangers) < len(names) or len(strangers) == 1

    def _is_series(self, parts: tuple[str, ...]) -> bool:
        """Return whether a folder is a series', by its name, its place, or what lies in it."""
        own = self._name(parts)
        if own.is_range or (own.tvdb_id is not None and own.tmdb_id is None):
            return True
        if self._is_in_television(parts):
            return True
        folder = self._folders[parts]
        seasons = any(
            words.SEASON_FOLDER.fullmatch(name) and any(map(str.isdigit, name))
            for name in folder.folders
        )
        return seasons or any(
            name.lower() == "tvshow.nfo"
            or words.EPISODE.search(name)
            or words.SEASON.search(stem_of(name))
            for name in (*folder.others, *folder.pictures)
        )

    def _is_in_television(self, parts: tuple[str, ...]) -> bool:
        return any(words.TELEVISION.fullmatch(part) for part in (self._root.name, *parts[:-1]))

    def _placed(
        self, folder: Folder, home: Folder, file: str, name: Name, is_of_one: bool
    ) -> _Placed:
        path = self._root.joinpath(*folder.parts, file)
        item = self._item(folder, home, file, name, is_of_one)
        place = str(self._root.joinpath(*home.parts))
        if isinstance(item, Skipped):
            return (place, "￿", 0, 9, file, ""), item
        film = item.film
        # A season's poster after the series' own.
        standing = 4 if name.is_season or folder.parts != home.parts else rank(name)
        order = (str(item.place), fold(film.title), film.year or 0, standing, path.stem)
        return (*order, path.suffix), item

    def _item(
        self, folder: Folder, home: Folder, file: str, name: Name, is_of_one: bool
    ) -> Record | Skipped:
        relative = "/".join((*folder.parts, file))
        path = self._root.joinpath(*folder.parts, file)
        try:
            relative.encode()
            inside = not path.is_symlink() or path.resolve().is_relative_to(self._root)
        # A name in no encoding, or a link that leads to itself.
        except (ValueError, OSError, RuntimeError):
            return Skipped("bad file name", told(relative))
        if not inside:
            return Skipped("path outside the folder", relative)
        meant = self._meant(folder, home, name, is_of_one)
        if isinstance(meant, str):
            return Skipped(meant, relative, gone=path)
        film, at = meant
        series = film.is_season or self._is_of_series(film, at, folder)
        if series and not self._with_series:
            return Skipped(SERIES_OUT, relative, gone=path)
        return self._record(path, relative, film, at, name, series=series)

    def _is_of_series(self, film: Name, at: Folder, folder: Folder) -> bool:
        if film.is_range or (film.tvdb_id is not None and film.tmdb_id is None):
            return True
        if at is folder and not is_same(film, self._name(at.parts)):
            return self._is_in_television((*at.parts, ""))
        return self._is_series(at.parts)

    def _record(
        self, path: Path, relative: str, film: Name, at: Folder, name: Name, *, series: bool
    ) -> Record | Skipped:
        title = film.title or film.imdb_id or (f"TMDB {film.tmdb_id}" if film.tmdb_id else "")
        checked = checked_film(
            title=title,
            year=film.year,
            imdb_id=film.imdb_id,
            tmdb_id=film.tmdb_id,
            series=series,
        )
        if checked is None:
            return Skipped("empty title", relative)
        given = {"title", "year"} if film.title else set[str]()
        if checked.wrong or (film.year is None and film.has_id):
            given.discard("year")
        return Record(
            film=checked.film,
            path=path.resolve() if path.is_symlink() else path,
            name=relative,
            source="folder",
            given=frozenset(given),
            wrong=checked.wrong,
            kind="",
            language=name.language,
            place=self._root.joinpath(*at.parts),
        )

    def _meant(
        self, folder: Folder, home: Folder, name: Name, is_of_one: bool
    ) -> tuple[Name, Folder] | str:
        """Return the film that a file is a picture of and the folder that says so, or why none."""
        if self._is_of_season(folder, home, name):
            return self._season(folder, home, name)
        if name.art is not None and name.art not in words.POSTERS:
            return f"no poster: {name.art}"
        if name.is_art_alone:
            return self._named_by(home)
        at_other = folder.parts and words.OTHER_FOLDERS.fullmatch(folder.parts[-1])
        if at_other and (is_same(name, self._name(home.parts)) or not name.names_a_film):
            return f"no poster: in {folder.parts[-1]}"
        return self._named_by_both(folder, home, name, is_of_one)

    def _named_by_both(
        self, folder: Folder, home: Folder, name: Name, is_of_one: bool
    ) -> tuple[Name, Folder]:
        own = self._name(home.parts)
        is_its = is_same(name, own)
        if own.names_a_film and (is_its or (is_of_one and not name.names_a_film)):
            return joined(own, name), home
        if is_its and home.parts and own.title:
            return joined(name, own), home
        if name.names_a_film:
            return name, folder
        return self._by_its_own_name(folder, name)

    def _by_its_own_name(self, folder: Folder, name: Name) -> tuple[Name, Folder]:
        parent = folder.parts[-1] if folder.parts else self._root.name
        if _YEAR_FOLDER.fullmatch(parent) and fold(name.title) != parent:
            year = int(parent)
            return replace(name, year=year if year >= FIRST_YEAR else None), folder
        return name, folder

    def _named_by(self, home: Folder) -> tuple[Name, Folder] | str:
        """Return the film of a folder in which a file is called "poster"."""
        own = self._name(home.parts)
        if own.names_a_film:
            return own, home
        if not home.parts or not own.title or own.is_art_alone:
            return "no title: in a folder that names no film"
        folders = (
            name
            for name in home.folders
            if (*home.parts, name) in self._filled
            and not words.OTHER_FOLDERS.fullmatch(name)
            and not words.SEASON_FOLDER.fullmatch(name)
            and not _is_for_pictures(name)
        )
        if _COLLECTION.fullmatch(fold(own.title)) or next(folders, None) is not None:
            return "no film: a folder of films"
        return own, home

    def _is_of_season(self, folder: Folder, home: Folder, name: Name) -> bool:
        if name.is_season:
            return True
        # Of "Season 01/poster.jpg" and what lies deeper.
        own = any(words.SEASON_FOLDER.fullmatch(part) for part in folder.parts)
        return own and not name.names_a_film and not self._name(home.parts).names_a_film

    def _season(self, folder: Folder, home: Folder, name: Name) -> tuple[Name, Folder] | str:
        """Return the series of which a file is a season's poster."""
        if not self._with_series:
            return SERIES_OUT
        if (name.art is not None and name.art not in words.POSTERS) or (
            name.is_season and not words.SEASON.search(name.title or "season 1")
        ):
            return f"no poster: {name.art or 'an episode'}"
        parts = home.parts
        while parts and words.SEASON_FOLDER.fullmatch(parts[-1]):
            parts = parts[:-1]
        if parts and self._name(parts).title:
            return replace(self._name(parts), is_season=True), self._folders[parts]
        return "no title: in a folder that names no film"


def _is_for_pictures(name: str) -> bool:
    return bool(words.PICTURE_FOLDERS.fullmatch(name) or words.OTHER_FOLDERS.fullmatch(name))
