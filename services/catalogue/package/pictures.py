"""The pictures of a package: copied here, or found where they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.catalogue.package import layout
from services.catalogue.package.export import PICTURE_FACTS
from services.catalogue.package.layout import bad_package
from services.catalogue.package.stored_films import Row
from services.core.facts import plain
from services.core.settings import Settings

_WORD_LENGTH = 40


def is_whole(row: Row) -> bool:
    """Return whether a row has all facts of its picture, and possible ones."""
    facts = [row[name] for name in ("path", "width", "height", "size")]
    return None not in facts and min(facts[1:]) >= 0


def settle_pictures(rows: Sequence[Row], folder: Path, settings: Settings) -> list[Row | None]:
    """Return the facts of rows' pictures as they are here; None for rows without one.

    Pictures are copied to `<data>/posters/imported`; one that did not come along is looked for
    where it was when the package was written. `mtime_ns` is 0 where it is neither.

    Args:
        rows: Rows of a package, each with the columns of a picture.
        folder: The package.
        settings: `posters_dir`.

    Raises:
        RequestError: `bad_package`, a digest in it is none.
    """
    return [_settle_picture(row, folder, settings.posters_dir / "imported") for row in rows]


def _settle_picture(row: Row, folder: Path, pictures: Path) -> Row | None:
    digest = row["digest"]
    if digest is None:
        return None
    if not layout.is_digest(digest):
        raise bad_package(folder, "a picture's digest in it is none")
    poster = {name: row[name] for name in ("digest", "width", "height", "size")}
    poster |= {
        name.removeprefix("picture_"): plain(row[name])[:_WORD_LENGTH]
        for name in PICTURE_FACTS
        if row[name]
    }
    name = layout.picture_name(digest, row["path"])
    target = (pictures / name).absolute()
    path = target
    if not layout.copy_picture(folder / layout.PICTURES / name, digest, target):
        was = Path(row["path"])
        if was.is_absolute() and layout.is_picture(was, digest, row["size"]):
            path = was
    here = path.is_file()
    mtime = path.stat().st_mtime_ns if here else 0
    return poster | {"path": str(path), "mtime_ns": mtime}
