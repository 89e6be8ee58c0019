"""`/night new`: one form in place of ten options."""

from __future__ import annotations

from typing import Any

import discord

from bot.kit.errors import Answering
from bot.kit.i18n import say
from bot.kit.limits import EVENT_PLACE, FIELD_DESCRIPTION, PLACEHOLDER
from bot.kit.promises import defer
from bot.kit.scope import scope_of
from bot.nights.ask_when import LONGEST
from bot.nights.create import Choice, Wish, propose, propose_drawn
from bot.nights.own import Interaction
from bot.nights.sources import FEWEST, MOST, Source
from bot.watchlist.lookup import films_named
from services.core.errors import RequestError

_DRAWN = 5
_TITLES = 1000


class NewForm(Answering, discord.ui.Modal):
    """When, which films, where; what is left out is as it mostly is.

    Args:
        interaction: The command.
        listed: Whether the watchlist has films enough.
        zone: Where the clock hangs.
    """

    def __init__(self, interaction: Interaction, *, listed: bool, zone: str) -> None:
        super().__init__(title=say(interaction, "night-form-title"))
        self._when: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="when",
            placeholder=say(interaction, "night-form-when-example")[:PLACEHOLDER],
            max_length=LONGEST,
        )
        self._source: discord.ui.Select[Any] = discord.ui.Select(
            custom_id="source",
            options=[
                discord.SelectOption(
                    label=say(interaction, f"night-form-source-{kind}"),
                    value=kind,
                    default=(kind == "watchlist") is listed,
                )
                for kind in ("watchlist", "draw")
            ],
        )
        self._titles: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="titles",
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=_TITLES,
        )
        self._place: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="place", required=False, max_length=EVENT_PLACE
        )
        about_when = say(interaction, "night-form-when-about", zone=zone)
        for name, field, about in (
            ("when", self._when, about_when[:FIELD_DESCRIPTION]),
            ("source", self._source, say(interaction, "night-form-source-about")),
            ("titles", self._titles, say(interaction, "night-form-titles-about")),
            ("place", self._place, say(interaction, "night-form-place-about")),
        ):
            self.add_item(
                discord.ui.Label(
                    text=say(interaction, f"night-form-{name}"), description=about, component=field
                )
            )

    async def on_submit(self, interaction: Interaction) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Propose the night, or ask what is not clear."""
        await interaction.client.access.admit(interaction, "question")
        await defer(interaction, ephemeral=True, thinking=True)
        wish = Wish(self._when.value, place=self._place.value.strip() or None)
        titles = [line.strip() for line in self._titles.value.splitlines() if line.strip()]
        scope = scope_of(interaction)
        if titles:
            meant = await films_named(interaction, *titles[:MOST])
            films = tuple({film.key: film for film in meant}.values())
            if len(films) < FEWEST:
                raise RequestError("too_few", say(interaction, "night-too-few-named"))
            later = Source("watchlist", len(films), films_of=scope)
            await propose(interaction, wish, Choice(films, films, later))
        elif self._source.values == ["draw"]:
            await propose_drawn(interaction, wish, Source("draw", _DRAWN))
        else:
            await propose_drawn(interaction, wish, Source("watchlist", _DRAWN, films_of=scope))
