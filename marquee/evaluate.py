"""`marquee evaluate`: the test-split table."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import require_sklearn, told
from services.errors import UnavailableError
from services.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.training.evaluate import Evaluation


def evaluate(
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same figures as JSON.")] = False,
) -> None:
    """Judge the encoder and its heads on the catalogue's test split."""
    with told():
        figures = asyncio.run(_evaluate(encoder, get_settings()))
    if as_json:
        typer.echo(json.dumps(figures.to_json(), indent=2))
    else:
        print_evaluation(figures, Console())


async def _evaluate(encoder: str | None, settings: Settings) -> Evaluation:
    require_sklearn()
    from services.encoders import open_encoder  # noqa: PLC0415
    from services.heads import open_heads  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.evaluate import evaluate as judge  # noqa: PLC0415

    spec = open_encoder(encoder or settings.encoder, settings).spec
    heads = open_heads(settings, spec)
    if heads is None:
        raise UnavailableError(
            "no_heads",
            f"{spec.name} has no heads yet: `marquee train heads --encoder {spec.name}`.",
        )
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec)
    return judge(data, heads, spec)


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
