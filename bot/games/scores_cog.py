"""`/leaderboard` and `/profile`: who scored what in the games."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.games.leaderboard import KINDS, PERIODS, BoardButton, board_view
from bot.games.rules import daily
from bot.games.winners import Wins
from bot.kit.access import answer_language
from bot.kit.formatting import COLOUR, escape
from bot.kit.i18n import label, named, say
from bot.kit.promises import defer
from bot.kit.scope import is_shared, scope_of
from bot.kit.terms import genres
from bot.kit.zones import zone_of_server
from services.store import daily as kept_daily
from services.store import games, scores
from services.store.scores import Profile

Interaction = discord.Interaction[Marquee]

_GENRES_SHOWN = 3
_NAME_LENGTH = 32
_PERIOD_NAMES = {
    "week": "this week",
    "month": "this month",
    "season": "this season",
    "last": "last season",
    "ever": "ever",
}


class Scores(commands.Cog):
    """Figures summed up from the rounds' points whenever somebody asks."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self._wins = Wins(bot.store)

    async def cog_load(self) -> None:
        """Let the buttons of former runs work."""
        self.bot.add_dynamic_items(BoardButton)

    async def cog_unload(self) -> None:
        """Listen no more."""
        self.bot.remove_dynamic_items(BoardButton)

    @app_commands.command(
        name=label("cmd-leaderboard", "leaderboard"),
        description=label("cmd-leaderboard-description", "Who has the most points in the games."),
    )
    @app_commands.rename(
        game=label("cmd-leaderboard-option-game", "game"),
        period=label("cmd-leaderboard-option-period", "period"),
    )
    @app_commands.describe(
        game=label("cmd-leaderboard-option-game-description", "Which game (default: all)."),
        period=label(
            "cmd-leaderboard-option-period-description",
            "Since when (default: ever); a season is a quarter of the year, in UTC.",
        ),
    )
    @app_commands.choices(
        game=[
            app_commands.Choice(name=named(f"cmd-leaderboard-choice-{kind}"), value=kind)
            for kind in KINDS
        ],
        period=[
            app_commands.Choice(
                name=label(f"cmd-leaderboard-choice-{period}", _PERIOD_NAMES[period]), value=period
            )
            for period in PERIODS
        ],
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def leaderboard(
        self,
        interaction: Interaction,
        game: app_commands.Choice[str] | None = None,
        period: app_commands.Choice[str] | None = None,
    ) -> None:
        """Show the first page."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        view = await board_view(
            interaction,
            self.bot.store,
            game.value if game else "all",
            period.value if period else "ever",
            0,
        )
        await interaction.followup.send(view=view)

    @app_commands.command(
        name=label("cmd-profile", "profile"),
        description=label("cmd-profile-description", "A member's games, points and favourites."),
    )
    @app_commands.rename(member=label("cmd-profile-option-member", "member"))
    @app_commands.describe(
        member=label("cmd-profile-option-member-description", "Whose (default: yours).")
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def profile(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show a member's figures; outside of servers, one's own."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        # A private list of figures is nobody else's.
        who = member if member and is_shared(interaction) else interaction.user
        guild_id = interaction.guild_id if is_shared(interaction) else None
        scope = scope_of(interaction)
        async with self.bot.store.session() as db:
            figures = await scores.profile(db, scope, who.id, guild_id=guild_id)
            ended = await games.ended(db, scope, who.id)
            named_days = await kept_daily.solved_days(db, scope, who.id)
        won = sum([who.id in await self._wins.of(game) for game in ended])
        zone = await zone_of_server(self.bot.store, guild_id, self.bot.access.of(guild_id))
        today = daily.day_of(interaction.created_at, zone)
        view = _view(
            interaction,
            who,
            figures,
            games=(len(ended), won),
            posters=(len(named_days), daily.streak(named_days, today)),
        )
        await interaction.followup.send(view=view)


def _view(
    interaction: Interaction,
    who: discord.User | discord.Member,
    figures: Profile,
    *,
    games: tuple[int, int],
    posters: tuple[int, int],
) -> discord.ui.LayoutView:
    locale = answer_language(interaction)

    def told(key: str, **values: Any) -> str:
        return say(locale, f"profile-{key}", **values)

    lines = [f"## {escape(who.display_name, _NAME_LENGTH)}"]
    played, won = games
    if played or figures.rounds:
        lines += [
            f"🎲 {told('games', games=played)} · {told('games-won', games=won)}",
            f"🏆 {told('points', points=figures.points)}",
            f"🎬 {told('rounds', rounds=figures.rounds)} · "
            f"{told('rounds-won', rounds=figures.rounds_won)}",
            f"🔥 {told('streak', rounds=figures.streak)}",
        ]
    elif not posters[0]:
        lines.append(told("no-games"))
    if posters[0]:
        lines.append(f"🖼️ {told('posters', posters=posters[0], days=posters[1])}")
    if figures.genres:
        liked = genres(locale, figures.genres[:_GENRES_SHOWN])
        lines.append(f"❤️ {told('genres', genres=liked)}")
    if figures.right or figures.wrong:
        lines.append(f"🔎 {told('verdicts', right=figures.right, wrong=figures.wrong)}")
    box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=COLOUR)
    text = "\n".join(lines)
    if who.avatar is None:  # Discord's own picture for those without one says nothing
        box.add_item(discord.ui.TextDisplay(text))
    else:
        picture = discord.ui.Thumbnail(who.avatar.url, description=told("avatar-alt"))
        box.add_item(discord.ui.Section(text, accessory=picture))
    view = discord.ui.LayoutView()
    view.add_item(box)
    return view


async def setup(bot: Marquee) -> None:
    """Add the cog; called by `load_extension`."""
    await bot.add_cog(Scores(bot))
