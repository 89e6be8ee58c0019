"""The buttons under an answer. Each carries what it needs, so that it works after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from bot.identify import posted_answer
from bot.identify.layout import Part, Place
from bot.kit.errors import answering
from bot.kit.i18n import say
from services.store import feedback

if TYPE_CHECKING:
    from bot.app import Marquee

    Interaction = discord.Interaction[Marquee]


class VerdictButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"marquee:verdict:(?P<verdict>right|wrong):(?P<query>\d{1,18})",
):
    """Right or wrong: kept with the query.

    Args:
        verdict: `right` or `wrong`.
        query_id: The query's row.
        label: What the button says.
    """

    def __init__(self, verdict: feedback.Verdict, query_id: int, label: str) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                emoji={"right": "👍", "wrong": "👎"}[verdict],
                custom_id=f"marquee:verdict:{verdict}:{query_id}",
            )
        )
        self.verdict: feedback.Verdict = verdict
        self.query_id = query_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> VerdictButton:
        """Return the button that was pressed."""
        verdict: feedback.Verdict = "right" if match["verdict"] == "right" else "wrong"
        return cls(verdict, int(match["query"]), getattr(item, "label", None) or "…")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the member's word and thank them."""
        async with answering(interaction):
            bot = interaction.client
            await interaction.response.defer(ephemeral=True, thinking=True)
            async with bot.store.session() as session:
                kept = await feedback.give(
                    session, self.query_id, interaction.user.id, self.verdict
                )
                await session.commit()
            key = f"verdict-{self.verdict}" if kept else "verdict-too-old"
            await interaction.followup.send(say(interaction, key), ephemeral=True)


class Show(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"marquee:show"):
    """Shows a private answer to everyone in the channel."""

    def __init__(self, label: str) -> None:
        super().__init__(discord.ui.Button(label=label, emoji="📣", custom_id="marquee:show"))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Show:
        """Return the button that was pressed."""
        return cls(getattr(item, "label", None) or "…")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Send the answer again, to the channel, and take the button away."""
        async with answering(interaction):
            assert interaction.message is not None
            await interaction.client.access.admit(interaction, "free")
            await interaction.response.defer()
            answer = await posted_answer.carry(interaction.client, interaction.message)
            answer.parts = [part for part in map(_without_show, answer.parts) if part is not None]
            await interaction.followup.send(view=answer.panel(), files=answer.files())
            await interaction.edit_original_response(
                view=answer.panel(), attachments=answer.files()
            )


def _without_show(part: Part) -> Part | None:
    if part.id != Place.BUTTONS or not isinstance(part, discord.ui.ActionRow):
        return part
    for item in part.children:
        if getattr(item, "custom_id", None) == "marquee:show":
            part.remove_item(item)
    return part if part.children else None
