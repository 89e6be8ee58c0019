"""The menu "More like this" under an answer: its films, each a way on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.kit.errors import answering
from bot.kit.formatting import cut, facts
from bot.kit.i18n import say
from services.core.types import Film, Neighbour

if TYPE_CHECKING:
    from bot.app import Marquee

    Interaction = discord.Interaction[Marquee]

_LENGTH = 100  # what Discord gives an option's label, value and description
_OPTIONS = 25


@dataclass(frozen=True, slots=True)
class Choice:
    """A film in the menu.

    Attributes:
        key: Its `Film.key`.
        similarity: How near it is, if it is a neighbour; None for the film that was recognised.
    """

    key: str
    similarity: float | None

    @property
    def value(self) -> str:
        """How the menu holds it."""
        return f"{'=' if self.similarity is None else f'{self.similarity:.4f}'} {self.key}"

    @classmethod
    def of(cls, value: str) -> Choice:
        """Return the choice of that value."""
        similarity, _, key = value.partition(" ")
        return cls(key, None if similarity == "=" else float(similarity))


class MoreLikeThis(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"marquee:like:(?P<encoder>[a-z0-9._-]*)",
):
    """Shows the film that is chosen, with the posters nearest to its own.

    Args:
        menu: The menu, with its options.
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

    @property
    def neighbours(self) -> list[Choice]:
        """The neighbours in the menu, nearest first."""
        choices = [Choice.of(option.value) for option in self.item.options]
        return [choice for choice in choices if choice.similarity is not None]

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer with the film."""
        async with answering(interaction):
            # The answer to a menu is an answer with a menu.
            from bot.identify.film_answer import answer_film  # noqa: PLC0415

            assert interaction.message is not None
            await answer_film(
                interaction,
                Choice.of(self.item.values[0]).key,
                encoder=self.encoder or None,
                private=interaction.message.flags.ephemeral,
            )


def more_like_this(
    locale: discord.Locale,
    encoder: str,
    ranked: Iterable[tuple[int, Neighbour]],
    *,
    match: Film | None = None,
    alike: bool = True,
) -> MoreLikeThis | None:
    """Return the menu for these films; None where none of them fits into one.

    Args:
        locale: The menu's language.
        encoder: The encoder whose neighbours will be shown.
        ranked: Ranks and films.
        match: The film that was recognised.
        alike: Whether the menu tells how near they are.
    """
    options = [_option(locale, None, Neighbour(match, 1.0), alike=False)] if match else []
    options += [_option(locale, rank, each, alike=alike) for rank, each in ranked]
    # A film without ids has its title as key, which may be too long.
    options = [option for option in options if len(option.value) <= _LENGTH][:_OPTIONS]
    if not options:
        return None
    menu: discord.ui.Select[Any] = discord.ui.Select(
        placeholder=say(locale, "answer-more"),
        options=options,
        custom_id=f"marquee:like:{encoder}",
    )
    return MoreLikeThis(menu, encoder)


def _option(
    locale: discord.Locale, rank: int | None, neighbour: Neighbour, *, alike: bool
) -> discord.SelectOption:
    film, told = neighbour.film, facts(locale, neighbour.film)
    if alike:
        told += f" · {say(locale, 'answer-alike', similarity=neighbour.similarity)}"
    return discord.SelectOption(
        label=cut(film.label if rank is None else f"{rank}. {film.label}", _LENGTH),
        value=Choice(film.key, None if rank is None else neighbour.similarity).value,
        description=cut(told, _LENGTH),
    )
