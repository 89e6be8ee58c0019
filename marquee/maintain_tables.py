"""What the commands of `maintain` found, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marquee.catalogue import counted, plain, print_counts
from marquee.import_report import print_reasons

if TYPE_CHECKING:
    from services.catalogue.cleaning.clean import CleanReport, Twins
    from services.catalogue.package.load import TransferReport

TWINS = 20


def print_clean(report: CleanReport) -> None:
    """Print what a cleaning took out, made one, and found alike."""
    rejected = sum(map(len, report.rejected.values()))
    typer.echo(
        f"{counted(report.pictures, 'picture')}, {report.rejected_before:,} of them out already; "
        f"out now: the pictures of {counted(rejected, 'film')}."
    )
    typer.echo(
        f"{counted(len(report.merged), 'film')} merged with others; the titles of "
        f"{report.renamed:,}, the genres of {report.relabelled:,} and the other titles of "
        f"{report.aliased:,} tidied."
    )
    if report.pictures and report.compared is None:
        typer.echo("There are no embeddings yet; pictures were compared by their hashes alone.")
    print_reasons("Taken out", report.rejected)
    print_reasons("Could not be looked at", report.unread)
    lists = {"merged": report.merged, "share a TMDB id, and stay": report.conflicts}
    print_reasons("Films that came twice", {name: films for name, films in lists.items() if films})
    print_counts(Console(), "Genres of no known vocabulary", report.unknown_genres)
    _print_twins(report.twins)


def _print_twins(twins: list[Twins]) -> None:
    if not twins:
        return
    console = Console()
    console.print(f"{len(twins):,} times one picture, or nearly, under several films")
    table = Table("Found by", "Bits", "Cosine", "Films")
    for item in twins[:TWINS]:
        cosine = "" if item.cosine is None else f"{item.cosine:.3f}"
        films = Text(plain(" | ".join(item.films)))
        table.add_row(item.found_by, str(item.bits), cosine, films)
    console.print(table)
    if len(twins) > TWINS:
        console.print(f"and {len(twins) - TWINS:,} more.")


def print_transfer(report: TransferReport) -> None:
    """Print what came in with an exported folder."""
    typer.echo(
        f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged; "
        f"{report.without_picture:,} without a picture here."
    )
    if report.editions:
        typer.echo(f"{report.editions:,} further pictures of films.")
    print_reasons("Skipped", report.skipped)
    print_reasons("Taken without", report.left_out)
    print_counts(Console(), "New embeddings", report.embeddings)
    for key, reason in report.refused.items():
        typer.echo(plain(f"Left out the embeddings of {key}: {reason}."))
