"""Real pictures with labels: found, named and named wrongly, by what they are and show."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.wild.asking import Asker, batches, first_films
from benchmarks.wild.catalogues import opened
from benchmarks.wild.figures import Row, count
from benchmarks.wild.twins import twin
from services.core.types import Film, Identification


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a picture.

    Attributes:
        nearest: Whether its film is the nearest.
        among: Whether it is among the first ten.
        named: Whether it is named.
        wrong: The film that is named though it is another one, or None.
        perhaps: Whether it is thought possible.
        perhaps_wrong: The film that is thought possible though it is another one, or None.
        no_poster: Whether the picture is told to be no poster.
    """

    nearest: bool
    among: bool
    named: bool
    wrong: Film | None
    perhaps: bool
    perhaps_wrong: Film | None
    no_poster: bool


def told(answer: Identification, right: Callable[[Film], bool]) -> Told:
    """Compare an answer with the truth.

    Args:
        answer: What was answered.
        right: Whether a film is the picture's, or shares its picture.
    """
    films = first_films(answer)
    match = answer.match.film if answer.match else None
    perhaps = answer.perhaps.film if answer.perhaps else None
    named = match is not None and right(match)
    possible = perhaps is not None and right(perhaps)
    return Told(
        nearest=bool(films) and right(films[0]),
        among=any(map(right, films)),
        named=named,
        wrong=None if named else match,
        perhaps=possible,
        perhaps_wrong=None if possible else perhaps,
        no_poster=answer.is_poster is False,
    )


def columns(answers: list[Told]) -> dict[str, Any]:
    """Return the figures of pictures as the columns of a row."""
    return {
        "pictures": len(answers),
        "nearest": count([item.nearest for item in answers]),
        "first ten": count([item.among for item in answers]),
        "named": count([item.named for item in answers]),
        "wrong": count([item.wrong is not None for item in answers]),
        "perhaps": count([item.perhaps for item in answers]),
        "perhaps wrong": count([item.perhaps_wrong is not None for item in answers]),
        "no poster": count([item.no_poster for item in answers]),
    }


def measure(
    asker: Asker,
    folder: Path,
    *,
    more: bool,
    limit: int | None,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Ask about every picture of `wild`.

    Args:
        asker: The catalogue.
        folder: With `wild.csv`.
        more: Whether `more` is in the catalogue.
        limit: Only so many pictures; None: all.
        on_progress: Called with (done, total).
    """
    with (folder / "wild.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if more:
        rows = [row for row in rows if row["twin_in_more"] != "1"]
    rows = rows[:limit]
    groups: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    errors: list[Row] = []
    done = 0
    for batch in batches(rows):
        images = [opened(folder / row["file"]) for row in batch]
        for row, image, answer in zip(batch, images, asker.ask(images), strict=True):

            def right(film: Film, row: dict[str, str] = row) -> bool:
                return bool(row["imdb_id"]) and film.imdb_id == row["imdb_id"]

            result = told(answer, right)
            named = result.wrong or result.perhaps_wrong
            if named is not None and twin(asker.identifier, named, image):
                shares = named.key
                result = told(answer, lambda film: film.key == shares)  # noqa: B023
            groups[_group(row, more=more)].append(result)
            wrong = result.wrong or result.perhaps_wrong
            if wrong is not None:
                told_as = "named" if result.wrong else "perhaps"
                errors.append(
                    {"file": row["file"], "what": row["what"], "artwork": _artwork(row, more=more)}
                    | {"shows": f"{row['title']} ({row['year']})"}
                    | {"told": told_as, "film": wrong.label}
                )
        done += len(batch)
        on_progress(done, len(rows))
    table: list[Row] = [
        {"kind": what, "artwork": artwork, "split": split} | columns(groups[what, artwork, split])
        for what, artwork, split in sorted(groups, key=_order)
    ]
    every: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for (what, artwork, _), answers in groups.items():
        every[artwork, "photo" if what == "photo" else "poster, cover"] += answers
        every[artwork, "all"] += answers
    table += [
        {"kind": kind, "artwork": artwork, "split": "all"} | columns(every[artwork, kind])
        for artwork, kind in sorted(every)
    ]
    return {"figures": table, "errors": errors}


def _artwork(row: Mapping[str, str], *, more: bool) -> str:
    if row["artwork"]:
        return row["artwork"]
    if row["in_posters_csv"] == "1" or (more and row["in_more"] == "1"):
        return "not judged"
    # What only `more` has is absent as long as `more` is not imported.
    return "absent, in more" if row["in_more"] == "1" else "absent"


def _group(row: Mapping[str, str], *, more: bool) -> tuple[str, str, str]:
    split = "train" if row["split"] == "train" else "others"
    artwork = _artwork(row, more=more)
    return row["what"], artwork, "all" if artwork.startswith("absent") else split


def _order(group: tuple[str, str, str]) -> tuple[int, int, str]:
    kinds = ("poster", "cover", "photo")
    artworks = ("same", "other", "not judged", "absent, in more", "absent")
    return kinds.index(group[0]), artworks.index(group[1]), group[2]
