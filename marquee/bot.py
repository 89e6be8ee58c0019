"""`marquee bot` and `marquee demo`: Marquee on Discord, real or simulated."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Annotated

import typer

from services.core.errors import MarqueeError
from services.core.settings import get_settings

# What `simcord[preview]` brings; `simcord` alone installs without them.
_DEMO_MODULES = ("simcord", "markdown_it", "linkify_it", "regex")


def bot() -> None:
    """Run the Discord bot; it needs MARQUEE_DISCORD_TOKEN."""
    # Imported late, so that the other commands start without discord.py.
    from bot.app import run  # noqa: PLC0415

    if problem := run(get_settings()):
        typer.echo(problem, err=True)
        raise typer.Exit(1)


def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Try the bot in a simulated Discord in your browser: no token, no network."""
    if any(find_spec(module) is None for module in _DEMO_MODULES):
        typer.echo("The demo needs a few more packages: pip install 'marquee-bot[demo]'", err=True)
        raise typer.Exit(1)
    from bot.demo import run  # noqa: PLC0415

    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        run(get_settings(), port=port, open_browser=not no_open, say=typer.echo)
    except MarqueeError as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(1) from error
