"""`/stats`: how a server uses Marquee, for its admins."""

from __future__ import annotations

import asyncio
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.admin.usage_chart import Panel, chart
from bot.app import Marquee
from bot.kit.formatting import COLOUR
from bot.kit.i18n import label, say
from bot.kit.limits import ATTACHMENT_ALT
from bot.kit.promises import defer
from services.store.usage import Usage, usage

_PICTURE = "use.png"
# The squares of the legend are these colours.
_MATCHED, _ANSWERED, _FAILED = (0x78, 0xB1, 0x59), (0x55, 0xAC, 0xEE), (0xDD, 0x2E, 0x44)
_PLAYED = (0xFD, 0xCB, 0x58)
_DEFAULT_DAYS = 30

Interaction = discord.Interaction[Marquee]


class Stats(commands.Cog):
    """Gated by Manage Server; the numbers are those of the query log and of the games."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    @app_commands.command(
        name=label("cmd-stats", "stats"),
        description=label("cmd-stats-description", "Show how this server uses Marquee."),
    )
    @app_commands.rename(days=label("cmd-stats-option-days", "days"))
    @app_commands.describe(
        days=label("cmd-stats-option-days-description", "How far to look back (default 30 days).")
    )
    @app_commands.choices(
        days=[
            app_commands.Choice(name=label("cmd-stats-choice-7", "7 days"), value=7),
            app_commands.Choice(name=label("cmd-stats-choice-30", "30 days"), value=30),
            app_commands.Choice(name=label("cmd-stats-choice-90", "90 days"), value=90),
        ]
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def stats(self, interaction: Interaction, days: int = _DEFAULT_DAYS) -> None:
        """Show the numbers to the admin alone."""
        await defer(interaction, ephemeral=True, thinking=True)
        assert interaction.guild_id is not None
        async with self.bot.store.session() as session:
            found = await usage(
                session, interaction.guild_id, until=interaction.created_at, days=days
            )
        picture = await asyncio.to_thread(_drawn, found)
        text = "\n".join(_lines(interaction, found))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(f"## {say(interaction, 'stats-title', days=days)}"),
                discord.ui.MediaGallery(
                    discord.MediaGalleryItem(
                        f"attachment://{_PICTURE}", description=_alt(interaction, found)
                    )
                ),
                discord.ui.TextDisplay(text),
                accent_colour=COLOUR,
            )
        )
        file = discord.File(BytesIO(picture), _PICTURE)
        await interaction.edit_original_response(view=view, attachments=[file])


def _drawn(found: Usage) -> bytes:
    panels = [
        Panel(
            (_MATCHED, _ANSWERED, _FAILED),
            [(day.matched, day.answered, day.failed) for day in found.days],
            260,
        )
    ]
    if found.total("rounds"):
        panels.append(Panel((_PLAYED,), [(day.rounds,) for day in found.days], 120))
    return chart([day.day for day in found.days], panels)


def _lines(interaction: Interaction, found: Usage) -> list[str]:
    lines = [
        f"\N{LARGE GREEN SQUARE} {say(interaction, 'stats-matched', n=found.total('matched'))}",
        f"\N{LARGE BLUE SQUARE} {say(interaction, 'stats-answered', n=found.total('answered'))}",
        f"\N{LARGE RED SQUARE} {say(interaction, 'stats-failed', n=found.total('failed'))}",
    ]
    if found.reasons:
        reasons = ", ".join(f"`{code}` {number}" for code, number in found.reasons)
        lines.append(say(interaction, "stats-reasons", reasons=reasons))
    if rounds := found.total("rounds"):
        lines.append(f"\N{LARGE YELLOW SQUARE} {say(interaction, 'stats-rounds', n=rounds)}")
    if found.games:
        games = ", ".join(
            f"{say(interaction, f'game-kind-{kind}')} {number}" for kind, number in found.games
        )
        lines.append(say(interaction, "stats-games", games=games))
    lines.append("")
    lines.append(say(interaction, "stats-members", n=found.members))
    if found.median_ms is not None:
        seconds = round(found.median_ms / 1000, 1)
        lines.append(say(interaction, "stats-median", seconds=seconds))
    if given := found.right + found.wrong:
        lines.append(
            say(interaction, "stats-feedback", right=found.right, wrong=found.wrong, given=given)
        )
    if kept := interaction.client.settings.retention_days:
        lines.append(f"-# {say(interaction, 'stats-kept', days=kept)}")
    return lines


def _alt(interaction: Interaction, found: Usage) -> str:
    busiest = max(found.days, key=lambda day: day.questions)
    return say(
        interaction,
        "stats-alt",
        days=len(found.days),
        questions=found.total("questions"),
        most=busiest.questions,
        day=busiest.day.isoformat(),
    )[:ATTACHMENT_ALT]


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Stats(bot))
