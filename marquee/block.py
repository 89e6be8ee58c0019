"""`marquee catalogue block`, `unblock`, `blocked`: films that no import brings in again."""

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
from marquee.import_report import print_reasons
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.catalogue.block import BlockReport
    from services.store.blocked import BlockedFilm

_Keys = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY...",
        help='Keys: IMDb ids, "tmdb-<id>", "tmdb-tv-<id>", addresses of their pages, "file-...", '
        'or "Title (year)".',
    ),
]


def block(keys: _Keys) -> None:
    """Remove films and keep them out: no import brings them in again, whatever its source.

    An id also blocks a film that is not in the catalogue. A film without ids is known again by its
    files and their content. The next `marquee catalogue build` takes the films out of the index.
    """
    with told():
        report = asyncio.run(_block(get_settings(), keys))
    typer.echo(f"{counted(len(report.removed), 'film')} removed for good, {report.left:,} left.")
    print_reasons("Films", {"blocked": report.removed} if report.removed else {})
    if report.ahead:
        typer.echo(plain(f"Blocked before they come: {', '.join(report.ahead)}."))
    if report.removed:
        typer.echo("`marquee catalogue build` takes them out of the index.")
    if report.unknown:
        names = ", ".join(report.unknown)
        typer.echo(plain(f"Neither a film of the catalogue nor an id: {names}."), err=True)
        raise typer.Exit(1)


def unblock(keys: _Keys) -> None:
    """Take films off the block list, by what `blocked` calls them or by one of their ids.

    They come back with the next import of their source.
    """
    with told():
        report = asyncio.run(_unblock(get_settings(), keys))
    if report.back:
        typer.echo(plain(f"May come again with the next import: {', '.join(report.back)}."))
    if report.unknown:
        typer.echo(plain(f"Not on the block list: {', '.join(report.unknown)}."), err=True)
        raise typer.Exit(1)


def blocked() -> None:
    """Show the films that no import brings in."""
    with told():
        films = asyncio.run(_blocked(get_settings()))
    if not films:
        typer.echo("The block list is empty.")
        return
    table = Table("Key", "Film", "Since")
    for film in films:
        table.add_row(
            Text(plain(film.key)), Text(plain(film.label)), f"{film.blocked_at.date():%Y-%m-%d}"
        )
    Console().print(table)


def register(app: typer.Typer) -> None:
    """Add the commands to `marquee catalogue`."""
    for command in (block, unblock, blocked):
        app.command()(command)


async def _block(settings: Settings, keys: Sequence[str]) -> BlockReport:
    from services.catalogue.block import block_films  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        return await block_films(store, keys)


async def _unblock(settings: Settings, keys: Sequence[str]) -> BlockReport:
    from services.catalogue.block import unblock_films  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        return await unblock_films(store, keys)


async def _blocked(settings: Settings) -> list[BlockedFilm]:
    from services.store import Store  # noqa: PLC0415
    from services.store.blocked import listed  # noqa: PLC0415

    async with (
        await Store.open_to_read(settings.database_path) as store,
        store.session() as session,
    ):
        return await listed(session)
