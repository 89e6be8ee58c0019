"""`/privacy`: what is kept and for how long, one's own data as a file, and the end of it.

The query log is shortened here too, once a day, to what the settings allow; and what TMDB told of
films is let go when TMDB wants it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.app import Marquee
from bot.kit.errors import Answering
from bot.kit.formatting import COLOUR
from bot.kit.i18n import label, say
from bot.kit.limits import UPLOAD_BYTES
from bot.kit.promises import defer
from services.core.errors import MarqueeError, RequestError
from services.store import film_details, privacy

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.05
_END_SECONDS = 5.0
_FILE = "marquee-my-data.json"
_LARGEST_FILE = UPLOAD_BYTES - 2 * 2**20  # a request holds more than its file

Interaction = discord.Interaction[Marquee]


class Privacy(commands.Cog):
    """Everywhere, for everyone, whatever a server's settings are."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Listen to the buttons, those of earlier runs too, and begin to shorten the log."""
        self._listening = (_Panel(), _Question())
        for view in self._listening:
            self.bot.add_view(view)
        self.shorten_log.start()

    async def cog_unload(self) -> None:
        """Listen no more; return when nothing is being deleted."""
        for view in self._listening:
            view.stop()
        task = self.shorten_log.get_task()
        self.shorten_log.cancel()
        if task is not None:
            await asyncio.wait([task], timeout=_END_SECONDS)

    @app_commands.command(
        name=label("cmd-privacy", "privacy"),
        description=label(
            "cmd-privacy-description", "What I keep about you, how to get it and how to erase it."
        ),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: Interaction) -> None:
        """Tell the member, and them alone."""
        panel = _Panel(
            interaction.locale,
            self.bot.settings.retention_days,
            hears=self.bot.intents.message_content,
        )
        panel.stop()  # those of `cog_load` listen
        await interaction.response.send_message(view=panel, ephemeral=True)

    @tasks.loop(hours=24)
    async def shorten_log(self) -> None:
        """Delete what is older than the settings allow. Logs its errors: tomorrow is a new day."""
        await self._let_go_details()
        days = self.bot.settings.retention_days
        if not days:
            return
        before = datetime.now(UTC) - timedelta(days=days)
        deleted = 0
        try:
            while True:
                async with self.bot.store.session() as session:
                    portion = await privacy.expire(session, before, limit=privacy.PORTION)
                    await session.commit()
                deleted += portion
                if portion < privacy.PORTION:
                    break
                await asyncio.sleep(_PAUSE_SECONDS)
        except MarqueeError as error:
            log.warning("the query log could not be shortened: %s", error)
        if deleted:
            log.info("deleted %d questions older than %d days", deleted, days)

    async def _let_go_details(self) -> None:
        try:
            async with self.bot.store.session() as session:
                gone = await film_details.let_go(session)
                await session.commit()
        except MarqueeError as error:
            log.warning("what TMDB told could not be let go: %s", error)
            return
        if gone:
            log.info("let go what TMDB told of %d films: it may be kept for six months", gone)

    @shorten_log.before_loop
    async def _wait(self) -> None:
        await self.bot.wait_until_ready()


class _View(Answering, discord.ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    def _button(
        self, name: str, text: str, style: discord.ButtonStyle, pressed: Any
    ) -> discord.ui.Button[Any]:
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=text, style=style, custom_id=f"marquee:privacy:{name}"
        )
        button.callback = pressed
        return button


class _Panel(_View):
    """What is kept, in plain words. Whoever presses is the one who is meant."""

    def __init__(
        self,
        locale: discord.Locale = discord.Locale.british_english,
        days: int = 0,
        *,
        hears: bool = False,
    ) -> None:
        super().__init__()
        kept = ("privacy-retention", {"days": days}) if days else ("privacy-for-ever", {})
        lines = [
            f"## {say(locale, 'privacy-title')}",
            f"**{say(locale, 'privacy-kept')}**",
            *(
                f"- {say(locale, f'privacy-kept-{what}')}"
                for what in ("questions", "feedback", "games", "films", "promises")
            ),
            f"**{say(locale, 'privacy-not-kept')}**",
            f"- {say(locale, 'privacy-not-kept-pictures')}",
            f"- {say(locale, 'privacy-not-kept-heard' if hears else 'privacy-not-kept-messages')}",
            f"**{say(locale, 'privacy-how-long')}**",
            f"- {say(locale, kept[0], **kept[1])}",
            f"- {say(locale, 'privacy-until')}",
        ]
        plain, danger = discord.ButtonStyle.secondary, discord.ButtonStyle.danger
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("\n".join(lines)),
                discord.ui.ActionRow(
                    self._button("export", say(locale, "privacy-export"), plain, self._export),
                    self._button("forget", say(locale, "privacy-forget"), danger, self._forget),
                ),
                accent_colour=COLOUR,
            )
        )

    async def _export(self, interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        async with interaction.client.store.session() as session:
            found = await privacy.export(session, interaction.user.id)
        data = await asyncio.to_thread(_as_file, found)
        count = sum(len(rows) for rows in found["rows"].values())
        await interaction.followup.send(
            say(interaction, "privacy-exported", rows=count), file=data, ephemeral=True
        )

    async def _forget(self, interaction: Interaction) -> None:
        question = _Question(interaction.locale)
        question.stop()
        await interaction.response.send_message(view=question, ephemeral=True)


class _Question(_View):
    """Whether the member is sure."""

    def __init__(self, locale: discord.Locale = discord.Locale.british_english) -> None:
        super().__init__()
        sure = say(locale, "privacy-erase")
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(say(locale, "privacy-sure")),
                discord.ui.ActionRow(
                    self._button("erase", sure, discord.ButtonStyle.danger, self._erase)
                ),
                accent_colour=discord.Colour.red(),
            )
        )

    async def _erase(self, interaction: Interaction) -> None:
        await defer(interaction)
        async with interaction.client.store.session() as session:
            if await privacy.plays(session, interaction.user.id):
                raise RequestError("in_a_match", say(interaction, "privacy-in-a-game"))
            rows = await privacy.forget(session, interaction.user.id)
            await session.commit()
        rows += interaction.client.store.queries.forget(interaction.user.id)
        log.info("a member was forgotten: %d rows", rows)
        done = discord.ui.LayoutView(timeout=None)
        done.add_item(discord.ui.TextDisplay(say(interaction, "privacy-erased", rows=rows)))
        await interaction.edit_original_response(view=done)


def _as_file(found: dict[str, Any]) -> discord.File:
    data = json.dumps(found, ensure_ascii=False, indent=2).encode()
    if len(data) <= _LARGEST_FILE:
        return discord.File(BytesIO(data), _FILE)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_FILE, data)
    packed.seek(0)
    return discord.File(packed, f"{_FILE}.zip")


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Privacy(bot))
