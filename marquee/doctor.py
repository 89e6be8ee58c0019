"""`marquee doctor`: what stands between Marquee and its members, and what to do about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

import typer

from marquee.checks import machine
from marquee.checks.finding import Finding, State
from marquee.console import plain, told
from services.core.settings import Settings, get_settings


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody: neither Discord nor TMDB.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
) -> None:
    """Look whether all is well: settings, machine, model, index, database, Discord, TMDB.

    Each finding is a line; below what is not well stands what to do. Nothing is changed. The exit
    status is 1 where something is wrong; warnings leave it at 0.
    """
    with told():
        settings = get_settings()
    if asyncio.run(_look(settings, offline=offline, as_json=as_json)):
        raise typer.Exit(1)


async def findings(settings: Settings, *, offline: bool = False) -> AsyncIterator[Finding]:
    """Yield what each check finds, as it is ready."""
    # Imported late, for they bring discord.py and the database along.
    from marquee.checks import catalogue, discord, web  # noqa: PLC0415

    for finding in machine.settings_files():
        yield finding
    for finding in machine.packages():
        yield finding
    yield machine.disk(settings)
    yield machine.memory(settings)
    yield await asyncio.to_thread(catalogue.database, settings)
    for finding in await asyncio.to_thread(lambda: [*catalogue.model_and_index(settings)]):
        yield finding
    if offline:
        yield discord.not_asked()
        return
    if settings.inference_url is not None:
        yield await web.service(settings)
    async for finding in discord.discord_findings(settings):
        yield finding
    yield await web.tmdb(settings)


async def _look(settings: Settings, *, offline: bool, as_json: bool) -> bool:
    seen: list[State] = []
    async for finding in findings(settings, offline=offline):
        seen.append(finding.state)
        typer.echo(json.dumps(asdict(finding)) if as_json else shown(finding))
    wrong, warnings = seen.count(State.WRONG), seen.count(State.WARNING)
    if not as_json:
        typer.echo(
            "All is well." if not wrong + warnings else f"{wrong} wrong, {warnings} to look at."
        )
    return wrong > 0


def shown(finding: Finding) -> str:
    """Return a finding as lines for a terminal."""
    line = plain(f"{finding.state:<8} {finding.check}: {finding.said}")
    return f"{line}\n         -> {plain(finding.to_do)}" if finding.to_do else line
