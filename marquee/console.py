"""What the commands share: errors told in one sentence, and progress on stderr."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services.core.errors import MarqueeError, RequestError, UnavailableError

MIN_SIZE, MAX_SIZE = 32, 1024


def require_sklearn() -> None:
    """Raise UnavailableError, `no_sklearn`, where the `train` extra is missing."""
    if find_spec("sklearn") is None:
        raise UnavailableError(
            "no_sklearn", "This needs scikit-learn: pip install 'marquee-bot[train]'."
        )


def require_matplotlib() -> None:
    """Raise UnavailableError, `no_matplotlib`, where the `train` extra is missing."""
    if find_spec("matplotlib") is None:
        raise UnavailableError(
            "no_matplotlib", "Drawing needs matplotlib: pip install 'marquee-bot[train]'."
        )


def require_torch() -> None:
    """Raise UnavailableError, `no_torch`, where the `models` extra is missing."""
    if any(find_spec(name) is None for name in ("torch", "timm", "onnx")):
        raise UnavailableError("no_torch", "This needs torch: pip install 'marquee-bot[models]'.")


def plain(text: str) -> str:
    """Return a text that cannot colour the terminal: names come from files and CSVs."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


@contextmanager
def told() -> Iterator[None]:
    """Tell an error that has words for people on stderr, in one sentence, and exit with 1."""
    try:
        yield
    except MarqueeError as error:
        # A sentence may hold what a stranger's file says of itself.
        typer.echo(plain(error.message), err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        raise  # whoever read the output has enough of it; the command line ends quietly
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        typer.echo(plain(f"The disk refused: {error.strerror or error}{where}."), err=True)
        raise typer.Exit(1) from error


class Progressing:
    """What a bar is told: called for its first stage, `second` for the one after it."""

    def __init__(
        self, first: Callable[[int, int], None], second: Callable[[int, int], None]
    ) -> None:
        self._first, self.second = first, second

    def __call__(self, done: int, total: int) -> None:
        """Tell of the first stage."""
        self._first(done, total)


@contextmanager
def progress(what: str, then: str = "") -> Iterator[Progressing]:
    """Show a progress bar on stderr from the first call of the functions given: (done, total).

    The second function tells of a second stage, called `then`. So an error that comes before any
    work is not told below an empty bar.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
    task = bar.add_task(what, total=None)

    def on_progress(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    def on_second(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total, description=then)

    try:
        yield Progressing(on_progress, on_second)
    finally:
        if bar.live.is_started:
            bar.stop()


def parsed_size(text: str | None) -> tuple[int, int] | None:
    """Return height and width of "278x185", or None for None.

    Raises:
        RequestError: `bad_request` where that is no size, or one that no encoder takes.
    """
    if text is None:
        return None
    height, x, width = text.lower().partition("x")
    if x and height.isdecimal() and width.isdecimal():
        size = int(height), int(width)
        if all(MIN_SIZE <= side <= MAX_SIZE for side in size):
            return size
    raise RequestError(
        "bad_request",
        f"{text!r} is no size; please give height x width in pixels, {MIN_SIZE} to {MAX_SIZE} "
        "each, such as 278x185.",
    )


def json_text(value: object) -> str:
    """Return JSON of plain values; a figure that does not exist, NaN, is null: JSON has no NaN."""
    return json.dumps(_without_nan(value), indent=2, allow_nan=False)


def _without_nan(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return value
