"""`/game`: guessing games with the posters of the catalogue."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.app import Marquee
from bot.games import lines, written
from bot.games.handlers import GameButton, GenreMenu, KnownMenu
from bot.games.lobby_actions import check_manager
from bot.games.preset_commands import PresetCommands, no_preset, offered_presets
from bot.games.registry import SessionRegistry
from bot.games.rules.options import (
    DIFFICULTIES,
    GUESSES,
    KINDS,
    KNOWN,
    MODES,
    ROUNDS,
    SECONDS,
    TARGET,
    TEAMS,
    Options,
    OptionsError,
)
from bot.games.runner import Runner
from bot.kit.i18n import label, named, say
from bot.kit.promises import defer
from bot.kit.scope import scope_of
from services.core.errors import RequestError
from services.store import presets

_DECADES = range(1920, 2030, 10)
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

    preset = PresetCommands(
        name=label("cmd-game-preset", "preset"),
        description=label("cmd-game-preset-description", "Options of a game under a name."),
    )

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.registry = SessionRegistry(bot, bot.store, bot.client, self._shows_marked, self._hears)

    def _shows_marked(self, channel_id: int) -> bool:
        channel = self.bot.get_channel(channel_id)
        guild = getattr(channel, "guild", None)
        return self.bot.access.shows_marked(guild.id if guild else None, channel)

    def _hears(self, channel_id: int) -> bool:
        # Elsewhere people talk of other things.
        channel = self.bot.get_channel(channel_id)
        return self.bot.intents.message_content and isinstance(channel, discord.Thread)

    async def cog_load(self) -> None:
        """Listen to the buttons of old messages, and go on with what was being played."""
        self.bot.add_dynamic_items(GameButton, GenreMenu, KnownMenu)
        self.registry.open()

    async def cog_unload(self) -> None:
        """Stop; what is being played goes on in the next process."""
        await self.registry.close()
        self.bot.remove_dynamic_items(GameButton, GenreMenu, KnownMenu)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take it for an answer, where a round waits for some."""
        if self.bot.user is not None and message.content:
            await written.hear(self.registry, message, self.bot.user.id)

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
        known=_option("known"),
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
        guesses=_option("guesses"),
        preset=_option("preset"),
    )
    @app_commands.describe(
        kind=_about("kind", "Which game (default: guess the film)."),
        known=_about("known", "How well known the films are (default: films that many know)."),
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
        guesses=_about("guesses", "How many titles one may type in a round (default: 5)."),
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
            Choice(name=named(f"cmd-game-known-{name}"), value=round(100 * share))
            for name, share in KNOWN.items()
        ],
    )
    async def start(  # noqa: PLR0917  (Discord's options are parameters)
        self,
        interaction: Interaction,
        kind: Choice[str] | None = None,
        known: Choice[int] | None = None,
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
        guesses: Range[int, *GUESSES] | None = None,  # pyright: ignore[reportInvalidTypeForm]
        preset: Range[str, 1, 50] | None = None,
    ) -> None:
        """Open a lobby."""
        await self.bot.access.admit(interaction, "game")
        await defer(interaction, ephemeral=True, thinking=True)
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
            "guesses": guesses,
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
        await defer(interaction, ephemeral=True, thinking=True)
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

    @start.autocomplete("preset")
    async def _offer_presets(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await offered_presets(interaction, typed)

    async def _options(
        self, interaction: Interaction, preset: str | None, given: dict[str, Any]
    ) -> Options:
        kept: dict[str, Any] = {}
        if preset:
            async with self.bot.store.session() as db:
                found = await presets.load(db, scope_of(interaction), preset)
            if found is None:
                raise no_preset(interaction, preset)
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
        await defer(interaction, ephemeral=True, thinking=True)
        return runner

    def _here(self, interaction: Interaction) -> Runner:
        runner = self.registry.in_channel(interaction.channel_id)
        if runner is None:
            raise RequestError("game_none", say(interaction, "game-refused-none"))
        return runner


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Games(bot))
