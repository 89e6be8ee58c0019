"""`marquee catalogue import-tmdb` and `import-csv`: films and posters from the web."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marquee.catalogue import interrupted
from marquee.console import progress, told
from marquee.import_report import print_import
from services.core.errors import RequestError
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.catalogue.sources.folder import ImportReport

FIRST_YEAR = 1900
OnProgress = Callable[[int, int], None]
_Refresh = Annotated[
    bool,
    typer.Option("--refresh", help="Ask anew about films and pictures that are there already."),
]


def import_tmdb(
    *,
    pages: Annotated[
        int, typer.Option(min=1, max=500, help="Pages of the popular list, 20 films each.")
    ] = 500,
    by_year: Annotated[
        int | None,
        typer.Option(
            "--by-year",
            metavar="T",
            min=1,
            max=10_000,
            help="Instead: fill each year up to T films, the most popular first.",
        ),
    ] = None,
    from_year: Annotated[
        int | None, typer.Option(min=1874, max=2100, help="First year to fill; default: 1900.")
    ] = None,
    to_year: Annotated[
        int | None, typer.Option(min=1874, max=2100, help="Last year to fill; default: this one.")
    ] = None,
    film: Annotated[
        list[int] | None,
        typer.Option(
            "--film", metavar="ID", min=1, max=2**31 - 1, help="Instead: this film, by its TMDB id."
        ),
    ] = None,
    series: Annotated[
        list[int] | None,
        typer.Option(
            "--series", metavar="ID", min=1, max=2**31 - 1, help="And this series, by its own."
        ),
    ] = None,
    with_series: Annotated[
        bool,
        typer.Option("--with-series", help="Take popular series of television, after the films."),
    ] = False,
    with_adult: Annotated[
        bool, typer.Option("--with-adult", help="Take adult films, too; their posters are marked.")
    ] = False,
    editions: Annotated[
        int, typer.Option(metavar="N", min=0, max=100, help="Further posters of each film, too.")
    ] = 0,
    languages: Annotated[
        str | None,
        typer.Option(
            metavar="CODES", help='Of these languages only, such as "en,de"; default: of any.'
        ),
    ] = None,
    refresh: _Refresh = False,
) -> None:
    """Take TMDB's films and posters into the catalogue, with your own key.

    MARQUEE_TMDB_TOKEN holds the key. What is there already is not fetched again: when it is
    stopped, the next run goes on from there.

    This product uses the TMDB API but is not endorsed or certified by TMDB.
    """
    from services.catalogue.sources.folder import ImportReport  # noqa: PLC0415
    from services.catalogue.sources.tmdb import ATTRIBUTION  # noqa: PLC0415

    report = ImportReport()

    async def work(settings: Settings, on_progress: OnProgress) -> None:
        from services.catalogue.sources.tmdb_import import open_tmdb  # noqa: PLC0415
        from services.store import Store  # noqa: PLC0415

        if with_series and (by_year is not None or film):
            raise RequestError("bad_request", "--with-series belongs to the popular list.")
        years = _years(from_year, to_year, by_year)
        codes = _codes(languages, editions)
        async with (
            await Store.open(settings.database_path) as store,
            open_tmdb(
                store,
                settings,
                refresh=refresh,
                editions=editions,
                languages=codes,
                with_series=with_series or bool(series),
                with_adult=with_adult,
                report=report,
                on_progress=on_progress,
            ) as tmdb,
        ):
            if film or series:
                await tmdb.films(film or (), series or ())
            elif by_year is not None:
                await tmdb.fill_years(by_year, years)
            else:
                await tmdb.popular(pages)

    _run(work, report)
    typer.echo(ATTRIBUTION)


def import_csv(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A CSV with the columns imdbId, Title, Genre and Poster (an address), or "
            "MovieLens's movies.csv.",
        ),
    ],
    links: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="MovieLens's links.csv; default: the one beside FILE."),
    ] = None,
    refresh: _Refresh = False,
    with_series: Annotated[
        bool,
        typer.Option("--with-series", help='Take rows whose column "type" is a series, too.'),
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private", help="Ask servers in this machine's own network for posters too."
        ),
    ] = False,
) -> None:
    """Take films into the catalogue whose posters are on the web.

    Dead links are counted and left out; run it again to try them again. MovieLens names no
    posters: with MARQUEE_TMDB_TOKEN they come from TMDB, without it the films that have a poster
    already take MovieLens's titles, years and genres.
    """
    from services.catalogue.sources.folder import ImportReport  # noqa: PLC0415

    report = ImportReport()

    async def work(settings: Settings, on_progress: OnProgress) -> None:
        from services.catalogue.sources.address_import import import_addresses  # noqa: PLC0415
        from services.catalogue.sources.addresses import read_addresses  # noqa: PLC0415
        from services.store import Store  # noqa: PLC0415

        found = await asyncio.to_thread(read_addresses, file, links, with_series=with_series)
        async with await Store.open(settings.database_path) as store:
            await import_addresses(
                store,
                found,
                settings,
                refresh=refresh,
                allow_private=allow_private,
                report=report,
                on_progress=on_progress,
            )

    _run(work, report)


def _run(
    work: Callable[[Settings, OnProgress], Coroutine[Any, Any, None]], report: ImportReport
) -> None:
    try:
        with told(), progress("Importing") as on_progress:
            asyncio.run(work(get_settings(), on_progress))
    except KeyboardInterrupt:
        print_import(report)
        raise interrupted(report.done, report.total, "films") from None
    except typer.Exit:
        # The error is told; what came before it is kept, and worth telling.
        if report.done:
            print_import(report)
        raise
    print_import(report)


def _codes(languages: str | None, editions: int) -> Sequence[str]:
    if languages is None:
        return ()
    codes = [code.strip().lower() for code in languages.split(",")]
    if not editions:
        raise RequestError("bad_request", "--languages belongs to --editions N.")
    if not all(re.fullmatch(r"[a-z]{2}", code) for code in codes):
        raise RequestError(
            "bad_request", f'{languages} are no codes of languages, such as "en,de".'
        )
    return list(dict.fromkeys(codes))


def _years(first: int | None, last: int | None, target: int | None) -> Sequence[int] | None:
    if first is None and last is None:
        return None
    if target is None:
        raise RequestError("bad_request", "--from-year and --to-year belong to --by-year T.")
    first = FIRST_YEAR if first is None else first
    last = datetime.now(UTC).year if last is None else last
    if first > last:
        raise RequestError("bad_request", f"No year is from {first} to {last}.")
    return range(first, last + 1)
