"""`/settings`: what an admin decides for a server, as one message with menus and buttons."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.kit.errors import Answering
from bot.kit.formatting import COLOUR
from bot.kit.i18n import label, say, spoken
from bot.kit.limits import OPTIONS
from bot.kit.promises import defer
from bot.kit.times.zones import suggested, zones_typed
from services.core.errors import MarqueeError, RequestError
from services.core.types import EncoderStatus
from services.store.guilds import GuildSettings

log = logging.getLogger(__name__)

MOST_QUESTIONS, MOST_SERVER_QUESTIONS, MOST_SECONDS = 100, 1000, 3600
_SERVICES_CHOICE = "-"
_CHANNEL_TYPES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.category,
]

Interaction = discord.Interaction[Marquee]


class ServerSettings(commands.Cog):
    """Gated by Manage Server: Discord hides the command, and every press is checked again."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self._spaces: Sequence[EncoderStatus] | None = None

    async def cog_load(self) -> None:
        """Listen to the panels of earlier runs too: their items are found by their names."""
        self._panel = Panel(self)
        self.bot.add_view(self._panel)

    async def cog_unload(self) -> None:
        """Listen no more."""
        self._panel.stop()

    @app_commands.command(
        name=label("cmd-settings", "settings"),
        description=label("cmd-settings-description", "Decide how Marquee behaves on this server."),
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.rename(
        country=label("cmd-settings-option-country", "country"),
        timezone=label("cmd-settings-option-timezone", "timezone"),
        night_role=label("cmd-settings-option-night-role", "night_role"),
    )
    @app_commands.describe(
        country=label(
            "cmd-settings-option-country-description",
            "Two letters: for which country /film tells who may see a film, and where.",
        ),
        timezone=label(
            "cmd-settings-option-timezone-description",
            "A city whose clock the server's times are told by.",
        ),
        night_role=label(
            "cmd-settings-option-night-role-description",
            "The role that movie nights ping; everyone's role means nobody.",
        ),
    )
    async def settings(
        self,
        interaction: Interaction,
        country: app_commands.Range[str, 2, 2] | None = None,
        timezone: app_commands.Range[str, 1, 100] | None = None,
        night_role: discord.Role | None = None,
    ) -> None:
        """Show the panel to the admin alone; what the options say is kept first."""
        if not may_change(interaction):
            raise RequestError("not_allowed", say(interaction, "settings-not-allowed"))
        if country is not None and not (country.isascii() and country.isalpha()):
            raise RequestError("bad_request", say(interaction, "settings-country-wrong"))
        changes: dict[str, Any] = {} if country is None else {"country": country.upper()}
        if timezone is not None:
            zones = zones_typed(timezone, spoken(interaction.locale))
            if len(zones) != 1:
                told = say(interaction, "settings-timezone-wrong", typed=timezone[:50])
                raise RequestError("zone_unknown", told)
            changes["timezone"] = zones[0].name
        if night_role is not None:
            changes["night_role"] = None if night_role.is_default() else night_role.id
        await defer(interaction, ephemeral=True, thinking=True)
        if changes:
            assert interaction.guild_id is not None
            await self.bot.access.change(interaction.guild_id, **changes)
        await interaction.followup.send(view=await self.panel(interaction, refresh=True))

    @settings.autocomplete("timezone")
    async def _timezone(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggested(typed)]

    async def panel(self, interaction: Interaction, *, refresh: bool = False) -> Panel:
        """Return the panel as it is now, in the admin's language.

        Args:
            interaction: What the admin did.
            refresh: Whether to ask for the encoders, even if they are known.
        """
        if refresh or self._spaces is None:
            try:
                self._spaces = await self.bot.client.encoders()
            except MarqueeError as error:
                log.warning("the encoders cannot be listed: %s", error)
        chosen = self.bot.access.of(interaction.guild_id)
        panel = Panel(self, interaction.locale, chosen, self._spaces or (), interaction.guild)
        # The panel of `cog_load` listens; kept for each message, they would pile up.
        panel.stop()
        return panel

    async def change(self, interaction: Interaction, **changes: Any) -> None:
        """Keep what a press decided, and show it."""
        assert interaction.guild_id is not None
        await defer(interaction)
        await self.bot.access.change(interaction.guild_id, **changes)
        await interaction.edit_original_response(view=await self.panel(interaction))


class Panel(Answering, discord.ui.LayoutView):
    """The settings as they are, each beside what changes it. Without arguments it only listens."""

    def __init__(
        self,
        cog: ServerSettings,
        locale: discord.Locale = discord.Locale.british_english,
        chosen: GuildSettings | None = None,
        spaces: Sequence[EncoderStatus] = (),
        guild: discord.Guild | None = None,
    ) -> None:
        super().__init__(timeout=None)
        self._cog = cog
        self._locale = locale
        self._chosen = chosen = chosen or GuildSettings()
        self._encoder: discord.ui.Select[Panel] = discord.ui.Select(
            custom_id="marquee:settings:encoder", options=self._encoders(spaces)
        )
        self._encoder.callback = self._encoder_chosen
        self._channels: discord.ui.ChannelSelect[Panel] = discord.ui.ChannelSelect(
            custom_id="marquee:settings:channels",
            channel_types=_CHANNEL_TYPES,
            placeholder=self._say("channels-all"),
            min_values=0,
            max_values=OPTIONS,
            # Discord refuses defaults that are gone.
            default_values=[
                discord.SelectDefaultValue(id=channel, type=discord.SelectDefaultValueType.channel)
                for channel in chosen.channels
                if guild is not None and guild.get_channel(channel)
            ],
        )
        self._channels.callback = self._channels_chosen
        games, other_games = ("on", "off") if chosen.games else ("off", "on")
        marked, other_marked = (
            ("everywhere", "restrict") if chosen.show_marked else ("restricted", "allow")
        )
        shown, other_shown = ("public", "private") if chosen.public else ("private", "public")
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(f"## {self._say('title')}"),
                discord.ui.TextDisplay(self._topic("encoder", self._say("encoder-about"))),
                discord.ui.ActionRow(self._encoder),
                discord.ui.TextDisplay(self._topic("channels", self._say("channels-about"))),
                discord.ui.ActionRow(self._channels),
                discord.ui.Separator(),
                self._line(
                    "cooldown",
                    f"{self._cooldown('member', chosen.cooldown_rate)}\n"
                    f"{self._cooldown('server', chosen.server_rate)}",
                    self._say("cooldown-change"),
                    self._cooldown_pressed,
                ),
                self._line(
                    "games",
                    self._say(f"games-{games}"),
                    self._say(f"games-switch-{other_games}"),
                    self._games_pressed,
                ),
                self._line(
                    "answers",
                    self._say(f"answers-{shown}"),
                    self._say(f"answers-make-{other_shown}"),
                    self._answers_pressed,
                ),
                self._line(
                    "marked",
                    self._say(f"marked-{marked}"),
                    self._say(f"marked-{other_marked}"),
                    self._marked_pressed,
                ),
                *self._told(),
                discord.ui.Separator(),
                discord.ui.ActionRow(
                    self._button("defaults", self._say("defaults"), self._defaults_pressed)
                ),
                accent_colour=COLOUR,
            )
        )

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let those press who may manage the server now, whoever opened the panel."""
        if may_change(interaction):
            return True
        raise RequestError("not_allowed", say(interaction, "settings-not-allowed"))

    def _say(self, key: str, **values: Any) -> str:
        return say(self._locale, f"settings-{key}", **values)

    def _topic(self, name: str, text: str) -> str:
        return f"**{self._say(name)}**\n{text}"

    def _button(self, name: str, text: str, pressed: Any) -> discord.ui.Button[Panel]:
        button: discord.ui.Button[Panel] = discord.ui.Button(
            label=text, custom_id=f"marquee:settings:{name}"
        )
        button.callback = pressed
        return button

    def _line(self, name: str, text: str, change: str, pressed: Any) -> discord.ui.Section[Panel]:
        return discord.ui.Section(
            self._topic(name, text), accessory=self._button(name, change, pressed)
        )

    def _told(self) -> list[discord.ui.TextDisplay[Any]]:
        """Return what the options of the command have set, where they have."""
        chosen = self._chosen
        role = f"<@&{chosen.night_role}>" if chosen.night_role else None
        told = {
            "country": chosen.country and self._say("country-is", country=chosen.country),
            "timezone": chosen.timezone and self._say("timezone-is", zone=chosen.timezone),
            "night-role": role and self._say("night-role-is", role=role),
        }
        return [
            discord.ui.TextDisplay(self._topic(name, text)) for name, text in told.items() if text
        ]

    def _cooldown(self, who: str, rate: int) -> str:
        seconds = round(self._chosen.cooldown_seconds)
        return self._say(f"cooldown-{who}", rate=rate, seconds=seconds)

    def _encoders(self, spaces: Sequence[EncoderStatus]) -> list[discord.SelectOption]:
        chosen = self._chosen.encoder
        default = next((space.name for space in spaces if space.default), None)
        own = self._say("encoder-own", encoder=default) if default else self._say("encoder-default")
        options = [
            discord.SelectOption(label=own, value=_SERVICES_CHOICE, default=chosen is None),
            *(
                discord.SelectOption(
                    label=space.name,
                    value=space.name,
                    description=self._say("encoder-films", films=space.films),
                    default=space.name == chosen,
                )
                for space in spaces
                if space.state != "missing"
            ),
        ]
        if chosen and all(option.value != chosen for option in options):
            missing = self._say("encoder-missing")
            options.append(discord.SelectOption(label=chosen, description=missing, default=True))
        return options

    async def _encoder_chosen(self, interaction: Interaction) -> None:
        (value,) = self._encoder.values
        await self._cog.change(interaction, encoder=None if value == _SERVICES_CHOICE else value)

    async def _channels_chosen(self, interaction: Interaction) -> None:
        await self._cog.change(interaction, channels=tuple(c.id for c in self._channels.values))

    async def _cooldown_pressed(self, interaction: Interaction) -> None:
        chosen = self._cog.bot.access.of(interaction.guild_id)
        await interaction.response.send_modal(CooldownForm(self._cog, interaction.locale, chosen))

    async def _games_pressed(self, interaction: Interaction) -> None:
        games = self._cog.bot.access.of(interaction.guild_id).games
        await self._cog.change(interaction, games=not games)

    async def _answers_pressed(self, interaction: Interaction) -> None:
        public = self._cog.bot.access.of(interaction.guild_id).public
        await self._cog.change(interaction, public=not public)

    async def _marked_pressed(self, interaction: Interaction) -> None:
        shown = self._cog.bot.access.of(interaction.guild_id).show_marked
        await self._cog.change(interaction, show_marked=not shown)

    async def _defaults_pressed(self, interaction: Interaction) -> None:
        await self._cog.change(interaction, **asdict(GuildSettings()))


class CooldownForm(Answering, discord.ui.Modal):
    """How many questions, within how many seconds."""

    def __init__(self, cog: ServerSettings, locale: discord.Locale, chosen: GuildSettings) -> None:
        super().__init__(title=say(locale, "settings-cooldown"))
        self._cog = cog
        self._fields: dict[str, discord.ui.TextInput[CooldownForm]] = {}
        self._limits = {
            "rate": MOST_QUESTIONS,
            "server": MOST_SERVER_QUESTIONS,
            "seconds": MOST_SECONDS,
        }
        now = {
            "rate": chosen.cooldown_rate,
            "server": chosen.server_rate,
            "seconds": round(chosen.cooldown_seconds),
        }
        for name, most in self._limits.items():
            field = self._fields[name] = discord.ui.TextInput(
                custom_id=name, default=str(now[name]), max_length=len(str(most))
            )
            text = say(locale, f"settings-cooldown-form-{name}", most=most)
            self.add_item(discord.ui.Label(text=text, component=field))

    async def on_submit(self, interaction: Interaction) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Keep the numbers, where they are numbers and the member is still an admin."""
        if not may_change(interaction):
            raise RequestError("not_allowed", say(interaction, "settings-not-allowed"))
        given: dict[str, int] = {}
        for name, most in self._limits.items():
            text = self._fields[name].value.strip()
            if not (text.isdecimal() and 1 <= int(text) <= most):
                raise RequestError(
                    "bad_request", say(interaction, f"settings-cooldown-wrong-{name}", most=most)
                )
            given[name] = int(text)
        await self._cog.change(
            interaction,
            cooldown_rate=given["rate"],
            server_rate=given["server"],
            cooldown_seconds=float(given["seconds"]),
        )


def may_change(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the member may manage the server."""
    permissions = interaction.permissions
    return permissions.manage_guild or permissions.administrator


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(ServerSettings(bot))
