"""`marquee catalogue`: films and posters in, embeddings and indexes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marquee.console import Progressing, plain, progress, require_matplotlib, told
from marquee.import_report import print_import, print_reading, print_reasons
from services.core.errors import RequestError
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.catalogue.build import BuildReport
    from services.catalogue.sources.folder import ImportReport
    from services.catalogue.sources.library.layout import Library
    from services.catalogue.stats import CatalogueStats
    from services.vision.index import Manifest

INTERRUPTED = 130

app = typer.Typer(
    help="Films and posters in, embeddings and indexes out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("import-folder")
def import_folder(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the posters.")],
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv",
            metavar="FILE",
            help="A CSV with the columns file (relative to DIR) and title, and optionally imdb_id, "
            "tmdb_id, year, genres, split, redistributable, kind (film or edition), language, "
            "type (film or series), adult (1 where its poster is not for everybody) and "
            "certification.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="PATTERN",
            help='Leave out files and folders of such names or paths, "*trailer*". Repeatable.',
        ),
    ] = None,
    with_series: Annotated[
        bool, typer.Option("--with-series", help="Take series of television, too.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only show what would be read as what; open no picture."),
    ] = False,
) -> None:
    """Take the films of a folder of posters into the catalogue.

    Without --csv, titles, years and ids come from the names of files and folders, as Plex,
    Jellyfin, Kodi and Kometa lay them out: "Heat (1995).jpg", "Heat (1995) {tmdb-949}/poster.jpg".
    Files of one folder with the same title and year, "Heat (1995) 2.jpg", are further pictures of
    the film, as several rows of one film in a CSV are.

    Films that are there already are compared and corrected, so it can be run again at any time;
    what it changes is listed. When it is stopped with Ctrl-C, the next run goes on from there.
    """
    from services.catalogue.sources.folder import ImportReport  # noqa: PLC0415

    report = ImportReport()
    reading = _Reading(folder, csv, tuple(exclude or ()), with_series)
    if dry_run:
        with told():
            print_reading(reading())
        return
    try:
        with told(), progress("Importing") as on_progress:
            asyncio.run(_import(reading, get_settings(), report, on_progress))
    except KeyboardInterrupt:
        print_import(report)
        raise interrupted(report.done, report.total, "films") from None
    print_import(report)


@app.command()
def build(
    encoder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER."),
    ] = None,
    batch: Annotated[
        int, typer.Option(min=1, max=4096, help="Pictures embedded at a time, at most.")
    ] = 32,
) -> None:
    """Embed the posters that are new, read their local features, and write the encoder's index.

    Only pictures that are new are read; when it is stopped with Ctrl-C, the next run goes on from
    there. The old index stays in use until the new one is complete.
    """
    from services.catalogue.build import BuildReport  # noqa: PLC0415

    report = BuildReport()
    try:
        with told(), progress("Embedding", "Reading local features") as bar:
            asyncio.run(_build(encoder, batch, get_settings(), report, bar))
    except KeyboardInterrupt:
        _print_build(report)
        features = report.features
        if features.total:
            raise interrupted(features.done, features.total, "pictures' local features") from None
        raise interrupted(report.done, report.total, "pictures") from None
    _print_build(report)


@app.command()
def stats(
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw them as well (PNG, SVG or PDF)."),
    ] = None,
) -> None:
    """Show what the catalogue holds: films by decade, genre and split, gaps, embeddings."""
    with told():
        if plot:
            require_matplotlib()
        figures = asyncio.run(_stats(get_settings()))
        if plot:
            _plot(plot, figures)
    _print_stats(figures)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is to be read of a folder: all that `import-folder` was told."""

    folder: Path
    csv: Path | None
    exclude: tuple[str, ...]
    with_series: bool

    def __call__(self) -> Library:
        from services.catalogue.sources.library.layout import (  # noqa: PLC0415
            Library,
            read_library,
        )
        from services.catalogue.sources.rows import read_csv  # noqa: PLC0415

        if self.csv is None:
            return read_library(self.folder, exclude=self.exclude, with_series=self.with_series)
        if self.exclude:
            raise RequestError("bad_request", "--exclude is for folders that have no --csv.")
        return Library(read_csv(self.csv, self.folder, with_series=self.with_series))


async def _import(
    reading: _Reading,
    settings: Settings,
    report: ImportReport,
    on_progress: Callable[[int, int], None],
) -> None:
    from services.catalogue.sources.folder import import_posters  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    library = await asyncio.to_thread(reading)
    report.passed = library.passed
    root = reading.folder if reading.csv is None else None
    async with await Store.open(settings.database_path) as store:
        await import_posters(
            store, library.items, settings, library=root, report=report, on_progress=on_progress
        )


async def _build(
    name: str | None,
    batch: int,
    settings: Settings,
    report: BuildReport,
    bar: Progressing,
) -> None:
    from services.catalogue.build import build_index, require_posters  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415

    async with await Store.open(settings.database_path) as store:
        # First, since some encoders fetch hundreds of megabytes to be opened.
        await require_posters(store)
        encoder = await asyncio.to_thread(open_encoder, name or settings.encoder, settings)
        await build_index(
            store,
            encoder,
            settings,
            batch=batch,
            report=report,
            on_progress=bar,
            on_features=bar.second,
        )


async def _stats(settings: Settings) -> CatalogueStats:
    from services.catalogue.stats import catalogue_stats  # noqa: PLC0415
    from services.store import Store  # noqa: PLC0415

    async with await Store.open_to_read(settings.database_path) as store:
        return await catalogue_stats(store)


def _plot(path: Path, figures: CatalogueStats) -> None:
    from services.catalogue.plots import plot_stats  # noqa: PLC0415

    plot_stats(path, figures)


def interrupted(done: int, total: int, things: str) -> typer.Exit:
    """Tell that what came so far is kept, and return the exit."""
    typer.echo(
        f"Stopped after {done:,} of {total:,} {things}; they are kept, and the same command goes "
        "on from there.",
        err=True,
    )
    return typer.Exit(INTERRUPTED)


def _print_build(report: BuildReport) -> None:
    if report.encoder_changed:
        typer.echo(
            "The encoder gives other embeddings than before, so every poster is embedded anew."
        )
    left_out = sum(map(len, report.left_out.values()))
    typer.echo(
        f"{report.embedded:,} pictures embedded, {left_out:,} left out; local features of "
        f"{report.features.read:,} read."
    )
    print_reasons("Left out", report.left_out)
    if report.manifest is not None:
        typer.echo(
            f"The index of {report.manifest.encoder} holds {_held(report.manifest)} "
            f"({report.manifest.kind})."
        )


def _held(manifest: Manifest) -> str:
    films = f"{manifest.film_count:,} films"
    pictures = f" in {manifest.items:,} pictures"
    return films + (pictures if manifest.film_count != manifest.items else "")


def counted(number: int, thing: str) -> str:
    """Return "1 film", "2 films"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _print_stats(figures: CatalogueStats) -> None:
    if not figures.films:
        typer.echo("The catalogue is empty; `marquee catalogue import-folder` brings films.")
        return
    console = Console()
    totals = {
        "films": figures.films,
        "posters": figures.posters,
        "different pictures": figures.pictures,
    }
    if figures.series:
        totals["series among the films"] = figures.series
    if figures.marked:
        totals["not for everybody"] = figures.marked
    if figures.editions:
        totals["further pictures of films"] = figures.editions
    print_counts(console, "Catalogue", totals)
    print_counts(console, "Pictures taken out", figures.rejected)
    print_counts(console, "Films by decade", figures.decades)
    print_counts(console, "Films by genre", figures.genres)
    print_counts(console, "Films by split", figures.splits)
    print_counts(console, "Films by source", figures.sources)
    print_counts(console, "Films without", figures.missing)
    print_counts(console, "Posters embedded by", figures.embeddings)


def print_counts(console: Console, title: str, counts: Mapping[str, int]) -> None:
    """Print counts by name, where there are any."""
    if not counts:
        return
    # As a line of its own: a table breaks a title that is wider than itself.
    console.print(title)
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(Text(plain(name)), f"{count:,}")
    console.print(table)
