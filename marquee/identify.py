"""`marquee identify`: the answer for posters on disk."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marquee.console import told
from services.core.errors import MarqueeError, PosterError
from services.core.settings import Settings, get_settings
from services.core.types import Identification, Neighbour
from services.inference.wire import error_to_json, identification_to_json
from services.vision.images import decode, too_large

if TYPE_CHECKING:
    from services.vision.pipeline import Identifier

_SHOWN_GENRES = 5


def identify(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Posters on disk.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, with the file first.")
    ] = False,
    k: Annotated[int, typer.Option(min=1, max=50, help="How many neighbours.")] = 3,
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
) -> None:
    """Say which film each poster belongs to, its nearest neighbours, its era and its genres.

    A file that cannot be read gets an error line, the others go on; the exit status is then 1.
    """
    settings = get_settings()
    with told():
        from services.vision.pipeline import Identifier  # noqa: PLC0415

        identifier = Identifier.open(settings, encoder)
    failed = False
    for path, answer in _answers(identifier, images, k, settings):
        failed |= isinstance(answer, MarqueeError)
        typer.echo(_json_line(path, answer) if as_json else _text(path, answer))
    if failed:
        raise typer.Exit(1)


def _answers(
    identifier: Identifier, paths: Sequence[Path], k: int, settings: Settings
) -> Iterator[tuple[Path, Identification | MarqueeError]]:
    for path in paths:
        start = perf_counter()
        try:
            image = decode(
                _read(path, settings),
                max_bytes=settings.max_bytes,
                max_pixels=settings.max_pixels,
            )
            decoded = (perf_counter() - start) * 1000
            (answer,) = identifier.identify([image], k=k)
        except MarqueeError as error:
            yield path, error
        else:
            timings = {"decode": decoded, **answer.timings_ms}
            yield path, dataclasses.replace(answer, timings_ms=timings)


def _read(path: Path, settings: Settings) -> bytes:
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            raise too_large(size, settings.max_bytes)
        return path.read_bytes()
    except OSError as error:
        raise PosterError("unreadable", f"The file cannot be read: {error.strerror}.") from error


def _json_line(path: Path, answer: Identification | MarqueeError) -> str:
    body: dict[str, Any]
    if isinstance(answer, MarqueeError):
        body = error_to_json(answer)
    else:
        body = identification_to_json(answer)
    return json.dumps({"file": str(path), **body}, ensure_ascii=False)


def _text(path: Path, answer: Identification | MarqueeError) -> str:
    if isinstance(answer, MarqueeError):
        return f"{path}: {answer.message}"
    lines = [str(path)]
    if answer.match:
        lines.append(f"  This is {answer.match.film.label}.")
    lines += [f"  {number}. {_row(item)}" for number, item in enumerate(answer.neighbours, 1)]
    if answer.year:
        year = answer.year
        lines.append(
            f"  Era: {year.era}, around {year.estimate:.0f} (80 %: {year.low:.0f}-{year.high:.0f})"
        )
    if answer.genres:
        scores = answer.predicted_genres or answer.genres[:1]
        named = ", ".join(f"{item.name} {item.probability:.0%}" for item in scores[:_SHOWN_GENRES])
        lines.append(f"  Genres: {named}")
    return "\n".join(lines)


def _row(neighbour: Neighbour) -> str:
    genres = ", ".join(neighbour.film.genres)
    return f"{neighbour.film.label}  {neighbour.similarity:.2f}" + (f"  {genres}" if genres else "")
