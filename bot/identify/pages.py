"""Previous and Next: further neighbours, in the same message or as a copy for who asks."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.identify import layout
from bot.identify.contact_sheet import footer, sheet_alt, sheet_of
from bot.identify.layout import POSTER, POSTERS, Part, Place
from bot.identify.menu import MoreLikeThis, more_like_this
from bot.identify.posted_answer import Carried, carry
from bot.kit.errors import answering
from bot.kit.i18n import language_of, say
from services.core.errors import RequestError
from services.core.types import Neighbour
from services.inference.client import MAX_SKIP

if TYPE_CHECKING:
    from bot.app import Marquee

    Interaction = discord.Interaction[Marquee]

_ID_LENGTH = 100  # what Discord gives a button's id


@dataclass(frozen=True, slots=True)
class Page:
    """A page of neighbours.

    Attributes:
        skip: How many are nearer.
        k: How many it shows.
        encoder: The encoder that ranked them.
        key: The film they are neighbours of; empty for a picture, whose neighbours are those in
            the menu of its answer.
    """

    skip: int
    k: int
    encoder: str
    key: str

    @property
    def custom_id(self) -> str:
        """How a button holds it."""
        return f"marquee:page:{self.skip}:{self.k}:{self.encoder}:{self.key}"


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(
        r"marquee:page:(?P<skip>\d{1,4}):(?P<k>\d{1,2}):(?P<encoder>[a-z0-9._-]*):(?P<key>.*)",
        re.DOTALL,
    ),
):
    """Turns to a page.

    Args:
        page: The page.
        label: What the button says.
        emoji: The arrow on it.
    """

    def __init__(self, page: Page, label: str, emoji: str | discord.PartialEmoji | None) -> None:
        super().__init__(discord.ui.Button(label=label, emoji=emoji, custom_id=page.custom_id))
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
        page = Page(int(match["skip"]), int(match["k"]), match["encoder"], match["key"])
        assert isinstance(item, discord.ui.Button)
        return cls(page, item.label or "…", item.emoji)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page for the one who asked; everyone else gets a private copy."""
        async with answering(interaction):
            message = interaction.message
            assert message is not None
            await interaction.client.access.admit(interaction, "free")
            own = message.flags.ephemeral or _asker(message) == interaction.user.id
            if own:
                await interaction.response.defer()
            else:
                await interaction.response.defer(ephemeral=True, thinking=True)
            public = own and not message.flags.ephemeral
            answer = await carry(
                interaction.client, message, without=(Place.LIKENESS, Place.SHEET, Place.TURN)
            )
            locale = language_of(interaction, public=public)
            await turn(interaction, answer, self.page, locale)
            await interaction.edit_original_response(
                view=answer.panel(), attachments=answer.files()
            )


async def turn(
    interaction: Interaction, answer: Carried, page: Page, locale: discord.Locale
) -> None:
    """Put a page into an answer.

    Raises:
        RequestError: `not_found`, there are no further neighbours, or the film is gone.
        UnavailableError: the service cannot be reached.
    """
    client = interaction.client.client
    menu = answer.part(Place.MORE)
    if page.key:
        found = await client.neighbours(
            page.key, k=page.k, skip=page.skip, encoder=page.encoder or None
        )
        near = list(found.neighbours) if found else []
        more = len(near) == page.k
        offered = more_like_this(locale, page.encoder, enumerate(near, page.skip + 1))
        menu = layout.buttons(Place.MORE, [offered]) or menu
    else:
        near, more = await _chosen(interaction, menu, page)
    if not near:
        raise RequestError("not_found", say(interaction, "page-no-more"))
    films = [neighbour.film for neighbour in near]
    label = None if page.key else say(locale, "answer-yours")
    asked = answer.pictures.get(POSTER)
    sheet = await sheet_of(client, asked, films, first=page.skip + 1, label=label)
    if sheet:
        answer.pictures[POSTERS] = sheet
        answer.alts[POSTERS] = sheet_alt(locale, films, page.skip + 1)
    made: list[Part | None] = [
        answer.part(Place.HEAD),
        layout.gallery(POSTERS, answer.alts[POSTERS], Place.SHEET) if sheet else None,
        *layout.listed(locale, near, first=page.skip + 1),
        layout.text(footer(locale, films, page.encoder), Place.LIKENESS),
        answer.part(Place.LOOK),
        menu,
        layout.buttons(Place.TURN, turns(locale, page, more=more)),
        answer.part(Place.BUTTONS),
    ]
    answer.parts = [part for part in made if part is not None]


def turns(locale: discord.Locale, page: Page, *, more: bool) -> list[PageButton]:
    """Return the buttons that lead on from a page, and back to the one before."""
    ways: list[tuple[int, str, str]] = []
    if page.skip > 0:
        ways.append((max(0, page.skip - page.k), "page-previous", "◀️"))
    if more and page.skip + page.k <= MAX_SKIP:
        ways.append((page.skip + page.k, "page-next", "▶️"))
    pages = [(Page(skip, page.k, page.encoder, page.key), key, arrow) for skip, key, arrow in ways]
    return [
        PageButton(there, say(locale, key), arrow)
        for there, key, arrow in pages
        # The title of a film without ids may be too long for a button.
        if len(there.custom_id) <= _ID_LENGTH
    ]


async def _chosen(
    interaction: Interaction, menu: Part | None, page: Page
) -> tuple[list[Neighbour], bool]:
    """Return a page of the neighbours that the answer's own menu holds, and whether more follow."""
    choices = [
        choice
        for item in (menu.children if isinstance(menu, discord.ui.ActionRow) else [])
        if isinstance(item, discord.ui.Select)
        for choice in MoreLikeThis(item, page.encoder).neighbours
    ]
    wanted = choices[page.skip : page.skip + page.k]
    films = await asyncio.gather(*(interaction.client.client.film(each.key) for each in wanted))
    near = [
        Neighbour(film, choice.similarity or 0.0)
        for film, choice in zip(films, wanted, strict=True)
        if film is not None
    ]
    return near, len(choices) > page.skip + page.k


def _asker(message: discord.Message) -> int | None:
    asked = message.interaction_metadata
    return asked.user.id if asked else None
