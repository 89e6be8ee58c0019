"""A library that is made up: the starter's films in twelve layouts, and what lies beside them.

    python -m tests.catalogue.sources.library.made DIR [--files 2000]

writes it, and counts what is read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

import services.starter
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.library.walk import is_system
from services.catalogue.sources.records import Record
from services.core.text_folding import fold
from services.core.types import Film

FILMS = Path(services.starter.__file__).parent / "catalogue" / "poster-lite" / "films.jsonl"
_SUFFIXES = (".jpg", ".jpg", ".jpg", ".JPG", ".jpeg", ".png", ".webp", ".jfif", "")
_FORMATS = {".png": "PNG", ".webp": "WEBP"}
_ART = ("fanart", "backdrop", "banner", "logo", "disc", "landscape", "thumb", "clearart")
_MOVED = ("The ", "A ", "An ")


@dataclass(frozen=True, slots=True)
class File:
    """A file of the library.

    Attributes:
        path: Below the library.
        film: The film that it should be read as; None for what is no poster.
        id: The id that should be read, or None.
        layout: Which of the twelve it is of.
    """

    path: str
    film: Film | None
    id: str | None
    layout: str


@dataclass(slots=True)
class Compared:
    """What was read of a library.

    Attributes:
        right, posters: Posters whose title, year and id are right; of how many.
        by_layout: The same, by layout.
        wrong: What was read otherwise.
        taken: What is no poster, and was taken.
        silent: Pictures of which no word was said.
    """

    right: int = 0
    posters: int = 0
    by_layout: dict[str, list[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Posters that are right, 0 to 1."""
        return self.right / self.posters

    def lines(self) -> Iterator[str]:
        """Yield it in words."""
        yield f"{self.right} of {self.posters} posters right ({100 * self.share:.2f} %)"
        yield f"{len(self.taken)} others taken for posters, {len(self.silent)} not told of"
        for name, (right, posters) in sorted(self.by_layout.items()):
            yield f"  {name}: {right} of {posters}"
        yield from (f"  wrong: {line}" for line in self.wrong)
        yield from (f"  taken: {line}" for line in self.taken)
        yield from (f"  silent: {line}" for line in self.silent)


@cache
def films() -> tuple[Film, ...]:
    """Return the starter's films that have ids, a year and one title."""
    found: dict[str, Film] = {}
    with FILMS.open(encoding="utf-8") as lines:
        for line in lines:
            film = Film.from_json(json.loads(line))
            if film.year and film.imdb_id and film.tmdb_id and "(" not in film.title:
                found.setdefault(film.imdb_id, film)
    return tuple(found.values())


def named(title: str) -> str:
    """Return a title as a file may be called on Windows, as Radarr writes it."""
    title = title.replace(": ", " - ").replace(":", "-").replace("/", "-").replace("?", "")
    return "".join(letter for letter in title if letter not in '*"<>|\\').strip(" .") or "x"


def _moved(title: str) -> str:
    for article in _MOVED:
        if title.startswith(article):
            return f"{title[len(article) :]}, {article.strip()}"
    return title


def plan(count: int, seed: int = 0) -> list[File]:
    """Return about that many files, in an order and of films that follow from the seed."""
    chance = random.Random(seed)
    chosen = chance.sample(films(), min(len(films()), count))
    found: list[File] = []
    layouts = list(_LAYOUTS.items())
    for number, film in enumerate(chosen):
        if len(found) >= count:
            break
        label, lay = layouts[number % len(layouts)]
        found += [
            File(f"{label}/{path}", film if is_poster else None, number_told, label)
            for path, is_poster, number_told in lay(film, chance)
        ]
    return found[:count]


# Of one film: each file's path, whether it is a poster, and the id that its place tells.
_Laid = Iterator[tuple[str, bool, str | None]]


def _suffix(chance: random.Random) -> str:
    return chance.choice(_SUFFIXES)


def _label(film: Film) -> str:
    return f"{named(film.title)} ({film.year})"


def _flat(film: Film, chance: random.Random) -> _Laid:
    yield _label(film) + _suffix(chance), True, None


def _folders(film: Film, chance: random.Random) -> _Laid:
    word = chance.choice(("poster", "folder", "cover", "movie"))
    yield f"{_label(film)}/{word}{_suffix(chance)}", True, None
    for art in chance.sample(_ART, 2):
        yield f"{_label(film)}/{art}.jpg", False, None


def _plex(film: Film, chance: random.Random) -> _Laid:
    name = f"{_label(film)} {{tmdb-{film.tmdb_id}}}"
    yield f"{name}/{name}{_suffix(chance)}", True, f"tmdb-{film.tmdb_id}"
    yield f"{name}/fanart-1.jpg", False, None


def _jellyfin(film: Film, chance: random.Random) -> _Laid:
    sign = chance.choice("-=")
    name = f"{_label(film)} [tmdbid{sign}{film.tmdb_id}]"
    yield f"{name}/folder{_suffix(chance)}", True, f"tmdb-{film.tmdb_id}"
    yield f"{name}/backdrop.jpg", False, None
    yield f"{name}/extrafanart/fanart2.jpg", False, None


def _kodi(film: Film, chance: random.Random) -> _Laid:
    name = _label(film)
    yield f"{name}/{name}-poster.jpg", True, None
    for art in chance.sample(_ART, 2):
        yield f"{name}/{name}-{art}.jpg", False, None


def _kometa(film: Film, chance: random.Random) -> _Laid:
    if chance.random() < 0.5:
        yield f"assets/{_label(film)}{_suffix(chance)}", True, None
        return
    yield f"assets/{_label(film)}/poster.png", True, None
    yield f"assets/{_label(film)}/background.png", False, None


def _radarr(film: Film, chance: random.Random) -> _Laid:
    folder = f"{_label(film)} {{imdb-{film.imdb_id}}}"
    quality = chance.choice(("Bluray-1080p", "WEBDL-2160p", "Remux-1080p Proper"))
    yield f"{folder}/{_label(film)} [{quality}]-poster.jpg", True, film.imdb_id
    yield f"{folder}/{_label(film)} [{quality}]-landscape.jpg", False, None


def _releases(film: Film, chance: random.Random) -> _Laid:
    dotted = named(film.title).replace(" - ", ".").replace(", ", ".").replace(" ", ".")
    name = f"{dotted}.{film.year}.{chance.choice(('1080p', '2160p.UHD', '720p'))}.BluRay.x264-GRP"
    if chance.random() < 0.5:
        yield f"{name}/poster.jpg", True, None
    else:
        yield f"{name}/{name}-poster.jpg", True, None


def _nas(film: Film, chance: random.Random) -> _Laid:
    name = f"{_moved(named(film.title))} ({film.year})"
    yield f"{name}.jpg", True, None
    yield f"@eaDir/{name}.jpg/SYNOPHOTO_THUMB_M.jpg", False, None
    copy = chance.choice((" (1)", " copy", " - Copy (2)", " [1080p]", "~1"))
    yield f"{name}{copy}.jpg", True, None
    yield f"._{name}.jpg", False, None


def _square(film: Film, chance: random.Random) -> _Laid:
    yield f"{named(film.title)} [{film.year}]/cover{_suffix(chance)}", True, None


def _years(film: Film, chance: random.Random) -> _Laid:
    yield f"{film.year}/{named(film.title)}.jpg", True, None


def _bare(film: Film, chance: random.Random) -> _Laid:
    way = chance.randrange(4)
    title = named(film.title)
    if way == 0:
        yield f"{title} {film.year}{_suffix(chance)}", True, None
    elif way == 1:
        yield f"{title} - {film.year}.jpg", True, None
    elif way == 2:
        yield f"{title.replace(' ', '_')}_({film.year}).jpg", True, None
    else:
        yield f"Crime/{title} ({film.year}).jpg", True, None


_LAYOUTS = {
    "flat": _flat,
    "folders": _folders,
    "plex": _plex,
    "jellyfin": _jellyfin,
    "kodi": _kodi,
    "kometa": _kometa,
    "radarr": _radarr,
    "releases": _releases,
    "nas": _nas,
    "square": _square,
    "years": _years,
    "bare": _bare,
}


def lay_out(root: Path, count: int, seed: int = 0) -> list[File]:
    """Write the files of a plan, small pictures, each another one."""
    files = plan(count, seed)
    for number, file in enumerate(files):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_picture(number, _FORMATS.get(path.suffix, "JPEG")))
    return files


def _picture(number: int, kind: str) -> bytes:
    tiles = np.random.default_rng(number).integers(0, 255, (3, 2, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(tiles).resize((24, 36), Image.Resampling.NEAREST).save(out, kind)
    return out.getvalue()


def compare(root: Path, files: list[File]) -> Compared:
    """Read a library, and count what is right."""
    items = {item.name: item for item in read_library(root).items}
    result = Compared()
    for file in files:
        item = items.get(file.path)
        if file.film is None:
            if isinstance(item, Record):
                result.taken.append(f"{file.path} as {item.film.label}")
            elif item is None and not is_system(Path(file.path).parts):
                result.silent.append(file.path)
            continue
        counts = result.by_layout.setdefault(file.layout, [0, 0])
        right = isinstance(item, Record) and _is_right(item.film, file)
        result.posters += 1
        counts[1] += 1
        result.right += right
        counts[0] += right
        if item is None:
            result.silent.append(file.path)
        elif not right:
            said = item.film.label if isinstance(item, Record) else item.reason
            result.wrong.append(f"{file.path} as {said}")
    return result


def _is_right(film: Film, file: File) -> bool:
    assert file.film is not None
    number = None if film.tmdb_id is None else f"tmdb-{film.tmdb_id}"
    return (
        fold(film.title) == fold(file.film.title)
        and film.year == file.film.year
        and (film.imdb_id or number) == file.id
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    args = parser.parse_args()
    files = lay_out(args.folder, args.files)
    counts = Counter(file.layout for file in files)
    print(f"{len(files)} files in {len(counts)} layouts")
    for line in compare(args.folder, files).lines():
        print(line)


if __name__ == "__main__":
    main()
