"""What an import did, or would read, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marquee.console import plain

if TYPE_CHECKING:
    from collections import Counter

    from services.catalogue.sources.folder import ImportReport
    from services.catalogue.sources.library.layout import Library

EXAMPLES = 3


def print_import(report: ImportReport) -> None:
    """Print what an import did, what it changed, and what it left out."""
    skipped = sum(map(len, report.skipped.values()))
    typer.echo(
        f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{skipped:,} skipped."
    )
    if report.editions:
        typer.echo(f"{report.editions:,} further pictures of films, {report.new_editions:,} new.")
    _print_lines("Changed", report.changed)
    _print_lines("Films that were another's picture, which their keys find now", report.joined)
    _print_lines("Taken out", report.dropped)
    print_reasons("Skipped", report.skipped)
    # Of a table's row three names are told: too few of what may hold any number of films.
    _print_lines("Folders that were not looked into", _folders(report.skipped))
    print_reasons("Taken without", report.left_out)
    _print_passed(report.passed)


def print_reading(library: Library) -> None:
    """Print what every file would be read as."""
    from services.catalogue.sources.records import Record  # noqa: PLC0415

    taken = [item for item in library.items if isinstance(item, Record)]
    for item in taken:
        film = item.film
        ids = [film.imdb_id, film.tmdb_id and f"tmdb-{film.tmdb_id}"]
        ids.append(film.tmdb_series_id and f"tmdb-tv-{film.tmdb_series_id}")
        told = [film.label, *(one for one in ids if one)]
        told += ["series"] if film.series else []
        told += [] if item.is_poster else ["further picture"]
        typer.echo(plain(f"{item.name}: {', '.join(told)}"))
    reasons: dict[str, list[str]] = {}
    for item in library.items:
        if not isinstance(item, Record):
            reasons.setdefault(item.reason, []).append(item.name)
            typer.echo(plain(f"{item.name}: left out, {item.reason}"))
    films = sum(item.is_poster for item in taken)
    left_out = sum(map(len, reasons.values()))
    typer.echo(
        f"Films: {films:,}; further pictures of them: {len(taken) - films:,}; left out: "
        f"{left_out:,}. Nothing was changed."
    )
    print_reasons("Left out", reasons)
    _print_lines("Folders that were not looked into", _folders(reasons))
    _print_passed(library.passed)


def _folders(reasons: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        f"{name}: {reason}"
        for reason, names in reasons.items()
        for name in names
        if name.endswith("/")
    ]


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        typer.echo(f"{title} ({len(lines):,})")
        typer.echo("\n".join(f"  {plain(line)}" for line in lines))


def _print_passed(passed: Counter[str]) -> None:
    if passed:
        kinds = ", ".join(
            f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in passed.items()
        )
        typer.echo(f"Passed by: {kinds}.")


def print_reasons(title: str, reasons: Mapping[str, Sequence[str]]) -> None:
    """Print names by reason: how many, and some of them."""
    if not reasons:
        return
    console = Console()
    console.print(title)
    table = Table("Reason")
    table.add_column("Count", justify="right")
    table.add_column("For example", overflow="fold")
    for reason, names in sorted(reasons.items(), key=lambda item: -len(item[1])):
        more = ", ..." if len(names) > EXAMPLES else ""
        examples = Text(plain(", ".join(names[:EXAMPLES])) + more)
        table.add_row(Text(plain(reason)), f"{len(names):,}", examples)
    console.print(table)
