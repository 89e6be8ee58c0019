"""What a source says of a film, laid over what the database holds of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from services.catalogue.cleaning.duplicates import LOOK, picture_facts
from services.catalogue.normalise import other_titles
from services.catalogue.sources.records import EDITION, Record
from services.store.models import EditionRow, FilmKeyRow, FilmRow, PosterRow


@dataclass(frozen=True, slots=True)
class Look:
    """A picture's facts, as in `PosterRow`."""

    path: str
    digest: str
    width: int
    height: int
    size: int
    mtime_ns: int


def new_film(record: Record, look: Look, key: str) -> FilmRow:
    """Return the row of a film that was not there yet."""
    film = record.film
    return FilmRow(
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
        series=film.series,
        tmdb_series_id=film.tmdb_series_id,
        title=film.title,
        year=film.year,
        genres=list(film.genres),
        split=record.split,
        redistributable=record.redistributable,
        source=record.source,
        poster_url=film.poster_url,
        popularity=record.popularity,
        aliases=list(other_titles(film.title, *record.aliases)) if record.aliases else [],
        titles=dict(film.titles),
        adult=record.adult is True,
        certification=record.certification,
        key=key,
        keys=[FilmKeyRow(key=key)],
        poster=PosterRow(**_picture(record, look)),
        editions=[],
    )


def update_facts(row: FilmRow, record: Record) -> bool:
    """Lay the record's facts over the row's; return whether any changed."""
    if record.source == "folder" and row.source != "folder":
        return False  # a file's name knows less than the list that the film came from
    if not record.is_poster and (row.poster is None or row.poster.kind in (None, "poster")):
        return False  # told with the film's poster already, and the list of others knows no more
    film = record.film
    facts = {
        "title": film.title,
        "year": film.year,
        "genres": list(film.genres),
        "split": record.split,
        "redistributable": record.redistributable,
    }
    facts = {name: value for name, value in facts.items() if name in record.given}
    # A source without ids does not take away those that another one gave.
    facts |= {"imdb_id": film.imdb_id} if film.imdb_id else {}
    facts |= {"tmdb_id": film.tmdb_id} if film.tmdb_id else {}
    facts |= {"series": film.series, "tmdb_series_id": film.tmdb_series_id} if film.series else {}
    if film.series and row.tmdb_id == film.tmdb_series_id:
        facts["tmdb_id"] = None  # which was taken for a film's
    facts |= {"popularity": record.popularity} if record.popularity is not None else {}
    if record.aliases:
        facts["aliases"] = list(other_titles(film.title, *row.aliases, *record.aliases))
    facts |= {"titles": row.titles | dict(film.titles)} if film.titles else {}
    # What one source marked, another does not take back.
    if record.adult or (record.adult is False and record.source == row.source):
        facts |= {"adult": record.adult}
    facts |= {"certification": record.certification} if record.certification else {}
    # The address belongs to the picture: one from elsewhere takes the old one's address with it.
    facts |= {"poster_url": film.poster_url, "source": record.source}
    return _assign(row, facts)


def update_pictures(row: FilmRow, record: Record, look: Look) -> bool:
    """Lay a picture over the row's; return whether it is another picture or file."""
    values = _picture(record, look)
    if row.poster is None:
        row.poster = PosterRow(**values)
        return True
    same = next((each for each in pictures_of(row) if each.path == look.path), None)
    if record.is_poster and same is None and _is_chosen(row, record):
        record = replace(record, kind=EDITION)
        values["kind"] = EDITION
    if same is row.poster or (record.is_poster and same is None):
        if record.is_poster and same is None and row.poster.kind == EDITION:
            # Nobody had called it the film's poster: it becomes one of the others.
            _add_edition(row, picture_facts(row.poster))
        return _lay_over(row.poster, values)
    # The poster that a film has stays, where several sources each call their own so.
    given_up = row.poster.kind == EDITION or not Path(row.poster.path).is_file()
    if same is not None and record.is_poster and given_up:
        _assign(same, picture_facts(row.poster) | {"kind": EDITION})
        _assign(row.poster, values)
        return True
    if same is not None:
        return _lay_over(same, values | {"kind": EDITION if record.is_poster else record.kind})
    copy = next((each for each in pictures_of(row) if each.digest == look.digest), None)
    if copy is None:
        _add_edition(row, values)
        return True
    # The very picture under another name: it moved, or came twice.
    return not Path(copy.path).is_file() and _assign(copy, asdict(look))


def _is_chosen(row: FilmRow, record: Record) -> bool:
    """Return whether a list chose the film's poster, and a file's name alone is for another."""
    if row.poster is None or record.source != "folder" or row.source == "folder":
        return False
    return Path(row.poster.path).is_file()


def kept_look(row: FilmRow | None, record: Record) -> Look | None:
    """Return what the database holds of the film's picture in the record's file, or None.

    Of a poster that is in another file now, what it was there.
    """
    if row is None:
        return None
    pictures = pictures_of(row)
    same = next((each for each in pictures if each.path == str(record.path)), None)
    picture = same or (row.poster if record.is_poster else None)
    return None if picture is None else Look(*(getattr(picture, name) for name in LOOK))


def pictures_of(row: FilmRow) -> list[PosterRow | EditionRow]:
    """Return a film's pictures, its poster first."""
    return [*([row.poster] if row.poster is not None else []), *row.editions]


def _picture(record: Record, look: Look) -> dict[str, Any]:
    facts = {"kind": record.kind, "language": record.language, "source": record.source}
    return asdict(look) | facts


def _add_edition(row: FilmRow, values: dict[str, Any]) -> None:
    position = max((each.position for each in row.editions), default=0) + 1
    row.editions.append(EditionRow(position=position, **values))


def _lay_over(picture: PosterRow | EditionRow, values: dict[str, Any]) -> bool:
    before = (picture.path, picture.digest)
    # A file that was only touched is no change, but is written down to be told from one next time.
    _assign(picture, values)
    return before != (picture.path, picture.digest)


def _assign(row: FilmRow | PosterRow | EditionRow, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
