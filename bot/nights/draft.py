"""A movie night before its poll: what its host sees, changes and sends off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.kit.formatting import COLOUR, escape, titled_link
from bot.kit.limits import OPTION_TEXT
from bot.kit.promises import defer
from bot.kit.terms import genres
from bot.nights.own import Interaction, OwnView
from bot.nights.repeat import Repeating
from bot.nights.sources import FEWEST, MOST, drawn
from services.core.types import Film

_GENRES_SHOWN = 3
_BREATH = timedelta(minutes=5)  # between the poll's end and the film


@dataclass(frozen=True, slots=True)
class Draft:
    """What a night is to be.

    Attributes:
        pool: Films to choose among, `sources.POOL` at most.
        films: The chosen ones.
        hours: How long the poll is open.
        several: Whether a member may vote for several films.
        starts_at: When the film begins.
        timezone: The zone in which that was told.
        place: Where, in words; None for a voice channel or no event.
        voice_id: The voice channel.
        warning: Why there will be no event, a sentence for the host; None where there will be.
        told: Further lines on when that is, for the host.
        repeating: How it recurs; None where it does not.
    """

    pool: tuple[Film, ...]
    films: tuple[Film, ...]
    hours: int
    several: bool
    starts_at: datetime
    timezone: str
    place: str | None
    voice_id: int | None
    warning: str | None = None
    told: tuple[str, ...] = ()
    repeating: Repeating | None = None


Draw = Callable[[], Awaitable[Sequence[Film]]]
Send = Callable[[Interaction, Draft], Awaitable[str]]


class DraftView(OwnView):
    """The host's own view: change the films, send the poll off, or let it be.

    Args:
        interaction: The command; its answer is this view's message, and its member the host.
        draft: What the night is to be.
        draw: Draws another pool; None where the films were named.
        send: Sends the poll and returns the address of its message.
    """

    def __init__(self, interaction: Interaction, draft: Draft, draw: Draw | None, send: Send):
        super().__init__(interaction)
        self._draft = draft
        self._draw = draw
        self._send = send
        self._sending = asyncio.Lock()
        self._build()

    def _build(self) -> None:
        self.clear_items()
        draft = self._draft
        box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=COLOUR)
        box.add_item(discord.ui.TextDisplay(f"## {self._say('night-draft-title')}"))
        box.add_item(discord.ui.TextDisplay("\n".join(self._line(film) for film in draft.films)))
        box.add_item(discord.ui.TextDisplay("\n".join(self._plan())))
        if draft.warning:
            box.add_item(discord.ui.TextDisplay(f"⚠️ {draft.warning}"))
        self.add_item(box)
        if len(draft.pool) > FEWEST:
            self.add_item(discord.ui.ActionRow(self._menu()))
        row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        row.add_item(self._button("night-draft-send", self._sent, discord.ButtonStyle.success))
        if self._draw:
            row.add_item(self._button("night-draft-again", self._drawn))
        row.add_item(self._button("night-draft-drop", self._dropped, discord.ButtonStyle.danger))
        self.add_item(row)

    def _plan(self) -> list[str]:
        draft = self._draft
        votes = "night-draft-several" if draft.several else "night-draft-single"
        return [
            when_where(draft.starts_at, draft.voice_id, draft.place),
            *draft.told,
            f"🗳️ {self._say('night-draft-open', hours=draft.hours)} · {self._say(votes)}",
        ]

    def _menu(self) -> discord.ui.Select[Any]:
        chosen = {film.key for film in self._draft.films}
        menu: discord.ui.Select[Any] = discord.ui.Select(
            placeholder=self._say("night-draft-menu"),
            min_values=FEWEST,
            max_values=min(MOST, len(self._draft.pool)),
            options=[
                discord.SelectOption(
                    label=film.label[:OPTION_TEXT],
                    value=str(place),
                    default=film.key in chosen,
                    description=self._genres(film)[:OPTION_TEXT] or None,
                )
                for place, film in enumerate(self._draft.pool)
            ],
        )

        async def chosen_now(interaction: Interaction) -> None:
            places = sorted(int(value) for value in menu.values)
            films = tuple(self._draft.pool[place] for place in places)
            self._draft = replace(self._draft, films=films)
            self._build()
            await interaction.response.edit_message(view=self)

        menu.callback = chosen_now
        return menu

    def _button(
        self,
        key: str,
        pressed: Callable[[Interaction], Any],
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> discord.ui.Button[Any]:
        button: discord.ui.Button[Any] = discord.ui.Button(label=self._say(key), style=style)
        button.callback = pressed  # pyright: ignore[reportAttributeAccessIssue]
        return button

    async def _sent(self, interaction: Interaction) -> None:
        await defer(interaction)
        # Two presses in one instant: the second finds the view closed.
        async with self._sending:
            if self.is_finished():
                return
            link = await self._send(interaction, self._draft)
            await self._close(self._say("night-draft-sent", link=link))

    async def _drawn(self, interaction: Interaction) -> None:
        assert self._draw is not None
        await defer(interaction)
        pool = tuple(await self._draw())
        if len(pool) >= FEWEST:
            count = min(len(self._draft.films), len(pool))
            self._draft = replace(self._draft, pool=pool, films=drawn(pool, count))
        self._build()
        await interaction.edit_original_response(view=self)

    async def _dropped(self, interaction: Interaction) -> None:
        await defer(interaction)
        await self._close(self._say("night-draft-dropped"))

    def _line(self, film: Film) -> str:
        told = self._genres(film)
        return f"- **{titled_link(film)}**" + (f" · {told}" if told else "")

    def _genres(self, film: Film) -> str:
        return genres(self._asked.locale, film.genres[:_GENRES_SHOWN])


def hours_for(wanted: int | None, starts_at: datetime, now: datetime) -> int | None:
    """Return how many hours a poll stays open, so that it ends before the film begins.

    Args:
        wanted: What the host asked for; None for a day, or less where the film is nearer.
        starts_at: When the film begins.
        now: With a time zone.

    Returns:
        1 to `POLL_HOURS`; None where not even one hour is left, or not as many as were asked for.
    """
    left = int((starts_at - now - _BREATH) / timedelta(hours=1))
    if left < 1 or (wanted or 1) > left:
        return None
    return wanted or min(24, left)


def where(voice_id: int | None, place: str | None) -> str | None:
    """Return a night's place as a message shows it."""
    return f"<#{voice_id}>" if voice_id else escape(place, OPTION_TEXT) if place else None


def when_where(starts_at: datetime, voice_id: int | None, place: str | None) -> str:
    """Return the line that says when a night begins, and where."""
    when, soon = (discord.utils.format_dt(starts_at, style) for style in ("F", "R"))
    there = where(voice_id, place)
    return f"🕗 {when} ({soon})" + (f" · {there}" if there else "")
