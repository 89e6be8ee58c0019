"""`marquee catalogue mark` and `marked`: posters that are not for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marquee.catalogue import counted, plain
from marquee.console import told
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.catalogue.mark import MarkReport


def mark(
    keys: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...", help='Keys: IMDb ids, "tmdb-<id>", "file-...", or "Title (year)".'
        ),
    ],
    off: Annotated[
        bool, typer.Option("--off", help="For everybody, whatever a source says.")
    ] = False,
    as_told: Annotated[bool, typer.Option("--as-told", help="As the film's source says.")] = False,
) -> None:
    """Mark films whose posters are not for everybody.

    In Discord their posters are shown in age-restricted channels, and where an admin allows it in
    /settings; on the page they are not shown. Imports do not change it. The next `marquee catalogue
    build` brings it into the index.
    """
    if off and as_told:
        typer.echo("Please say --off or --as-told, not both.", err=True)
        raise typer.Exit(2)
    with told():
        report = asyncio.run(_mark(get_settings(), keys, None if as_told else not off))
    what = "as their sources say" if as_told else "for everybody" if off else "not for everybody"
    typer.echo(f"{counted(len(report.changed), 'film')}: {what}.")
    if report.changed:
        typer.echo("`marquee catalogue build` brings it into the index.")
    if report.unknown:
        typer.echo(plain(f"Not in the catalogue: {', '.join(report.unknown)}."), err=True)
        raise typer.Exit(1)


def marked() -> None:
    """Show the films whose posters are not for everybody, and who said so."""
    with told():
        films = asyncio.run(_marked(get_settings()))
    if not films:
        typer.echo("No film is marked.")
        return
    table = Table("Key", "Film", "Certification", "Marked by")
    for key, label, certification, by_hand in films:
        cells = (key, label, certification or "", "mark" if by_hand else "its source")
        table.add_row(*(Text(plain(cell)) for cell in cells))
    Console().print(table)


def register(app: typer.Typer) -> None:
    """Add the commands to `marquee catalogue`."""
    for command in (mark, marked):
        app.command()(command)


async def _mark(settings: Settings, keys: Sequence[str], word: bool | None) -> MarkReport:
    from services.catalogue.mark import mark_films  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        return await mark_films(store, keys, word)


async def _marked(settings: Settings) -> list[tuple[str, str, str | None, bool]]:
    from services.catalogue.mark import marked_films  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open_to_read(settings.database_path) as store:
        return await marked_films(store)
