"""`marquee catalogue rebalance`: a training set in which years weigh more alike."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import require_matplotlib, told
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.training.data import Labels
    from services.training.rebalance import Rebalanced


def rebalance(
    films_per_year: Annotated[
        int, typer.Option("--films-per-year", metavar="T", min=1, help="Films wanted a year.")
    ] = 30,
    cap: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Films a year at most; default: no limit."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draw, where there is a cap.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the films and their weights as a CSV."),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw films per year, before and after (PNG)."),
    ] = None,
) -> None:
    """Draw a training set in which years weigh more alike.

    From the films of the train split. Years with fewer than T films keep all, weighted up to count
    as T (a film at most tenfold); the summary says how many films an import would have to bring.
    """
    with told():
        if plot:
            require_matplotlib()
        labels = asyncio.run(_labels(get_settings()))
        drawn = _drawn(labels, films_per_year, cap, seed)
        _write(drawn, labels, out, plot)
    print_rebalanced(drawn, Console())


async def _labels(settings: Settings) -> Labels:
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labels  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        return await load_labels(store)


def _drawn(labels: Labels, wanted: int, cap: int | None, seed: int) -> Rebalanced:
    from services.training.rebalance import rebalance as draw  # noqa: PLC0415

    return draw(labels, wanted, cap=cap, seed=seed)


def _write(drawn: Rebalanced, labels: Labels, out: Path | None, plot: Path | None) -> None:
    from services.training.rebalance import plot_years, write_rebalanced  # noqa: PLC0415

    if out:
        write_rebalanced(out, labels, drawn)
    if plot:
        plot_years(plot, drawn)


def print_rebalanced(drawn: Rebalanced, console: Console) -> None:
    """Print films by decade before and after, with bars, and what is missing."""
    from services.training.rebalance import weighted  # noqa: PLC0415

    decades = drawn.years // 10 * 10
    after = weighted(drawn)
    table = Table("Decade", title="Films of the train split", title_justify="left")
    for name in ("before", "drawn", "weighted", "missing"):
        table.add_column(name, justify="right")
    table.add_column("weighted")
    most = max(float(after[decades == decade].sum()) for decade in set(decades.tolist()))
    for decade in sorted(set(decades.tolist())):
        held = decades == decade
        total = float(after[held].sum())
        table.add_row(
            f"{decade}s",
            f"{int(drawn.before[held].sum()):,}",
            f"{int(drawn.after[held].sum()):,}",
            f"{total:,.0f}",
            f"{int(drawn.missing[held].sum()):,}",
            "█" * round(24 * total / most),
        )
    console.print(table)
    short = int((drawn.missing > 0).sum())
    console.print(
        f"{len(drawn.rows):,} films drawn. {short} of {len(drawn.years)} years have fewer than "
        f"{drawn.wanted}; {int(drawn.missing.sum()):,} more films would fill them."
    )
