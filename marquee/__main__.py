"""`marquee` and `python -m marquee`: the command line, one file a group of commands."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from marquee import (
    block,
    bot,
    catalogue,
    doctor,
    encoder,
    evaluate,
    identify,
    import_web,
    maintain,
    mark,
    rebalance,
    report,
    search,
    serve,
    starter,
    study,
    train,
    watchlist,
)
from marquee.setup import command as guided
from services.core.errors import MarqueeError

app = typer.Typer(
    name="marquee",
    help="Attach a movie poster, get its nearest neighbours, its era and its genres.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(identify.identify)
app.command()(search.search)
app.command()(serve.serve)
app.command("bot")(bot.bot)
app.command()(bot.demo)
app.command("setup")(guided.setup)
app.command()(doctor.doctor)
catalogue.app.command()(rebalance.rebalance)
catalogue.app.command("import-tmdb")(import_web.import_tmdb)
catalogue.app.command("import-csv")(import_web.import_csv)
maintain.register(catalogue.app)
block.register(catalogue.app)
mark.register(catalogue.app)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(watchlist.app, name="watchlist")
app.add_typer(train.app, name="train")
app.add_typer(encoder.app, name="encoder")
app.command()(evaluate.evaluate)
app.command()(study.study)
app.command()(report.report)
app.add_typer(starter.app, name="starter")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"marquee {version('marquee-bot')}")
        raise typer.Exit


@app.callback()
def _root(
    asked: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Attach a movie poster, get its nearest neighbours, its era and its genres."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except MarqueeError as error:
        # Settings that cannot be read; the commands tell their own errors.
        typer.echo(error.message, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
