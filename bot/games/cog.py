"""`/game`: guessing games with the posters of the catalogue."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.app import Marquee
from bot.games import lines
from bot.games.handlers import GameButton, GenreMenu
from bot.games.lobby_actions import check_manager
from bot.games.registry import SessionRegistry
from bot.games.rules.options import (
    DIFFICULTIES,
    KINDS,
    MODES,
    ROUNDS,
    SECONDS,
    TARGET,
    TEAMS,
    Options,
    OptionsError,
)
from bot.games.runner import Runner
from bot.kit.formatting import escape
from bot.kit.i18n import label, named, say
from bot.kit.limits import CHOICES, LAYOUT_TEXT
from bot.kit.scope import scope_of
from services.core.errors import RequestError
from services.store import games, presets

_DECADES = range(1920, 2030, 10)
_KNOWN = (5, 20, 50)  # percent of the films
_NAME_LENGTH = 50

Interaction = discord.Interaction[Marquee]


def _choices(option: str, values: tuple[str, ...], english: str) -> list[Choice[str]]:
    return [
        Choice(name=label(f"cmd-game-{option}-{value.replace('_', '-')}", text), value=value)
        for value, text in zip(values, english.split("|"), strict=True)
    ]


def _option(name: str) -> app_commands.locale_str:
    return label(f"cmd-game-option-{name}", name)


def _about(name: str, english: str) -> app_commands.locale_str:
    return label(f"cmd-game-option-{name}-description", english)


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Games(
    commands.GroupCog,
    group_name=label("cmd-game", "game"),
    group_description=label("cmd-game-description", "Guessing games with movie posters."),
):
    """Thin: parse, defer, hand to the games that go on here."""

    preset = app_commands.Group(
        name=label("cmd-game-preset", "preset"),
        description=label("cmd-game-preset-description", "Options of a game under a name."),
    )

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.registry = SessionRegistry(bot, bot.store, bot.client)

    async def cog_load(self) -> None:
        """Listen to the buttons of old messages, and go on with what was being played."""
        self.bot.add_dynamic_items(GameButton, GenreMenu)
        self.registry.open()

    async def cog_unload(self) -> None:
        """Stop; what is being played goes on in the next process."""
        await self.registry.close()
        self.bot.remove_dynamic_items(GameButton, GenreMenu)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the game that was played there."""
        await self.registry.channel_is_gone(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the game that was played there."""
        await self.registry.channel_is_gone(payload.thread_id)

    @app_commands.command(
        name=label("cmd-game-start", "start"),
        description=label("cmd-game-start-description", "Gather players and play a game."),
    )
    @app_commands.rename(
        kind=_option("kind"),
        rounds=_option("rounds"),
        seconds=_option("seconds"),
        answer=_option("answer"),
        difficulty=_option("difficulty"),
        mode=_option("mode"),
        points=_option("points"),
        several=_option("several"),
        teams=_option("teams"),
        decade=_option("decade"),
        genre=_option("genre"),
        known=_option("known"),
        preset=_option("preset"),
    )
    @app_commands.describe(
        kind=_about("kind", "Which game (default: guess the film)."),
        rounds=_about("rounds", "How many rounds (default: 5)."),
        seconds=_about("seconds", "How long a round is open (default: 45)."),
        answer=_about("answer", "Whether the film is chosen or typed (default: chosen)."),
        difficulty=_about(
            "difficulty", "The harder, the nearer the wrong choices (and the more points)."
        ),
        mode=_about("mode", "What ends the game (default: the rounds)."),
        points=_about("points", "How many points end it, where that is the mode (default: 300)."),
        several=_about("several", "Whether all who are right score, not only the first."),
        teams=_about("teams", "How many teams (default: none)."),
        decade=_about("decade", "Only films of one decade."),
        genre=_about("genre", "Only films of one genre."),
        known=_about("known", "Only the best known films."),
        preset=_about("preset", "Options that the server keeps; others given here go before."),
    )
    @app_commands.choices(
        kind=[Choice(name=named(f"cmd-game-kind-{kind}"), value=kind) for kind in KINDS],
        answer=_choices("answer", ("choice", "typed"), "Choose one of four|Type the title"),
        difficulty=_choices("difficulty", DIFFICULTIES, "Easy|Medium|Hard"),
        mode=_choices("mode", MODES, "Most points|First to so many points|Elimination"),
    )
    @app_commands.choices(
        decade=[
            Choice(name=label("era", f"{decade}s", decade=str(decade)), value=decade)
            for decade in _DECADES
        ],
        known=[
            Choice(
                name=label(f"cmd-game-known-{percent}", f"The best known {percent} %"),
                value=percent,
            )
            for percent in _KNOWN
        ],
    )
    async def start(  # noqa: PLR0917  (Discord's options are parameters)
        self,
        interaction: Interaction,
        kind: Choice[str] | None = None,
        rounds: Range[int, *ROUNDS] | None = None,  # pyright: ignore[reportInvalidTypeForm]
        seconds: Range[int, *SECONDS] | None = None,  # pyright: ignore[reportInvalidTypeForm]
        answer: Choice[str] | None = None,
        difficulty: Choice[str] | None = None,
        mode: Choice[str] | None = None,
        points: Range[int, *TARGET] | None = None,  # pyright: ignore[reportInvalidTypeForm]
        several: bool | None = None,
        teams: Range[int, *TEAMS] | None = None,  # pyright: ignore[reportInvalidTypeForm]
        decade: Choice[int] | None = None,
        genre: Range[str, 1, 50] | None = None,
        known: Choice[int] | None = None,
        preset: Range[str, 1, 50] | None = None,
    ) -> None:
        """Open a lobby."""
        await self.bot.access.admit(interaction, "game")
        await interaction.response.defer(ephemeral=True, thinking=True)
        given = {
            "kind": kind.value if kind else None,
            "rounds": rounds,
            "seconds": seconds,
            "choice": answer.value == "choice" if answer else None,
            "difficulty": difficulty.value if difficulty else None,
            "mode": mode.value if mode else "first_to" if points else None,
            "target": points,
            "several": several,
            "teams": teams,
            "decade": decade.value if decade else None,
            "genre": await self.bot.genres.spelt(genre) if genre else None,
            "known": known.value / 100 if known else None,
        }
        options = await self._options(interaction, preset, given)
        await self.registry.begin(interaction, options)
        await interaction.edit_original_response(content=say(interaction, "game-begun"))

    @start.autocomplete("genre")
    async def _offer_genres(self, _: Interaction, typed: str) -> list[Choice[str]]:
        return await self.bot.genres.choices(typed)

    @app_commands.command(
        name=label("cmd-game-stop", "stop"),
        description=label("cmd-game-stop-description", "End the game here, with its scores."),
    )
    async def stop(self, interaction: Interaction) -> None:
        """End the game: the host may, and moderators."""
        runner = await self._managed(interaction)
        session, now = runner.session, discord.utils.utcnow()
        async with session.lock:
            await session.end("stopped", now)
        runner.wake()
        await interaction.edit_original_response(content=say(interaction, "game-stop-done"))

    @app_commands.command(
        name=label("cmd-game-skip", "skip"),
        description=label("cmd-game-skip-description", "Skip the round that goes on here."),
    )
    async def skip(self, interaction: Interaction) -> None:
        """Skip the round: the host may, and moderators."""
        runner = await self._managed(interaction)
        session = runner.session
        async with session.lock:
            if session.open_round is None:
                raise RequestError("game_late", say(interaction, "game-refused-late"))
            await session.close(discord.utils.utcnow(), skipped=True)
        runner.wake()
        await interaction.edit_original_response(content=say(interaction, "game-skip-done"))

    @app_commands.command(
        name=label("cmd-game-status", "status"),
        description=label("cmd-game-status-description", "Show the game that goes on here."),
    )
    async def status(self, interaction: Interaction) -> None:
        """Show the scores so far and where the round is."""
        await self.bot.access.admit(interaction, "free")
        runner = self._here(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        session = runner.session
        tell = lines.speaker(interaction.locale)
        text = [f"**{tell(f'game-kind-{session.options.kind}')}**"]
        text += lines.rules(interaction.locale, session.options)
        text += ["", *lines.scoreboard(session)]
        at = session.open_round.row.message_id if session.open_round else session.game.message_id
        if at is not None:
            there = self.bot.get_partial_messageable(
                session.game.channel_id, guild_id=interaction.guild_id
            )
            text += ["", there.get_partial_message(at).jump_url]
        await interaction.edit_original_response(content=lines.joined(text))

    @preset.command(
        name=label("cmd-game-preset-save", "save"),
        description=label(
            "cmd-game-preset-save-description", "Keep the options of the last game here."
        ),
    )
    @app_commands.rename(name=_option("name"))
    @app_commands.describe(name=_about("name", "What the preset is called."))
    async def preset_save(self, interaction: Interaction, name: Range[str, 1, 50]) -> None:
        """Keep the options of this channel's game, the running one or the last."""
        await self.bot.access.admit(interaction, "free")
        await interaction.response.defer(ephemeral=True, thinking=True)
        name = name.strip()
        scope = scope_of(interaction)
        async with self.bot.store.session() as db:
            last = await games.last(db, interaction.channel_id or 0)
            if last is None or not name:
                raise RequestError("game_no_match", say(interaction, "game-preset-no-game"))
            await self._check_owner(interaction, await presets.load(db, scope, name))
            options = Options.from_json(last.options).to_json()
            if not await presets.save(db, scope, interaction.user.id, name, options):
                full = say(interaction, "game-preset-full", most=presets.MOST)
                raise RequestError("game_presets_full", full)
            await db.commit()
        await self._tell(interaction, "game-preset-saved", name=escape(name, _NAME_LENGTH))

    @preset.command(
        name=label("cmd-game-preset-list", "list"),
        description=label("cmd-game-preset-list-description", "Show the presets kept here."),
    )
    async def preset_list(self, interaction: Interaction) -> None:
        """Show the presets and what is in them."""
        await self.bot.access.admit(interaction, "free")
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with self.bot.store.session() as db:
            found = await presets.listed(db, scope_of(interaction))
        if not found:
            await self._tell(interaction, "game-preset-none")
            return
        tell = lines.speaker(interaction.locale)
        text = []
        for kept in found:
            options = Options.from_json(kept.options)
            game = tell(f"game-kind-{options.kind}")
            rules = " · ".join(lines.rules(interaction.locale, options))
            text.append(f"**{escape(kept.name, _NAME_LENGTH)}** · {game}\n-# {rules}")
        content = lines.joined(text)
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(content[:LAYOUT_TEXT]))
        await interaction.edit_original_response(view=view)

    @preset.command(
        name=label("cmd-game-preset-delete", "delete"),
        description=label("cmd-game-preset-delete-description", "Forget a preset."),
    )
    @app_commands.rename(name=_option("name"))
    @app_commands.describe(name=_about("name", "What the preset is called."))
    async def preset_delete(self, interaction: Interaction, name: Range[str, 1, 50]) -> None:
        """Forget a preset: who kept it may, and moderators."""
        await self.bot.access.admit(interaction, "free")
        await interaction.response.defer(ephemeral=True, thinking=True)
        scope = scope_of(interaction)
        async with self.bot.store.session() as db:
            await self._check_owner(interaction, await presets.load(db, scope, name))
            gone = await presets.remove(db, scope, name)
            await db.commit()
        if not gone:
            raise self._no_preset(interaction, name)
        await self._tell(interaction, "game-preset-deleted", name=escape(name, _NAME_LENGTH))

    @start.autocomplete("preset")
    @preset_delete.autocomplete("name")
    async def _offer_presets(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        async with self.bot.store.session() as db:
            found = await presets.listed(db, scope_of(interaction))
        names = [kept.name for kept in found if typed.casefold() in kept.name.casefold()]
        return [Choice(name=name, value=name) for name in names][:CHOICES]

    async def _options(
        self, interaction: Interaction, preset: str | None, given: dict[str, Any]
    ) -> Options:
        kept: dict[str, Any] = {}
        if preset:
            async with self.bot.store.session() as db:
                found = await presets.load(db, scope_of(interaction), preset)
            if found is None:
                raise self._no_preset(interaction, preset)
            kept = dict(found.options)
        kept |= {name: value for name, value in given.items() if value is not None}
        try:
            return Options.from_json(kept)
        except OptionsError as error:
            sentence = say(interaction, "game-refused-options")
            raise RequestError(error.code, sentence) from error

    async def _managed(self, interaction: Interaction) -> Runner:
        """Return the channel's game where the member may manage it; the answer is deferred."""
        await self.bot.access.admit(interaction, "free")
        runner = self._here(interaction)
        check_manager(interaction, runner)
        await interaction.response.defer(ephemeral=True, thinking=True)
        return runner

    def _here(self, interaction: Interaction) -> Runner:
        runner = self.registry.in_channel(interaction.channel_id)
        if runner is None:
            raise RequestError("game_none", say(interaction, "game-refused-none"))
        return runner

    @staticmethod
    async def _check_owner(interaction: Interaction, kept: presets.Preset | None) -> None:
        if kept is None or kept.user_id == interaction.user.id:
            return
        if interaction.guild_id and not interaction.permissions.manage_messages:
            raise RequestError("not_yours", say(interaction, "game-preset-not-yours"))

    @staticmethod
    def _no_preset(interaction: Interaction, name: str) -> RequestError:
        sentence = say(interaction, "game-preset-unknown", name=escape(name, _NAME_LENGTH))
        return RequestError("game_preset", sentence)

    @staticmethod
    async def _tell(interaction: Interaction, key: str, **values: Any) -> None:
        await interaction.edit_original_response(content=say(interaction, key, **values))


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Games(bot))
