"""`marquee evaluate`: the test-split table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import json_text, progress, require_sklearn, told
from services.core.encoders import SPECS
from services.core.errors import UnavailableError
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.store import Store
    from services.training.evaluate import Evaluation
    from services.training.reidentify import CopyFigures


def evaluate(
    encoder: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Which encoder; again for another, `all` for every one that can run. "
            "Default: MARQUEE_ENCODER.",
        ),
    ] = None,
    copies: Annotated[
        int,
        typer.Option(
            min=0,
            max=100_000,
            help="Distort so many test posters and look for them; 0 leaves that out.",
        ),
    ] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="The same figures as JSON.")] = False,
) -> None:
    """Judge encoders and their heads on the catalogue's test split.

    Several encoders are set side by side. One that has no heads yet gets heads fitted for the
    occasion; `all` leaves out, with a word, those that cannot run here.
    """
    settings = get_settings()
    wanted = encoder or [settings.encoder]
    with told():
        require_sklearn()
        figures = asyncio.run(_evaluate(wanted, copies, settings))
    if as_json:
        answer = [item.to_json() for item in figures]
        typer.echo(json_text(answer if len(wanted) > 1 or "all" in wanted else answer[0]))
        return
    console = Console()
    if len(figures) == 1:
        print_evaluation(figures[0], console)
    else:
        print_comparison(figures, console)


async def _evaluate(wanted: list[str], copies: int, settings: Settings) -> list[Evaluation]:
    from services.store import Store  # noqa: PLC0415

    every = "all" in wanted
    figures: list[Evaluation] = []
    async with await Store.open(settings.database_path) as store:
        for name in SPECS if every else dict.fromkeys(wanted):
            try:
                figures.append(await _one(name, copies, settings, store))
            except UnavailableError as error:
                if not every:
                    raise
                typer.echo(f"{name} is left out: {error.message}", err=True)
    if not figures:
        raise UnavailableError("no_catalogue", "No encoder can be judged here yet.")
    return figures


async def _one(name: str, copies: int, settings: Settings, store: Store) -> Evaluation:
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.evaluate import evaluate as evaluate_heads  # noqa: PLC0415
    from services.training.heads import train_heads  # noqa: PLC0415
    from services.training.reidentify import find_copies  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import open_heads  # noqa: PLC0415

    encoder = open_encoder(name, settings)
    data = await load_labelled(store, encoder.spec)
    heads = open_heads(settings, encoder.spec)
    if heads is None:
        typer.echo(f"{name} has no heads yet; they are fitted for this comparison.", err=True)
        with progress("Fitting") as on_progress:
            heads, _ = train_heads(data, encoder.spec, on_progress=on_progress)
    found = None
    if copies:
        with progress("Copies") as on_progress:
            found = find_copies(encoder, data, copies, on_progress=on_progress)
    return evaluate_heads(data, heads, encoder.spec, found)


def print_comparison(figures: Sequence[Evaluation], console: Console) -> None:
    """Print several encoders side by side, a column each."""
    table = Table("On the test split", title="Encoders", title_justify="left")
    for item in figures:
        table.add_column(item.encoder, justify="right")
    for name, tell in _ROWS:
        table.add_row(name, *(tell(item) for item in figures))
    copied = [item.copies for item in figures if item.copies]
    if copied:
        for kind in ("mild", "hard"):
            table.add_section()
            means = [_percent(getattr(item.copies, f"{kind}_mean", None)) for item in figures]
            table.add_row(f"{kind} copies found", *means)
            for name in getattr(copied[0], kind):
                shares = [
                    getattr(item.copies, kind).get(name) if item.copies else None
                    for item in figures
                ]
                table.add_row(f"  {name}", *map(_percent, shares))
    console.print(table)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


_ROWS: tuple[tuple[str, Callable[[Evaluation], str]], ...] = (
    ("six-genre macro AUC", lambda item: f"{item.six_genre_auc:.3f}"),
    ("macro AUC, all genres", lambda item: f"{item.macro_auc:.3f}"),
    ("year: mean absolute error", lambda item: f"{item.years[0].mae:.2f}"),
    ("year: median absolute error", lambda item: f"{item.years[0].median_error:.2f}"),
    ("year: R2", lambda item: f"{item.years[0].r2:.3f}"),
    ("80 % interval covers", lambda item: _percent(item.years[0].coverage)),
    ("its mean width, years", lambda item: f"{item.years[0].mean_width or 0:.1f}"),
    ("k-NN year: mean absolute error", lambda item: f"{item.years[1].mae:.2f}"),
    ("three nearest: genre Jaccard", lambda item: f"{item.likeness.genre_jaccard:.3f}"),
    ("three at random", lambda item: f"{item.likeness.genre_jaccard_random:.3f}"),
    ("three nearest: years apart", lambda item: f"{item.likeness.years_apart:.1f}"),
    ("three at random", lambda item: f"{item.likeness.years_apart_random:.1f}"),
    ("match threshold (cosine, val)", lambda item: f"{item.likeness.threshold:.3f}"),
    ("taken for another film", lambda item: f"{item.likeness.false_match_rate:.2%}"),
)


def print_evaluation(figures: Evaluation, console: Console) -> None:
    """Print the figures as tables."""
    console.print(
        f"{figures.encoder}: {figures.films:,} films, {figures.test_films:,} of them in the test "
        "split, which these figures are of."
    )
    genres = Table("Genre", title="Genres", title_justify="left")
    for name in ("films", "AUC", "F1", "precision", "recall"):
        genres.add_column(name, justify="right")
    for item in figures.genres:
        shares = (f"{value:.3f}" for value in (item.auc, item.f1, item.precision, item.recall))
        genres.add_row(item.name, f"{item.films:,}", *shares)
    genres.add_section()
    genres.add_row("macro, all", "", f"{figures.macro_auc:.3f}")
    genres.add_row("macro, the six", "", f"{figures.six_genre_auc:.3f}")
    console.print(genres)

    years = Table("Year", title="Years", title_justify="left")
    for name in ("mean error", "median error", "R2", "80 % interval covers", "mean width"):
        years.add_column(name, justify="right")
    for item in figures.years:
        covers = "" if item.coverage is None else f"{item.coverage:.1%}"
        width = "" if item.mean_width is None else f"{item.mean_width:.1f}"
        years.add_row(
            item.name,
            f"{item.mae:.2f}",
            f"{item.median_error:.2f}",
            f"{item.r2:.3f}",
            covers,
            width,
        )
    console.print(years)

    likeness = figures.likeness
    table = Table("Likeness", title="Neighbours", title_justify="left")
    table.add_column("three nearest", justify="right")
    table.add_column("three at random", justify="right")
    table.add_row(
        "shared genres (Jaccard)",
        f"{likeness.genre_jaccard:.3f}",
        f"{likeness.genre_jaccard_random:.3f}",
    )
    table.add_row(
        "years apart", f"{likeness.years_apart:.1f}", f"{likeness.years_apart_random:.1f}"
    )
    console.print(table)
    console.print(
        f"A match from a cosine of {likeness.threshold:.3f} on, chosen on val; on test "
        f"{likeness.false_match_rate:.2%} of the posters would be taken for another film if their "
        "own were not in the catalogue."
    )
    if figures.copies:
        _print_copies(figures.copies, console)


def _print_copies(copies: CopyFigures, console: Console) -> None:
    table = Table("Distortion", title=f"Copies of {copies.posters:,} posters", title_justify="left")
    table.add_column("found first", justify="right")
    table.add_column("and named as a match", justify="right")
    for kind, shares, mean in (
        ("mild", copies.mild, copies.mild_mean),
        ("hard", copies.hard, copies.hard_mean),
    ):
        table.add_section()
        table.add_row(f"{kind}, mean", _percent(mean))
        for name, share in shares.items():
            table.add_row(f"  {name}", _percent(share), _percent(copies.matched[name]))
    console.print(table)
    console.print(
        f"Of {copies.strangers:,} posters whose own film was left out, "
        f"{copies.false_match_rate:.2%} were taken for another film, trimmed and middle views "
        "included."
    )
