"""`marquee train`: fit the heads on the catalogue's own films."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import progress, require_sklearn, told
from services.settings import Settings, get_settings

app = typer.Typer(help="Fit the year and genre heads.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _root() -> None:
    """Fit the year and genre heads."""


@app.command()
def heads(
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
) -> None:
    """Fit the year head and the genre head on the catalogue's embeddings.

    Fitted on the films of the train split, chosen on val; films without a split get one by their
    picture's checksum. The heads are kept in the data folder and used from the next start on.
    """
    with told():
        asyncio.run(_heads(encoder, get_settings()))


async def _heads(encoder: str | None, settings: Settings) -> None:
    require_sklearn()
    from services.encoders import open_encoder  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.heads import train_heads  # noqa: PLC0415

    spec = open_encoder(encoder or settings.encoder, settings).spec
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec)
    with progress("Fitting") as on_progress:
        trained, report = train_heads(data, spec, on_progress=on_progress)
    folder = settings.heads_dir / spec.name
    trained.write(folder, splits=report.splits, metrics=report.metrics())

    table = Table("Genre", title="On the validation split", title_justify="left")
    table.add_column("AUC", justify="right")
    for genre, auc in report.genre_auc.items():
        table.add_row(genre, f"{auc:.3f}")
    table.add_row("macro", f"{sum(report.genre_auc.values()) / len(report.genre_auc):.3f}")
    Console().print(table)
    for genre, (train, val) in report.too_few.items():
        typer.echo(
            f"{genre} was left out: {train} films to learn from and {val} to choose on are too few."
        )
    typer.echo(
        f"Year: mean absolute error {report.year['mae']:.1f} years; the 80 % interval covers "
        f"{report.year['coverage']:.1%} and is {report.year['mean_width']:.0f} years wide."
    )
    typer.echo(f"Kept in {folder}. `marquee evaluate` shows the test split.")
