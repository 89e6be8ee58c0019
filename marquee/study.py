"""`marquee study`: the whole genre study and era study of an encoder's heads."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from marquee.console import json_text, require_sklearn, told
from services.core.errors import UnavailableError
from services.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from services.training.era_study import EraFigures
    from services.training.genre_study import GenreStudy


@dataclass(frozen=True, slots=True)
class Study:
    """What the command prints; the six are None where the heads know none of them."""

    encoder: str
    genres: GenreStudy
    six: GenreStudy | None
    years: tuple[EraFigures, ...]
    words: str


def study(
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which encoder; default: MARQUEE_ENCODER.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same figures as JSON.")] = False,
) -> None:
    """Show what the heads know of genres and years, threshold rules and decades included.

    Thresholds are chosen on val by accuracy, F1, precision and recall, and applied to test; once
    for every genre, once by the published six-genre rule.
    """
    with told():
        figures = asyncio.run(_study(encoder, get_settings()))
    if as_json:
        typer.echo(json_text(asdict(figures)))
        return
    console = Console()
    print_genres(f"{figures.encoder}: all genres", figures.genres, console)
    if figures.six:
        print_genres(f"{figures.encoder}: the six-genre rule", figures.six, console)
    print_years(figures.years, console)
    console.print(figures.words)


async def _study(encoder: str | None, settings: Settings) -> Study:
    require_sklearn()
    from services.store import Store  # noqa: PLC0415
    from services.training.data import load_labelled  # noqa: PLC0415
    from services.training.era_study import paragraph  # noqa: PLC0415
    from services.training.study import era, genres, six_genres  # noqa: PLC0415
    from services.vision.encoders import open_encoder  # noqa: PLC0415
    from services.vision.heads import open_heads  # noqa: PLC0415

    spec = open_encoder(encoder or settings.encoder, settings).spec
    heads = open_heads(settings, spec)
    if heads is None:
        raise UnavailableError(
            "no_heads",
            f"{spec.name} has no heads yet: `marquee train heads --encoder {spec.name}`.",
        )
    async with await Store.open(settings.database_path) as store:
        data = await load_labelled(store, spec)
    years = era(data, heads, spec)
    named = {item.name: item for item in years}
    return Study(
        encoder=spec.key,
        genres=genres(data, heads),
        six=six_genres(data, heads),
        years=years,
        words=paragraph(named),
    )


def print_genres(title: str, figures: GenreStudy, console: Console) -> None:
    """Print a genre study: averages, a table for each threshold rule, calibration."""
    console.print(
        f"{title}, {figures.films:,} test films: macro AUC {figures.macro_auc:.3f}, micro AUC "
        f"{figures.micro_auc:.3f}, expected calibration error {figures.reliability.error:.3f}."
    )
    for rule in figures.tables:
        table = Table("Genre", title=f"Thresholds chosen for {rule.rule}", title_justify="left")
        for name in ("films", "AUC", "threshold", "accuracy", "F1", "precision", "recall"):
            table.add_column(name, justify="right")
        for row in rule.rows:
            auc = figures.auc.get(row.genre)
            table.add_row(
                row.genre,
                f"{row.films:,}",
                "" if auc is None else f"{auc:.3f}",
                *(
                    f"{value:.3f}"
                    for value in (row.threshold, row.accuracy, row.f1, row.precision, row.recall)
                ),
            )
        table.add_section()
        means = (rule.macro(name) for name in ("accuracy", "f1", "precision", "recall"))
        table.add_row("macro", "", f"{figures.macro_auc:.3f}", "", *(f"{v:.3f}" for v in means))
        console.print(table)
        console.print(f"Jaccard {rule.jaccard:.3f}, all genres right {rule.subset_accuracy:.1%}.\n")
    table = Table("said", title="Calibration", title_justify="left")
    table.add_column("happened", justify="right")
    table.add_column("cases", justify="right")
    curve = figures.reliability
    for said, real, count in zip(curve.predicted, curve.observed, curve.counts, strict=True):
        table.add_row(f"{said:.1%}", f"{real:.1%}", f"{count:,}")
    console.print(table)


def print_years(ways: tuple[EraFigures, ...], console: Console) -> None:
    """Print the era study: each way to guess, then errors by decade."""
    table = Table("Year", title="Years", title_justify="left")
    for name in ("mean error", "median error", "R2", "80 % interval covers", "mean width"):
        table.add_column(name, justify="right")
    for item in ways:
        table.add_row(
            item.name,
            f"{item.mae:.2f}",
            f"{item.median_error:.2f}",
            f"{item.r2:.3f}",
            "" if item.coverage is None else f"{item.coverage:.1%}",
            "" if item.mean_width is None else f"{item.mean_width:.1f}",
        )
    console.print(table)
    decades = Table("Decade", title="Mean error (bias) by decade", title_justify="left")
    decades.add_column("films", justify="right")
    for item in ways:
        decades.add_column(item.name, justify="right")
    for rows in zip(*(item.decades for item in ways), strict=True):
        cells = (f"{row.mae:.1f} ({row.bias:+.1f})" for row in rows)
        decades.add_row(f"{rows[0].decade}s", f"{rows[0].films:,}", *cells)
    console.print(decades)
