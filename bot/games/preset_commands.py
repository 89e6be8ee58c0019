"""`/game preset`: options of a game that a server, or a member alone, keeps under a name."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.app import Marquee
from bot.games import lines
from bot.games.rules.options import Options
from bot.kit.formatting import escape
from bot.kit.i18n import label, say
from bot.kit.layout import StaticLayout
from bot.kit.limits import CHOICES, LAYOUT_TEXT
from bot.kit.promises import defer
from bot.kit.scope import scope_of
from services.core.errors import RequestError
from services.store import games, presets

_NAME_LENGTH = 50

Interaction = discord.Interaction[Marquee]
_NAME = label("cmd-game-option-name", "name")
_NAME_DESCRIPTION = label("cmd-game-option-name-description", "What the preset is called.")


async def offered_presets(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the presets kept here whose names hold what was typed."""
    async with interaction.client.store.session() as db:
        found = await presets.listed(db, scope_of(interaction))
    names = [kept.name for kept in found if typed.casefold() in kept.name.casefold()]
    return [Choice(name=name, value=name) for name in names][:CHOICES]


def no_preset(interaction: Interaction, name: str) -> RequestError:
    """Return the error that there is no preset of that name."""
    sentence = say(interaction, "game-preset-unknown", name=escape(name, _NAME_LENGTH))
    return RequestError("game_preset", sentence)


class PresetCommands(app_commands.Group):
    """The commands that keep, show and forget presets."""

    @app_commands.command(
        name=label("cmd-game-preset-save", "save"),
        description=label(
            "cmd-game-preset-save-description", "Keep the options of the last game here."
        ),
    )
    @app_commands.rename(name=_NAME)
    @app_commands.describe(name=_NAME_DESCRIPTION)
    async def save_preset(self, interaction: Interaction, name: Range[str, 1, 50]) -> None:
        """Keep the options of this channel's game, the running one or the last."""
        await interaction.client.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        name = name.strip()
        scope = scope_of(interaction)
        async with interaction.client.store.session() as db:
            last = await games.last(db, interaction.channel_id or 0)
            if last is None or not name:
                raise RequestError("game_no_match", say(interaction, "game-preset-no-game"))
            await _check_owner(interaction, await presets.load(db, scope, name))
            options = Options.from_json(last.options).to_json()
            if not await presets.save(db, scope, interaction.user.id, name, options):
                full = say(interaction, "game-preset-full", most=presets.MOST)
                raise RequestError("game_presets_full", full)
            await db.commit()
        await _tell(interaction, "game-preset-saved", name=escape(name, _NAME_LENGTH))

    @app_commands.command(
        name=label("cmd-game-preset-list", "list"),
        description=label("cmd-game-preset-list-description", "Show the presets kept here."),
    )
    async def list_presets(self, interaction: Interaction) -> None:
        """Show the presets and what is in them."""
        await interaction.client.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        async with interaction.client.store.session() as db:
            found = await presets.listed(db, scope_of(interaction))
        if not found:
            await _tell(interaction, "game-preset-none")
            return
        tell = lines.speaker(interaction.locale)
        text = []
        for kept in found:
            options = Options.from_json(kept.options)
            game = tell(f"game-kind-{options.kind}")
            rules = " · ".join(lines.rules(interaction.locale, options))
            text.append(f"**{escape(kept.name, _NAME_LENGTH)}** · {game}\n-# {rules}")
        content = lines.joined(text)
        view = StaticLayout()
        view.add_item(discord.ui.TextDisplay(content[:LAYOUT_TEXT]))
        await interaction.edit_original_response(view=view)

    @app_commands.command(
        name=label("cmd-game-preset-delete", "delete"),
        description=label("cmd-game-preset-delete-description", "Forget a preset."),
    )
    @app_commands.rename(name=_NAME)
    @app_commands.describe(name=_NAME_DESCRIPTION)
    async def delete_preset(self, interaction: Interaction, name: Range[str, 1, 50]) -> None:
        """Forget a preset: who kept it may, and moderators."""
        await interaction.client.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        scope = scope_of(interaction)
        async with interaction.client.store.session() as db:
            await _check_owner(interaction, await presets.load(db, scope, name))
            gone = await presets.remove(db, scope, name)
            await db.commit()
        if not gone:
            raise no_preset(interaction, name)
        await _tell(interaction, "game-preset-deleted", name=escape(name, _NAME_LENGTH))

    @delete_preset.autocomplete("name")
    async def _offer_presets(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await offered_presets(interaction, typed)


async def _check_owner(interaction: Interaction, kept: presets.Preset | None) -> None:
    if kept is None or kept.user_id == interaction.user.id:
        return
    if interaction.guild_id and not interaction.permissions.manage_messages:
        raise RequestError("not_yours", say(interaction, "game-preset-not-yours"))


async def _tell(interaction: Interaction, key: str, **values: Any) -> None:
    await interaction.edit_original_response(content=say(interaction, key, **values))
