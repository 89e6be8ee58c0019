"""What happens when a button or the menu of an answer is used, in messages of any age."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import discord

from bot.identify import ids
from bot.identify.confirm import confirm
from bot.identify.film_answer import answer_film
from bot.identify.layout import Part, Place
from bot.identify.posted_answer import PostedAnswer, read_posted_answer
from bot.identify.turn_page import turn_page
from bot.identify.turn_picture import turn_picture
from bot.kit.country import country_of
from bot.kit.errors import answering
from bot.kit.i18n import language_of, say
from bot.kit.promises import defer
from services.core.errors import RequestError
from services.store import feedback


class VerdictButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ids.VERDICT):
    """Right or wrong: kept with the query.

    Args:
        button: The button that was pressed.
        verdict: What it holds.
    """

    def __init__(self, button: discord.ui.Button[Any], verdict: ids.QueryVerdict) -> None:
        super().__init__(button)
        self.verdict = verdict

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> VerdictButton:
        """Return the button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, ids.QueryVerdict.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the member's verdict and thank them."""
        async with answering(interaction):
            verdict, query_id = self.verdict.verdict, self.verdict.query_id
            await defer(interaction, ephemeral=True, thinking=True)
            async with interaction.client.store.session() as session:
                kept = await feedback.give(session, query_id, interaction.user.id, verdict)
                await session.commit()
            key = f"verdict-{verdict}" if kept else "verdict-too-old"
            await interaction.followup.send(say(interaction, key), ephemeral=True)


class PerhapsButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ids.PERHAPS):
    """Yes or no to the film that a picture perhaps shows: kept, and said in the answer.

    Args:
        button: The button that was pressed.
        said: What it holds.
    """

    def __init__(self, button: discord.ui.Button[Any], said: ids.Confirmation) -> None:
        super().__init__(button)
        self.said = said

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> PerhapsButton:
        """Return the button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, ids.Confirmation.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the word of the one who asked, and change the answer by it."""
        async with answering(interaction):
            message, bot = interaction.message, interaction.client
            assert message is not None
            await bot.access.admit(interaction, "free")
            if _asker(message) not in (None, interaction.user.id):
                raise RequestError("not_yours", say(interaction, "perhaps-not-yours"))
            await defer(interaction)
            user_id, query_id = interaction.user.id, self.said.query_id
            async with bot.store.session() as session:
                # A copy of somebody else's answer has its buttons as well.
                asker = await feedback.asked_by(session, query_id)
                key = await feedback.confirm(session, query_id, user_id, agreed=self.said.agreed)
                await session.commit()
            if asker not in (None, user_id):
                raise RequestError("not_yours", say(interaction, "perhaps-not-yours"))
            if key is None:
                raise RequestError("not_found", say(interaction, "verdict-too-old"))
            film = await bot.client.film(key)
            if film is None:  # it left the catalogue; the word is kept all the same
                await interaction.followup.send(say(interaction, "perhaps-thanks"), ephemeral=True)
                return
            answer = await read_posted_answer(bot, message)
            public = not message.flags.ephemeral
            confirm(answer, self.said, film, language_of(interaction, public=public))
            await interaction.edit_original_response(
                view=answer.layout(), attachments=answer.files()
            )


class ShowButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ids.SHOW):
    """Shows a private answer to everyone in the channel.

    Args:
        button: The button that was pressed.
    """

    def __init__(self, button: discord.ui.Button[Any]) -> None:
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> ShowButton:
        """Return the button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Send the answer again, to the channel, and take the button away."""
        async with answering(interaction):
            assert interaction.message is not None
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction)
            answer = await read_posted_answer(interaction.client, interaction.message)
            answer.parts = [part for part in map(_without_show, answer.parts) if part is not None]
            await interaction.followup.send(view=answer.layout(), files=answer.files())
            await interaction.edit_original_response(
                view=answer.layout(), attachments=answer.files()
            )


class PageButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ids.PAGE):
    """Turns to a page; to the first one where a brief answer has it under "More".

    Args:
        button: The button that was pressed.
        page: The page that it holds.
    """

    def __init__(self, button: discord.ui.Button[Any], page: ids.Page) -> None:
        super().__init__(button)
        self.page = page

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> PageButton:
        """Return the button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, ids.Page.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page for the one who asked; everyone else gets a private copy."""
        async with answering(interaction):
            without = (Place.LIKENESS, Place.CONTACT_SHEET, Place.TURN)
            answer, locale = await _answer_to_change(interaction, without=without)
            bot = interaction.client
            marked = bot.access.shows_marked(interaction.guild_id, interaction.channel)
            settings = bot.access.of(interaction.guild_id)
            country = settings.country or country_of(interaction)
            if not await turn_page(
                bot.client, answer, self.page, locale, country=country, marked=marked
            ):
                raise RequestError("not_found", say(interaction, "page-no-more"))
            await interaction.edit_original_response(
                view=answer.layout(), attachments=answer.files()
            )


class PictureButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ids.PICTURE):
    """Shows another picture of the film that an answer is about.

    Args:
        button: The button that was pressed.
        shown: The picture that it holds.
    """

    def __init__(self, button: discord.ui.Button[Any], shown: ids.Shown) -> None:
        super().__init__(button)
        self.shown = shown

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> PictureButton:
        """Return the button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, ids.Shown.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show it to the one who asked in place; everyone else gets a private copy."""
        async with answering(interaction):
            answer, locale = await _answer_to_change(interaction, without=())
            bot = interaction.client
            marked = bot.access.shows_marked(interaction.guild_id, interaction.channel)
            if not await turn_picture(bot.client, answer, self.shown, locale, marked=marked):
                raise RequestError("not_found", say(interaction, "film-picture-gone"))
            await interaction.edit_original_response(
                view=answer.layout(), attachments=answer.files()
            )


class MoreLikeThis(discord.ui.DynamicItem[discord.ui.Select[Any]], template=ids.LIKE):
    """Shows the film that is chosen, with the posters nearest to its own.

    Args:
        menu: The menu that was used.
        encoder: The encoder whose neighbours are shown.
    """

    def __init__(self, menu: discord.ui.Select[Any], encoder: str) -> None:
        super().__init__(menu)
        self.encoder = encoder

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> MoreLikeThis:
        """Return the menu that was used."""
        assert isinstance(item, discord.ui.Select)
        return cls(item, match["encoder"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer with the film."""
        async with answering(interaction):
            assert interaction.message is not None
            await answer_film(
                interaction,
                ids.Choice.of(self.item.values[0]).key,
                encoder=self.encoder or None,
                private=interaction.message.flags.ephemeral,
            )


HANDLERS = (VerdictButton, PerhapsButton, ShowButton, PageButton, PictureButton, MoreLikeThis)


async def _answer_to_change(
    interaction: discord.Interaction[Any], *, without: Collection[Place]
) -> tuple[PostedAnswer, discord.Locale]:
    """Acknowledge a press; return the answer it was on, and the language of what will be shown.

    Who asked has it changed in place; everyone else gets a private copy.
    """
    message = interaction.message
    assert message is not None
    await interaction.client.access.admit(interaction, "free")
    own = message.flags.ephemeral or _asker(message) == interaction.user.id
    if own:
        await defer(interaction)
    else:
        await defer(interaction, ephemeral=True, thinking=True)
    public = own and not message.flags.ephemeral
    answer = await read_posted_answer(interaction.client, message, without=without)
    return answer, language_of(interaction, public=public)


def _without_show(part: Part) -> Part | None:
    if part.id != Place.BUTTONS or not isinstance(part, discord.ui.ActionRow):
        return part
    for item in part.children:
        if ids.SHOW.fullmatch(getattr(item, "custom_id", None) or ""):
            part.remove_item(item)
    return part if part.children else None


def _asker(message: discord.Message) -> int | None:
    metadata = message.interaction_metadata
    return metadata.user.id if metadata else None
