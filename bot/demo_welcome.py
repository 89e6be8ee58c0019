"""The demo's first message: what there is to try, each with a press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.kit.attachments import Source
from bot.kit.errors import Answering
from bot.kit.formatting import COLOUR
from services.samples import SAMPLES

if TYPE_CHECKING:
    from bot.app import Marquee
    from bot.identify.cogs.match import Match

PICTURE = "samples.jpg"
_ALT = "Twelve photos of movie posters"
_HOW_TO = (
    "## What film is this?\n"
    "Choose one of these photos in the menu. Or type `/match` below, choose `poster`, attach a "
    "picture of a movie poster and send it."
)
_MORE = (
    "### And then\n"
    "A game of posters with friends, a poll on what to watch on film night, a list of films to "
    "watch one day: press one. Typing `/` shows all there is."
)
_VIEWERS = (
    '-# Above, "Viewing as" makes you Ada, Ben or {admin}. {admin} is the admin, who can see '
    "`/settings` and `/stats`."
)
_KNOWN = (
    "-# The films on the photos were never made, but this demo's catalogue has them beside the "
    "real ones that ship with Marquee. The photos are also in `{folder}`, ready to attach."
)
_UNKNOWN = (
    "-# The films on the photos were never made, so your catalogue does not know them: Marquee "
    "tells what they are like. The photos are also in `{folder}`, ready to attach."
)
_ON_DISCORD = '-# On Discord, hold any picture, then choose Apps and "Match this poster".'

Interaction = discord.Interaction[Any]


class Welcome(Answering, discord.ui.LayoutView):
    """What to do, some photos to try, a menu that matches one of them, and buttons.

    The menu stands for the context menu, which the browser's Discord has not, the buttons for
    commands; all take the same way from there on.

    Args:
        match: The cog that answers photos.
        photos: Of the posters of `SAMPLES`, in their order.
        folder: Where they lie.
        known: Whether the catalogue has those films.
        admin: The name of the viewer who may do all.
    """

    def __init__(
        self, match: Match, photos: list[bytes], *, folder: str, known: bool, admin: str
    ) -> None:
        super().__init__(timeout=None)
        self._match = match
        self._photos = photos
        self.menu: discord.ui.Select[Welcome] = discord.ui.Select(
            placeholder="Match one of these photos",
            options=[
                discord.SelectOption(label=sample.film.label, value=str(place))
                for place, sample in enumerate(SAMPLES)
            ],
            custom_id="samples",
        )
        self.menu.callback = self._chosen
        photos_side_by_side = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=_ALT)
        about = _KNOWN if known else _UNKNOWN
        small = (about.format(folder=folder), _VIEWERS.format(admin=admin), _ON_DISCORD)
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(_HOW_TO),
                discord.ui.MediaGallery(photos_side_by_side),
                discord.ui.ActionRow(self.menu),
                discord.ui.TextDisplay(_MORE),
                discord.ui.ActionRow(
                    _button("🎲", "Play a game", self._play),
                    _button("🗳️", "Plan a film night", self._plan),
                    _button("🔖", "Show the watchlist", self._list),
                ),
                discord.ui.TextDisplay("\n".join(small)),
                accent_colour=COLOUR,
            )
        )

    async def _chosen(self, interaction: Interaction) -> None:
        photo = self._photos[int(self.menu.values[0])]

        async def fetch() -> bytes:
            return photo

        limit = self._match.bot.settings.max_bytes
        await self._match.answer(interaction, lambda: Source(fetch, limit))

    async def _play(self, interaction: Interaction) -> None:
        await run(interaction, "game", "start")

    async def _plan(self, interaction: Interaction) -> None:
        tomorrow = (interaction.created_at + timedelta(days=1)).replace(
            hour=20, minute=0, second=0, microsecond=0
        )
        await run(interaction, "night", "draw", when=f"<t:{int(tomorrow.timestamp())}>")

    async def _list(self, interaction: Interaction) -> None:
        await run(interaction, "watchlist", "show")


def picture(photos: bytes) -> discord.File:
    """Return the photos side by side as the file that the welcome shows."""
    return discord.File(BytesIO(photos), PICTURE, description=_ALT)


async def run(
    interaction: discord.Interaction[Marquee], group: str, name: str, **typed: Any
) -> None:
    """Answer a press as the command would be answered that somebody types.

    Args:
        interaction: The press.
        group: The command's group.
        name: The command in it.
        typed: Its options.
    """
    found = interaction.client.tree.get_command(group)
    command = found.get_command(name) if isinstance(found, app_commands.Group) else None
    assert isinstance(command, app_commands.Command)
    answer: Any = command.callback
    await answer(command.binding, interaction, **typed)


def _button(
    emoji: str, label: str, pressed: Callable[[Interaction], Awaitable[None]]
) -> discord.ui.Button[Welcome]:
    button: discord.ui.Button[Welcome] = discord.ui.Button(label=label, emoji=emoji)
    button.callback = pressed  # pyright: ignore[reportAttributeAccessIssue]
    return button
