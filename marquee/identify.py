"""`marquee identify`: the answer for posters on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from marquee.api import Catalogue
from marquee.console import plain, told
from services.core.errors import MarqueeError
from services.core.settings import get_settings
from services.core.types import Identification, Neighbour
from services.inference.wire import error_to_json, identification_to_json

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
    with told():
        catalogue = Catalogue(get_settings(), encoder)
    failed = False
    with catalogue:
        for path in images:
            answer = _answer(catalogue, path, k)
            failed |= isinstance(answer, MarqueeError)
            typer.echo(_json_line(path, answer) if as_json else _text(path, answer))
    if failed:
        raise typer.Exit(1)


def _answer(catalogue: Catalogue, path: Path, k: int) -> Identification | MarqueeError:
    try:
        return catalogue.identify(path, k)
    except MarqueeError as error:
        return error


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
    genres = plain(", ".join(neighbour.film.genres))
    return f"{neighbour.film.label}  {neighbour.similarity:.2f}" + (f"  {genres}" if genres else "")
