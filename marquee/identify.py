"""`marquee identify`: the answers for posters on disk, or from standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated, Any

import typer

from marquee.api import Catalogue
from marquee.console import plain, progress, told
from marquee.picture_sources import Source, sources
from services.core.errors import MarqueeError, PosterError
from services.core.settings import get_settings
from services.core.types import Identification, Match, Neighbour
from services.inference.wire import error_to_json, identification_to_json

# From so many pictures on, who waits is told how far it is.
MANY = 10
_SHOWN_GENRES = 5


def identify(
    images: Annotated[
        list[str],
        typer.Argument(
            metavar="IMAGE...", help="Posters on disk, folders of them, - for standard input."
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, with the file first.")
    ] = False,
    k: Annotated[int, typer.Option(min=1, max=50, help="How many neighbours.")] = 3,
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
) -> None:
    """Say which film each poster belongs to, its nearest neighbours, its era and its genres.

    "This is" is a film that was recognised, "Perhaps" one that is likelier than not. Of a picture
    that does not look like a poster only that is said. --json tells how sure it is, what decided,
    and where in the picture each poster lies.

    Where nothing else tells and the extra `ocr` is installed, the film's title is read.

    Of a folder every picture is looked at, those of the folders in it too. Each answer appears as
    it is ready. A file that cannot be read gets an error line on standard error, with --json its
    own line among the others; the others go on, and the exit status is then 1.
    """
    failed = False
    with ExitStack() as stack:
        # Not around the answers: a reader that wants no more of them is no fault of a disk's.
        with told():
            pictures = sources(images)
            catalogue = None
            if any(source.picture is not None for source in pictures):
                catalogue = stack.enter_context(Catalogue(get_settings(), encoder))
        advance = stack.enter_context(_bar(len(pictures)))
        for number, source in enumerate(pictures, 1):
            answer = _answer(catalogue, source, k)
            bad = isinstance(answer, MarqueeError)
            failed |= bad
            line = (_json_line if as_json else text_of)(source.name, answer)
            # Flushed line by line, whatever reads it.
            typer.echo(line, err=bad and not as_json)
            advance(number, len(pictures))
    if failed:
        raise typer.Exit(1)


def _no_bar(_done: int, _total: int) -> None:
    """Show nothing: who watches sees the answers themselves."""


@contextmanager
def _bar(count: int) -> Iterator[Callable[[int, int], None]]:
    """Show how far it is where there is much to do, and the answers go to a file or a pipe."""
    if count < MANY or sys.stdout.isatty() or not sys.stderr.isatty():
        yield _no_bar
        return
    with progress("Identifying") as bar:
        yield bar


def _answer(catalogue: Catalogue | None, source: Source, k: int) -> Identification | MarqueeError:
    if source.refusal is not None or source.picture is None or catalogue is None:
        return source.refusal or PosterError("unreadable", "There is no picture.")
    try:
        return catalogue.identify(source.picture, k, read_title=True)
    except MarqueeError as error:
        return error


def _json_line(name: str, answer: Identification | MarqueeError) -> str:
    body: dict[str, Any]
    if isinstance(answer, MarqueeError):
        body = error_to_json(answer)
    else:
        body = identification_to_json(answer)
    return json.dumps({"file": name, **body}, ensure_ascii=False)


def text_of(name: str, answer: Identification | MarqueeError) -> str:
    """Return an answer as the lines that a terminal shows."""
    if isinstance(answer, MarqueeError):
        return plain(f"{name}: {answer.message}")
    lines = [plain(name), *(f"  {line}" for line in _said(answer))]
    if answer.decision == "not_poster":
        return "\n".join(lines)
    lines += [f"  {number}. {_row(item)}" for number, item in enumerate(answer.others, 1)]
    if len(answer.posters) < 2:
        lines += [f"  {line}" for line in _look(answer)]
    return "\n".join(lines)


def _said(answer: Identification) -> list[str]:
    """Return which film or films it is, or that this is not known."""
    if len(answer.posters) > 1:
        told = [f"{len(answer.posters)} posters in this picture, from left to right:"]
        for number, poster in enumerate(answer.left_to_right, 1):
            words = _named(poster.match, poster.perhaps) or "A poster that I do not know."
            told.append(f"{number}) {words}")
        first = answer.left_to_right.index(answer.posters[0]) + 1
        return [*told, f"Nearest to {first}):"] if answer.others else told
    if named := _named(answer.match, answer.perhaps):
        return [named]
    if answer.decision == "not_poster":
        return ["This does not look like a movie poster."]
    # A service of before does not tell what it doubts, so that nothing is claimed.
    if answer.is_poster is None:
        return []
    return [f"I do not know this poster{'; it resembles:' if answer.others else '.'}"]


def _named(match: Match | None, perhaps: Match | None) -> str:
    if match:
        return f"This is {match.film.label}."
    if not perhaps:
        return ""
    # What is not sure enough to be named is not sure.
    sure = perhaps.confidence
    how = "" if sure is None else f", {min(sure, 0.99):.0%} sure"
    return f"Perhaps {perhaps.film.label}{how}."


def _look(answer: Identification) -> list[str]:
    lines: list[str] = []
    if answer.year:
        year = answer.year
        lines.append(
            f"Era: {year.era}, around {year.estimate:.0f} (80 %: {year.low:.0f}-{year.high:.0f})"
        )
    if answer.artwork:
        lines.append(f"The artwork looks {answer.artwork} than the film.")
    if film := answer.notable_film_year:
        lines.append(
            f"The film may be from another time than its poster: around {film.estimate:.0f} "
            f"(80 %: {film.low:.0f}-{film.high:.0f})"
        )
    if answer.genres:
        scores = answer.predicted_genres or answer.genres[:1]
        named = ", ".join(f"{item.name} {item.probability:.0%}" for item in scores[:_SHOWN_GENRES])
        lines.append(f"Genres: {named}")
    return lines


def _row(neighbour: Neighbour) -> str:
    genres = plain(", ".join(neighbour.film.genres))
    return f"{neighbour.film.label}  {neighbour.similarity:.2f}" + (f"  {genres}" if genres else "")
