"""`marquee watchlist`: films of Letterboxd's and IMDb's files onto a watchlist, and back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marquee.console import plain, told
from services.core.errors import RequestError
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.core.lists.reading import FilmList
    from services.store.list_import import Outcome

app = typer.Typer(
    help="Watchlists as files of Letterboxd's and IMDb's.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_WHY = {
    "no_title": "no title",
    "bad_year": "no year",
    "bad_id": "no id of a film",
    "no_film": "no film",
}
_Server = Annotated[
    int | None,
    typer.Option("--server", metavar="ID", min=1, help="The server; default: the member's own."),
]
_Name = Annotated[
    str | None,
    typer.Option("--list", metavar="NAME", help="Which list; default: the one without a name."),
]


@app.command("import")
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV.")],
    member: Annotated[
        int,
        typer.Option("--member", metavar="ID", min=1, help="Whose file it is, by Discord's id."),
    ],
    server: _Server = None,
    name: _Name = None,
) -> None:
    """Put the films of a file on a watchlist: of a server, or of the member by themselves.

    Letterboxd's watchlist.csv, watched.csv, diary.csv, ratings.csv and lists, IMDb's lists and
    ratings, what `marquee watchlist export` writes, and other CSVs with a column "Title". Films
    that the catalogue lacks are kept by name. A list that is not there is made. What was imported
    is the member's: /privacy hands it out and erases it.
    """
    place = _Place(member, server, name)
    with told():
        found, outcome, by_name = asyncio.run(_take(file, place, get_settings()))
    counts = {
        "new on the list": outcome.added,
        "there already": outcome.there,
        "marked as seen": outcome.seen,
        "not in the catalogue, kept by name": by_name,
        "left over, for the list is full": outcome.left_over,
        "not read": len(found.unread),
    }
    typer.echo("; ".join(f"{count:,} {what}" for what, count in counts.items() if count) + ".")
    for one in found.unread:
        text = f": {one.text}" if one.text else ""
        typer.echo(plain(f"  line {one.line}: {_WHY[one.reason]}{text}"), err=True)


@app.command("export")
def give(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new CSV.")],
    server: _Server = None,
    member: Annotated[
        int | None,
        typer.Option("--member", metavar="ID", min=1, help="The member, for a list of their own."),
    ] = None,
    name: _Name = None,
) -> None:
    """Write a watchlist to a CSV with the columns that Letterboxd imports."""
    with told():
        if (server is None) == (member is None):
            raise RequestError("bad_request", "Please give --server or --member.")
        films = asyncio.run(_give(file, _Place(member or 0, server, name), get_settings()))
    typer.echo(f"{films:,} films written to {file}.")


@dataclass(frozen=True, slots=True)
class _Place:
    """Which watchlist is meant."""

    member: int
    server: int | None
    name: str | None

    @property
    def scope(self) -> int:
        return self.member if self.server is None else self.server


async def _take(file: Path, place: _Place, settings: Settings) -> tuple[FilmList, Outcome, int]:
    from services.core.lists.reading import read_list  # noqa: PLC0415
    from services.inference.connect import connect  # noqa: PLC0415
    from services.store import Store, watchlists  # noqa: PLC0415
    from services.store.list_import import looked_up, take_in  # noqa: PLC0415

    found = read_list(await asyncio.to_thread(file.read_bytes), file.name)
    client = connect(settings)
    await client.start()
    try:
        films = await looked_up(client, found)
    finally:
        await client.close()
    async with (
        await Store.open(settings.database_path) as store,
        store.session(writing=True) as session,
    ):
        scope = place.scope
        if place.name is not None:
            kept = await watchlists.make(session, scope, place.member, place.name)
            scope = kept.films_of
        outcome = await take_in(session, scope, place.member, films.films, found.source)
        await session.commit()
    outcome.left_over += films.left_over
    return found, outcome, films.by_name


async def _give(file: Path, place: _Place, settings: Settings) -> int:
    from services.core.lists.writing import written_list  # noqa: PLC0415
    from services.store import Store, watchlist, watchlists  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store, store.session() as session:
        scope = place.scope
        if place.name is not None:
            kept = await watchlists.find(session, scope, place.name)
            if kept is None:
                raise RequestError("list_unknown", f"There is no watchlist {place.name!r} there.")
            scope = kept.films_of
        listed = await watchlist.page(session, scope)
    data = written_list((one.film, one.added_at, one.seen_at) for one in listed)
    await asyncio.to_thread(file.write_bytes, data)
    return len(listed)
