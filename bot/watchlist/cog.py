"""`/watchlist`: the films that a server, or a member by themselves, means to watch."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.kit.access import answer_language
from bot.kit.formatting import escape, titled
from bot.kit.i18n import label, say
from bot.kit.promises import defer
from bot.kit.scope import is_shared
from bot.watchlist.files import as_file, read_attached, take_films
from bot.watchlist.lists import delete_list, make_list
from bot.watchlist.lookup import (
    films_named,
    films_of,
    list_named,
    suggest,
    suggest_lists,
    suggest_watched,
    watched_film,
)
from bot.watchlist.page import TurnButton, page_view
from bot.watchlist.save_button import SaveButton, add_film
from services.core.errors import RequestError
from services.core.types import Film
from services.store import watchlist, watchlists

Interaction = discord.Interaction[Marquee]

_SHOW = [
    app_commands.Choice(name=label("cmd-watchlist-show-choice-all", "all films"), value="all"),
    app_commands.Choice(
        name=label("cmd-watchlist-show-choice-unseen", "not seen yet"), value="unseen"
    ),
]
_LIST = {"kept_in": label("cmd-watchlist-option-list", "list")}
_LIST_TOLD = {
    "kept_in": label(
        "cmd-watchlist-option-list-description",
        "Which watchlist (default: the one without a name).",
    )
}
_Name = app_commands.Range[str, 1, watchlists.NAME_LENGTH]


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Watchlist(
    commands.GroupCog,
    group_name=label("cmd-watchlist", "watchlist"),
    group_description=label("cmd-watchlist-description", "The films to watch one day."),
):
    """The list, and the button that fills it: the server's, or a member's own in private."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Let the buttons of former runs work."""
        self.bot.add_dynamic_items(SaveButton, TurnButton)

    async def cog_unload(self) -> None:
        """Listen no more."""
        self.bot.remove_dynamic_items(SaveButton, TurnButton)

    @app_commands.command(
        name=label("cmd-watchlist-show", "show"),
        description=label("cmd-watchlist-show-description", "Show the watchlist."),
    )
    @app_commands.rename(films=label("cmd-watchlist-show-option-films", "films"), **_LIST)
    @app_commands.describe(
        films=label("cmd-watchlist-show-option-films-description", "Which films (default: all)."),
        **_LIST_TOLD,
    )
    @app_commands.choices(films=_SHOW)
    async def show(
        self,
        interaction: Interaction,
        films: app_commands.Choice[str] | None = None,
        kept_in: _Name | None = None,
    ) -> None:
        """Show the first page."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        kept = await list_named(interaction, kept_in)
        view, files = await page_view(interaction, films.value if films else "all", 0, kept)
        await interaction.followup.send(view=view, files=files)

    @app_commands.command(
        name=label("cmd-watchlist-add", "add"),
        description=label("cmd-watchlist-add-description", "Put a film on the watchlist."),
    )
    @app_commands.rename(title=label("cmd-watchlist-option-title", "title"), **_LIST)
    @app_commands.describe(
        title=label("cmd-watchlist-add-option-title-description", "Type, then choose the film."),
        **_LIST_TOLD,
    )
    async def add(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, 200],
        kept_in: _Name | None = None,
    ) -> None:
        """Put a film on the list."""
        settings = await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        kept = await list_named(interaction, kept_in)
        [film] = await films_named(interaction, title)
        await interaction.followup.send(
            await add_film(interaction, film, answer_language(interaction), kept)
        )

    @app_commands.command(
        name=label("cmd-watchlist-remove", "remove"),
        description=label("cmd-watchlist-remove-description", "Take a film off the watchlist."),
    )
    @app_commands.rename(title=label("cmd-watchlist-option-title", "title"), **_LIST)
    @app_commands.describe(
        title=label("cmd-watchlist-option-title-description", "A film of the watchlist."),
        **_LIST_TOLD,
    )
    async def remove(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, 200],
        kept_in: _Name | None = None,
    ) -> None:
        """Take a film off the list: who put it there may, and moderators."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        scope = films_of(interaction, await list_named(interaction, kept_in))
        watched = await watched_film(interaction, title, scope)
        own = watched.user_id == interaction.user.id or not is_shared(interaction)
        if not own and not interaction.permissions.manage_messages:
            raise RequestError("not_yours", say(interaction, "watchlist-remove-not-yours"))
        async with self.bot.store.session() as session:
            gone = await watchlist.remove(session, scope, watched.film.key)
            await session.commit()
        if not gone:  # somebody else was faster
            raise RequestError(
                "not_on_list", say(interaction, "films-not-on-list", typed=title[:80])
            )
        await self._say(interaction, "watchlist-removed", watched.film)

    @app_commands.command(
        name=label("cmd-watchlist-seen", "seen"),
        description=label("cmd-watchlist-seen-description", "Mark a film as seen, or as not."),
    )
    @app_commands.rename(
        title=label("cmd-watchlist-option-title", "title"),
        seen=label("cmd-watchlist-seen-option-seen", "seen"),
        **_LIST,
    )
    @app_commands.describe(
        title=label("cmd-watchlist-option-title-description", "A film of the watchlist."),
        seen=label(
            "cmd-watchlist-seen-option-seen-description",
            "False takes the mark back (default: True).",
        ),
        **_LIST_TOLD,
    )
    async def seen(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, 200],
        seen: bool = True,
        kept_in: _Name | None = None,
    ) -> None:
        """Mark a film as seen, or take the mark back."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        scope = films_of(interaction, await list_named(interaction, kept_in))
        watched = await watched_film(interaction, title, scope)
        key = watched.film.key
        async with self.bot.store.session() as session:
            changed = (
                await watchlist.mark_seen(session, scope, key, interaction.user.id)
                if seen
                else await watchlist.mark_unseen(session, scope, key)
            )
            await session.commit()
        state = "seen" if seen else "unseen"
        await self._say(
            interaction,
            f"watchlist-marked-{state}" if changed else f"watchlist-was-{state}",
            watched.film,
        )

    @app_commands.command(
        name=label("cmd-watchlist-import", "import"),
        description=label(
            "cmd-watchlist-import-description",
            "Put the films of a file of Letterboxd's or IMDb's on a watchlist.",
        ),
    )
    @app_commands.rename(file=label("cmd-watchlist-import-option-file", "file"), **_LIST)
    @app_commands.describe(
        file=label(
            "cmd-watchlist-import-option-file-description",
            "watchlist.csv, diary.csv, ratings.csv, a list, or IMDb's export.",
        ),
        **_LIST_TOLD,
    )
    async def take(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        kept_in: _Name | None = None,
    ) -> None:
        """Take a file's films in; tell the member alone, for it is their file."""
        await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=True, thinking=True)
        kept = await list_named(interaction, kept_in)
        found = await read_attached(interaction, file)
        await interaction.followup.send(await take_films(interaction, found, kept), ephemeral=True)

    @app_commands.command(
        name=label("cmd-watchlist-export", "export"),
        description=label(
            "cmd-watchlist-export-description", "Get a watchlist as a file that Letterboxd takes."
        ),
    )
    @app_commands.rename(**_LIST)
    @app_commands.describe(**_LIST_TOLD)
    async def give(self, interaction: Interaction, kept_in: _Name | None = None) -> None:
        """Hand out a list as a file."""
        await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        file = await as_file(interaction, await list_named(interaction, kept_in))
        if file is None:
            raise RequestError("watchlist_empty", say(interaction, "watchlist-empty"))
        told = say(interaction, "watchlist-exported")
        await interaction.followup.send(told, file=file, ephemeral=True)

    @app_commands.command(
        name=label("cmd-watchlist-new", "new"),
        description=label("cmd-watchlist-new-description", "Make a further watchlist."),
    )
    @app_commands.rename(name=label("cmd-watchlist-new-option-name", "name"))
    @app_commands.describe(
        name=label("cmd-watchlist-new-option-name-description", "What it is called.")
    )
    async def new(self, interaction: Interaction, name: _Name) -> None:
        """Make a list by its name."""
        settings = await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        made = await make_list(interaction, name)
        called = escape(made.name, watchlists.NAME_LENGTH)
        told = say(answer_language(interaction), "watchlist-list-made", name=called)
        await interaction.followup.send(told)

    @app_commands.command(
        name=label("cmd-watchlist-delete", "delete"),
        description=label(
            "cmd-watchlist-delete-description", "Take a watchlist away, with its films."
        ),
    )
    @app_commands.rename(**_LIST)
    @app_commands.describe(
        kept_in=label("cmd-watchlist-delete-option-list-description", "Which watchlist.")
    )
    async def delete(self, interaction: Interaction, kept_in: _Name) -> None:
        """Take a list away: who made it may, and moderators."""
        settings = await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=not settings.public, thinking=True)
        name = await delete_list(interaction, kept_in)
        told = say(answer_language(interaction), "watchlist-list-deleted", name=name)
        await interaction.followup.send(told)

    @show.autocomplete("kept_in")
    @add.autocomplete("kept_in")
    @remove.autocomplete("kept_in")
    @seen.autocomplete("kept_in")
    @take.autocomplete("kept_in")
    @give.autocomplete("kept_in")
    @delete.autocomplete("kept_in")
    async def _kept_list(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await suggest_lists(interaction, typed)

    @add.autocomplete("title")
    async def _any_title(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await suggest(interaction, typed)

    @remove.autocomplete("title")
    @seen.autocomplete("title")
    async def _kept_title(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await suggest_watched(interaction, typed)

    async def _say(self, interaction: Interaction, key: str, film: Film) -> None:
        locale = answer_language(interaction)
        await interaction.followup.send(say(locale, key, film=titled(film)))


async def setup(bot: Marquee) -> None:
    """Add the cog; called by `load_extension`."""
    await bot.add_cog(Watchlist(bot))
