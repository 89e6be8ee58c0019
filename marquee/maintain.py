"""`marquee catalogue clean`, `export`, `import`, `verify`, `remove`: a catalogue kept in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from marquee.catalogue import INTERRUPTED, counted, interrupted, plain, print_counts
from marquee.console import progress, told
from marquee.import_report import print_reasons
from marquee.maintain_tables import print_clean, print_transfer
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.catalogue.cleaning.clean import CleanReport
    from services.catalogue.package.export import ExportReport
    from services.catalogue.package.load import TransferReport
    from services.catalogue.remove import RemoveReport
    from services.catalogue.verify import VerifyReport

Progress = Callable[[int, int], None]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change; change nothing.")]


def clean(
    encoder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose embeddings tell what is alike."),
    ] = None,
    placeholder_films: Annotated[
        int,
        typer.Option(metavar="N", min=2, help="A picture of so many films is a placeholder."),
    ] = 8,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="KEY", help="Take this film's picture back, for good."),
    ] = None,
    dry_run: _DryRun = False,
) -> None:
    """Take out what is no poster, make one of films that came twice, tidy titles and genres.

    Damaged, tiny, blank, nearly flat and placeholder pictures are neither embedded nor indexed
    until their files change. Pictures alike under several films are told, and stay. The next
    `marquee catalogue build` brings the index in line.
    """
    with told(), _stopped("nothing was changed"), progress("Looking") as on_progress:
        report = asyncio.run(
            _clean(
                get_settings(),
                on_progress,
                keep=keep or [],
                encoder=encoder,
                placeholder_films=placeholder_films,
                dry_run=dry_run,
            )
        )
    if dry_run:
        typer.echo("This is what would be done; nothing was changed.")
    print_clean(report)
    if (report.rejected or report.merged) and not dry_run:
        typer.echo("`marquee catalogue build` brings the index in line.")


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    pictures: Annotated[bool, typer.Option("--pictures", help="With the posters' files.")] = False,
    encoder: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this encoder's embeddings; default: all."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an older export.")] = False,
) -> None:
    """Write films and embeddings to a folder that can be carried away (Parquet).

    The folder appears when it is complete. The posters of most films may not be passed on.
    """
    with told(), _stopped("nothing was written"), progress("Exporting") as on_progress:
        report = asyncio.run(
            _export(
                get_settings(),
                folder,
                on_progress,
                pictures=pictures,
                encoders=encoder or [],
                replace=replace,
            )
        )
    counts = report.manifest
    typer.echo(
        f"{folder} holds {counted(counts.films, 'film')}, {counted(counts.pictures, 'picture')} "
        f"and the embeddings of {', '.join(counts.encoders) or 'no encoder'}."
    )
    print_reasons("Left out", report.left_out)


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An exported folder.")],
) -> None:
    """Bring in the films and embeddings of a folder that `export` wrote.

    Films that are there already are updated; embeddings are not computed again. When it is
    stopped, the next run goes on from there.
    """
    from services.catalogue.package.load import TransferReport  # noqa: PLC0415

    report = TransferReport()
    try:
        with told(), progress("Importing") as on_progress:
            asyncio.run(_import(get_settings(), folder, report, on_progress))
    except KeyboardInterrupt:
        print_transfer(report)
        raise interrupted(report.done, report.total, "films") from None
    print_transfer(report)


def verify(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="An exported folder, instead.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Without the files' checksums.")] = False,
) -> None:
    """Check files, checksums, counts, embeddings, and each index against the database.

    Changes nothing. Exit status 1 where something is wrong; what the next build brings in order
    by itself is only told.
    """
    with told(), _stopped("what was checked so far is not told"), progress("Checking") as show:
        report = (
            _verify_package(folder, checksums=not quick)
            if folder
            else asyncio.run(_verify(get_settings(), not quick, show))
        )
    console = Console()
    print_counts(console, "Checked", report.checked)
    print_reasons("Behind", report.notes)
    print_reasons("Wrong", report.problems)
    if report.problems:
        raise typer.Exit(1)
    typer.echo("Nothing is wrong.")


def remove(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY]...", help='Keys: IMDb ids, "tmdb-<id>", "file-...", or "Title (year)".'
        ),
    ] = None,
    gone_from: Annotated[
        Path | None,
        typer.Option("--gone-from", metavar="DIR", help="Films no longer in this folder or --csv."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="The list that goes with DIR.")
    ] = None,
    even_most: Annotated[
        bool, typer.Option("--even-most", help="Even if more than half of DIR's films go.")
    ] = False,
    dry_run: _DryRun = False,
) -> None:
    """Remove films by key, or those that their source no longer names.

    Files stay, and embeddings are kept for films that come back with the next import; `marquee
    catalogue block` keeps them out. The next `marquee catalogue build` takes the films out of the
    index.
    """
    if bool(keys) == bool(gone_from):
        typer.echo("Please name the films' keys, or a folder with --gone-from.", err=True)
        raise typer.Exit(2)
    with told():
        report = asyncio.run(
            _remove(
                get_settings(), keys or [], gone_from, csv, even_most=even_most, dry_run=dry_run
            )
        )
    done = "would be removed" if dry_run else "removed"
    typer.echo(f"{counted(len(report.removed), 'film')} {done}, {report.left:,} left.")
    print_reasons("Films", {done: report.removed} if report.removed else {})
    if report.pictures:
        typer.echo(f"{counted(len(report.pictures), 'further picture')} {done}.")
    if (report.removed or report.pictures) and not dry_run:
        typer.echo("`marquee catalogue build` takes them out of the index.")
    if report.unknown:
        typer.echo(plain(f"Not in the catalogue: {', '.join(report.unknown)}."), err=True)
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the commands to `marquee catalogue`."""
    for command in (clean, export, verify, remove):
        app.command()(command)
    app.command("import")(import_)


@contextmanager
def _stopped(outcome: str) -> Iterator[None]:
    """Tell of Ctrl-C what it left behind, and exit."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Stopped; {outcome}.", err=True)
        raise typer.Exit(INTERRUPTED) from None


async def _clean(
    settings: Settings,
    on_progress: Progress,
    *,
    keep: list[str],
    encoder: str | None,
    placeholder_films: int,
    dry_run: bool,
) -> CleanReport:
    from services.catalogue.cleaning.clean import clean_catalogue, keep_pictures  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        if keep:
            await keep_pictures(store, keep, dry_run=dry_run)
        return await clean_catalogue(
            store,
            settings,
            encoder=encoder,
            placeholder_films=placeholder_films,
            dry_run=dry_run,
            on_progress=on_progress,
        )


async def _export(
    settings: Settings,
    folder: Path,
    on_progress: Progress,
    *,
    pictures: bool,
    encoders: list[str],
    replace: bool,
) -> ExportReport:
    from services.catalogue.package.export import export_catalogue  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open_to_read(settings.database_path) as store:
        return await export_catalogue(
            store,
            folder,
            pictures=pictures,
            encoders=encoders,
            replace=replace,
            on_progress=on_progress,
        )


async def _import(
    settings: Settings, folder: Path, report: TransferReport, on_progress: Progress
) -> None:
    from services.catalogue.package.load import import_catalogue  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        await import_catalogue(store, folder, settings, report=report, on_progress=on_progress)


def _verify_package(folder: Path, *, checksums: bool) -> VerifyReport:
    from services.catalogue.verify import verify_package  # noqa: PLC0415

    return verify_package(folder, checksums=checksums)


async def _verify(settings: Settings, checksums: bool, on_progress: Progress) -> VerifyReport:
    from services.catalogue.verify import require_database, verify_catalogue  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    # Opening it would make a sound and empty catalogue of what is left of one.
    require_database(settings.database_path)
    async with await Store.open_to_read(settings.database_path) as store:
        return await verify_catalogue(store, settings, checksums=checksums, on_progress=on_progress)


async def _remove(
    settings: Settings,
    keys: list[str],
    folder: Path | None,
    csv: Path | None,
    *,
    even_most: bool,
    dry_run: bool,
) -> RemoveReport:
    from services.catalogue.remove import remove_films, remove_gone  # noqa: PLC0415
    from services.catalogue.sources.library.layout import read_library  # noqa: PLC0415
    from services.catalogue.sources.rows import read_csv  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        if folder is None:
            return await remove_films(store, keys, dry_run=dry_run)
        items = (
            read_csv(csv, folder, with_series=True)
            if csv
            else read_library(folder, with_series=True).items
        )
        return await remove_gone(store, folder, items, even_most=even_most, dry_run=dry_run)
